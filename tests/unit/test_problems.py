"""Every error of ours has its answer."""

from collections.abc import Iterator

import pytest

# Imported so that all error types are defined.
import switchboard.runtime.services  # noqa: F401
from switchboard.errors import CcConflict, CrmError, CrmNotVisible, CrmTimeout, SwitchboardError
from switchboard.runtime.problems import INTERNAL, KINDS, kind_of, members, problem

BASES = {"SwitchboardError", "VendorError", "CrmError", "CcError", "RequestProblem", "NotDialled"}


def _family(kind: type[Exception]) -> Iterator[type[Exception]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _family(sub)


ERRORS: list[type[Exception]] = sorted(set(_family(SwitchboardError)), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", ERRORS)
def test_no_error_lacks_a_status(kind: type[Exception]) -> None:
    if kind.__name__ in BASES:
        pytest.skip("never raised itself")
    assert any(base in KINDS for base in kind.__mro__)


def test_problem_types_are_unique() -> None:
    slugs = [kind.slug for kind in KINDS.values()]
    assert len(slugs) == len(set(slugs))


def test_a_mistake_of_ours_is_an_internal_error() -> None:
    assert kind_of(KeyError("x")) is INTERNAL


def test_a_problem_carries_what_rfc_9457_asks_for() -> None:
    body = problem(kind_of(CrmTimeout("TIMED_OUT")), "req-1")

    assert body == {
        "type": "urn:switchboard:problem:salesforce-timeout",
        "title": "Salesforce too slow",
        "status": 504,
        "detail": "Salesforce did not answer in time. Try again later.",
        "requestId": "req-1",
    }


def test_a_cxone_error_adds_its_code_and_not_its_text() -> None:
    error = CcConflict("conflict", status=409, text="4155550134 is not active")

    assert members(error) == {"code": "conflict"}
    assert "4155550134" not in str(error)


def test_a_salesforce_error_adds_its_code_and_names_only() -> None:
    assert members(CrmNotVisible("INVALID_FIELD", status=400, names=("X__c",))) == {
        "code": "INVALID_FIELD",
        "names": ["X__c"],
    }
    assert members(CrmError("X", retry_after_s=3)) == {"code": "X"}
    assert members(KeyError("4155550134")) == {}
