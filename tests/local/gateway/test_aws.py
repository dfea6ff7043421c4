"""The template's tables, queues, secrets and parameters exist in the local AWS."""

import json
from pathlib import Path

import pytest

from local.aws import Aws, create_resources
from local.gateway import template
from local.gateway.cloudformation import Template, TemplateError

RESOURCES = """
Parameters: {Days: {Type: Number, Default: 14}}
Resources:
  Key: {Type: AWS::KMS::Key}
  Contacts:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub ${AWS::StackName}-contacts
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - {AttributeName: key, AttributeType: S}
        - {AttributeName: due, AttributeType: N}
      KeySchema: [{AttributeName: key, KeyType: HASH}]
      GlobalSecondaryIndexes:
        - IndexName: due
          KeySchema: [{AttributeName: key, KeyType: HASH}, {AttributeName: due, KeyType: RANGE}]
          Projection: {ProjectionType: KEYS_ONLY}
      TimeToLiveSpecification: {AttributeName: expires_at, Enabled: true}
      StreamSpecification: {StreamViewType: NEW_IMAGE}
      SSESpecification: {SSEEnabled: true, KMSMasterKeyId: !GetAtt Key.Arn}
  Work:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 48
      KmsMasterKeyId: !Ref Key
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 4}
  Dead:
    Type: AWS::SQS::Queue
    Properties: {MessageRetentionPeriod: !Ref Days}
  Ordered:
    Type: AWS::SQS::Queue
    Properties: {FifoQueue: true, ContentBasedDeduplication: true}
  Login: {Type: AWS::SecretsManager::Secret, Properties: {Name: org/login, SecretString: "{}"}}
  Hook:
    Type: AWS::SecretsManager::Secret
    Properties:
      GenerateSecretString:
        {SecretStringTemplate: '{"previous": null}', GenerateStringKey: current, PasswordLength: 40, ExcludePunctuation: true}
  Plain: {Type: AWS::SecretsManager::Secret, Properties: {GenerateSecretString: {}}}
  Flag: {Type: AWS::SSM::Parameter, Properties: {Name: /flag, Type: String, Value: !Ref AWS::Region}}
"""  # noqa: E501 - YAML's own lines


@pytest.fixture(scope="module")
def made(aws: Aws, tmp_path_factory: pytest.TempPathFactory) -> Template:
    path = tmp_path_factory.mktemp("resources") / "template.yaml"
    path.write_text(RESOURCES.replace("!Ref Days}", "1209600}"))
    made = template.load(path, {})
    create_resources(made, aws, {"Login": '{"flow": "client_credentials"}'})
    return made


def test_a_table_has_its_keys_indexes_time_to_live_and_stream(aws: Aws, made: Template) -> None:
    name, attributes = made.names["Contacts"].ref, made.names["Contacts"].attributes
    assert name == "switchboard-contacts"
    table = aws.dynamodb().describe_table(TableName=name)["Table"]
    assert table["KeySchema"] == [{"AttributeName": "key", "KeyType": "HASH"}]
    (index,) = table["GlobalSecondaryIndexes"]
    assert (index["IndexName"], index["Projection"]) == ("due", {"ProjectionType": "KEYS_ONLY"})
    time_to_live = aws.dynamodb().describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert (time_to_live["AttributeName"], time_to_live["TimeToLiveStatus"]) == ("expires_at", "ENABLED")
    assert attributes == {"Arn": table["TableArn"], "StreamArn": table["LatestStreamArn"]}


def test_a_queue_has_its_attributes_and_its_dead_letter_queue(aws: Aws, made: Template) -> None:
    work, dead = made.names["Work"], made.names["Dead"]
    attributes = aws.sqs().get_queue_attributes(QueueUrl=work.ref, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == "48"
    assert (
        attributes["QueueArn"] == work.attributes["Arn"] == "arn:aws:sqs:eu-west-1:123456789012:switchboard-Work"
    )
    assert json.loads(attributes["RedrivePolicy"]) == {
        "deadLetterTargetArn": dead.attributes["Arn"],
        "maxReceiveCount": 4,
    }
    attributes = aws.sqs().get_queue_attributes(QueueUrl=dead.ref, AttributeNames=["All"])["Attributes"]
    assert attributes["MessageRetentionPeriod"] == "1209600"


def test_a_queue_in_order_has_the_name_that_such_queues_have(aws: Aws, made: Template) -> None:
    url = made.names["Ordered"].ref
    attributes = aws.sqs().get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert url.endswith("/switchboard-Ordered.fifo")
    assert (attributes["FifoQueue"], attributes["ContentBasedDeduplication"]) == ("true", "true")


def secret(aws: Aws, made: Template, name: str) -> str:
    return aws.secrets().get_secret_value(SecretId=made.names[name].ref)["SecretString"]


def test_a_secret_has_the_local_value_or_what_the_template_says(aws: Aws, made: Template) -> None:
    assert secret(aws, made, "Login") == '{"flow": "client_credentials"}'
    hook = json.loads(secret(aws, made, "Hook"))
    assert hook["previous"] is None
    assert len(hook["current"]) == 40
    assert hook["current"].isalnum()
    assert len(secret(aws, made, "Plain")) == 32


def test_a_parameter_has_its_value(aws: Aws, made: Template) -> None:
    parameter = aws.client("ssm").get_parameter(Name=made.names["Flag"].ref)["Parameter"]
    assert (parameter["Name"], parameter["Value"]) == ("/flag", "eu-west-1")


def test_what_the_local_resource_needs_and_cannot_be_resolved_is_refused_by_place(
    aws: Aws, tmp_path: Path
) -> None:
    path = tmp_path / "template.yaml"
    path.write_text("Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: !Ref Nobody}}}")
    with pytest.raises(TemplateError, match=r"Resources\.Q\.Properties\.VisibilityTimeout: Ref Nobody"):
        create_resources(template.load(path, {}), aws, {})


def test_the_developer_s_own_credentials_are_out_of_reach(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "a-profile-that-does-not-exist")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-the-developer")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://203.0.113.1")
    monkeypatch.setenv("HTTP_PROXY", "http://203.0.113.1")
    client = Aws(aws.url).client("sts")
    assert client.get_caller_identity()["Account"] == "123456789012"
    assert client._request_signer._credentials.access_key == "local"
