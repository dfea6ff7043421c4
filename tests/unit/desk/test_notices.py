"""Messages and alerts: whose they are, what is shown, what may be sent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from switchboard.agent.identity import Agent
from switchboard.desk.commitments.model import Commitment
from switchboard.desk.notices.alerts import Alerts
from switchboard.desk.notices.api import MessagesQuery, SendRequest
from switchboard.desk.notices.messages import Messages
from switchboard.desk.notices.model import Message, RejectedActivity
from switchboard.desk.notices.refusals import MessageNotFound, NothingSent, NotYourMessage, NotYourTeam
from switchboard.desk.session.model import Callback
from switchboard.desk.session.refusals import OutcomeUnknown
from switchboard.errors import BadCursor, CcTimeout, CcUnavailable, StoreUnavailable
from tests.fakes.agent_desk import MemoryCentre, MemoryMarks

NOW = datetime(2026, 3, 2, 14, 5, 30, tzinfo=UTC)
USER, OTHER = "005000000000001AAA", "005000000000002AAA"
ADA = Agent("10021", "", "Ada", "Brenner", "3301", "Service")


def message(number: int, html: str = "<p>Outage</p>", **given: Any) -> Message:
    values: dict[str, Any] = {
        "subject": f"Subject {number}",
        "starts": NOW - timedelta(minutes=1000 - number),
        "ends": NOW + timedelta(hours=1),
    }
    return Message(message_id=str(number), html=html, **{**values, **given})


@pytest.fixture
def centre() -> MemoryCentre:
    return MemoryCentre([message(310), message(312), message(311, "<b onclick=x()>Zone 4</b><script>x</script>")])


@pytest.fixture
def marks() -> MemoryMarks:
    return MemoryMarks()


@pytest.fixture
def messages(centre: MemoryCentre, marks: MemoryMarks) -> Messages:
    return Messages(centre, marks)


def ids(messages: Messages, user: str = USER, **query: Any) -> list[str]:
    return [one.message_id for one in messages.listed(user, ADA, MessagesQuery(**query), NOW).messages]


class TestMessages:
    def test_the_newest_comes_first_and_nothing_of_it_can_run(self, messages: Messages) -> None:
        answer = messages.listed(USER, ADA, MessagesQuery(), NOW)

        assert [one.message_id for one in answer.messages] == ["312", "311", "310"]
        assert (answer.messages[1].html, answer.messages[1].text) == ("<b>Zone 4</b>", "Zone 4")
        assert (answer.unread, answer.next) == (3, None)

    def test_pages_go_on_where_the_one_before_ended(self, messages: Messages) -> None:
        first = messages.listed(USER, ADA, MessagesQuery(limit=2), NOW)
        assert ids(messages, limit=2, cursor=first.next) == ["310"]
        with pytest.raises(BadCursor):
            ids(messages, cursor="x")

    def test_what_was_read_is_read_for_this_user_alone(self, messages: Messages) -> None:
        assert messages.mark(USER, ADA, "311", NOW, read=True).read
        assert ids(messages, unread=True) == ["312", "310"]
        assert ids(messages, OTHER, unread=True) == ["312", "311", "310"]
        messages.mark(USER, ADA, "311", NOW, read=False)
        assert ids(messages, unread=True) == ["312", "311", "310"]

    def test_search_looks_at_subject_and_text(self, messages: Messages) -> None:
        assert ids(messages, search="zone") == ["311"]
        assert ids(messages, search="subject 310") == ["310"]
        assert ids(messages, search="onclick") == []
        assert messages.listed(USER, ADA, MessagesQuery(search="zone"), NOW).unread == 3

    def test_what_is_over_is_gone(self, messages: Messages, centre: MemoryCentre) -> None:
        centre.inbox = [message(1, ends=NOW), message(2, ends=None, starts=None)]
        assert ids(messages) == ["2"]
        with pytest.raises(MessageNotFound):
            messages.mark(USER, ADA, "1", NOW, read=True)

    def test_another_agents_message_is_no_message(self, messages: Messages, marks: MemoryMarks) -> None:
        with pytest.raises(MessageNotFound):
            messages.mark(USER, ADA, "999", NOW, read=True)
        with pytest.raises(MessageNotFound):
            messages.remove(USER, ADA, "999", NOW)
        assert marks.kept == {}

    def test_a_deleted_message_stays_for_the_others(self, messages: Messages, centre: MemoryCentre) -> None:
        assert messages.remove(USER, ADA, "311", NOW).removed_for == "me"
        assert ids(messages) == ["312", "310"]
        assert ids(messages, OTHER) == ["312", "311", "310"]
        assert len(centre.inbox) == 3
        with pytest.raises(MessageNotFound):
            messages.remove(USER, ADA, "311", NOW)


def request(**given: Any) -> SendRequest:
    return SendRequest(**{"subject": "Outage", "text": "Zone 4", "agent_ids": ["10022"], **given})


class TestSending:
    def test_every_target_gets_a_message_of_its_own(self, messages: Messages, centre: MemoryCentre) -> None:
        centre.unknown = {"99999"}
        given = request(agent_ids=["10022", "99999", "10022"], team_ids=["3301"], valid_minutes=30)

        answer = messages.send(USER, ADA, given, NOW)

        assert (answer.sent, answer.failed, answer.can_take_back) == (2, 1, True)
        assert [(one.target_type, one.target_id, one.sent, one.reason) for one in answer.results] == [
            ("agent", "10022", True, None),
            ("agent", "99999", False, "target-unknown"),
            ("team", "3301", True, None),
        ]
        assert {one.ends - one.starts for one in centre.sent} == {timedelta(minutes=30)}

    def test_only_supervisors_write_to_other_teams(self, messages: Messages, centre: MemoryCentre) -> None:
        with pytest.raises(NotYourTeam):
            messages.send(USER, ADA, request(team_ids=["3302"]), NOW)
        assert centre.sent == []
        centre.supervisors = {"10021"}
        assert messages.send(USER, ADA, request(team_ids=["3302"]), NOW).sent == 2

    def test_what_nobody_gets_is_refused(self, messages: Messages, centre: MemoryCentre) -> None:
        centre.unknown = {"10022"}
        with pytest.raises(NothingSent) as raised:
            messages.send(USER, ADA, request(), NOW)
        assert raised.value.results[0]["reason"] == "target-unknown"

    def test_without_an_answer_nobody_says_that_it_was_not_sent(
        self, messages: Messages, centre: MemoryCentre
    ) -> None:
        centre.trouble = {"send": CcTimeout("TIMED_OUT")}
        with pytest.raises(OutcomeUnknown):
            messages.send(USER, ADA, request(), NOW)
        unsent = CcUnavailable("NO_CONNECTION")
        unsent.unsent = True
        centre.trouble = {"send": unsent}
        with pytest.raises(CcUnavailable):
            messages.send(USER, ADA, request(), NOW)

    def test_what_was_sent_is_told_even_where_it_cannot_be_remembered(
        self, messages: Messages, marks: MemoryMarks
    ) -> None:
        marks.trouble = StoreUnavailable("THROTTLED")
        answer = messages.send(USER, ADA, request(), NOW)
        assert (answer.sent, answer.can_take_back) == (1, False)

    def test_only_who_sent_a_message_deletes_it_for_everybody(
        self, messages: Messages, centre: MemoryCentre
    ) -> None:
        messages.send(USER, ADA, request(), NOW)
        centre.inbox.append(message(500))
        for message_id in ("310", "500"):
            with pytest.raises(NotYourMessage):
                messages.take_back(OTHER, message_id)
        assert messages.take_back(USER, "500").removed_for == "everybody"
        with pytest.raises(MessageNotFound):
            messages.take_back(USER, "500")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"agent_ids": []},
            {"agent_ids": [str(one) for one in range(1, 52)]},
            {"agent_ids": ["0"]},
            {"text": " "},
            {"subject": "x" * 101},
            {"valid_minutes": 0},
        ],
        ids=str,
    )
    def test_what_cannot_be_sent_is_refused_at_once(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="validation error"):
            request(**wrong)


def commitment(number: int, minutes: float, agent_id: str = "10021") -> Commitment:
    at = NOW + timedelta(minutes=minutes)
    promise = Callback(at=at, phone="4155550134", skill_id="40120", agent_id=agent_id, first_name="Grace")
    return Commitment(str(number), promise)


def alerts(messages: Messages, centre: MemoryCentre, *rejected: RejectedActivity) -> Alerts:
    return Alerts(
        messages,
        centre.commitments,
        centre.refused_contacts,
        lambda *_: rejected,
        lambda error: type(error).__name__,
        "US",
    )


class TestAlerts:
    def test_the_most_urgent_comes_first(self, messages: Messages, centre: MemoryCentre) -> None:
        centre.promised = [commitment(1, 31), commitment(2, 30), commitment(3, 5), commitment(4, -1)]
        centre.promised += [commitment(5, 1, ""), commitment(6, 1, "10022")]
        centre.refused = 2
        messages.mark(USER, ADA, "310", NOW, read=True)
        refused = RejectedActivity("4599001:acd:77", "FIELD_CUSTOM_VALIDATION_EXCEPTION", NOW)

        answer = alerts(messages, centre, refused).listed(USER, ADA, NOW)

        assert [(one.alert_id, one.urgent) for one in answer.alerts] == [
            ("commitmentDue:4", True),
            ("commitmentDue:3", True),
            ("message:311", False),
            ("message:312", False),
            ("activityRejected:4599001:acd:77", False),
            ("commitmentDue:2", False),
            ("refusedContacts:2", False),
        ]
        assert [one.overdue for one in answer.alerts[:2]] == [True, False]
        assert answer.alerts[0].phone_number == "+14155550134"
        assert answer.missing == []

    def test_nothing_to_see_to_is_an_empty_list(self, messages: Messages, centre: MemoryCentre) -> None:
        centre.inbox = []
        answer = alerts(messages, centre).listed(USER, ADA, NOW)
        assert (answer.alerts, answer.missing) == ([], [])

    def test_what_cannot_be_asked_for_hides_nothing_else(self, messages: Messages, centre: MemoryCentre) -> None:
        centre.trouble = {"commitments": CcTimeout("TIMED_OUT"), "refused_contacts": CcUnavailable("HTTP_500")}

        answer = alerts(messages, centre).listed(USER, ADA, NOW)

        assert len(answer.alerts) == 3
        assert [(one.kind, one.reason) for one in answer.missing] == [
            ("commitmentDue", "CcTimeout"),
            ("refusedContacts", "CcUnavailable"),
        ]

    def test_where_nothing_can_be_asked_for_the_trouble_is_told(
        self, messages: Messages, centre: MemoryCentre
    ) -> None:
        centre.trouble = dict.fromkeys(("commitments", "refused_contacts", "messages"), CcTimeout("TIMED_OUT"))

        def unreadable(*_: str) -> list[RejectedActivity]:
            raise StoreUnavailable("THROTTLED")

        with pytest.raises(CcTimeout):
            replace(alerts(messages, centre), rejected=unreadable).listed(USER, ADA, NOW)
