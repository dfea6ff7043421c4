"""The whole system on this machine: AWS, Salesforce, CXone, and the gateway in front of the functions."""

import json
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import requests

from local.aws import Aws, create_resources, register_functions
from local.gateway import callers, template
from local.gateway.children import ROOT, ServerProcess
from local.gateway.gateway import Gateway
from local.gateway.pool import Log
from local.gateway.template import Function, Route
from local.stack import seeds
from local.stack.ports import Ports
from switchboard.stores.rules_items import RulesItems


def _unheard(_name: str, _line: str) -> None:
    """Takes log lines that nobody wants."""


class LocalStack:
    """Runs from ``with`` to the end of the block; nothing outlives it.

    Args:
        ports: where to listen; ``free`` takes any.
        host: the interface to listen on.
        log: gets what functions print and why something failed, by name and line.
        parameters: values for parameters of the template, over the local ones.
        environment: variables for every function, over the template's.
        schedules: whether functions run by the clock.

    Attributes:
        aws: clients for the local AWS.
        ca_file: certificate authorities (PEM) of the simulators.
        functions: what the template deploys, by logical id, everything in it resolved.
        gateway_url, salesforce_url, cxone_url, aws_url: where the parts are reached from this machine.
        names: physical names and ARNs of the template's resources, by logical id.
        routes: what the gateway answers to.
        secrets: values of the template's secrets, by logical id.
        unplayed: a line for each thing in the template that does not happen here.

    Raises:
        NotStarted: a part did not start.
        TemplateError: the template cannot be played.
    """

    def __init__(
        self,
        ports: Ports | Literal["free"] = "free",
        *,
        host: str = "127.0.0.1",
        log: Log = _unheard,
        parameters: Mapping[str, str] | None = None,
        environment: Mapping[str, str] | None = None,
        schedules: bool = True,
    ) -> None:
        self._host = host
        # Whoever listens on every interface is reached on this one.
        self._reached_at = "127.0.0.1" if host == "0.0.0.0" else host
        self._ports = Ports.free(host) if ports == "free" else ports
        self._log = log
        self._parameters = parameters or {}
        self._environment = environment or {}
        self._schedules = schedules
        self.gateway_url = f"http://{self._reached_at}:{self._ports.gateway}"
        self.salesforce_url = f"https://{self._reached_at}:{self._ports.salesforce}"
        self.cxone_url = f"https://{self._reached_at}:{self._ports.cxone}"
        self.aws_url = f"http://{self._reached_at}:{self._ports.aws}"
        self.aws = Aws(self.aws_url)
        self.secrets = seeds.secrets(self.salesforce_url, self.cxone_url)

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="switchboard-")))
            self.ca_file = folder / "ca.pem"
            self._authorities = {"Salesforce": folder / "salesforce.pem", "CXone": folder / "cxone.pem"}
            processes = []
            # Started together, then waited for: each of them takes its time to import.
            for start in (self._aws_process, self._salesforce_process, self._cxone_process):
                processes.append(start())
                opened.callback(processes[-1].close)
            for process in processes:
                process.wait()
            self.ca_file.write_bytes(b"".join(file.read_bytes() for file in self._authorities.values()))
            self._gateway = self._opened_gateway()
            opened.callback(self._gateway.close)
            if self._schedules:
                # Its clock strikes in minutes, and without it no user is an agent.
                self.sync_agents()
            self._opened = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def sync_agents(self) -> None:
        """Have the agents' directory brought up to date, as its schedule does.

        Raises:
            InvocationError: the function failed.
        """
        self.invoke("AgentDirectoryFunction", {})

    def aim_hooks(self) -> None:
        """Have the contact centre's scripts tell the gateway what happens to contacts, as Studio scripts do."""
        secret = json.loads(self.secrets["EventsHookSecret"])["current"]
        with requests.Session() as session:
            # A proxy or bundle that the environment names has no business with this machine's own ports.
            session.trust_env = False
            session.put(
                f"{self.cxone_url}/_control/hooks/contact-events",
                json={"url": f"{self.gateway_url}/v1/hooks/contact-events", "secret": secret},
                verify=str(self.ca_file),
                timeout=30,
            ).raise_for_status()

    def invoke(self, function: str, event: Any) -> Any:
        """Invoke a function by its logical id, as an AWS client would, and return its result.

        Raises:
            InvocationError: it gave none.
        """
        return self._gateway.invoke(function, event)

    def _aws_process(self) -> ServerProcess:
        arguments = [self._host, str(self._ports.aws)]
        return self._process("AWS", "local.gateway.aws_server", arguments, self._ports.aws)

    def _salesforce_process(self) -> ServerProcess:
        port, authority = self._ports.salesforce, self._authorities["Salesforce"]
        arguments = ["--host", self._host, "--port", str(port), "--ca-file", str(authority)]
        arguments += ["--seed", seeds.APP_SEED, "--data", "local.sample_data"]
        return self._process("Salesforce", "local.salesforce_org", arguments, port)

    def _cxone_process(self) -> ServerProcess:
        port, authority = self._ports.cxone, self._authorities["CXone"]
        arguments = ["--host", self._host, "--port", str(port), "--ca-file", str(authority)]
        arguments += ["--public-host", self._reached_at]
        return self._process("CXone", "local.cxone", arguments, port)

    def _process(self, name: str, module: str, arguments: list[str], port: int) -> ServerProcess:
        def log(line: str) -> None:
            self._log(name, line)

        return ServerProcess(name, module, arguments, host=self._reached_at, port=port, log=log)

    def _opened_gateway(self) -> Gateway:
        own = {
            "CaFile": str(self.ca_file),
            "BusinessUnit": seeds.BUSINESS_UNIT,
            "ActivityWindowSeconds": "2",
            **dict.fromkeys(("CxoneDigitalUrl", "CxoneFacadeUrl", "CxoneUserHubUrl"), self.cxone_url),
        }
        parameters = {**own, **callers.PARAMETERS, **self._parameters}
        read = template.load(ROOT / "template.yaml", parameters)
        create_resources(read, self.aws, self.secrets)
        published = RulesItems(self.aws.dynamodb(), read.names["RulesTable"].ref)
        for kind, document in seeds.rules().items():
            published.publish(kind, document)
        application = template.application(read, ROOT)
        register_functions(application, self.aws)
        gateway = Gateway(
            application,
            host=self._host,
            port=self._ports.gateway,
            aws_url=self.aws_url,
            sqs=self.aws.sqs(),
            additions=self._environment,
            log=self._log,
            schedules=self._schedules,
        )
        self.names = read.names
        self.routes: tuple[Route, ...] = application.routes
        self.functions: Mapping[str, Function] = application.functions
        self.unplayed = gateway.unplayed
        return gateway
