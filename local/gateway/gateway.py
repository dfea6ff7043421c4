"""The gateway as a whole: an application's functions, and everything that invokes them."""

import json
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from local.gateway.pool import Log, Pool
from local.gateway.routes import Router
from local.gateway.runtime import variables
from local.gateway.schedules import Clock, NotPlayed, interval_s
from local.gateway.server import Api, Server
from local.gateway.sources import Consumer
from local.gateway.template import Application

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Gateway:
    """Serves an application until closed.

    Args:
        application: what the template deploys.
        host, port: where it listens; port 0 takes a free one.
        aws_url: where the functions find AWS.
        sqs: client for the queues, None when the application has none.
        additions: environment variables that only this machine has.
        log: gets what the functions print, and why something failed.
        schedules: whether to run functions by the clock.

    Attributes:
        port: where it listens.
        unplayed: a line for each thing in the template that does not happen here.

    Raises:
        OSError: the address is in use.
    """

    def __init__(
        self,
        application: Application,
        *,
        host: str,
        port: int,
        aws_url: str | None,
        sqs: "SQSClient | None",
        additions: Mapping[str, str],
        log: Log,
        schedules: bool = True,
    ) -> None:
        self.unplayed = list(application.unplayed)
        self._pools = {
            logical_id: Pool(function, variables(function, aws_url=aws_url, additions=additions), log)
            for logical_id, function in application.functions.items()
        }
        self._closed = threading.Event()
        self._threads: list[Consumer | Clock] = []
        self._server = Server(Api(Router(application.routes), self._pools, log), host, port)
        self.port = self._server.port
        try:
            self._open_sources(application, sqs, log)
            if schedules:
                self._open_schedules(application, log)
        except BaseException:
            self.close()
            raise

    def _open_sources(self, application: Application, sqs: "SQSClient | None", log: Log) -> None:
        for source in application.queues:
            if sqs is None:
                raise ValueError("queues need a client")
            url = sqs.get_queue_url(QueueName=source.queue_arn.rpartition(":")[2])["QueueUrl"]
            pool = self._pools[source.function]
            self._threads.append(Consumer(source, url, pool, sqs, log, self._closed))

    def _open_schedules(self, application: Application, log: Log) -> None:
        for schedule in application.schedules:
            try:
                every_s = interval_s(schedule.expression)
            except NotPlayed as reason:
                self.unplayed.append(f"{schedule.function}: {reason}")
                continue
            pool = self._pools[schedule.function]
            self._threads.append(Clock(schedule, every_s, pool, log, self._closed))

    def invoke(self, function: str, event: Any) -> Any:
        """Invoke a function by its logical id, as an AWS client would, and return its result.

        Raises:
            InvocationError: it gave none.
        """
        return json.loads(self._pools[function].invoke(event))

    def close(self) -> None:
        """End functions, consumers, schedules and the server."""
        self._closed.set()
        # Functions first: threads that wait for one of them would hold up the rest.
        for pool in self._pools.values():
            pool.close()
        for thread in self._threads:
            thread.join()
        self._server.close()
