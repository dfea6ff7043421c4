"""The queue of callers to look up ahead."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from switchboard.stores.sending import send_all

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class CallerQueue:
    """Asks for callers to be looked up."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def ask(self, number: str, at: float) -> None:
        """Ask for one number in E.164, queued at ``at`` in epoch seconds."""
        self.ask_all({number: at})

    def ask_all(self, callers: Mapping[str, float]) -> None:
        """Ask for numbers, each with when it queued; raises ``StoreUnavailable``."""
        send_all(self._client, self._url, [{"number": number, "at": at} for number, at in callers.items()])
