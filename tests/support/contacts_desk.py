"""History and commitments for the functional tests: contacts that are over, promises, Tasks in Salesforce."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from local.cxone import sample
from local.cxone.callbacks.model import Callback, Stage
from tests.support.desk import UNIT, Desk
from tests.support.hooks import publish_activity_rules
from tests.support.world import USER, Answer, Context, World, handler

HISTORY, COMPLETED = "*/interaction-history", "*/contacts/completed"
PROMISES = "*/scheduled-callbacks"
NUMBER = "+14155550134"


class ContactsDesk(Desk):
    """Ada's panel."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        # Callbacks of skills come to whoever is available; contacts go where the tests say.
        self.change(routing="manual")

    def look(self, path: str, **more: Any) -> Answer:
        return self.world.call("GET", f"/v1/{path}", **{"user": USER, **more})

    def make(self, key: str = "key-1", user: str = USER, **changes: Any) -> Answer:
        """Promise a call."""
        return self.world.call(
            "POST", "/v1/commitments", promise(**changes), user=user, headers={"idempotency-key": key}
        )

    def change_one(self, commitment_id: str, user: str = USER, **changes: Any) -> Answer:
        return self.world.call("PUT", f"/v1/commitments/{commitment_id}", promise(**changes), user=user)

    def remove(self, commitment_id: str, notes: str | None = None, user: str = USER) -> Answer:
        body = None if notes is None else {"notes": notes}
        return self.world.call("DELETE", f"/v1/commitments/{commitment_id}", body, user=user)

    def command(self, commitment_id: str, command: str, body: object = None, **more: Any) -> Answer:
        path = f"/v1/commitments/{commitment_id}/{command}"
        return self.world.call("POST", path, body, **{"user": USER, **more})

    def had(self, agent_id: int = sample.ADA, **given: object) -> str:
        """A call that the agent had and has wrapped up."""
        contact_id = self.ring(**{"skillId": sample.SUPPORT_VOICE, **given})
        self.control(f"contacts/{contact_id}/route", {"agentId": agent_id})
        self.until(lambda: self.contact(contact_id).state.name == "ACTIVE")
        self.hang_up(contact_id)
        self.finish(contact_id)
        return contact_id

    def promised(self, **given: Any) -> str:
        """A commitment that was made elsewhere."""
        with self.simulator.world.turn():
            callback = Callback(
                **{
                    "callback_id": 0,
                    "phone_number": "4155550199",
                    "skill_id": sample.OUTBOUND_SALES,
                    "due": self.simulator.world.now() + timedelta(days=2),
                    "target_agent_id": sample.ADA,
                    **given,
                }
            )
            return str(self.simulator.diary.add(callback).callback_id)

    def callback(self, commitment_id: str) -> Callback:
        """A commitment as the tenant has it."""
        with self.simulator.world.turn():
            found = self.simulator.diary.get(int(commitment_id))
        assert found is not None
        return found

    def callbacks(self) -> list[Callback]:
        with self.simulator.world.turn():
            return self.simulator.diary.open_ones()

    def fall_due(self, commitment_id: str) -> None:
        """The commitment is told to its agent."""
        with self.simulator.world.turn():
            callback = self.simulator.diary.get(int(commitment_id))
            assert callback is not None
            self.simulator.diary.put(replace(callback, due=self.simulator.world.now()))
        self.until(lambda: self.callback(commitment_id).stage is Stage.DELIVERED)

    def may_delete(self, rule: int) -> None:
        """The business unit's rule."""
        with self.simulator.world.turn():
            directory = self.simulator.world.directory
            directory.tenant = replace(directory.tenant, commitment_deletion=rule)

    def show_commitments(self, **rules: Any) -> None:
        """Have them shown in Salesforce."""
        publish_activity_rules(self.world, commitments={"write": True, **rules})

    def messages(self) -> list[dict[str, Any]]:
        """What the writer is told, taken from the queue."""
        sqs, url = self.world.aws.sqs(), self.world.names["ActivityQueue"].ref
        told: list[dict[str, Any]] = []
        while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            told += [json.loads(one["Body"]) for one in batch]
            for one in batch:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
        return told

    def write(self) -> list[dict[str, Any]]:
        """Give the writer what it is told; the messages."""
        told = self.messages()
        self.write_these(told)
        return told

    def write_these(self, told: list[dict[str, Any]]) -> None:
        if told:
            records = [{"messageId": f"m{place}", "body": json.dumps(one)} for place, one in enumerate(told)]
            assert handler("activity_writer")({"Records": records}, Context(60)) == {"batchItemFailures": []}

    def sweep(self) -> None:
        """The schedule comes round."""
        handler("contact_reconciler")({}, Context(29))

    def waiting(self) -> list[str]:
        """Commitments that Salesforce does not show as they are."""
        items = self.world.aws.dynamodb().scan(TableName=self.world.names["DeskTable"].ref)["Items"]
        return [one["item"]["S"] for one in items if one["owner"]["S"] == "commitments#due"]

    def task_key(self, commitment_id: str) -> str:
        return f"{UNIT}:commitment:{commitment_id}"


def promise(**changes: Any) -> dict[str, Any]:
    """What is said of a promised call; None leaves a member out."""
    body = {
        "at": "2030-03-03T17:30:00+01:00",
        "phoneNumber": "(415) 555-0134",
        "skillId": str(sample.OUTBOUND_SALES),
        "notes": "Renewal",
        "firstName": "Grace",
        "lastName": "Okafor",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}
