"""A whole contact centre whose agents are the users of the sample Salesforce org.

Most agents carry their user's name, some are known by federation id or by e-mail only, and one user can be taken
for two agents.
"""

from collections.abc import Iterator
from dataclasses import replace

from local.cxone import sample
from local.cxone.directory.model import (
    AddressBook,
    Agent,
    Assignment,
    BookEntry,
    DigitalChannel,
    Disposition,
    PointOfContact,
    Skill,
    Team,
    UnavailableCode,
)
from local.cxone.directory.store import Seed
from local.sample_data import RECORDS

FIRST_OTHER_AGENT = 10_031
TEAMS = (Team(3301, "Service"), Team(3302, "Sales"), Team(3303, "Claims"), Team(3304, "Back Office"))
BILLING, CLAIMS, RETENTION, WHATSAPP = 40_111, 40_112, 40_121, 40_151
AMBIGUOUS_AGENTS = (10_091, 10_092)
UNKNOWN_AGENT = 10_099
OUTCOMES = (
    Disposition(sample.RESOLVED, "Resolved", "Positive"),
    Disposition(sample.FOLLOW_UP, "Follow up"),
    Disposition(14, "Escalated", "Negative"),
    Disposition(15, "Voicemail left"),
    Disposition(16, "Not interested"),
    Disposition(17, "Wrong number"),
    Disposition(18, "Sale", "Positive"),
    Disposition(19, "Retired", is_active=False),
)
CODES = (
    UnavailableCode(3, "Lunch", agent_timeout_mins=45),
    UnavailableCode(5, "Training"),
    UnavailableCode(6, "Meeting"),
    UnavailableCode(11, "Follow-up work", is_acw=True),
    UnavailableCode(12, "Old code", is_active=False),
)


def cxone_seed() -> Seed:
    """The centre's first state: the small tenant's, and much more."""
    base = sample.cxone_seed()
    agents = [*base.tables["agents"], *_agents()]
    outcome_ids = tuple(each.disposition_id for each in OUTCOMES)
    skills = [
        *(replace(each, disposition_ids=outcome_ids) for each in base.tables["skills"] if isinstance(each, Skill)),
        Skill(BILLING, "Billing Voice", 4, disposition_ids=outcome_ids, max_seconds_acw=45),
        Skill(CLAIMS, "Claims Voice", 4, disposition_ids=outcome_ids, service_level_threshold=60),
        Skill(
            RETENTION, "Retention", 4, is_outbound=True, disposition_ids=outcome_ids,
            allow_secondary_disposition=True, caller_id_override=sample.MAIN_LINE,
        ),
        Skill(WHATSAPP, "Messengers", 9, disposition_ids=outcome_ids),
    ]  # fmt: skip
    tables = {
        **base.tables,
        "teams": TEAMS,
        "agents": agents,
        "skills": skills,
        "dispositions": OUTCOMES,
        "unavailable_codes": [*base.tables["unavailable_codes"], *CODES],
        "assignments": [
            Assignment(agent.agent_id, skill.skill_id, proficiency=1 + (agent.agent_id + skill.skill_id) % 4)
            for agent in agents
            if isinstance(agent, Agent)
            for skill in skills
            if _works_on(agent, skill)
        ],
        "points_of_contact": [
            *base.tables["points_of_contact"],
            PointOfContact(5512, "Billing line", "8005550101", 4, BILLING),
            PointOfContact(5513, "Claims line", "8005550102", 4, CLAIMS),
            PointOfContact(5550, "Voicemail box", "8005550109", 5, sample.VOICEMAIL),
        ],
        "address_books": [*base.tables["address_books"], _team_book()],
        "digital_channels": [
            *base.tables["digital_channels"],
            DigitalChannel(
                "wa_31aa", "Acme WhatsApp", "whatsapp", WHATSAPP, "14155550150", has_outbound_flow=True
            ),
            DigitalChannel("ig_77c0", "Acme Instagram", "ig", sample.SOCIAL, "3344"),
            DigitalChannel("abc_1d02", "Acme Messages", "apple-business-chat", WHATSAPP, "5566"),
        ],
    }
    return Seed(base.tenant, tables, callers=tuple(_callers()))


def _agents() -> Iterator[Agent]:
    """One agent for each further user; two for the last one, and one for nobody."""
    *known, twice = RECORDS["User"][3:]
    for number, user in enumerate(known):
        email, federation_id = str(user["Email"]), str(user.get("FederationIdentifier", ""))
        agent = Agent(
            FIRST_OTHER_AGENT + number,
            str(user["FirstName"]),
            str(user["LastName"]),
            email,
            email,
            TEAMS[number % len(TEAMS)].team_id,
            is_active=bool(user["IsActive"]),
        )
        if number % 3 == 0:
            yield replace(agent, crm_user_name=str(user["Username"]))
        elif number % 3 == 1 and federation_id:
            yield replace(agent, federated_id=federation_id, email_address=f"agent{number}@centre.example.org")
        else:
            yield agent
    for agent_id in AMBIGUOUS_AGENTS:
        name = f"agent{agent_id}@centre.example.org"
        yield Agent(agent_id, str(twice["FirstName"]), str(twice["LastName"]), name, str(twice["Email"]), 3301)
    yield Agent(UNKNOWN_AGENT, "Nemo", "Nobody", "nemo@centre.example.org", "nemo@centre.example.org", 3304)


def _works_on(agent: Agent, skill: Skill) -> bool:
    """Everybody takes calls; other media are shared out."""
    if agent.is_supervisor:
        return False
    return skill.media_type_id == 4 or (agent.agent_id + skill.media_type_id) % 2 == 0


def _team_book() -> AddressBook:
    users = RECORDS["User"][3:23]
    entries = tuple(
        BookEntry(
            9_100 + number, str(user["FirstName"]), "", str(user["LastName"]), "Acme", str(user["Phone"]), "",
            str(user["Email"]),
        )
        for number, user in enumerate(users)
    )  # fmt: skip
    return AddressBook(75, "Colleagues", entity_type="Everyone", entries=entries)


def _callers() -> Iterator[str]:
    """What the sample org's people call from, as the network shows it."""
    for person in RECORDS["Contact"]:
        number = person.get("Switchboard_E164__c")
        if number:
            yield str(number)
