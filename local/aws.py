"""AWS on this machine: clients that can reach nothing else, and the template's resources.

moto is kinder than AWS and its CloudFormation leaves out what it does not know, so tables, queues, secrets
and parameters are made here, one by one, from the template.
"""

import io
import json
import os
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
from botocore.config import Config

from local.gateway.cloudformation import Node, Physical, Template, TemplateError, text
from local.gateway.template import ACCOUNT_ID, REGION, STACK_NAME, Application

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient

_TABLE_KEYS = (
    "KeySchema",
    "AttributeDefinitions",
    "BillingMode",
    "ProvisionedThroughput",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
)
_QUEUE_ATTRIBUTES = (
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "DelaySeconds",
    "FifoQueue",
    "FifoThroughputLimit",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds",
    "VisibilityTimeout",
)


class Aws:
    """Clients for the AWS at ``url``. Nothing of the machine's profiles, keys or proxies is used."""

    def __init__(self, url: str) -> None:
        self.url = url
        # A profile that the environment names and the machine lacks would make any session fail.
        settings = {
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
        self._session = boto3.Session(
            botocore_session=botocore.session.Session(session_vars=settings),
            aws_access_key_id="local",
            aws_secret_access_key="local",
            region_name=REGION,
        )
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """A boto3 client, such as ``client("s3")``, made once; the usual ones have methods with types."""
        if service not in self._clients:
            config = Config(proxies={}, retries={"total_max_attempts": 2, "mode": "standard"})
            self._clients[service] = self._session.client(service, endpoint_url=self.url, config=config)  # type: ignore[call-overload]  # the name is a variable
        return self._clients[service]

    def dynamodb(self) -> "DynamoDBClient":
        """A client for tables."""
        client: DynamoDBClient = self.client("dynamodb")
        return client

    def sqs(self) -> "SQSClient":
        """A client for queues."""
        client: SQSClient = self.client("sqs")
        return client

    def secrets(self) -> "SecretsManagerClient":
        """A client for secrets."""
        client: SecretsManagerClient = self.client("secretsmanager")
        return client


def create_resources(template: Template, aws: Aws, secrets: Mapping[str, str]) -> None:
    """Make the template's tables, queues, secrets and parameters and enter their names into the template.

    Args:
        secrets: values by logical id; other secrets get what the template says.

    Raises:
        TemplateError: a resource cannot be made of what the template says.
    """
    for logical_id, resource in template.resources("AWS::DynamoDB::Table").items():
        template.names[logical_id] = _table(_Reader(template, logical_id, resource), aws.dynamodb())
    for logical_id, resource in template.resources("AWS::SecretsManager::Secret").items():
        reader = _Reader(template, logical_id, resource)
        template.names[logical_id] = _secret(reader, aws.secrets(), secrets.get(logical_id))
    for logical_id, resource in template.resources("AWS::SSM::Parameter").items():
        template.names[logical_id] = _parameter(_Reader(template, logical_id, resource), aws.client("ssm"))
    queues = template.resources("AWS::SQS::Queue").items()
    # A queue that moves messages on names another, which has to be there first.
    for logical_id, resource in sorted(queues, key=lambda each: "RedrivePolicy" in each[1].get("Properties", {})):
        template.names[logical_id] = _queue(_Reader(template, logical_id, resource), aws.sqs())


def register_functions(application: Application, aws: Aws) -> None:
    """Enter the template's functions into the local Lambda, where settings are looked up; nothing runs there."""
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = aws.client("iam").create_role(RoleName=STACK_NAME, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", "")
    for function in application.functions.values():
        aws.client("lambda").create_function(
            FunctionName=function.name,
            Runtime=function.runtime,
            Role=role,
            Handler=function.handler,
            Code={"ZipFile": packed.getvalue()},
            Environment={"Variables": dict(function.environment)},
        )


class _Reader:
    """Properties of one resource, resolved one at a time: what a local resource does not need may not resolve."""

    def __init__(self, template: Template, logical_id: str, resource: dict[str, Node]) -> None:
        self.logical_id = logical_id
        self.place = f"Resources.{logical_id}.Properties"
        self._template = template
        self._properties = resource.get("Properties", {})

    def __call__(self, name: str, default: Any = None) -> Any:
        if name not in self._properties:
            return default
        return self._template.value(self._properties[name], f"{self.place}.{name}")

    def name(self, property_name: str, suffix: str = "") -> str:
        """The physical name that the template gives, or one made of stack and logical id."""
        return str(self(property_name) or f"{STACK_NAME}-{self.logical_id}{suffix}")


def _table(read: _Reader, client: "DynamoDBClient") -> Physical:
    name = read.name("TableName")
    arguments: dict[str, Any] = {key: value for key in _TABLE_KEYS if (value := read(key)) is not None}
    if stream := read("StreamSpecification"):
        arguments["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": stream["StreamViewType"]}
    made = client.create_table(TableName=name, **arguments)["TableDescription"]
    time_to_live = read("TimeToLiveSpecification")
    if time_to_live and time_to_live.get("Enabled"):
        specification: Any = {"AttributeName": time_to_live["AttributeName"], "Enabled": True}
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=specification)
    stream_arn = {"StreamArn": made["LatestStreamArn"]} if "LatestStreamArn" in made else {}
    return Physical(name, {"Arn": made["TableArn"], **stream_arn})


def _queue(read: _Reader, client: "SQSClient") -> Physical:
    fifo = text(read("FifoQueue", False)) == "true"
    name = read.name("QueueName", ".fifo" if fifo else "")
    attributes: dict[Any, str] = {
        key: text(value) for key in _QUEUE_ATTRIBUTES if (value := read(key)) is not None
    }
    if redrive := read("RedrivePolicy"):
        attributes["RedrivePolicy"] = json.dumps(redrive)
    url = client.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return Physical(url, {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:{name}", "QueueName": name, "QueueUrl": url})


def _secret(read: _Reader, client: "SecretsManagerClient", given: str | None) -> Physical:
    value = given if given is not None else read("SecretString")
    if value is None:
        value = _generated(read("GenerateSecretString", {}), client)
    arn = client.create_secret(Name=read.name("Name"), SecretString=value)["ARN"]
    return Physical(arn, {"Id": arn})


def _generated(wanted: dict[str, Any], client: "SecretsManagerClient") -> str:
    into, key = wanted.get("SecretStringTemplate"), wanted.get("GenerateStringKey")
    how: dict[str, Any] = {
        k: v for k, v in wanted.items() if k not in {"SecretStringTemplate", "GenerateStringKey"}
    }
    password = client.get_random_password(**how)["RandomPassword"]
    return json.dumps(json.loads(into) | {key: password}) if into and key else password


def _parameter(read: _Reader, client: Any) -> Physical:
    kind, value = read("Type", "String"), read("Value")
    if not isinstance(value, str):
        raise TemplateError(f"{read.place}.Value", "a parameter needs a value")
    name = read.name("Name")
    client.put_parameter(Name=name, Type=kind, Value=value)
    return Physical(name, {"Type": kind, "Value": value})
