"""What to search and what to pop, as an admin states it.

The models are strict: an unknown or misspelt key is refused with its path. JSON uses camelCase.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

ApiName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,79}$")]
"""Name of a Salesforce object or field, such as ``Contact`` or ``Policy__c``."""

FieldPath = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){0,4}$", max_length=200)
]
"""A field, or one reached over relations, such as ``Account.Name``."""


PERSON_PHONE_FIELDS = ("PersonMobilePhone", "PersonHomePhone", "PersonOtherPhone", "PersonAssistantPhone")
"""Phone fields that Account has only where person accounts are switched on."""


class RuleModel(BaseModel):
    """Common ground of every part of a rules document."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        populate_by_name=True,
        hide_input_in_errors=True,
    )


class Condition(RuleModel):
    """A condition on the records to search, such as ``IsConverted = false``."""

    field: FieldPath
    op: Literal["=", "!=", "<", "<=", ">", ">="] = "="
    value: bool | int | float | str | None


class SearchedObject(RuleModel):
    """One object to search for a caller's number.

    Args:
        object: API name.
        phone_fields: fields in which the number counts as proof, the weightiest first.
        name_field: what a person reads as the record's name.
        returns: further fields that an answer may carry.
        where: conditions that all have to hold.
        limit: most records to look at; more make the answer ``truncated``.
    """

    object: ApiName
    phone_fields: tuple[ApiName, ...] = Field(min_length=1, max_length=20)
    name_field: FieldPath = "Name"
    returns: tuple[FieldPath, ...] = Field(default=(), max_length=50)
    where: tuple[Condition, ...] = Field(default=(), max_length=20)
    limit: int = Field(default=25, ge=1, le=200)


class NothingPop(RuleModel):
    """Leave the agent's screen as it is."""

    type: Literal["nothing"]


class RecordPop(RuleModel):
    """Open the record that was found."""

    type: Literal["record"]


class SearchPagePop(RuleModel):
    """Open Salesforce's search page for the caller's number."""

    type: Literal["search"]


class NewRecordPop(RuleModel):
    """Open the form for a new record.

    Args:
        object: API name.
        defaults: field values; ``{ani}`` stands for the caller's number.
        classic_elements: ids of the input elements of Salesforce Classic's form, by field, for prefilling by
            URL. Salesforce does not document them, so they are data and not code.
    """

    type: Literal["newRecord"]
    object: ApiName
    defaults: dict[ApiName, str] = Field(default_factory=dict)
    classic_elements: dict[ApiName, Annotated[str, StringConstraints(pattern=r"^\w{1,40}$")]] = Field(
        default_factory=dict
    )


class Pops(RuleModel):
    """What to pop for each outcome of the search."""

    none: Annotated[NothingPop | NewRecordPop | SearchPagePop, Field(discriminator="type")]
    one: Annotated[NothingPop | RecordPop | SearchPagePop, Field(discriminator="type")]
    many: Annotated[NothingPop | SearchPagePop, Field(discriminator="type")]


class ScreenPopRules(RuleModel):
    """The rules document ``screen_pop``.

    Args:
        person_accounts: whether the org has person accounts; their fields exist only then.
        foreign_national: when a stored number without a country may be read in the caller's country.
        objects: what to search, in order of rank.
        pops: what to pop.
    """

    person_accounts: bool = False
    foreign_national: Literal["never", "when_invalid_at_home", "always"] = "when_invalid_at_home"
    objects: tuple[SearchedObject, ...] = Field(min_length=1, max_length=20)
    pops: Pops

    def phone_fields(self, searched: SearchedObject) -> tuple[str, ...]:
        """Fields of ``searched`` in which a number counts, a person account's own ones first."""
        if self.person_accounts and searched.object == "Account":
            return (*PERSON_PHONE_FIELDS, *searched.phone_fields)
        return searched.phone_fields


DEFAULT_RULES = ScreenPopRules(
    objects=(
        SearchedObject(
            object="Contact",
            phone_fields=("MobilePhone", "Phone", "HomePhone", "OtherPhone", "AssistantPhone"),
            returns=("AccountId",),
        ),
        SearchedObject(
            object="Lead",
            phone_fields=("MobilePhone", "Phone"),
            returns=("Company",),
            where=(Condition(field="IsConverted", value=False),),
        ),
        SearchedObject(object="Account", phone_fields=("Phone",)),
    ),
    pops=Pops(
        none=NewRecordPop(
            type="newRecord",
            object="Contact",
            defaults={"Phone": "{ani}"},
            classic_elements={"Phone": "con10"},
        ),
        one=RecordPop(type="record"),
        many=SearchPagePop(type="search"),
    ),
)
"""What holds until an admin publishes rules."""
