"""Whether a vendor is left alone for a while, as one DynamoDB item beside its token.

vendor (key), revision, failures, open_until, probe_until (epoch seconds), reason, expires_at (TTL, epoch seconds)
"""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from switchboard.activity.circuit import Circuit, KeptCircuit
from switchboard.stores.aws_errors import ConditionFailed, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT_FOR_S = 7 * 86_400


class CircuitItems:
    """Implements ``switchboard.activity.circuit.CircuitStore``.

    Args:
        name: of the circuit, which is the item's key.
    """

    def __init__(self, client: "DynamoDBClient", table: str, name: str) -> None:
        self._client = client
        self._table = table
        self._name = name

    def read(self) -> KeptCircuit:
        with aws_errors():
            answer = self._client.get_item(
                TableName=self._table, Key={"vendor": {"S": self._name}}, ConsistentRead=True
            )
        item = answer.get("Item")
        if item is None:
            return KeptCircuit()
        circuit = Circuit(
            failures=int(item["failures"]["N"]),
            open_until=_time(item.get("open_until")),
            probe_until=_time(item.get("probe_until")),
            reason=item["reason"]["S"],
        )
        return KeptCircuit(circuit, int(item["revision"]["N"]))

    def replace(self, seen: KeptCircuit, circuit: Circuit) -> KeptCircuit | None:
        item: dict[str, Any] = {
            "vendor": {"S": self._name},
            "revision": {"N": str(seen.revision + 1)},
            "failures": {"N": str(circuit.failures)},
            "reason": {"S": circuit.reason},
            "expires_at": {"N": str(int(time.time()) + KEPT_FOR_S)},
        }
        times = {"open_until": circuit.open_until, "probe_until": circuit.probe_until}
        item |= {name: {"N": repr(at.timestamp())} for name, at in times.items() if at}
        try:
            with aws_errors():
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    # An item that was forgotten is as good as one that says that all is well.
                    ConditionExpression="attribute_not_exists(vendor) OR revision = :seen",
                    ExpressionAttributeValues={":seen": {"N": str(seen.revision)}},
                )
        except ConditionFailed:
            return None
        return KeptCircuit(circuit, seen.revision + 1)


def _time(value: Any) -> datetime | None:
    return datetime.fromtimestamp(float(value["N"]), UTC) if value else None
