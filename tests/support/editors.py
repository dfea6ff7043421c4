"""People who work on Tasks in the org while Switchboard writes them, and what has to be left of their work."""

from collections.abc import Sequence
from dataclasses import dataclass

from local.salesforce_org.org import SalesforceOrg
from local.salesforce_org.store import Row
from local.salesforce_org.users import ADMIN_USER_ID
from switchboard.activity.edits import NOTHING
from switchboard.activity.edits import ours as maybe_ours
from switchboard.contact.key import ContactKey
from tests.support.chaos import Centre
from tests.support.chaos_org import SET_ONCE
from tests.support.people import PERSON_CONTACT, TWIN_TWO

OURS = ("CallType", "CallDurationInSeconds")
"""Fields of the rules whose values are ours, whatever a person writes."""

DELETED_SHARE = 0.06
BUSY_SHARE = 0.3


@dataclass(frozen=True)
class Edit:
    """What a person wrote into a field.

    Args:
        surely: whether it has to stay. A writer that is at work on the Task, has looked at it before the edit and
            sends its values after it cannot know; what it sends may stand in place of the person's words.
        act: in which part of the run.
    """

    value: object
    surely: bool
    act: int


class Editors:
    """The people.

    Args:
        every_s: the longest time from one deed to the next.

    Attributes:
        edits: the last edit of each field, by the Task's key.
        thrown_away: the Tasks that were deleted, and whether nobody was at work on them.
    """

    def __init__(self, org: SalesforceOrg, every_s: float) -> None:
        self.edits: dict[str, dict[str, Edit]] = {}
        self.thrown_away: dict[str, bool] = {}
        self._org = org
        self._every_s = every_s
        self._number = 0
        self._act = 1

    def work(self, centre: Centre) -> None:
        """Change or delete a Task now and then."""
        while True:
            centre.turns.sleep(centre.roll.uniform(0, self._every_s))
            tasks = self._tasks()
            if not tasks:
                continue
            # Now and then just the Task that somebody is writing.
            busy = [task for task in tasks if centre.hands[_key(task)]]
            task = centre.roll.choice(busy if busy and centre.roll.random() < BUSY_SHARE else tasks)
            if centre.roll.random() < DELETED_SHARE:
                self._throw_away(centre, task)
            else:
                field = centre.roll.choice(("Subject", "Description", "WhoId", "CallDisposition", SET_ONCE, *OURS))
                self._edit(centre, task, field)

    def work_on_all(self, centre: Centre) -> None:
        """Change something in every Task, and delete some; what comes after that is another part of the run."""
        for number, task in enumerate(self._tasks()):
            if number % 12 == 0:
                self._throw_away(centre, task)
                continue
            theirs = ("Subject", "Description", "WhoId", "CallDisposition")[number % 4]
            for field in (theirs, SET_ONCE, OURS[1]):
                self._edit(centre, task, field)
        self._act += 1

    def verdict(self, key: str, found: Sequence[Row], ours: Row, before: Row) -> list[str]:
        """What is wrong with the Tasks of a contact, in words that name the field.

        Args:
            ours: what stands there where no person wrote anything.
            before: the same in the part of the run before this one.
        """
        if key in self.thrown_away:
            if found and self.thrown_away[key]:
                return ["was deleted and is there again"]
            if not found:
                return []
        if not found:
            return ["lost"]
        if len(found) > 1:
            return [f"{len(found)} Tasks"]
        if key in self.thrown_away:
            return []
        (task,) = found
        allowed = {name: self._allowed(key, name, ours, before) for name in ours if name != SET_ONCE}
        edit = self.edits.get(key, {}).get(SET_ONCE)
        if edit and edit.surely:
            allowed[SET_ONCE] = [edit.value]
        return [
            f"{name} is {task[name]!r}, not {' or '.join(map(repr, values))}"
            for name, values in allowed.items()
            if task[name] not in values
        ]

    def _allowed(self, key: str, name: str, ours: Row, before: Row) -> list[object]:
        edit = self.edits.get(key, {}).get(name)
        if edit is None:
            return [ours[name]]
        if name in OURS:
            # Ours is written when it changes, and only then.
            is_older = edit.act < self._act and ours[name] != before[name]
            return [ours[name]] if is_older else [edit.value, ours[name]]
        return [edit.value] if edit.surely else [edit.value, ours[name]]

    def _tasks(self) -> list[Row]:
        with self._org.state.lock:
            return [row for row in self._org.state.store.rows("Task") if row["Switchboard_Key__c"]]

    def _edit(self, centre: Centre, task: Row, field: str) -> None:
        key = _key(task)
        value = self._words(centre, field, task[field])
        earlier = self.edits.setdefault(str(key), {}).get(field)
        # Where a person's words stood already, no writer sends its own.
        surely = not centre.hands[key] or (earlier is not None and earlier.surely)
        surely = surely and not (value is None and _is_ours_when_empty(centre, key, field))
        self.edits[str(key)][field] = Edit(value, surely, self._act)
        with self._org.state.lock, self._org.state.store.transaction():
            sobject = self._org.state.everything.of_id(str(task["Id"]))
            assert sobject is not None
            writer = self._org.state.writer(ADMIN_USER_ID, unrestricted=True)
            writer.update(sobject, str(task["Id"]), {field: value})

    def _words(self, centre: Centre, field: str, held: object) -> object:
        self._number += 1
        match field:
            case "WhoId":
                return centre.roll.choice([TWIN_TWO, PERSON_CONTACT, *([None] if held else [])])
            case "CallType":
                return "Internal"
            case "CallDurationInSeconds":
                return 80_000 + self._number
            case "Priority":
                return "High"
            case _:
                return f"A person's {field} {self._number}"

    def _throw_away(self, centre: Centre, task: Row) -> None:
        key = _key(task)
        self.thrown_away[str(key)] = not centre.hands[key]
        with self._org.state.lock, self._org.state.store.transaction():
            sobject = self._org.state.everything.of_id(str(task["Id"]))
            assert sobject is not None
            self._org.state.writer(ADMIN_USER_ID, unrestricted=True).delete(sobject, str(task["Id"]))


def _key(task: Row) -> ContactKey:
    return ContactKey.parse(str(task["Switchboard_Key__c"]))


def _is_ours_when_empty(centre: Centre, key: ContactKey, field: str) -> bool:
    """Whether a field that a person empties looks like one that was not written yet, so that nobody can tell."""
    dossier = centre.ledger(centre.store).read([key])[key]
    return any(NOTHING in maybe_ours(record, field) for record in dossier.records)
