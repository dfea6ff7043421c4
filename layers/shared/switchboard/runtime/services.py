"""Wires capabilities, vendors and AWS together, once per process and on first use."""

from functools import cache

from switchboard.runtime import aws
from switchboard.runtime.login import login_with_secret
from switchboard.runtime.rules import PublishedRules
from switchboard.runtime.secrets import Secrets
from switchboard.runtime.settings import settings
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.directory import SalesforceDirectory
from switchboard.salesforce.login import log_in, parse_secret
from switchboard.salesforce.session import SalesforceSession
from switchboard.screen_pop.rules import DEFAULT_RULES
from switchboard.screen_pop.service import ScreenPops
from switchboard.stores.rules_items import RulesItems
from switchboard.stores.token_items import TokenItems
from switchboard.tokens import AccessToken, SharedTokens


@cache
def screen_pops() -> ScreenPops:
    """Screen pops over the org of this deployment."""
    rules = PublishedRules("screen_pop", DEFAULT_RULES, RulesItems(aws.dynamodb(), settings().rules_table))
    return ScreenPops(rules, SalesforceDirectory(salesforce()), settings().phone_region)


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
