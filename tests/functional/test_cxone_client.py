"""The CXone client against a tenant over TLS: logins, the shared token, reports, and trouble of every kind."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.traffic import Arrival
from local.simulator.faults import Fault
from local.simulator.journal import Exchange
from switchboard.contact_intake.report import read_reports
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.contacts import CxoneContacts
from switchboard.cxone.discovery import Discovery
from switchboard.cxone.families import ApiFamilies, ApiFamily
from switchboard.cxone.login import CxoneLogin
from switchboard.cxone.secret import parse_cxone_secret
from switchboard.cxone.session import CxoneSession
from switchboard.cxone.versions import ApiVersions
from switchboard.errors import (
    CC_ERRORS,
    CcConflict,
    CcError,
    CcLimitReached,
    CcLoginRefused,
    CcNotFound,
    CcRefused,
    CcTimeout,
    CcUnavailable,
)
from switchboard.runtime import cxone as wired
from switchboard.time_left import set_time_left
from switchboard.tokens import AccessToken, SharedTokens
from switchboard.web.session import Timeouts
from tests.fakes.tokens import MemoryTokenStore
from tests.support.world import World, forget

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Tenant:
    """A tenant and a client of it that never really sleeps."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.simulator = world.cxone
        self.slept_s: list[float] = []
        self.clock_s = 1_790_000_000.0
        self.secret = world.cxone_secret()

    def login(self) -> CxoneLogin:
        return CxoneLogin(Discovery(self.world.ca_file), ca_file=self.world.ca_file, clock=lambda: self.clock_s)

    def tokens(self) -> SharedTokens:
        login, secret = self.login(), parse_cxone_secret(json.dumps(self.secret))
        return SharedTokens(
            "cxone",
            MemoryTokenStore(),
            lambda: login.log_in(secret),
            refresh=lambda old: login.refresh(secret, old),
            errors=CC_ERRORS,
            clock=lambda: self.clock_s,
        )

    def client(
        self, versions: str = "", tokens: SharedTokens | None = None, families: ApiFamilies | None = None
    ) -> CxoneClient:
        tokens = tokens or self.tokens()
        session = CxoneSession(
            tokens,
            ca_file=self.world.ca_file,
            timeouts=Timeouts(1.0, 1.0),
            sleep=self.slept_s.append,
            roll=lambda: 0.5,
        )
        return CxoneClient(tokens, session, ApiVersions.parse("30.0", versions), families)

    def contacts(self, versions: str = "") -> CxoneContacts:
        return CxoneContacts(self.client(versions))

    def ring(self, ani: str = "4155550134") -> int:
        with self.simulator.world.turn():
            arrival = Arrival(ani, sample.MAIN_LINE, skill_id=sample.SUPPORT_VOICE)
            return self.simulator.traffic.begin(arrival).contact_id

    def end(self, *contact_ids: int) -> None:
        with self.simulator.world.turn():
            for contact_id in contact_ids:
                self.simulator.traffic.move(contact_id, Move.QUEUE)
                self.simulator.traffic.hang_up(contact_id)

    def wait(self, seconds: float) -> None:
        self.simulator.clock.advance(seconds)
        self.clock_s += seconds

    def change(self, **settings: object) -> None:
        self.simulator.world.settings = self.simulator.world.settings.changed(settings)

    def fault(self, **given: Any) -> None:
        self.simulator.faults.add([Fault.from_mapping(given)])

    def asked(self, path: str = "*") -> list[Exchange]:
        return self.simulator.journal.exchanges(path=path)


@pytest.fixture
def tenant(_servers: World) -> Iterator[Tenant]:
    """A tenant as new; who needs AWS too asks for ``world``."""
    _servers.cxone.reset()
    made = Tenant(_servers)
    # Contacts go to agents as the tests say, and not by themselves.
    made.change(routing="manual")
    yield made
    set_time_left(float("inf"))


def all_completed(contacts: CxoneContacts, since: datetime = LONG_AGO) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = []
    position = ""
    while True:
        page = contacts.completed(since, position)
        rows += page.rows
        position = page.next
        if not position:
            return rows


def ids(rows: list[Mapping[str, Any]]) -> list[str]:
    return [Answer(row).text("contactId") for row in rows]


class TestLoggingIn:
    @pytest.mark.parametrize("client_in", ["header", "form"])
    def test_an_access_key_with_an_oauth_client(self, tenant: Tenant, client_in: str) -> None:
        tenant.secret |= {"client_in": client_in}
        tenant.change(client_authentication="basic" if client_in == "header" else "body")

        token = tenant.tokens().current()

        assert token.instance_url == tenant.world.cxone_url
        assert [one.request.plain_path for one in tenant.asked()] == [
            "/.well-known/openid-configuration",
            "/auth/token",
            "/.well-known/cxone-configuration",
        ]

    def test_an_access_key_alone(self, tenant: Tenant) -> None:
        kept = ("access_key_id", "access_key_secret", "issuer")
        tenant.secret = {name: tenant.secret[name] for name in kept} | {
            "flow": "access_key",
            "login_url": tenant.world.cxone_url,
        }
        token = tenant.tokens().current()

        assert (token.instance_url, token.refresh_token) == (tenant.world.cxone_url, "")
        # That endpoint writes its numbers as text.
        assert token.renew_at == tenant.clock_s + 3300

    def test_keys_with_signs_that_forms_and_headers_use_themselves(self, tenant: Tenant) -> None:
        secret = "a=b&c%d+e f:g"
        tenant.simulator.world.directory.add(
            {
                "access_keys": [
                    {"accessKeyId": "k=1", "accessKeySecret": secret, "agentId": sample.ROOT},
                ],
                "oauth_clients": [{"clientId": "c:1", "clientSecret": secret}],
            },
            datetime.now(UTC),
        )
        tenant.secret |= {
            "access_key_id": "k=1",
            "access_key_secret": secret,
            "client_id": "c:1",
            "client_secret": secret,
        }
        assert tenant.tokens().current().value

    @pytest.mark.parametrize("key", ["error_description", "errorDescription"])
    @pytest.mark.parametrize(
        ("wrong", "code"), [("access_key_secret", "invalid_grant"), ("client_secret", "invalid_client")]
    )
    def test_a_wrong_secret_is_refused_by_name(self, tenant: Tenant, key: str, wrong: str, code: str) -> None:
        tenant.change(error_text_key=key)
        tenant.secret |= {wrong: "hush-hush"}

        with pytest.raises(CcLoginRefused) as refused:
            tenant.tokens().current()
        assert refused.value.code == code
        assert "hush-hush" not in str(refused.value)

    def test_a_token_in_an_array_is_one(self, tenant: Tenant) -> None:
        tenant.fault(name="token-in-array")
        assert tenant.tokens().current().value

    @pytest.mark.parametrize("path", ["*openid-configuration", "*/auth/token", "*cxone-configuration"])
    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            pytest.param({"status": 503, "html": "<h1>Maintenance</h1>"}, CcUnavailable, id="down"),
            pytest.param({"drop": "before"}, CcUnavailable, id="dropped"),
            pytest.param({"truncate": True}, CcUnavailable, id="cut short"),
            pytest.param({"status": 429}, CcError, id="throttled"),
            pytest.param({"delay_s": 1.5}, CcTimeout, id="silent"),
            pytest.param({"slow_body_s": 3.0}, CcTimeout, id="trickling"),
        ],
    )
    def test_trouble_on_the_way_is_told_as_such(
        self, tenant: Tenant, path: str, fault: dict[str, Any], error: type[CcError]
    ) -> None:
        tenant.fault(path=path, **fault)
        set_time_left(1.0)

        with pytest.raises(error) as told:
            tenant.login().log_in(parse_cxone_secret(json.dumps(tenant.secret)))
        assert not isinstance(told.value, CcLoginRefused)

    def test_a_second_login_needs_no_discovery(self, tenant: Tenant) -> None:
        login, secret = tenant.login(), parse_cxone_secret(json.dumps(tenant.secret))
        login.log_in(secret)
        login.log_in(secret)

        assert len(tenant.asked("*openid-configuration")) == 1
        assert len(tenant.asked("*cxone-configuration")) == 1
        assert len(tenant.asked("*/auth/token")) == 2

    def test_what_was_discovered_outlives_the_issuer(self, tenant: Tenant) -> None:
        now = 0.0
        discovery = Discovery(tenant.world.ca_file, clock=lambda: now)
        found = discovery.token_endpoint(tenant.world.cxone_url, 5)
        tenant.fault(path="*openid-configuration", status=503)
        now = 7 * 3600.0

        assert discovery.token_endpoint(tenant.world.cxone_url, 5) == found
        assert len(tenant.asked("*openid-configuration")) == 2

    def test_no_secret_goes_to_a_place_without_tls(self, tenant: Tenant) -> None:
        tenant.simulator.world.origin = tenant.world.cxone_url.replace("https", "http")
        try:
            with pytest.raises(CcUnavailable, match="UNREADABLE_DISCOVERY"):
                tenant.tokens().current()
        finally:
            tenant.simulator.world.origin = tenant.world.cxone_url
        assert not tenant.asked("*/auth/token")


class TestTheToken:
    def test_it_is_refreshed_before_its_end(self, tenant: Tenant) -> None:
        tokens = tenant.tokens()
        first = tokens.current()
        tenant.wait(3301)
        second = tokens.current()

        assert second.value != first.value
        assert second.instance_url == first.instance_url
        grants = [one.request.form()["grant_type"] for one in tenant.asked("*/auth/token")]
        assert grants == ["password", "refresh_token"]

    def test_a_refresh_token_that_is_no_longer_taken_leads_to_a_login(self, tenant: Tenant) -> None:
        tokens = tenant.tokens()
        first = tokens.current()
        tenant.simulator.tokens.revoke_all()
        second = tokens.renew(first)

        assert second.value != first.value
        grants = [one.request.form()["grant_type"] for one in tenant.asked("*/auth/token")]
        assert grants == ["password", "refresh_token", "password"]

    def test_one_that_ended_without_notice_is_renewed_once(self, tenant: Tenant) -> None:
        contacts = tenant.contacts()
        contacts.now()
        tenant.fault(name="expired-token", path="*/server-time", count=1)
        contacts.now()

        assert [one.status for one in tenant.asked("*/server-time")] == [200, 401, 200]

    def test_a_second_refusal_is_a_refusal(self, tenant: Tenant) -> None:
        contacts = tenant.contacts()
        tenant.fault(path="*/server-time", status=401)

        with pytest.raises(CcLoginRefused):
            contacts.now()
        assert len(tenant.asked("*/server-time")) == 2
        assert len(tenant.asked("*/auth/token")) == 2

    def test_a_cold_environment_takes_the_one_that_is_there(self, world: World, tenant: Tenant) -> None:
        first = wired.cxone_tokens().current()
        forget()
        second = wired.cxone_tokens().current()

        assert second == first
        assert second.renew_at is not None
        assert second.refresh_token
        assert len(tenant.asked("*/auth/token")) == 1

    def test_a_replaced_secret_needs_no_new_deployment(self, world: World) -> None:
        world.put_secret("CxoneSecret", world.cxone_secret(access_key_secret="old"))
        wired.cxone_secret()
        world.put_secret("CxoneSecret", world.cxone_secret())

        assert wired.cxone_contacts().now()


class TestTheOtherHosts:
    def at(self, tenant: Tenant, tokens: SharedTokens | None = None) -> CxoneClient:
        here = dict.fromkeys(ApiFamily, tenant.world.cxone_url)
        return tenant.client(tokens=tokens, families=ApiFamilies.parse(here))

    def test_a_bare_list_is_a_list_even_of_one(self, tenant: Tenant) -> None:
        told = self.at(tenant).ask(ApiFamily.DIGITAL, "/dfo/3.0/channels")
        assert told
        assert [Answer(row).text("realExternalPlatformId") for row in told.rows("data")] == ["fb"]

    def test_a_schedule_is_the_user_hubs(self, tenant: Tenant) -> None:
        user = tenant.simulator.world.directory.agents[sample.ADA].uuid
        span = {"start": "2026-03-02T00:00:00Z", "end": "2026-03-03T00:00:00Z"}
        told = self.at(tenant).ask(ApiFamily.USER_HUB, f"/schedules/user/{user}", span)
        assert told is not None
        assert told.rows("schedules") is not None

    def test_the_tenants_area_and_domains_travel_with_the_token(self, tenant: Tenant) -> None:
        tenant.change(area="eu1", domain="cc.example")
        tokens = tenant.tokens()
        first = tokens.current()
        second = tokens.renew(first)

        for token in (first, second):
            assert (token.area, token.domain, token.user_hub_domain) == ("eu1", "cc.example", "cc.example")
        assert len(tenant.asked("*cxone-configuration")) == 1

    def test_a_token_of_an_older_release_is_renewed_once_to_learn_them(self, tenant: Tenant) -> None:
        tenant.change(area="", domain="cc.example")
        tokens = tenant.tokens()
        tokens.current()
        client = tenant.client(tokens=tokens)
        for _ in range(3):
            with pytest.raises(CcUnavailable, match="UNKNOWN_HOST") as told:
                client.ask(ApiFamily.DIGITAL, "/dfo/3.0/channels")
            assert told.value.nothing_done
        assert len(tenant.asked("*/auth/token")) == 2

    def test_a_refresh_finds_the_hosts_that_the_old_token_lacks(self, tenant: Tenant) -> None:
        login, secret = tenant.login(), parse_cxone_secret(json.dumps(tenant.secret))
        whole = login.log_in(secret)
        kept = AccessToken(whole.value, whole.instance_url, whole.renew_at, whole.refresh_token)
        assert login.refresh(secret, kept).area == "na1"

    def test_an_expired_token_is_renewed_there_too(self, tenant: Tenant) -> None:
        client = self.at(tenant)
        client.ask(ApiFamily.DIGITAL, "/dfo/3.0/channels")
        tenant.fault(name="expired-token", path="/dfo/*", count=1)
        assert client.ask(ApiFamily.DIGITAL, "/dfo/3.0/channels")
        assert [one.status for one in tenant.asked("/dfo/*")] == [200, 401, 200]

    def test_too_many_requests_are_a_limit_whatever_the_status(self, tenant: Tenant) -> None:
        tenant.fault(path="/dfo/*", status=409, message="Too many requests")
        with pytest.raises(CcLimitReached):
            self.at(tenant).ask(ApiFamily.DIGITAL, "/dfo/3.0/channels")


class TestCompletedContacts:
    def test_pages_to_the_end_with_every_digit_of_every_id(self, tenant: Tenant) -> None:
        tenant.change(max_top=100)
        rung = [tenant.ring() for _ in range(230)]
        tenant.end(*rung)

        found = ids(all_completed(tenant.contacts()))

        assert sorted(found) == sorted(str(one) for one in rung)
        assert any(int(one) > 2**53 for one in found)
        assert len(tenant.asked("*/contacts/completed")) == 3

    @pytest.mark.parametrize("versions", ["completed-contacts=23.0", "completed-contacts=30.0"])
    @pytest.mark.parametrize("odd", ["", "flipped-wrapper"])
    def test_both_generations_say_the_same(self, tenant: Tenant, versions: str, odd: str) -> None:
        contact_id = tenant.ring("+14155550134")
        tenant.end(contact_id)
        if odd:
            tenant.fault(name=odd, path="*/contacts/completed")

        page = tenant.contacts(versions).completed(LONG_AGO)

        (received,) = read_reports(page.rows, page.business_unit).received
        assert str(received.key) == f"4599001:acd:{contact_id}"
        told = {name.value: value for name, value in received.event.fields.items()}
        assert told["ani"] == "+14155550134"
        assert told["channel"] == "voice"
        assert told["reportOutcome"] == "abandoned"
        (asked,) = tenant.asked("*/contacts/completed")
        assert f"/v{versions.partition('=')[2]}/" in asked.request.path

    def test_a_later_change_comes_again_and_an_older_one_does_not(self, tenant: Tenant) -> None:
        contacts = tenant.contacts()
        first, second = tenant.ring(), tenant.ring()
        tenant.end(first, second)
        polled_at = contacts.completed(LONG_AGO).polled_at
        assert polled_at is not None
        tenant.wait(60)
        with tenant.simulator.world.turn():
            tenant.simulator.traffic.set_custom_data(second, {"a": "b"})

        assert ids(all_completed(contacts, polled_at + timedelta(seconds=30))) == [str(second)]

    @pytest.mark.parametrize("empty", ["204", "array"])
    def test_nothing_new_is_an_empty_page(self, tenant: Tenant, empty: str) -> None:
        tenant.change(empty_lists=empty)
        page = tenant.contacts().completed(datetime.now(UTC))

        assert (list(page.rows), page.next) == ([], "")
        assert (page.polled_at is None) == (empty == "204")

    def test_a_list_that_is_null_though_there_are_rows_is_no_empty_one(self, tenant: Tenant) -> None:
        tenant.end(tenant.ring())
        tenant.fault(name="null-lists", path="*/contacts/completed")

        with pytest.raises(CcUnavailable, match="INCOMPLETE_ANSWER"):
            tenant.contacts().completed(LONG_AGO)

    def test_a_link_to_another_host_is_not_followed(self, tenant: Tenant) -> None:
        rung = [tenant.ring() for _ in range(150)]
        tenant.end(*rung)
        contacts = tenant.contacts()
        tenant.simulator.world.origin = "https://elsewhere.example.com"
        try:
            found = ids(_pages_after_login(contacts, tenant))
        finally:
            tenant.simulator.world.origin = tenant.world.cxone_url

        assert sorted(found) == sorted(str(one) for one in rung)

    def test_nor_is_one_that_was_kept_since_the_tenant_moved(self, tenant: Tenant) -> None:
        rung = [tenant.ring() for _ in range(150)]
        tenant.end(*rung)
        kept = "https://elsewhere.example.com/incontactapi/services/v23.0/contacts/completed?Skip=100&top=100"

        page = tenant.contacts().completed(LONG_AGO, kept)
        assert (len(page.rows), page.next) == (50, "")

    def test_nobody_is_missed_when_reports_change_between_two_pages(self, tenant: Tenant) -> None:
        rung = [tenant.ring() for _ in range(150)]
        tenant.end(*rung)
        contacts = tenant.contacts()
        page = contacts.completed(LONG_AGO)
        tenant.wait(5)
        with tenant.simulator.world.turn():
            for contact_id in rung[:40]:
                tenant.simulator.traffic.set_custom_data(contact_id, {"a": "b"})

        found = ids([*page.rows, *contacts.completed(LONG_AGO, page.next).rows])
        assert set(found) == {str(one) for one in rung}


def _pages_after_login(contacts: CxoneContacts, tenant: Tenant) -> list[Mapping[str, Any]]:
    origin, tenant.simulator.world.origin = tenant.simulator.world.origin, tenant.world.cxone_url
    contacts.now()
    tenant.simulator.world.origin = origin
    return all_completed(contacts)


class TestActiveContacts:
    @pytest.mark.parametrize("versions", ["active-contacts=23.0", "active-contacts=30.0"])
    def test_those_that_are_not_over(self, tenant: Tenant, versions: str) -> None:
        waiting, over = [tenant.ring() for _ in range(120)], tenant.ring()
        tenant.end(over)

        found = ids(list(tenant.contacts(versions).active()))

        assert sorted(found) == sorted(str(one) for one in waiting)

    def test_none_are_none(self, tenant: Tenant) -> None:
        assert list(tenant.contacts().active()) == []


class TestOneContact:
    def test_by_its_id_whether_over_or_not(self, tenant: Tenant) -> None:
        contact_id = tenant.ring()
        contacts = tenant.contacts()
        before = contacts.contact(str(contact_id))
        tenant.end(contact_id)
        after = contacts.contact(str(contact_id))

        assert before is not None
        assert after is not None
        assert ids([before, after]) == [str(contact_id)] * 2
        assert Answer(after).whole("totalDurationSeconds") is not None

    def test_one_that_cxone_does_not_know(self, tenant: Tenant) -> None:
        assert tenant.contacts().contact("4711") is None

    def test_an_id_stays_within_its_place_in_the_path(self, tenant: Tenant) -> None:
        tenant.contacts().contact("1/../completed?updatedSince=2020")
        assert not tenant.asked("*/contacts/completed*")


@pytest.mark.parametrize(
    ("status", "kind", "asked"),
    [
        (400, CcRefused, 1),
        (403, CcRefused, 1),
        (404, CcNotFound, 1),
        (409, CcConflict, 1),
        (429, CcLimitReached, 3),
        (500, CcUnavailable, 3),
        (502, CcUnavailable, 3),
        (503, CcUnavailable, 3),
        (504, CcTimeout, 3),
    ],
)
@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ({"message": "Invalid skillId"}, "Invalid skillId"),
        ({"reason": "Invalid skillId", "html": "<h1>no</h1>"}, "Invalid skillId"),
        ({"name": "error-in-header"}, "Invalid skillId"),
    ],
    ids=["json", "reason", "header"],
)
def test_a_refusal_is_told_by_type_with_the_text_wherever_it_stands(
    tenant: Tenant, status: int, kind: type[CcError], asked: int, shape: dict[str, Any], text: str
) -> None:
    contacts = tenant.contacts()
    contacts.now()
    if "name" in shape:
        tenant.fault(path="*/server-time", **shape)
        shape = {"message": text}
    tenant.fault(path="*/server-time", status=status, **shape)
    tenant.simulator.journal.clear()

    with pytest.raises(kind) as told:
        contacts.now()

    assert (told.value.status, told.value.text) == (status, text)
    assert text not in str(told.value)
    assert len(tenant.asked("*/server-time")) == asked


class TestWaiting:
    def test_a_busy_cxone_is_left_in_peace_for_seconds(self, tenant: Tenant) -> None:
        contacts = tenant.contacts()
        tenant.fault(path="*/server-time", status=429, count=2)
        contacts.now()

        assert tenant.slept_s == [3.0, 6.0]

    def test_what_it_asks_for_is_obeyed(self, tenant: Tenant) -> None:
        contacts = tenant.contacts()
        tenant.fault(path="*/server-time", status=429, headers={"Retry-After": "7"}, count=1)
        contacts.now()

        assert tenant.slept_s == [pytest.approx(7.05)]

    def test_a_gateways_hiccup_is_tried_again_at_once(self, tenant: Tenant) -> None:
        contacts = tenant.contacts()
        tenant.fault(path="*/server-time", status=502, html="<h1>Bad gateway</h1>", count=1)
        contacts.now()

        assert tenant.slept_s == [pytest.approx(0.1)]

    def test_no_wait_goes_beyond_the_time_left(self, tenant: Tenant) -> None:
        contacts = tenant.contacts()
        contacts.now()
        tenant.simulator.journal.clear()
        tenant.fault(path="*/server-time", status=429)
        set_time_left(2.0)

        with pytest.raises(CcLimitReached):
            contacts.now()
        assert len(tenant.asked()) == 1

    @pytest.mark.parametrize("drop", ["before", "after", "during"])
    def test_a_connection_that_breaks_once_is_not_noticed(self, tenant: Tenant, drop: str) -> None:
        contacts = tenant.contacts()
        contacts.now()
        tenant.fault(path="*/server-time", drop=drop, count=1)

        assert contacts.now()

    def test_an_answer_cut_short_is_not_taken_for_one(self, tenant: Tenant) -> None:
        contacts = tenant.contacts()
        tenant.fault(path="*/server-time", truncate=True)

        with pytest.raises(CcUnavailable):
            contacts.now()

    @pytest.mark.parametrize("fault", [{"delay_s": 1.5}, {"slow_body_s": 4.0}], ids=["silent", "trickling"])
    def test_one_that_takes_too_long_is_given_up(self, tenant: Tenant, fault: dict[str, float]) -> None:
        contacts = tenant.contacts()
        contacts.now()
        tenant.fault(path="*/server-time", **fault)
        set_time_left(1.2)

        with pytest.raises(CcTimeout):
            contacts.now()

    def test_a_command_is_not_repeated_when_nobody_knows_whether_it_was_done(self, tenant: Tenant) -> None:
        session = CxoneSession(_Fixed(tenant), ca_file=tenant.world.ca_file, sleep=tenant.slept_s.append)
        tenant.fault(path="*/v30.0/x", drop="after")

        with pytest.raises(CcUnavailable):
            session.post(f"{tenant.world.cxone_url}/incontactapi/services/v30.0/x", json={})
        assert len(tenant.asked("*/v30.0/x")) == 1

    def test_a_command_that_was_throttled_was_not_done_and_is_repeated(self, tenant: Tenant) -> None:
        session = CxoneSession(_Fixed(tenant), ca_file=tenant.world.ca_file, sleep=tenant.slept_s.append)
        tenant.fault(path="*/v30.0/x", status=429, count=1)

        session.post(f"{tenant.world.cxone_url}/incontactapi/services/v30.0/x", json={})
        assert [one.status for one in tenant.asked("*/v30.0/x")] == [429, 404]


class _Fixed:
    """A token that nobody took back."""

    def __init__(self, tenant: Tenant) -> None:
        self._renew: Callable[[], AccessToken] = tenant.tokens().current

    def current(self) -> AccessToken:
        return self._renew()

    def renew(self, refused: AccessToken) -> AccessToken:
        return refused


def test_warm_calls_open_no_connection(tenant: Tenant) -> None:
    contacts = tenant.contacts()
    for _ in range(3):
        contacts.now()

    asked = tenant.asked("*/server-time")
    assert len({one.request.connection for one in asked}) == 1
    assert [one.opens_connection for one in asked[1:]] == [False, False]
