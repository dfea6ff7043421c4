"""The queue of what is due in Salesforce. A message holds a contact's key or a commitment's id."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from switchboard.contact.key import ContactKey
from switchboard.stores.aws_errors import aws_errors
from switchboard.stores.sending import send_all

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class ActivityQueue:
    """Tells the writer which contacts are due, so that nobody has to wait for the sweep."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def tell(self, keys: Iterable[ContactKey]) -> None:
        """Tell of these contacts, each once; raises ``StoreUnavailable``."""
        messages = [{"contactKey": str(key)} for key in dict.fromkeys(keys)]
        send_all(self._client, self._url, messages)

    def tell_commitments(self, commitment_ids: Iterable[str]) -> None:
        """Tell of these commitments, each once; raises ``StoreUnavailable``."""
        messages = [{"commitmentId": one} for one in dict.fromkeys(commitment_ids)]
        send_all(self._client, self._url, messages)

    def waiting(self) -> int:
        """About how many messages nobody has taken yet; raises ``StoreUnavailable``."""
        name: Final = "ApproximateNumberOfMessages"
        with aws_errors():
            answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=[name])
        return int(answer["Attributes"][name])
