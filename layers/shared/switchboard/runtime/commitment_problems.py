"""The problems of contact history and commitments: status, slug, title and what to do."""

from collections.abc import Mapping

from switchboard.desk.commitments import refusals
from switchboard.desk.history.refusals import PeriodNotTaken
from switchboard.errors import SwitchboardError

COMMITMENT_PROBLEMS: Mapping[type[SwitchboardError], tuple[int, str, str, str]] = {
    PeriodNotTaken: (
        422,
        "period-not-taken",
        "Period too long",
        "The history is shown for up to 30 days at a time, and from has to be before to.",
    ),
    refusals.CommitmentUnknown: (
        404,
        "commitment-unknown",
        "No such commitment",
        "There is no such open commitment of yours or of your skills.",
    ),
    refusals.CommitmentClosed: (
        409,
        "commitment-closed",
        "Commitment closed",
        "The commitment has been kept or called off.",
    ),
    refusals.CommitmentNotDelivered: (
        409,
        "commitment-not-delivered",
        "Not due with you",
        "The commitment has not fallen due with you, or has been dealt with. Look at the list.",
    ),
    refusals.TimeRefused: (
        422,
        "commitment-time-refused",
        "Time not taken",
        "CXone does not take this time. Choose one that lies ahead.",
    ),
    refusals.CallSkillRefused: (
        422,
        "commitment-skill-refused",
        "Skill not taken",
        "CXone does not take this skill. Choose one for outbound calls.",
    ),
    refusals.CallAgentRefused: (
        422,
        "commitment-agent-refused",
        "Agent not taken",
        "CXone does not let this agent keep the commitment. Make it for the skill.",
    ),
    refusals.CallNumberRefused: (
        422,
        "commitment-number-refused",
        "Number not taken",
        "CXone does not take this number. Check it.",
    ),
    refusals.CommitmentNotTaken: (
        422,
        "commitment-not-taken",
        "Commitment not taken",
        "CXone does not take the commitment and does not say why. Check time, number and skill.",
    ),
    refusals.DeletionBarred: (
        403,
        "commitment-deletion-barred",
        "Commitments are not deleted",
        "Your business unit does not let agents delete commitments. Move it to another time, or ask a supervisor.",
    ),
    refusals.NotesNeeded: (
        422,
        "commitment-notes-needed",
        "Say why",
        "Your business unit asks for notes when a commitment is deleted. Send notes.",
    ),
    refusals.CommitmentKeyReused: (
        422,
        "commitment-key-reused",
        "Key used before",
        "This Idempotency-Key was used for another commitment. Every new one needs a key of its own.",
    ),
    refusals.CommitmentInTheMaking: (
        409,
        "commitment-in-the-making",
        "Commitment under way",
        "The commitment is being made. Send the same again in half a minute to see what came of it.",
    ),
    refusals.CommitmentOutcomeUnknown: (
        504,
        "commitment-outcome-unknown",
        "Not known whether it was made",
        "CXone did not answer in time, or not as it should. Send the same with the same Idempotency-Key in half a "
        "minute: it is looked for first, and made only where it was not.",
    ),
    refusals.SkillNotYours: (
        403,
        "skill-not-yours",
        "Not your skill",
        "You do not make calls with this skill.",
    ),
}
