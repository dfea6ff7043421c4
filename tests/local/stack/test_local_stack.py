"""The whole stack inside a test: the template's functions over AWS and Salesforce simulators."""

import json
from collections.abc import Iterator

import pytest
import requests

from local.gateway import callers
from local.gateway.pool import InvocationError
from local.sample_data.cases import SAMPLE_CALL
from local.stack.local_stack import LocalStack
from local.stack.sample_call import PATH


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def test_the_sample_caller_is_found(stack: LocalStack, http: requests.Session) -> None:
    body = {"callType": "inbound", "channel": "voice", "ani": SAMPLE_CALL.ani}
    answer = http.post(stack.gateway_url + PATH, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["match"] == "one"


def test_both_sides_are_healthy(stack: LocalStack, http: requests.Session) -> None:
    answer = http.get(f"{stack.gateway_url}/v1/health")
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "ok"


def test_a_caller_without_a_signature_is_refused(stack: LocalStack, http: requests.Session) -> None:
    answer = http.post(stack.gateway_url + PATH, json={}, headers={"X-Local-Caller": callers.NOBODY})
    assert answer.status_code == 403


def test_salesforce_speaks_tls_with_the_throw_away_authority(stack: LocalStack, http: requests.Session) -> None:
    assert http.get(f"{stack.salesforce_url}/services/data", verify=str(stack.ca_file)).status_code == 200
    with pytest.raises(requests.exceptions.SSLError):
        http.get(f"{stack.salesforce_url}/services/data")


def test_the_salesforce_secret_logs_in(stack: LocalStack, http: requests.Session) -> None:
    name = stack.names["SalesforceSecret"].ref
    secret = json.loads(stack.aws.secrets().get_secret_value(SecretId=name)["SecretString"])
    assert secret["login_url"] == stack.salesforce_url
    form = {
        "grant_type": secret["flow"],
        "client_id": secret["client_id"],
        "client_secret": secret["client_secret"],
    }
    url = f"{secret['login_url']}/services/oauth2/token"
    answer = http.post(url, data=form, verify=str(stack.ca_file))
    assert answer.status_code == 200, answer.text
    assert answer.json()["instance_url"] == stack.salesforce_url


def test_a_contact_that_nobody_told_of_is_found_in_what_cxone_reports(
    stack: LocalStack, http: requests.Session
) -> None:
    control, tls = f"{stack.cxone_url}/_control/contacts", str(stack.ca_file)
    # The first run of a stack begins with now.
    stack.invoke("ContactReconcilerFunction", {})
    call = http.post(control, json={"ani": SAMPLE_CALL.ani, "dnis": "8005550100"}, verify=tls).json()
    hang_up = http.post(f"{control}/{call['contactId']}/hang-up", json={}, verify=tls)
    assert hang_up.status_code == 200, hang_up.text
    stack.invoke("ContactReconcilerFunction", {})

    key = {"name": {"S": f"4599001:acd:{call['contactId']}"}}
    found = stack.aws.dynamodb().get_item(TableName=stack.names["ContactsTable"].ref, Key=key)
    assert "document" in found["Item"]


def test_a_hook_takes_the_token_of_its_secret(stack: LocalStack, http: requests.Session) -> None:
    token = json.loads(stack.secrets["ReadHookSecret"])["current"]
    url, body = f"{stack.gateway_url}/v1/hooks/screen-pops", {"ani": SAMPLE_CALL.ani}
    assert http.post(url, json=body).status_code == 401
    assert http.post(url, json=body, headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_every_table_of_the_template_exists(stack: LocalStack) -> None:
    tables = stack.aws.dynamodb().list_tables()["TableNames"]
    assert {stack.names[name].ref for name in ("RulesTable", "TokensTable")} <= set(tables)


def test_every_function_behind_a_route_starts(stack: LocalStack) -> None:
    for function in {route.function for route in stack.routes}:
        try:
            stack.invoke(function, {})
        except InvocationError as failure:
            # An event of no source at all may be refused, by a handler that was reached.
            assert " raised " in str(failure)  # noqa: PT017 - either outcome is good
