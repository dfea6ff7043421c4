"""Control endpoints of the agents, under ``/_control/``.

PUT    callees                   how somebody who is dialled behaves: {"number", "outcome", "after_s"};
                                 outcomes Answer, Busy, NoAnswer, BadNumber, Error (an event, no contact)
GET    agents                    who is logged in, and what they are doing
POST   agents/{id}/log-in        as if at the vendor's own client: {"phone"}
POST   agents/{id}/log-out
POST   agents/{id}/available, agents/{id}/unavailable
POST   agents/{id}/pick-up       the agent answers the phone
"""

from collections.abc import Mapping

from local.cxone.agents.calls import Callee, Calls
from local.cxone.agents.floor import Floor
from local.cxone.agents.legs import Legs
from local.cxone.agents.model import Wish
from local.cxone.agents.session import Session
from local.cxone.directory.rows import record
from local.cxone.wire.formats import iso
from local.cxone.world.world import World
from local.simulator.control import ControlPanel, json_object
from local.simulator.message import Request


def add_agent_controls(panel: ControlPanel, world: World, floor: Floor, legs: Legs, calls: Calls) -> None:
    """Add the endpoints; each is done in a turn of the world's."""

    def expect(request: Request, _place: Mapping[str, str]) -> None:
        callee = record(Callee, json_object(request))
        with world.turn():
            calls.expect(callee)

    def show(_request: Request, _place: Mapping[str, str]) -> object:
        with world.turn():
            return {"agents": [_view(session) for session in floor.sessions()]}

    def steer(request: Request, place: Mapping[str, str]) -> object:
        given = json_object(request) if request.body else {}
        with world.turn():
            agent = world.directory.agents.get(int(place["agent"]))
            if agent is None:
                raise ValueError("no agent has this id")
            session = floor.session(agent.agent_id)
            if session is None:
                if place["what"] != "log-in":
                    raise ValueError("the agent is not logged in")
                return _view(floor.log_in(agent, station_phone=str(given.get("phone", ""))))
            match place["what"]:
                case "log-out":
                    legs.drop(session)
                    floor.log_out(session)
                case "available" | "unavailable":
                    floor.wish(session, Wish(available=place["what"] == "available"))
                case "pick-up":
                    legs.pick_up(session)
                case what:
                    raise ValueError(f"an agent cannot be made to {what} now")
            return _view(session)

    panel.add("PUT", "callees", expect)
    panel.add("GET", "agents", show)
    panel.add("POST", "agents/{agent}/{what}", steer)


def _view(session: Session) -> dict[str, object]:
    doing = session.presence
    return {
        "agentId": session.agent_id,
        "state": doing.state.word,
        "reason": doing.reason,
        "isAcw": doing.is_acw,
        "contactId": str(doing.contact_id or ""),
        "leg": session.leg.value,
        "since": iso(session.since),
        "events": len(session.events),
    }
