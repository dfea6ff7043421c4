"""A queue as SQS is: messages may come twice, come again when nobody is done with them, and end among the dead."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from switchboard.contact.key import ContactKey

VISIBILITY_S = 660.0
MOST_RECEIVED = 5


@dataclass(eq=False)
class Message:
    """A hint that a contact is due."""

    key: ContactKey
    visible_at: datetime
    received: int = 0


class Post:
    """The activity queue of a run.

    Args:
        lost, twice: parts of the messages that never come, and that come twice.
    """

    def __init__(
        self, clock: Callable[[], datetime], roll: random.Random, *, lost: float = 0.0, twice: float = 0.0
    ) -> None:
        self._clock = clock
        self._roll = roll
        self._lost = lost
        self._twice = twice
        self._messages: list[Message] = []
        self.dead: list[Message] = []

    def tell(self, keys: Iterable[ContactKey]) -> None:
        """As ``switchboard.stores.activity_queue.ActivityQueue``."""
        for key in keys:
            if self._roll.random() >= self._lost:
                copies = 2 if self._roll.random() < self._twice else 1
                self._messages += [Message(key, self._clock()) for _ in range(copies)]

    def waiting(self) -> int:
        """How many messages nobody is at work on."""
        return len(self._visible())

    def receive(self, most: int) -> list[Message]:
        """Up to so many messages, hidden for a while from others."""
        visible = self._visible()
        taken = self._roll.sample(visible, min(most, len(visible)))
        live = []
        for message in taken:
            if message.received == MOST_RECEIVED:
                self._messages.remove(message)
                self.dead.append(message)
                continue
            message.received += 1
            message.visible_at = self._clock() + timedelta(seconds=VISIBILITY_S)
            live.append(message)
        return live

    def delete(self, messages: Iterable[Message]) -> None:
        """Be done with messages."""
        done = {id(message) for message in messages}
        self._messages = [message for message in self._messages if id(message) not in done]

    def _visible(self) -> list[Message]:
        now = self._clock()
        return [message for message in self._messages if message.visible_at <= now]
