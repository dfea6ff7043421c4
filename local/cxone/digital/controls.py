"""Control endpoints of the digital side, under ``/_control/``.

POST   digital/messages    a customer writes: {"channelId", "endUser": {"idOnExternalPlatform", "name"}, "text"}
GET    digital/cases       every case
"""

from collections.abc import Mapping

from local.cxone.digital.inbox import Inbox
from local.cxone.digital.model import Case
from local.cxone.digital.resource import Digital, end_user
from local.cxone.directory.store import first
from local.cxone.wire.errors import ApiError
from local.cxone.wire.listing import Row
from local.cxone.world.world import World
from local.simulator.control import ControlPanel, json_object
from local.simulator.message import Request


def add_digital_controls(panel: ControlPanel, world: World, inbox: Inbox, digital: Digital) -> None:
    """Add the endpoints that play customers."""

    def view(case: Case) -> Row:
        return {**digital.row(case), "acdContactId": str(case.contact_id or "")}

    def write(request: Request, _place: Mapping[str, str]) -> object:
        given = json_object(request)
        with world.turn():
            channel = world.directory.digital_channels.get(str(given.get("channelId")))
            if channel is None:
                raise ValueError("channelId names no channel")
            try:
                whom = end_user(given.get("endUser"))
            except ApiError as error:
                raise ValueError(error.description) from error
            case = first(
                each
                for each in inbox.all()
                if each.channel == channel and each.end_user.platform_id == whom.platform_id
            ) or inbox.begin(channel, whom)
            inbox.add_message(case, str(given.get("text", "")), "inbound")
            current = inbox.get(case.case_id) or case
            return view(current)

    def show(_request: Request, _place: Mapping[str, str]) -> object:
        with world.turn():
            return {"cases": [view(each) for each in inbox.all()]}

    panel.add("POST", "digital/messages", write)
    panel.add("GET", "digital/cases", show)
