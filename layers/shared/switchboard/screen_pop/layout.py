"""A softphone layout, as Open CTI's ``getSoftphoneLayout`` returns it, in the place of the rules' defaults.

For the call type of the contact it says which objects are searched, which of their fields are shown, and what pops
for none, one and many (Open CTI developer guide, getSoftphoneLayout). How an object is searched stays with the
rules: a layout does not say which fields hold numbers.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from switchboard.contact import CallType
from switchboard.errors import SwitchboardError
from switchboard.rule_model import FieldPath
from switchboard.screen_pop.pop_rules import (
    FlowArgument,
    FlowPop,
    NewRecordPop,
    NothingPop,
    Popout,
    Pops,
    RecordPop,
    SearchPop,
    VisualforcePop,
)
from switchboard.screen_pop.rules import AddressStep, ContactRule, LookupStep, ScreenPopRules

CLASSIC_PHONE_ELEMENTS = {"Contact": "con10", "Lead": "lea8", "Account": "acc10"}
"""Classic's input elements for Phone (undocumented, widely used)."""

_DevName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,79}$")]


class NotALayout(SwitchboardError):
    """What was sent as a softphone layout is none.

    Args:
        wrong: places in it that are wrong.
    """

    def __init__(self, wrong: tuple[str, ...]) -> None:
        super().__init__(f"wrong in the layout: {', '.join(wrong)}")
        self.wrong = wrong


class _LayoutModel(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class LayoutField(_LayoutModel):
    """A field that the softphone shows."""

    apiName: FieldPath  # noqa: N815 - Salesforce's own spelling


class LayoutPop(_LayoutModel):
    """What pops for one outcome."""

    screenPopType: str = Field(default="", max_length=80)  # noqa: N815 - Salesforce's own spelling
    screenPopData: _DevName | None = None  # noqa: N815 - Salesforce's own spelling


class LayoutPops(_LayoutModel):
    """What pops, and where."""

    screenPopsOpenWithin: str = Field(default="", max_length=80)  # noqa: N815 - Salesforce's own spelling
    NoMatch: LayoutPop = LayoutPop()
    SingleMatch: LayoutPop = LayoutPop()
    MultipleMatches: LayoutPop = LayoutPop()


class LayoutPart(_LayoutModel):
    """The layout of one call type."""

    objects: dict[_DevName, tuple[LayoutField, ...]] = Field(max_length=20)
    screenPopSettings: LayoutPops = LayoutPops()  # noqa: N815 - Salesforce's own spelling


class SoftphoneLayout(_LayoutModel):
    """A whole layout."""

    Inbound: LayoutPart
    Outbound: LayoutPart
    Internal: LayoutPart

    def part(self, call_type: CallType) -> LayoutPart:
        """The part for a call type."""
        return {
            CallType.INBOUND: self.Inbound,
            CallType.OUTBOUND: self.Outbound,
            CallType.INTERNAL: self.Internal,
        }[call_type]


def parse_layout(value: object) -> SoftphoneLayout:
    """A layout from what was sent.

    Raises:
        NotALayout: naming the places that are wrong.
    """
    try:
        return SoftphoneLayout.model_validate(value)
    except ValidationError as error:
        wrong = {".".join(map(str, one["loc"])) for one in error.errors(include_input=False)}
        raise NotALayout(tuple(sorted(wrong))) from None


def with_layout(
    rules: ScreenPopRules, rule: ContactRule, layout: SoftphoneLayout, call_type: CallType
) -> tuple[ScreenPopRules, ContactRule, tuple[str, ...]]:
    """Rules and rule as the layout changes them, with notes on what could not be taken over.

    Custom lookups of the rule stay: the layout knows nothing of them.
    """
    part = layout.part(call_type)
    known = [name for name in part.objects if name in rules.objects]
    unknown = [name for name in part.objects if name not in rules.objects]
    notes = [f"The layout's object {name} is not searched: the rules do not say how." for name in unknown]
    objects = dict(rules.objects)
    for name in known:
        shown = tuple(dict.fromkeys(field.apiName for field in part.objects[name]))
        objects[name] = objects[name].model_copy(update={"returns": shown})
    searched = rules.model_copy(update={"objects": objects})
    steps = [step if isinstance(step, LookupStep) else _step(searched, step, known) for step in rule.steps]
    pops = _pops(part.screenPopSettings, notes)
    changed = rule.model_copy(update={"steps": tuple(step for step in steps if step is not None), "pops": pops})
    return searched, changed, tuple(notes)


def _step(rules: ScreenPopRules, step: AddressStep, names: list[str]) -> AddressStep | None:
    """The step over the layout's objects, where they have fields of its kind."""
    fitting = tuple(name for name in names if getattr(rules.objects[name], step.fields_name))
    return step.model_copy(update={"objects": fitting}) if fitting else None


def _pops(settings: LayoutPops, notes: list[str]) -> Pops:
    popout = Popout() if settings.screenPopsOpenWithin == "NewWindow" else None
    single = settings.SingleMatch
    one = (
        RecordPop(type="record", popout=popout)
        if single.screenPopType == "PopToEntity"
        else _pop(single, popout, "SingleMatch", notes)
    )
    return Pops(
        none=_pop(settings.NoMatch, popout, "NoMatch", notes),
        one=one,
        many=_pop(settings.MultipleMatches, popout, "MultipleMatches", notes),
    )


def _pop(
    wish: LayoutPop, popout: Popout | None, outcome: str, notes: list[str]
) -> NothingPop | NewRecordPop | SearchPop | VisualforcePop | FlowPop:
    """The pop that a layout asks for; what it does not name, or what we do not know, pops nothing."""
    data = wish.screenPopData
    match wish.screenPopType:
        case "PopToSearch":
            return SearchPop(type="search", popout=popout)
        case "PopToEntity" if data:
            element = CLASSIC_PHONE_ELEMENTS.get(data)
            return NewRecordPop(
                type="newRecord",
                object=data,
                defaults={"Phone": "{ani}"} if element else {},
                classic_elements={"Phone": element} if element else {},
                popout=popout,
            )
        case "PopToVisualforce" if data:
            given = {"ANI": "{ani}", "DNIS": "{dnis}", "recordId": "{recordId}"}
            return VisualforcePop(type="visualforce", page=data, variables=given, popout=popout)
        case "PopToFlow" if data:
            arguments = {
                name: FlowArgument(value=template)
                for name, template in {"ani": "{ani}", "recordId": "{recordId}"}.items()
            }
            return FlowPop(type="flow", flow=data, arguments=arguments, popout=popout)
        case "":
            return NothingPop(type="nothing")
        case other:
            # The value for "don't pop" is not documented, so an unknown one is taken for it.
            notes.append(f"The layout's {outcome} asks for {other!r}, which pops nothing.")
            return NothingPop(type="nothing")
