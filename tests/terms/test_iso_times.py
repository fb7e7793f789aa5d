"""Points in time as programs write them: fractions, Z, offsets without a colon, the end of a day."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.terms.iso_times import parse_iso_time
from comms.terms.times import parse_time

NOW = datetime(2026, 5, 20, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-20T03:00:00.000Z", "2026-05-20T03:00:00+00:00"),
        ("2026-05-20T03:00:00.123Z", "2026-05-20T03:00:00.123000+00:00"),
        ("2026-05-20T03:00:00.123456789+08:00", "2026-05-20T03:00:00.123456+08:00"),
        ("2026-05-20t03:00z", "2026-05-20T03:00:00+00:00"),
        ("2026-05-20 03:00:00+0800", "2026-05-20T03:00:00+08:00"),
        ("2026-05-20 03:00:00-03", "2026-05-20T03:00:00-03:00"),
        ("2026-12-31T24:00Z", "2027-01-01T00:00:00+00:00"),
        ("2026-12-31T24:00:00.000+08:00", "2027-01-01T00:00:00+08:00"),
    ],
)
def test_a_time_as_programs_write_it_is_read(text: str, moment: str) -> None:
    found = parse_iso_time(text)
    assert found is not None
    assert found.isoformat() == moment
    assert parse_time(text, NOW) == found, "when it is typed too"


@pytest.mark.parametrize("text", ["2026-05-20", "2026-05-20T03", "20260520T0300Z", "2026-W21-3T03:00Z", "１"])
def test_another_form_of_time_is_not_taken_for_iso(text: str) -> None:
    assert parse_iso_time(text) is None


@pytest.mark.parametrize("text", ["2026-06-30T23:59:60Z", "2026-02-30T10:00Z", "2026-05-20T24:00:01Z"])
def test_a_moment_that_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_iso_time(text)


@given(st.datetimes(), st.integers(-1439, 1439), st.integers(0, 999_999), st.integers(0, 9))
def test_a_fraction_of_a_second_is_kept(moment: datetime, offset: int, micro: int, digits: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    fraction = f".{micro:06d}000"[: digits + 1] if digits else ""
    text = moment.isoformat()
    found = parse_iso_time(text[:19] + fraction + text[19:])
    assert found == moment.replace(microsecond=int(fraction[1:7].ljust(6, "0")))
