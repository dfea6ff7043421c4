"""An agent's contact history through the real handler against the simulated tenant."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from local.cxone import sample
from local.cxone.contacts.model import Contact
from tests.support import people
from tests.support.contacts_desk import COMPLETED, HISTORY, NUMBER, ContactsDesk
from tests.support.desk import UNIT
from tests.support.hooks import an_event, tell
from tests.support.tasks import tasks
from tests.support.world import OTHER_USER, USER, World, log_text

SKILL = str(sample.SUPPORT_VOICE)


@pytest.fixture
def desk(world: World) -> ContactsDesk:
    made = ContactsDesk(world)
    made.log_in()
    return made


@pytest.fixture(params=["v23", "newer"])
def generation(desk: ContactsDesk, request: pytest.FixtureRequest) -> str:
    """The shapes of both generations."""
    desk.change(shapes=request.param)
    return str(request.param)


def started(desk: ContactsDesk, contact_id: str) -> datetime:
    contact: Contact = desk.contact(contact_id)
    return contact.started


def ids(body: Any) -> list[str]:
    return [one["contactKey"].rpartition(":")[2] for one in body["contacts"]]


class TestTheList:
    @pytest.mark.usefixtures("generation")
    def test_a_contact_has_number_outcome_disposition_and_seconds(self, desk: ContactsDesk) -> None:
        contact_id = desk.had()
        desk.control(f"contacts/{contact_id}/disposition", {"dispositionId": sample.RESOLVED, "notes": "Reset"})

        answer = desk.look("contact-history")

        assert answer.status == 200
        assert (answer.json["complete"], answer.json["reason"], answer.json["next"]) == (True, None, None)
        [shown] = answer.json["contacts"]
        assert shown["startedAt"].endswith("Z")
        assert set(shown["seconds"]) == {"total", "queue", "agent", "hold", "wrapUp"}
        assert all(isinstance(one, int) for one in shown["seconds"].values())
        del shown["seconds"], shown["startedAt"]
        assert shown == {
            "contactKey": f"{UNIT}:acd:{contact_id}",
            "masterContactKey": f"{UNIT}:acd:{contact_id}",
            "channel": "voice",
            "direction": "inbound",
            "address": "4155550134",
            "number": NUMBER,
            "ourAddress": sample.MAIN_LINE,
            "skillId": SKILL,
            "skillName": "Support Voice",
            "outcome": "handled",
            "dispositionId": str(sample.RESOLVED),
            "disposition": "Resolved",
            "secondaryDispositionId": None,
            "notes": "Reset",
            "transfer": None,
            "dial": {"number": NUMBER, "recordId": None, "skillId": None},
            "activity": None,
        }

    def test_what_was_dialled_is_dialled_again_with_its_skill(self, desk: ContactsDesk) -> None:
        self._dialled(desk)
        [shown] = desk.look("contact-history?direction=outbound").json["contacts"]
        assert (shown["direction"], shown["number"]) == ("outbound", NUMBER)
        dial = {"number": NUMBER, "recordId": None, "skillId": str(sample.OUTBOUND_SALES)}
        assert shown["dial"] == dial
        called = desk.world.call("POST", "/v1/calls", dial, user=USER, headers={"idempotency-key": "again"})
        assert called.status == 202, called.body

    def _dialled(self, desk: ContactsDesk) -> None:
        body = {"number": NUMBER, "skillId": str(sample.OUTBOUND_SALES)}
        assert desk.world.call("POST", "/v1/calls", body, user=USER).status == 202
        desk.until(lambda: any(one.is_outbound and one.state.name == "ACTIVE" for one in desk.contacts()))
        [made] = [one for one in desk.contacts() if one.is_outbound]
        desk.hang_up(str(made.contact_id))
        desk.finish(str(made.contact_id))

    def test_another_agents_contacts_are_theirs(self, desk: ContactsDesk) -> None:
        desk.log_in_ben()
        mine, bens = desk.had(), desk.had(sample.BEN)
        assert ids(desk.look("contact-history").json) == [mine]
        assert ids(desk.look("contact-history", user=OTHER_USER).json) == [bens]

    def test_a_contact_that_was_passed_on_says_how(self, desk: ContactsDesk) -> None:
        desk.log_in_ben()
        contact_id = desk.ring(skillId=sample.SUPPORT_VOICE)
        desk.control(f"contacts/{contact_id}/route", {"agentId": sample.ADA})
        desk.until(lambda: desk.contact(contact_id).state.name == "ACTIVE")
        desk.transfer(contact_id)
        desk.finish(contact_id)
        [shown] = desk.look("contact-history").json["contacts"]
        assert (shown["contactKey"], shown["transfer"]) == (f"{UNIT}:acd:{contact_id}", "ReAgent")

    def test_the_activity_in_salesforce_is_named(self, desk: ContactsDesk) -> None:
        contact_id = desk.had()
        steps = [("queued", 0), ("answered", 5), ("ended", 60), ("wrappedUp", 70)]
        events = [an_event(kind, second, contactId=contact_id) for kind, second in steps]
        assert tell(desk.world, {"events": events}).status == 202
        desk.write()

        [shown] = desk.look("contact-history").json["contacts"]

        [task] = tasks(desk.world, shown["contactKey"])
        assert shown["activity"] == {"objectType": "Task", "recordId": task["Id"]}

    def test_the_customers_record_is_dialled_with(self, desk: ContactsDesk) -> None:
        contact_id = desk.had()
        tell(desk.world, {"events": [an_event("queued", 0, contactId=contact_id, userId=USER)]})
        path = f"/v1/contacts/{UNIT}:acd:{contact_id}"
        assert desk.world.call("PUT", path, {"whoId": people.GRACE}, user=USER).status == 200
        [shown] = desk.look("contact-history").json["contacts"]
        assert shown["dial"]["recordId"] == people.GRACE

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", 2),
            ("search=415 555-0134", 1),
            ("search=%2B14155550134", 1),
            ("search=0177", 1),
            ("search=support", 2),
            ("search=sales", 0),
            ("channel=voice", 2),
            ("channel=email", 0),
            ("direction=inbound", 2),
            ("direction=outbound", 0),
            (f"skillId={SKILL}", 2),
            ("skillId=40120", 0),
        ],
    )
    def test_filters(self, desk: ContactsDesk, query: str, found: int) -> None:
        desk.had()
        desk.had(ani="4155550177")
        assert len(desk.look(f"contact-history?{query.replace(' ', '%20')}").json["contacts"]) == found

    def test_pages_hold_every_contact_once(self, desk: ContactsDesk) -> None:
        had = [desk.had() for _ in range(5)]
        pages, cursor = [], ""
        while True:
            page = desk.look(f"contact-history?limit=2{cursor}").json
            pages.append(ids(page))
            if page["next"] is None:
                break
            cursor = f"&cursor={page['next']}"
        assert [len(one) for one in pages] == [2, 2, 1]
        assert [one for page in pages for one in page] == list(reversed(had))

    def test_a_period_is_kept_to(self, desk: ContactsDesk) -> None:
        contact_id = desk.had()
        at = started(desk, contact_id)
        before, after = (quote((at + timedelta(seconds=one)).isoformat()) for one in (-1, 1))
        week = quote((at - timedelta(days=20)).isoformat())
        assert ids(desk.look(f"contact-history?from={before}&to={after}").json) == [contact_id]
        assert ids(desk.look(f"contact-history?from={week}&to={after}").json) == [contact_id]
        assert ids(desk.look(f"contact-history?from={week}&to={before}").json) == []

    def test_an_unchanged_history_is_not_sent_again(self, desk: ContactsDesk) -> None:
        desk.had()
        first = desk.look("contact-history")
        tag = {"if-none-match": first.result["headers"]["ETag"]}
        again = desk.look("contact-history", headers=tag)
        assert (again.status, again.body) == (304, "")
        desk.had()
        assert desk.look("contact-history", headers=tag).status == 200

    @pytest.mark.parametrize("empty", ["204", "array"])
    def test_nothing_is_an_empty_list(self, desk: ContactsDesk, empty: str) -> None:
        desk.change(empty_lists=empty)
        for path in ("contact-history", "contact-history/recent"):
            answer = desk.look(path)
            assert (answer.status, answer.json["next"]) == (200, None)

    def test_nothing_private_is_logged(self, desk: ContactsDesk) -> None:
        desk.had()
        with log_text() as text:
            desk.look("contact-history?search=4155550134")
            desk.look("contact-history/recent")
        assert "555" not in text.getvalue()


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            ("from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z", "period-not-taken"),
            ("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "period-not-taken"),
            ("from=2026-01-02T00:00:00", "invalid-request"),
            ("cursor=nonsense", "bad-cursor"),
            ("cursor=WzEsMl0", "bad-cursor"),
            ("limit=101", "invalid-request"),
            ("timeZone=Mars/Olympus", "invalid-request"),
            ("channel=pigeon", "invalid-request"),
        ],
    )
    def test_what_cannot_be_asked_for(self, desk: ContactsDesk, query: str, problem: str) -> None:
        assert desk.look(f"contact-history?{query}").problem == problem

    def test_nobody_has_no_history(self, desk: ContactsDesk) -> None:
        assert desk.look("contact-history", user=None).problem == "no-acting-user"
        assert desk.look("contact-history", caller="operator").problem == "no-acting-user"
        assert desk.look("contact-history", user="005000000000009AAA").problem == "agent-unknown"


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"status": 401}, "cxone-login-refused"),
    ({"status": 429, "headers": {"Retry-After": "60"}}, "cxone-limit-reached"),
    ({"status": 429}, "cxone-limit-reached"),
    ({"status": 502, "html": "<h1>Bad gateway</h1>"}, "cxone-unavailable"),
    ({"delay_s": 3.0}, "cxone-timeout"),
]


class TestTrouble:
    @pytest.mark.parametrize(("fault", "problem"), FAULTS)
    def test_without_the_history_there_is_no_answer(
        self, desk: ContactsDesk, fault: dict[str, Any], problem: str
    ) -> None:
        desk.fault(path=HISTORY, **fault)
        answer = desk.look("contact-history", left_s=3.0)
        assert answer.problem == problem
        if "headers" in fault:
            assert answer.result["headers"]["Retry-After"] == "60"

    @pytest.mark.parametrize(("fault", "problem"), FAULTS)
    def test_without_reports_the_rest_is_told(
        self, desk: ContactsDesk, fault: dict[str, Any], problem: str
    ) -> None:
        contact_id = desk.had()
        desk.look("contact-history")
        desk.fault(path=COMPLETED, **fault)

        answer = desk.look("contact-history", left_s=3.0)

        assert answer.status == 200
        assert (answer.json["complete"], answer.json["reason"]) == (False, problem)
        assert ids(answer.json) == [contact_id]
        assert answer.json["contacts"][0]["seconds"] is None

    def test_an_expired_token_is_renewed(self, desk: ContactsDesk) -> None:
        contact_id = desk.had()
        desk.fault(path=HISTORY, status=401, count=1)
        assert ids(desk.look("contact-history").json) == [contact_id]


class TestRecentTargets:
    def test_whom_the_agent_called_can_be_called_again(self, desk: ContactsDesk) -> None:
        TestTheList()._dialled(desk)
        [shown] = desk.look("contact-history/recent").json["targets"]
        assert (shown["kind"], shown["number"]) == ("number", NUMBER)
        assert shown["dial"] == {"number": NUMBER, "recordId": None, "skillId": None}
        assert desk.look("contact-history/recent?search=9999").json["targets"] == []
        assert desk.look("contact-history/recent", user=OTHER_USER).json["targets"] == []

    def test_refusals_and_trouble(self, desk: ContactsDesk) -> None:
        assert desk.look("contact-history/recent?days=31").problem == "invalid-request"
        assert desk.look("contact-history/recent?cursor=x").problem == "bad-cursor"
        desk.fault(path="*/interaction-recent", status=503, html="<p>")
        assert desk.look("contact-history/recent").problem == "cxone-unavailable"
