"""The shared circuit: one contract for the store in memory and the one in DynamoDB."""

from datetime import UTC, datetime, timedelta

import pytest

from switchboard.activity.circuit import CLOSED, Circuit, CircuitStore, KeptCircuit
from switchboard.errors import StoreUnavailable
from switchboard.runtime import aws
from switchboard.runtime.activity_writer import CIRCUIT
from switchboard.runtime.settings import settings
from switchboard.stores.circuit_items import CircuitItems
from tests.fakes.circuits import MemoryCircuits
from tests.support.world import World

NOW = datetime(2026, 3, 2, 14, 5, 11, 123456, tzinfo=UTC)
OPEN = Circuit(3, NOW, None, "SERVER_UNAVAILABLE")


class CircuitsContract:
    """What any store of the circuit does."""

    @pytest.fixture
    def circuits(self) -> CircuitStore:
        raise NotImplementedError

    def test_at_first_all_is_well(self, circuits: CircuitStore) -> None:
        assert circuits.read() == KeptCircuit(CLOSED, 0)

    @pytest.mark.parametrize(
        "circuit",
        [OPEN, Circuit(4, NOW, NOW + timedelta(seconds=120), "HTTP_429"), Circuit(1, reason="X_Y"), CLOSED],
    )
    def test_it_is_read_as_it_was_written(self, circuits: CircuitStore, circuit: Circuit) -> None:
        kept = circuits.replace(circuits.read(), circuit)
        assert kept is not None
        assert circuits.read() == kept
        assert kept.circuit == circuit

    def test_of_two_that_saw_the_same_the_first_one_counts(self, circuits: CircuitStore) -> None:
        one = other = circuits.read()
        assert circuits.replace(one, OPEN) is not None
        assert circuits.replace(other, CLOSED) is None
        assert circuits.read().circuit == OPEN

    def test_who_has_written_may_write_again(self, circuits: CircuitStore) -> None:
        kept = circuits.replace(circuits.read(), OPEN)
        assert kept is not None
        assert circuits.replace(kept, CLOSED) is not None
        assert circuits.read().circuit == CLOSED


class TestMemoryCircuits(CircuitsContract):
    @pytest.fixture
    def circuits(self) -> MemoryCircuits:
        return MemoryCircuits()


class TestCircuitItems(CircuitsContract):
    @pytest.fixture
    def circuits(self, world: World) -> CircuitItems:
        return CircuitItems(aws.dynamodb(), settings().tokens_table, CIRCUIT)

    def test_a_table_that_is_not_there_is_said_so(self, world: World) -> None:
        lost = CircuitItems(aws.dynamodb(), "not-there", CIRCUIT)
        with pytest.raises(StoreUnavailable):
            lost.read()
        with pytest.raises(StoreUnavailable):
            lost.replace(KeptCircuit(), OPEN)
