"""What is decided about sessions without asking anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.fields import Field
from switchboard.contact.merge import Contact, merge
from switchboard.contact.words import Channel
from switchboard.desk.session import refusals
from switchboard.desk.session.api import age_s
from switchboard.desk.session.choosing import KEPT_S, Choosing, code_named, disposition_named
from switchboard.desk.session.handling import reason
from switchboard.desk.session.model import Callback, DeskContact, Disposition, Target, UnavailableCode
from switchboard.desk.session.outcome import Stored, Wish, digest, is_same, missing_of
from switchboard.desk.session.passing import is_reached
from switchboard.desk.session.ports import Command
from switchboard.desk.session.refusals import DeskRefusal
from switchboard.desk.session.said import outcome_event

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)


def call(contact_id: str = "1", state: str = "active", **more: object) -> DeskContact:
    given: dict[str, object] = {"channel": Channel.VOICE, "skill_id": "40110", "agent_id": "10021", **more}
    return DeskContact(contact_id=contact_id, state=state, **given)  # type: ignore[arg-type]


OVER = call(state="")
ITEM = call(channel=Channel.WORK_ITEM)


@pytest.mark.parametrize(
    ("command", "contact", "refusal", "meant"),
    [
        (Command.END, call(state="holding"), refusals.CannotEnd(), refusals.HeldCannotEnd),
        (Command.END, call(state="routing"), refusals.CannotEnd(), refusals.CannotEnd),
        (Command.END, OVER, refusals.CannotEnd(), refusals.ContactOver),
        (Command.HOLD, call(state="holding"), refusals.CannotHold(), refusals.CannotHold),
        (Command.HOLD, OVER, refusals.CannotHold(), refusals.ContactOver),
        (Command.ACCEPT, call(state="routing"), refusals.CannotAccept(), refusals.AnsweredOnPhone),
        (Command.REJECT, call(state="routing"), refusals.CannotReject(), refusals.AnsweredOnPhone),
        (Command.ACCEPT, ITEM, refusals.CannotAccept(), refusals.CannotAccept),
        (Command.ACCEPT_CONSULT, call(), refusals.NoConsult(), refusals.NoConsult),
        (Command.MASK, None, refusals.CannotMask(), refusals.CannotMask),
    ],
)
def test_a_refusal_is_told_in_the_light_of_the_contact(
    command: Command, contact: DeskContact | None, refusal: refusals.ContactRefusal, meant: type[DeskRefusal]
) -> None:
    assert type(reason(command, contact, refusal)) is meant


TO_BEN, TO_SKILL, TO_NUMBER = Target(agent_id="10022"), Target(skill_id="40120"), Target(phone="+14155550177")


class TestReaching:
    @pytest.mark.parametrize(
        ("contact", "others", "target", "is_it"),
        [
            (call(), [], TO_BEN, False),
            (call(state="holding"), [], TO_NUMBER, False),
            (call(), [ITEM], TO_BEN, False),
            (call(), [call("2", agent_id="10022")], TO_BEN, True),
            (call(), [call("2", skill_id="40120", agent_id="")], TO_SKILL, True),
            (call(), [call("2", skill_id="40120", agent_id="10022")], TO_SKILL, True),
            (call(), [call("2", agent_id="")], Target(skill_id="40110"), True),
            (call(), [call("2", is_outbound=True, to_address="+14155550177")], TO_NUMBER, True),
        ],
    )
    def test_somebody_is_reached_or_not_yet(
        self, contact: DeskContact, others: list[DeskContact], target: Target, is_it: bool
    ) -> None:
        assert is_reached(contact, others, target) is is_it

    @pytest.mark.parametrize(
        ("contact", "others", "target", "refusal"),
        [
            (ITEM, [], TO_BEN, refusals.NotACall),
            (call(state="routing"), [], TO_BEN, refusals.CallNotActive),
            (call(), [call("2", agent_id="10033")], TO_BEN, refusals.SecondCallOpen),
            (call(), [call("2", agent_id="10022"), call("3")], TO_BEN, refusals.SecondCallOpen),
            (call(), [call("2", to_address="+14155550177")], TO_NUMBER, refusals.SecondCallOpen),
            # A consultation with an agent carries the customer's skill: it is none with the skill itself.
            (call(), [call("2", agent_id="10022")], Target(skill_id="40110"), refusals.SecondCallOpen),
        ],
    )
    def test_what_stands_in_the_way_is_named(
        self, contact: DeskContact, others: list[DeskContact], target: Target, refusal: type[DeskRefusal]
    ) -> None:
        with pytest.raises(refusal):
            is_reached(contact, others, target)

    @given(
        others=st.lists(
            st.builds(
                DeskContact,
                contact_id=st.sampled_from("23456"),
                state=st.sampled_from(["active", "holding", "dialing", "inQueue"]),
                channel=st.sampled_from([Channel.VOICE, Channel.CHAT]),
                agent_id=st.sampled_from(["", "10021", "10022"]),
                skill_id=st.sampled_from(["40110", "40120"]),
                is_outbound=st.booleans(),
                to_address=st.sampled_from(["+14155550177", "8005550100"]),
            ),
            max_size=4,
        ),
        target=st.sampled_from([TO_BEN, TO_SKILL, TO_NUMBER]),
    )
    def test_nobody_is_dialled_beside_another_call(self, others: list[DeskContact], target: Target) -> None:
        calls = [one for one in others if one.is_call]
        try:
            may_dial = not is_reached(call(), others, target)
        except refusals.SecondCallOpen:
            may_dial = False
        assert may_dial == (not calls)


CODES = [UnavailableCode("7", "Break"), UnavailableCode("9", "Wrap-up", is_acw=True), UnavailableCode("3", "7")]
OUTCOMES = [
    Disposition("12", "Resolved"),
    Disposition("13", "Follow up", needs_commitment=True, needs_amount=True),
]


class TestChoosing:
    @pytest.mark.parametrize(("given_", "code_id"), [("break", "7"), (" Break ", "7"), ("9", "9"), ("7", "3")])
    def test_a_code_is_found_by_its_name_and_else_by_its_id(self, given_: str, code_id: str) -> None:
        assert code_named(given_, CODES).code_id == code_id

    def test_an_unknown_code_tells_those_there_are(self) -> None:
        with pytest.raises(refusals.CodeUnknown) as refused:
            code_named("Siesta", CODES)
        assert refused.value.told == {"codes": ["Break", "Wrap-up", "7"]}

    def test_a_disposition_is_found_by_id_or_name(self) -> None:
        assert disposition_named(OUTCOMES, disposition_id="13").name == "Follow up"
        assert disposition_named(OUTCOMES, name="RESOLVED ").disposition_id == "12"
        for unknown in ({"disposition_id": "99"}, {"name": "13"}):
            with pytest.raises(refusals.DispositionUnknown):
                disposition_named(OUTCOMES, **unknown)

    def test_what_was_read_is_kept_for_some_minutes(self) -> None:
        now_s, read = [0.0], []

        class Reports:
            def codes(self, team_id: str) -> list[UnavailableCode]:
                read.append(team_id)
                return CODES

        choosing = Choosing(Reports(), clock=lambda: now_s[0])  # type: ignore[arg-type]
        choosing.codes("1")
        now_s[0] = KEPT_S - 1
        choosing.codes("1")
        choosing.codes("2")
        assert read == ["1", "2"]
        now_s[0] = KEPT_S
        choosing.codes("1")
        choosing.codes_anew("1")
        assert read == ["1", "2", "1", "1"]


CALLBACK = Callback(at=NOW, phone="+14155550134", skill_id="40120", agent_id="10021", notes="Renewal")


class TestOutcomes:
    @pytest.mark.parametrize(
        ("wish", "missing"),
        [
            (Wish(), ["commitment", "amount"]),
            (Wish(callback=CALLBACK), ["amount"]),
            (Wish(callback=CALLBACK, amount="1"), []),
        ],
    )
    def test_what_a_disposition_asks_for_is_named(self, wish: Wish, missing: list[str]) -> None:
        assert missing_of(OUTCOMES[1], wish) == missing
        assert missing_of(OUTCOMES[0], wish) == []

    @pytest.mark.parametrize(
        ("listed", "same"),
        [
            (Callback(at=NOW, phone="14155550134", skill_id="40120"), True),
            (Callback(at=NOW + timedelta(seconds=59), phone="+1 415 555 0134", skill_id="40120"), True),
            (Callback(at=NOW + timedelta(seconds=60), phone="14155550134", skill_id="40120"), False),
            (Callback(at=NOW, phone="14155550135", skill_id="40120"), False),
            (Callback(at=NOW, phone="14155550134", skill_id="40121"), False),
        ],
    )
    def test_a_callback_is_known_again(self, listed: Callback, same: bool) -> None:
        assert is_same(listed, CALLBACK) is same

    def test_a_digest_tells_contents_apart(self) -> None:
        other = Callback(at=NOW, phone="+14155550134", skill_id="40120", agent_id="10021", notes="renewal")
        assert digest(CALLBACK) != digest(other)
        assert digest(CALLBACK) == digest(CALLBACK)

    def test_saying_the_same_again_makes_no_event(self) -> None:
        stored = Stored(OVER, OUTCOMES[0])
        first = outcome_event(None, "005000000000001AAA", stored, "Replaced router", NOW)
        assert first is not None
        contact = merge(Contact(), first)
        again = NOW + timedelta(minutes=1)

        assert contact.text(Field.DISPOSITION_NOTES) == "Replaced router"
        assert outcome_event(contact, "005000000000001AAA", stored, "Replaced router", again) is None
        corrected = outcome_event(contact, "005000000000001AAA", Stored(OVER, OUTCOMES[1]), "", again)
        assert corrected is not None
        assert merge(contact, corrected).text(Field.DISPOSITION) == "Follow up"


@pytest.mark.parametrize(("ago_s", "age"), [(0.0, 0), (1.9, 1), (-5.0, 0), (3_600.0, 3_600)])
def test_an_age_is_whole_and_never_negative(ago_s: float, age: int) -> None:
    assert age_s(NOW - timedelta(seconds=ago_s), NOW) == age
    assert age_s(None, NOW) is None
