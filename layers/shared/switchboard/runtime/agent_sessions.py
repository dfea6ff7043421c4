"""Agents' sessions as the routes offer them: whose session it is, who and what is meant, and what is answered."""

from datetime import UTC, datetime
from functools import cache

from switchboard.agent.identity import AgentAmbiguous, AgentUnknown
from switchboard.agent.session import AgentSession
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact_intake.models import Received
from switchboard.cxone.agent_commands import CxoneAgentCommands
from switchboard.cxone.agent_reports import CxoneAgentReports
from switchboard.desk.commitments.model import Mirrored
from switchboard.desk.session import api, contact_api
from switchboard.desk.session.choosing import Choosing
from switchboard.desk.session.handling import Handling
from switchboard.desk.session.model import Callback, Station, Target
from switchboard.desk.session.outcome import Disposing, Wish
from switchboard.desk.session.passing import Passing
from switchboard.desk.session.ports import Command, Join
from switchboard.desk.session.refusals import NotYourContact, TargetUnknown
from switchboard.desk.session.said import outcome_event
from switchboard.desk.session.service import Sessions
from switchboard.dialing.cost import check_cost
from switchboard.dialing.numbers import number_in
from switchboard.errors import ConfigurationError
from switchboard.runtime import aws, observe
from switchboard.runtime.agents import acting_agents, agent_centre
from switchboard.runtime.callers import Caller
from switchboard.runtime.calls import dialing_rules
from switchboard.runtime.contact_events import take_in
from switchboard.runtime.contacts import ledger
from switchboard.runtime.cxone import cxone
from switchboard.runtime.mirror import KeptMirror, sides_of
from switchboard.runtime.settings import settings
from switchboard.runtime.stations import station_phone
from switchboard.salesforce_id import id18
from switchboard.stores.choice_items import ChoiceItems, OutcomeItems

_MOST_ID = 2**63 - 1


def log_in(request: api.LogInRequest, caller: Caller) -> api.LoggedInAnswer:
    """Begin the user's session, or join it."""
    user_id = caller.acting_user()
    phone = station_phone(request.phone_number) if request.phone_number else ""
    station = Station(request.station_id or "", phone)
    session, agent, used, begun = _sessions().log_in(user_id, station, remember=request.remember)
    observe.note(outcome=begun)
    started = begun == "started"
    return api.LoggedInAnswer(
        session_id=session.session_id,
        outcome=begun,
        agent_id=agent.agent_id,
        agent_name=agent.name,
        began_at=session.began_at,
        station_id=(used.station_id or None) if started else None,
        phone_number=(used.phone or None) if started else None,
    )


def overview(session_id: str, caller: Caller) -> api.SessionAnswer:
    """What the agent is doing."""
    return api.session_answer(_sessions().overview(_own(session_id, caller)), _business_unit())


def log_out(
    session_id: str, caller: Caller, *, force: bool, end_contacts: bool, ignore_personal_queue: bool
) -> api.CommandAnswer:
    """Ask for the end of the session."""
    session = _own(session_id, caller)
    _sessions().log_out(
        session, force=force, end_contacts=end_contacts, ignore_personal_queue=ignore_personal_queue
    )
    return api.CommandAnswer()


def set_availability(session_id: str, request: api.AvailabilityRequest, caller: Caller) -> api.CommandAnswer:
    """Take contacts, or none."""
    session = _own(session_id, caller)
    if request.state == "available":
        _sessions().be_available(session)
    else:
        _sessions().be_unavailable(session, request.reason or "")
    return api.CommandAnswer()


def unavailable_codes(session_id: str, caller: Caller) -> api.CodesAnswer:
    """The reasons that the agent's team may give."""
    return api.codes_answer(_sessions().codes(_own(session_id, caller)))


def connect_leg(session_id: str, caller: Caller) -> api.CommandAnswer:
    """Ring the agent's phone."""
    _sessions().connect_leg(_own(session_id, caller))
    return api.CommandAnswer()


def disconnect_leg(session_id: str, caller: Caller) -> api.CommandAnswer:
    """Let the agent's phone go."""
    _sessions().disconnect_leg(_own(session_id, caller))
    return api.CommandAnswer()


def mute(session_id: str, request: api.MuteRequest, caller: Caller) -> api.CommandAnswer:
    """Mute the agent's phone, or end that."""
    _sessions().mute(_own(session_id, caller), muted=request.muted)
    return api.CommandAnswer()


def command(session_id: str, key: str, name: Command, caller: Caller) -> api.CommandAnswer:
    """Do something with one contact."""
    observe.note(command=name.value)
    _handling().do(_own(session_id, caller), name, _contact_id(key))
    return api.CommandAnswer()


def send_tones(session_id: str, key: str, request: contact_api.TonesRequest, caller: Caller) -> api.CommandAnswer:
    """Send tones into a call."""
    _handling().send_tones(
        _own(session_id, caller),
        _contact_id(key),
        request.digits,
        tone_ms=request.tone_ms,
        gap_ms=request.gap_ms,
    )
    return api.CommandAnswer()


def consult(
    session_id: str, key: str, request: contact_api.ConsultRequest, caller: Caller
) -> contact_api.PassAnswer:
    """Reach somebody to talk to while the customer waits."""
    session = _own(session_id, caller)
    return contact_api.PassAnswer(stage=_passing().consult(session, _contact_id(key), _target(request)))


def join(
    session_id: str, key: str, request: contact_api.PassRequest, how: Join, caller: Caller
) -> contact_api.PassAnswer:
    """Transfer a contact, or join its calls."""
    session = _own(session_id, caller)
    target = None if request.is_empty else _target(request)
    stage = _passing().join(session, _contact_id(key), target, how)
    observe.note(stage=stage)
    return contact_api.PassAnswer(stage=stage)


def dispositions(session_id: str, skill_id: str, caller: Caller) -> api.DispositionsAnswer:
    """The outcomes of a skill."""
    _own(session_id, caller)
    return api.dispositions_answer(skill_id, _choosing().dispositions(skill_id))


def dispose(
    session_id: str, key: str, request: contact_api.DispositionRequest, caller: Caller
) -> contact_api.DisposedAnswer:
    """Store what came of a contact, in CXone and for its activity."""
    session, contact_id = _own(session_id, caller), _contact_id(key)
    stored = _disposing().dispose(session, contact_id, _wish(request, session))
    now = datetime.now(UTC)
    contact_key = ContactKey.parse(key)
    known = ledger().read([contact_key]).get(contact_key)
    event = outcome_event(known.contact if known else None, session.user_id, stored, request.notes, now)
    if event:
        take_in([Received(contact_key, event)], now)
    if stored.callback_id and stored.callback:
        who_id, what_id = sides_of(known.contact) if known else ("", "")
        KeptMirror().show(
            Mirrored(
                commitment_id=stored.callback_id,
                user_id=session.user_id,
                promise=stored.callback,
                who_id=who_id,
                what_id=what_id,
            )
        )
    return contact_api.DisposedAnswer(
        contact_key=key,
        disposition_id=stored.disposition.disposition_id,
        disposition=stored.disposition.name,
        secondary_id=stored.secondary.disposition_id if stored.secondary else None,
        callback_id=stored.callback_id or None,
    )


def _own(session_id: str, caller: Caller) -> AgentSession:
    return _sessions().own(caller.acting_user(), session_id)


def _contact_id(key: str) -> str:
    """The id of a contact of this business unit's ACD.

    Raises:
        NotYourContact: it is none; a digital case is commanded under the ACD contact that offers it.
    """
    parsed = ContactKey.parse(key)
    contact_id = parsed.contact_id
    if parsed.business_unit != _business_unit() or parsed.space is not NumberSpace.ACD:
        raise NotYourContact
    if not (contact_id.isascii() and contact_id.isdecimal() and int(contact_id) <= _MOST_ID):
        raise NotYourContact
    return contact_id


def _target(request: contact_api.TargetRequest) -> Target:
    if request.user_id:
        try:
            agent = acting_agents().directory.agent_of(id18(request.user_id) or "")
        except (AgentUnknown, AgentAmbiguous):
            raise TargetUnknown from None
        return Target(agent_id=agent.agent_id)
    if request.phone_number:
        return Target(phone=dialable(request.phone_number), dial_skill_id=request.outbound_skill_id or "")
    return Target(agent_id=request.agent_id or "", skill_id=request.skill_id or "")


def _wish(request: contact_api.DispositionRequest, session: AgentSession) -> Wish:
    promised = request.commitment
    callback = None
    if promised:
        callback = Callback(
            at=promised.at.astimezone(UTC),
            phone=dialable(promised.phone_number),
            skill_id=promised.skill_id or "",
            agent_id=session.agent_id if promised.for_me else "",
            notes=promised.notes,
            first_name=promised.first_name,
            last_name=promised.last_name,
        )
    return Wish(
        disposition_id=request.disposition_id,
        name=request.name,
        notes=request.notes,
        secondary=request.secondary or "",
        amount=request.amount or "",
        callback=callback,
        tag_ids=request.tags,
    )


def dialable(text: str) -> str:
    """A number that the rules let agents reach, in E.164: no way round what a click on it may not do.

    Raises:
        NotDialable, EmergencyNumber, CostlyNumber: it is none.
    """
    rules = dialing_rules()()
    number = number_in(
        text, settings().phone_region, rules.agent_countries, unknown_too=rules.unknown_numbers == "dial"
    )
    check_cost(number, rules.cost)
    return number.e164


def _business_unit() -> str:
    if not settings().business_unit:
        raise ConfigurationError("The parameter BusinessUnit is empty; contact ids mean nothing without it")
    return settings().business_unit


@cache
def _sessions() -> Sessions:
    choices = ChoiceItems(aws.dynamodb(), settings().desk_table)
    return Sessions(acting_agents(), _commands(), _reports(), _choosing(), choices)


@cache
def _handling() -> Handling:
    return Handling(_sessions(), _commands(), _reports())


@cache
def _passing() -> Passing:
    return Passing(_sessions(), _handling(), _commands(), _reports())


@cache
def _disposing() -> Disposing:
    kept = OutcomeItems(aws.dynamodb(), settings().desk_table)
    return Disposing(_sessions(), _commands(), _reports(), _choosing(), kept, lambda: datetime.now(UTC))


@cache
def _choosing() -> Choosing:
    return Choosing(_reports())


@cache
def _commands() -> CxoneAgentCommands:
    return CxoneAgentCommands(cxone(), agent_centre())


@cache
def _reports() -> CxoneAgentReports:
    return CxoneAgentReports(cxone())
