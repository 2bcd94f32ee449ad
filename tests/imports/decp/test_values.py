"""Published values, read one by one: what buyers' software writes, and what is no value at all."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.quantities import exact
from imports.decp import values


@pytest.mark.parametrize(
    ("given_value", "cents"),
    [
        (575000, 57_500_000),
        (Decimal("123456.89"), 12_345_689),
        ("14 700,00", 1_470_000),
        ("14\u202f700,00 €", 1_470_000),
        ("14.700,00", 1_470_000),
        ("14,700.00", 1_470_000),
        ("2.675", 268),
        (0, 0),
        ("NC", None),
        (-5, None),
        ("1e400", None),
        (Decimal("NaN"), None),
        (Decimal("1E-999999"), None),
        (True, None),
        ({}, None),
        ("abc", None),
    ],
)
def test_an_amount_is_cents(given_value: Any, cents: int | None) -> None:
    assert values.amount(given_value) == cents


@given(st.integers(0, 10**14))
def test_an_amount_written_is_read_back(cents: int) -> None:
    assert values.amount(exact(cents)) == cents
    assert values.amount(exact(cents).replace(".", ",")) == cents


@pytest.mark.parametrize(
    ("given_value", "day"),
    [
        ("2024-02-01", date(2024, 2, 1)),
        ("2024-02-01T00:00:00Z", date(2024, 2, 1)),
        ("01/02/2024", date(2024, 2, 1)),
        ("0202-02-01", None),
        ("3024-02-01", None),
        ("2024-02-30", None),
        ("NC", None),
        (20240201, None),
    ],
)
def test_a_day_is_possible_or_none(given_value: Any, day: date | None) -> None:
    assert values.day(given_value) == day


@pytest.mark.parametrize(
    ("given_value", "siret"),
    [
        ("21210231300013", "21210231300013"),
        ("212 102 313 00013", "21210231300013"),
        (21210231300013, "21210231300013"),
        ("214356", None),
        ("868768687576575", None),
        ("00000000000000", None),
        ("FR40303265045", None),
        (True, None),
        (None, None),
    ],
)
def test_a_siret_is_fourteen_digits(given_value: Any, siret: str | None) -> None:
    assert values.siret(given_value) == siret


def test_zeros_that_a_number_lost_are_put_back_only_when_the_key_agrees() -> None:
    assert values.siret("5520120000051") is None or values.key_agrees("05520120000051")
    padded = next(f"0{number}" for number in range(10**12, 10**12 + 100) if values.key_agrees(f"0{number}"))
    assert values.siret(padded[1:]) == padded
    assert values.key_agrees("35600000049837")


@pytest.mark.parametrize(
    ("given_value", "said"),
    [
        ("l&#039;école", "l'école"),
        ("&amp;eacute;t&amp;eacute;", "été"),
        ("  ", None),
        ("N.C.", None),
        (12, "12"),
        ([], None),
    ],
)
def test_words_are_read_through_entities(given_value: Any, said: str | None) -> None:
    assert values.text(given_value) == said


@pytest.mark.parametrize(("given_value", "months"), [("12", 12), (12, 12), ("6 mois", 6), ("NC", None), (0, None)])
def test_a_length_is_months(given_value: Any, months: int | None) -> None:
    assert values.months(given_value) == months


def test_lists_are_read_however_they_are_wrapped() -> None:
    one = {"id": "1"}
    for wrapped in ([{"x": one}], {"x": [one]}, {"x": one}, [one], one, [{"x": [one]}]):
        assert values.listed(wrapped, "x") == [one]
    assert values.listed(None) == values.listed("") == []


@pytest.mark.parametrize(
    ("given_value", "code"),
    [("45000000-7", "45000000-7"), ("45000000", "45000000"), (3000000, "03000000"), ("travaux", None)],
)
def test_a_cpv_has_eight_digits(given_value: Any, code: str | None) -> None:
    assert values.cpv(given_value) == code


def test_a_vat_number_holds_a_siren() -> None:
    assert values.siren_of_vat("FR 40 303265045") == "303265045"
    assert values.siren_of_vat("DE123456789") is None
