"""What a SAM template deploys, as the local stack plays it: functions, routes, queues' consumers, schedules.

Globals are merged into functions as SAM does (Globals section of the SAM specification): mappings key by
key, lists one after the other, anything else replaced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.gateway import cloudformation
from local.gateway.cloudformation import Node, Physical, Template, TemplateError

ACCOUNT_ID = "123456789012"
REGION = "eu-west-1"
STACK_NAME = "switchboard"
API_ID = "local"

_FUNCTION = "AWS::Serverless::Function"
_API = "AWS::Serverless::HttpApi"
_LAYER = "AWS::Serverless::LayerVersion"


@dataclass(frozen=True, slots=True)
class Function:
    """One function as it runs here.

    Attributes:
        handler: module and attribute, such as ``app.lambda_handler``.
        code_dir: folder with the handler's module.
        layer_dirs: folders of the layers, which are searched after ``code_dir``.
        alias: what callers invoke, or None for the unpublished function.
        reserved: most invocations at a time, None where the template sets no limit.
        environment: variables from the template, everything in them resolved.
    """

    logical_id: str
    name: str
    handler: str
    runtime: str
    code_dir: Path
    layer_dirs: tuple[Path, ...]
    alias: str | None
    timeout_s: float
    memory_mb: int
    reserved: int | None
    environment: Mapping[str, str]

    @property
    def arn(self) -> str:
        """The ARN that callers invoke, alias included."""
        return f"{function_arn(self.name)}:{self.alias}" if self.alias else function_arn(self.name)


@dataclass(frozen=True, slots=True)
class Route:
    """``method`` is upper case, ``ANY`` for all; ``path`` is ``$default`` for what no other route takes."""

    method: str
    path: str
    function: str
    iam: bool

    @property
    def key(self) -> str:
        """The route key as it stands in events."""
        return self.path if self.path == "$default" else f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class QueueSource:
    """A queue that a function consumes.

    Attributes:
        window_s: seconds to wait for a fuller batch, 0 for none.
        partial: the function answers with the items that failed (``ReportBatchItemFailures``).
        most: most batches at a time, None where the template sets no limit.
    """

    function: str
    queue_arn: str
    batch_size: int
    window_s: float
    partial: bool
    most: int | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A function that runs by the clock. ``payload`` is the event, None for the scheduler's own."""

    function: str
    name: str
    expression: str
    payload: str | None


@dataclass(frozen=True, slots=True)
class Application:
    """Everything the gateway plays. ``unplayed`` says, a line each, what it does not."""

    functions: Mapping[str, Function]
    routes: tuple[Route, ...]
    queues: tuple[QueueSource, ...]
    schedules: tuple[Schedule, ...]
    unplayed: tuple[str, ...]


def function_arn(name: str) -> str:
    """ARN of a function by its name."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{name}"


def load(path: Path, parameters: Mapping[str, str]) -> Template:
    """The template with the names that are known before anything is made: functions, APIs, layers.

    Args:
        parameters: local values; those that the template does not declare are left out.

    Raises:
        TemplateError: the file cannot be read as a template.
    """
    return declared(cloudformation.read(path), parameters)


def declared(document: dict[str, Node], parameters: Mapping[str, str]) -> Template:
    """The same of a template that has been read, which stays as it is."""
    pseudo = {
        "AWS::AccountId": ACCOUNT_ID,
        "AWS::Region": REGION,
        "AWS::StackName": STACK_NAME,
        "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT_ID}:stack/{STACK_NAME}/local",
        "AWS::Partition": "aws",
        "AWS::URLSuffix": "amazonaws.com",
    }
    known = document.get("Parameters", {})
    given = {name: value for name, value in parameters.items() if name in known}
    template = Template(document, parameters=given, pseudo=pseudo)
    template.names["ServerlessHttpApi"] = Physical(API_ID)
    for logical_id in template.resources(_API):
        template.names[logical_id] = Physical(API_ID)
    for logical_id in template.resources(_LAYER):
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:layer:{logical_id}:1"
        template.names[logical_id] = Physical(arn)
    for logical_id, resource in template.resources(_FUNCTION).items():
        place = f"Resources.{logical_id}.Properties.FunctionName"
        given_name = resource.get("Properties", {}).get("FunctionName", f"{STACK_NAME}-{logical_id}")
        name = template.value(given_name, place)
        template.names[logical_id] = Physical(name, {"Arn": function_arn(name)})
    return template


def application(template: Template, root: Path) -> Application:
    """What the template deploys; every name it uses has to be known by now.

    Args:
        root: folder that the template's paths start from.

    Raises:
        TemplateError: something the functions need cannot be resolved or is not understood.
    """
    functions: dict[str, Function] = {}
    found = _Events(template)
    for logical_id, resource in template.resources(_FUNCTION).items():
        properties = with_globals(template.document, "Function", resource.get("Properties", {}))
        functions[logical_id] = _function(template, logical_id, properties, root)
        for name, event in properties.get("Events", {}).items():
            found.add(logical_id, name, event, f"Resources.{logical_id}.Properties.Events.{name}")
    return Application(
        functions, tuple(found.routes), tuple(found.queues), tuple(found.schedules), tuple(found.unplayed)
    )


def with_globals(document: dict[str, Node], section: str, properties: dict[str, Node]) -> dict[str, Node]:
    """Properties of one resource with the template's Globals of its kind beneath them."""
    merged: dict[str, Node] = _merged(document.get("Globals", {}).get(section, {}), properties)
    return merged


def _merged(below: Node, above: Node) -> Node:
    if isinstance(below, dict) and isinstance(above, dict):
        if cloudformation.is_function(below) or cloudformation.is_function(above):
            return above
        return below | {k: _merged(below[k], v) if k in below else v for k, v in above.items()}
    if isinstance(below, list) and isinstance(above, list):
        return below + above
    return above


def _function(template: Template, logical_id: str, properties: dict[str, Node], root: Path) -> Function:
    place = f"Resources.{logical_id}.Properties"

    def read(name: str, default: Any = None) -> Any:
        value = template.value(properties.get(name), f"{place}.{name}")
        return default if value is None else value

    handler, code_uri, reserved = read("Handler"), read("CodeUri"), read("ReservedConcurrentExecutions")
    if not isinstance(handler, str) or not isinstance(code_uri, str):
        raise TemplateError(place, "a function needs a Handler and a CodeUri that is a folder here")
    variables = read("Environment", {}).get("Variables", {})
    return Function(
        logical_id=logical_id,
        name=template.names[logical_id].ref,
        handler=handler,
        runtime=read("Runtime", "python3.13"),
        code_dir=root / code_uri,
        layer_dirs=_layer_dirs(template, properties.get("Layers", []), f"{place}.Layers", root),
        alias=read("AutoPublishAlias"),
        timeout_s=float(read("Timeout", 3)),
        memory_mb=int(read("MemorySize", 128)),
        reserved=None if reserved is None else int(reserved),
        environment={name: cloudformation.text(value) for name, value in variables.items()},
    )


def _layer_dirs(template: Template, layers: Node, place: str, root: Path) -> tuple[Path, ...]:
    arns = template.value(layers, place)
    here = {template.names[logical_id].ref: each for logical_id, each in template.resources(_LAYER).items()}
    # A layer from elsewhere has no folder to put on the path.
    uris = [here[arn].get("Properties", {}).get("ContentUri") for arn in arns if arn in here]
    return tuple(root / template.value(uri, place) for uri in uris)


class _Events:
    """Sorts the events of functions into what the gateway plays."""

    def __init__(self, template: Template) -> None:
        self.routes: list[Route] = []
        self.queues: list[QueueSource] = []
        self.schedules: list[Schedule] = []
        self.unplayed: list[str] = []
        self._template = template

    def add(self, function: str, name: str, event: dict[str, Node], place: str) -> None:
        kind = event.get("Type")
        properties = event.get("Properties", {})
        if kind == "HttpApi":
            self.routes.append(self._route(function, properties, place))
            return
        # The rest of an event is data through and through; of a route only a part is.
        properties = self._template.value(properties, f"{place}.Properties")
        if properties.get("Enabled", True) in {False, "false"} or properties.get("State") == "DISABLED":
            self.unplayed.append(f"{function}: {name} is switched off in the template")
        elif kind == "SQS":
            self.queues.append(_queue_source(function, properties, place))
        elif kind in {"Schedule", "ScheduleV2"}:
            expression = properties.get("Schedule") or properties.get("ScheduleExpression")
            if not isinstance(expression, str):
                raise TemplateError(place, "a schedule needs an expression")
            self.schedules.append(Schedule(function, name, expression, properties.get("Input")))
        else:
            self.unplayed.append(f"{function}: {name} is of the type {kind}, which is not played here")

    def _route(self, function: str, properties: dict[str, Node], place: str) -> Route:
        method = str(properties.get("Method", "any")).upper()
        method = "ANY" if method == "X-AMAZON-APIGATEWAY-ANY-METHOD" else method
        api = properties.get("ApiId", {"Ref": "ServerlessHttpApi"})
        authorizer = properties.get("Auth", {}).get("Authorizer") or self._default_authorizer(api, place)
        if authorizer not in {"AWS_IAM", "NONE"}:
            raise TemplateError(place, f"the authorizer {authorizer} is not played here, only AWS_IAM and NONE")
        return Route(method, str(properties.get("Path", "$default")), function, iam=authorizer == "AWS_IAM")

    def _default_authorizer(self, api: Node, place: str) -> str:
        if not isinstance(api, dict) or "Ref" not in api:
            raise TemplateError(place, "ApiId has to refer to an API of this template")
        resource = self._template.document["Resources"].get(api["Ref"], {})
        merged = with_globals(self._template.document, "HttpApi", resource.get("Properties", {}))
        return str(merged.get("Auth", {}).get("DefaultAuthorizer", "NONE"))


def _queue_source(function: str, properties: dict[str, Any], place: str) -> QueueSource:
    if "FilterCriteria" in properties:
        raise TemplateError(place, "FilterCriteria are not played here")
    if not isinstance(properties.get("Queue"), str):
        raise TemplateError(place, "an SQS event needs a Queue")
    most = properties.get("ScalingConfig", {}).get("MaximumConcurrency")
    return QueueSource(
        function=function,
        queue_arn=properties["Queue"],
        batch_size=int(properties.get("BatchSize", 10)),
        window_s=float(properties.get("MaximumBatchingWindowInSeconds", 0)),
        partial="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
        most=None if most is None else int(most),
    )
