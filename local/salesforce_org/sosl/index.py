"""The search index: fed from committed changes, at once or with a lag, and asked term by term."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from local.salesforce_org.schema.model import Field, Schema, SObject
from local.salesforce_org.soql.tree import SearchGroup
from local.salesforce_org.sosl.find import AllOf, AnyOf, ButNot, Expression, Term
from local.salesforce_org.sosl.phones import PhoneIndex, PhoneProfile
from local.salesforce_org.sosl.words import Postings, side_by_side, words_of
from local.salesforce_org.store import Change, Row

_SEARCHED_TYPES = frozenset({"string", "textarea", "email", "url"})
_NAME_FIELDS = frozenset({"Name", "FirstName", "LastName"})
_WITH_PHONES = frozenset({"ALL", "PHONE", "SIDEBAR"})


def groups_of(field: Field) -> frozenset[str]:
    """The search groups that look at a text field. Phone fields have an index of their own."""
    if field.type not in _SEARCHED_TYPES or _is_copy(field):
        return frozenset()
    groups = {"ALL"}
    if field.is_name or field.name in _NAME_FIELDS:
        groups |= {"NAME", "SIDEBAR"}
    if field.type == "email":
        groups |= {"EMAIL", "SIDEBAR"}
    if field.external_id:
        groups.add("SIDEBAR")
    return frozenset(groups)


def _is_copy(field: Field) -> bool:
    """Whether it shows a phone or address of another record, as a Case does of its Contact."""
    return field.type in ("phone", "email") and not field.createable


@dataclass(slots=True)
class _ObjectIndex:
    texts: tuple[tuple[str, frozenset[str]], ...]
    phones: tuple[str, ...]
    words: Postings = field(default_factory=Postings)
    numbers: PhoneIndex = field(default_factory=PhoneIndex)
    entries: dict[str, tuple[tuple[frozenset[str], tuple[str, ...]], ...]] = field(default_factory=dict)


class SearchIndex:
    """What searches see of the records. The caller holds the org's lock."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._objects: dict[str, _ObjectIndex] = {}
        self._waiting: deque[tuple[datetime, Change]] = deque()
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._waiting.clear()
        self._objects = {
            name: _ObjectIndex(
                texts=tuple((one.name, groups) for one in each.listed if (groups := groups_of(one))),
                phones=tuple(one.name for one in each.listed if one.type == "phone" and not _is_copy(one)),
            )
            for name, each in self._schema.objects.items()
            if each.searchable
        }

    def note(self, changes: Iterable[Change], now: datetime, lag_s: float) -> None:
        """Take committed changes; they become findable after the lag."""
        due = now + timedelta(seconds=lag_s)
        for change in changes:
            if change.object in self._objects:
                self._waiting.append((due, change))
        if lag_s <= 0:
            self.catch_up(now)

    def catch_up(self, now: datetime | None = None) -> None:
        """Index what is due by now, or everything that waits."""
        waiting, self._waiting = self._waiting, deque()
        for due, change in waiting:
            if now is None or due <= now:
                self._apply(change)
            else:
                self._waiting.append((due, change))

    def find(
        self,
        sobject: SObject,
        expression: Expression,
        group: SearchGroup,
        profile: PhoneProfile,
        noise_digits: int,
    ) -> set[str]:
        """Ids of the object's records that the expression hits."""
        index = self._objects[sobject.name]

        def hits(part: Expression) -> set[str]:
            match part:
                case Term():
                    return _term_hits(index, part, group, profile, noise_digits)
                case AnyOf(parts):
                    return set().union(*map(hits, parts))
                case AllOf(left, right):
                    return hits(left) & hits(right)
                case ButNot(left, right):
                    return hits(left) - hits(right)

        return hits(expression)

    def _apply(self, change: Change) -> None:
        index = self._objects[change.object]
        index.numbers.remove(change.id)
        entry = index.entries.pop(change.id, ())
        for word in {word for _, words in entry for word in words}:
            index.words.remove(word, change.id)
        row = change.after
        if row is None or row["IsDeleted"]:
            return
        index.numbers.add(change.id, tuple(_texts(row, index.phones)))
        entry = tuple(
            (groups, words_of(value)) for name, groups in index.texts if isinstance(value := row[name], str)
        )
        index.entries[change.id] = entry
        for word in {word for _, words in entry for word in words}:
            index.words.add(word, change.id)


def _texts(row: Row, names: Iterable[str]) -> list[str]:
    return [value for name in names if isinstance(value := row[name], str)]


def _term_hits(
    index: _ObjectIndex, term: Term, group: SearchGroup, profile: PhoneProfile, noise_digits: int
) -> set[str]:
    found: set[str] = set()
    if group in _WITH_PHONES:
        found |= index.numbers.matching(term, profile, noise_digits)
    if group == "PHONE" or not term.words:
        return found
    holders = set(index.words.matching(term.words[0]))
    for word in term.words[1:]:
        holders &= index.words.matching(word)
    found |= {
        one
        for one in holders
        if any(group in groups and side_by_side(term.words, words) for groups, words in index.entries[one])
    }
    return found
