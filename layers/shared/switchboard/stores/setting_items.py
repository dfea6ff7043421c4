"""Users' settings as DynamoDB items: in the item that keeps their station, so that both change together.

owner (key, ``user#`` and the user's id), item (key, ``choices``), settings (JSON); station_id and phone are those
of ``choice_items.py``
"""

from typing import TYPE_CHECKING

from switchboard.desk.preferences.service import KeptSettings
from switchboard.desk.session.model import Station
from switchboard.stores.aws_errors import ConditionFailed, aws_errors
from switchboard.stores.session_items import owner_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_NAMES = {"#settings": "settings", "#station": "station_id", "#phone": "phone"}


class SettingItems:
    """Implements ``switchboard.desk.preferences.service.SettingsStore``."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def read(self, user_id: str) -> KeptSettings:
        with aws_errors():
            answer = self._client.get_item(TableName=self._table, Key=_key(user_id), ConsistentRead=True)
        item = answer.get("Item", {})
        station = Station(item.get("station_id", {}).get("S", ""), item.get("phone", {}).get("S", ""))
        return KeptSettings(station, item.get("settings", {}).get("S", ""))

    def replace(self, user_id: str, old: KeptSettings, new: KeptSettings) -> bool:
        values = {
            ":new_settings": new.document,
            ":new_station": new.station.station_id,
            ":new_phone": new.station.phone,
        }
        before = {"settings": old.document, "station": old.station.station_id, "phone": old.station.phone}
        conditions = []
        for name, value in before.items():
            if value:
                values[f":old_{name}"] = value
                conditions.append(f"#{name} = :old_{name}")
            else:
                values[":none"] = ""
                conditions.append(f"(attribute_not_exists(#{name}) OR #{name} = :none)")
        try:
            with aws_errors():
                self._client.update_item(
                    TableName=self._table,
                    Key=_key(user_id),
                    UpdateExpression="SET #settings = :new_settings, #station = :new_station, #phone = :new_phone",
                    ConditionExpression=" AND ".join(conditions),
                    ExpressionAttributeNames=_NAMES,
                    ExpressionAttributeValues={name: {"S": value} for name, value in values.items()},
                )
        except ConditionFailed:
            return False
        return True


def _key(user_id: str) -> "Item":
    return {"owner": {"S": owner_of(user_id)}, "item": {"S": "choices"}}
