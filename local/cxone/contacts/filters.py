"""Which contacts a report is about."""

from collections.abc import Callable

from local.cxone.contacts.model import Contact, TransferKind
from local.cxone.directory.store import Directory
from local.cxone.wire.parameters import Parameters

Test = Callable[[Contact], bool]
Fact = Callable[[Contact], object]


def contact_filter(given: Parameters, directory: Directory) -> Test:
    """What the parameters ask for, all of which must hold; without any, every contact passes.

    Raises:
        ApiError: 400, a value of the wrong kind.
    """

    def campaign(contact: Contact) -> int:
        skill = directory.skills.get(contact.skill_id)
        return skill.campaign_id if skill else 0

    def team(contact: Contact) -> int:
        agent = directory.agents.get(contact.agent_id)
        return agent.team_id if agent else 0

    numbers: dict[str, Fact] = {
        "mediaTypeId": lambda contact: contact.media_type_id,
        "skillId": lambda contact: contact.skill_id,
        "campaignId": campaign,
        "agentId": lambda contact: contact.agent_id,
        "teamId": team,
        "stateId": lambda contact: int(contact.state),
        "contactId": lambda contact: contact.contact_id,
    }
    truths: dict[str, Fact] = {
        "isLogged": lambda contact: contact.is_logged,
        "isRefused": lambda contact: contact.was_refused,
        "isTakeover": lambda contact: contact.transfer is TransferKind.TAKEOVER,
    }
    texts: dict[str, Fact] = {
        "fromAddr": lambda contact: contact.from_address,
        "fromAddress": lambda contact: contact.from_address,
        "toAddr": lambda contact: contact.to_address,
        "toAddress": lambda contact: contact.to_address,
    }
    wanted: list[tuple[Fact, object]] = [
        *((fact, given.whole(name)) for name, fact in numbers.items() if given.text(name)),
        *((fact, given.flag(name)) for name, fact in truths.items() if given.text(name)),
        *((fact, given.text(name)) for name, fact in texts.items() if given.text(name)),
    ]
    tags = {tag for tag in given.text("tags").split("|") if tag}

    def passes(contact: Contact) -> bool:
        if tags and not tags & {str(tag) for tag in contact.tags}:
            return False
        return all(fact(contact) == value for fact, value in wanted)

    return passes
