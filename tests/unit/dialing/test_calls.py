"""What is known of a call never becomes less; which contact it is; which click made it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.dialing.call import Call, CallState, Sighting, in_words, learnt
from switchboard.dialing.clicks import Click
from switchboard.dialing.late import Outbound, late_relations, matched
from switchboard.dialing.ports import Dialled
from switchboard.dialing.sightings import found, of_status

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
NUMBER = "+14155550134"


def a_call(state: CallState = CallState.DIALING, contact_id: str = "") -> Call:
    return Call(
        user_id="005000000000001AAA",
        digest="d1",
        agent_id="10021",
        number=NUMBER,
        skill_id="40120",
        fingerprint="f",
        attempt="a",
        state=state,
        asked_at=NOW,
        sent_at=NOW,
        contact_id=contact_id,
    )


STATUSES = [
    ("dialing", "", CallState.DIALING, ""),
    ("Dialing", "NA", CallState.DIALING, ""),
    ("Ringing", "", CallState.DIALING, ""),
    ("naturalCallRinging", "", CallState.DIALING, ""),
    ("active", "", CallState.ACTIVE, ""),
    ("Holding", "NA", CallState.ACTIVE, ""),
    ("joined", "", CallState.ACTIVE, ""),
    ("Conference", "", CallState.ACTIVE, ""),
    ("masking", "", CallState.ACTIVE, ""),
    ("disconnected", "Busy", CallState.FAILED, "Busy"),
    ("Disconnected", "NoAnswer", CallState.FAILED, "NoAnswer"),
    ("disconnected", "BadNumber", CallState.FAILED, "BadNumber"),
    ("disconnected", "Succeeded", CallState.ENDED, ""),
    ("disconnected", "Dropped", CallState.ENDED, "Dropped"),
    ("AfterContactWork", "", CallState.ENDED, ""),
    ("Released", "", CallState.ENDED, ""),
    ("", "BadNumber", CallState.FAILED, "BadNumber"),
]


@pytest.mark.parametrize(("status", "code", "state", "reason"), STATUSES)
def test_a_status_of_the_contact_centres_means(status: str, code: str, state: CallState, reason: str) -> None:
    seen = of_status(status, code, contact_id="1", number=NUMBER)
    assert (seen.state, seen.reason) == (state, reason)


@pytest.mark.parametrize(
    ("before", "seen", "state", "reason"),
    [
        (CallState.DIALING, ("active", ""), CallState.ACTIVE, ""),
        (CallState.DIALING, ("disconnected", "Busy"), CallState.FAILED, "Busy"),
        (CallState.ACTIVE, ("dialing", ""), CallState.ACTIVE, ""),
        (CallState.ACTIVE, ("disconnected", "NoAnswer"), CallState.ENDED, "NoAnswer"),
        (CallState.ENDED, ("active", ""), CallState.ENDED, ""),
        (CallState.ENDED, ("disconnected", "Busy"), CallState.ENDED, "Busy"),
        (CallState.FAILED, ("active", ""), CallState.FAILED, ""),
        (CallState.UNDONE, ("active", ""), CallState.UNDONE, ""),
    ],
)
def test_what_is_learnt(before: CallState, seen: tuple[str, str], state: CallState, reason: str) -> None:
    after = learnt(a_call(before), of_status(*seen, contact_id="7"))
    assert (after.state, after.reason) == (state, reason)


SIGHTINGS = st.builds(
    lambda status, code, contact: of_status(status, code, contact_id=contact, number=NUMBER),
    st.sampled_from(["dialing", "active", "holding", "disconnected"]),
    st.sampled_from(["", "Busy", "Succeeded"]),
    st.sampled_from(["7", "7", "8", ""]),
)
RANK = {CallState.DIALING: 0, CallState.ACTIVE: 1, CallState.FAILED: 2, CallState.ENDED: 2}


@given(st.lists(SIGHTINGS, max_size=8))
def test_whatever_is_seen_a_call_only_goes_on_and_stays_with_its_contact(seen: list[Sighting]) -> None:
    call = a_call()
    for one in seen:
        after = learnt(call, one)
        assert RANK[after.state] >= RANK[call.state]
        assert call.contact_id in ("", after.contact_id)
        assert learnt(after, one) == after
        call = after


def test_a_call_of_another_contact_teaches_nothing() -> None:
    call = a_call(contact_id="7")
    assert learnt(call, of_status("active", contact_id="8")) == call


@pytest.mark.parametrize(
    ("offset_s", "number", "fits"),
    [
        (0, NUMBER, True),
        (-9, NUMBER, True),
        (-11, NUMBER, False),
        (119, "4155550134", True),
        (121, NUMBER, False),
        (5, "+12125550100", False),
        (5, "", False),
    ],
)
def test_a_contact_is_the_call_by_number_and_time(offset_s: int, number: str, fits: bool) -> None:
    seen = Sighting("7", CallState.ACTIVE, number, started_at=NOW + timedelta(seconds=offset_s))
    assert (found(a_call(), [seen], {}) is seen) is fits


def test_a_contact_that_is_another_call_is_not_taken() -> None:
    seen = Sighting("7", CallState.ACTIVE, NUMBER, started_at=NOW)
    assert found(a_call(), [seen], {"7": "other"}) is None
    assert found(a_call(), [seen], {"7": "d1"}) is seen


def test_silence_is_told_as_not_known() -> None:
    call = a_call()
    assert call.told(NOW + timedelta(seconds=89)) is CallState.DIALING
    assert call.told(NOW + timedelta(seconds=91)) is CallState.UNKNOWN
    assert a_call(contact_id="7").told(NOW + timedelta(days=1)) is CallState.DIALING


@pytest.mark.parametrize("state", CallState)
def test_every_state_has_words(state: CallState) -> None:
    assert in_words(state, "").endswith(".")
    assert in_words(state, "NoSuchCode") == in_words(state, "")


def a_click(**changes: object) -> Click:
    given: dict[str, object] = {
        "user_id": "005000000000001AAA",
        "number": NUMBER,
        "record_id": "003",
        "wanted_skill": "",
        "key": "",
        "arrived_at": NOW,
    }
    return Click(**{**given, **changes})  # type: ignore[arg-type]


def test_clicks_with_a_key_are_one_by_user_and_key() -> None:
    assert a_click(key="k").new_digest() == a_click(key="k", number="+1212", arrived_at=NOW).known_digest()
    assert a_click(key="k").new_digest() != a_click(key="l").new_digest()
    assert a_click(key="k").new_digest() != a_click(key="k", user_id="005000000000002AAA").new_digest()


def test_clicks_without_a_key_are_told_apart_by_user_number_and_record() -> None:
    names = {
        a_click(**changes).name
        for changes in (
            {},
            {"user_id": "005000000000002AAA"},
            {"number": "+12125550100"},
            {"record_id": ""},
        )
    }
    assert len(names) == 4
    assert a_click().new_digest() != a_click().new_digest()
    assert a_click(wanted_skill="1").name == a_click().name


def outbound(contact_id: int, after_s: float, number: str = NUMBER, agent: str = "10021") -> Outbound:
    key = ContactKey("4599001", NumberSpace.ACD, str(contact_id))
    return Outbound(key, agent, number, NOW + timedelta(seconds=after_s))


def dialled(digest: str, after_s: float, number: str = NUMBER, contact_id: str = "") -> Dialled:
    sent_at = NOW + timedelta(seconds=after_s)
    return Dialled("005000000000001AAA", digest, number, f"who-{digest}", "", sent_at, contact_id)


TWO_CALLS = [dialled("a", 0), dialled("b", 60)]
MATCHES = [
    ("one call, one contact", [outbound(1, 2)], [dialled("a", 0)], {1: "a"}),
    ("each of two its own", [outbound(1, 2), outbound(2, 62)], TWO_CALLS, {1: "a", 2: "b"}),
    ("whatever the order of the report", [outbound(2, 62), outbound(1, 2)], TWO_CALLS, {1: "a", 2: "b"}),
    ("one call is not two contacts", [outbound(1, 2), outbound(2, 30)], [dialled("a", 0)], {1: "a"}),
    ("a known contact first", [outbound(1, 2), outbound(2, 3)], [dialled("a", 0, contact_id="2")], {2: "a"}),
    ("another number", [outbound(1, 2, "+12125550100")], [dialled("a", 0)], {}),
    ("too late", [outbound(1, 200)], [dialled("a", 0)], {}),
    ("too early", [outbound(1, -60)], [dialled("a", 0)], {}),
]


@pytest.mark.parametrize(
    ("contacts", "calls", "expected"), [case[1:] for case in MATCHES], ids=[case[0] for case in MATCHES]
)
def test_reported_contacts_find_their_calls(
    contacts: list[Outbound], calls: list[Dialled], expected: dict[int, str]
) -> None:
    found = {int(one.key.contact_id): call.digest for one, call in matched(contacts, calls).items()}
    assert found == expected


@given(
    st.lists(st.integers(0, 300), max_size=6, unique=True), st.lists(st.integers(0, 300), max_size=6, unique=True)
)
def test_no_call_is_two_contacts(contacts: list[int], calls: list[int]) -> None:
    found = matched(
        [outbound(place + 1, after) for place, after in enumerate(contacts)],
        [dialled(f"d{after}", after) for after in sorted(calls)],
    )
    assert len({call.digest for call in found.values()}) == len(found)


def test_each_agents_calls_are_read_once() -> None:
    reads: list[str] = []

    def of_agent(agent_id: str, since: datetime, until: datetime) -> list[Dialled]:
        reads.append(agent_id)
        assert since < NOW < until
        return [dialled("a", 0)]

    told = late_relations([outbound(1, 2), outbound(2, 30), outbound(3, 2, agent="10022")], of_agent)

    assert reads == ["10021", "10022"]
    assert {one.key.contact_id for one in told} == {"1", "3"}
