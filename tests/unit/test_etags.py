"""Unchanged answers are not sent twice, and what passes with the clock is no change."""

import pytest
from pydantic import BaseModel

from switchboard.runtime.etags import tag_of, tagged


class Row(BaseModel):
    name: str
    waiting: int


class Answer(BaseModel):
    rows: list[Row]
    age: int


def answer(name: str = "Support", waiting: int = 5, age: int = 1) -> Answer:
    return Answer(rows=[Row(name=name, waiting=waiting)], age=age)


PASSING = ("waiting", "age")
TAG = tag_of(answer(), PASSING)


def test_the_first_answer_carries_a_weak_tag() -> None:
    told = tagged({"headers": {}}, answer(), passing=PASSING)

    assert (told.status_code, told.headers["ETag"]) == (200, TAG)
    assert TAG.startswith('W/"')
    assert told.body == answer().model_dump_json()


@pytest.mark.parametrize("had", [TAG, TAG.removeprefix("W/"), f'W/"other", {TAG}', f'"a",{TAG},"b"', "*"])
def test_what_the_caller_has_is_not_sent_again(had: str) -> None:
    told = tagged({"headers": {"if-none-match": had}}, answer(waiting=9, age=4), passing=PASSING)

    assert (told.status_code, told.body, told.headers["ETag"]) == (304, "", TAG)


@pytest.mark.parametrize("had", ["", '"other"', TAG[:-2] + '"', "W/*"])
def test_another_tag_is_answered_in_full(had: str) -> None:
    assert tagged({"headers": {"if-none-match": had}}, answer(), passing=PASSING).status_code == 200


def test_what_changed_has_another_tag() -> None:
    assert tag_of(answer("Sales"), PASSING) != TAG
    assert tag_of(answer(waiting=6)) != tag_of(answer(waiting=5))
