"""Which dossiers a writer has to do something about now. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.contact.facts import facts_of
from switchboard.contact.fields import Field
from switchboard.contact.key import NumberSpace
from switchboard.contact.words import Channel, EventType

CLOCKS_DIFFER = timedelta(seconds=5)
"""Machines do not agree on the time to the second; a hint that comes at once must not come too early."""

SURELY_NEW = timedelta(days=1)
"""No contact is forgotten sooner after it was written: what began so shortly before it was heard of is new."""


class Readiness(StrEnum):
    """What to do about a dossier."""

    READY = "ready"
    THINK_AGAIN = "thinkAgain"
    WAIT = "wait"


def readiness(dossier: Dossier, now: datetime) -> Readiness:
    """Whether the activity is to be written now, or the rules have to be asked again.

    An attempt whose lease has ended left an unknown outcome, so it is written whatever the version says.
    """
    if dossier.is_being_written(now):
        return Readiness.WAIT
    if dossier.attempt is not None:
        return Readiness.READY
    if dossier.due_at is None or dossier.due_at > now + CLOCKS_DIFFER:
        return Readiness.WAIT
    match dossier.state:
        case ActivityState.DUE:
            return Readiness.READY
        case ActivityState.OPEN:
            return Readiness.THINK_AGAIN
        case _:
            return Readiness.WAIT


def looks_anew(dossier: Dossier) -> bool:
    """Whether records may exist of which nothing is remembered: the contact may have been forgotten since.

    So may every contact that goes on after its end, and every one whose beginning is not known, or lies long
    before it was heard of.
    """
    if dossier.records:
        return False
    channel = dossier.contact.text(Field.CHANNEL)
    if channel and Channel(channel).reopens:
        return True
    started_at = facts_of(dossier.contact, dossier.key.contact_id).started_at
    return started_at is None or dossier.created_at - started_at > SURELY_NEW


def is_a_remainder(dossier: Dossier) -> bool:
    """Whether more was known of a call once, so that the contact centre is to be asked for it.

    Nothing is told of its life, or what is told began long before. What CXone reports is all that it knows.
    """
    contact = dossier.contact
    if dossier.records or dossier.key.space is not NumberSpace.ACD or Field.REPORT_OUTCOME in contact.fields:
        return False
    lived = [entry.at for entry in contact.timeline if entry.type is not EventType.NOTE]
    started_at = facts_of(contact, dossier.key.contact_id).started_at
    first_at = min([*lived, *([started_at] if started_at else [])], default=None)
    return first_at is None or dossier.created_at - first_at > SURELY_NEW
