"""Contact history as the routes offer it: the contact centre's, with what Switchboard knows of each contact."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from switchboard.activity.dossier import Dossier
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.cxone.agent_reports import CxoneAgentReports
from switchboard.cxone.history import CxoneHistory
from switchboard.desk.history import api
from switchboard.desk.history.model import PastContact, Reached, Report
from switchboard.desk.history.reading import history_page, is_found
from switchboard.desk.paging import page_of
from switchboard.desk.session.choosing import Choosing
from switchboard.desk.session.refusals import SkillRefused
from switchboard.errors import ConfigurationError, StoreUnavailable, SwitchboardError, VendorError
from switchboard.runtime.callers import Caller
from switchboard.runtime.contacts import ledger
from switchboard.runtime.cxone import cxone
from switchboard.runtime.desk_directory import agent_of, own_skills
from switchboard.runtime.problems import kind_of
from switchboard.runtime.settings import settings

_TICK = timedelta(milliseconds=1)


def listed_history(caller: Caller, query: api.HistoryQuery) -> api.HistoryAnswer:
    """The user's contacts, newest first."""
    user_id = caller.acting_user()
    agent_id = agent_of(caller)
    region = settings().phone_region
    wanted = query.wanted(datetime.now(UTC))
    page = history_page(_history(), agent_id, wanted, region, limit=query.limit, cursor=query.cursor)
    beside = _Beside(agent_id, page.rows)
    dialled_with = beside.dial_skills(user_id, agent_id)
    answers = [
        api.contact_answer(
            one,
            str(_key(one.contact_id)),
            str(_key(one.master_id)) if one.master_id else None,
            region,
            one.skill_id if one.skill_id in dialled_with else None,
            beside.of(one),
        )
        for one in page.rows
    ]
    reason = beside.reasons[0] if beside.reasons else None
    return api.HistoryAnswer(
        contacts=answers, next=page.next, complete=beside.is_complete and reason is None, reason=reason
    )


def recent_targets(caller: Caller, query: api.RecentQuery) -> api.RecentAnswer:
    """Whom the user contacted, the last one first."""
    agent_id = agent_of(caller)
    now, region = datetime.now(UTC), settings().phone_region
    end = now + timedelta(seconds=1)
    reached = _history().reached(agent_id, end - timedelta(days=query.days), end)
    last: dict[tuple[str, str, str], Reached] = {}
    for one in sorted(reached, key=lambda one: one.at):
        last[one.address, one.agent_id, one.skill_id] = one
    found = [one for one in last.values() if is_found(query.search, one.address, region)]
    page = page_of(found, _place_of, limit=query.limit, cursor=query.cursor, backwards=True)
    return api.RecentAnswer(targets=[api.reached_answer(one, region) for one in page.rows], next=page.next)


class _Beside:
    """What belongs to a page's contacts beside the history itself.

    What cannot be read is left out and its reason told: the history is worth showing without.
    """

    def __init__(self, agent_id: str, contacts: Sequence[PastContact]) -> None:
        self.reasons: list[str] = []
        self.is_complete = True
        self._reports = self._read_reports(agent_id, contacts)
        self._names = {
            one: self._dispositions(one) for one in {one.skill_id for one in contacts if one.disposition_id}
        }
        self._dossiers = self._read_dossiers([_key(one.contact_id) for one in contacts])

    def of(self, contact: PastContact) -> api.Beside:
        """What belongs to one contact."""
        dossier = self._dossiers.get(_key(contact.contact_id))
        told = dossier.contact.text(Field.DISPOSITION) if dossier else ""
        named = self._names.get(contact.skill_id, {}).get(contact.disposition_id)
        return api.Beside(
            report=self._reports.get(contact.contact_id),
            disposition=named or (told or None if contact.disposition_id else None),
            activity=_activity(dossier) if dossier else None,
            record_id=(_related(dossier) or None) if dossier else None,
        )

    def dial_skills(self, user_id: str, agent_id: str) -> frozenset[str]:
        """Ids of the skills with which the agent can dial."""
        try:
            rows = own_skills(user_id, agent_id).seen().board.rows
        except (VendorError, StoreUnavailable) as error:
            self._trouble(error)
            return frozenset()
        return frozenset(skill_id for skill_id, one in rows.items() if one.can_dial)

    def _read_reports(self, agent_id: str, contacts: Sequence[PastContact]) -> Mapping[str, Report]:
        if not contacts:
            return {}
        begin, end = contacts[-1].began_at, contacts[0].began_at + _TICK
        try:
            reports = _history().reports(agent_id, begin, end)
        except VendorError as error:
            self._trouble(error)
            return {}
        self.is_complete = reports.is_complete
        return reports.rows

    def _dispositions(self, skill_id: str) -> Mapping[str, str]:
        if not skill_id:
            return {}
        try:
            return {one.disposition_id: one.name for one in choosing().dispositions(skill_id)}
        except SkillRefused:
            # It is no more; what was said of the contact at the time tells the name, where it did.
            return {}
        except VendorError as error:
            self._trouble(error)
            return {}

    def _read_dossiers(self, keys: Sequence[ContactKey]) -> Mapping[ContactKey, Dossier]:
        try:
            return ledger().read(keys) if keys else {}
        except StoreUnavailable as error:
            self._trouble(error)
            return {}

    def _trouble(self, error: SwitchboardError) -> None:
        self.reasons.append(kind_of(error).slug)


def _activity(dossier: Dossier) -> api.ActivityAnswer | None:
    """The first record that the rules make of a contact is the activity itself."""
    for one in dossier.records:
        if one.record_id and not one.deleted:
            return api.ActivityAnswer(object_type=one.object_type, record_id=one.record_id)
    return None


def _related(dossier: Dossier) -> str:
    """The record that the customer is: as the agent said, as it was dialled from, or as it was found."""
    contact = dossier.contact
    chosen = next(filter(None, map(contact.text, (Field.CHOSEN_WHO_ID, Field.DIALLED_WHO_ID))), "")
    single = dossier.match.single if dossier.match else None
    return chosen or (single.record_id if single else "")


def _key(contact_id: str) -> ContactKey:
    if not settings().business_unit:
        raise ConfigurationError("The parameter BusinessUnit is empty; contact ids mean nothing without it")
    return ContactKey(settings().business_unit, NumberSpace.ACD, contact_id)


def _place_of(one: Reached) -> tuple[str, str, str, str]:
    return one.at.isoformat(), one.address, one.agent_id, one.skill_id


@cache
def choosing() -> Choosing:
    """Names of dispositions."""
    return Choosing(CxoneAgentReports(cxone()))


@cache
def _history() -> CxoneHistory:
    return CxoneHistory(cxone())
