"""What may be popped, as an admin states it. Text values are templates; see ``TEMPLATE_NAMES``."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from switchboard.rule_model import ApiName, RuleModel, check_placeholders

TEMPLATE_NAMES = frozenset(
    {
        "ani",
        "callType",
        "channel",
        "contactKey",
        "dnis",
        "email",
        "handle",
        "matchCount",
        "objectType",
        "recordId",
        "recordName",
        "skill",
        "subChannel",
    }
)
"""Placeholders of a pop's templates; besides them ``{variables.<name>}`` and ``{field.<name>}``.

``ani`` is the customer's number in E.164, whoever called; ``field`` and ``record…`` belong to the only match.
"""

TEMPLATE_ROOTS = frozenset({"field", "variables"})

Template = Annotated[str, StringConstraints(max_length=1000)]
DevName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,79}$")]
VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.]{0,79}$")]
RecordId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$")]


class Popout(RuleModel):
    """Wishes for a window of its own, which only Classic can fulfil. Sizes are pixels."""

    width: int | None = Field(default=None, ge=100, le=4000)
    height: int | None = Field(default=None, ge=100, le=4000)


class PopRule(RuleModel):
    """What every pop may carry."""

    popout: Popout | None = None

    def templates(self) -> Iterator[str]:
        """Every text of the pop that may hold placeholders."""
        yield from ()

    @model_validator(mode="after")
    def _knows_its_placeholders(self) -> Self:
        check_placeholders(self.templates(), TEMPLATE_NAMES, TEMPLATE_ROOTS)
        return self


class NothingPop(PopRule):
    """Leave the agent's screen as it is."""

    type: Literal["nothing"]


class RecordPop(PopRule):
    """Open the one record that was found."""

    type: Literal["record"]


class ObjectHomePop(PopRule):
    """Open the home page of an object."""

    type: Literal["objectHome"]
    object: ApiName


class ListViewPop(PopRule):
    """Open a list view."""

    type: Literal["listView"]
    object: ApiName
    list_view_id: RecordId


class SearchPop(PopRule):
    """Open Salesforce's search page; without a text for the number, address or handle of the contact."""

    type: Literal["search"]
    text: Template = ""

    def templates(self) -> Iterator[str]:
        yield self.text


class NewRecordPop(PopRule):
    """Open the form for a new record.

    Args:
        object: API name.
        defaults: field values. One that comes out empty is left out.
        classic_elements: ids of the input elements of Salesforce Classic's form, by field, for prefilling by
            URL. Salesforce does not document them, so they are data and not code.
    """

    type: Literal["newRecord"]
    object: ApiName
    defaults: dict[ApiName, Template] = Field(default_factory=dict, max_length=50)
    classic_elements: dict[ApiName, Annotated[str, StringConstraints(pattern=r"^\w{1,40}$")]] = Field(
        default_factory=dict, max_length=50
    )

    def templates(self) -> Iterator[str]:
        yield from self.defaults.values()


class VisualforcePop(PopRule):
    """Open a Visualforce page; ``variables`` become its query parameters."""

    type: Literal["visualforce"]
    page: DevName
    variables: dict[VariableName, Template] = Field(default_factory=dict, max_length=50)

    def templates(self) -> Iterator[str]:
        yield from self.variables.values()


class UrlPop(PopRule):
    """Open an address within Salesforce, or an ``https`` one outside; ``variables`` become query parameters."""

    type: Literal["url"]
    url: Annotated[str, StringConstraints(pattern=r"^(/|/[^/\s{}][^\s{}]*|https://[^\s{}]+)$", max_length=1000)]
    variables: dict[VariableName, Template] = Field(default_factory=dict, max_length=50)

    def templates(self) -> Iterator[str]:
        yield from self.variables.values()


class FlowArgument(RuleModel):
    """One input variable of a flow; ``type`` is the flow's own name for it."""

    type: Literal["String", "Number", "Boolean", "Date", "DateTime"] = "String"
    value: Template


class FlowPop(PopRule):
    """Open a screen flow."""

    type: Literal["flow"]
    flow: DevName
    arguments: dict[DevName, FlowArgument] = Field(default_factory=dict, max_length=50)

    def templates(self) -> Iterator[str]:
        yield from (argument.value for argument in self.arguments.values())


_AnyPop = NothingPop | ObjectHomePop | ListViewPop | SearchPop | NewRecordPop | VisualforcePop | UrlPop | FlowPop
UnsurePop = Annotated[_AnyPop, Field(discriminator="type")]
"""A pop for no record or for many: any but a record, for there is none to open."""

SurePop = Annotated[_AnyPop | RecordPop, Field(discriminator="type")]
"""A pop for exactly one record."""


class Pops(RuleModel):
    """What to pop for each outcome of the search."""

    none: UnsurePop
    one: SurePop
    many: UnsurePop
