"""What CXone's numbers and short names mean."""

from collections.abc import Mapping

from switchboard.contact.fields import Field, Value
from switchboard.contact.key import AliasKind, ContactAlias, ContactKey, NumberSpace
from switchboard.contact.words import Channel

MEDIA_TYPES = {
    "1": Channel.EMAIL,
    "3": Channel.CHAT,
    "4": Channel.VOICE,
    "5": Channel.VOICEMAIL,
    "6": Channel.WORK_ITEM,
    "7": Channel.SMS,
    "8": Channel.DIGITAL,
    "9": Channel.DIGITAL,
}
"""Channels by CXone's media type; a fax (2) is none of ours."""

PLATFORM_CHANNELS = {"email": Channel.EMAIL, "chat": Channel.CHAT, "sms": Channel.SMS}
"""Platforms that are channels of their own here; every other one is a sub-channel of digital."""

SUB_CHANNELS = {
    "apple-apps-reviews": "app store",
    "apple-business-chat": "apple messages",
    "fb": "facebook",
    "google-places": "google reviews",
    "ig": "instagram",
    "li": "linkedin",
    "microsoft-teams": "teams",
    "tw": "twitter",
    "yt": "youtube",
}
"""What people call platforms whose ``realExternalPlatformId`` says little; others keep theirs in lower case."""


def aliases_of(key: ContactKey, fields: Mapping[Field, Value]) -> tuple[ContactAlias, ...]:
    """The other names that the fields give the contact."""
    named = ((AliasKind.INTERACTION, Field.INTERACTION_ID), (AliasKind.DFO_CONTACT, Field.DFO_CONTACT_ID))
    return tuple(
        ContactAlias(key.business_unit, kind, str(fields[name]))
        for kind, name in named
        if fields.get(name) and not (name is Field.DFO_CONTACT_ID and key.space is NumberSpace.DFO)
    )
