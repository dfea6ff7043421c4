"""The local DynamoDB checks a condition and writes at once, as the real one does."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from local.aws import Aws
from local.gateway.aws_atomic import make_atomic

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE, THREADS, ROUNDS = "leases", 12, 25


@pytest.fixture
def dynamodb() -> "Iterator[DynamoDBClient]":
    make_atomic()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    # Threads that take turns far more often than usual meet in every gap there is.
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    host, port = server.get_host_and_port()
    client = Aws(f"http://{host}:{port}").dynamodb()
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
    )
    yield client
    sys.setswitchinterval(usual_s)
    server.stop()


def test_of_many_who_want_one_lease_one_gets_it(dynamodb: "DynamoDBClient") -> None:
    together = Barrier(THREADS)

    def take(name: str) -> bool:
        together.wait(timeout=60)
        try:
            dynamodb.update_item(
                TableName=TABLE,
                Key={"name": {"S": name}},
                UpdateExpression="SET taken = :yes",
                ConditionExpression="attribute_not_exists(taken)",
                ExpressionAttributeValues={":yes": {"BOOL": True}},
            )
        except ClientError:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        won = [sum(pool.map(take, [f"lease-{number}"] * THREADS)) for number in range(ROUNDS)]

    assert won == [1] * ROUNDS
