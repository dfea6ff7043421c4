"""Every error as ``application/problem+json`` (RFC 9457), decided by type and in this one place.

A problem's ``type`` is stable and meant for programs, its ``detail`` for people. Neither repeats a value that was
sent, and no error's own text goes out: it is written here.
"""

from dataclasses import dataclass

from switchboard.activity.relating import LeadTakesNoWhat, NotRelatable, RecordMissing
from switchboard.agent.identity import AgentAmbiguous, AgentUnknown
from switchboard.agent.session import NotYourSession, SessionOver, SessionUnknown
from switchboard.contact_intake.refusals import (
    BatchTooLong,
    EventIncomplete,
    EventInTheFuture,
    EventsRefused,
    EventTooOld,
    ForeignContact,
    UnknownEventType,
    listed,
)
from switchboard.desk.notices.refusals import NothingSent
from switchboard.desk.session.refusals import DeskRefusal
from switchboard.dialing.refusals import (
    AlreadyOnCall,
    CallUnknown,
    CannotDialNow,
    CostlyNumber,
    DoNotCallUnknown,
    EmergencyNumber,
    KeyReused,
    MarkedDoNotCall,
    NoSkill,
    NotDialable,
    NotLoggedIn,
    NotYourCall,
    NumberRefused,
    OutsideHours,
    SkillNotAllowed,
    SkillRefused,
    SkillUnclear,
)
from switchboard.errors import (
    BadCursor,
    CcConflict,
    CcLimitReached,
    CcLoginRefused,
    CcNotFound,
    CcRefused,
    CcSessionGone,
    CcTimeout,
    CcUnavailable,
    ConfigurationError,
    CrmError,
    CrmLimitReached,
    CrmLoginRefused,
    CrmNotVisible,
    CrmRefused,
    CrmTimeout,
    CrmUnavailable,
    StoreUnavailable,
    SwitchboardError,
    VendorError,
)
from switchboard.runtime.agent_desk_problems import AGENT_DESK_PROBLEMS
from switchboard.runtime.commitment_problems import COMMITMENT_PROBLEMS
from switchboard.runtime.directory_problems import DIRECTORY_PROBLEMS
from switchboard.runtime.media_problems import MEDIA_PROBLEMS
from switchboard.runtime.session_problems import SESSION_PROBLEMS, told
from switchboard.screen_pop.layout import NotALayout
from switchboard.screen_pop.lookup_rules import BadParameters, UnknownLookup, UnknownParameters

TYPE_PREFIX = "urn:switchboard:problem:"


class RequestProblem(SwitchboardError):
    """The request itself cannot be used."""


class BodyTooLarge(RequestProblem):
    """The body is larger than the route takes."""


class BodyNotUtf8(RequestProblem):
    """The body is not text in UTF-8."""


class BodyNotJson(RequestProblem):
    """The body is not JSON."""


class HookNotTrusted(RequestProblem):
    """The hook's call is not genuine. Its text is the reason, for the log alone."""


class NotAllowed(RequestProblem):
    """The caller is known and may not do this."""


class NoActingUser(RequestProblem):
    """The route needs the acting Salesforce user, and the call names none that counts."""


class NothingKept(RequestProblem):
    """Nothing is kept under this key."""


class ContactUnknown(RequestProblem):
    """Nothing is known of this contact, or no longer."""


class NotRejected(RequestProblem):
    """The activity is not rejected, so there is nothing to retry."""


class NotANumber(RequestProblem):
    """What was given is no phone number."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of problem."""

    status: int
    slug: str
    title: str
    detail: str


KINDS: dict[type[Exception], Kind] = {
    BodyTooLarge: Kind(413, "body-too-large", "Body too large", "The body is larger than this route takes."),
    BodyNotUtf8: Kind(400, "body-not-utf8", "Body not UTF-8", "The body has to be JSON text in UTF-8."),
    BodyNotJson: Kind(400, "body-not-json", "Body not JSON", "The body cannot be read as JSON."),
    HookNotTrusted: Kind(
        401, "hook-not-trusted", "Not trusted", "The call is not signed, or not as this hook asks for."
    ),
    NotAllowed: Kind(403, "not-allowed", "Not allowed", "This belongs to somebody else."),
    NoActingUser: Kind(
        403,
        "no-acting-user",
        "No acting user",
        "The route needs X-Salesforce-User-Id, which counts only from the stack's Salesforce callers.",
    ),
    NothingKept: Kind(404, "nothing-kept", "Nothing kept", "Nothing is kept under this key, or no longer."),
    ContactUnknown: Kind(
        404, "contact-unknown", "Contact unknown", "Nothing is known of this contact, or no longer."
    ),
    NotRejected: Kind(
        409, "not-rejected", "Not rejected", "Only an activity that Salesforce refused can be retried."
    ),
    NotANumber: Kind(422, "not-a-number", "Not a number", "A phone number is needed, best with its country."),
    BadCursor: Kind(422, "bad-cursor", "Bad cursor", "Take the cursor from the page before, or none."),
    RecordMissing: Kind(
        422,
        "record-missing",
        "Record missing",
        "There is no such record in Salesforce, or it is deleted; see member.",
    ),
    LeadTakesNoWhat: Kind(
        422, "lead-takes-no-what", "Lead takes no whatId", "Beside a Lead nothing else can be related."
    ),
    NotRelatable: Kind(
        422,
        "not-relatable",
        "Not relatable",
        "Activities cannot be related to a record of this type there; see member.",
    ),
    UnknownLookup: Kind(422, "unknown-lookup", "Unknown lookup", "The rules have no lookup of this name."),
    UnknownParameters: Kind(
        422,
        "unknown-parameter",
        "Unknown parameter",
        "The lookup does not have these parameters; see parameters.",
    ),
    BadParameters: Kind(
        422,
        "bad-parameters",
        "Parameters do not fit",
        "The lookup cannot be called with these parameters; see parameters.",
    ),
    NotALayout: Kind(
        422,
        "not-a-layout",
        "Not a softphone layout",
        "The layout is not as Open CTI's getSoftphoneLayout returns it; see wrong.",
    ),
    EventIncomplete: Kind(
        422,
        "event-incomplete",
        "Event incomplete",
        "Every event needs type, eventId, at (ISO 8601 with an offset) and a contact; see errors.",
    ),
    EventsRefused: Kind(
        422, "event-malformed", "Event malformed", "Members that every event needs cannot be read; see errors."
    ),
    UnknownEventType: Kind(
        422, "unknown-event-type", "Unknown event type", "There is no such type of event; see errors."
    ),
    ForeignContact: Kind(
        422, "foreign-contact", "Foreign contact", "The contact belongs to another business unit; see errors."
    ),
    EventTooOld: Kind(
        422, "event-too-old", "Event too old", "The event happened more than 30 days ago; see errors."
    ),
    EventInTheFuture: Kind(
        422,
        "event-in-the-future",
        "Event in the future",
        "The event's time is more than ten minutes ahead of ours: its clock or time zone is wrong; see errors.",
    ),
    BatchTooLong: Kind(413, "batch-too-long", "Batch too long", "At most 100 events are taken at once."),
    CrmUnavailable: Kind(
        503,
        "salesforce-unavailable",
        "Salesforce unavailable",
        "Salesforce cannot be reached or reports an internal error. Try again later.",
    ),
    CrmTimeout: Kind(
        504,
        "salesforce-timeout",
        "Salesforce too slow",
        "Salesforce did not answer in time. Try again later.",
    ),
    CrmLimitReached: Kind(
        503,
        "salesforce-limit-reached",
        "Salesforce limit reached",
        "The org has used up its API requests or searches. It recovers by itself; see the org's limits.",
    ),
    CrmLoginRefused: Kind(
        502,
        "salesforce-login-refused",
        "Salesforce login refused",
        "Salesforce refuses the integration user's login. Check the secret, the app and its user.",
    ),
    CrmNotVisible: Kind(
        502,
        "salesforce-not-visible",
        "Object or field not visible",
        "The rules name an object or field that does not exist or that the integration user may not see.",
    ),
    CrmRefused: Kind(
        502,
        "salesforce-refused",
        "Salesforce refused",
        "Salesforce refused the request; repeating it is useless.",
    ),
    CcUnavailable: Kind(
        503,
        "cxone-unavailable",
        "CXone unavailable",
        "CXone cannot be reached or reports an internal error. Try again later.",
    ),
    CcTimeout: Kind(
        504,
        "cxone-timeout",
        "CXone too slow",
        "CXone did not answer in time. Try again later.",
    ),
    CcLimitReached: Kind(
        503,
        "cxone-limit-reached",
        "CXone limit reached",
        "CXone was asked too often. It recovers by itself; try again later.",
    ),
    CcLoginRefused: Kind(
        502,
        "cxone-login-refused",
        "CXone login refused",
        "CXone refuses the login. Check the secret, the access key and its user.",
    ),
    CcNotFound: Kind(
        404,
        "cxone-not-found",
        "Unknown to CXone",
        "CXone knows no such contact, agent or skill.",
    ),
    AgentUnknown: Kind(
        409,
        "agent-unknown",
        "No agent",
        "No active agent of the contact centre belongs to this user. An administrator has to enter the user's "
        "name, federation id or e-mail address there.",
    ),
    AgentAmbiguous: Kind(
        409,
        "agent-ambiguous",
        "More than one agent",
        "More than one agent of the contact centre could be this user. An administrator has to make it one.",
    ),
    NotYourSession: Kind(403, "not-your-session", "Not your session", "The session is another agent's."),
    SessionUnknown: Kind(404, "session-unknown", "No session", "There is no such session. Log in first."),
    SessionOver: Kind(410, "session-over", "Session over", "The session has ended. Log in again."),
    CcSessionGone: Kind(
        410, "cxone-session-gone", "Session unknown to CXone", "CXone knows of no such session. Log in again."
    ),
    CcConflict: Kind(
        409,
        "cxone-conflict",
        "Not possible now",
        "What was asked for does not fit the present state of the agent or contact.",
    ),
    CcRefused: Kind(
        502,
        "cxone-refused",
        "CXone refused",
        "CXone refused the request; repeating it is useless.",
    ),
    NotDialable: Kind(
        422,
        "number-not-dialable",
        "Number cannot be dialled",
        "This is no complete phone number. Correct it in the record, best with its country code; see reason.",
    ),
    EmergencyNumber: Kind(
        422,
        "emergency-number",
        "Emergency number",
        "Emergency numbers are not dialled from here: help would be sent to the wrong place. Use your own phone.",
    ),
    CostlyNumber: Kind(
        422,
        "premium-number",
        "Number costs extra",
        "Calls to this kind of number cost more than is allowed here. Ask an administrator for exceptions.",
    ),
    OutsideHours: Kind(
        422,
        "outside-hours",
        "Not at this hour",
        "It is too early or too late where this number rings; allowedFrom says from when you may call.",
    ),
    MarkedDoNotCall: Kind(
        422,
        "do-not-call",
        "Do not call",
        "This person or number is marked do-not-call.",
    ),
    DoNotCallUnknown: Kind(
        503,
        "do-not-call-unknown",
        "Not known whether to call",
        "Salesforce did not say whether this person may be called, so nothing was dialled. Try again; if it goes "
        "on, tell an administrator the code.",
    ),
    NotLoggedIn: Kind(
        409,
        "not-logged-in",
        "Not logged in",
        "You are not logged in to the contact centre. Log in, then click the number again.",
    ),
    AlreadyOnCall: Kind(
        409, "already-on-call", "Already on a call", "You are on a call. End it, then click the number again."
    ),
    CannotDialNow: Kind(
        409,
        "cannot-dial-now",
        "Cannot dial now",
        "The contact centre does not dial in your present state. Finish the call or the work after it first.",
    ),
    NumberRefused: Kind(
        422, "number-refused", "Number refused", "The contact centre does not dial this number. Check it."
    ),
    SkillRefused: Kind(
        422,
        "skill-refused",
        "Skill refused",
        "The contact centre does not dial with the skill that was chosen. Ask an administrator to look at it.",
    ),
    NoSkill: Kind(
        409,
        "no-outbound-skill",
        "No outbound skill",
        "You have no skill to make calls with. Ask an administrator for a manual outbound skill.",
    ),
    SkillUnclear: Kind(
        409,
        "outbound-skill-unclear",
        "Which skill?",
        "You have several skills to make calls with. Choose one of skills and click again with it.",
    ),
    SkillNotAllowed: Kind(
        403,
        "skill-not-allowed",
        "Skill not allowed",
        "You may not make calls with this skill; skills lists those that you may use.",
    ),
    KeyReused: Kind(
        422,
        "idempotency-key-reused",
        "Key used before",
        "This Idempotency-Key was used for another call. Every click needs a key of its own.",
    ),
    CallUnknown: Kind(404, "call-unknown", "Call unknown", "There is no such call, or it is more than a day old."),
    NotYourCall: Kind(403, "not-your-call", "Not your call", "The call is another agent's."),
    StoreUnavailable: Kind(
        503,
        "store-unavailable",
        "Storage unavailable",
        "A table or queue of the deployment cannot be reached. Try again later.",
    ),
    ConfigurationError: Kind(
        500,
        "not-configured",
        "Not configured",
        "A secret or setting of the deployment is missing or malformed. The log names it.",
    ),
    **{error: Kind(*words) for error, words in {**SESSION_PROBLEMS, **MEDIA_PROBLEMS}.items()},
    **{error: Kind(*words) for error, words in {**DIRECTORY_PROBLEMS, **AGENT_DESK_PROBLEMS}.items()},
    **{error: Kind(*words) for error, words in COMMITMENT_PROBLEMS.items()},
}
INVALID_REQUEST = Kind(
    422, "invalid-request", "Invalid request", "Fields of the request are missing or wrong; see errors."
)
UNKNOWN_CHANNEL = Kind(
    422, "unknown-channel", "Unknown channel", "There is no such channel; the README lists them."
)
NOT_FOUND = Kind(404, "not-found", "Not found", "There is no such route or resource.")
UNSUPPORTED_MEDIA_TYPE = Kind(
    415, "unsupported-media-type", "Unsupported media type", "Send the body as application/json."
)
INTERNAL = Kind(
    500, "internal-error", "Internal error", "This is our mistake; the log has it under the request id."
)


def kind_of(error: BaseException) -> Kind:
    """The kind of problem that an error is: its own, that of the nearest base class, or an internal error."""
    for base in type(error).__mro__:
        if base in KINDS:
            return KINDS[base]
    return INTERNAL


def problem(kind: Kind, request_id: str, **more: object) -> dict[str, object]:
    """The body of a problem answer."""
    return {
        "type": TYPE_PREFIX + kind.slug,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.detail,
        "requestId": request_id,
        **more,
    }


def members(error: BaseException) -> dict[str, object]:
    """What an error adds to its problem: names and codes, never a value that was sent."""
    match error:
        case CrmError(code=code, names=names) if names:
            return {"code": code, "names": list(names)}
        case VendorError(code=code) | DoNotCallUnknown(code=code):
            return {"code": code}
        case DeskRefusal():
            return told(error)
        case BadParameters(problems=problems):
            return {"parameters": dict(problems)}
        case NothingSent(results=results):
            return {"results": list(results)}
        case NotALayout(wrong=wrong):
            return {"wrong": list(wrong)}
        case NotRelatable(member=member):
            return {"member": member}
        case EventsRefused(troubles=troubles):
            return {"errors": listed(troubles)}
        case NotDialable(reason=reason):
            return {"reason": reason}
        case OutsideHours(allowed_from=at):
            return {"allowedFrom": at and at.isoformat(timespec="seconds").replace("+00:00", "Z")}
        case SkillNotAllowed(skills=skills):
            return {"skills": [{"skillId": one.skill_id, "name": one.name} for one in skills]}
        case _:
            return {}
