"""Which resource a path below ``/services/data/vX.0`` names, and calling it."""

from collections.abc import Callable
from dataclasses import replace

from local.salesforce_org.errors import ApiError, not_found
from local.salesforce_org.rest import about, collections, composite, queries, records
from local.salesforce_org.rest.call import Answer, Call, refused
from local.salesforce_org.rest.edits import SeveralMatchesError
from local.simulator.routing import Router

ROOT = "/services/data/{version}"
Resource = Callable[[Call], Answer]


def _routes() -> Router[Resource]:
    routes: Router[Resource] = Router()
    for methods, path, resource in (
        ("GET", "", about.resources),
        ("GET", "/limits", about.limits),
        ("GET", "/query", queries.run_query),
        ("GET", "/query/{locator}", queries.more_rows),
        ("GET", "/queryAll", queries.run_query_all),
        ("GET", "/queryAll/{locator}", queries.more_rows),
        ("GET", "/search", queries.run_search),
        ("GET POST", "/parameterizedSearch", queries.run_parameterized_search),
        ("GET", "/sobjects", about.describe_global),
        ("GET", "/sobjects/{object}", about.describe_basic),
        ("POST", "/sobjects/{object}", records.create),
        ("GET", "/sobjects/{object}/describe", about.describe),
        ("GET", "/sobjects/{object}/{id}", records.read),
        ("PATCH", "/sobjects/{object}/{id}", records.update),
        ("DELETE", "/sobjects/{object}/{id}", records.delete),
        ("GET", "/sobjects/{object}/{id}/{value}", records.read_by_key),
        ("PATCH", "/sobjects/{object}/{id}/{value}", records.upsert),
        ("DELETE", "/sobjects/{object}/{id}/{value}", records.delete_by_key),
        ("POST", "/composite/sobjects", collections.create),
        ("PATCH", "/composite/sobjects", collections.update),
        ("DELETE", "/composite/sobjects", collections.delete),
        ("GET POST", "/composite/sobjects/{object}", collections.read),
        ("PATCH", "/composite/sobjects/{object}/{field}", collections.upsert),
        ("POST", "/composite", lambda call: composite.composite(call, dispatch)),
        ("POST", "/composite/batch", lambda call: composite.batch(call, dispatch)),
    ):
        routes.add(methods, ROOT + path, resource)
    return routes


_ROUTES = _routes()
_OFFERED = frozenset(f"v{each['version']}" for each in about.VERSIONS)


def dispatch(call: Call) -> Answer:
    """The answer of the resource that the call's request names; refusals are answers, too."""
    request = call.request
    try:
        match = _ROUTES.find(request.method, request.path)
        if match is None:
            raise not_found()
        if match.handler is None:
            allowed = ",".join(match.methods)
            message = f"HTTP Method '{request.method}' not allowed. Allowed are {allowed}"
            raise ApiError("METHOD_NOT_ALLOWED", message, status=405)
        version, base = parse_version(match.arguments["version"])
        call = replace(call, version=version, base=base, arguments=match.arguments)
        try:
            return match.handler(call)
        except SeveralMatchesError as several:
            return records.several(call, several)
    except ApiError as error:
        return refused(error)


def parse_version(segment: str) -> tuple[float, str]:
    """The version behind ``v66.0``, and the path it is the root of.

    Raises:
        ApiError: 404 for a version that is not offered.
    """
    if segment not in _OFFERED:
        raise not_found()
    return float(segment.removeprefix("v")), f"/services/data/{segment}"
