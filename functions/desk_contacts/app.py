"""Desk contacts: what an agent had to do with customers so far, and the calls that were promised them."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Header, Path, Query
from pydantic import BaseModel

from switchboard.desk.commitments import api as commitment
from switchboard.desk.history import api as history
from switchboard.desk.session.api import CommandAnswer
from switchboard.dialing.api import IdempotencyKey
from switchboard.runtime import commitments, contact_history
from switchboard.runtime.callers import Caller
from switchboard.runtime.etags import tagged
from switchboard.runtime.http import accepted, answers_with, http_function, made, new_app
from switchboard.runtime.services import caller_of

app = new_app()
Id = Annotated[commitment.CommitmentId, Path()]
Key = Annotated[IdempotencyKey, Header()]
Notes = Annotated[commitment.DeleteRequest | None, Body()]
Accepted = Response[CommandAnswer]


@app.get("/v1/contact-history", operation_id="listHistory", responses=answers_with(history.HistoryAnswer))
def list_history(query: Annotated[history.HistoryQuery, Query()]) -> Response[str]:
    """The acting agent's contacts, newest first."""
    return _tagged(contact_history.listed_history(_caller(), query))


@app.get("/v1/contact-history/recent", operation_id="listRecent", responses=answers_with(history.RecentAnswer))
def list_recent(query: Annotated[history.RecentQuery, Query()]) -> Response[str]:
    """Whom the acting agent contacted last."""
    return _tagged(contact_history.recent_targets(_caller(), query))


@app.get("/v1/commitments", operation_id="listCommitments", responses=answers_with(commitment.CommitmentsAnswer))
def list_commitments(query: Annotated[commitment.CommitmentsQuery, Query()]) -> Response[str]:
    """Calls that the acting agent has promised, or anybody of a skill has to make."""
    return _tagged(commitments.listed_commitments(_caller(), query))


@app.post("/v1/commitments", operation_id="makeCommitment")
def make_commitment(
    request: commitment.CommitmentRequest, idempotency_key: Key
) -> Response[commitment.MadeAnswer]:
    """Promise a call, once for an Idempotency-Key."""
    return made(commitments.make_commitment(_caller(), request, idempotency_key))


@app.put("/v1/commitments/<commitment_id>", operation_id="changeCommitment")
def change_commitment(commitment_id: Id, request: commitment.CommitmentRequest) -> commitment.ChangedAnswer:
    """Promise something else."""
    return commitments.change_commitment(_caller(), commitment_id, request)


@app.delete("/v1/commitments/<commitment_id>", operation_id="deleteCommitment")
def delete_commitment(commitment_id: Id, request: Notes = None) -> Response[str]:
    """Call a promise off, with notes where the business unit asks for them."""
    commitments.delete_commitment(_caller(), commitment_id, request.notes if request else "")
    return Response(status_code=204, body="")


@app.post("/v1/commitments/<commitment_id>/dial", operation_id="dialCommitment")
def dial_commitment(commitment_id: Id) -> Accepted:
    """Call now, for a commitment that has fallen due with the acting agent."""
    return accepted(commitments.dial_commitment(_caller(), commitment_id))


@app.post("/v1/commitments/<commitment_id>/reschedule", operation_id="rescheduleCommitment")
def reschedule_commitment(commitment_id: Id, request: commitment.RescheduleRequest) -> Accepted:
    """Call later."""
    return accepted(commitments.reschedule_commitment(_caller(), commitment_id, request))


@app.post("/v1/commitments/<commitment_id>/cancel", operation_id="cancelCommitment")
def cancel_commitment(commitment_id: Id, request: Notes = None) -> Accepted:
    """Do not call any more."""
    return accepted(commitments.cancel_commitment(_caller(), commitment_id, request.notes if request else ""))


def _tagged(answer: BaseModel) -> Response[str]:
    return tagged(app.current_event.raw_event, answer)


def _caller() -> Caller:
    return caller_of(app.current_event.raw_event)


lambda_handler = http_function(app)
