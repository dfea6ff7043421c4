"""Which contact searches what and pops what: the rules document ``screen_pop``."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from switchboard.contact import CallType, Channel
from switchboard.rule_model import ApiName, FieldPath, RuleModel, RuleName, at_least, check_placeholders
from switchboard.screen_pop.lookup_rules import Comparison, Lookup, ParameterName, ParameterType
from switchboard.screen_pop.pop_rules import NewRecordPop, Pops, RecordPop, SearchPop, Template

PERSON_PHONE_FIELDS = ("PersonMobilePhone", "PersonHomePhone", "PersonOtherPhone", "PersonAssistantPhone")
"""Phone fields that Account has only where person accounts are switched on."""

MOST_SOQL_OBJECTS = 5
"""Queries in one composite request (Salesforce REST API guide, composite)."""


class SearchedObject(RuleModel):
    """How one object is searched.

    Args:
        phone_fields: fields in which a number counts as proof, the weightiest first.
        normalised_phone_fields: indexed fields that hold numbers as E.164, kept by the org itself.
        email_fields, handle_fields: fields that hold an e-mail address, or a handle of a digital channel.
        name_field: what a person reads as the record's name.
        returns: further fields that an answer may carry.
        where: conditions on every search, with constants only.
        limit: most records to look at; more make the answer ``truncated``.
    """

    phone_fields: tuple[ApiName, ...] = Field(default=(), max_length=20)
    normalised_phone_fields: tuple[ApiName, ...] = Field(default=(), max_length=20)
    email_fields: tuple[ApiName, ...] = Field(default=(), max_length=20)
    handle_fields: tuple[ApiName, ...] = Field(default=(), max_length=20)
    name_field: FieldPath = "Name"
    returns: tuple[FieldPath, ...] = Field(default=(), max_length=50)
    where: tuple[Comparison, ...] = Field(default=(), max_length=20)
    limit: int = Field(default=25, ge=1, le=200)

    @model_validator(mode="after")
    def _has_constants_only(self) -> Self:
        if any(one.parameter is not None for one in self.where):
            raise ValueError("where of an object takes constants; parameters belong to lookups")
        return self


class AddressStep(RuleModel):
    """Search objects for the contact's number, e-mail address or handle.

    Args:
        by: what to search for; a contact without it passes the step over.
        objects: all searched at once, in order of rank.
        mode: ``index`` searches all spellings of a number; ``normalised`` only fields that hold E.164, which
            sees new records at once. For phones only.
    """

    by: Literal["phone", "email", "handle"]
    objects: Annotated[tuple[ApiName, ...], at_least(1)] = Field(max_length=20)
    mode: Literal["index", "normalised"] = "index"

    @property
    def fields_name(self) -> str:
        """The member of an object that lists the fields this step searches."""
        if self.by == "phone":
            return "phone_fields" if self.mode == "index" else "normalised_phone_fields"
        return f"{self.by}_fields"


class LookupStep(RuleModel):
    """Call a custom lookup with values of the contact; a contact without one of them passes the step over.

    Args:
        lookup: its name.
        parameters: a template for each parameter, such as ``{variables.caseNumber}``.
    """

    by: Literal["lookup"]
    lookup: RuleName
    parameters: dict[ParameterName, Template]

    @model_validator(mode="after")
    def _knows_its_placeholders(self) -> Self:
        check_placeholders(self.parameters.values(), CONTACT_NAMES, frozenset({"variables"}))
        return self


CONTACT_NAMES = frozenset(
    {"ani", "callType", "channel", "contactKey", "dnis", "email", "handle", "skill", "subChannel"}
)
"""Placeholders that are filled before anything was searched; besides them ``{variables.<name>}``."""

Step = Annotated[AddressStep | LookupStep, Field(discriminator="by")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class When(RuleModel):
    """Which contacts a rule is for: those that fit every list that is not empty."""

    call_types: tuple[CallType, ...] = ()
    channels: tuple[Channel, ...] = ()
    sub_channels: tuple[Word, ...] = ()
    skills: tuple[Word, ...] = ()
    dnis: tuple[Word, ...] = ()


class ContactRule(RuleModel):
    """What to search and pop for some contacts.

    Args:
        when: which contacts.
        steps: searches in order; the first that finds a record ends the search.
        pops: what to pop.
    """

    name: RuleName
    when: When = When()
    steps: tuple[Step, ...] = Field(max_length=10)
    pops: Pops


class Freshness(RuleModel):
    """Seconds that a result looked up ahead may be used. An unfound caller may be a customer a minute later."""

    found_s: int = Field(default=300, ge=0, le=86_400)
    unfound_s: int = Field(default=60, ge=0, le=86_400)


class ScreenPopRules(RuleModel):
    """The whole document.

    Args:
        person_accounts: whether the org has person accounts; their fields exist only then.
        foreign_national: when a stored number without a country may be read in the caller's country.
        look_ahead_searches: most searches in five minutes that look callers up ahead; Salesforce allows the
            integration user 3,000 in any five minutes, of which pops need the rest.
        key_prefixes: first three characters of the ids of custom objects, their addresses in Classic.
        objects: how each object is searched, by API name.
        lookups: custom lookups, by name.
        rules: the first that fits a contact holds; a contact that none fits pops nothing.
    """

    person_accounts: bool = False
    foreign_national: Literal["never", "when_invalid_at_home", "always"] = "when_invalid_at_home"
    freshness: Freshness = Freshness()
    look_ahead_searches: int = Field(default=1200, ge=0, le=1500)
    key_prefixes: dict[ApiName, Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{3}$")]] = Field(
        default_factory=dict
    )
    objects: Annotated[dict[ApiName, SearchedObject], at_least(1)] = Field(max_length=50)
    lookups: dict[RuleName, Lookup] = Field(default_factory=dict, max_length=100)
    rules: Annotated[tuple[ContactRule, ...], at_least(1)] = Field(max_length=100)

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        for number, rule in enumerate(self.rules):
            for place, step in enumerate(rule.steps):
                problem = self._problem(step)
                if problem:
                    raise ValueError(f"rules.{number}.steps.{place}: {problem}")
        return self

    def _problem(self, step: AddressStep | LookupStep) -> str:
        if isinstance(step, LookupStep):
            lookup = self.lookups.get(step.lookup)
            if lookup is None:
                return f"there is no lookup {step.lookup!r}"
            if set(step.parameters) != set(lookup.parameters):
                return f"parameters have to be {', '.join(sorted(lookup.parameters))}"
            return ""
        for name in step.objects:
            if name not in self.objects:
                return f"object {name!r} is not among objects"
            if not getattr(self.objects[name], step.fields_name):
                return f"object {name!r} has no {_camel(step.fields_name)}"
        if step.mode == "normalised" and step.by != "phone":
            return "mode normalised is for phones"
        by_query = step.by != "phone" or step.mode == "normalised"
        if by_query and len(step.objects) > MOST_SOQL_OBJECTS:
            return f"at most {MOST_SOQL_OBJECTS} objects fit one request of this kind"
        return ""

    def fields(self, name: str, step: AddressStep) -> tuple[str, ...]:
        """Fields of an object that a step searches, a person account's own phones first."""
        listed: tuple[str, ...] = getattr(self.objects[name], step.fields_name)
        if self.person_accounts and name == "Account" and step.fields_name == "phone_fields":
            return (*PERSON_PHONE_FIELDS, *listed)
        if self.person_accounts and name == "Account" and step.by == "email":
            return ("PersonEmail", *listed)
        return listed


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


_PEOPLE = ("Contact", "Lead", "Account")
_POPS = Pops(
    none=NewRecordPop(
        type="newRecord",
        object="Contact",
        defaults={"Phone": "{ani}", "Email": "{email}"},
        classic_elements={"Phone": "con10", "Email": "con15"},
    ),
    one=RecordPop(type="record"),
    many=SearchPop(type="search"),
)

DEFAULT_RULES = ScreenPopRules(
    objects={
        "Contact": SearchedObject(
            phone_fields=("MobilePhone", "Phone", "HomePhone", "OtherPhone", "AssistantPhone"),
            email_fields=("Email",),
            returns=("AccountId",),
        ),
        "Lead": SearchedObject(
            phone_fields=("MobilePhone", "Phone"),
            email_fields=("Email",),
            returns=("Company",),
            where=(Comparison(field="IsConverted", value=False),),
        ),
        "Account": SearchedObject(phone_fields=("Phone",)),
    },
    lookups={
        "caseByNumber": Lookup(
            object="Case",
            parameters={"caseNumber": ParameterType.DIGITS},
            where=(Comparison(field="CaseNumber", parameter="caseNumber"),),
            name_field="CaseNumber",
            returns=("Subject", "Status", "ContactId", "AccountId"),
        ),
        "caseById": Lookup(
            object="Case",
            parameters={"id": ParameterType.ID},
            where=(Comparison(field="Id", parameter="id"),),
            name_field="CaseNumber",
            returns=("Subject", "Status", "ContactId", "AccountId"),
        ),
        "accountByNumber": Lookup(
            object="Account",
            parameters={"accountNumber": ParameterType.TEXT},
            where=(Comparison(field="AccountNumber", parameter="accountNumber"),),
        ),
    },
    rules=(
        ContactRule(
            name="work items",
            when=When(channels=(Channel.WORK_ITEM,)),
            steps=(
                LookupStep(by="lookup", lookup="caseById", parameters={"id": "{variables.recordId}"}),
                LookupStep(
                    by="lookup",
                    lookup="caseByNumber",
                    parameters={"caseNumber": "{variables.caseNumber}"},
                ),
                AddressStep(by="phone", objects=_PEOPLE),
                AddressStep(by="email", objects=("Contact", "Lead")),
            ),
            pops=_POPS,
        ),
        ContactRule(
            name="everything else",
            steps=(
                AddressStep(by="phone", objects=_PEOPLE),
                AddressStep(by="email", objects=("Contact", "Lead")),
            ),
            pops=_POPS,
        ),
    ),
)
"""What holds until an admin publishes rules."""
