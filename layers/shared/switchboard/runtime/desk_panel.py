"""What a panel is like and who uses it, as the routes offer it: settings, logs, feedback, information, help."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import Response

from switchboard.agent.identity import Agent
from switchboard.contact.words import Channel
from switchboard.cxone.people import conference_parties, is_supervisor
from switchboard.cxone.versions import IN_THE_VENDORS_CLIENT, ApiVersions
from switchboard.desk.directory.model import OwnSkill
from switchboard.desk.information import api as information
from switchboard.desk.information.help import DEFAULT_HELP, HelpAnswer, HelpDocument, help_on
from switchboard.desk.media.service import once
from switchboard.desk.notices.api import MOST_CHARS, MOST_TARGETS
from switchboard.desk.panel_log import api as logs
from switchboard.desk.panel_log import service as log_service
from switchboard.desk.preferences.api import LogInSettings, SettingsRequest
from switchboard.desk.preferences.refusals import SeenSettingsNeeded
from switchboard.desk.preferences.service import replaced, shown
from switchboard.desk.reports.ranges import LONGEST
from switchboard.desk.session.api import CommandAnswer
from switchboard.desk.session.model import Station
from switchboard.desk.wire import MOST_ROWS
from switchboard.errors import StoreUnavailable, VendorError
from switchboard.runtime import aws
from switchboard.runtime.agents import acting_agents, agent_centre, agent_directory
from switchboard.runtime.callers import Caller
from switchboard.runtime.cxone import cxone
from switchboard.runtime.desk_directory import RELOADED_S, own_skills
from switchboard.runtime.etags import is_seen, strong_tag, tagged
from switchboard.runtime.problems import kind_of
from switchboard.runtime.rules import PublishedRules
from switchboard.runtime.settings import settings
from switchboard.runtime.stations import station_phone
from switchboard.salesforce_id import id18
from switchboard.stores.panel_log_items import PanelLogItems
from switchboard.stores.rules_items import RulesItems
from switchboard.stores.setting_items import SettingItems
from switchboard.version import VERSION

MOST_BODY_BYTES = 262_144
"""The lines of a panel's log, which have to fit into one item of DynamoDB."""


def read_settings(event: Mapping[str, Any], caller: Caller) -> Response[str]:
    """The user's settings."""
    return tagged(event, shown(_setting_items().read(caller.acting_user())), is_strong=True)


def replace_settings(event: Mapping[str, Any], request: SettingsRequest, caller: Caller) -> Response[str]:
    """Keep settings in the place of those that the user has seen.

    Raises:
        SeenSettingsNeeded: the request does not say which.
        SettingsChanged: they are no longer those.
        NotANumber: the phone number is none.
    """
    user_id = caller.acting_user()
    if_match = str(event["headers"].get("if-match") or "")
    if not if_match.strip():
        raise SeenSettingsNeeded
    station = _station(request.log_in, _setting_items().read(user_id).station)
    answer = replaced(
        _setting_items(), user_id, request, station, lambda current: is_seen(if_match, strong_tag(current))
    )
    headers = {"ETag": strong_tag(answer), "Cache-Control": "private, no-cache"}
    body = answer.model_dump_json(by_alias=True)
    return Response(status_code=200, content_type="application/json", headers=headers, body=body)


def keep_log(request: logs.LogRequest, caller: Caller) -> logs.KeptAnswer:
    """Keep the recent lines of the user's panel."""
    return log_service.keep(_panel_logs(), caller.acting_user(), request, datetime.now(UTC))


def read_log(query: logs.LogQuery, caller: Caller) -> logs.LogAnswer:
    """The lines of the user's panel; of any user's, for operators.

    Raises:
        NotAllowed: somebody else's was asked for.
    """
    user_id = id18(query.user_id) or "" if query.user_id else caller.acting_user()
    caller.must_see(user_id)
    return log_service.listed(_panel_logs(), user_id, query, datetime.now(UTC))


def give_feedback(request: information.FeedbackRequest, caller: Caller) -> CommandAnswer:
    """Pass on what the agent has to say. It is kept nowhere else: whoever may read it reads it in CXone."""
    body = {
        "categoryId": request.category_id,
        "priority": request.priority,
        "comment": request.comment,
        "customData": request.custom_data,
    }
    acting = acting_agents()

    def send(cxone_id: str) -> None:
        once(lambda: agent_centre().command(cxone_id, "submit-feedback", body))

    acting.send(acting.own(caller.acting_user()), send)
    return CommandAnswer()


def read_information(caller: Caller) -> information.InformationAnswer:
    """Who the user is to the system, and what is at work. What cannot be asked for is named."""
    user_id = caller.acting_user()
    agent = agent_directory().agent_of(user_id)
    missing: list[information.MissingInformation] = []

    def note(part: str, error: VendorError | StoreUnavailable) -> None:
        missing.append(information.MissingInformation(part=part, reason=kind_of(error).slug))

    supervisor, parties, skills = None, None, []
    try:
        supervisor = is_supervisor(cxone(), agent.agent_id)
    except VendorError as error:
        note("supervisor", error)
    try:
        parties = conference_parties(cxone(), agent.agent_id)
    except VendorError as error:
        note("conferenceParties", error)
    try:
        seen = own_skills(user_id, agent.agent_id).seen(RELOADED_S)
        skills = _skills(list(seen.board.rows.values()))
        if seen.reason:
            missing.append(information.MissingInformation(part="skills", reason=seen.reason))
    except (VendorError, StoreUnavailable) as error:
        note("skills", error)
    return information.InformationAnswer(
        agent=_agent_information(user_id, agent, supervisor),
        skills=skills,
        versions=_versions(),
        limits=_limits(parties),
        missing=missing,
    )


def read_help(topic: str | None, search: str, caller: Caller) -> HelpAnswer:
    """What the panel helps with."""
    caller.acting_user()
    return help_on(_help_document()(), topic, search)


def _agent_information(user_id: str, agent: Agent, supervisor: bool | None) -> information.AgentInformation:
    return information.AgentInformation(
        user_id=user_id,
        agent_id=agent.agent_id,
        name=agent.name,
        team_id=agent.team_id,
        team_name=agent.team_name,
        supervisor=supervisor,
    )


def _skills(skills: list[OwnSkill]) -> list[information.SkillInformation]:
    return [
        information.SkillInformation(
            skill_id=one.skill_id,
            name=one.name,
            channel=Channel(one.channel) if one.channel else None,
            outbound=one.is_outbound,
            can_dial=one.can_dial,
        )
        for one in sorted(skills, key=lambda one: (one.name.casefold(), one.skill_id))
    ]


def _versions() -> information.VersionInformation:
    versions = ApiVersions.parse(settings().cxone_api_version, settings().cxone_api_versions)
    own = {one.value: versions.of(one) for one in sorted({*IN_THE_VENDORS_CLIENT, *versions.own})}
    return information.VersionInformation(
        switchboard=VERSION,
        stack=settings().switchboard_stack,
        business_unit=settings().business_unit or None,
        salesforce_api=settings().salesforce_api_version,
        cxone_api={"default": versions.default, **own},
    )


def _limits(conference: int | None) -> information.LimitInformation:
    return information.LimitInformation(
        conference_parties=conference,
        page_rows=MOST_ROWS,
        message_targets=MOST_TARGETS,
        message_characters=MOST_CHARS,
        panel_log_lines=logs.MOST_LINES,
        panel_log_days=log_service.KEPT_FOR.days,
        report_days=LONGEST.days,
    )


def _station(log_in: LogInSettings, kept: Station) -> Station:
    """Where the user works. What was answered may be sent again: it is no number with its country."""
    if not log_in.phone_number or log_in.phone_number == kept.phone:
        return Station(log_in.station_id or "", log_in.phone_number or "")
    return Station("", station_phone(log_in.phone_number))


@cache
def _setting_items() -> SettingItems:
    return SettingItems(aws.dynamodb(), settings().desk_table)


@cache
def _panel_logs() -> PanelLogItems:
    return PanelLogItems(aws.dynamodb(), settings().desk_table)


@cache
def _help_document() -> PublishedRules[HelpDocument]:
    return PublishedRules("help", DEFAULT_HELP, RulesItems(aws.dynamodb(), settings().rules_table))
