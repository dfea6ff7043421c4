"""Contact reconciler: catches up with what CXone reports, and brings back what is due and was not written."""

from switchboard.runtime.reconciler import reconcile
from switchboard.runtime.schedule import scheduled_function

lambda_handler = scheduled_function(reconcile)
