"""Voicemails, work items, signals and asking for contacts as the routes offer them."""

from switchboard.desk.media import live_api, work_api
from switchboard.desk.paging import found_in, page_of
from switchboard.desk.session.api import CommandAnswer, key_text
from switchboard.runtime import observe
from switchboard.runtime.callers import Caller, CallerClass
from switchboard.runtime.desk_media import business_unit, commands, contact_id, media


def play(key: str, request: live_api.PlayRequest, caller: Caller) -> CommandAnswer:
    """Play a voicemail."""
    contact = contact_id(key)
    media().handle(
        caller.acting_user(),
        contact,
        lambda cxone_id: commands().play(cxone_id, contact, position=request.position, with_time=request.say_time),
    )
    return CommandAnswer()


def pause(key: str, caller: Caller) -> CommandAnswer:
    """Pause a voicemail."""
    contact = contact_id(key)
    media().handle(caller.acting_user(), contact, lambda cxone_id: commands().pause(cxone_id, contact))
    return CommandAnswer()


def points_of_contact(search: str, limit: int, cursor: str | None, caller: Caller) -> work_api.PointsAnswer:
    """Where work items may come in."""
    _check(caller)
    found = [one for one in media().points_of_contact() if found_in(search, one.name, one.code)]
    page = page_of(found, lambda one: (one.name.casefold(), one.code), limit=limit, cursor=cursor)
    shown = [
        work_api.PointAnswer(code=one.code, name=one.name, skill_id=one.skill_id or None) for one in page.rows
    ]
    return work_api.PointsAnswer(points_of_contact=shown, next=page.next)


def make_work_item(request: work_api.WorkItemRequest, caller: Caller) -> work_api.WorkItemAnswer:
    """Make a work item."""
    _check(caller)
    item = request.item()
    made = media().make_work_item(request.point_of_contact, item)
    return work_api.WorkItemAnswer(contact_key=key_text(business_unit(), made))


def request_contact(request: work_api.ContactRequest, caller: Caller) -> CommandAnswer:
    """Ask for one more contact."""
    is_chat = request.channel == "chat"
    media().send(caller.acting_user(), lambda cxone_id: commands().request_contact(cxone_id, chat=is_chat))
    return CommandAnswer()


def signal(key: str, request: work_api.SignalRequest, caller: Caller) -> CommandAnswer:
    """Signal to a contact's script; an operator may to any contact's."""
    user_id = "" if caller.kind is CallerClass.OPERATOR else caller.acting_user()
    observe.note(values=len(request.values))
    media().signal(contact_id(key), request.values, user_id)
    return CommandAnswer()


def _check(caller: Caller) -> None:
    """Operators and acting users may."""
    if caller.kind is not CallerClass.OPERATOR:
        caller.acting_user()
