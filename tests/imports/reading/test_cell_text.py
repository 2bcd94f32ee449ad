"""Values of cells as text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.reading.cell_text import (
    date_text,
    duration_of_time_alone,
    duration_text,
    is_blank,
    iso_duration_text,
    iso_text,
    number_text,
    unescaped,
    written_number_text,
)
from imports.reading.number_formats import NumberKind

DAY_0 = date(1899, 12, 30)


@given(st.decimals(-1_000_000, 1_000_000, places=2))
def test_hours_come_back_as_they_were_typed(hours: Decimal) -> None:
    text = number_text(float(hours))
    assert Decimal(text) == hours
    assert "e" not in text.lower()
    assert text == text.strip("0") or "." not in text or not text.endswith("0")


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_have_no_decimals(number: int) -> None:
    assert number_text(float(number)) == str(number)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.1 + 0.2, "0.3"), (-0.0, "0"), (1e20, "100000000000000000000"), (1e-10, "0"), (-1e-10, "0"), (7.675, "7.675")],
)
def test_numbers_are_plain_and_short(number: float, text: str) -> None:
    assert number_text(number) == text


@given(st.integers(0, 2000 * 3600))
def test_a_length_of_time_keeps_its_seconds(seconds: int) -> None:
    text = duration_text(seconds / 86_400)
    hours, minutes, rest = map(int, text.split(":"))
    assert (hours * 3600 + minutes * 60 + rest, minutes < 60, rest < 60) == (seconds, True, True)
    assert duration_text(-seconds / 86_400) == ("-" + text if seconds else text)


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)), st.integers(0, 86_399))
def test_days_and_seconds_come_back(day: date, seconds: int) -> None:
    moment = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001
    serial = (day - DAY_0).days + seconds / 86_400
    expected = f"{day}" if not seconds else f"{moment:%Y-%m-%d %H:%M:%S}".rjust(19, "0")
    assert date_text(serial, since_1904=False) == expected
    if day >= date(1904, 1, 1):
        assert date_text(serial - 1462, since_1904=True) == expected


@pytest.mark.parametrize(
    ("serial", "text"),
    [(0, "0:00:00"), (0.5, "12:00:00"), (1, "1900-01-01"), (59, "1900-02-28"), (60, "1900-02-28"), (61, "1900-03-01"),
     (-1, "1899-12-30"), (2_958_465, "9999-12-31"), (2_958_466, "2958466"), (-1_000_000, "-1000000")],
)  # fmt: skip
def test_the_edges_of_the_calendar_of_excel(serial: float, text: str) -> None:
    assert date_text(float(serial), since_1904=False) == text


@pytest.mark.parametrize("kind", list(NumberKind))
@pytest.mark.parametrize("written", ["73282932000074", "-73282932000074"])
def test_a_number_that_is_no_day_and_no_length_of_time_stays_one(written: str, kind: NumberKind) -> None:
    assert written_number_text(written, kind, since_1904=False) == written


@pytest.mark.parametrize("kind", list(NumberKind))
def test_the_largest_numbers_are_texts(kind: NumberKind) -> None:
    assert written_number_text("1e305", kind, since_1904=True).isdecimal()


def test_the_first_day_of_the_other_calendar() -> None:
    assert date_text(0, since_1904=True) == "1904-01-01"
    assert date_text(0.5, since_1904=True) == "1904-01-01 12:00:00"


@pytest.mark.parametrize("written", ["abc", "", "1_000", "NaN", "inf", "1e999", "١٢", "1,5", "0x10", "1e9999"])
def test_what_is_not_a_number_is_given_back(written: str) -> None:
    assert all(written_number_text(written, kind, since_1904=False) == written for kind in NumberKind)


@given(st.text(max_size=20), st.sampled_from(NumberKind))
def test_any_text_where_a_number_is_expected_gives_some_text(written: str, kind: NumberKind) -> None:
    assert isinstance(written_number_text(written, kind, since_1904=False), str)


@pytest.mark.parametrize(
    ("written", "text"),
    [("2024-05-01", "2024-05-01"), ("2024-05-01T00:00:00", "2024-05-01"), ("2024-05-01T13:00", "2024-05-01 13:00:00"),
     ("2024-05-01 13:00:00.4Z", "2024-05-01 13:00:00"), ("2024-05-01T23:59:59.5", "2024-05-02"),
     ("2024-02-30", "2024-02-30"), ("mai 2024", "mai 2024"), ("2024-05-01T99:00", "2024-05-01T99:00"),
     ("9999-12-31T23:59:59.9", "9999-12-31T23:59:59.9")],
)  # fmt: skip
def test_iso_dates(written: str, text: str) -> None:
    assert iso_text(written) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [("PT151H40M00S", "151:40:00"), ("P1DT1H", "25:00:00"), ("-PT30M", "-0:30:00"), ("PT59.6S", "0:01:00"),
     ("PT7,5S", "0:00:08"), ("P", "P"), ("PT", "PT"), ("1:30", "1:30"), ("P1Y", "P1Y")],
)  # fmt: skip
def test_iso_lengths_of_time(written: str, text: str) -> None:
    assert iso_duration_text(written) == text


def test_a_time_alone_loses_the_day_that_is_none() -> None:
    assert duration_of_time_alone("1899-12-30 07:40:00", "1899-12-30 ") == "7:40:00"
    assert duration_of_time_alone("2024-05-01 07:40:00", "1899-12-30 ") == "2024-05-01 07:40:00"


@pytest.mark.parametrize(("text", "plain"), [("a_x000D_b", "a\rb"), ("a_x000b", "a_x000b"), ("_x1234_", "_x1234_")])
def test_escapes_of_excel(text: str, plain: str) -> None:
    assert unescaped(text) == plain


def test_spaces_of_any_kind_are_nothing() -> None:
    assert is_blank("")
    assert is_blank(" \t\n\u00a0\u202f\u3000")
    assert not is_blank(" 0 ")
