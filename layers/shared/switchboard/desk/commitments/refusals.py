"""Why something cannot be done with a commitment, one type for each reason. Nothing was done, except as told."""

from switchboard.desk.session.refusals import DeskRefusal


class CommitmentUnknown(DeskRefusal):
    """There is no such open commitment that is the agent's, or one of the agent's skills'."""


class CommitmentClosed(DeskRefusal):
    """It has been kept or called off."""


class CommitmentNotDelivered(DeskRefusal):
    """It has not fallen due with the agent, or has been dealt with."""


class TimeRefused(DeskRefusal):
    """The contact centre does not take the time."""


class CallSkillRefused(DeskRefusal):
    """There is no such skill, or it is not one for calls that go out."""


class CallAgentRefused(DeskRefusal):
    """The contact centre does not take the agent."""


class CallNumberRefused(DeskRefusal):
    """The contact centre does not take the number."""


class CommitmentNotTaken(DeskRefusal):
    """The contact centre does not take the commitment, and does not say why in words that are known."""


class DeletionBarred(DeskRefusal):
    """The business unit does not let agents delete commitments."""


class NotesNeeded(DeskRefusal):
    """The business unit lets agents delete commitments with notes only."""


class CommitmentKeyReused(DeskRefusal):
    """The key was used for another commitment."""


class CommitmentInTheMaking(DeskRefusal):
    """The commitment is being made by another request."""


class CommitmentOutcomeUnknown(DeskRefusal):
    """The commitment may have been made; the same request tells, without making another."""


class SkillNotYours(DeskRefusal):
    """The skill is none of the agent's."""
