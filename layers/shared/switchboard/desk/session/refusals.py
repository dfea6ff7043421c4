"""Why something cannot be done in an agent's session, one type for each reason.

Nothing was done where one of these is raised, except as its text says. What they tell beside their type is fit to
be shown: contact keys, names of codes and skills; it is never logged.
"""

from switchboard.errors import SwitchboardError


class DeskRefusal(SwitchboardError):
    """It does not fit what the agent or the contact is doing.

    Args:
        told: members that the answer adds.
    """

    def __init__(self, **told: object) -> None:
        super().__init__(type(self).__name__)
        self.told = told


class ContactRefusal(DeskRefusal):
    """A command does not fit the contact's state, which may tell why."""


class TooEarly(DeskRefusal):
    """Not yet: what was asked for before may not have taken effect."""


class OutcomeUnknown(DeskRefusal):
    """The command went out and no answer came: it may have been carried out."""


class PermissionMissing(DeskRefusal):
    """The user behind Switchboard, or the agent, lacks a permission of the contact centre's."""


class StationNeeded(DeskRefusal):
    """Neither a station nor a number was given, and none is remembered."""


class StationRefused(DeskRefusal):
    """The contact centre does not take the station or number."""


class PhoneInUse(DeskRefusal):
    """Another agent is logged in with the number."""


class SessionLimitReached(DeskRefusal):
    """As many agents are logged in as may be."""


class LoginNotPossible(DeskRefusal):
    """A session cannot be begun now, and there is none to join."""


class OpenContacts(DeskRefusal):
    """The agent has ``contacts``, or is in the work after one (``is_acw``)."""


class PersonalQueueWaiting(DeskRefusal):
    """Contacts wait for this very agent."""


class CodeUnknown(DeskRefusal):
    """The agent's team has no such unavailable code; ``codes`` names those it has."""


class CodeNeedsContact(DeskRefusal):
    """A code for the work after a contact, without one."""


class StateNotPossible(DeskRefusal):
    """The agent cannot become available or unavailable now."""


class LegConnected(DeskRefusal):
    """The agent's phone is connected already, or rings."""


class LegNotConnected(DeskRefusal):
    """The agent's phone is not connected."""


class LegInUse(DeskRefusal):
    """A call needs the agent's phone; ``contacts`` names it."""


class MuteNotPossible(DeskRefusal):
    """The agent's phone is not connected, or is muted, or not, as asked for."""


class NotYourContact(DeskRefusal):
    """There is no such contact, or the agent does not take part in it."""


class ContactOver(DeskRefusal):
    """The contact has ended."""


class CannotHold(ContactRefusal):
    """The contact is not active."""


class CannotResume(ContactRefusal):
    """The contact is not on hold."""


class CannotEnd(ContactRefusal):
    """The contact cannot be ended in its state."""


class HeldCannotEnd(DeskRefusal):
    """A contact on hold cannot be ended."""


class CannotAccept(ContactRefusal):
    """The contact is not offered to the agent now."""


class AnsweredOnPhone(DeskRefusal):
    """A call is answered, or left, on the agent's phone."""


class CannotReject(ContactRefusal):
    """The contact is not offered to the agent now."""


class NoConsult(ContactRefusal):
    """Nobody consults the agent with this contact now."""


class CannotRecord(ContactRefusal):
    """The contact is not active."""


class CannotMask(ContactRefusal):
    """The contact is not recorded now, or the recording is masked."""


class CannotUnmask(ContactRefusal):
    """The recording is not masked."""


class CannotSendTones(DeskRefusal):
    """The contact is no active call."""


class NotACall(DeskRefusal):
    """Only calls are consulted about, joined and passed to numbers."""


class ChannelNotPassedOn(DeskRefusal):
    """Contacts of this channel are not passed on by command."""


class CallNotActive(DeskRefusal):
    """The call is neither active nor on hold."""


class CannotReach(TooEarly):
    """The agent cannot reach anybody: another call is not on hold, or the work after one goes on."""


class TargetNeeded(DeskRefusal):
    """Nobody was named to pass the contact on to."""


class TargetUnknown(DeskRefusal):
    """There is no such agent, or it is the acting agent."""


class TargetNotReachable(DeskRefusal):
    """The agent is logged out or busy."""


class SkillRefused(DeskRefusal):
    """There is no such skill, or it is not of the kind that is needed."""


class NumberRefused(DeskRefusal):
    """The contact centre does not dial or take the number."""


class OutboundSkillNeeded(DeskRefusal):
    """The agent has no outbound skill, or several; ``skills`` names them."""


class TwoCallsNeeded(TooEarly):
    """The agent has not two calls that could be joined."""


class SecondCallOpen(DeskRefusal):
    """The agent has reached somebody else; ``contacts`` names the calls."""


class ConferenceNotAllowed(DeskRefusal):
    """The agent may not have a further call."""


class ContactNotOver(DeskRefusal):
    """The contact is still going on."""


class DispositionUnknown(DeskRefusal):
    """The contact's skill has no such disposition; ``dispositions`` names those it has."""


class SecondaryNotAllowed(DeskRefusal):
    """The skill takes one disposition only."""


class CommitmentNeeded(DeskRefusal):
    """The disposition asks for a commitment or its amount; ``missing`` names it."""


class CommitmentRefused(DeskRefusal):
    """The callback was refused; the disposition is stored. ``wrong`` names the member."""


class CommitmentUnderWay(DeskRefusal):
    """The same callback is being made by another request."""


class TagUnknown(DeskRefusal):
    """There is no such tag; the disposition is stored."""
