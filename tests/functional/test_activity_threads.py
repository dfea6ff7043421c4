"""Several writers at once, in real threads, on the same due contacts in DynamoDB: each contact has one Task.

Every thread is an environment of its own: with its own clients, connections and token.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from local.aws import Aws
from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.dossier import ActivityState
from switchboard.activity.ledger import Ledger
from switchboard.activity.outlook import due_rule
from switchboard.activity.writer import ActivityWriter, Report
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact_intake.models import Received
from switchboard.runtime.activity_writer import CIRCUIT, LEASE_S
from switchboard.runtime.services import salesforce_tokens
from switchboard.salesforce.activities import SalesforceRecords
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.session import SalesforceSession
from switchboard.stores.circuit_items import CircuitItems
from switchboard.stores.contact_items import ContactItems
from tests.fakes.contact_events import life
from tests.support.tasks import KEY_FIELD, composite_parts, tasks
from tests.support.world import World

WRITERS = 4
KEYS = [ContactKey("4599001", NumberSpace.ACD, str(7_000_000 + number)) for number in range(8)]
CALL = """14:04:52 queued callType=inbound channel=voice ani=+14155550134
14:05:11 answered agentId=10021 agentName=Ada
14:12:01 ended
14:12:40 wrappedUp disposition=Sale"""
ROUNDS = 3
MOST_TURNS = 200


class Environment:
    """What one Lambda environment has."""

    def __init__(self, world: World) -> None:
        client = Aws(world.aws.url).dynamodb()
        self.ledger = Ledger(ContactItems(client, world.names["ContactsTable"].ref, "US", 86_400))
        session = SalesforceSession(salesforce_tokens(), ca_file=world.ca_file)
        self.writer = ActivityWriter(
            self.ledger,
            SalesforceRecords(SalesforceClient(salesforce_tokens(), session, "66.0")),
            CircuitItems(client, world.names["TokensTable"].ref, CIRCUIT),
            lambda: DEFAULT_RULES,
            lease_s=LEASE_S,
        )

    def tell(self, key: ContactKey, story: str) -> None:
        """Take the events of a contact in."""
        rule = due_rule(DEFAULT_RULES, datetime.now(UTC))
        self.ledger.merge([Received(key, event) for event in life(story)], rule)

    def states(self) -> set[ActivityState]:
        return {dossier.state for dossier in self.ledger.read(KEYS).values()}


def at_once(*works: Callable[[], Report | None]) -> list[Report | None]:
    """Begin all of these in the same moment, each in a thread; what they give."""
    start = Barrier(len(works))

    def begin(work: Callable[[], Report | None]) -> Report | None:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result() for each in [pool.submit(begin, work) for work in works]]


def shuffled(seed: int) -> Sequence[ContactKey]:
    return random.Random(seed).sample(KEYS, len(KEYS))


def rows_sent(world: World) -> Counter[str]:
    """How often each Task was sent, by its key or id."""
    parts = [part for request in composite_parts(world) for part in request if part["method"] == "PATCH"]
    records = [record for part in parts for record in part["body"]["records"]]
    return Counter(record.get(KEY_FIELD) or record["id"] for record in records)


def test_contacts_that_all_writers_are_told_of_are_each_written_by_one(world: World) -> None:
    environments = [Environment(world) for _ in range(WRITERS)]
    for key in KEYS:
        environments[0].tell(key, CALL)

    def writing(number: int) -> Callable[[], Report]:
        return lambda: environments[number].writer.write(shuffled(number))

    reports = at_once(*(writing(number) for number in range(WRITERS)))

    assert Counter(str(task[KEY_FIELD]) for task in tasks(world)) == {str(key): 1 for key in KEYS}
    assert rows_sent(world) == {str(key): 1 for key in KEYS}
    assert sum(len(report.outcomes) for report in reports if report) == len(KEYS)
    assert environments[0].states() == {ActivityState.WRITTEN}


def test_what_is_told_while_all_write_is_written_in_the_end(world: World) -> None:
    environments = [Environment(world) for _ in range(WRITERS + 1)]
    for key in KEYS:
        environments[0].tell(key, CALL)

    def telling() -> None:
        for number in range(ROUNDS):
            for key in shuffled(number):
                environments[-1].tell(key, f"15:{number:02}:00 variables by=agent disposition=No{number}")

    def writing(number: int) -> Callable[[], None]:
        def write() -> None:
            for turn in range(MOST_TURNS):
                environments[number].writer.write(shuffled(turn))
                # The last word may be under way in somebody else's hands; whoever is done last finds all written.
                if turn >= ROUNDS and environments[number].states() == {ActivityState.WRITTEN}:
                    return

        return write

    at_once(telling, *(writing(number) for number in range(WRITERS)))
    environments[0].writer.write(KEYS)

    assert environments[0].states() == {ActivityState.WRITTEN}
    assert {str(task[KEY_FIELD]): task["CallDisposition"] for task in tasks(world)} == {
        str(key): f"No{ROUNDS - 1}" for key in KEYS
    }
    assert len(tasks(world)) == len(KEYS)
