"""From a click to a call: once, and only where nothing speaks against it.

The order matters. A click that has made a call already is answered with it before anything is checked: what was
allowed then need not be allowed now, and the agent is on that very call. Then everything is checked, the call is
kept as ``dialing``, and only then does the command go out. Nobody dials it again after that, unless it is proved
that nothing was sent.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from switchboard.agent.acting import ActingAgents
from switchboard.agent.session import AgentSession, NotYourSession, SessionOver, SessionUnknown
from switchboard.dialing.call import Call, CallState
from switchboard.dialing.clicks import Click
from switchboard.dialing.cost import check_cost
from switchboard.dialing.hours import check_hours
from switchboard.dialing.numbers import Number, check_emergency, number_in
from switchboard.dialing.permission import check_permission
from switchboard.dialing.ports import AgentNow, CallStore, DialCentre, DoNotCallRecords
from switchboard.dialing.refusals import (
    AlreadyOnCall,
    CallUnknown,
    CannotDialNow,
    KeyReused,
    NotDialable,
    NotLoggedIn,
    NotYourCall,
    NumberRefused,
    SkillRefused,
)
from switchboard.dialing.relation import Clicked
from switchboard.dialing.rules import DialingRules
from switchboard.dialing.skills import chosen_skill
from switchboard.dialing.tracking import Tracking
from switchboard.errors import (
    CcConflict,
    CcError,
    CcRefused,
    CcSessionGone,
    CcTimeout,
    StoreUnavailable,
    SwitchboardError,
    VendorError,
)
from switchboard.phone import NoNumber, classify
from switchboard.time_left import time_left_s

LEAST_TIME_S = 1.5
"""With less than this left nothing is dialled: the answer would hardly come in time to tell of it."""

_TRIES = 3
"""How often a call is claimed where two transactions got in each other's way."""


@dataclass(frozen=True, slots=True)
class DialOrder:
    """What a user asks for.

    Args:
        number: as it was clicked.
        wanted_skill: id, or empty.
        key: the idempotency key, or empty.
        arrived_at: when the gateway had it.
    """

    user_id: str
    number: str = field(repr=False)
    clicked: Clicked
    wanted_skill: str
    key: str
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """A call, and whether an earlier click had made it."""

    call: Call
    repeated: bool


@dataclass(frozen=True, slots=True)
class Dialing:
    """Dials for acting users.

    Args:
        region: ISO country in which numbers without one are read.
        now: the time in UTC.
        report: told of what went wrong behind an answer that stands all the same.
    """

    rules: Callable[[], DialingRules]
    agents: ActingAgents
    centre: DialCentre
    records: DoNotCallRecords
    calls: CallStore
    tracking: Tracking
    region: str
    report: Callable[[str, SwitchboardError], None]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def dial(self, order: DialOrder) -> Placed:
        """Dial, or tell of the call that this click has made already.

        Raises:
            NotDialled: or one of its kinds; nothing was dialled.
            AgentUnknown, AgentAmbiguous: the user is not one agent.
            VendorError, StoreUnavailable: nothing was dialled.
        """
        rules = self.rules()
        number = self._number(order, rules)
        click = Click(
            order.user_id,
            number.e164,
            order.clicked.record_id,
            order.wanted_skill,
            order.key,
            order.arrived_at,
        )
        since = click.same_since(timedelta(seconds=rules.window_s))
        known = self._known(click, since)
        if known is not None and known.state is not CallState.UNDONE:
            return self._repeated(known, click)
        session, now, skill_id = self._checked(order, number, rules)
        if time_left_s() < LEAST_TIME_S:
            raise _unsent_timeout()
        call = self._new_call(order, click, number, session, now, skill_id)
        existing = self._claimed(call, click, since, known)
        if existing is not None:
            return self._repeated(existing, click)
        return Placed(self._sent(call, session), repeated=False)

    def look(self, user_id: str, call_id: str) -> Call:
        """A call of the user's as it stands now.

        Raises:
            NotYourCall: it is somebody else's.
            CallUnknown: there is none, or no longer.
        """
        owner, _, digest = call_id.partition("-")
        if owner != user_id:
            raise NotYourCall
        call = self.calls.read(user_id, digest)
        if call is None:
            raise CallUnknown
        return self._resolved(call)

    def _number(self, order: DialOrder, rules: DialingRules) -> Number:
        dials_unknown = rules.unknown_numbers == "dial"
        try:
            return number_in(order.number, self.region, rules.agent_countries, unknown_too=dials_unknown)
        except NotDialable:
            self._check_help_near_agent(order)
            raise

    def _check_help_near_agent(self, order: DialOrder) -> None:
        """Tell an emergency number of the country where the agent's phone is from a number that is none."""
        try:
            agent = self.centre.agent_now(self.agents.found(order.user_id).agent_id)
        except SwitchboardError:
            return
        station = classify(agent.station_phone, self.region)
        if not isinstance(station, NoNumber) and station.region:
            check_emergency(order.number, [station.region])

    def _known(self, click: Click, since: datetime) -> Call | None:
        if digest := click.known_digest():
            return self.calls.read(click.user_id, digest)
        return self.calls.last_of(click, since)

    def _repeated(self, call: Call, click: Click) -> Placed:
        if click.key and call.fingerprint != click.fingerprint:
            raise KeyReused
        return Placed(self._resolved(call), repeated=True)

    def _resolved(self, call: Call) -> Call:
        """The call with what the contact centre tells of it; without that, as it is known."""
        try:
            return self.tracking.resolved(call)
        except (VendorError, StoreUnavailable) as error:
            self.report("call_not_resolved", error)
            return call

    def _checked(
        self, order: DialOrder, number: Number, rules: DialingRules
    ) -> tuple[AgentSession, AgentNow, str]:
        """Everything that may speak against the call, the cheapest first; then session, agent and skill."""
        check_cost(number, rules.cost)
        check_hours(number, rules.hours, self.now())
        session = self._session(order.user_id)
        check_permission(number, order.clicked, rules.do_not_call, self.records)
        agent = self.centre.agent_now(session.agent_id)
        if agent.on_call:
            raise AlreadyOnCall
        skill_id = chosen_skill(
            rules.skills,
            lambda: self.centre.own_skills(session.agent_id),
            wanted=order.wanted_skill,
            team=(agent.team_id, agent.team_name),
            object_type=order.clicked.object_type,
            country=number.region,
        )
        return session, agent, skill_id

    def _session(self, user_id: str) -> AgentSession:
        try:
            return self.agents.found(user_id)
        except (SessionOver, SessionUnknown):
            raise NotLoggedIn from None

    def _new_call(
        self,
        order: DialOrder,
        click: Click,
        number: Number,
        session: AgentSession,
        agent: AgentNow,
        skill_id: str,
    ) -> Call:
        who_id, what_id = order.clicked.sides()
        now = self.now()
        return Call(
            user_id=order.user_id,
            digest=click.new_digest(),
            agent_id=session.agent_id,
            number=number.e164,
            extension=number.extension,
            record_id=order.clicked.record_id,
            object_type=order.clicked.object_type,
            who_id=who_id,
            what_id=what_id,
            skill_id=skill_id,
            fingerprint=click.fingerprint,
            attempt=secrets.token_hex(8),
            asked_at=now,
            sent_at=agent.told_at or now,
        )

    def _claimed(self, call: Call, click: Click, since: datetime, known: Call | None) -> Call | None:
        """Keep the call as dialling; the one that somebody else has claimed meanwhile, if so."""
        for _ in range(_TRIES):
            undone = known.digest if known is not None and known.state is CallState.UNDONE else ""
            if self.calls.claim(call, click, since, undone):
                return None
            known = self._known(click, since)
            if known is not None and known.attempt == call.attempt:
                # Our own claim, whose answer was lost on the way.
                return None
            if known is not None and known.state is not CallState.UNDONE:
                return known
        raise StoreUnavailable("CONTENDED")

    def _sent(self, call: Call, session: AgentSession) -> Call:
        """The command goes out here and nowhere else."""
        command = _Command(self.centre, call)
        try:
            self.agents.send(session, command)
        except (CcError, StoreUnavailable, SessionOver, SessionUnknown, NotYourSession) as error:
            if command.may_be_done:
                self.report("dialled_with_unknown_outcome", error)
                return self._resolved(call)
            self._undo(call)
            raise _refused(error) from None
        return call

    def _undo(self, call: Call) -> None:
        """Let the next click dial. Where that cannot be kept, the next one only asks what became of this one."""
        try:
            self.tracking.undo(call)
        except StoreUnavailable as error:
            self.report("call_not_reopened", error)


class _Command:
    """Dials by a session's id, and remembers whether it may have been done."""

    def __init__(self, centre: DialCentre, call: Call) -> None:
        self._centre = centre
        self._call = call
        self.may_be_done = False

    def __call__(self, cxone_id: str) -> None:
        self.may_be_done = True
        try:
            self._centre.dial(cxone_id, self._call.number, self._call.skill_id)
        except CcError as error:
            self.may_be_done = not error.nothing_done
            raise


def _refused(error: SwitchboardError) -> SwitchboardError:
    """What a refusal to dial means; CXone's own sentence tells a number from a skill."""
    if isinstance(error, SessionOver | SessionUnknown | CcSessionGone):
        return NotLoggedIn()
    text = error.text.lower() if isinstance(error, CcError) else ""
    if isinstance(error, CcConflict):
        return CannotDialNow()
    if isinstance(error, CcRefused) and error.status == 403 and "conference" in text:
        return CannotDialNow()
    if isinstance(error, CcRefused) and error.status == 400:
        if "skill" in text:
            return SkillRefused()
        if "number" in text:
            return NumberRefused()
    return error


def _unsent_timeout() -> CcTimeout:
    error = CcTimeout("NO_TIME_LEFT")
    error.unsent = True
    return error
