"""Records in memory, held to the same contract as those of Salesforce."""

from collections.abc import Collection, Mapping, Sequence

from switchboard.activity.relating import Target

_TYPES = {
    "001": ("Account", False, True),
    "003": ("Contact", True, False),
    "00Q": ("Lead", True, False),
    "005": ("User", False, False),
    "500": ("Case", False, True),
}


class MemoryRelations:
    """Implements ``switchboard.activity.relating.RelatableRecords``."""

    def __init__(self, record_ids: Collection[str]) -> None:
        self._record_ids = set(record_ids)

    def targets(self, record_ids: Sequence[str]) -> Mapping[str, Target]:
        return {
            one: Target(kind, one in self._record_ids and (who or what), who, what)
            for one in record_ids
            for kind, who, what in [_TYPES.get(one[:3], ("", False, False))]
            if kind
        }
