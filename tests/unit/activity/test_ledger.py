"""The ledger over a store in memory."""

import pytest

from tests.fakes.ledger import MemoryLedgerStore
from tests.support.ledger_contract import LedgerContract


class TestMemoryLedger(LedgerContract):
    @pytest.fixture
    def store(self) -> MemoryLedgerStore:
        return MemoryLedgerStore()
