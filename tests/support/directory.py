"""The panel's directory for the functional tests: requests, and time that goes by for what is kept."""

from dataclasses import replace
from typing import Any

from local.cxone import sample
from local.cxone.directory.model import AddressBook, BookEntry
from tests.support.desk import Desk
from tests.support.world import USER, Answer, World, forget

SKILLS, STATES = "*/skills/activity", "*/agents/states"


class Panel(Desk):
    """An agent's panel, which looks at the directory."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        # Contacts go where the tests say, and not by themselves.
        self.change(routing="manual")

    def look(self, path: str, **more: Any) -> Answer:
        """A request of the user's."""
        return self.world.call("GET", f"/v1/{path}", **{"user": USER, **more})

    def ask(self, path: str, body: object, **more: Any) -> Answer:
        """A command of the user's."""
        return self.world.call("POST", f"/v1/{path}", body, **{"user": USER, **more})

    def later(self) -> None:
        """Everything is due again, and this is another environment."""
        client, table = self.world.aws.dynamodb(), self.world.names["DeskTable"].ref
        for item in client.scan(TableName=table)["Items"]:
            if "due_at" in item:
                client.update_item(
                    TableName=table,
                    Key={"owner": item["owner"], "item": item["item"]},
                    UpdateExpression="SET due_at = :past",
                    ExpressionAttributeValues={":past": {"N": "0"}},
                )
        forget()

    def boards(self) -> dict[str, dict[str, Any]]:
        """What is kept of boards, by owner and item."""
        items = self.world.aws.dynamodb().scan(TableName=self.world.names["DeskTable"].ref)["Items"]
        return {f"{one['owner']['S']}/{one['item']['S']}": dict(one) for one in items if "stamp" in one}

    def reads(self, pattern: str) -> int:
        """How often the tenant was asked."""
        return len(self.asked(pattern))

    def wait(self, seconds: float) -> None:
        """Time goes by in the tenant."""
        self.control("clock", {"advance_s": seconds})

    def add_book(self, number: int, name: str, kind: str, *entries: BookEntry, **assigned: Any) -> None:
        """Put an address book into the tenant."""
        with self.simulator.world.turn():
            world = self.simulator.world
            dated = tuple(replace(one, updated=world.now()) for one in entries)
            book = AddressBook(number, name, kind, entries=dated, is_loaded=True, **assigned)
            world.directory.address_books.put(book, world.now())

    def assign_ada(self, *skill_ids: int) -> None:
        """Let Ada work on these skills only."""
        with self.simulator.world.turn():
            world = self.simulator.world
            for one in list(world.directory.assignments):
                if one.agent_id == sample.ADA:
                    world.directory.assignments.put(replace(one, is_active=one.skill_id in skill_ids), world.now())
