"""Reports on skills, and report jobs that are made in the background."""

from datetime import datetime

from local.cxone.contacts.figures import Figures, figures
from local.cxone.contacts.model import Contact
from local.cxone.directory.model import MEDIA_TYPES, Skill
from local.cxone.reports.ranges import LONGEST_SUMMARY, report, time_range
from local.cxone.wire.errors import not_found
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Row
from local.cxone.wire.routes import Call, Routes, accepted, ok
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
        rows = [self._summary_row(call, skill, over, waits) for skill, over, waits in self._counted(call)]
        return ok({"totalRecords": len(rows), "skillSummaries": report(rows, self._world.settings)})

    def _summary_row(self, call: Call, skill: Skill, counted: list[Figures], waits: int) -> Row:
        handled = [each for each in counted if not each.abandoned]
        abandoned = len(counted) - len(handled)
        talk_s, acw_s = sum(each.agent_s for each in handled), sum(each.acw_s for each in handled)
        queued_s = [each.in_queue_s for each in counted]
        return {
            "businessUnitId": self._world.directory.tenant.business_unit_id,
            "skillId": skill.skill_id,
            "skillName": skill.skill_name,
            "campaignId": skill.campaign_id,
            "mediaTypeId": skill.media_type_id,
            "mediaTypeName": MEDIA_TYPES[skill.media_type_id],
            "isOutbound": skill.is_outbound,
            "queueCount": waits,
            ("LongestQueueDuration" if call.newer else "longestQueueDur"): max(queued_s, default=0),
            "averageHandleTime": _average(talk_s + acw_s, handled),
            "averageTalkTime": _average(talk_s, handled),
            "averageWrapTime": _average(acw_s, handled),
            "averageInqueueTime": _average(sum(queued_s), counted),
            "holdTime": sum(each.hold_s for each in handled),
            "abandonCount": abandoned,
            "abandonRate": round(100 * abandoned / len(counted)) if counted else 0,
            "contactsOffered": len(counted),
            "contactsHandled": len(handled),
            "serviceLevel": _level(skill, counted),
            "serviceLevelGoal": skill.service_level_goal,
            "serviceLevelThreshold": skill.service_level_threshold,
        }

    def _levels(self, call: Call) -> Response:
        rows = [
            {
                "businessUnitId": self._world.directory.tenant.business_unit_id,
                "skillId": skill.skill_id,
                "skillName": skill.skill_name,
                "contactsWithinSLA": _flags(skill, counted).count(0),
                "contactsOutOfSLA": _flags(skill, counted).count(1),
                "totalContacts": len(counted),
                "serviceLevel": _level(skill, counted),
            }
            for skill, counted, _ in self._counted(call)
        ]
        return ok({"totalRecords": len(rows), "serviceLevelSummaries": report(rows, self._world.settings)})

    def _counted(self, call: Call) -> list[tuple[Skill, list[Figures], int]]:
        """Every active skill with the figures of its contacts in the time, and how many wait right now.

        Skills that had none are there too: clients of others rely on rows for every period.
        """
        start, end = time_range(call.given, longest=LONGEST_SUMMARY)
        now, by_skill = self._world.now(), dict[int, list[Contact]]()
        for contact in self._world.contacts:
            if start <= contact.started < end:
                by_skill.setdefault(contact.skill_id, []).append(contact)
        wanted = call.place.get("skill")
        counted = []
        for skill in self._world.directory.skills:
            if not skill.is_active or wanted not in (None, str(skill.skill_id)):
                continue
            contacts = by_skill.get(skill.skill_id, [])
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


def _average(total_s: int, contacts: list[Figures]) -> int:
    return total_s // len(contacts) if contacts else 0


def _flags(skill: Skill, counted: list[Figures]) -> list[int]:
    return [each.service_level_flag(skill.service_level_threshold) for each in counted]


def _level(skill: Skill, counted: list[Figures]) -> int:
    flags = _flags(skill, counted)
    within, outside = flags.count(0), flags.count(1)
    return round(100 * within / (within + outside)) if within + outside else 100
