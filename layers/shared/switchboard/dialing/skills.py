"""With which outbound skill a call goes out."""

from collections.abc import Callable, Sequence

from switchboard.dialing.refusals import NoSkill, Skill, SkillNotAllowed, SkillUnclear
from switchboard.dialing.rules import SkillRule, SkillRules


def chosen_skill(
    rules: SkillRules,
    own: Callable[[], Sequence[Skill]],
    *,
    wanted: str,
    team: Sequence[str],
    object_type: str,
    country: str | None,
) -> str:
    """The skill's id.

    Args:
        own: gives the agent's manual outbound voice skills; called only where the rules do not decide.
        wanted: what the agent asks for; empty for nothing.
        team: the agent's, id and name.
        object_type: of the clicked record; empty where there is none.

    Raises:
        SkillNotAllowed: the agent may not have what they ask for.
        SkillUnclear, NoSkill: nothing is asked for, the rules name none, and the agent has several, or none.
    """
    if wanted:
        if wanted not in rules.named():
            skills = own() if rules.agents_own else ()
            if wanted not in {one.skill_id for one in skills}:
                raise SkillNotAllowed(skills)
        return wanted
    for rule in rules.rules:
        if _applies(rule, team, object_type, country):
            return rule.skill_id
    if rules.default:
        return rules.default
    skills = own()
    if not skills:
        raise NoSkill
    if len(skills) > 1:
        raise SkillUnclear(skills)
    return skills[0].skill_id


def _applies(rule: SkillRule, team: Sequence[str], object_type: str, country: str | None) -> bool:
    return (
        _among(rule.teams, *team)
        and _among(rule.object_types, object_type)
        and (not rule.countries or country in rule.countries)
    )


def _among(wanted: Sequence[str], *values: str) -> bool:
    known = {value.casefold() for value in values if value}
    return not wanted or any(one.casefold() in known for one in wanted)
