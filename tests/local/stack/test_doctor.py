"""``make doctor`` on the local stack: well as it is, and with each thing broken in turn."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from local.gateway.children import ROOT
from local.gateway.runtime import FAKE_CREDENTIALS
from local.stack.local_stack import LocalStack
from switchboard.admin.doctor import __main__ as doctor
from switchboard.admin.doctor.finding import State
from switchboard.admin.doctor.salesforce import requests_left
from switchboard.contact.instant import write_instant

Mend = Callable[[], object]
Break = Callable[[LocalStack], Mend]
"""Breaks something and gives what mends it."""


@pytest.fixture(autouse=True)
def _account(stack: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**FAKE_CREDENTIALS, "AWS_ENDPOINT_URL": stack.aws_url, "AWS_REGION": "eu-west-1"}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def lived(stack: LocalStack) -> LocalStack:
    """A stack whose clock has struck once."""
    stack.sync_agents()
    control, tls = f"{stack.cxone_url}/_control/contacts", str(stack.ca_file)
    call = requests.post(control, json={"ani": "4155550134", "dnis": "8005550100"}, verify=tls, timeout=10).json()
    requests.post(f"{control}/{call['contactId']}/hang-up", json={}, verify=tls, timeout=10).raise_for_status()
    stack.invoke("ContactReconcilerFunction", {})
    return stack


def examined(stack: LocalStack, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], str]:
    """Exit status, what failed, and all that was printed."""
    status = doctor.main(["--api-url", stack.gateway_url])
    printed = capsys.readouterr().out
    bad = [line[9:41].strip() for line in printed.splitlines() if line.startswith("failed ")]
    return status, bad, printed


def test_a_healthy_stack_is_well(lived: LocalStack, capsys: pytest.CaptureFixture[str]) -> None:
    status, bad, printed = examined(lived, capsys)

    assert (status, bad) == (0, []), printed
    private = [
        value
        for name, secret in lived.secrets.items()
        for member, value in json.loads(secret).items()
        if value and ("secret" in member or member in ("current", "previous") or "Hook" in name)
    ]
    assert len(private) == 5
    assert not [value for value in private if value in printed]


def test_looking_changes_nothing(lived: LocalStack, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(lived)
    examined(lived, capsys)
    assert everything(lived) == before


def everything(stack: LocalStack) -> dict[str, Any]:
    """All items of all tables, and how many messages lie in each queue."""
    tables = {name: stack.aws.dynamodb().scan(TableName=name)["Items"] for name in table_names(stack)}
    urls = stack.aws.sqs().list_queues()["QueueUrls"]
    depth = "ApproximateNumberOfMessages"
    return tables | {
        url: stack.aws.sqs().get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"][depth]  # type: ignore[index]
        for url in urls
    }


def table_names(stack: LocalStack) -> list[str]:
    return stack.aws.dynamodb().list_tables()["TableNames"]


def secret(name: str, value: object) -> Break:
    def broken(stack: LocalStack) -> Mend:
        ref, client = stack.names[name].ref, stack.aws.secrets()
        client.put_secret_value(SecretId=ref, SecretString=json.dumps(value))
        return lambda: client.put_secret_value(SecretId=ref, SecretString=stack.secrets[name])

    return broken


def changed_secret(name: str, **changes: str) -> Break:
    def broken(stack: LocalStack) -> Mend:
        return secret(name, json.loads(stack.secrets[name]) | changes)(stack)

    return broken


def fault(vendor: str, **given: Any) -> Break:
    """A fault of a simulator, by its control API."""

    def broken(stack: LocalStack) -> Mend:
        url = f"{getattr(stack, f'{vendor}_url')}/_control/faults"
        requests.post(url, json=[given], verify=str(stack.ca_file), timeout=10).raise_for_status()
        return lambda: requests.delete(url, verify=str(stack.ca_file), timeout=10).raise_for_status()

    return broken


def rules(kind: str, document: object) -> Break:
    def broken(stack: LocalStack) -> Mend:
        client, table = stack.aws.dynamodb(), stack.names["RulesTable"].ref
        key: Any = {"name": {"S": kind}, "version": {"S": "current"}}
        before = client.get_item(TableName=table, Key=key).get("Item")
        text = document if isinstance(document, str) else json.dumps(document)
        client.put_item(TableName=table, Item={**key, "number": {"N": "7"}, "document": {"S": text}})

        def mend() -> None:
            if before:
                client.put_item(TableName=table, Item=before)
            else:
                client.delete_item(TableName=table, Key=key)

        return mend

    return broken


def dead_letter(queue: str) -> Break:
    def broken(stack: LocalStack) -> Mend:
        client = stack.aws.sqs()
        url = client.get_queue_url(QueueName=f"switchboard-{queue}-dead")["QueueUrl"]
        client.send_message(QueueUrl=url, MessageBody="{}")
        return lambda: client.purge_queue(QueueUrl=url)

    return broken


def item(table: str, key: dict[str, str], **changes: object) -> Break:
    """Change members of the document of an item, or take the item away."""

    def broken(stack: LocalStack) -> Mend:
        client, name = stack.aws.dynamodb(), stack.names[table].ref
        raw: Any = {part: {"S": value} for part, value in key.items()}
        before = client.get_item(TableName=name, Key=raw)["Item"]
        document = json.loads(before["document"]["S"]) | changes
        client.put_item(TableName=name, Item={**before, "document": {"S": json.dumps(document)}})
        return lambda: client.put_item(TableName=name, Item=before)

    return broken


def variable(name: str, value: str) -> Break:
    def broken(stack: LocalStack) -> Mend:
        client, function = stack.aws.client("lambda"), "switchboard-health"
        before = client.get_function_configuration(FunctionName=function)["Environment"]

        def put(variables: dict[str, str]) -> None:
            client.update_function_configuration(FunctionName=function, Environment={"Variables": variables})

        put({**before["Variables"], name: value})
        return lambda: put(before["Variables"])

    return broken


LONG_AGO = write_instant(datetime.now(UTC) - timedelta(hours=5))
NO_ONE_ELSES = "whsec_YW5vdGhlciBzZWNyZXQgdGhhbiB0aGUgb25lIHRoYXQgaXMgdGhlcmU="


def task(**more: object) -> dict[str, object]:
    return {"name": "task", "object": "Task", "fields": [{"field": "Subject", "constant": "x"}], **more}


WISH = {"records": [task(fields=[{"field": "Wish__c", "constant": "x"}])]}

BROKEN = [
    pytest.param(secret("SalesforceSecret", {}), {"Salesforce secret"}, "README", id="Salesforce secret empty"),
    pytest.param(secret("CxoneSecret", {}), {"CXone secret"}, "README", id="CXone secret empty"),
    pytest.param(secret("ReadHookSecret", {}), {"secret of reading hooks"}, "README", id="hook secret empty"),
    pytest.param(
        secret("EventsHookSecret", {"current": "x"}), {"secret of event hooks"}, "README", id="hook secret bad"
    ),
    pytest.param(
        changed_secret("SalesforceSecret", client_secret="wrong"),
        {"Salesforce login"},
        "app",
        id="Salesforce login",
    ),
    pytest.param(
        changed_secret("CxoneSecret", access_key_secret="wrong"), {"CXone login"}, "access key", id="CXone login"
    ),
    pytest.param(
        fault("salesforce", path="*/limits*", status=503), {"Salesforce login"}, "My Domain", id="org down"
    ),
    pytest.param(fault("cxone", path="*/server-time", status=502), {"CXone login"}, "contacts", id="tenant down"),
    pytest.param(rules("screen_pop", "{}x"), {"rules screen_pop"}, "rollback-rules", id="rules invalid"),
    pytest.param(rules("activity", WISH), {"fields of rules activity"}, "permission set", id="field missing"),
    pytest.param(
        rules("activity", {"records": [task(keyField="Wish__c")]}),
        {"fields of rules activity", "external id of activities (Task)"},
        "salesforce/main/default/objects",
        id="external id missing",
    ),
    pytest.param(
        rules("activity", {"records": [task(keyField="CallObject")]}),
        {"external id of activities (Task)"},
        "twice",
        id="external id not unique",
    ),
    pytest.param(dead_letter("activities"), {"dead letters of activities"}, "make redrive", id="dead activities"),
    pytest.param(dead_letter("callers"), {"dead letters of callers"}, "make redrive", id="dead callers"),
    pytest.param(
        item("DeskTable", {"owner": "directory", "item": "progress"}, completeAt=LONG_AGO),
        {"agents' directory"},
        "agent_directory",
        id="directory stale",
    ),
    pytest.param(
        item("WatermarksTable", {"name": "completed-contacts"}, completeAt=None),
        {"CXone's reports"},
        "contact_reconciler",
        id="reports never read",
    ),
    pytest.param(variable("BUSINESS_UNIT", ""), {"business unit"}, "BusinessUnit", id="no business unit"),
    pytest.param(variable("BUSINESS_UNIT", "1"), {"business unit"}, "BusinessUnit=", id="another business unit"),
    pytest.param(variable("CXONE_API_VERSIONS", "x"), {"CXone login"}, "CxoneApiVersions", id="versions"),
    pytest.param(variable("CONTACTS_TABLE", "nowhere"), {"tables"}, "may read", id="no such table"),
]


@contextmanager
def with_broken(stack: LocalStack, broken: Break) -> Iterator[None]:
    mend = broken(stack)
    try:
        yield
    finally:
        mend()


@pytest.mark.parametrize(("broken", "what", "deed"), BROKEN)
def test_what_is_broken_is_named_with_what_to_do(
    lived: LocalStack, capsys: pytest.CaptureFixture[str], broken: Break, what: set[str], deed: str
) -> None:
    with with_broken(lived, broken):
        status, bad, printed = examined(lived, capsys)

    assert set(bad) == what, printed
    assert status == 1
    assert deed in printed
    assert "wrong" not in printed


def test_a_stack_that_takes_another_secret_than_it_should_is_told(
    lived: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    client = lived.aws.secrets()
    text = json.dumps({"current": NO_ONE_ELSES, "previous": None})
    arn = client.create_secret(Name="elsewhere", SecretString=text)["ARN"]
    with with_broken(lived, variable("READ_HOOK_SECRET", arn)):
        status, bad, printed = examined(lived, capsys)

    assert (status, bad) == (1, ["hook of screen pops"]), printed
    assert "refuses a call signed with its own secret" in printed


@pytest.mark.parametrize(
    ("remaining", "state"),
    [
        (100_000, State.OK),
        (20_001, State.OK),
        (20_000, State.WARNING),
        (2_001, State.WARNING),
        (2_000, State.FAILED),
    ],
)
def test_api_requests_that_run_out_are_told_in_time(remaining: int, state: State) -> None:
    assert requests_left({"Max": 100_000, "Remaining": remaining}).state is state


def test_a_hook_that_nobody_answers_is_told(lived: LocalStack, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(["--api-url", "http://127.0.0.1:1"]) == 1
    printed = capsys.readouterr().out
    assert printed.count("cannot be reached (ConnectionError)") == 2


def test_a_stack_that_is_not_there_is_told(lived: LocalStack, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(["--stack", "nowhere", "--api-url", lived.gateway_url]) == 1
    assert "ResourceNotFoundException" in capsys.readouterr().err


def test_it_runs_as_a_command_of_its_own(lived: LocalStack) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}/layers/shared"}
    command = [sys.executable, "-m", "switchboard.admin.doctor", "--api-url", lived.gateway_url]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Salesforce login" in run.stdout
