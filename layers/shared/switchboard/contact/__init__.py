"""The contact: one interaction in the contact centre, and everything that is known of it."""

from switchboard.contact.words import CallType as CallType
from switchboard.contact.words import Channel as Channel
