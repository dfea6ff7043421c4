"""One interaction under several names: which dossier an event belongs to. Pure.

A digital case may be routed as ACD contacts, each with an id of its own. All of them are the case: an ACD contact
that names a case, or an interaction that a case has, goes on in the dossier of the case, and leaves a link where
its own was. Calls that follow each other in a transfer share an interaction too and remain what they are; their
master contact ties them together.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from switchboard.activity.dossier import Dossier
from switchboard.activity.dossier_changes import may_absorb
from switchboard.contact.fields import Field
from switchboard.contact.key import AliasKind, ContactAlias, ContactKey, NumberSpace
from switchboard.contact.words import Channel
from switchboard.contact_intake.models import Received

_NEVER_A_CASE = frozenset({Channel.VOICE.value, Channel.VOICEMAIL.value})


@dataclass(frozen=True, slots=True)
class Link:
    """Leads from a name, the key of a contact or an alias, to the dossier of its interaction."""

    name: str
    key: ContactKey
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of an erased contact: that nothing is to be kept of it any more."""

    name: str
    revision: int = 0


Item = Dossier | Link | Erased
Found = Mapping[str, Item | None]
"""Items by name as they were read; None where there is none."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the events of a contact belong.

    Args:
        dossier: key of the dossier.
        links: to be left along with it.
        absorbs: dossiers that become part of it; each has a link in its place.
        missing: names that have to be read before this holds.
    """

    dossier: ContactKey
    links: tuple[Link, ...] = ()
    absorbs: tuple[Dossier, ...] = ()
    missing: tuple[str, ...] = ()


def name_of(item: Item) -> str:
    """The name under which an item is kept."""
    return str(item.key) if isinstance(item, Dossier) else item.name


def aliases_to_follow(received: Iterable[Received]) -> tuple[ContactAlias, ...]:
    """The aliases that may lead to a digital case; a call never is one."""
    events = list(received)
    if any(one.event.fields.get(Field.CHANNEL) in _NEVER_A_CASE for one in events):
        return ()
    return tuple(dict.fromkeys(alias for one in events for alias in one.aliases))


def names_to_read(key: ContactKey, aliases: Iterable[ContactAlias]) -> list[str]:
    """Names of what is sure to be needed to place the events of a contact."""
    return list(dict.fromkeys([str(key), *(str(_case(alias) or alias) for alias in aliases)]))


def place(key: ContactKey, aliases: Collection[ContactAlias], found: Found) -> Placement:
    """Where the events of a contact belong, by what was read so far."""
    target = _target(key, aliases, found)
    interactions = [str(alias) for alias in aliases if alias.kind is AliasKind.INTERACTION]
    # A contact that claimed the interaction before its case turned up belongs to the case as well.
    claims = {
        name: link
        for name in interactions
        if isinstance(link := found.get(name), Link) and _leads_on(link.key, target)
    }
    others = dict.fromkeys([*([key] if _leads_on(key, target) else []), *(link.key for link in claims.values())])
    if missing := tuple(str(one) for one in (target, *others) if str(one) not in found):
        return Placement(target, missing=missing)
    absorbs: list[Dossier] = []
    links = [Link(name, target, claims[name].revision) for name in claims]
    links += [Link(name, target) for name in interactions if found.get(name) is None]
    for other in others:
        held = found[str(other)]
        if held is None:
            links.append(Link(str(other), target))
        elif isinstance(held, Dossier) and _fits(held, found[str(target)], absorbs):
            absorbs.append(held)
            links.append(Link(str(other), target, held.revision))
        elif isinstance(held, Dossier) and other == key:
            # Both are in Salesforce already, or one is being written: they stay apart.
            return Placement(key)
    return Placement(target, tuple(links), tuple(absorbs))


def _target(key: ContactKey, aliases: Iterable[ContactAlias], found: Found) -> ContactKey:
    own = found.get(str(key))
    if isinstance(own, Link):
        return own.key
    if key.space is NumberSpace.DFO:
        return key
    named = [case for alias in aliases if (case := _case(alias))]
    linked = [link.key for alias in aliases if isinstance(link := found.get(str(alias)), Link)]
    return next((one for one in (*named, *linked) if one.space is NumberSpace.DFO), key)


def _leads_on(key: ContactKey, target: ContactKey) -> bool:
    return key.space is NumberSpace.ACD and target.space is NumberSpace.DFO


def _fits(other: Dossier, target: Item | None, absorbs: Iterable[Dossier]) -> bool:
    held = [one for one in (target, *absorbs) if isinstance(one, Dossier)]
    return all(may_absorb(one, other) for one in held)


def _case(alias: ContactAlias) -> ContactKey | None:
    if alias.kind is not AliasKind.DFO_CONTACT:
        return None
    return ContactKey(alias.business_unit, NumberSpace.DFO, alias.value)
