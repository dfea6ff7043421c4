"""The whole schema of the simulated org."""

from local.salesforce_org.schema.model import Schema
from local.salesforce_org.schema.people import ACCOUNT, CONTACT, GROUP, LEAD, USER
from local.salesforce_org.schema.work import CAMPAIGN, CASE, EVENT, OPPORTUNITY, POLICY, TASK

ALL = Schema((ACCOUNT, CONTACT, LEAD, CASE, OPPORTUNITY, CAMPAIGN, TASK, EVENT, USER, GROUP, POLICY))
