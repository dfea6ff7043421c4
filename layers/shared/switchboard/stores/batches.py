"""Many items with few requests: DynamoDB's batches, with what it leaves over asked for again."""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

from switchboard.errors import StoreUnavailable
from switchboard.stores.aws_errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

READ_AT_ONCE = 100
WRITE_AT_ONCE = 25
WRITERS = 8
MOST_TRIES = 8


def read_all(client: "DynamoDBClient", table: str, keys: Sequence["Item"], *, consistent: bool) -> list["Item"]:
    """The items that there are of these keys, each of which is given once.

    Raises:
        StoreUnavailable: not all of them could be read.
    """
    found: list[Item] = []
    for start in range(0, len(keys), READ_AT_ONCE):
        asked: Any = {table: {"Keys": list(keys[start : start + READ_AT_ONCE]), "ConsistentRead": consistent}}
        for number in range(MOST_TRIES):
            with aws_errors():
                answer = client.batch_get_item(RequestItems=asked)
            found += answer["Responses"].get(table, [])
            asked = answer.get("UnprocessedKeys")
            if not asked:
                break
            time.sleep(0.05 * 2**number)
        else:
            raise StoreUnavailable("THROTTLED")
    return found


def write_all(
    client: "DynamoDBClient", table: str, *, puts: Iterable["Item"] = (), deletes: Iterable["Item"] = ()
) -> None:
    """Put items and delete keys, in any order and unconditionally; no key is given twice.

    Raises:
        StoreUnavailable: not all of it was done.
    """
    requests: list[Any] = [{"PutRequest": {"Item": item}} for item in puts]
    requests += [{"DeleteRequest": {"Key": key}} for key in deletes]
    batches = [requests[start : start + WRITE_AT_ONCE] for start in range(0, len(requests), WRITE_AT_ONCE)]
    if len(batches) == 1:
        _write(client, table, batches[0])
    elif batches:
        list(_writers().map(lambda batch: _write(client, table, batch), batches))


def _write(client: "DynamoDBClient", table: str, batch: list[Any]) -> None:
    asked: Any = {table: batch}
    for number in range(MOST_TRIES):
        with aws_errors():
            asked = client.batch_write_item(RequestItems=asked).get("UnprocessedItems")
        if not asked:
            return
        time.sleep(0.05 * 2**number)
    raise StoreUnavailable("THROTTLED")


@cache
def _writers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WRITERS, "batches")
