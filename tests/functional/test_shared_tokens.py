"""The shared token: one contract for the fake and for DynamoDB, and one login for many cold environments."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from switchboard.errors import CrmLoginRefused
from switchboard.salesforce.login import log_in, parse_secret
from switchboard.stores.token_items import TokenItems
from switchboard.tokens import AccessToken, LoginFailure, SharedTokens, TokenState, TokenStore
from tests.fakes.tokens import MemoryTokenStore
from tests.support.world import World

NOW = 1_790_000_000.0
OLD = AccessToken("old", "https://a.example")
NEW = AccessToken("new", "https://b.example")


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> TokenStore:
    if request.param == "memory":
        return MemoryTokenStore()
    world: World = request.getfixturevalue("world")
    return TokenItems(world.aws.dynamodb(), world.names["TokensTable"].ref)


class TestTokenStore:
    def test_knows_nothing_at_first(self, store: TokenStore) -> None:
        assert store.read("salesforce") == TokenState()

    def test_keeps_a_token_for_all(self, store: TokenStore) -> None:
        assert store.take_lease("salesforce", "a", seen=TokenState(), now=NOW, until=NOW + 10)
        store.keep("salesforce", "a", NEW)
        assert store.read("salesforce") == TokenState(NEW)

    def test_keeps_where_a_tenant_is_and_forgets_it_with_the_token(self, store: TokenStore) -> None:
        placed = AccessToken(
            "new", "https://b.example", area="na1", domain="d.example", user_hub_domain="u.example"
        )
        for token in (placed, OLD):
            store.take_lease("cxone", "a", seen=store.read("cxone"), now=NOW, until=NOW + 10)
            store.keep("cxone", "a", token)
            assert store.read("cxone") == TokenState(token)

    def test_vendors_do_not_meet(self, store: TokenStore) -> None:
        store.take_lease("salesforce", "a", seen=TokenState(), now=NOW, until=NOW + 10)
        store.keep("salesforce", "a", NEW)
        assert store.read("cxone") == TokenState()

    def test_gives_a_lease_to_one(self, store: TokenStore) -> None:
        assert store.take_lease("salesforce", "a", seen=TokenState(), now=NOW, until=NOW + 10)
        assert not store.take_lease("salesforce", "b", seen=TokenState(), now=NOW + 5, until=NOW + 15)
        assert store.take_lease("salesforce", "b", seen=TokenState(), now=NOW + 11, until=NOW + 21)

    def test_does_not_lease_what_has_changed_since(self, store: TokenStore) -> None:
        store.take_lease("salesforce", "a", seen=TokenState(), now=NOW, until=NOW + 10)
        store.keep("salesforce", "a", NEW)
        assert not store.take_lease("salesforce", "b", seen=TokenState(), now=NOW, until=NOW + 10)
        assert not store.take_lease("salesforce", "b", seen=TokenState(OLD), now=NOW, until=NOW + 10)
        assert store.take_lease("salesforce", "b", seen=TokenState(NEW), now=NOW, until=NOW + 10)

    def test_ignores_who_lost_the_lease(self, store: TokenStore) -> None:
        store.take_lease("salesforce", "a", seen=TokenState(), now=NOW, until=NOW + 10)
        store.take_lease("salesforce", "b", seen=TokenState(), now=NOW + 11, until=NOW + 21)
        store.keep("salesforce", "a", OLD)
        store.keep_failure("salesforce", "a", LoginFailure("x", True, NOW + 99))
        assert store.read("salesforce") == TokenState()

    def test_remembers_a_failure_until_its_time_and_until_a_token_comes(self, store: TokenStore) -> None:
        failure = LoginFailure("inactive_user", True, NOW + 30)
        store.take_lease("salesforce", "a", seen=TokenState(), now=NOW, until=NOW + 10)
        store.keep_failure("salesforce", "a", failure)
        seen = store.read("salesforce")
        assert seen == TokenState(None, failure)
        assert not store.take_lease("salesforce", "b", seen=seen, now=NOW + 29, until=NOW + 39)
        assert store.take_lease("salesforce", "b", seen=seen, now=NOW + 31, until=NOW + 41)
        store.keep("salesforce", "b", NEW)
        assert store.read("salesforce") == TokenState(NEW)


def _at_once(count: int, work: Callable[[], str]) -> list[str]:
    barrier = Barrier(count)

    def together(_: int) -> str:
        barrier.wait(timeout=60)
        return work()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(together, range(count)))


def _environment(world: World) -> SharedTokens:
    secret = parse_secret(json.dumps(world.login_secret()))
    store = TokenItems(world.aws.dynamodb(), world.names["TokensTable"].ref)
    return SharedTokens("salesforce", store, lambda: log_in(secret, ca_file=world.ca_file))


def test_fifty_cold_starts_at_once_are_one_login(world: World) -> None:
    environments = [_environment(world) for _ in range(50)]

    tokens = _at_once(50, lambda: environments.pop().current().value)

    assert len(set(tokens)) == 1
    assert len(world.asked("*/oauth2/token")) == 1


def test_fifty_environments_with_the_same_expired_token_are_one_login(world: World) -> None:
    environments = [_environment(world) for _ in range(50)]
    expired = environments[0].current()
    world.org.journal.clear()

    tokens = _at_once(50, lambda: environments.pop().renew(expired).value)

    assert len(set(tokens)) == 1
    assert expired.value not in tokens
    assert len(world.asked("*/oauth2/token")) == 1


def test_a_frozen_user_causes_one_login_and_no_storm(world: World) -> None:
    world.fault(path="*/oauth2/token", name="login_refused", options={"error": "inactive_user"})
    environments = [_environment(world) for _ in range(20)]

    def refused() -> str:
        with pytest.raises(CrmLoginRefused) as error:
            environments.pop().current()
        return error.value.code

    assert set(_at_once(20, refused)) == {"inactive_user"}
    assert len(world.asked("*/oauth2/token")) == 1
