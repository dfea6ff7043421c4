"""Whose an activity is."""

from collections.abc import Collection

import pytest

from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.owners import Owners, RememberedUsers, Users, agents_in, users_told
from switchboard.activity.rules import OwnerRules
from switchboard.activity.writer import ActivityWriter
from tests.fakes.contact_events import contact_of, life
from tests.fakes.writing import LEASE_S, Writing, key

ADA, BEN = "005000000000001AAA", "005000000000002AAA"

TOLD = [
    pytest.param(f"14:00:00 answered agentId=7 userId={ADA}", {"7": ADA}, set(), id="one event names both"),
    pytest.param("14:00:00 answered agentId=7", {}, {"7"}, id="nobody says who the agent is"),
    pytest.param(f"14:00:00 answered agentId=7\n14:00:05 variables userId={ADA}", {}, {"7"}, id="of two events"),
    pytest.param(
        f"14:00:00 answered agentId=7 userId={ADA}\n14:01:00 answered agentId=8", {}, {"7", "8"}, id="passed on"
    ),
    pytest.param("14:00:00 answered agentId=7 userId=003000000000001AAA", {}, {"7"}, id="not a user"),
    pytest.param("14:00:00 queued", {}, set(), id="nobody answered"),
]


@pytest.mark.parametrize(("story", "told", "asked"), TOLD)
def test_who_is_asked_for_and_who_is_not(story: str, told: dict[str, str], asked: set[str]) -> None:
    contact = contact_of(life(story))

    assert users_told(contact) == told
    assert agents_in([contact]) == asked


def test_an_event_goes_before_the_directory() -> None:
    owners = Owners({"7": BEN}, {"7": ADA, "8": ADA, "9": None})

    assert owners.users == {"7": BEN, "8": ADA}


class Book:
    """A directory that counts what it is asked, and its clock."""

    def __init__(self) -> None:
        self.users: dict[str, str | None] = {"7": ADA, "9": None}
        self.asked: list[list[str]] = []
        self.now = 0.0
        self.remembered = RememberedUsers(self.ask, lambda: self.now)

    def ask(self, agent_ids: Collection[str]) -> Users:
        self.asked.append(list(agent_ids))
        return {one: self.users[one] for one in agent_ids if one in self.users}


@pytest.fixture
def book() -> Book:
    return Book()


class TestRemembering:
    def test_all_who_are_unknown_are_asked_for_at_once(self, book: Book) -> None:
        assert book.remembered({"7", "8", "9"}) == {"7": ADA, "9": None}
        assert book.remembered({"7", "8", "9"}) == {"7": ADA, "9": None}
        assert book.asked == [["7", "8", "9"]]

    def test_a_user_is_asked_for_again_after_minutes_and_nobody_sooner(self, book: Book) -> None:
        book.remembered({"7", "8", "9"})
        book.users = {"8": BEN}
        book.now = 61
        assert book.remembered({"7", "8", "9"}) == {"7": ADA, "8": BEN}
        assert book.asked[1:] == [["8", "9"]]

        book.now = 301
        assert book.remembered({"7", "8"}) == {"8": BEN}


class TestWriting:
    def written(self, book: Book, agents: str, owner: OwnerRules = OwnerRules()) -> Writing:  # noqa: B008 - frozen
        """Calls that these agents answered, one each, written in one batch."""
        writing = Writing(DEFAULT_RULES.model_copy(update={"owner": owner}))
        calls = {f"100{agent}": agent for agent in agents}
        for contact_id, agent in calls.items():
            writing.tell(
                f"14:00:00 answered channel=voice callType=inbound agentId={agent}\n14:01:00 ended\n"
                "14:02:00 wrappedUp",
                contact_id,
            )
        writer = ActivityWriter(
            writing.ledger,
            writing.crm,
            writing.circuits,
            lambda: writing.rules,
            lease_s=LEASE_S,
            users_of=book.ask,
            clock=writing.clock,
        )
        assert writer.write([key(one) for one in calls]).writes == 1
        return writing

    def test_a_batchs_agents_are_looked_up_together(self, book: Book) -> None:
        writing = self.written(book, "789")

        assert [sorted(asked) for asked in book.asked] == [["7", "8", "9"]]
        rows = {row.key: row.fields.get("OwnerId") for rows in writing.crm.written[-1] for row in rows}
        assert rows == {str(key("1007")): ADA, str(key("1008")): None, str(key("1009")): None}
        dossiers = writing.ledger.read([key("1007"), key("1008"), key("1009")])
        assert {one.key.contact_id: one.remarks for one in dossiers.values()} == {
            "1007": (),
            "1008": ("agentUnknown:OwnerId",),
            "1009": ("agentAmbiguous:OwnerId",),
        }

    def test_nobody_is_looked_up_where_the_rules_do_not_ask_for_it(self, book: Book) -> None:
        writing = self.written(book, "7", OwnerRules(agents=False))

        assert book.asked == []
        assert writing.ledger.read([key("1007")])[key("1007")].remarks == ()
