"""What the org says about itself: versions, resources, limits, describes."""

from collections.abc import Mapping

from local.salesforce_org.rest.call import Answer, Call
from local.salesforce_org.schema.model import NUMBER_TYPES, Field, Schema, SObject
from local.salesforce_org.state import OrgState

OLDEST_VERSION = 31
NEWEST_VERSION = 67
RESOURCES = ("composite", "limits", "parameterizedSearch", "query", "queryAll", "search", "sobjects")
RECENT_ITEMS = 5
_SOAP_TYPES = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
}


def _season(number: int) -> str:
    """Three releases a year; 66 was Spring '26, and Winter counts to the year that follows."""
    years, place = divmod(number - 66, 3)
    name = ("Spring", "Summer", "Winter")[place]
    return f"{name} '{26 + years + (1 if place == 2 else 0):02d}"


VERSIONS: tuple[dict[str, str], ...] = tuple(
    {"label": _season(number), "url": f"/services/data/v{number}.0", "version": f"{number}.0"}
    for number in range(OLDEST_VERSION, NEWEST_VERSION + 1)
)
"""Every version that is offered, the oldest first."""


def resources(call: Call) -> Answer:
    """``GET /services/data/vX``: where everything is."""
    return Answer(200, {name: f"{call.base}/{name}" for name in RESOURCES})


def limits(call: Call) -> Answer:
    """``GET /limits``: a few of the limits that a real org lists."""
    daily = call.state.settings.daily_limit
    left = max(0, call.state.usage.left(call.state.clock.now(), daily))
    return Answer(
        200,
        {
            "DailyApiRequests": {"Max": daily, "Remaining": left},
            "DailyAsyncApexExecutions": {"Max": 250_000, "Remaining": 250_000},
            "DailyBulkV2QueryJobs": {"Max": 10_000, "Remaining": 10_000},
            "DataStorageMB": {"Max": 1_024, "Remaining": 1_001},
        },
    )


def usage_header(state: OrgState) -> Mapping[str, str]:
    """``Sforce-Limit-Info``, on every authenticated answer."""
    return {"Sforce-Limit-Info": f"api-usage={state.usage.used}/{state.settings.daily_limit}"}


def describe_global(call: Call) -> Answer:
    """``GET /sobjects``: every object in short."""
    listed = [_brief(call, each) for each in call.state.visible.objects.values()]
    return Answer(200, {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": listed})


def describe_basic(call: Call) -> Answer:
    """``GET /sobjects/Object``: one object in short, with the records made last."""
    sobject = call.sobject()
    newest = sorted((str(row["Id"]) for row in call.state.store.rows(sobject.name)), reverse=True)
    recent = []
    for record_id in newest[:RECENT_ITEMS]:
        row = call.state.store.live(sobject.name, record_id) or {}
        url = f"{call.base}/sobjects/{sobject.name}/{record_id}"
        name = sobject.name_field
        shown: dict[str, object] = {"attributes": {"type": sobject.name, "url": url}, "Id": record_id}
        if name is not None:
            shown[name.name] = row.get(name.name)
        recent.append(shown)
    return Answer(200, {"objectDescribe": _brief(call, sobject), "recentItems": recent})


def describe(call: Call) -> Answer:
    """``GET /sobjects/Object/describe``: everything about one object."""
    sobject = call.sobject()
    schema = call.state.visible
    return Answer(
        200,
        {
            **_brief(call, sobject),
            "childRelationships": _children(schema, sobject),
            "recordTypeInfos": [
                {
                    "active": True,
                    "available": True,
                    "defaultRecordTypeMapping": True,
                    "developerName": "Master",
                    "master": True,
                    "name": "Master",
                    "recordTypeId": "012000000000000AAA",
                }
            ],
            "fields": [_field(call.state, sobject, each) for each in sobject.listed],
        },
    )


def _brief(call: Call, sobject: SObject) -> dict[str, object]:
    url = f"{call.base}/sobjects/{sobject.name}"
    return {
        "name": sobject.name,
        "label": sobject.label,
        "labelPlural": sobject.plural,
        "keyPrefix": sobject.prefix,
        "custom": sobject.custom,
        "createable": True,
        "updateable": True,
        "deletable": True,
        "queryable": True,
        "retrieveable": True,
        "searchable": sobject.searchable,
        "urls": {"sobject": url, "describe": f"{url}/describe", "rowTemplate": f"{url}/{{ID}}"},
    }


def _children(schema: Schema, sobject: SObject) -> list[dict[str, object]]:
    return [
        {"childSObject": child.name, "field": field.name, "relationshipName": field.children}
        for child, field in schema.children_of(sobject.name)
    ]


def _field(state: OrgState, sobject: SObject, field: Field) -> dict[str, object]:
    editable = f"{sobject.name}.{field.name}" not in state.settings.read_only_fields
    number = field.type in NUMBER_TYPES
    return {
        "name": field.name,
        "label": field.label,
        "type": field.type,
        "soapType": _SOAP_TYPES.get(field.type, "xsd:double" if number else "xsd:string"),
        "length": 0 if number else field.length,
        "digits": field.length if field.type == "int" else 0,
        "precision": field.length if number and field.type != "int" else 0,
        "custom": field.custom,
        "externalId": field.external_id,
        "unique": field.unique,
        "idLookup": field.external_id or field.type == "id",
        "caseSensitive": field.case_sensitive,
        "nameField": field.is_name,
        "nillable": field.nillable,
        "createable": field.createable and editable,
        "updateable": field.updateable and editable,
        "filterable": field.filterable,
        "sortable": field.filterable,
        "autoNumber": bool(field.auto_number),
        "defaultValue": field.default if field.type == "boolean" else None,
        "defaultedOnCreate": field.default is not None,
        "restrictedPicklist": field.restricted,
        "picklistValues": [
            {
                "value": value,
                "label": value,
                "active": True,
                "defaultValue": value == field.default,
                "validFor": None,
            }
            for value in field.values
        ],
        "referenceTo": list(field.targets),
        "relationshipName": field.relation or None,
        "polymorphicForeignKey": len(field.targets) > 1,
    }
