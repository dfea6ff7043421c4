"""What the template tells a function, read once and checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from switchboard.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment of a function; each field is the variable of the same name in upper case.

    Args:
        activity_queue: URL of the queue of contacts whose activity is due.
        business_unit: number of the CXone business unit, or empty.
        caller_queue: URL of the queue of callers to look up ahead.
        cxone_api_version: for resources without one of their own, such as ``30.0``.
        cxone_api_versions: of single resources, such as ``contact=27.0``, separated by commas.
        cxone_digital_url, cxone_facade_url, cxone_user_hub_url: addresses of CXone's other APIs in the place of
            those that the login's area and domains make, or empty.
        cxone_secret: ARN of the secret with the CXone login.
        contacts_kept_days: how long a contact is kept after its activity was written.
        events_hook_secret: ARN of the secret of the hooks that tell of contacts.
        hook_answer_ms: when a script's hook is answered, whatever is still missing.
        live_seconds: how often queues and agents' states are read from CXone while panels look at them.
        operators, salesforce_callers: ARNs of the principals of each class, separated by commas.
        outbound_ani: whose number ``ani`` is in the events of an outbound call, ``ours`` or ``customers``.
        phone_region: country in which numbers without one are read, two letters (ISO 3166).
        contacts_table, desk_table, pops_table, rules_table, tokens_table, watermarks_table: names of tables.
        read_hook_secret: ARN of the secret of the hooks that read.
        salesforce_secret: ARN of the secret with the Salesforce login.
        salesforce_api_version: such as ``66.0``.
        schedule_source: what plans agents' schedules, ``wem`` or ``iex``.
        script_variables: names of the script variables that are kept, separated by commas; ``*`` for all.
        switchboard_ca_file: PEM file trusted for calls to Salesforce and CXone, not the public ones, or empty.
        switchboard_stack: name of the deployed stack.
    """

    activity_queue: str
    business_unit: str
    caller_queue: str
    contacts_kept_days: str
    contacts_table: str
    cxone_api_version: str
    cxone_api_versions: str
    cxone_digital_url: str
    cxone_facade_url: str
    cxone_secret: str
    cxone_user_hub_url: str
    desk_table: str
    events_hook_secret: str
    hook_answer_ms: str
    live_seconds: str
    operators: str
    outbound_ani: str
    phone_region: str
    pops_table: str
    read_hook_secret: str
    rules_table: str
    salesforce_api_version: str
    salesforce_callers: str
    salesforce_secret: str
    schedule_source: str
    script_variables: str
    switchboard_ca_file: str
    switchboard_stack: str
    tokens_table: str
    watermarks_table: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings, or a ``ConfigurationError`` that names every variable that is missing."""
        names = cls.__slots__
        missing = [name.upper() for name in names if name.upper() not in environment]
        if missing:
            raise ConfigurationError(f"Environment variables are missing: {', '.join(missing)}")
        return cls(**{name: environment[name.upper()] for name in names})


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_environment(os.environ)
