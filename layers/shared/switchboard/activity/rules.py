"""The rules document ``activity``, as an admin states it: which contacts are written, when, and as which records.

Keys are camelCase. Every expression and template is checked when the document is; an error names its path.
"""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from switchboard.activity.expressions import check_expression
from switchboard.activity.model import Policy, RelationSource
from switchboard.activity.subjects import Per
from switchboard.activity.templates import check_template
from switchboard.activity.view import SHAPE
from switchboard.contact.words import CallType, Channel
from switchboard.rule_model import ApiName, RuleModel, RuleName, at_least

_MOST_SECONDS = 30 * 86_400


def _checked_expression(text: str) -> str:
    check_expression(text, SHAPE)
    return text


def _checked_template(text: str) -> str:
    check_template(text, SHAPE)
    return text


def _checked_zone(name: str) -> str:
    zone_of(name)
    return name


def zone_of(name: str) -> tzinfo:
    """The time zone of that name, such as ``Europe/Berlin``.

    Raises:
        ValueError: there is no such zone, or the machine has no time zone data.
    """
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("there is no such time zone") from error


Expression = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(_checked_expression)]
"""JMESPath over the view of a contact (``view.py``), with the functions of ``expressions.py``."""

Template = Annotated[str, StringConstraints(max_length=4000), AfterValidator(_checked_template)]
"""Text with expressions in braces."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=255)]
UserId = Annotated[
    str, StringConstraints(pattern=r"^(|005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?|00G[A-Za-z0-9]{12,15})$")
]


class Condition(RuleModel):
    """Which contacts something is for. What is left empty leaves the choice open; all that is given has to hold.

    Args:
        skills: ids or names, in any case.
        dispositions: ids or names, in any case.
    """

    channels: tuple[Channel, ...] = ()
    sub_channels: tuple[Text, ...] = ()
    call_types: tuple[CallType, ...] = ()
    skills: tuple[Text, ...] = ()
    dispositions: tuple[Text, ...] = ()
    outcomes: tuple[Literal["handled", "abandoned", "refused", "unanswered"], ...] = ()


EVERYTHING = Condition()


class FieldRule(RuleModel):
    """One field of a record, with exactly one of the five ways to fill it.

    Several rules may name the same field: the first that applies and finds something holds.

    Args:
        template: one text with expressions in braces.
        lines: templates, one for each line; a line whose expressions find nothing is left out.
        value: an expression whose value is taken as it is: text, number, or yes and no.
        constant: always the same.
        ref: name of another record of the rules, whose id goes here.
        map: what to write for a text, for picklists; keys are matched in any case.
        otherwise: what to write for a text that is not in the map; without it, the field is left out.
        max_length: characters that the field takes, where it is not a standard one or holds other than 255.
        policy: whose the field is once the record exists.
        when: for which contacts this rule is.
    """

    field: ApiName
    template: Template | None = None
    lines: Annotated[tuple[Template, ...], at_least(1), Field(max_length=100)] | None = None
    value: Expression | None = None
    constant: bool | int | float | str | None = None
    ref: RuleName | None = None
    map: dict[str, Text] | None = Field(default=None, max_length=500)
    otherwise: Text | None = None
    max_length: int | None = Field(default=None, ge=1, le=131_072)
    policy: Policy = Policy.UNTIL_EDITED
    when: Condition = EVERYTHING

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.template, self.lines, self.value, self.constant, self.ref)
        if sum(way is not None for way in ways) != 1:
            raise ValueError("exactly one of template, lines, value, constant and ref is needed")
        if self.map is not None and self.template is None and self.value is None:
            raise ValueError("a map needs a template or a value")
        if self.otherwise is not None and self.map is None:
            raise ValueError("otherwise needs a map")
        return self


class RecordRule(RuleModel):
    """One record that is written for an activity.

    Args:
        name: by which other records refer to it.
        object: API name.
        key_field: external id field, unique, text of at least 80 characters.
        when: for which contacts it is written.
    """

    name: RuleName
    object: ApiName
    key_field: ApiName = "Switchboard_Key__c"
    when: Condition = EVERYTHING
    fields: Annotated[tuple[FieldRule, ...], at_least(1), Field(max_length=200)]

    @model_validator(mode="after")
    def _key_is_ours(self) -> Self:
        if any(rule.field.lower() in (self.key_field.lower(), "id") for rule in self.fields):
            raise ValueError("the key field and Id are filled by Switchboard")
        return self

    def references(self) -> Iterator[str]:
        """Names of the records that this one refers to."""
        return (rule.ref for rule in self.fields if rule.ref is not None)


class OwnerRules(RuleModel):
    """Who owns what is written.

    Args:
        agents: whether the agent's own Salesforce user does.
        default: user or queue for what has no agent, or none that is a user; empty leaves it to Salesforce.
    """

    agents: bool = True
    default: UserId = ""


COMMITMENT_SHAPE = dict.fromkeys(("at", "name", "notes", "number", "skillId"))
"""What the templates of a commitment may name; ``name`` is the customer's, ``at`` ISO 8601 in UTC."""


def _checked_commitment_template(text: str) -> str:
    check_template(text, COMMITMENT_SHAPE)
    return text


CommitmentTemplate = Annotated[
    str, StringConstraints(min_length=1, max_length=1000), AfterValidator(_checked_commitment_template)
]


class CommitmentRules(RuleModel):
    """How calls that agents promise are shown in Salesforce: each as one Task of whoever promised it.

    Args:
        write: whether they are.
        subject, description: of the Task.
        open_status, done_status, cancelled_status: statuses of Tasks that the org has.
        remind: whether Salesforce reminds of it at its time.
        key_field: external id field, unique, text of at least 80 characters.
    """

    write: bool = False
    subject: CommitmentTemplate = "Call back {name || number}"
    description: CommitmentTemplate = "{number} {notes}"
    open_status: Text = "Not Started"
    done_status: Text = "Completed"
    cancelled_status: Text = "Completed"
    remind: bool = True
    key_field: ApiName = "Switchboard_Key__c"


class ActivityRules(RuleModel):
    """The rules document ``activity``.

    Args:
        when: after which moment a contact is written; later knowledge is written too, as it comes.
        per: one activity for each contact, each agent's part in it, or all contacts of a master.
        only: contacts that are written at all.
        write_consults: whether a call in which an agent consults another one, beside a customer's contact, is an
            activity of its own; never where all contacts of a master are one.
        wrap_up_limit_s: after its end a contact is written even though no end of the work after it was told.
        silence_limit_s: a contact of which nothing more is told is written as it is known.
        time_zone: in which a day begins (IANA name).
        deleted_records: whether a record that a person deleted stays deleted, or is made anew when more is known.
        relation: who decides on WhoId and WhatId, the first who does.
        dead_links: whether a record that refers to what is deleted, merged away or out of sight is written without
            that link, or rejected.
        commitments: how promised calls are shown.
        records: what is written; the first is the activity itself.
    """

    when: Literal["answered", "ended", "wrappedUp"] = "wrappedUp"
    per: Per = "contact"
    only: Condition = EVERYTHING
    write_abandoned: bool = True
    write_refused: bool = True
    write_consults: bool = False
    wrap_up_limit_s: int = Field(default=900, ge=0, le=_MOST_SECONDS)
    silence_limit_s: int = Field(default=86_400, ge=60, le=_MOST_SECONDS)
    time_zone: Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_checked_zone)] = (
        "UTC"
    )
    deleted_records: Literal["leave", "remake"] = "leave"
    relation: tuple[RelationSource, ...] = Field(
        default=(RelationSource.CHOSEN, RelationSource.DIALLED, RelationSource.MATCH), max_length=3
    )
    dead_links: Literal["unlink", "reject"] = "unlink"
    owner: OwnerRules = OwnerRules()
    commitments: CommitmentRules = CommitmentRules()
    records: Annotated[tuple[RecordRule, ...], at_least(1), Field(max_length=10)]

    @model_validator(mode="after")
    def _references_lead_somewhere(self) -> Self:
        names = [record.name for record in self.records]
        if len(set(names)) != len(names):
            raise ValueError("records: two have the same name")
        unknown = {name for record in self.records for name in record.references()} - set(names)
        if unknown:
            raise ValueError(f"records: there is no record {', '.join(sorted(unknown))} to refer to")
        self.in_order()
        return self

    def in_order(self) -> list[RecordRule]:
        """The records, each after those that it refers to, otherwise as they are stated.

        Raises:
            ValueError: records refer to each other in a circle.
        """
        by_name = {record.name: record for record in self.records}
        try:
            order = TopologicalSorter({record.name: tuple(record.references()) for record in self.records})
            return [by_name[name] for name in order.static_order()]
        except CycleError as error:
            raise ValueError("records: they refer to each other in a circle") from error
