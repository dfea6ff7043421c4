"""The commands of a session on one of its contacts: hold, resume, end, accept, record and the like."""

from collections.abc import Callable
from dataclasses import replace

from local.cxone.agents.calls import Calls
from local.cxone.agents.desk import Desk
from local.cxone.agents.legs import is_call
from local.cxone.agents.session import Session
from local.cxone.contacts.lifecycle import Move, can
from local.cxone.contacts.model import Contact, State
from local.cxone.contacts.traffic import Traffic
from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, Routes
from local.simulator.message import Response

MOST_VALUES = 20
MOST_BYTES = 32 * 1024
Effect = Callable[[Session, Contact], None]
Test = Callable[[Session, Contact], bool]

ONLY_PREVIEWS = (
    "activate", "snooze", "amd-override", "ans-machine-override", "independent-dial", "independent-dial-outcome",
)  # fmt: skip
"""Commands for contacts that a dialer previews; there is no dialer here, so they conflict."""


class InteractionCommands:
    """One contact at a time. What its state does not allow is a 409 at once."""

    def __init__(self, calls: Calls, traffic: Traffic, desk: Desk) -> None:
        self._calls = calls
        self._traffic = traffic
        self._desk = desk

    def register(self, routes: Routes) -> None:
        """Add the resources."""

        def add(name: str, test: Test, effect: Effect, conflict: str = "Invalid state.") -> None:
            def handle(call: Call) -> Response:
                return self._command(call, name, test, effect, conflict)

            routes.acd("POST", f"/agent-sessions/{{session}}/interactions/{{contact}}/{name}", handle)

        add("hold", _allows(Move.HOLD), self._move(Move.HOLD), "Cannot put the contact on hold at this time.")
        add("resume", _allows(Move.RESUME), self._calls.resume, "Cannot resume the contact at this time.")
        add("end", _can_be_ended, self._calls.end, "Cannot end the contact at this time.")
        add("join-conference", self._may_join, self._move(Move.JOIN))
        add("accept", _is_offered, self._move(Move.ANSWER))
        add("reject", _is_offered, self._move(Move.REFUSE))
        add("accept-consult", _is_consulted, self._move(Move.ANSWER))
        add("record", _is_live, self._change("recorded", is_logged=True))
        add("mask", _is_unmasked, self._change("masked", is_masked=True))
        add("unmask", _is_masked, self._change("masked", is_masked=False))
        for name in ONLY_PREVIEWS:
            add(name, lambda _session, _contact: False, lambda _session, _contact: None)
        routes.acd("POST", "/agent-sessions/{session}/interactions/{contact}/custom-data", self._custom_data)

    def _may_join(self, session: Session, contact: Contact) -> bool:
        """One more call joins a conference that there is."""
        joined = [each for each in self._calls.current(session.agent_id) if each.state is State.JOINED]
        return bool(joined) and can(contact, Move.JOIN)

    def _command(self, call: Call, name: str, test: Test, effect: Effect, conflict: str) -> Response:
        session = self._desk.session(call)
        contact = self._desk.contact(call, session)
        if not test(session, contact):
            raise ApiError(409, conflict)
        command = "".join(part.capitalize() for part in name.split("-"))
        contact_id = contact.contact_id
        return self._desk.accept(call, session, command, lambda: effect(session, contact), contact_id=contact_id)

    def _custom_data(self, call: Call) -> Response:
        session = self._desk.session(call)
        contact = self._desk.contact(call, session)
        data = call.given.text("data")
        pairs = [pair.partition("=") for pair in data.split("|") if pair]
        if len(pairs) > MOST_VALUES or len(data.encode()) > MOST_BYTES or not all(pair[1] for pair in pairs):
            raise ApiError(400, "Invalid data")
        values = {name: value for name, _, value in pairs}
        return self._desk.accept(
            call,
            session,
            "CustomData",
            lambda: void(self._traffic.set_custom_data(contact.contact_id, values)),
            contact_id=contact.contact_id,
        )

    def _move(self, move: Move) -> Effect:
        return lambda _session, contact: void(self._traffic.move(contact.contact_id, move))

    def _change(self, what: str, **facts: bool) -> Effect:
        def effect(_session: Session, contact: Contact) -> None:
            self._traffic.change(contact.contact_id, what, lambda current: _with(current, facts))

        return effect


def void(_value: object) -> None:
    """Nothing, whatever was made: effects answer nothing."""


def _with(contact: Contact, facts: dict[str, bool]) -> Contact:
    is_logged, is_masked = facts.get("is_logged", contact.is_logged), facts.get("is_masked", contact.is_masked)
    return replace(contact, is_logged=is_logged, is_masked=is_masked)


def _allows(move: Move) -> Test:
    return lambda _session, contact: can(contact, move)


def _can_be_ended(session: Session, contact: Contact) -> bool:
    """A held call cannot be ended; one that rings somebody else can be given up by whoever placed it."""
    if contact.state in (State.ACTIVE, State.JOINED, State.DIALING, State.PARKED):
        return True
    return contact.initiator_id == session.agent_id and contact.state in (State.ROUTING, State.IN_QUEUE)


def _is_offered(session: Session, contact: Contact) -> bool:
    """Calls are answered on the phone, not by command."""
    return contact.state is State.ROUTING and contact.agent_id == session.agent_id and not is_call(contact)


def _is_consulted(session: Session, contact: Contact) -> bool:
    is_offered = contact.state is State.ROUTING and contact.agent_id == session.agent_id
    return is_offered and contact.initiator_id > 0


def _is_live(_session: Session, contact: Contact) -> bool:
    return contact.state in (State.ACTIVE, State.JOINED, State.HOLDING)


def _is_unmasked(session: Session, contact: Contact) -> bool:
    return _is_live(session, contact) and not contact.is_masked


def _is_masked(session: Session, contact: Contact) -> bool:
    return _is_live(session, contact) and contact.is_masked
