"""``/query``, ``/queryAll``, ``/search`` and ``/parameterizedSearch``."""

import re
from collections.abc import Mapping

from local.salesforce_org.cursors import Page
from local.salesforce_org.errors import ApiError
from local.salesforce_org.rest.call import Answer, Call
from local.salesforce_org.soql.parse import parse_condition, parse_ordering, parse_query
from local.salesforce_org.soql.tree import Path, Returned, SearchClauses, SearchGroup
from local.salesforce_org.sosl.search import Search, parameterized, parse_search

PAGE_ROWS = 2_000
LEAST_PAGE_ROWS = 200
SEARCH_OBJECT_SINCE = 37.0
_BATCH_SIZE = re.compile(r"batchSize\s*=\s*(\d+)", re.IGNORECASE)
_CLAUSES = re.compile(r"\b(RETURNING|IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS)\b", re.IGNORECASE)
_GROUPS: tuple[SearchGroup, ...] = ("ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR")


def run_query(call: Call) -> Answer:
    """``GET /query?q=…``: the first page."""
    return _query(call, deleted=False)


def run_query_all(call: Call) -> Answer:
    """``GET /queryAll?q=…``: deleted records as well."""
    return _query(call, deleted=True)


def more_rows(call: Call) -> Answer:
    """``GET /query/<locator>``: a further page."""
    page = call.state.cursors.next(call.arguments["locator"], call.user_id)
    return Answer(200, _shown(call, page))


def run_search(call: Call) -> Answer:
    """``GET /search?q=…``: a SOSL statement."""
    statement = call.required("q")
    _admit(call)
    return _found(call, parse_search(statement))


def run_parameterized_search(call: Call) -> Answer:
    """``/parameterizedSearch``: POST with a JSON body, or GET with parameters."""
    given = call.json_object() if call.request.method == "POST" else _from_parameters(call)
    _admit(call)
    return _found(call, _parameterized(call, given))


def _query(call: Call, *, deleted: bool) -> Answer:
    query = parse_query(call.required("q"))
    answer = call.state.runner(call.base, deleted=deleted).run(query)
    if not query.items:
        return Answer(200, {"totalSize": answer.total, "done": True, "records": []})
    asked = _BATCH_SIZE.search(call.request.headers.get("sforce-query-options", ""))
    page_rows = PAGE_ROWS if asked is None else min(PAGE_ROWS, max(LEAST_PAGE_ROWS, int(asked[1])))
    page = call.state.cursors.first(answer.rows, page_rows, call.user_id)
    return Answer(200, _shown(call, page))


def _shown(call: Call, page: Page) -> dict[str, object]:
    shown: dict[str, object] = {"totalSize": page.total, "done": page.locator is None}
    if page.locator is not None:
        shown["nextRecordsUrl"] = f"{call.base}/query/{page.locator}"
    shown["records"] = page.rows
    return shown


def _admit(call: Call) -> None:
    """The search allowance per user. Code and wording of the refusal are unconfirmed."""
    settings = call.state.settings
    if not call.state.search_rate.admits(call.user_id, call.state.clock.now(), settings.searches_per_5_minutes):
        status = settings.search_limit_status
        raise ApiError("REQUEST_LIMIT_EXCEEDED", "Search rate limit exceeded.", status=status)


def _found(call: Call, search: Search) -> Answer:
    rows = call.state.searcher(call.base).run(search)
    return Answer(200, {"searchRecords": rows} if call.version >= SEARCH_OBJECT_SINCE else rows)


def _parameterized(call: Call, given: Mapping[str, object]) -> Search:
    find = given.get("q")
    if not isinstance(find, str):
        raise ApiError("MISSING_ARGUMENT", "The required parameter 'q' is missing")
    if _CLAUSES.search(find):
        raise ApiError("MALFORMED_SEARCH", "SOSL clauses are not allowed in q")
    if not call.state.settings.parameterized_operators:
        find = " ".join(f'"{word}"' for word in find.replace('"', " ").split())
    group = str(given.get("in", "ALL")).upper()
    if group not in _GROUPS:
        raise ApiError("MALFORMED_SEARCH", f"unknown search group: {group}")
    if given.get("spellCorrection") not in (None, True, False):
        raise ApiError("JSON_PARSER_ERROR", "spellCorrection is a boolean")
    fields = _names(given.get("fields"))
    sobjects = given.get("sobjects") or []
    if not isinstance(sobjects, list):
        raise ApiError("JSON_PARSER_ERROR", "sobjects is a list")
    returned = tuple(_returned(each, fields) for each in sobjects)
    clauses = SearchClauses(group, returned, _whole(given.get("overallLimit")))
    return parameterized(
        find,
        clauses,
        default_limit=_whole(given.get("defaultLimit")),
        offset=_whole(given.get("offset")) or 0,
    )


def _returned(given: object, fields: tuple[Path, ...]) -> Returned:
    if not isinstance(given, dict) or not isinstance(given.get("name"), str):
        raise ApiError("JSON_PARSER_ERROR", "an entry of sobjects has a name")
    where, order = given.get("where"), given.get("orderBy")
    return Returned(
        given["name"],
        _names(given.get("fields")) or fields,
        parse_condition(str(where), "MALFORMED_SEARCH") if where else None,
        parse_ordering(str(order), "MALFORMED_SEARCH") if order else (),
        _whole(given.get("limit")),
    )


def _names(given: object) -> tuple[Path, ...]:
    names = given.split(",") if isinstance(given, str) else given or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ApiError("JSON_PARSER_ERROR", "fields are names")
    return tuple(tuple(name.strip().split(".")) for name in names)


def _whole(given: object) -> int | None:
    if given is None:
        return None
    if isinstance(given, bool) or not str(given).isdecimal():
        raise ApiError("JSON_PARSER_ERROR", "a limit or offset is a whole number")
    return int(str(given))


def _from_parameters(call: Call) -> dict[str, object]:
    """The GET form in the shape of the POST form."""
    parameters = call.request.parameters()
    first = {name: values[0] for name, values in parameters.items()}
    sobjects: list[dict[str, object]] = []
    for name in parameters.get("sobject", []):
        named: dict[str, object] = {"name": name}
        for key in ("fields", "where", "orderBy", "limit"):
            if f"{name}.{key}" in first:
                named[key] = first[f"{name}.{key}"]
        sobjects.append(named)
    wanted = ("q", "in", "fields", "overallLimit", "defaultLimit", "offset")
    return {**{key: first[key] for key in wanted if key in first}, "sobjects": sobjects}
