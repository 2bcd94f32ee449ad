"""Hours and amounts as people write them."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.quantities import exact, hundredths, hundredths_of_minutes
from imports import numbers
from imports.cells import tidy


def read(parser: object, text: str | None) -> tuple[object, str | None]:
    series = pl.Series("text", [text], dtype=pl.String).to_frame().select(tidy(pl.col("text"))).to_series()
    value, code = parser(series)  # type: ignore[operator]  # any of the parsers of `imports.numbers`
    return value[0], code[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7.675", 768), ("151,67", 15167), ("151.67", 15167), ("142", 14200), ("8.9", 890), ("0", 0), ("0,00", 0),
        ("1 234,56", 123456), ("1\u00a0234,56", 123456), ("1\u202f234,56", 123456), ("1'234.5", 123450),
        ("1’234,5", 123450),
        ("1.234,56", 123456), ("1,234.56", 123456), ("1.234.567", 123456700), ("1,234,567", 123456700),
        ("12 345 678", 1234567800),
        (".5", 50), (",25", 25), ("5,", 500), ("5.", 500), ("+5", 500), ("0,005", 1), ("0,0049999999999", 0),
        ("151.66999999999999", 15167), ("7h30", 750), ("7 h 30", 750), ("7 H 30", 750), ("7h", 700), ("7 heures", 700),
        ("7h30min", 750), ("7 h 30 min", 750), ("7h05", 708), ("7h5min", 708), ("151:40", 15167), ("151:40:00", 15167),
        ("151:40:30", 15168), ("0:20", 33), ("0:10", 17), ("90 min", 150), ("8,5 h", 850), ("151,67 heures", 15167),
        ("35 hrs.", 3500),
        ("néant", 0), ("NEANT", 0), ("Zéro", 0), ("aucune heure", 0), ("-0", 0), ("7 heures et 30 minutes", 750),
        ("2 h 07'", 212),
    ],
)  # fmt: skip
def test_hours_are_read_in_every_written_form(text: str, value: int) -> None:
    assert read(numbers.hours, text) == (value, None)


@pytest.mark.parametrize("text", [None, "", "  ", "-", "–", "—", "--", "/", "\u00a0", "\u200b"])
def test_a_blank_or_a_dash_says_nothing(text: str | None) -> None:
    assert read(numbers.hours, text) == (None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abc", "not_a_number"), ("12 34", "not_a_number"), ("1 2", "not_a_number"), ("7h5", "not_a_number"),
        ("7:5", "not_a_number"),
        ("7h60", "not_a_number"), ("151:60", "not_a_number"), ("1e5", "not_a_number"), ("(5", "not_a_number"),
        ("5)", "not_a_number"),
        ("9999999999999999", "not_a_number"), ("1,2,3", "not_a_number"), ("12.34.56", "not_a_number"),
        ("٣", "not_a_number"),
        ("2024-03-01", "not_a_number"), ("VRAI", "not_a_number"), ("1 234 56", "not_a_number"),
        ("1.234.56,7", "not_a_number"),
        ("-5", "negative"), ("−3", "negative"), ("–3", "negative"), ("(5)", "negative"), ("-0,01", "negative"),
        ("#REF!", "cell_error"), ("#N/A", "cell_error"), ("#DIV/0!", "cell_error"), ("#VALEUR!", "cell_error"),
        ("#NOM?", "cell_error"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_hours_has_a_code_and_no_value(text: str, code: str) -> None:
    assert read(numbers.hours, text) == (None, code)


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=Decimal("9999.999999"), places=6))
def test_hours_are_rounded_once_half_up_whatever_their_decimals(value: Decimal) -> None:
    assert read(numbers.hours, f"{value:f}") == (hundredths(value), None)
    assert read(numbers.hours, f"{value:f}".replace(".", ",")) == (hundredths(value), None)


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=99_999_999))
def test_exact_texts_come_back_as_they_were(amount: int) -> None:
    text = exact(amount)
    grouped = f"{amount // 100:,}".replace(",", "\u202f") + f",{amount % 100:02d}"
    for written in (text, text.replace(".", ","), grouped, f"{text} h", text.rstrip("0").rstrip(".")):
        assert read(numbers.hours, written) == (amount, None)


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=60_000))
def test_durations_are_hundredths_half_up(minutes: int) -> None:
    whole, rest = divmod(minutes, 60)
    for written in (
        f"{whole}h{rest:02d}",
        f"{whole}:{rest:02d}",
        f"{whole}:{rest:02d}:00",
        f"{whole} h {rest:02d} min",
    ):
        assert read(numbers.hours, written) == (hundredths_of_minutes(minutes), None)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_value_a_code_or_nothing(text: str) -> None:
    for parser in (numbers.hours, numbers.money, numbers.count, numbers.distance):
        value, code = read(parser, text)
        assert value is None or code is None
        assert value is None or (isinstance(value, int) and value >= 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("850 000,00 €", 85_000_000), ("850000", 85_000_000), ("2,7 M€", 270_000_000), ("2,735 M€", 273_500_000),
        ("850 k€", 85_000_000), ("60 €/h", 6000), ("200", 20_000), ("850.000", 85_000_000),
        ("1.200.000,50", 120_000_050),
        ("2 millions d'euros", 200_000_000), ("1 200 000 € HT", 120_000_000), ("60 euros par heure non réalisée", 6000),
        ("0.125", 13), ("12,5", 1250), ("3 milliers d’euros", 300_000), ("50 EUR", 5000),
    ],
)  # fmt: skip
def test_amounts_are_read_in_every_written_form(text: str, value: int) -> None:
    assert read(numbers.money, text) == (value, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("850,000", "ambiguous"), ("850.125", "ambiguous"), ("1.234", "ambiguous"), ("beaucoup", "not_an_amount"),
        ("-10", "negative"), ("#REF!", "cell_error"), ("k€", "not_an_amount"),
    ],
)  # fmt: skip
def test_an_amount_that_reads_two_ways_is_never_guessed(text: str, code: str) -> None:
    assert read(numbers.money, text) == (None, code)


@pytest.mark.parametrize(
    ("text", "due", "slope", "threshold"),
    [
        ("833", 83_300, None, None), ("2\u202f400", 240_000, None, None),
        ("1 200 heures d'insertion", 120_000, None, None),
        ("2.400", 240_000, None, None), ("0", 0, None, None),
        ("1 h / 2 000 € au-delà de 2 700 000 €", None, 200_000, 270_000_000),
        ("1 heure par 2000 euros", None, 200_000, None),
        ("1h/2000€ > 2 700 000 €", None, 200_000, 270_000_000), ("5 h / 10 000 €", None, 200_000, None),
        ("0,5 h par tranche de 1 000 € HT facturés, au-delà de 2,7 M€", None, 200_000, 270_000_000),
        ("1 h pour 2 k€ à partir de 800 k€", None, 200_000, 80_000_000),
    ],
)  # fmt: skip
def test_hours_due_are_a_number_or_a_formula(
    text: str, due: int | None, slope: int | None, threshold: int | None
) -> None:
    value, code = read(numbers.obligation, text)
    assert (value, code) == ({"due": due, "euros_per_hour_cents": slope, "threshold_cents": threshold}, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10 %", "not_an_obligation"), ("3 h / 10 €", "not_an_obligation"), ("0 h / 10 €", "not_an_obligation"),
        ("1 h / 2 000 € au-delà de beaucoup", "not_an_obligation"), ("2,400", "ambiguous"), ("-5", "negative"),
        ("#REF!", "cell_error"), ("1 h / 2 000 € au-delà de 1,2,3 €", "not_an_obligation"),
    ],
)  # fmt: skip
def test_a_formula_that_is_not_exact_is_refused(text: str, code: str) -> None:
    value, found = read(numbers.obligation, text)
    assert found == code
    assert value == {"due": None, "euros_per_hour_cents": None, "threshold_cents": None}


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_of_hours_due_has_a_value_a_code_or_nothing(text: str) -> None:
    value, code = read(numbers.obligation, text)
    assert isinstance(value, dict)
    assert code is None or not any(part is not None for part in value.values())


@pytest.mark.parametrize(("text", "found"), [("2", (2, None)), ("2,0", (2, None)), ("2,5", (None, "not_a_count"))])
def test_a_count_is_whole(text: str, found: tuple[int | None, str | None]) -> None:
    assert read(numbers.count, text) == found


@pytest.mark.parametrize("text", ["20", "20 km", "20 kilomètres", "20km."])
def test_a_distance_is_whole_kilometres(text: str) -> None:
    assert read(numbers.distance, text) == (20, None)
