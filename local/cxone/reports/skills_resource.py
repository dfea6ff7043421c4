"""Reports on skills, and report jobs that are made in the background."""

from datetime import datetime

from local.cxone.contacts.figures import Figures, figures
from local.cxone.contacts.model import Contact
from local.cxone.directory.model import Skill
from local.cxone.reports.ranges import LONGEST_SUMMARY, time_range
from local.cxone.wire.errors import not_found
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Row
from local.cxone.wire.routes import Call, Routes, accepted, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response

JOB_TAKES_S = 5.0
FIRST_JOB = 1_000


class SkillReports:
    """What happened in the queues."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._jobs: dict[int, datetime] = {}
        world.on_restore(self._jobs.clear)

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/skills/summary", self._summary)
        routes.acd("GET", "/skills/{skill}/summary", self._summary)
        routes.acd("GET", "/skills/sla-summary", self._levels)
        routes.acd("POST", "/report-jobs/{job}", self._start_job)
        routes.acd("GET", "/report-jobs/{job}", self._job)

    def _summary(self, call: Call) -> Response:
        rows: list[Row] = []
        for skill, counted, waits in self._counted(call):
            handled = [each for each in counted if not each.abandoned]
            handle_s = sum(each.agent_s + each.acw_s for each in handled)
            longest = max((each.in_queue_s for each in counted), default=0)
            rows.append(
                {
                    "skillId": skill.skill_id,
                    "skillName": skill.skill_name,
                    "mediaTypeId": skill.media_type_id,
                    "isOutbound": skill.is_outbound,
                    "queueCount": waits,
                    ("LongestQueueDuration" if call.newer else "longestQueueDur"): longest,
                    "averageHandleTime": handle_s // len(handled) if handled else 0,
                    "abandonCount": sum(each.abandoned for each in counted),
                    "contactsOffered": len(counted),
                    "contactsHandled": len(handled),
                    "serviceLevel": _level(skill, counted),
                }
            )
        return ok({"skillSummaries": rows}) if rows else no_content()

    def _levels(self, call: Call) -> Response:
        rows = [
            {
                "skillId": skill.skill_id,
                "skillName": skill.skill_name,
                "contactsWithinSLA": _flags(skill, counted).count(0),
                "contactsOutOfSLA": _flags(skill, counted).count(1),
                "totalContacts": len(counted),
                "serviceLevel": _level(skill, counted),
            }
            for skill, counted, _ in self._counted(call)
        ]
        return ok({"serviceLevelSummaries": rows}) if rows else no_content()

    def _counted(self, call: Call) -> list[tuple[Skill, list[Figures], int]]:
        """Skills that had contacts in the time asked for, their figures, and how many wait right now."""
        start, end = time_range(call.given, longest=LONGEST_SUMMARY)
        now, by_skill = self._world.now(), dict[int, list[Contact]]()
        for contact in self._world.contacts:
            if start <= contact.started < end:
                by_skill.setdefault(contact.skill_id, []).append(contact)
        wanted = call.place.get("skill")
        counted = []
        for skill in self._world.directory.skills:
            contacts = by_skill.get(skill.skill_id, [])
            if not contacts or (wanted is not None and wanted != str(skill.skill_id)):
                continue
            over = [figures(each, now) for each in contacts if each.is_over]
            counted.append((skill, over, len(contacts) - len(over)))
        return counted

    def _start_job(self, call: Call) -> Response:
        number = self._world.number("job", FIRST_JOB)
        self._jobs[number] = self._world.now()
        return accepted({"jobId": number, "reportId": call.place["job"]})

    def _job(self, call: Call) -> Response:
        """How far a job is (members unconfirmed)."""
        number = call.number("job", "Invalid Job Id")
        started = self._jobs.get(number)
        if started is None:
            raise not_found("Job Id")
        age_s = (self._world.now() - started).total_seconds()
        state = "Finished" if age_s >= JOB_TAKES_S else "Running"
        result = {"jobId": number, "state": state, "startDate": iso(started), "resultFileURL": None}
        return ok({"jobResult": result})


def _flags(skill: Skill, counted: list[Figures]) -> list[int]:
    return [each.service_level_flag(skill.service_level_threshold) for each in counted]


def _level(skill: Skill, counted: list[Figures]) -> int:
    flags = _flags(skill, counted)
    within, outside = flags.count(0), flags.count(1)
    return round(100 * within / (within + outside)) if within + outside else 100
