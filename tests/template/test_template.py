"""The template, transformed as SAM does it, keeps the house rules."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from switchboard.activity.readiness import SURELY_NEW
from switchboard.desk.board.shared import LEASE_S as BOARD_LEASE_S
from switchboard.desk.polling import LONGEST_WAIT_S
from switchboard.reconcile.agent_sync import LEASE as DIRECTORY_LEASE
from switchboard.reconcile.catch_up import LEASE as READING_LEASE
from switchboard.runtime.activity_writer import CIRCUIT, LEASE_S, TIMEOUTS
from switchboard.runtime.agent_directory import TIMEOUTS as DIRECTORY_TIMEOUTS
from switchboard.runtime.agent_events import AFTER_WAIT_S
from switchboard.runtime.agent_events import TIMEOUTS as POLL_TIMEOUTS
from switchboard.runtime.http import REPLY_S
from switchboard.runtime.queue import REPLY_S as QUEUE_REPLY_S
from switchboard.stores.event_items import LEASE_S as POLL_LEASE_S
from switchboard.web.session import MOST_ATTEMPTS, Timeouts

ROOT = Path(__file__).parents[2]
Resource = dict[str, Any]


class NoManagedPolicies:
    """SAM asks for managed policies by name; none is used."""

    def load(self) -> dict[str, str]:
        return {}


def compiled(shared_layer: str = "s3://bucket/shared", release: str = "unnamed") -> dict[str, Resource]:
    template = yaml_parse((ROOT / "template.yaml").read_text())
    template["Globals"]["Function"]["Environment"]["Variables"]["SWITCHBOARD_RELEASE"] = release
    for name, resource in template["Resources"].items():
        for key in ("CodeUri", "ContentUri"):
            if key in resource.get("Properties", {}):
                resource["Properties"][key] = shared_layer if name == "SharedLayer" else "s3://bucket/key"
    return transform(template, {}, NoManagedPolicies())["Resources"]  # type: ignore[no-any-return]


RESOURCES = compiled()
TEMPLATE: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text())
SOURCE: dict[str, Resource] = TEMPLATE["Resources"]
PARAMETERS: dict[str, Resource] = TEMPLATE["Parameters"]


def of_type(kind: str, resources: dict[str, Resource] = RESOURCES) -> dict[str, Resource]:
    return {name: resource for name, resource in resources.items() if resource["Type"] == kind}


FUNCTIONS = of_type("AWS::Lambda::Function")
ROLES = of_type("AWS::IAM::Role")
WORKERS = [
    one["Properties"]["FunctionName"]
    for one in SOURCE.values()
    if {event["Type"] for event in one.get("Properties", {}).get("Events", {}).values()} & {"SQS", "Schedule"}
]
API = RESOURCES["Api"]["Properties"]["Body"]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS.keys())
class TestEveryFunction:
    def test_runs_on_arm_with_the_runtime_it_is_built_for(self, function: Resource) -> None:
        properties = function["Properties"]
        assert properties["Runtime"] == "python3.13"
        assert properties["Architectures"] == [{"Ref": "Architecture"}]
        assert PARAMETERS["Architecture"]["Default"] == "arm64"

    def test_is_traced(self, function: Resource) -> None:
        assert function["Properties"]["TracingConfig"] == {"Mode": "Active"}

    def test_logs_to_a_group_that_forgets(self, function: Resource) -> None:
        group = RESOURCES[function["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]]
        assert group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}

    def test_has_a_role_of_its_own(self, function: Resource) -> None:
        role = function["Properties"]["Role"]["Fn::GetAtt"][0]
        users = [one for one in FUNCTIONS.values() if one["Properties"]["Role"]["Fn::GetAtt"][0] == role]
        assert users == [function]

    def test_answers_before_its_callers_give_up(self, function: Resource) -> None:
        # Salesforce waits 10 s unless told otherwise, the gateway 30 s; nobody waits for queues and clocks.
        works_unseen = function["Properties"]["FunctionName"] in WORKERS
        assert function["Properties"]["Timeout"] < (120 if works_unseen else 30)

    def test_has_a_folder_with_a_handler(self, function: Resource) -> None:
        assert function["Properties"]["Handler"] == "app.lambda_handler"


def statements(role: Resource) -> list[dict[str, Any]]:
    policies = role["Properties"]["Policies"]
    return [one for policy in policies for one in policy["PolicyDocument"]["Statement"]]


def _vendor_secrets(role: Resource) -> list[str]:
    """Those of the two vendors' secrets that a role may read."""
    readable = [one["Resource"] for one in statements(role) if one["Action"] == "secretsmanager:GetSecretValue"]
    return [name for name in ("SalesforceSecret", "CxoneSecret") if name in str(readable)]


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES.keys())
class TestEveryRole:
    def test_takes_no_managed_policy(self, role: Resource) -> None:
        assert "ManagedPolicyArns" not in role["Properties"]

    def test_names_every_action(self, role: Resource) -> None:
        for statement in statements(role):
            actions = statement["Action"]
            assert not any("*" in action for action in ([actions] if isinstance(actions, str) else actions))

    def test_names_every_resource_except_for_tracing_which_knows_none(self, role: Resource) -> None:
        for statement in statements(role):
            if statement["Resource"] == "*":
                assert set(statement["Action"]) == {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}

    def test_reaches_only_the_token_of_a_vendor_it_speaks_to(self, role: Resource) -> None:
        for statement in statements(role):
            if statement["Resource"] == {"Fn::GetAtt": ["TokensTable", "Arn"]}:
                keys = statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"]
                vendors = [key for key in keys if key != CIRCUIT]
                assert [f"{vendor.title()}Secret" for vendor in vendors] == _vendor_secrets(role)


def test_every_log_group_forgets() -> None:
    groups = of_type("AWS::Logs::LogGroup")
    assert len(groups) == len(FUNCTIONS) + 1
    assert all("RetentionInDays" in group["Properties"] for group in groups.values())


KEY_OF_CHOICE = {"Fn::If": ["HasKmsKey", {"Ref": "KmsKeyArn"}, {"Ref": "AWS::NoValue"}]}


@pytest.mark.parametrize("table", of_type("AWS::DynamoDB::Table").values())
def test_every_table_is_encrypted(table: Resource) -> None:
    given = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY_OF_CHOICE}
    assert table["Properties"]["SSESpecification"] == given


@pytest.mark.parametrize(
    ("kind", "member"),
    [
        ("AWS::SQS::Queue", "KmsMasterKeyId"),
        ("AWS::SecretsManager::Secret", "KmsKeyId"),
        ("AWS::Logs::LogGroup", "KmsKeyId"),
    ],
)
def test_whoever_brings_a_key_has_everything_encrypted_with_it(kind: str, member: str) -> None:
    assert all(one["Properties"][member] == KEY_OF_CHOICE for one in of_type(kind).values())


def test_without_a_key_queues_are_encrypted_all_the_same() -> None:
    unless = {"Fn::If": ["HasKmsKey", {"Ref": "AWS::NoValue"}, True]}
    assert all(one["Properties"]["SqsManagedSseEnabled"] == unless for one in QUEUES.values())


def test_every_function_may_use_the_key_that_was_given_and_no_other() -> None:
    policy = RESOURCES["KeyPolicy"]
    assert policy["Condition"] == "HasKmsKey"
    assert {one["Ref"] for one in policy["Properties"]["Roles"]} == set(ROLES)
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert statement["Resource"] == {"Ref": "KmsKeyArn"}
    assert "kms:ViaService" in statement["Condition"]["StringEquals"]


def usual(value: Any) -> float:
    """A number, or a parameter's default."""
    return float(PARAMETERS[value["Ref"]]["Default"] if isinstance(value, dict) else value)


def longest(value: Any) -> float:
    """A number, or the greatest that a parameter may be."""
    return float(PARAMETERS[value["Ref"]]["MaxValue"] if isinstance(value, dict) else value)


def test_contacts_can_be_restored_and_are_forgotten_by_themselves() -> None:
    table = RESOURCES["ContactsTable"]["Properties"]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    indexes = {index["IndexName"]: index["Projection"] for index in table["GlobalSecondaryIndexes"]}
    assert set(indexes) == {"due", "state", "number"}
    # Whoever may read an index learns no more than keys.
    assert all(projection == {"ProjectionType": "KEYS_ONLY"} for projection in indexes.values())


def test_no_contact_is_forgotten_so_soon_that_it_is_taken_for_a_new_one() -> None:
    assert timedelta(days=PARAMETERS["ContactsKeptDays"]["MinValue"]) >= SURELY_NEW


def test_what_takes_in_events_reaches_neither_salesforce_nor_the_pops() -> None:
    reached = json.dumps(statements(ROLES["ContactEventsRole"]))
    for name in ("SalesforceSecret", "CxoneSecret", "ReadHookSecret", "TokensTable", "PopsTable"):
        assert name not in reached


QUEUES = of_type("AWS::SQS::Queue")
CONSUMERS = of_type("AWS::Lambda::EventSourceMapping")


def watched_metrics() -> list[dict[str, Any]]:
    """Every metric that an alarm watches, alone or in a sum."""
    alarms = [alarm["Properties"] for alarm in of_type("AWS::CloudWatch::Alarm").values()]
    summed = [
        one["MetricStat"]["Metric"] for alarm in alarms for one in alarm.get("Metrics", ()) if "MetricStat" in one
    ]
    return [*(alarm for alarm in alarms if "MetricName" in alarm), *summed]


def test_every_queue_has_a_dead_letter_queue_with_an_alarm() -> None:
    dead = {
        queue["Properties"]["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        for queue in QUEUES.values()
        if "RedrivePolicy" in queue["Properties"]
    }
    assert {name for name, queue in QUEUES.items() if "RedrivePolicy" not in queue["Properties"]} == dead
    for name in dead:
        assert QUEUES[name]["Properties"]["MessageRetentionPeriod"] == 14 * 86_400
        dimension = {"Name": "QueueName", "Value": {"Fn::GetAtt": [name, "QueueName"]}}
        assert any(dimension in metric["Dimensions"] for metric in watched_metrics()), name


@pytest.mark.parametrize("consumer", CONSUMERS.values(), ids=CONSUMERS.keys())
def test_a_message_stays_hidden_until_its_worker_is_surely_done(consumer: Resource) -> None:
    properties = consumer["Properties"]
    queue = QUEUES[properties["EventSourceArn"]["Fn::GetAtt"][0]]["Properties"]
    alias = RESOURCES[properties["FunctionName"]["Ref"]]["Properties"]["FunctionName"]["Ref"]
    window = longest(properties["MaximumBatchingWindowInSeconds"])
    # Six function timeouts leave room for a throttled poller's own retries (Lambda developer guide, SQS).
    assert queue["VisibilityTimeout"] >= 6 * FUNCTIONS[alias]["Properties"]["Timeout"] + window
    assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert properties["ScalingConfig"]["MaximumConcurrency"] >= 2


def batches_a_minute(queue: str) -> float:
    """Batches that a queue's worker is given at most, by the five pollers that Lambda starts with."""
    (consumer,) = [one for one in CONSUMERS.values() if queue in str(one["Properties"]["EventSourceArn"])]
    return 5 * 60 / usual(consumer["Properties"]["MaximumBatchingWindowInSeconds"])


def test_contacts_that_become_due_within_a_minute_fall_into_one_window_of_each_poller() -> None:
    # tests/functional/test_activity_targets.py plays what that comes to.
    assert batches_a_minute("ActivityQueue") <= 5


def test_a_contact_stays_leased_until_its_writer_is_surely_gone() -> None:
    (writer,) = [one for one in FUNCTIONS.values() if "activity-writer" in str(one["Properties"]["FunctionName"])]
    assert writer["Properties"]["Timeout"] + 2 * TIMEOUTS.read_s <= LEASE_S
    assert QUEUES["ActivityQueue"]["Properties"]["VisibilityTimeout"] > LEASE_S


def test_the_lease_on_a_board_outlives_whoever_reads_it() -> None:
    (directory,) = [one for one in FUNCTIONS.values() if "desk-directory" in str(one["Properties"])]
    assert directory["Properties"]["Timeout"] < BOARD_LEASE_S


def test_what_shows_the_directory_reaches_its_own_items_only() -> None:
    (granted,) = [one for one in statements(ROLES["DeskDirectoryRole"]) if "DeskTable" in str(one["Resource"])]
    assert granted["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["centre", "user#*"]}}


def test_the_lease_on_reading_reports_outlives_a_run() -> None:
    (reconciler,) = [one for one in FUNCTIONS.values() if "contact-reconciler" in str(one["Properties"])]
    assert reconciler["Properties"]["Timeout"] < READING_LEASE.total_seconds()


def test_the_lease_on_the_agents_directory_outlives_a_run() -> None:
    (directory,) = [one for one in FUNCTIONS.values() if "agent-directory" in str(one["Properties"])]
    assert directory["Properties"]["Timeout"] < DIRECTORY_LEASE.total_seconds()


def reserved(function: Resource) -> float:
    """Environments that a function reserves unless told otherwise."""
    given = function["Properties"].get("ReservedConcurrentExecutions")
    return usual(given["Fn::If"][1]) if given else 0


def test_what_is_reserved_fits_into_a_new_account() -> None:
    # Lambda keeps 100 of an account's 1,000 for functions that reserve nothing (Lambda developer guide).
    assert 0 < sum(map(reserved, FUNCTIONS.values())) <= 900
    waiting = [name for name, one in FUNCTIONS.items() if reserved(one)]
    assert set(waiting) == {"AgentEventsFunction", "ScreenPopFunction", "ContactEventsFunction"}


def test_a_poll_for_events_fits_into_its_function_and_its_lease_outlives_it() -> None:
    timeout_s = FUNCTIONS["AgentEventsFunction"]["Properties"]["Timeout"]
    assert timeout_s < POLL_LEASE_S
    assert timeout_s >= REPLY_S + LONGEST_WAIT_S + AFTER_WAIT_S
    assert LONGEST_WAIT_S < POLL_TIMEOUTS.read_s <= LONGEST_WAIT_S + AFTER_WAIT_S


def test_queued_callers_share_searches() -> None:
    assert batches_a_minute("CallerQueue") <= 100


def test_alarms_hear_of_their_own_stack_only() -> None:
    namespaces = {
        name: function["Properties"]["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"]
        for name, function in FUNCTIONS.items()
    }
    own = {"Fn::Sub": "Switchboard/${AWS::StackName}"}
    assert all(namespace == own for namespace in namespaces.values())
    for metric in watched_metrics():
        namespace = metric["Namespace"]
        assert namespace == own or str(namespace).startswith("AWS/")


def test_alarms_of_our_own_metrics_watch_what_a_function_tells() -> None:
    services = {
        function["Properties"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
        for function in FUNCTIONS.values()
    }
    code = "".join(path.read_text() for path in (ROOT / "layers/shared/switchboard/runtime").glob("*.py"))
    for metric in watched_metrics():
        if not str(metric["Namespace"]).startswith("AWS/"):
            (service,) = metric["Dimensions"]
            assert (service["Name"], service["Value"] in services) == ("service", True)
            assert f'"{metric["MetricName"]}"' in code


def test_every_alarm_says_what_it_means_and_what_to_do() -> None:
    for alarm in of_type("AWS::CloudWatch::Alarm").values():
        assert len(alarm["Properties"]["AlarmDescription"]) > 100


def alarm_rows() -> dict[str, tuple[str, str]]:
    """What the README says of each alarm: what it means, and what to do."""
    section = (ROOT / "README.md").read_text().partition("\n### Alarms\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", section, re.MULTILINE)
    assert len(rows) == section.count("\n| ") - 1, "every row but the heading names an alarm in backticks"
    return {name: (meaning.strip(), deed.strip()) for name, meaning, deed in rows}


def test_the_readme_knows_every_alarm_by_its_name_and_says_what_to_do() -> None:
    assert set(alarm_rows()) == set(of_type("AWS::CloudWatch::Alarm"))
    for name, (meaning, deed) in alarm_rows().items():
        assert len(meaning) > 20, name
        assert len(deed) > 20, name


def test_what_people_made_survives_the_stack() -> None:
    for name in (
        "RulesTable",
        "SalesforceSecret",
        "CxoneSecret",
        "ReadHookSecret",
        "EventsHookSecret",
        "ContactsTable",
    ):
        assert RESOURCES[name]["DeletionPolicy"] == "Retain"


def test_a_secret_is_never_in_the_template() -> None:
    for secret in of_type("AWS::SecretsManager::Secret").values():
        assert json.loads(secret["Properties"]["SecretString"]) == {}


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): operation
        for path, methods in API["paths"].items()
        for method, operation in methods.items()
    }


def test_every_route_asks_for_a_signature_unless_it_is_a_hook() -> None:
    for (_, path), operation in operations().items():
        signed = operation.get("security") == [{"AWS_IAM": []}]
        assert signed != path.startswith("/v1/hooks/"), path


def test_routes_of_the_template_are_the_routes_of_the_code() -> None:
    declared = set(operations())
    coded = set()
    for handler in (ROOT / "functions").glob("*/app.py"):
        for method, path in re.findall(r'@app\.(get|post|put|patch|delete)\(\s*"([^"]+)"', handler.read_text()):
            coded.add((method.upper(), re.sub(r"<(\w+)>", r"{\1}", path)))
    assert coded == declared


def test_every_function_folder_is_deployed_and_the_reverse() -> None:
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    functions = {
        resource["Properties"]["CodeUri"].removeprefix("functions/")
        for resource in SOURCE.values()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    assert functions == folders


def test_a_changed_layer_publishes_a_new_version_of_every_function() -> None:
    # Otherwise the API would go on calling the alias on the old shared code.
    before = set(of_type("AWS::Lambda::Version"))
    after = set(of_type("AWS::Lambda::Version", compiled("s3://bucket/shared-changed")))
    assert len(before) == len(FUNCTIONS)
    assert not before & after


def test_every_release_publishes_a_new_version_of_every_function() -> None:
    # A parameter that changed would be no change to SAM, and the alias would go on with the value before.
    before = set(of_type("AWS::Lambda::Version"))
    after = set(of_type("AWS::Lambda::Version", compiled(release="20261122T210000Z")))
    assert len(after) == len(FUNCTIONS)
    assert not before & after


def test_what_people_wait_for_can_start_from_a_snapshot() -> None:
    chosen = {"ApplyOn": {"Ref": "SnapStart"}}
    snapped = {name for name, one in FUNCTIONS.items() if one["Properties"].get("SnapStart") == chosen}
    assert snapped == {"ScreenPopFunction", "ClickToDialFunction"}
    assert PARAMETERS["SnapStart"]["AllowedValues"] == ["None", "PublishedVersions"]
    for name in snapped:
        # Lambda refuses snapshots of these (Lambda developer guide, SnapStart).
        assert not {"EphemeralStorage", "FileSystemConfigs"} & set(FUNCTIONS[name]["Properties"])


def test_hooks_are_throttled_apart_from_signed_routes() -> None:
    (stage,) = of_type("AWS::ApiGatewayV2::Stage").values()
    hooks = {f"{method} {path}" for method, path in operations() if path.startswith("/v1/hooks/")}
    limits = {
        "ThrottlingRateLimit": {"Ref": "HookRequestsPerSecond"},
        "ThrottlingBurstLimit": {"Ref": "HookRequestsBurst"},
    }
    assert stage["Properties"]["RouteSettings"] == dict.fromkeys(hooks, limits)
    assert set(stage["Properties"]["DefaultRouteSettings"]) == {"ThrottlingRateLimit", "ThrottlingBurstLimit"}


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS.keys())
def test_a_parameter_says_what_it_means_and_takes_nothing_else(parameter: Resource) -> None:
    assert len(parameter["Description"]) > 20
    if parameter["Type"] == "Number" and "AllowedValues" not in parameter:
        assert parameter["MinValue"] <= parameter["Default"] <= parameter["MaxValue"]
    elif "AllowedValues" in parameter:
        assert parameter["Default"] in parameter["AllowedValues"]
    else:
        assert re.fullmatch(parameter["AllowedPattern"], parameter["Default"])


def test_every_parameter_stands_in_a_group() -> None:
    groups = TEMPLATE["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    assert sorted(name for group in groups for name in group["Parameters"]) == sorted(PARAMETERS)


def test_two_stacks_in_one_account_do_not_meet() -> None:
    for name, resource in SOURCE.items():
        for key in (
            "Name",
            "FunctionName",
            "QueueName",
            "LayerName",
            "LogGroupName",
            "DashboardName",
            "TableName",
        ):
            given = resource.get("Properties", {}).get(key)
            assert given is None or "AWS::StackName" in str(given), f"{name}.{key}"


def test_nobody_gives_up_before_the_one_they_wait_for() -> None:
    gateway_s, callout_s = 30.0, 10.0
    for name in ("ScreenPopFunction", "ClickToDialFunction"):
        assert FUNCTIONS[name]["Properties"]["Timeout"] < callout_s < gateway_s
    hook_s = PARAMETERS["HookAnswerMs"]["MaxValue"] / 1000
    assert hook_s + REPLY_S < FUNCTIONS["ScreenPopFunction"]["Properties"]["Timeout"]
    least_s = min(one["Properties"]["Timeout"] for one in FUNCTIONS.values())
    usual_attempt = Timeouts()
    assert (
        MOST_ATTEMPTS * usual_attempt.connect_s
        < usual_attempt.connect_s + usual_attempt.read_s
        < least_s - REPLY_S
    )
    writer_s = FUNCTIONS["ActivityWriterFunction"]["Properties"]["Timeout"]
    assert TIMEOUTS.connect_s + TIMEOUTS.read_s < writer_s - QUEUE_REPLY_S
    directory_s = FUNCTIONS["AgentDirectoryFunction"]["Properties"]["Timeout"]
    assert DIRECTORY_TIMEOUTS.connect_s + DIRECTORY_TIMEOUTS.read_s < directory_s


def test_layers_carry_no_python_folder_of_their_own() -> None:
    # SAM puts everything below python/ itself; one more would break every import, and only in the cloud.
    assert not (ROOT / "layers/shared/python").exists()
    assert not (ROOT / "layers/dependencies/python").exists()
