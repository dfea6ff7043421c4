"""From rules to what is searched: a pure function of both and of the contact."""

from switchboard.screen_pop.model import RingingContact, SearchPlan
from switchboard.screen_pop.rules import AddressStep, ContactRule, ScreenPopRules, When


def rule_for(rules: ScreenPopRules, contact: RingingContact) -> ContactRule | None:
    """The first rule that fits the contact."""
    return next((rule for rule in rules.rules if _fits(rule.when, contact)), None)


def _fits(when: When, contact: RingingContact) -> bool:
    wanted = (
        (when.call_types, contact.call_type),
        (when.channels, contact.channel),
        (when.sub_channels, contact.sub_channel),
        (when.skills, contact.skill),
        (when.dnis, contact.dnis),
    )
    return all(not listed or given in listed for listed, given in wanted)


def plans(rules: ScreenPopRules, step: AddressStep) -> tuple[SearchPlan, ...]:
    """How each object of a step is searched, in order of rank."""
    return tuple(_plan(rules, step, name) for name in step.objects)


def _plan(rules: ScreenPopRules, step: AddressStep, name: str) -> SearchPlan:
    searched = rules.objects[name]
    proving = rules.fields(name, step)
    fields = ["Id", searched.name_field, *proving, *searched.returns, "LastModifiedDate"]
    if rules.person_accounts and name == "Account":
        fields += ["IsPersonAccount", "PersonContactId"]
    if rules.person_accounts and name == "Contact":
        fields += ["IsPersonAccount", "AccountId"]
    return SearchPlan(
        object_type=name,
        searched=proving,
        fields=tuple(dict.fromkeys(fields)),
        where=searched.where,
        name_field=searched.name_field,
        returns=searched.returns,
        limit=searched.limit,
    )


def placeholder_values(contact: RingingContact, number: str) -> dict[str, str]:
    """Values of the placeholders that are known before anything was searched.

    Args:
        number: the customer's number in E.164, or empty.
    """
    return {
        "ani": number,
        "callType": contact.call_type.value,
        "channel": contact.channel.value,
        "contactKey": contact.contact_key,
        "dnis": contact.dnis,
        "email": contact.email,
        "handle": contact.handle,
        "skill": contact.skill,
        "subChannel": contact.sub_channel,
        **{f"variables.{name}": value for name, value in contact.variables.items()},
    }
