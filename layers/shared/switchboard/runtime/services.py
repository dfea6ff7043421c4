"""Wires capabilities, vendors and AWS together, once per process and on first use."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from switchboard.runtime import aws
from switchboard.runtime.callers import Caller, caller
from switchboard.runtime.hook_gate import HookGate
from switchboard.runtime.login import login_with_secret
from switchboard.runtime.rules import PublishedRules
from switchboard.runtime.secrets import Secrets
from switchboard.runtime.settings import settings
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.directory import SalesforceDirectory
from switchboard.salesforce.login import log_in, parse_secret
from switchboard.salesforce.session import SalesforceSession
from switchboard.screen_pop.rules import DEFAULT_RULES, ScreenPopRules
from switchboard.screen_pop.service import ScreenPops
from switchboard.stores.caller_queue import CallerQueue
from switchboard.stores.pop_items import PopItems, SearchBudget
from switchboard.stores.rules_items import RulesItems
from switchboard.stores.token_items import TokenItems
from switchboard.tokens import AccessToken, SharedTokens


@cache
def screen_pops() -> ScreenPops:
    """Screen pops over the org of this deployment."""
    return ScreenPops(pop_rules(), directory(), settings().phone_region, pop_memory())


@cache
def directory() -> SalesforceDirectory:
    """Where records are looked up."""
    return SalesforceDirectory(salesforce())


def search_budget(limit: int) -> SearchBudget:
    """Searches that may look callers up ahead, ``limit`` in five minutes."""
    return SearchBudget(aws.dynamodb(), settings().pops_table, limit)


@cache
def pop_rules() -> PublishedRules[ScreenPopRules]:
    """The screen-pop rules in force."""
    return PublishedRules("screen_pop", DEFAULT_RULES, RulesItems(aws.dynamodb(), settings().rules_table))


@cache
def pop_memory() -> PopItems:
    """What screen pops remember."""
    return PopItems(aws.dynamodb(), settings().pops_table)


@cache
def caller_queue() -> CallerQueue:
    """The queue of callers to look up ahead."""
    return CallerQueue(aws.sqs(), settings().caller_queue)


@cache
def read_hooks() -> HookGate:
    """Lets in the hooks that read."""
    return HookGate(lambda anew: secrets().text(settings().read_hook_secret, anew=anew))


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Who makes a request of an IAM route."""
    return caller(event, _listed(settings().salesforce_callers), _listed(settings().operators))


@cache
def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@cache
def salesforce() -> SalesforceClient:
    """The org of this deployment, over one pooled session."""
    tokens = salesforce_tokens()
    session = SalesforceSession(tokens, ca_file=settings().switchboard_ca_file or None)
    return SalesforceClient(tokens, session, settings().salesforce_api_version)


@cache
def salesforce_tokens() -> SharedTokens:
    """The Salesforce token that all environments share."""
    return SharedTokens("salesforce", TokenItems(aws.dynamodb(), settings().tokens_table), _log_in_to_salesforce)


@cache
def secrets() -> Secrets:
    """The secrets of this deployment."""
    return Secrets()


def _log_in_to_salesforce() -> AccessToken:
    arn, ca_file = settings().salesforce_secret, settings().switchboard_ca_file or None
    return login_with_secret(
        lambda anew: parse_secret(secrets().text(arn, anew=anew)),
        lambda secret: log_in(secret, ca_file=ca_file),
    )
