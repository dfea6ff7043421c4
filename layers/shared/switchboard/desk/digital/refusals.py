"""Why something cannot be done with a digital contact, one type for each reason. Nothing was done."""

from switchboard.desk.session.refusals import DeskRefusal


class ChannelUnknown(DeskRefusal):
    """There is no such channel, or none that messages can go out on."""


class CannotReply(DeskRefusal):
    """It is not known whom a reply goes to, or the channel takes none."""


class MessageRefused(DeskRefusal):
    """The contact centre does not take the message or its recipient."""


class AssigneeUnknown(DeskRefusal):
    """There is no such agent, or no routing queue of the skill."""
