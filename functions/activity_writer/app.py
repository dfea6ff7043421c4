"""Activity writer: writes contacts to Salesforce in batches, exactly once in effect."""

from switchboard.runtime.activity_writer import write_activities
from switchboard.runtime.queue import queue_function

lambda_handler = queue_function(write_activities)
