"""A circuit in memory, held to the same contract as the one in DynamoDB."""

import threading

from switchboard.activity.circuit import Circuit, KeptCircuit


class MemoryCircuits:
    """Implements ``switchboard.activity.circuit.CircuitStore``; counts how often it is written."""

    def __init__(self) -> None:
        self._kept = KeptCircuit()
        self._lock = threading.Lock()
        self.writes = 0

    def read(self) -> KeptCircuit:
        with self._lock:
            return self._kept

    def replace(self, seen: KeptCircuit, circuit: Circuit) -> KeptCircuit | None:
        with self._lock:
            if seen.revision != self._kept.revision:
                return None
            self.writes += 1
            self._kept = KeptCircuit(circuit, seen.revision + 1)
            return self._kept
