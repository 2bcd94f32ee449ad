"""Days and months as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.dates import MONTHS, first_day
from imports import moments
from imports.cells import tidy

TODAY = date(2026, 3, 1)
DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2055, 12, 31))


def read(parser: object, text: str | None) -> tuple[object, str | None]:
    series = pl.Series("text", [text], dtype=pl.String).to_frame().select(tidy(pl.col("text"))).to_series()
    value, code = parser(series, today=TODAY)  # type: ignore[operator]  # any of the parsers of `imports.moments`
    return value[0], code[0]


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-12", "2024-03-12 13:00:00", "2024-03-12T13:00", "12/03/2024", "12/3/2024", "12-03-2024", "12.03.2024",
        "12 03 2024", "12/03/24", "12 mars 2024", "12 MARS 2024", "12mars2024", "12-mars-24", "mardi 12 mars 2024",
        "le 12 mars 2024",
        "20240312", "12032024", "45363", "45363.5", "2024/03/12", " 12/03/2024\u00a0", "12/03/2024 00:00:00",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_written_form(text: str) -> None:
    assert read(moments.day, text) == (date(2024, 3, 12), None)


@pytest.mark.parametrize(
    ("text", "day"),
    [("1er mars 2024", date(2024, 3, 1)), ("12 févr. 2024", date(2024, 2, 12)), ("3 août 24", date(2024, 8, 3)),
     ("1 déc. 99", date(1999, 12, 1))],
)  # fmt: skip
def test_months_are_read_in_words(text: str, day: date) -> None:
    assert read(moments.day, text) == (day, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2024", "not_a_date"), ("30/02/2023", "not_a_date"), ("29/02/2023", "not_a_date"),
        ("31/04/2024", "not_a_date"),
        ("hier", "not_a_date"), ("1985", "not_a_date"), ("05/31/2024", "not_a_date"), ("0/0/2024", "not_a_date"),
        ("99999", "not_a_date"),
        ("12/03/1024", "not_a_date"), ("12/03/2404", "not_a_date"), ("mars 2024", "not_a_date"),
        ("12 lune 2024", "not_a_date"),
        ("#N/A", "cell_error"), ("32/01/2024", "not_a_date"), ("20241301", "not_a_date"), ("٠١/٠٢/٢٠٢٤", "not_a_date"),
    ],
)  # fmt: skip
def test_what_no_calendar_holds_has_a_code(text: str, code: str) -> None:
    assert read(moments.day, text) == (None, code)


@pytest.mark.parametrize("text", [None, "", "-", "–", " "])
def test_a_blank_says_nothing(text: str | None) -> None:
    for parser in (moments.day, moments.birth, moments.end, moments.month):
        assert read(parser, text) == (None, None)


@settings(deadline=None)
@given(DAYS)
def test_every_written_form_of_a_day_comes_back(day: date) -> None:
    word = MONTHS[day.month - 1]
    serial = str((day - date(1899, 12, 30)).days)
    forms = [
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%Y%m%d}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {word} {day.year}",
        serial,
    ]
    assert {read(moments.day, form) for form in forms} == {(day, None)}


@settings(deadline=None)
@given(st.dates(min_value=date(1957, 1, 1), max_value=date(2056, 12, 31)))
def test_a_year_in_two_digits_is_at_most_thirty_years_ahead(day: date) -> None:
    assert read(moments.day, f"{day:%d/%m/%y}") == (day, None)


@settings(deadline=None)
@given(st.dates(min_value=date(1917, 1, 1), max_value=date(2016, 12, 31)))
def test_a_birth_year_in_two_digits_is_at_least_ten_years_old(day: date) -> None:
    assert read(moments.birth, f"{day:%d/%m/%y}") == (day, None)


def test_a_birth_date_to_come_is_impossible() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert read(moments.birth, tomorrow.isoformat()) == (None, "birth_date_impossible")
    assert read(moments.birth, TODAY.isoformat()) == (TODAY, None)
    assert read(moments.birth, "31/02/1980") == (None, "not_a_date")


@pytest.mark.parametrize(
    "text",
    ["en cours", "CDI", "Indéterminée", "31/12/9999", "2999-12-31", "9999-12-31 00:00:00", "sans objet", "néant"],
)
def test_an_open_end_is_no_end(text: str) -> None:
    assert read(moments.end, text) == (None, None)


def test_a_last_day_is_a_day() -> None:
    assert read(moments.end, "31/12/2024") == (date(2024, 12, 31), None)
    assert read(moments.end, "bientôt") == (None, "not_a_date")
    assert read(moments.end, "31/12/2499") == (None, "not_a_date")


@pytest.mark.parametrize(
    "text",
    [
        "mars 2024", "Mars-24", "mars 24", "mars'24", "MARS 2024", "03/2024", "3/2024", "03-2024", "2024-03",
        "2024/03", "202403",
        "M03 2024", "31/03/2024", "2024-03-01", "2024-03-31 00:00:00", "45352", "Mar-24", "mois de mars 2024",
        "paie de mars 2024",
        "du 01/03/2024 au 31/03/2024", "01/03 au 31/03/2024", "01/03/24 - 31/03/24", "2024 mars", "03/24", "mars.2024",
    ],
)  # fmt: skip
def test_a_month_is_read_in_every_written_form(text: str) -> None:
    assert read(moments.month, text) == (date(2024, 3, 1), None)


@settings(deadline=None)
@given(DAYS)
def test_every_written_form_of_a_month_comes_back(day: date) -> None:
    word = MONTHS[day.month - 1]
    forms = [
        f"{word} {day.year}",
        f"{day:%m/%Y}",
        f"{day:%Y-%m}",
        day.isoformat(),
        f"{word[:4] if len(word) > 4 else word}.-{day.year}",
    ]
    assert {read(moments.month, form) for form in forms} == {(first_day(day), None)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("T1 2024", "not_a_month"), ("13/2024", "not_a_month"), ("31/02/2024", "not_a_month"), ("2024", "not_a_month"),
        ("01/03/2024 au 30/04/2024", "not_a_month"), ("juillet août 2024", "not_a_month"), ("#REF!", "cell_error"),
        ("bof", "not_a_month"),
        ("mars", "year_missing"), ("03", "year_missing"), ("3", "year_missing"), ("M3", "year_missing"),
        ("Septembre", "year_missing"),
    ],
)  # fmt: skip
def test_what_is_no_month_has_a_code(text: str, code: str) -> None:
    assert read(moments.month, text) == (None, code)


def test_a_month_alone_is_a_number() -> None:
    texts = pl.Series(["mars", "03", "M12", "13", "bof", "mars 2024"])
    assert moments.month_alone(texts).to_list() == [3, 3, 12, None, None, None]


@pytest.mark.parametrize(
    ("text", "found"),
    [("2024", (2024, None)), ("Année 2024", (2024, None)), ("2024.0", (2024, None)), ("24", (None, "not_a_year")),
     ("-", (None, None))],
)  # fmt: skip
def test_a_year_has_four_digits(text: str, found: tuple[int | None, str | None]) -> None:
    value, code = moments.year(pl.Series([text]))
    assert (value[0], code[0]) == found


@settings(deadline=None)
@given(st.text(max_size=25))
def test_any_text_is_a_value_a_code_or_nothing(text: str) -> None:
    for parser in (moments.day, moments.birth, moments.end, moments.month):
        value, code = read(parser, text)
        assert value is None or code is None
        assert value is None or isinstance(value, date)


@pytest.mark.parametrize(
    ("word", "month"), [("janv", 1), ("févr", 2), ("avr", 4), ("juil", 7), ("août", 8), ("sept", 9), ("déc", 12)]
)
def test_spreadsheets_short_months_are_known(word: str, month: int) -> None:
    assert read(moments.month, f"{word}.-24") == (date(2024, month, 1), None)


def test_the_start_of_two_months_is_none() -> None:
    assert "jui" not in moments.MONTH_WORDS
    assert "ma" not in moments.MONTH_WORDS
