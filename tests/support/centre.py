"""A contact centre at work, whose reports and scripts tell what happens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from local.cxone import sample
from local.cxone.contacts.book import Change
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import CallType, Contact, Disposed, TransferKind
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.hooks.bodies import event_bodies
from switchboard.contact.key import ContactKey, NumberSpace
from tests.support.hooks import UNIT, tell
from tests.support.world import World


def key(contact: Contact | int) -> ContactKey:
    contact_id = contact if isinstance(contact, int) else contact.contact_id
    return ContactKey(UNIT, NumberSpace.ACD, str(contact_id))


class Centre:
    """A tenant at work, whose scripts tell what happens."""

    def __init__(self, world: World) -> None:
        self.world = world
        simulator = world.cxone
        simulator.world.settings = simulator.world.settings.changed({"routing": "manual"})
        simulator.world.contacts.watch(self._on_change)
        self.traffic: Traffic = simulator.traffic
        self.told: list[dict[str, Any]] = []

    def ring(self, count: int = 1) -> list[int]:
        with self.world.cxone.world.turn():
            arrivals = [
                Arrival(f"415555{number:04}", sample.MAIN_LINE, skill_id=sample.SUPPORT_VOICE)
                for number in range(count)
            ]
            return [self.traffic.begin(one).contact_id for one in arrivals]

    def move(self, contact_ids: Sequence[int], *moves: Move) -> None:
        """Have the same happen to contacts, three seconds after what happened before."""
        for move in moves:
            self.world.cxone.clock.advance(3)
            with self.world.cxone.world.turn():
                for contact_id in contact_ids:
                    agent_id = sample.ADA if contact_id % 2 else sample.BEN
                    self.traffic.move(contact_id, move, agent_id=agent_id if move is Move.ROUTE else 0)

    def transfer(self, contact_ids: Sequence[int]) -> list[int]:
        self.world.cxone.clock.advance(3)
        with self.world.cxone.world.turn():
            return [
                self.traffic.transfer(one, TransferKind.REAGENT, agent_id=sample.BEN).contact_id
                for one in contact_ids
            ]

    def consult(self, contact_id: int) -> int:
        """Somebody has the other agent's phone ring, with a customer on hold."""
        self.world.cxone.clock.advance(3)
        with self.world.cxone.world.turn():
            asking = self.traffic.find(contact_id)
            asked = sample.BEN if asking.agent_id == sample.ADA else sample.ADA
            self.traffic.move(contact_id, Move.HOLD)
            begun = self.traffic.begin(
                Arrival(
                    "4155550021",
                    str(asked),
                    skill_id=asking.skill_id,
                    master_id=asking.master_id,
                    parent_id=contact_id,
                    initiator_id=asking.agent_id,
                    call_type=CallType.CONSULT,
                )
            )
            return self.traffic.move(begun.contact_id, Move.ROUTE, agent_id=asked).contact_id

    def age(self, contact_id: int, days: int) -> None:
        """Have a contact be as old as if the days had gone by since, and its report change today."""

        def older(contact: Contact) -> Contact:
            stages = tuple(replace(stage, at=stage.at - timedelta(days=days)) for stage in contact.stages)
            return replace(contact, stages=stages, is_analysed=True)

        with self.world.cxone.world.turn():
            self.traffic.change(contact_id, "analysed", older)

    def dispose(self, contact_ids: Sequence[int]) -> None:
        with self.world.cxone.world.turn():
            for one in contact_ids:
                agent_id = self.traffic.find(one).agent_id
                outcome = Disposed(sample.RESOLVED, "Replaced router", self.world.cxone.world.now(), agent_id)
                self.traffic.dispose(one, outcome)

    def play(self, count: int = 1) -> list[int]:
        """Calls that are queued, answered, ended and wrapped up."""
        calls = self.ring(count)
        self.move(calls, Move.QUEUE, Move.ROUTE, Move.ANSWER, Move.END)
        self.dispose(calls)
        self.move(calls, Move.FINISH)
        return calls

    def deliver(self, events: Sequence[dict[str, Any]]) -> None:
        for start in range(0, len(events), 50):
            batch = events[start : start + 50]
            answer = tell(self.world, {"events": batch})
            assert answer.status == 202, answer.body
            assert answer.json["refused"] == []

    def _on_change(self, change: Change) -> None:
        self.told += event_bodies(change)
