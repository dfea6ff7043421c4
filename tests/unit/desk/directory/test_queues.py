"""How long the longest wait is, what counts where, and in what order skills come."""

from datetime import UTC, datetime
from typing import Any

import pytest

from switchboard.contact.words import Channel
from switchboard.desk.board.model import Board
from switchboard.desk.board.shared import Seen
from switchboard.desk.directory.counting import COUNTERS, Counter, counted, together, waiting_in
from switchboard.desk.directory.model import OwnSkill, SkillNow
from switchboard.desk.directory.queries import SkillsQuery
from switchboard.desk.directory.refusals import SkillNotFound, StillReading
from switchboard.desk.directory.skills import listed_skills, one_skill, queues
from switchboard.desk.directory.times import lasted_s, longest_wait_s, real_moment

NOW = datetime(2026, 3, 2, 14, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waiting", "earliest", "seconds"),
    [
        pytest.param(4, "2026-03-02T14:02:05+00:00", 205, id="by the contact centre's clock"),
        pytest.param(4, "2026-03-02T14:02:05", 205, id="without an offset it is UTC"),
        pytest.param(4, "2026-03-02T15:02:05.900+01:00", 204, id="whole seconds, another offset"),
        pytest.param(4, "2026-03-02T14:06:00+00:00", 0, id="never negative"),
        pytest.param(0, "2026-03-02T14:02:05+00:00", 0, id="nobody waits, whatever the time says"),
        pytest.param(0, "", 0, id="nobody waits, no time"),
        pytest.param(0, "1970-01-01T00:00:00+00:00", 0, id="nobody waits, the epoch"),
        pytest.param(0, "0001-01-01T00:00:00+00:00", 0, id="nobody waits, the year one"),
        pytest.param(2, "", None, id="somebody waits, no time"),
        pytest.param(2, "1970-01-01T00:00:00+00:00", None, id="somebody waits, the epoch"),
        pytest.param(2, "0001-01-01T00:00:00", None, id="somebody waits, the year one"),
        pytest.param(2, "soon", None, id="somebody waits, no time that can be read"),
    ],
)
def test_longest_wait(waiting: int, earliest: str, seconds: int | None) -> None:
    assert longest_wait_s(waiting, earliest, NOW.timestamp()) == seconds


def test_a_moment_is_told_in_utc() -> None:
    assert real_moment("2026-03-02T15:05:30+01:00") == NOW
    assert lasted_s("", NOW.timestamp()) is None


def skill(number: int = 1, **given: Any) -> SkillNow:
    values: dict[str, Any] = {
        "skill_id": str(number),
        "name": f"Skill {number}",
        "channel": Channel.VOICE.value,
        "is_active": True,
        "is_outbound": False,
        "waiting": 0,
        "email_waiting": 0,
        "personal_waiting": 0,
        "parked": 0,
        "earliest": "",
        "agents_available": 1,
        "agents_logged_in": 2,
        "agents_working": 1,
        "contacts_active": 1,
    }
    return SkillNow(**{**values, **given})


EARLY, LATE = "2026-03-02T14:00:00+00:00", "2026-03-02T14:05:00+00:00"


class TestCounters:
    @pytest.mark.parametrize("channel", Channel)
    def test_each_channel_has_its_own(self, channel: Channel) -> None:
        counters = counted([skill(channel=channel.value, waiting=3, earliest=EARLY)])

        assert counters[channel] == Counter(3, EARLY, 1)
        others = set(COUNTERS) - {channel, "personal"}
        assert all(counters[name] == Counter() for name in others)

    def test_queues_of_a_channel_add_up_and_the_earliest_contact_counts(self) -> None:
        one, two, three = (
            skill(1, waiting=2, earliest=LATE),
            skill(2, waiting=1, earliest=EARLY),
            skill(3, waiting=0, earliest="2020-01-01T00:00:00+00:00"),
        )
        assert counted([one, two, three])["voice"] == Counter(3, EARLY, 3)

    def test_what_is_told_without_a_time_waits_all_the_same(self) -> None:
        assert counted([skill(waiting=2)])["voice"] == Counter(2, "", 1)

    def test_the_earliest_is_compared_as_time_and_not_as_text(self) -> None:
        elsewhere = "2026-03-02T16:30:00+03:00"
        assert counted([skill(1, waiting=1, earliest=elsewhere), skill(2, waiting=1, earliest=EARLY)])[
            "voice"
        ] == Counter(2, elsewhere, 2)

    def test_a_fax_counts_nowhere(self) -> None:
        assert set(counted([skill(channel="", waiting=9)]).values()) == {Counter()}

    @pytest.mark.parametrize(
        ("told", "anybody", "personal"),
        [
            pytest.param({"waiting": 5}, 5, 0, id="one number only"),
            pytest.param({"waiting": 5, "email_waiting": 3, "personal_waiting": 2}, 3, 2, id="included"),
            pytest.param({"waiting": 3, "email_waiting": 3, "personal_waiting": 2}, 3, 2, id="not included"),
            pytest.param({"waiting": 2, "email_waiting": 0, "personal_waiting": 2}, 0, 2, id="personal ones only"),
        ],
    )
    def test_personal_queues_of_email_are_told_apart(
        self, told: dict[str, int], anybody: int, personal: int
    ) -> None:
        counters = counted([skill(channel=Channel.EMAIL.value, **told)])
        assert (counters["email"].waiting, counters["personal"].waiting) == (anybody, personal)

    def test_other_channels_have_no_personal_queues(self) -> None:
        call = skill(waiting=4, personal_waiting=2, email_waiting=1)
        assert (waiting_in(call), counted([call])["personal"]) == (4, Counter())

    def test_the_sum_has_the_earliest_of_all(self) -> None:
        assert together([Counter(1, LATE, 1), Counter(), Counter(2, EARLY, 2)]) == Counter(3, EARLY, 3)


def seen(*skills: SkillNow, complete: bool = True) -> Seen[SkillNow]:
    board = Board({one.skill_id: one for one in skills}, read_at=NOW.timestamp() - 2, whole_at=float(complete))
    return Seen(board, 2.0, "", NOW.timestamp())


def own(*numbers: int, complete: bool = True, **more: Any) -> Seen[OwnSkill]:
    given: dict[str, Any] = {"channel": "voice", "is_outbound": False, "can_dial": False, **more}
    rows = {str(number): OwnSkill(str(number), f"Skill {number}", **given) for number in numbers}
    return Seen(Board(rows, read_at=1, whole_at=float(complete)), 60.0, "", NOW.timestamp())


class TestList:
    def ids(self, *skills: SkillNow, mine: Seen[OwnSkill], **query: Any) -> list[str]:
        answer = listed_skills(seen(*skills), mine, SkillsQuery.model_validate(query))
        return [one.skill_id for one in answer.skills]

    def test_ones_own_come_by_name_and_then_by_id(self) -> None:
        skills = [skill(1, name="zeta"), skill(2, name="Alpha"), skill(3, name="alpha"), skill(4, name="Other")]
        assert self.ids(*skills, mine=own(1, 2, 3)) == ["2", "3", "1"]

    def test_all_are_those_that_are_active_and_ones_own(self) -> None:
        skills = [skill(1, is_active=False), skill(2, is_active=False), skill(3)]
        assert self.ids(*skills, mine=own(1), scope="all") == ["1", "3"]

    @pytest.mark.parametrize(
        ("query", "ids"),
        [
            ({"channel": "chat"}, ["2"]),
            ({"outbound": True}, ["3"]),
            ({"outbound": False}, ["1", "2"]),
            ({"search": "skill 2"}, ["2"]),
            ({"canDial": True}, []),
        ],
    )
    def test_filters(self, query: dict[str, Any], ids: list[str]) -> None:
        skills = [skill(1), skill(2, channel="chat"), skill(3, is_outbound=True)]
        assert self.ids(*skills, mine=own(1, 2, 3), **query) == ids

    def test_what_can_be_dialled_with_is_what_the_agent_may_dial_with(self) -> None:
        skills = [skill(1, is_outbound=True), skill(2, is_outbound=True)]
        assert self.ids(*skills, mine=own(1, can_dial=True), scope="all", canDial=True) == ["1"]

    def test_a_skill_of_which_nothing_was_told_has_no_numbers(self) -> None:
        (told,) = listed_skills(seen(), own(1), SkillsQuery()).skills
        assert (told.name, told.contacts_waiting, told.longest_wait, told.agents_available) == (
            "Skill 1",
            None,
            None,
            None,
        )

    def test_it_is_complete_when_both_have_been_read(self) -> None:
        for skills, mine, complete in ((True, True, True), (False, True, False), (True, False, False)):
            answer = listed_skills(seen(complete=skills), own(complete=mine), SkillsQuery())
            assert answer.complete is complete

    def test_the_age_is_that_of_the_queues(self) -> None:
        answer = listed_skills(seen(skill()), own(1), SkillsQuery())
        assert (answer.age_seconds, answer.as_of) == (2, datetime(2026, 3, 2, 14, 5, 28, tzinfo=UTC))


class TestOne:
    def test_it_is_shown_with_what_waits(self) -> None:
        told = one_skill(seen(skill(1, waiting=2, earliest=EARLY)), own(1), "1").skill
        assert (told.contacts_waiting, told.longest_wait, told.mine) == (2, 330, True)

    def test_there_is_none(self) -> None:
        with pytest.raises(SkillNotFound):
            one_skill(seen(), own(), "1")

    @pytest.mark.parametrize("which", [0, 1])
    def test_perhaps_it_has_not_been_read_yet(self, which: int) -> None:
        with pytest.raises(StillReading):
            one_skill(seen(complete=which != 0), own(complete=which != 1), "1")


def test_queues_count_ones_own_skills_only() -> None:
    skills = [
        skill(1, waiting=2, earliest=LATE),
        skill(2, waiting=7, earliest=EARLY),
        skill(3, channel="chat", waiting=1, earliest=EARLY, parked=2),
    ]
    answer = queues(seen(*skills), own(1, 3))

    assert (answer.voice.waiting, answer.voice.longest_wait) == (2, 30)
    assert (answer.chat.waiting, answer.chat.longest_wait) == (1, 330)
    assert (answer.total.waiting, answer.total.longest_wait, answer.total.skills) == (3, 330, 2)
    assert (answer.email.waiting, answer.email.longest_wait, answer.parked) == (0, 0, 2)
