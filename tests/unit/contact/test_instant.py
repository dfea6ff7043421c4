"""Moments keep their order and themselves when they are written down."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.instant import parse_instant, write_instant

INSTANTS = st.datetimes(
    datetime.fromisoformat("2000-01-02"),
    datetime.fromisoformat("2999-12-30"),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-8)), timezone(timedelta(hours=5, minutes=30))]),
)


@given(one=INSTANTS, other=INSTANTS)
def test_moments_read_back_and_sort_as_text(one: datetime, other: datetime) -> None:
    assert parse_instant(write_instant(one)) == one
    assert (write_instant(one) < write_instant(other)) == (one < other)


@pytest.mark.parametrize(
    "text", ["2026-03-02T14:05:11Z", "2026-03-02 14:05:11.000000Z", "1999-03-02T14:05:11.000000Z"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is needed"):
        parse_instant(text)


@pytest.mark.parametrize("text", ["2026-03-02T14:05:11", "1999-12-31T23:59:59Z", "3000-01-01T00:00:00Z"])
def test_naive_times_and_those_of_other_millennia_are_not_written(text: str) -> None:
    with pytest.raises(ValueError, match="aware time of this millennium"):
        write_instant(datetime.fromisoformat(text))
