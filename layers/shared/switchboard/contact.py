"""One interaction in the contact centre, in the field's own words."""

from enum import StrEnum


class CallType(StrEnum):
    """Who started the contact, as Open CTI names it."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


class Channel(StrEnum):
    """How the contact reached the agent; a digital one also has a sub-channel such as ``facebook``."""

    VOICE = "voice"
    VOICEMAIL = "voicemail"
    EMAIL = "email"
    CHAT = "chat"
    SMS = "sms"
    WORK_ITEM = "workItem"
    DIGITAL = "digital"
