"""All digital cases: begun by customers or agents, assigned through the ACD, told to the bridge."""

from dataclasses import replace

from local.cxone.contacts.book import Change
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Contact, State
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.digital.envelope import envelope
from local.cxone.digital.model import OVER, Case, EndUser, Message
from local.cxone.directory.model import DigitalChannel
from local.cxone.hooks.driver import HookDriver
from local.cxone.hooks.model import Hook
from local.cxone.world.world import World

DIGITAL = 9
FIRST_CASE, FIRST_MESSAGE = 884_213, 9


class Inbox:
    """Cases by number. Every change is told as an event."""

    def __init__(self, world: World, traffic: Traffic, hooks: HookDriver) -> None:
        self._world = world
        self._traffic = traffic
        self._hooks = hooks
        self._cases: dict[str, Case] = {}
        world.on_restore(self._restore)

    def get(self, case_id: str) -> Case | None:
        """The case with that number."""
        return self._cases.get(case_id)

    def all(self) -> list[Case]:
        """Every case, the newest first."""
        return list(reversed(self._cases.values()))

    def begin(self, channel: DigitalChannel, end_user: EndUser, *, direction: str = "inbound") -> Case:
        """A new case. An inbound one waits for the channel's skill as an ACD contact."""
        world = self._world
        number = world.number("case", FIRST_CASE)
        case_id = str(number)
        contact = self._queued(channel, end_user, case_id) if direction == "inbound" else None
        case = Case(
            case_id=case_id,
            channel=channel,
            end_user=end_user,
            thread=f"{end_user.platform_id}-{number % 100}",
            created=world.now(),
            interaction_id=contact.interaction_id if contact else case_id,
            contact_id=contact.contact_id if contact else 0,
            direction=direction,
            status="new" if direction == "inbound" else "open",
            skill_id=channel.skill_id,
        )
        self._put("CaseCreated", case)
        if contact:
            self._traffic.move(contact.contact_id, Move.QUEUE)
        return case

    def add_message(self, case: Case, text: str, direction: str) -> Message:
        """One more message; a customer's reopens a case that was resolved."""
        number = self._world.number("dfo-message", FIRST_MESSAGE)
        author = case.end_user if direction == "inbound" else None
        message = Message(f"m-{number}", direction, self._world.now(), text, author)
        after = replace(case, messages=(*case.messages, message))
        self._put("MessageAddedIntoCase" if direction == "inbound" else "MessageSent", after, message)
        if direction == "inbound" and after.status in OVER:
            self.set_status(after, "open")
        return message

    def set_status(self, case: Case, status: str) -> Case:
        """The case is in another status; one that is over is nobody's contact any more."""
        after = self._put("CaseStatusChanged", replace(case, status=status))
        contact = self._world.contacts.get(case.contact_id)
        if status in OVER and contact is not None and not contact.is_over:
            self._traffic.hang_up(contact.contact_id)
        return after

    def assign(self, case: Case, agent_id: int) -> Case:
        """The case is an agent's, or, with 0, nobody's."""
        if case.inbox_assignee == agent_id:
            return case
        status = "open" if agent_id and case.status == "new" else case.status
        after = replace(case, inbox_assignee=agent_id, status=status)
        return self._put("CaseInboxAssigneeChanged", after, previous=case.inbox_assignee)

    def queue(self, case: Case, skill_id: int) -> Case:
        """The case is for another skill."""
        return self._put("CaseToRoutingQueueAssignmentChanged", replace(case, skill_id=skill_id))

    def change(self, kind: str, case: Case, message: Message | None = None) -> Case:
        """Store a case that was changed otherwise; ``kind`` is the event's type, "" for none."""
        return self._put(kind, case, message)

    def _put(self, kind: str, case: Case, message: Message | None = None, previous: int = 0) -> Case:
        self._cases[case.case_id] = case
        if kind:
            self._tell(kind, case, message, previous)
        return case

    def _tell(self, kind: str, case: Case, message: Message | None, previous: int) -> None:
        directory = self._world.directory
        body = envelope(
            kind,
            case,
            number=self._world.number("dfo-event", 1),
            at=self._world.now(),
            tenant=directory.tenant,
            skill=directory.skills.get(case.skill_id),
            message=message,
            assignee=directory.agents.get(case.inbox_assignee),
            previous=directory.agents.get(previous),
        )
        self._hooks.send(Hook.DIGITAL, str(body["eventId"]), f"case-{case.case_id}", body)

    def _queued(self, channel: DigitalChannel, end_user: EndUser, case_id: str) -> Contact:
        return self._traffic.begin(
            Arrival(
                from_address=end_user.platform_id,
                to_address=channel.name,
                media_type_id=DIGITAL,
                skill_id=channel.skill_id,
                variables={
                    "channelType": channel.real_external_platform_id,
                    "customerName": end_user.name,
                    "dfoContactId": case_id,
                },
            )
        )

    def _on_change(self, change: Change) -> None:
        """An agent takes the case by accepting its contact, and has had it when the contact is over."""
        case_id = dict(change.after.variables).get("dfoContactId", "")
        case = self._cases.get(case_id)
        if case is None:
            return
        if change.what == Move.ANSWER:
            case = self.assign(case, change.after.agent_id)
            self._put("AgentContactStarted", replace(case, contact_id=change.after.contact_id))
        elif change.after.is_over and change.before and change.before.state in (State.ACTIVE, State.HOLDING):
            self._put("AgentContactEnded", case)

    def _restore(self) -> None:
        self._cases.clear()
        self._world.contacts.watch(self._on_change)
