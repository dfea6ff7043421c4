"""Plays a day: agents log in, customers come, talk, are passed on, hang up; agents wrap up and pick outcomes.

Everything is put onto the agenda. What lies in the past is played at once, dated as it would have been; what lies
ahead is played as the clock gets there.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from local.cxone.agents.calls import Callee, Calls, Outcome
from local.cxone.agents.floor import REFUSED, Floor
from local.cxone.agents.legs import Legs
from local.cxone.agents.model import AgentState, Wish
from local.cxone.contacts.book import Change
from local.cxone.contacts.lifecycle import Move, can
from local.cxone.contacts.model import Contact, Disposed, State, TransferKind
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.day.plan import Planned, begins, chosen
from local.cxone.directory.model import PHONE, Agent
from local.cxone.directory.store import first
from local.cxone.world.world import World

ACCEPT_S = 4.0
BACK_AFTER_S = 30.0
LOGIN_SPREAD_S = 11.0


class Player:
    """Plays the people of the contact centre, in turns of the world's."""

    def __init__(self, world: World, floor: Floor, legs: Legs, calls: Calls, traffic: Traffic) -> None:
        self._world = world
        self._floor = floor
        self._legs = legs
        self._calls = calls
        self._traffic = traffic
        self._parts: dict[int, Planned] = {}
        self._dialled: dict[str, Planned] = {}
        world.on_restore(self._restore)

    def play(self, planned: list[Planned], start: datetime, end: datetime) -> int:
        """Have a day played from ``start`` to ``end``; answers how many agents take part."""
        agents = [agent for agent in self._world.directory.agents if agent.is_active and not agent.is_supervisor]
        agenda = self._world.agenda
        for number, agent in enumerate(agents):
            arrives = start - timedelta(seconds=600 - number * LOGIN_SPREAD_S % 600)
            agenda.at(arrives, partial(self._arrive, agent))
            agenda.at(end + timedelta(seconds=number * LOGIN_SPREAD_S % 600), partial(self._leave, agent))
        for each in planned:
            step = self._dial if each.is_outbound else self._come_in
            agenda.at(begins(each, start), partial(step, each))
        return len(agents)

    def _arrive(self, agent: Agent) -> None:
        if self._floor.session(agent.agent_id) is None:
            session = self._floor.log_in(agent, station_phone=f"+1415556{agent.agent_id % 10_000:04d}")
            self._floor.wish(session, Wish(available=True))

    def _leave(self, agent: Agent) -> None:
        session = self._floor.session(agent.agent_id)
        if session is None:
            return
        if self._floor.contacts(agent.agent_id):
            self._floor.wish(session, Wish())
            self._world.agenda.after(60, partial(self._leave, agent))
            return
        self._legs.drop(session)
        self._floor.log_out(session)

    def _come_in(self, planned: Planned) -> None:
        directory = self._world.directory
        skills = [each.skill_id for each in directory.skills if each.is_active and not each.is_outbound
                  and each.media_type_id == planned.media_type_id]  # fmt: skip
        skill_id = chosen(planned.pick, skills)
        if not skill_id:
            return
        point = first(each for each in directory.points_of_contact if each.default_skill_id == skill_id)
        contact = self._traffic.begin(
            Arrival(
                from_address=planned.caller,
                to_address=point.contact_address if point else "",
                media_type_id=planned.media_type_id,
                skill_id=skill_id,
                point_of_contact_id=point.contact_code if point else 0,
            )
        )
        self._parts[contact.contact_id] = planned
        self._after(planned.ivr_s, contact, State.PRE_QUEUE, self._enter_queue)

    def _enter_queue(self, contact: Contact) -> None:
        planned = self._parts[contact.contact_id]
        self._traffic.move(contact.contact_id, Move.QUEUE)
        if planned.media_type_id == PHONE:
            self._world.agenda.after(planned.patience_s, partial(self._lose_patience, contact.contact_id))

    def _lose_patience(self, contact_id: int) -> None:
        if can(self._traffic.find(contact_id), Move.ABANDON):
            self._traffic.hang_up(contact_id)

    def _dial(self, planned: Planned) -> None:
        """Somebody who is free dials; on a day when nobody is, nobody does."""
        directory = self._world.directory
        skill = first(
            each
            for each in directory.skills
            if each.is_outbound and each.outbound_strategy == "Manual" and each.media_type_id == PHONE
        )
        session = first(each for each in self._floor.sessions() if each.presence.state is AgentState.AVAILABLE)
        if skill is None or session is None or not any(map(str.isdecimal, planned.caller)):
            return
        outcome = Outcome(planned.fails or Outcome.ANSWER.value)
        self._calls.expect(Callee(planned.caller, outcome, after_s=8.0))
        self._dialled[planned.caller] = planned
        self._calls.dial(session, planned.caller, skill, None, "")

    def _on_change(self, change: Change) -> None:
        contact = change.after
        if change.what == "began":
            self._recognise(contact)
        planned = self._parts.get(contact.contact_id)
        if planned is None:
            return
        if change.what == Move.ROUTE and planned.media_type_id != PHONE:
            step = self._refuse if planned.is_refused else self._accept
            self._after(ACCEPT_S, contact, State.ROUTING, step)
        elif change.what == Move.ANSWER:
            self._plan_talk(contact, planned)
        elif contact.state is State.WRAP_UP and change.what in (Move.END, "transferred"):
            self._plan_wrap_up(contact, planned)

    def _recognise(self, contact: Contact) -> None:
        """Contacts that an agent dialled, or that go on under a new id, have parts to play too."""
        if contact.is_outbound and contact.to_address in self._dialled:
            self._parts[contact.contact_id] = self._dialled.pop(contact.to_address)
        elif contact.parent_id in self._parts:
            self._parts[contact.contact_id] = self._parts[contact.parent_id]

    def _accept(self, contact: Contact) -> None:
        self._traffic.move(contact.contact_id, Move.ANSWER)

    def _refuse(self, contact: Contact) -> None:
        """Nobody refuses the same contact twice, and whoever did is back after a moment."""
        self._parts[contact.contact_id] = replace(self._parts[contact.contact_id], is_refused=False)
        self._traffic.move(contact.contact_id, Move.REFUSE)
        self._world.agenda.after(BACK_AFTER_S, partial(self._be_back, contact.agent_id))

    def _be_back(self, agent_id: int) -> None:
        session = self._floor.session(agent_id)
        if session is not None and session.wish == REFUSED:
            self._floor.wish(session, Wish(available=True))

    def _plan_talk(self, contact: Contact, planned: Planned) -> None:
        later = self._world.agenda.after
        if planned.hold_after_s is not None:
            later(planned.hold_after_s, partial(self._try, contact.contact_id, Move.HOLD))
            later(planned.hold_after_s + planned.hold_s, partial(self._try, contact.contact_id, Move.RESUME))
        later(planned.talk_s + planned.hold_s, partial(self._stop_talking, contact.contact_id))

    def _stop_talking(self, contact_id: int) -> None:
        contact = self._traffic.find(contact_id)
        planned = self._parts[contact_id]
        if contact.is_over or not can(contact, Move.END):
            return
        if planned.is_transferred and not contact.parent_id:
            self._traffic.transfer(contact_id, TransferKind.RESKILL, skill_id=contact.skill_id)
        else:
            self._traffic.hang_up(contact_id)

    def _plan_wrap_up(self, contact: Contact, planned: Planned) -> None:
        skill = self._world.directory.skills.get(contact.skill_id)
        later = self._world.agenda.after
        if planned.is_disposed and skill and skill.disposition_ids:
            disposition_id = chosen(planned.pick, skill.disposition_ids)
            later(planned.wrap_up_s * 0.8, partial(self._dispose, contact.contact_id, disposition_id))
        later(planned.wrap_up_s, partial(self._try, contact.contact_id, Move.FINISH))

    def _dispose(self, contact_id: int, disposition_id: int) -> None:
        contact = self._traffic.find(contact_id)
        outcome = Disposed(disposition_id, "", self._world.now(), contact.agent_id)
        self._traffic.dispose(contact_id, outcome)

    def _try(self, contact_id: int, move: Move) -> None:
        if can(self._traffic.find(contact_id), move):
            self._traffic.move(contact_id, move)

    def _after(self, delay_s: float, contact: Contact, state: State, step: Callable[[Contact], None]) -> None:
        """Do a step later, if the contact is still in that state since the same instant."""

        def act() -> None:
            current = self._traffic.find(contact.contact_id)
            if current.state is state and current.since == contact.since:
                step(current)

        self._world.agenda.after(delay_s, act)

    def _restore(self) -> None:
        self._parts.clear()
        self._dialled.clear()
        self._world.contacts.watch(self._on_change)
