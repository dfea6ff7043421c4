"""Why each operation may be refused: what all operations of a sort share, and what is its own.

``make contract`` holds these lists against what the functions really answer.
"""

from switchboard import errors
from switchboard.activity import relating
from switchboard.agent import identity, session
from switchboard.contact_intake import refusals as intake
from switchboard.desk.commitments import refusals as commitments
from switchboard.desk.digital import refusals as digital
from switchboard.desk.directory import refusals as directory
from switchboard.desk.history import refusals as history
from switchboard.desk.media import refusals as media
from switchboard.desk.notices import refusals as notices
from switchboard.desk.panel_log import refusals as panel_log
from switchboard.desk.preferences import refusals as preferences
from switchboard.desk.reports import refusals as reports
from switchboard.desk.schedule import refusals as schedule
from switchboard.desk.session import refusals as desk
from switchboard.dialing import refusals as dialing
from switchboard.runtime import problems
from switchboard.screen_pop import layout, lookup_rules

Causes = tuple[type[Exception], ...]

EVERYWHERE: Causes = (errors.ConfigurationError, errors.StoreUnavailable)
BODY: Causes = (problems.BodyTooLarge, problems.BodyNotUtf8, problems.BodyNotJson)
HOOK: Causes = (problems.HookNotTrusted,)
_EVENTS: Causes = (
    intake.EventIncomplete,
    intake.EventsRefused,
    intake.UnknownEventType,
    intake.ForeignContact,
    intake.EventTooOld,
    intake.EventInTheFuture,
    intake.BatchTooLong,
)
_CRM: Causes = (
    errors.CrmUnavailable,
    errors.CrmTimeout,
    errors.CrmLimitReached,
    errors.CrmLoginRefused,
    errors.CrmNotVisible,
    errors.CrmRefused,
)
_CC: Causes = (
    errors.CcUnavailable,
    errors.CcTimeout,
    errors.CcLimitReached,
    errors.CcLoginRefused,
    errors.CcNotFound,
    errors.CcConflict,
    errors.CcRefused,
)
_USER: Causes = (problems.NoActingUser,)
_OWNED: Causes = (problems.NotAllowed, problems.ContactUnknown)
_AGENT: Causes = (*_USER, identity.AgentUnknown, identity.AgentAmbiguous, *_CC)
USUAL: Causes = _AGENT
"""Of operations that nothing is said of here yet."""

_SESSION: Causes = (
    *_AGENT,
    session.SessionUnknown,
    session.NotYourSession,
    session.SessionOver,
    errors.CcSessionGone,
    desk.OutcomeUnknown,
    desk.PermissionMissing,
    desk.DeskRefusal,
)
_CONTACT: Causes = (*_SESSION, desk.NotYourContact, desk.ContactOver)
_NUMBER: Causes = (problems.NotANumber, dialing.NotDialable, dialing.EmergencyNumber, dialing.CostlyNumber)
_PASSING: Causes = (
    *_CONTACT,
    *_NUMBER,
    desk.NotACall,
    desk.ChannelNotPassedOn,
    desk.CallNotActive,
    desk.CannotReach,
    desk.TargetUnknown,
    desk.TargetNotReachable,
    desk.SkillRefused,
    desk.NumberRefused,
    desk.OutboundSkillNeeded,
    desk.SecondCallOpen,
    desk.ConferenceNotAllowed,
)
_JOINING: Causes = (*_PASSING, desk.TargetNeeded, desk.TwoCallsNeeded)
_CALLING: Causes = (
    *_CONTACT,
    desk.TargetUnknown,
    desk.TargetNotReachable,
    desk.SkillRefused,
    desk.CannotReach,
    desk.SecondCallOpen,
    desk.ConferenceNotAllowed,
    desk.OutboundSkillNeeded,
)
_LISTS: Causes = (*_AGENT, directory.StillReading, errors.BadCursor)
_MEDIUM: Causes = (*_CONTACT, media.SomebodyElses, media.NotActive)
_MAIL: Causes = (*_MEDIUM, media.AddressRefused, media.AttachmentsRefused, media.AttachmentsTooLarge)
_CASE: Causes = (*_AGENT, desk.NotYourContact, media.SomebodyElses, desk.OutcomeUnknown, desk.PermissionMissing)
_WRITING: Causes = (*_CASE, digital.ChannelUnknown, digital.CannotReply, digital.MessageRefused)
_NOTICE: Causes = (*_AGENT, notices.MessageNotFound, notices.NotYourMessage)
_REPORT: Causes = (
    *_AGENT,
    errors.BadCursor,
    reports.RangeEmpty,
    reports.RangeTooLong,
    reports.RangeInTheFuture,
    reports.SupervisorsOnly,
)
_PROMISE: Causes = (
    *_AGENT,
    *_CRM,
    *_NUMBER,
    commitments.CommitmentUnknown,
    commitments.CommitmentClosed,
    commitments.TimeRefused,
    commitments.CallSkillRefused,
    commitments.CallAgentRefused,
    commitments.CallNumberRefused,
    commitments.CommitmentNotTaken,
    commitments.CommitmentOutcomeUnknown,
    commitments.SkillNotYours,
    desk.OutboundSkillNeeded,
    desk.OutcomeUnknown,
    desk.PermissionMissing,
)
_DUE: Causes = (
    *_SESSION,
    commitments.CommitmentUnknown,
    commitments.CommitmentClosed,
    commitments.CommitmentNotDelivered,
    commitments.CommitmentOutcomeUnknown,
    commitments.TimeRefused,
)

BY_OPERATION: dict[str, Causes] = {
    "findScreenPop": (
        *_CRM,
        lookup_rules.UnknownLookup,
        lookup_rules.UnknownParameters,
        lookup_rules.BadParameters,
        layout.NotALayout,
    ),
    "readScreenPop": (problems.NothingKept, problems.NotAllowed),
    "keepSoftphoneLayout": (*_USER, layout.NotALayout),
    "screenPopHook": (),
    "contactEventsHook": _EVENTS,
    "digitalEventsHook": _EVENTS,
    "listActivities": (problems.NotAllowed, errors.BadCursor),
    "readActivity": _OWNED,
    "retryActivity": (*_OWNED, problems.NotRejected),
    "retryActivities": (problems.NotAllowed,),
    "readContact": _OWNED,
    "relateContact": (
        *_OWNED,
        *_USER,
        *_CRM,
        relating.RecordMissing,
        relating.LeadTakesNoWhat,
        relating.NotRelatable,
    ),
    "eraseContact": _OWNED,
    "eraseNumber": (problems.NotAllowed, problems.NotANumber),
    "logIn": (
        *_SESSION,
        problems.NotANumber,
        dialing.CostlyNumber,
        desk.StationNeeded,
        desk.StationRefused,
        desk.PhoneInUse,
        desk.SessionLimitReached,
        desk.LoginNotPossible,
    ),
    "readSession": _SESSION,
    "logOut": (*_SESSION, desk.OpenContacts, desk.PersonalQueueWaiting),
    "setAvailability": (*_SESSION, desk.CodeUnknown, desk.CodeNeedsContact, desk.StateNotPossible),
    "listUnavailableCodes": _SESSION,
    "connectAgentLeg": (*_SESSION, desk.LegConnected),
    "disconnectAgentLeg": (*_SESSION, desk.LegNotConnected, desk.LegInUse),
    "muteAgentLeg": (*_SESSION, desk.MuteNotPossible),
    "sendTones": (*_CONTACT, desk.CannotSendTones),
    "consult": _PASSING,
    "transfer": _JOINING,
    "conference": _JOINING,
    "commandContact": (
        *_CONTACT,
        desk.CannotHold,
        desk.CannotResume,
        desk.CannotEnd,
        desk.HeldCannotEnd,
        desk.CannotAccept,
        desk.AnsweredOnPhone,
        desk.CannotReject,
        desk.NoConsult,
        desk.CannotRecord,
        desk.CannotMask,
        desk.CannotUnmask,
    ),
    "listDispositions": (*_SESSION, desk.SkillRefused),
    "disposeOfContact": (
        *_CONTACT,
        *_NUMBER,
        desk.ContactNotOver,
        desk.DispositionUnknown,
        desk.SecondaryNotAllowed,
        desk.CommitmentNeeded,
        desk.CommitmentRefused,
        desk.CommitmentUnderWay,
        desk.OutboundSkillNeeded,
        desk.TagUnknown,
    ),
    "readAgentEvents": _SESSION,
    "dial": (
        *_AGENT,
        *_CRM,
        *_NUMBER,
        errors.CcSessionGone,
        dialing.OutsideHours,
        dialing.MarkedDoNotCall,
        dialing.DoNotCallUnknown,
        dialing.NotLoggedIn,
        dialing.AlreadyOnCall,
        dialing.CannotDialNow,
        dialing.NumberRefused,
        dialing.SkillRefused,
        dialing.NoSkill,
        dialing.SkillUnclear,
        dialing.SkillNotAllowed,
        dialing.KeyReused,
        relating.RecordMissing,
    ),
    "readCall": (*_AGENT, dialing.CallUnknown, dialing.NotYourCall),
    "listAgents": _LISTS,
    "readAgent": (*_LISTS, directory.AgentNotFound),
    "callAgent": _CALLING,
    "listSkills": _LISTS,
    "readSkill": (*_LISTS, directory.SkillNotFound),
    "callSkill": (*_CALLING, directory.SkillNotFound),
    "readQueues": _LISTS,
    "listAddressBooks": _LISTS,
    "listAddressBookEntries": (*_LISTS, directory.BookNotFound),
    "beginEmail": (*_MAIL, desk.SkillRefused, desk.CannotReach, desk.OutboundSkillNeeded),
    "readEmails": _MEDIUM,
    "sendEmail": (*_MAIL, desk.SkillRefused),
    "saveDraft": _MAIL,
    "handleEmail": (*_MEDIUM, media.NotParked, media.ParkingOff),
    "readChat": _MEDIUM,
    "sayInChat": _MEDIUM,
    "showTyping": _MEDIUM,
    "beginText": (*_CONTACT, *_NUMBER, desk.SkillRefused, desk.NumberRefused, media.NoFurtherContact),
    "playVoicemail": _MEDIUM,
    "pauseVoicemail": _MEDIUM,
    "listPointsOfContact": (*_AGENT, errors.BadCursor),
    "makeWorkItem": (
        *_AGENT,
        desk.OutcomeUnknown,
        media.PointOfContactUnknown,
        media.PayloadTooLarge,
        media.WorkItemsFull,
    ),
    "requestContact": (*_SESSION, media.NoFurtherContact),
    "signalContact": (*_MEDIUM, media.NoSuchContact),
    "listDigitalContacts": (*_AGENT, errors.BadCursor),
    "readDigitalContact": _CASE,
    "replyToDigitalContact": _WRITING,
    "setDigitalContactStatus": _CASE,
    "assignDigitalContact": (*_CASE, digital.AssigneeUnknown),
    "beginDigitalMessage": _WRITING,
    "listDigitalChannels": (*_AGENT, errors.BadCursor),
    "listMessages": (*_AGENT, errors.BadCursor),
    "sendMessage": (*_AGENT, desk.OutcomeUnknown, notices.NotYourTeam, notices.NothingSent),
    "markMessage": _NOTICE,
    "removeMessage": _NOTICE,
    "listAlerts": _AGENT,
    "readPerformance": _REPORT,
    "readProductivity": _REPORT,
    "readSchedule": (*_AGENT, schedule.ScheduleUserUnknown, reports.RangeEmpty, reports.RangeTooLong),
    "readSettings": _USER,
    "replaceSettings": (
        *_USER,
        problems.NotANumber,
        preferences.SettingsChanged,
        preferences.SeenSettingsNeeded,
    ),
    "giveFeedback": _SESSION,
    "keepPanelLog": _USER,
    "readPanelLog": (*_USER, problems.NotAllowed, panel_log.NoPanelLog, errors.BadCursor),
    "readInformation": _AGENT,
    "readHelp": _USER,
    "listHistory": (*_AGENT, *_CRM, errors.BadCursor, history.PeriodNotTaken),
    "listRecent": (*_AGENT, *_CRM, errors.BadCursor, history.PeriodNotTaken),
    "listCommitments": (*_AGENT, *_CRM, errors.BadCursor, history.PeriodNotTaken, commitments.SkillNotYours),
    "makeCommitment": (*_PROMISE, commitments.CommitmentKeyReused, commitments.CommitmentInTheMaking),
    "changeCommitment": _PROMISE,
    "deleteCommitment": (*_PROMISE, commitments.DeletionBarred, commitments.NotesNeeded),
    "dialCommitment": _DUE,
    "rescheduleCommitment": _DUE,
    "cancelCommitment": (*_DUE, commitments.NotesNeeded),
    "readHealth": (),
}
