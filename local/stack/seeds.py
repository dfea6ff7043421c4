"""What the local stack fills in before the first call."""

import base64
import json

from local.cxone import sample
from local.salesforce_org.auth.apps import app_from_seed
from switchboard.dialing.rules import DialingRules, HourRules, SkillRules
from switchboard.screen_pop.lookup_rules import Comparison, Lookup, ParameterType
from switchboard.screen_pop.rules import DEFAULT_RULES

APP_SEED = "switchboard"
"""What client id and secret of the org's app follow from, here and in the simulator."""

HOOK_SECRETS = ("ReadHookSecret", "EventsHookSecret")

BUSINESS_UNIT = "4599001"
"""Number of the sample contact centre."""

HOOK_TOKEN = "whsec_" + base64.b64encode(b"only for the local stack, 32 b.!").decode()
"""What hooks prove themselves with here: always the same, so that a sample event can be sent as it is."""


def secrets(salesforce_url: str, cxone_url: str) -> dict[str, str]:
    """Values of the template's secrets by logical id."""
    app = app_from_seed(APP_SEED)
    login = {
        "flow": "client_credentials",
        "login_url": salesforce_url,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    }
    access_key = {
        "flow": "oauth_access_key",
        "issuer": cxone_url,
        "client_id": sample.CLIENT_ID,
        "client_secret": sample.CLIENT_SECRET,
        "access_key_id": sample.KEY_ID,
        "access_key_secret": sample.KEY_SECRET,
    }
    logins = {"SalesforceSecret": login, "CxoneSecret": access_key}
    hooks = {name: {"current": HOOK_TOKEN, "previous": None} for name in HOOK_SECRETS}
    return {name: json.dumps(value) for name, value in {**logins, **hooks}.items()}


def rules() -> dict[str, str]:
    """Rules documents by kind: the defaults, fitted to the sample org."""
    policy = Lookup(
        object="Policy__c",
        parameters={"number": ParameterType.TEXT},
        where=(Comparison(field="PolicyNumber__c", parameter="number"),),
        returns=("Holder__c",),
    )
    screen_pop = DEFAULT_RULES.model_copy(
        update={
            "person_accounts": True,
            "key_prefixes": {"Policy__c": "a01"},
            "lookups": {**DEFAULT_RULES.lookups, "policyByNumber": policy},
        }
    )
    dialing = DialingRules(
        # Whoever tries this out may do so at night.
        hours=HourRules(checked=False),
        skills=SkillRules(default=str(sample.OUTBOUND_SALES)),
    )
    documents = {"screen_pop": screen_pop, "dialing": dialing}
    return {kind: document.model_dump_json(by_alias=True) for kind, document in documents.items()}
