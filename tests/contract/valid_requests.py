"""Schemathesis loads this: a request that the document allows is not refused for its form."""

import json

import schemathesis  # type: ignore[import-not-found]  # lives in .venv-contract

_ACROSS_MEMBERS = "value_error"
"""What the models say of rules that JSON Schema has no words for, such as two members that exclude each other."""


@schemathesis.check  # type: ignore[untyped-decorator]  # the same
def valid_requests_are_read(
    context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """No ``invalid-request`` for a right request, but for rules across members."""
    if response.status_code != 422 or not case.meta or not case.meta.generation.mode.is_positive:
        return
    answer = json.loads(response.content)
    if not answer["type"].endswith(":invalid-request"):
        return
    wrong = [one for one in answer["errors"] if not _is_beyond_the_document(case, one)]
    assert not wrong, f"The document allows what the function refuses: {wrong}"


def _is_beyond_the_document(case: schemathesis.Case, error: dict[str, str]) -> bool:
    """A rule across members, or an id that Schemathesis took from an answer where it was null, as the word."""
    given = case.path_parameters.get(error["field"].removeprefix("path."))
    return error["problem"] == _ACROSS_MEMBERS or bool(given == "null")
