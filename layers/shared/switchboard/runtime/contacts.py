"""Wires what is kept of contacts, once per process and on first use."""

from functools import cache

from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.ledger import Ledger
from switchboard.activity.rules import ActivityRules
from switchboard.runtime import aws
from switchboard.runtime.hook_gate import HookGate
from switchboard.runtime.rules import PublishedRules
from switchboard.runtime.services import salesforce, secrets
from switchboard.runtime.settings import settings
from switchboard.salesforce.relations import SalesforceRelations
from switchboard.stores.activity_queue import ActivityQueue
from switchboard.stores.contact_items import ContactItems
from switchboard.stores.rules_items import RulesItems

_DAY_S = 86_400


@cache
def ledger() -> Ledger:
    """The contacts of this deployment."""
    kept_s = int(settings().contacts_kept_days) * _DAY_S
    return Ledger(ContactItems(aws.dynamodb(), settings().contacts_table, settings().phone_region, kept_s))


@cache
def activity_rules() -> PublishedRules[ActivityRules]:
    """The activity rules in force."""
    return PublishedRules("activity", DEFAULT_RULES, RulesItems(aws.dynamodb(), settings().rules_table))


@cache
def activity_queue() -> ActivityQueue:
    """The queue of contacts whose activity is due."""
    return ActivityQueue(aws.sqs(), settings().activity_queue)


@cache
def relatable_records() -> SalesforceRelations:
    """The org's records, as far as contacts may be related to them."""
    return SalesforceRelations(salesforce())


@cache
def event_hooks() -> HookGate:
    """Lets in the hooks that tell of contacts."""
    return HookGate(lambda anew: secrets().text(settings().events_hook_secret, anew=anew))
