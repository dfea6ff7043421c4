"""What the platform itself writes into a row: names, closed flags, the account of an activity, numbers."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from local.salesforce_org.moments import datetime_text, parse_datetime
from local.salesforce_org.store import Row, Store

Values = dict[str, object]

CLOSED_TASK = frozenset({"Completed"})
CLOSED_CASE = frozenset({"Closed"})


def derive(store: Store, object_name: str, row: Values, before: Row | None, now: datetime) -> None:
    """Fill in what follows from the other fields. ``before`` is the row as it was, if there was one."""
    rule = _RULES.get(object_name)
    if rule is not None:
        rule(store, row, before, now)


def full_name(row: Mapping[str, object]) -> str:
    """A person's name as shown."""
    return " ".join(str(part) for part in (row["FirstName"], row["LastName"]) if part)


def _person(_store: Store, row: Values, _before: Row | None, _now: datetime) -> None:
    row["Name"] = full_name(row)


def _account(_store: Store, row: Values, _before: Row | None, _now: datetime) -> None:
    if row["IsPersonAccount"]:
        row["Name"] = full_name(row)


def _task(store: Store, row: Values, before: Row | None, now: datetime) -> None:
    row["IsClosed"] = row["Status"] in CLOSED_TASK
    row["IsHighPriority"] = row["Priority"] == "High"
    if not row["IsClosed"]:
        row["CompletedDateTime"] = None
    elif before is None or not before["IsClosed"] or row["CompletedDateTime"] is None:
        row["CompletedDateTime"] = datetime_text(now.replace(microsecond=0))
    row["AccountId"] = _account_of_activity(store, row)


def _event(store: Store, row: Values, before: Row | None, _now: datetime) -> None:
    start = parse_datetime(str(row["StartDateTime"]))
    if start is not None:
        end = parse_datetime(str(row["EndDateTime"]))
        moved = before is not None and before["DurationInMinutes"] != row["DurationInMinutes"]
        if row["DurationInMinutes"] is not None and (end is None or moved):
            end = start + timedelta(minutes=int(str(row["DurationInMinutes"])))
            row["EndDateTime"] = datetime_text(end)
        elif end is not None:
            row["DurationInMinutes"] = int((end - start).total_seconds() // 60)
    row["AccountId"] = _account_of_activity(store, row)


def _account_of_activity(store: Store, row: Row) -> object:
    """From WhatId where that is an account or belongs to one, otherwise from the Contact in WhoId."""
    what = store.find(row["WhatId"])
    if what is not None:
        if str(what["Id"]).startswith("001"):
            return what["Id"]
        if what.get("AccountId"):
            return what["AccountId"]
    who = store.find(row["WhoId"])
    return None if who is None else who.get("AccountId")


def _case(store: Store, row: Values, before: Row | None, now: datetime) -> None:
    contact = store.find(row["ContactId"])
    row["ContactPhone"] = None if contact is None else contact["Phone"]
    row["ContactEmail"] = None if contact is None else contact["Email"]
    if row["AccountId"] is None and contact is not None:
        row["AccountId"] = contact["AccountId"]
    row["IsClosed"] = row["Status"] in CLOSED_CASE
    if not row["IsClosed"]:
        row["ClosedDate"] = None
    elif before is None or not before["IsClosed"]:
        row["ClosedDate"] = datetime_text(now.replace(microsecond=0))


def _opportunity(_store: Store, row: Values, _before: Row | None, _now: datetime) -> None:
    stage = str(row["StageName"] or "")
    row["IsClosed"] = stage.startswith("Closed")
    row["IsWon"] = stage == "Closed Won"


_RULES: dict[str, Callable[[Store, Values, Row | None, datetime], None]] = {
    "Account": _account,
    "Case": _case,
    "Contact": _person,
    "Event": _event,
    "Lead": _person,
    "Opportunity": _opportunity,
    "Task": _task,
    "User": _person,
}
