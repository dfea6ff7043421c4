"""``/scheduled-callbacks``, what a session does with a delivered one, and the patron's promises."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from local.cxone.agents.calls import Calls
from local.cxone.agents.desk import Desk
from local.cxone.agents.session import Session
from local.cxone.callbacks.diary import Diary
from local.cxone.callbacks.model import Callback, Stage, future, phone_number
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.directory.model import PHONE, Skill
from local.cxone.directory.people import People
from local.cxone.directory.store import first
from local.cxone.directory.things import Things
from local.cxone.wire.errors import ApiError
from local.cxone.wire.parameters import Parameters
from local.cxone.wire.routes import Call, Routes, accepted, done, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response

NO_SUCH = "Invalid Callback Id"
NEEDED_FOR_PROMISE = ("firstName", "lastName", "phoneNumber", "skill", "promiseDate", "promiseTime")


class Callbacks:
    """Commitments over HTTP."""

    def __init__(
        self,
        world: World,
        diary: Diary,
        people: People,
        things: Things,
        desk: Desk,
        calls: Calls,
        traffic: Traffic,
    ) -> None:
        self._world = world
        self._diary = diary
        self._people = people
        self._things = things
        self._desk = desk
        self._calls = calls
        self._traffic = traffic

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("POST", "/scheduled-callbacks", self._create)
        routes.acd("PUT", "/scheduled-callbacks/{callback}", self._change)
        routes.acd("DELETE", "/scheduled-callbacks/{callback}", self._delete)
        routes.acd("GET", "/agents/{agent}/scheduled-callbacks", self._of_agent)
        routes.acd("GET", "/skills/{skill}/scheduled-callbacks", self._of_skill)
        delivered = "/agent-sessions/{session}/interactions/{contact}"
        routes.acd("POST", f"{delivered}/dial", self._dial)
        routes.acd("POST", f"{delivered}/reschedule", self._reschedule)
        routes.acd("POST", f"{delivered}/cancel", self._cancel)
        routes.acd("POST", "/promise", self._promise)
        routes.acd("POST", "/queuecallback", self._queue_callback)

    def _create(self, call: Call) -> Response:
        made = self._diary.add(self._read(call.given, scheduler_id=call.agent_id))
        return ok({"callbackId": made.callback_id})

    def _change(self, call: Call) -> Response:
        known = self._open(call.number("callback", NO_SUCH), NO_SUCH)
        told = self._read(call.given, scheduler_id=known.scheduler_id)
        self._diary.put(replace(told, callback_id=known.callback_id))
        return done()

    def _delete(self, call: Call) -> Response:
        rule = self._world.directory.tenant.commitment_deletion
        if not rule or (rule == 1 and not call.given.text("description")):
            raise ApiError(403, "Deleting commitments is not enabled")
        self._diary.close(self._open(call.number("callback", "Invalid callbackID."), "Invalid callbackID."))
        return done()

    def _of_agent(self, call: Call) -> Response:
        agent = self._people.agent(call)
        return self._list(
            call, [each for each in self._diary.open_ones() if each.target_agent_id == agent.agent_id]
        )

    def _of_skill(self, call: Call) -> Response:
        skill = self._things.skill(call)
        return self._list(call, [each for each in self._diary.open_ones() if each.skill_id == skill.skill_id])

    def _list(self, call: Call, callbacks: list[Callback]) -> Response:
        if not callbacks:
            return no_content()
        return ok({"callbacks": [each.row(call.version) for each in callbacks]})

    def _dial(self, call: Call) -> Response:
        session, callback = self._delivered(call)
        skill = self._world.directory.skills[callback.skill_id]

        def effect() -> None:
            self._diary.close(callback)
            self._calls.dial(session, callback.phone_number, skill, None, "")

        return self._desk.accept(call, session, "DialCallback", effect, target=callback.phone_number)

    def _reschedule(self, call: Call) -> Response:
        session, callback = self._delivered(call)
        due = future(call.given, "rescheduleDate", self._world.now(), "Invalid Reschedule Date")
        return self._desk.accept(call, session, "RescheduleCallback", lambda: self._diary.move(callback, due))

    def _cancel(self, call: Call) -> Response:
        session, callback = self._delivered(call)
        notes = call.given.text("notes") or callback.notes
        return self._desk.accept(
            call, session, "CancelCallback", lambda: self._diary.close(replace(callback, notes=notes))
        )

    def _promise(self, call: Call) -> Response:
        """The patron's way to make a commitment."""
        missing = [name for name in NEEDED_FOR_PROMISE if not call.given.text(name)]
        if missing:
            raise ApiError(400, f"Missing: {', '.join(missing)}")
        text = f"{call.given.text('promiseDate')}T{call.given.text('promiseTime')}"
        try:
            due = datetime.fromisoformat(text).replace(tzinfo=UTC) - _offset(call.given.text("timeZone"))
        except ValueError:
            raise ApiError(400, "Invalid promiseDate or promiseTime") from None
        if due <= self._world.now():
            raise ApiError(400, "Promise Date In Past")
        self._diary.add(
            Callback(
                callback_id=0,
                phone_number=phone_number(call.given),
                skill_id=self._skill(call.given, "skill").skill_id,
                due=due,
                first_name=call.given.text("firstName"),
                last_name=call.given.text("lastName"),
                notes=call.given.text("notes"),
                target_agent_id=self._target(call.given, "targetAgent"),
            )
        )
        return accepted()

    def _queue_callback(self, call: Call) -> Response:
        """A callback at once: it queues like a call."""
        skill = self._skill(call.given, "skill")
        number = phone_number(call.given)
        contact = self._traffic.begin(
            Arrival(
                from_address=call.given.text("callerId") or skill.caller_id_override,
                to_address=number,
                skill_id=skill.skill_id,
                is_outbound=True,
            )
        )
        self._traffic.move(contact.contact_id, Move.QUEUE)
        return accepted()

    def _delivered(self, call: Call) -> tuple[Session, Callback]:
        """The session and the commitment that was delivered to it."""
        session = self._desk.session(call)
        callback = self._diary.get(call.number("contact", "Invalid callback id"))
        if callback is None or callback.stage is not Stage.DELIVERED or callback.delivered_to != session.agent_id:
            raise ApiError(404, "Invalid callback id")
        return session, callback

    def _open(self, callback_id: int, refusal: str) -> Callback:
        callback = self._diary.get(callback_id)
        if callback is None:
            raise ApiError(404, refusal)
        if callback.stage is Stage.CLOSED:
            raise ApiError(404, "Callback already closed.")
        return callback

    def _read(self, given: Parameters, *, scheduler_id: int) -> Callback:
        return Callback(
            callback_id=0,
            phone_number=phone_number(given),
            skill_id=self._skill(given, "skillId").skill_id,
            due=future(given, "scheduleDate", self._world.now(), "Invalid Schedule Date"),
            first_name=given.text("firstName"),
            last_name=given.text("lastName"),
            notes=given.text("notes"),
            target_agent_id=self._target(given, "targetAgentId"),
            scheduler_id=scheduler_id or -1,
        )

    def _skill(self, given: Parameters, name: str) -> Skill:
        text = given.text(name)
        skill = first(
            each
            for each in self._world.directory.skills
            if text in (str(each.skill_id), each.skill_name) and each.is_outbound and each.media_type_id == PHONE
        )
        if skill is None:
            raise ApiError(400, "Invalid Skill Id")
        return skill

    def _target(self, given: Parameters, name: str) -> int:
        target_id = given.whole(name, "Invalid Target Agent Id") or 0
        if target_id and target_id not in self._world.directory.agents:
            raise ApiError(400, "Invalid Target Agent Id")
        return target_id


def _offset(text: str) -> timedelta:
    """``+02:00`` as a time span; nothing is UTC."""
    if not text:
        return timedelta(0)
    offset = datetime.fromisoformat(f"2000-01-01T00:00{text}").utcoffset()
    return offset or timedelta(0)
