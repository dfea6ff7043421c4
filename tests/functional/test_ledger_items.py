"""The ledger over DynamoDB behind real HTTP."""

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from switchboard.activity.dossier import ActivityState, Attempt, Dossier
from switchboard.activity.links import Link
from switchboard.contact.key import ContactKey
from switchboard.errors import StoreUnavailable
from switchboard.stores.contact_items import ContactItems
from tests.support.ledger_contract import KEY, LATER, NOW, OTHER, LedgerContract
from tests.support.world import World


@pytest.fixture
def ledger_items(world: World) -> ContactItems:
    return ContactItems(world.aws.dynamodb(), world.names["ContactsTable"].ref, "US", 86_400)


class TestContactItems(LedgerContract):
    @pytest.fixture
    def store(self, ledger_items: ContactItems) -> ContactItems:
        return ledger_items


class TestInTheTable:
    """What only DynamoDB has: expiry, reads that are left over, refusals."""

    def items(self, world: World, ledger_items: ContactItems, *dossiers: Dossier) -> list[dict[str, Any]]:
        assert all(ledger_items.write_each(dossiers))
        table, client = world.names["ContactsTable"].ref, world.aws.dynamodb()
        return [client.get_item(TableName=table, Key={"name": {"S": str(one.key)}})["Item"] for one in dossiers]

    @pytest.mark.parametrize("state", list(ActivityState))
    def test_only_what_is_settled_expires_counted_from_then_on(
        self, world: World, ledger_items: ContactItems, state: ActivityState
    ) -> None:
        (item,) = self.items(world, ledger_items, Dossier(KEY, created_at=NOW, since=NOW, state=state))

        if state in {ActivityState.WRITTEN, ActivityState.DELETED, ActivityState.SKIPPED}:
            assert int(item["expires_at"]["N"]) == int(NOW.timestamp()) + 86_400
        else:
            assert "expires_at" not in item

    def test_what_is_being_written_does_not_expire(self, world: World, ledger_items: ContactItems) -> None:
        dossier = Dossier(
            KEY, created_at=NOW, since=NOW, state=ActivityState.WRITTEN, attempt=Attempt("a", 1, LATER)
        )
        (item,) = self.items(world, ledger_items, dossier)
        assert "expires_at" not in item

    def test_indexes_hold_nothing_of_what_they_are_not_about(
        self, world: World, ledger_items: ContactItems
    ) -> None:
        (item,) = self.items(world, ledger_items, Dossier(KEY, created_at=NOW, since=NOW))
        assert set(item) == {"name", "revision", "document"}

    def test_what_dynamodb_leaves_over_is_read_again(
        self, world: World, ledger_items: ContactItems, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keys = [ContactKey.parse(f"4599001:acd:{number}") for number in range(1, 11)]
        self.items(world, ledger_items, *(Dossier(key, created_at=NOW, since=NOW) for key in keys))
        client = ledger_items._client
        whole: Any = client.batch_get_item

        def part(**asked: Any) -> Any:
            (table,) = asked["RequestItems"]
            wanted = asked["RequestItems"][table]
            first, rest = wanted["Keys"][:3], wanted["Keys"][3:]
            answer = whole(RequestItems={table: {**wanted, "Keys": first}})
            return {**answer, "UnprocessedKeys": {table: {**wanted, "Keys": rest}} if rest else {}}

        monkeypatch.setattr(client, "batch_get_item", part)
        monkeypatch.setattr("switchboard.stores.contact_items.time.sleep", lambda _: None)

        assert len(ledger_items.read([str(key) for key in keys])) == 10

    def test_what_is_left_over_again_and_again_is_trouble(
        self, ledger_items: ContactItems, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def nothing(**asked: Any) -> Any:
            return {"Responses": {}, "UnprocessedKeys": asked["RequestItems"]}

        monkeypatch.setattr(ledger_items._client, "batch_get_item", nothing)
        monkeypatch.setattr("switchboard.stores.contact_items.time.sleep", lambda _: None)

        with pytest.raises(StoreUnavailable, match="THROTTLED"):
            ledger_items.read([str(KEY)])

    def test_somebody_elses_transaction_is_a_race_that_was_lost(
        self, ledger_items: ContactItems, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dossier = Dossier(KEY, created_at=NOW, since=NOW)

        def refuse(code: str, *reasons: str) -> None:
            def refused(**_: Any) -> None:
                answer: Any = {
                    "Error": {"Code": code, "Message": ""},
                    "CancellationReasons": [{"Code": reason} for reason in reasons],
                }
                raise ClientError(answer, "Write")

            for name in ("put_item", "transact_write_items"):
                monkeypatch.setattr(ledger_items._client, name, refused)

        refuse("TransactionConflictException")
        assert not ledger_items.write([dossier])
        refuse("TransactionCanceledException", "None", "TransactionConflict")
        assert not ledger_items.write([dossier, Link("4599001:interaction:1", KEY)])
        refuse("TransactionCanceledException", "ConditionalCheckFailed", "ThrottlingError")
        with pytest.raises(StoreUnavailable, match="TransactionCanceledException"):
            ledger_items.write([dossier, Link("4599001:interaction:1", KEY)])

    def test_a_table_that_is_away_is_trouble(self, world: World, ledger_items: ContactItems) -> None:
        world.aws.dynamodb().delete_table(TableName=world.names["ContactsTable"].ref)
        dossier = Dossier(KEY, created_at=NOW, since=NOW)

        for call in (
            lambda: ledger_items.read([str(KEY)]),
            lambda: ledger_items.write([dossier]),
            lambda: ledger_items.write([dossier, Link("4599001:interaction:1", KEY)]),
            lambda: ledger_items.write_each([dossier, replace(dossier, key=OTHER)]),
            lambda: ledger_items.due(0, NOW, 1),
        ):
            with pytest.raises(StoreUnavailable):
                call()
