"""Calls in an agent's session: inbound, dialled, held, passed on, joined."""

import pytest

from local.cxone import sample
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import Tenant

DIAL = {"phoneNumber": "+14155550134", "skillId": sample.OUTBOUND_SALES}


def statuses(ada: AgentClient, contact_id: str) -> list[tuple[str, str]]:
    return [
        (event["Status"], event["FinalState"])
        for event in ada.heard
        if event["Type"] == "CallContactEvent" and event["ContactID"] == contact_id
    ]


def on_a_call(tenant: Tenant, ada: AgentClient) -> str:
    """An inbound call that Ada talks to."""
    ada.be("Available")
    contact_id = tenant.ring(queue=True, variables={"caseNumber": "00012345"})
    ada.hear_call("Active", contact_id)
    return contact_id


def test_an_inbound_call_comes_to_a_free_agent_step_by_step(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = on_a_call(tenant, ada)
    tenant.steer(contact_id, "hang-up")
    ada.hear_call("Disconnected", contact_id)
    tenant.steer(contact_id, "finish")
    ada.hear_state("Available")
    ada.catch_up()
    assert statuses(ada, contact_id) == [
        ("Incoming", "False"), ("Ringing", "False"), ("Active", "False"),
        ("Disconnected", "False"), ("Disconnected", "True"),
    ]  # fmt: skip
    call = ada.hear_call("Incoming", contact_id)
    assert (call["ANI"], call["DNIS"], call["Skill"], call["IsInbound"]) == (
        "4155550134",
        "8005550100",
        "40110",
        "True",
    )
    assert call["ScreenPopUrlVariables"] == [{"caseNumber": "00012345"}]
    assert call["MasterID"] == contact_id
    states = [event["CurrentState"] for event in ada.heard if event["Type"] == "AgentState"]
    assert states == ["Available", "InboundContact", "Unavailable", "Available"]


def test_a_call_that_is_not_picked_up_goes_back_and_the_agent_is_refused(tenant: Tenant) -> None:
    tenant.control("PATCH", "settings", {"pick_up_s": -1})
    ada = AgentClient(tenant)
    ada.be("Available")
    contact_id = tenant.ring(queue=True)
    ada.hear_call("Ringing", contact_id)
    tenant.wait(46)
    ada.hear_state("Unavailable", CurrentOutReason="Refused")
    gone = ada.hear_call("Disconnected", contact_id, FinalState="True")
    assert gone["DisconnectCode"] == "Rejected"
    assert tenant.control("GET", f"contacts/{contact_id}")["state"] == "IN_QUEUE"
    ada.hear("AgentLeg", lambda event: event["Status"] == "Disconnected")
    # And it comes back once she is available
    ada.be("Available")
    ada.hear_call("Ringing", contact_id)
    tenant.steer(contact_id, "answer")
    ada.hear_call("Active", contact_id)


def test_the_longest_waiting_call_goes_first_to_the_best_agent(tenant: Tenant) -> None:
    tenant.control(
        "POST",
        "data",
        {"assignments": [{"agentId": sample.BEN, "skillId": sample.SUPPORT_VOICE, "proficiency": 1}]},
    )
    first, second = tenant.ring(queue=True), tenant.ring(queue=True)
    tenant.control("PATCH", "settings", {"routing": "manual"})
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    ada.be("Available")
    ben.be("Available")
    tenant.control("PATCH", "settings", {"routing": "automatic"})
    third = tenant.ring(queue=True)
    ben.hear_call("Active", first)
    ada.hear_call("Active", second)
    assert tenant.control("GET", f"contacts/{third}")["state"] == "IN_QUEUE"


def test_a_dialled_call_is_told_with_the_number_and_lives_to_its_end(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = ada.dial("+14155550134")
    dialling = ada.hear_call("Dialing", contact_id)
    assert (dialling["DNIS"], dialling["ANI"], dialling["IsInbound"]) == (
        "+14155550134",
        sample.MAIN_LINE,
        "False",
    )
    ada.hear_call("Active", contact_id)
    ada.do(f"interactions/{contact_id}/end")
    ada.hear_call("Disconnected", contact_id, FinalState="False")
    tenant.wait(61)
    ada.hear_call("Disconnected", contact_id, FinalState="True")
    legs = [event["Status"] for event in ada.heard if event["Type"] == "AgentLeg"]
    assert legs == ["Dialing", "Active"]
    [row] = tenant.get("/contacts/completed", updatedSince="2020-01-01T00:00:00Z").json()["completedContacts"]
    assert (row["isOutbound"], row["toAddress"], row["abandoned"], row["serviceLevelFlag"]) == (
        True,
        "+14155550134",
        False,
        -1,
    )


@pytest.mark.parametrize("outcome", ["Busy", "NoAnswer", "BadNumber"])
def test_a_dialled_call_that_fails_says_why(tenant: Tenant, outcome: str) -> None:
    tenant.control("PUT", "callees", {"number": "+14155550199", "outcome": outcome, "after_s": 0.02})
    ada = AgentClient(tenant)
    contact_id = ada.dial("+14155550199")
    failed = ada.hear_call("Disconnected", contact_id)
    assert (failed["DisconnectCode"], failed["FinalState"]) == (outcome, "True")
    ada.hear_state("Unavailable", IsAcw="False")


def test_a_202_may_be_followed_by_an_error_only(tenant: Tenant) -> None:
    tenant.control("PUT", "callees", {"number": "+14155550199", "outcome": "Error"})
    ada = AgentClient(tenant)
    ada.do("dial-phone", {"phoneNumber": "+14155550199", "skillId": sample.OUTBOUND_SALES})
    error = ada.hear("AgentError")
    assert (error["Command"], error["ResultCode"], error["ContactID"], error["Target"]) == (
        "DialPhone", "BadNumber", "-1", "+14155550199",
    )  # fmt: skip
    assert tenant.get("/contacts/active").status_code == 204


@pytest.mark.parametrize("fault", ["command-lost", "command-late"])
def test_a_202_may_be_followed_by_nothing_or_late(tenant: Tenant, fault: str) -> None:
    tenant.control(
        "POST", "faults", {"name": fault, "count": 1, "path": "*/dial-phone", "options": {"delay_s": 60}}
    )
    ada = AgentClient(tenant)
    ada.drain()
    ada.do("dial-phone", {"phoneNumber": "4155550134", "skillId": sample.OUTBOUND_SALES})
    assert ada.poll(timeout=0).status_code == 304
    tenant.wait(61)
    told = ada.poll(timeout=1)
    assert (told.status_code == 200) is (fault == "command-late")


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        pytest.param({"phoneNumber": "call me"}, 400, "Phone Number is not valid.", id="no number"),
        pytest.param({"phoneNumber": ""}, 400, "Phone Number is not valid.", id="empty"),
        pytest.param({"skillId": 1}, 400, "Invalid skillId", id="unknown skill"),
        pytest.param({"skillId": "x"}, 400, "Invalid skillId", id="no skill id"),
        pytest.param({"skillId": sample.SUPPORT_VOICE}, 400, "Invalid skillId", id="inbound skill"),
        pytest.param({"skillId": sample.EMAIL_CARE}, 400, "Invalid skillId", id="e-mail skill"),
        pytest.param({"parentContactId": 1}, 404, "Invalid parentContactId", id="unknown parent"),
    ],
)
def test_a_dial_that_cannot_be_is_refused(tenant: Tenant, body: dict[str, object], status: int, text: str) -> None:
    given = {"phoneNumber": "4155550134", "skillId": sample.OUTBOUND_SALES, **body}
    reply = AgentClient(tenant).command("dial-phone", given)
    assert (reply.status_code, reply.json()["error_description"]) == (status, text)


def test_an_agent_on_a_call_dials_only_after_holding_it(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = on_a_call(tenant, ada)
    dial = {"phoneNumber": "4155550199", "skillId": sample.OUTBOUND_SALES, "parentContactId": contact_id}
    assert ada.command("dial-phone", dial).json()["error_description"] == "Invalid state"
    ada.do(f"interactions/{contact_id}/hold")
    ada.hear_call("Holding", contact_id)
    second = ada.dial("4155550199", parentContactId=contact_id)
    assert ada.hear_call("Dialing", second)["MasterID"] == contact_id
    ada.hear_call("Active", second)
    assert ada.command("dial-phone", dial).status_code == 403


def test_a_dialled_call_waits_for_the_agents_own_phone(tenant: Tenant) -> None:
    tenant.control("PATCH", "settings", {"pick_up_s": -1})
    ada = AgentClient(tenant)
    ada.do("dial-phone", DIAL)
    ada.hear("AgentLeg", lambda event: event["Status"] == "Dialing")
    # A second click is accepted too, and comes to nothing
    ada.do("dial-phone", DIAL | {"phoneNumber": "4155550199"})
    ada.catch_up()
    assert tenant.get("/contacts/active").status_code == 204
    tenant.control("POST", f"agents/{sample.ADA}/pick-up")
    ada.hear_call("Active")
    error = ada.hear("AgentError")
    assert (error["ResultCode"], error["Target"]) == ("InvalidState", "4155550199")
    assert tenant.get("/contacts/active").json()["totalRecords"] == 1


def test_a_ringing_call_is_answered_by_picking_up(tenant: Tenant) -> None:
    tenant.control("PATCH", "settings", {"pick_up_s": -1})
    ada = AgentClient(tenant)
    ada.be("Available")
    contact_id = tenant.ring(queue=True)
    ada.hear_call("Ringing", contact_id)
    tenant.control("POST", f"agents/{sample.ADA}/pick-up")
    ada.hear_call("Active", contact_id)


def test_hold_resume_and_end_follow_the_state(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = on_a_call(tenant, ada)

    def refused(what: str) -> str:
        reply = ada.command(f"interactions/{contact_id}/{what}")
        assert reply.status_code == 409
        text: str = reply.json()["error_description"]
        return text

    assert refused("resume").startswith("Cannot resume")
    ada.do(f"interactions/{contact_id}/hold")
    ada.hear_call("Holding", contact_id)
    assert refused("hold") == "Cannot put the contact on hold at this time."
    assert refused("end").startswith("Cannot end")
    ada.heard.clear()
    ada.do(f"interactions/{contact_id}/resume")
    ada.hear_call("Active", contact_id)
    ada.do(f"interactions/{contact_id}/end")
    ada.hear_call("Disconnected", contact_id)
    assert refused("hold")
    for path in ("interactions/1/hold", "interactions/x/end"):
        assert ada.command(path).json()["error_description"] == "Invalid contact ID."


def test_a_command_that_became_impossible_is_an_error_event(tenant: Tenant) -> None:
    tenant.control("PATCH", "settings", {"command_delay_s": 30})
    ada = AgentClient(tenant)
    tenant.control("POST", f"agents/{sample.ADA}/available")
    contact_id = tenant.ring(queue=True)
    tenant.wait(31)
    ada.hear_call("Active", contact_id)
    ada.do(f"interactions/{contact_id}/hold")
    tenant.steer(contact_id, "hang-up")
    tenant.wait(31)
    error = ada.hear("AgentError")
    assert (error["Command"], error["ResultCode"], error["ContactID"]) == ("Hold", "InvalidState", contact_id)


def test_calls_are_not_answered_by_command(tenant: Tenant) -> None:
    tenant.control("PATCH", "settings", {"pick_up_s": -1})
    ada = AgentClient(tenant)
    ada.be("Available")
    contact_id = tenant.ring(queue=True)
    ada.hear_call("Ringing", contact_id)
    for what in ("accept", "reject", "accept-consult", "record", "snooze", "activate"):
        assert ada.command(f"interactions/{contact_id}/{what}").json()["error_description"] == "Invalid state."


def test_recording_and_masking_show_in_the_events(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = on_a_call(tenant, ada)
    tenant.steer(contact_id, "recording", on=False)
    ada.hear_call("Active", contact_id, IsLogging="False")
    ada.do(f"interactions/{contact_id}/record")
    ada.hear("CallContactEvent", lambda event: event["IsLogging"] == "True")
    ada.do(f"interactions/{contact_id}/mask")
    ada.hear_call("Masking", contact_id)
    assert ada.command(f"interactions/{contact_id}/mask").status_code == 409
    ada.do(f"interactions/{contact_id}/unmask")


def test_tones_are_sent_into_an_active_call_only(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    tones = {"dtmfSequence": "12#", "toneDurationMS": 100, "toneSpacingMS": 100}
    assert ada.command("send-dtmf", tones).status_code == 409
    ada.hear_call("Active", ada.dial())
    ada.do("send-dtmf", tones)
    for wrong in ({"toneDurationMS": 60}, {"toneDurationMS": 15_001}, {"dtmfSequence": "x"}, {"dtmfSequence": ""}):
        assert ada.command("send-dtmf", tones | wrong).status_code == 400


def test_a_consulted_agent_gets_the_customer(tenant: Tenant) -> None:
    # Given Ada with a customer and Ben logged in
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    customer = on_a_call(tenant, ada)
    # When she consults him
    ada.do("consult-agent", {"targetAgentId": sample.BEN, "parentContactId": customer})
    ada.hear_call("Holding", customer)
    ada.hear_state("OutboundConsult")
    consult = ben.hear("CallContactEvent", lambda event: event["CallType"] == "Consult")["ContactID"]
    ben.hear_state("InboundConsult")
    ben.hear_call("Active", consult)
    assert ada.command("interactions/1/end").status_code == 404
    # And passes the customer on
    ada.do("interactions/transfer-calls")
    ada.hear_call("Disconnected", customer)
    gone = ada.hear_call("Disconnected", consult)
    assert gone["FinalState"] == "True"
    # Then he has a contact of his own with the same master, and she wraps up hers
    his = ben.hear("CallContactEvent", lambda event: event["CallType"] == "Regular")
    assert (his["ContactID"], his["MasterID"], his["ANI"]) == (consult, customer, "4155550134")
    ben.hear_state("InboundContact")
    ada.hear_state("Unavailable", IsAcw="True")
    assert tenant.get(f"/contacts/{customer}").json()["transferIndicatorName"] == "Consult"


def test_a_consult_that_is_not_answered_times_out(tenant: Tenant) -> None:
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    customer = on_a_call(tenant, ada)
    tenant.control("PATCH", "settings", {"pick_up_s": -1})
    ada.do("consult-agent", {"targetAgentId": sample.BEN, "parentContactId": customer})
    consult = ben.hear_call("Ringing")["ContactID"]
    tenant.wait(46)
    assert ada.hear_call("Disconnected", consult)["DisconnectCode"] == "NoAnswer"
    ada.do(f"interactions/{customer}/resume")
    ada.hear_state("InboundContact")
    # It can also be accepted by command
    ada.do("consult-agent", {"targetAgentId": sample.BEN, "parentContactId": customer})
    again = ben.hear("CallContactEvent", lambda event: event["ContactID"] not in (consult, customer))["ContactID"]
    ben.do(f"interactions/{again}/accept-consult")
    ada.hear_call("Active", again)


def test_reaching_an_agent_who_cannot_be_reached_is_refused(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    for target, status in ((sample.BEN, 409), (1, 400), (sample.ADA, 400)):
        assert ada.command("consult-agent", {"targetAgentId": target}).status_code == status
    assert ada.command("dial-agent", {"targetAgentId": sample.ROOT}).status_code == 409
    ben = AgentClient(tenant, sample.BEN)
    assert ada.command("dial-agent", {"targetAgentId": sample.BEN}).status_code == 400
    ben.hear_call("Active", ben.dial())
    assert (
        ada.command("consult-agent", {"targetAgentId": sample.BEN}).json()["error_description"]
        == "Invalid Target State."
    )


def test_dialling_an_agent_needs_exactly_one_held_call(tenant: Tenant) -> None:
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    customer = on_a_call(tenant, ada)
    target = {"targetAgentId": sample.BEN, "parentContactId": customer}
    assert ada.command("dial-agent", target).status_code == 409
    ada.do(f"interactions/{customer}/hold")
    ada.hear_call("Holding", customer)
    ada.do("dial-agent", target)
    assert ben.hear_call("Active")["MasterID"] == customer


def test_a_customer_is_passed_on_to_a_skill(tenant: Tenant) -> None:
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    customer = on_a_call(tenant, ada)
    ada.do("dial-skill", {"skillId": sample.SUPPORT_VOICE, "parentContactId": customer})
    waiting = ada.hear("CallContactEvent", lambda event: event["ContactID"] != customer)["ContactID"]
    ada.do("interactions/transfer-calls")
    ada.hear_call("Disconnected", customer)
    assert tenant.get(f"/contacts/{customer}").json()["transferIndicatorName"] == "ReSkill"
    ben.be("Available")
    assert ben.hear_call("Active", waiting)["MasterID"] == customer


def test_two_outside_calls_are_joined_or_passed_on(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    customer = on_a_call(tenant, ada)
    assert ada.command("interactions/transfer-calls").status_code == 409
    ada.do(f"interactions/{customer}/hold")
    ada.hear_call("Holding", customer)
    expert = ada.dial("4155550199", parentContactId=customer)
    ada.hear_call("Active", expert)
    # Joined
    ada.do("interactions/conference-calls")
    assert ada.hear("Conference")["ConferenceNo"] == "1"
    for contact_id in (customer, expert):
        ada.hear_call("Joined", contact_id)
    ada.heard.clear()
    # On hold, and back
    assert ada.command("interactions/conference-resume", {"conferenceNo": 1}).status_code == 409
    ada.do("interactions/conference-hold", {"conferenceNo": 1})
    ada.hear_call("Holding", expert)
    assert ada.command("interactions/conference-hold", {"conferenceNo": 2}).status_code == 400
    ada.do("interactions/conference-resume", {"conferenceNo": 1})
    ada.hear_call("Joined", expert)
    # One of them apart, and in again
    ada.heard.clear()
    assert ada.command(f"interactions/{expert}/join-conference").status_code == 409
    ada.do(f"interactions/{expert}/hold")
    ada.hear_call("Holding", expert)
    ada.do(f"interactions/{expert}/join-conference")
    ada.hear_call("Joined", expert)
    # Left to themselves
    ada.do("interactions/transfer-calls")
    for contact_id in (customer, expert):
        ada.hear_call("Disconnected", contact_id)
    assert tenant.get(f"/contacts/{customer}").json()["transferIndicatorName"] == "External"
    assert tenant.get(f"/contacts/{customer}").json()["conferenceSeconds"] >= 0


def test_custom_data_is_set_from_the_session(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = on_a_call(tenant, ada)
    path = f"interactions/{contact_id}/custom-data"
    ada.do(path, {"indicatorName": "x", "data": "recordId=0035e00000AbCdE|step=2"})
    ada.hear("CallContactEvent", lambda event: event["CustomData"] == "recordId=0035e00000AbCdE|step=2")
    many = "|".join(f"k{number}=v" for number in range(21))
    for wrong in (many, "novalue", "k=" + "v" * 40_000):
        assert ada.command(path, {"data": wrong}).status_code == 400
