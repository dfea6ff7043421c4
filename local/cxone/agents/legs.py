"""The agents' phones: dialled, connected, dropped when nobody uses them."""

from collections.abc import Callable

from local.cxone.agents.events import agent_leg
from local.cxone.agents.floor import Floor
from local.cxone.agents.model import LegStatus
from local.cxone.agents.session import Session
from local.cxone.contacts.book import Change
from local.cxone.contacts.model import Contact
from local.cxone.directory.model import PHONE
from local.cxone.world.world import World

FIRST_LEG = 8_800_123


class Legs:
    """Moves each session's leg: Disconnected → Dialing → Active → Disconnected."""

    def __init__(self, world: World, floor: Floor) -> None:
        self._world = world
        self._floor = floor
        self._then: dict[int, list[Callable[[], None]]] = {}
        world.on_restore(self._restore)

    def connect(self, session: Session, then: Callable[[], None]) -> None:
        """Have the leg connected, then do something: at once if it is, else when the agent picks up."""
        if session.leg is LegStatus.ACTIVE:
            then()
            return
        self._then.setdefault(session.number, []).append(then)
        self.dial(session)

    def dial(self, session: Session) -> None:
        """Ring the agent's phone, unless it rings already."""
        if session.leg is not LegStatus.DISCONNECTED:
            return
        session.leg_id = self._world.number("leg", FIRST_LEG)
        self._become(session, LegStatus.DIALING)
        pick_up_s, leg_id = self._world.settings.pick_up_s, session.leg_id

        def answer() -> None:
            if session.leg_id == leg_id and session.leg is LegStatus.DIALING:
                self.pick_up(session)

        if pick_up_s >= 0:
            self._world.agenda.after(pick_up_s, answer)

    def pick_up(self, session: Session) -> None:
        """The agent answers the phone, and what waited for that is done."""
        self.dial(session)
        if session.leg is LegStatus.DIALING:
            self._become(session, LegStatus.ACTIVE)
            self._drop_when_idle(session)
            for then in self._then.pop(session.number, []):
                then()

    def drop(self, session: Session) -> None:
        """The leg is gone."""
        if session.leg is not LegStatus.DISCONNECTED:
            session.is_muted = False
            self._then.pop(session.number, None)
            self._become(session, LegStatus.DISCONNECTED)

    def is_used(self, session: Session) -> bool:
        """Whether a call needs the leg."""
        return any(is_call(each) and not each.is_over for each in self._floor.contacts(session.agent_id))

    def _become(self, session: Session, status: LegStatus) -> None:
        session.leg = status
        self._floor.tell(session, agent_leg(session.leg_id, status))

    def _on_change(self, change: Change) -> None:
        if not is_call(change.after):
            return
        has_ended = change.after.is_over and not (change.before and change.before.is_over)
        for agent_id in change.after.parties:
            session = self._floor.session(agent_id)
            if session and change.what == "answer":
                self.pick_up(session)
            elif session and has_ended:
                self._drop_when_idle(session)

    def _drop_when_idle(self, session: Session) -> None:
        used = session.leg_used = self._world.now()

        def drop() -> None:
            if session.leg_used == used and not self.is_used(session):
                self.drop(session)

        self._world.agenda.after(self._world.settings.leg_idle_s, drop)

    def _restore(self) -> None:
        self._then.clear()
        self._world.contacts.watch(self._on_change)


def is_call(contact: Contact) -> bool:
    """Whether a contact needs the agent's phone."""
    return contact.media_type_id == PHONE
