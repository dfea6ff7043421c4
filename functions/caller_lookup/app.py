"""Caller lookup: finds queued callers in Salesforce ahead of their pop, many in one search."""

from switchboard.runtime.look_ahead import look_callers_up
from switchboard.runtime.queue import queue_function

lambda_handler = queue_function(look_callers_up)
