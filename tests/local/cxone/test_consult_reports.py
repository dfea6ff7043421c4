"""What the simulator reports of agents who reach each other, as the bridge reads it."""

from local.cxone import sample
from switchboard.contact.fields import Field
from switchboard.contact_intake.report import read_reports
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import Tenant
from tests.local.cxone.test_calls import on_a_call


def call_type(tenant: Tenant, contact_id: str) -> object:
    """Of a contact that is over, who called whom."""
    row = tenant.get(f"/contacts/{contact_id}").json()
    (received,) = read_reports([row], "4599001").received
    return received.event.fields[Field.REPORT_CALL_TYPE]


def consulted(tenant: Tenant) -> tuple[AgentClient, AgentClient, str, str]:
    """Ada, Ben, the customer's contact, and the one in which she consults him."""
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    customer = on_a_call(tenant, ada)
    ada.do("consult-agent", {"targetAgentId": sample.BEN, "parentContactId": customer})
    consult = ben.hear("CallContactEvent", lambda event: event["CallType"] == "Consult")["ContactID"]
    ben.hear_call("Active", consult)
    return ada, ben, customer, consult


def test_a_consult_is_internal(tenant: Tenant) -> None:
    _, ben, _, consult = consulted(tenant)
    ben.do(f"interactions/{consult}/end")
    ben.hear_call("Disconnected", consult)

    assert call_type(tenant, consult) == "internal"


def test_one_that_nobody_answered_is_too(tenant: Tenant) -> None:
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    customer = on_a_call(tenant, ada)
    tenant.control("PATCH", "settings", {"pick_up_s": -1})
    ada.do("consult-agent", {"targetAgentId": sample.BEN, "parentContactId": customer})
    consult = ben.hear_call("Ringing")["ContactID"]
    tenant.wait(46)
    ada.hear_call("Disconnected", consult)

    assert call_type(tenant, consult) == "internal"


def test_one_that_became_a_transfer_is_the_customers(tenant: Tenant) -> None:
    ada, ben, customer, consult = consulted(tenant)
    ada.do("interactions/transfer-calls")
    ada.hear_call("Disconnected", customer)
    ben.hear("CallContactEvent", lambda event: event["CallType"] == "Regular")
    ben.do(f"interactions/{consult}/end")
    ben.hear_call("Disconnected", consult)

    assert call_type(tenant, consult) == call_type(tenant, customer) == "inbound"
