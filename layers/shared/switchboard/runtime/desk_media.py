"""E-mails, chats and text messages as the routes offer them."""

from functools import cache

from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.cxone.media import CxoneMediaCommands, CxoneMediaReports
from switchboard.desk.media import live_api, mail_api
from switchboard.desk.media.model import MailAction
from switchboard.desk.media.service import Media
from switchboard.desk.session.api import CommandAnswer
from switchboard.desk.session.refusals import NotYourContact
from switchboard.errors import ConfigurationError
from switchboard.phone import Ani, classify
from switchboard.runtime import observe
from switchboard.runtime.agents import acting_agents, agent_centre
from switchboard.runtime.callers import Caller
from switchboard.runtime.cxone import cxone
from switchboard.runtime.problems import NotANumber
from switchboard.runtime.settings import settings

MOST_BODY_BYTES = 6_000_000
"""Attachments in Base64 and the text; Lambda takes 6 MB with what stands around them (AWS Lambda quotas)."""

MOST_ID = 2**63 - 1


@cache
def media() -> Media:
    """What users do with contacts that are no calls."""
    return Media(acting_agents(), CxoneMediaReports(cxone()))


@cache
def commands() -> CxoneMediaCommands:
    """The commands for them."""
    return CxoneMediaCommands(agent_centre())


def begin_mail(request: mail_api.NewMailRequest, caller: Caller) -> CommandAnswer:
    """Begin an e-mail."""
    parent = contact_id(request.parent_contact_key) if request.parent_contact_key else ""
    media().send(
        caller.acting_user(),
        lambda cxone_id: commands().begin_mail(cxone_id, request.skill_id, request.to_address, parent),
    )
    return CommandAnswer()


def mails(key: str, caller: Caller, *, with_attachments: bool) -> mail_api.TranscriptAnswer:
    """The e-mails of a contact."""
    found = media().mails(caller.acting_user(), contact_id(key), with_attachments=with_attachments)
    return mail_api.transcript_answer(key, found)


def send_mail(key: str, request: mail_api.MailRequest, caller: Caller) -> CommandAnswer:
    """Send an e-mail."""
    contact, mail = contact_id(key), request.mail()
    media().handle(caller.acting_user(), contact, lambda cxone_id: commands().send_mail(cxone_id, contact, mail))
    return CommandAnswer()


def save_draft(key: str, request: mail_api.MailRequest, caller: Caller) -> CommandAnswer:
    """Keep an e-mail for later."""
    contact, mail = contact_id(key), request.mail()
    media().handle(caller.acting_user(), contact, lambda cxone_id: commands().save_draft(cxone_id, contact, mail))
    return CommandAnswer()


def handle_mail(key: str, action: MailAction, caller: Caller) -> CommandAnswer:
    """Do something with an e-mail."""
    observe.note(command=action.value)
    contact = contact_id(key)
    media().handle(
        caller.acting_user(), contact, lambda cxone_id: commands().handle_mail(cxone_id, contact, action)
    )
    return CommandAnswer()


def lines(key: str, caller: Caller) -> live_api.LinesAnswer:
    """What was said in a chat."""
    return live_api.lines_answer(key, media().lines(caller.acting_user(), contact_id(key)))


def say(key: str, request: live_api.SayRequest, caller: Caller) -> CommandAnswer:
    """Say something in a chat."""
    contact = contact_id(key)
    media().handle(caller.acting_user(), contact, lambda cxone_id: commands().say(cxone_id, contact, request.text))
    return CommandAnswer()


def show_typing(key: str, request: live_api.TypingRequest, caller: Caller) -> CommandAnswer:
    """Let the customer see that the agent types."""
    contact = contact_id(key)
    media().handle(
        caller.acting_user(),
        contact,
        lambda cxone_id: commands().show_typing(
            cxone_id, contact, is_typing=request.is_typing, has_text=request.has_text
        ),
    )
    return CommandAnswer()


def begin_text(request: live_api.TextRequest, caller: Caller) -> CommandAnswer:
    """Begin to write to a phone.

    Raises:
        NotANumber: it is none.
    """
    user_id = caller.acting_user()
    number = classify(request.phone_number, settings().phone_region)
    if not isinstance(number, Ani):
        raise NotANumber
    parent = contact_id(request.parent_contact_key) if request.parent_contact_key else ""
    media().send(user_id, lambda cxone_id: commands().begin_text(cxone_id, request.skill_id, number.e164, parent))
    return CommandAnswer()


def contact_id(key: str) -> str:
    """The id of a contact of this business unit's ACD.

    Raises:
        NotYourContact: it is none; a digital case has routes of its own.
    """
    parsed = ContactKey.parse(key)
    found = parsed.contact_id
    if parsed.business_unit != business_unit() or parsed.space is not NumberSpace.ACD:
        raise NotYourContact
    if not (found.isascii() and found.isdecimal() and int(found) <= MOST_ID):
        raise NotYourContact
    return found


def business_unit() -> str:
    """The number of this deployment's business unit.

    Raises:
        ConfigurationError: there is none.
    """
    if not settings().business_unit:
        raise ConfigurationError("The parameter BusinessUnit is empty; contact ids mean nothing without it")
    return settings().business_unit
