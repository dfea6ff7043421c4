"""What every simulator is: a vendor's behaviour with faults, journal, clock and control around it."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from local.simulator.clock import Clock
from local.simulator.control import PREFIX, ControlPanel
from local.simulator.faults import FaultBook
from local.simulator.journal import Journal
from local.simulator.message import Request, Response

logger = logging.getLogger(__name__)


class Simulator(ABC):
    """A vendor's servers in one process. ``handle`` answers any request and may be called from many threads.

    A subclass gives the vendor's behaviour: ``answer``, ``refusal`` and ``restore``. It may act out named
    faults, drawing them from ``faults`` where they apply, and add control endpoints to ``control``.
    """

    fault_names: ClassVar[Mapping[str, str]] = {}
    """Named faults of this vendor, each with a sentence on what it does."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.faults = FaultBook()
        self.journal = Journal()
        self.control = ControlPanel(
            clock=self.clock,
            faults=self.faults,
            journal=self.journal,
            reset=self.reset,
            fault_names=self.fault_names,
        )

    @abstractmethod
    def answer(self, request: Request) -> Response:
        """What the vendor answers when nothing is wrong on the way."""

    @abstractmethod
    def refusal(self, request: Request, status: int, code: str, message: str) -> Response:
        """A refusal in the vendor's error shape for the request's path."""

    @abstractmethod
    def restore(self) -> None:
        """Data and settings as they were at the start."""

    def reset(self) -> None:
        """Everything as it was at the start."""
        self.faults.clear()
        self.clock.reset()
        self.restore()
        self.journal.clear()

    def handle(self, request: Request) -> Response:
        """Answer one request, with the faults that are switched on, and note it in the journal."""
        if request.path.startswith(PREFIX):
            return self.control.answer(request)
        try:
            response = self._answer_with_faults(request)
        except Exception:  # a bug here must show in the client's test, not end the connection
            logger.exception("the simulator failed on %s %s", request.method, request.path)
            response = Response(500, b"The simulator failed; its log says why.", {"Content-Type": "text/plain"})
        self.journal.record(request, response.status, self.clock.now())
        return response

    def _answer_with_faults(self, request: Request) -> Response:
        fault = self.faults.draw(request)
        if fault is None:
            return self.answer(request)
        done = None if fault.spares_the_work else self.answer(request)
        return fault.spoil(done, lambda status, code, text: self.refusal(request, status, code, text))
