"""The problems of contacts that are no calls, and of digital ones; ``problems.py`` has the others."""

from collections.abc import Mapping

from switchboard.desk.digital import refusals as digital
from switchboard.desk.media import refusals as media
from switchboard.desk.session.refusals import DeskRefusal

MEDIA_PROBLEMS: Mapping[type[DeskRefusal], tuple[int, str, str, str]] = {
    media.SomebodyElses: (
        403,
        "somebody-elses-contact",
        "Somebody else's contact",
        "The contact is not assigned to you. Only what you have can be read and handled.",
    ),
    media.NotActive: (
        409,
        "contact-not-active",
        "Contact is not active",
        "Accept or resume the contact first. What is over, or of another medium, takes no such command.",
    ),
    media.NotParked: (409, "not-parked", "Not parked", "The e-mail is not parked."),
    media.ParkingOff: (
        409,
        "parking-off",
        "E-mails are not parked here",
        "The business unit does not park e-mails. Save a draft instead.",
    ),
    media.AddressRefused: (
        422,
        "address-not-taken",
        "Address refused",
        "CXone does not take this e-mail address. Check it.",
    ),
    media.AttachmentsRefused: (
        422,
        "attachments-not-taken",
        "Attachments refused",
        "CXone does not take the attachments. Send fewer or smaller ones.",
    ),
    media.AttachmentsTooLarge: (
        413,
        "attachments-too-large",
        "Attachments too large",
        "All attachments together may have 4 MiB here. CXone's own agent takes 10 MB.",
    ),
    media.NoFurtherContact: (
        409,
        "no-further-contact",
        "No further contact now",
        "You cannot have one more contact now: you have as many as you may, or the one you have bars it.",
    ),
    media.PointOfContactUnknown: (
        422,
        "point-of-contact-unknown",
        "Unknown point of contact",
        "There is no such point of contact for work items, or more than one of this name; see pointsOfContact.",
    ),
    media.PayloadTooLarge: (
        413,
        "payload-too-large",
        "Payload too large",
        "A work item's payload may have 32 kB.",
    ),
    media.WorkItemsFull: (
        503,
        "work-items-full",
        "Too many work items wait",
        "As many work items wait as the business unit may have. Try again when some are done.",
    ),
    media.NoSuchContact: (
        404,
        "contact-not-waiting",
        "No such contact",
        "There is no such contact, or it is over: no script is waiting.",
    ),
    digital.ChannelUnknown: (
        422,
        "digital-channel-unknown",
        "Unknown channel",
        "There is no such digital channel, or it cannot be written to first; the list of channels tells.",
    ),
    digital.CannotReply: (
        409,
        "cannot-reply",
        "No reply possible",
        "Nobody is known whom a reply could go to, or the channel takes none.",
    ),
    digital.MessageRefused: (
        422,
        "message-not-taken",
        "Message refused",
        "CXone does not take this message or its recipient. Check both.",
    ),
    digital.AssigneeUnknown: (
        422,
        "assignee-unknown",
        "Unknown assignee",
        "There is no such agent, or no routing queue for this skill.",
    ),
}
