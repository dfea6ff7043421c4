"""Asks the circuit before a batch, and tells it what became of the batch."""

from collections.abc import Callable
from datetime import datetime

from switchboard.activity.circuit import (
    CLOSED,
    Circuit,
    CircuitStore,
    Permit,
    failed,
    permit,
    probing,
)
from switchboard.errors import CrmError


class Gate:
    """The circuit as one batch sees it.

    Args:
        roll: gives a number in [0, 1).
    """

    def __init__(self, store: CircuitStore, now: datetime, roll: Callable[[], float]) -> None:
        self._store = store
        self._roll = roll
        self._kept = store.read()
        self.permit = permit(self.circuit, now)
        if self.permit is Permit.PROBE and not self._keep(probing(self.circuit, now)):
            self.permit = Permit.NOTHING

    @property
    def circuit(self) -> Circuit:
        """The circuit as it is known here."""
        return self._kept.circuit

    def failed(self, error: CrmError, now: datetime) -> None:
        """A request came to nothing."""
        self._keep(failed(self.circuit, error, now, self._roll()))

    def succeeded(self) -> None:
        """The CRM answered. As long as it always does, nothing is written."""
        if self.circuit != CLOSED:
            self._keep(CLOSED)

    def not_tried(self) -> None:
        """The probe turned out to have nothing to ask: it is somebody else's turn."""
        self._keep(Circuit(self.circuit.failures, self.circuit.open_until, None, self.circuit.reason))

    def _keep(self, circuit: Circuit) -> bool:
        """Keep another circuit; where somebody else was faster, theirs is as good and stays."""
        kept = self._store.replace(self._kept, circuit)
        if kept is not None:
            self._kept = kept
        return kept is not None
