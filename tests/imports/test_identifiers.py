"""References, SIRET and numbers that must not be kept."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports import identifiers


def read(parser: object, text: str | None) -> tuple[object, str | None]:
    value, code = parser(pl.Series("text", [text], dtype=pl.String))  # type: ignore[operator]  # a parser of the module
    return value[0], code[0]


def with_key(digits: str) -> str:
    """13 digits → the SIRET with its key, reckoned apart from the product."""
    total = 0
    for place, digit in enumerate(reversed(digits + "0")):
        twice = int(digit) * (2 if place % 2 else 1)
        total += twice - 9 if twice > 9 else twice
    return digits + str(-total % 10)


@pytest.mark.parametrize(
    "text",
    ["08762328600074", "8762328600074", "087 623 286 00074", "087.623.286-00074", "8762328600074.0",
     "SIRET : 08762328600074", "N° SIRET 08762328600074"],
)  # fmt: skip
def test_a_siret_is_fourteen_digits_however_written(text: str) -> None:
    assert read(identifiers.siret, text) == ("08762328600074", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abc", "not_a_siret"), ("123", "not_a_siret"), ("732829320", "siren_only"),
        ("8,76233E+12", "siret_scientific"),
        ("8.76E12", "siret_scientific"), ("123456789012345", "not_a_siret"), ("00000000000000", "not_a_siret"),
        ("#N/A", "cell_error"),
        ("123456789012", "not_a_siret"), ("FR12345678901", "not_a_siret"), ("-", None), (None, None),
    ],
)  # fmt: skip
def test_what_is_no_siret_has_a_code_and_no_value(text: str | None, code: str | None) -> None:
    assert read(identifiers.siret, text) == (None, code)


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=10**13 - 1))
def test_a_siret_whose_key_agrees_is_kept_without_a_word(number: int) -> None:
    siret = with_key(f"{number:013d}")
    assert read(identifiers.siret, siret) == (siret, None)


@settings(deadline=None)
@given(st.integers(min_value=10**11, max_value=10**13 - 1), st.integers(min_value=1, max_value=9))
def test_a_siret_whose_key_disagrees_is_kept_and_said(number: int, shift: int) -> None:
    siret = with_key(f"{number:013d}")
    wrong = siret[:-1] + str((int(siret[-1]) + shift) % 10)
    la_poste = wrong.startswith("356000000") and sum(map(int, wrong)) % 5 == 0
    assert read(identifiers.siret, wrong) == (wrong, None if la_poste else "siret_key")


def test_the_sirets_of_la_poste_are_checked_their_own_way() -> None:
    assert read(identifiers.siret, "35600000000048") == ("35600000000048", None)  # adds up to 26 with Luhn's key
    assert read(identifiers.siret, "35600000000001") == ("35600000000001", None)  # 15: a multiple of 5, not Luhn's
    assert read(identifiers.siret, "35600000000002") == ("35600000000002", "siret_key")


def test_two_lost_zeros_are_put_back_only_when_the_key_agrees() -> None:
    siret = with_key("0054201200001")
    assert read(identifiers.siret, siret.lstrip("0")) == (siret, None)
    wrong = siret[2:-1] + str((int(siret[-1]) + 1) % 10)
    assert read(identifiers.siret, wrong) == (None, "not_a_siret")


@pytest.mark.parametrize(
    ("text", "lot"),
    [
        ("01", "1"), ("1", "1"), ("Lot 1", "1"), ("LOT N°01", "1"), ("lot n° 1 – Gros œuvre", "1"),
        ("Lot 1 : Espaces verts", "1"),
        ("2b", "2B"), ("2 B", "2B"), ("Lot 02-B", "2B"), ("A", "A"), ("lot a", "A"), ("1.0", "1"), ("N°3", "3"),
        ("10", "10"),
        ("Lot unique", "UNIQUE"), ("lot", "LOT"), ("0", "0"), ("lot numéro 4", "4"),
    ],
)  # fmt: skip
def test_a_lot_is_compared_by_its_number(text: str, lot: str) -> None:
    assert read(identifiers.lot, text) == (lot, None)


def test_a_cell_that_names_several_lots_is_none_of_them() -> None:
    several = (
        "1, 2|1 - 2|1 / 2|1,1|1 et 2|Lots 1 et 2|lot 1, lot 2|LOT 1 LOT 2|1 à 3|1 au 3|1+2|1&2|1;2|01 - 02 - 03|1a, 1b"
        "|Lot A et B|1, 2 et 3|1 et 2 - Gros œuvre|1 (2)"
    )
    assert {text: read(identifiers.lot, text) for text in several.split("|")} == dict.fromkeys(
        several.split("|"), (None, "several_lots")
    )
    one = {
        "1 - Gros œuvre": "1", "1 / GO": "1", "1 (tranche 2)": "1", "1 - 2ème tranche": "1", "1,0": "1", "1 - A": "1A",
        "Lot 3 : 2e œuvre": "3", "1-2": "1-2", "1/2": "1/2", "1.2": "1.2", "Peinture et sols": "PEINTURE ET SOLS",
        "1 - Bâtiments 2 et 3": "1",
    }  # fmt: skip
    assert {text: read(identifiers.lot, text) for text in one} == {text: (lot, None) for text, lot in one.items()}


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("2024-T001", "2024-T001"), ("Marché n° 2024-T001", "2024-T001"), ("n°2024-T001", "2024-T001"),
        ("marché 12", "12"),
        ("Réf. 12/34", "12/34"), ("MARCHÉ PUBLIC N° 7", "7"), ("Nord-12", "Nord-12"), ("marché", "marché"),
        ("2024/T 004", "2024/T 004"),
    ],
)  # fmt: skip
def test_a_reference_is_kept_as_sent_without_its_label(text: str, reference: str) -> None:
    assert read(identifiers.reference, text) == (reference, None)


@pytest.mark.parametrize(
    ("parser", "text", "found"),
    [
        (identifiers.cpv, "45223220-4", ("45223220-4", None)), (identifiers.cpv, "45223220", ("45223220", None)),
        (identifiers.cpv, "3000000", ("03000000", None)), (identifiers.cpv, "3000000-7", ("03000000-7", None)),
        (identifiers.cpv, "45223220-4 Charpente", ("45223220-4", None)), (identifiers.cpv, "452", (None, "not_a_cpv")),
        (identifiers.postal, "21000", ("21000", None)), (identifiers.postal, "1000", ("01000", None)),
        (identifiers.postal, "21 000", ("21000", None)), (identifiers.postal, "2A004", ("2A004", None)),
        (identifiers.postal, "Dijon", (None, "not_a_postal_code")), (identifiers.plain, "x", ("x", None)),
        (identifiers.plain, "-", (None, None)), (identifiers.plain, "#REF!", (None, "cell_error")),
    ],
)  # fmt: skip
def test_other_codes_are_checked(parser: object, text: str, found: tuple[str | None, str | None]) -> None:
    assert read(parser, text) == found


@pytest.mark.parametrize(
    ("text", "parts"),
    [("maçon ; coffreur", ["maçon", "coffreur"]), ("a;;b; a ;", ["a", "b"]), ("seul", ["seul"]), ("-", None),
     (None, None)],
)  # fmt: skip
def test_a_list_keeps_its_order_and_each_once(text: str | None, parts: list[str] | None) -> None:
    value, code = identifiers.several(pl.Series("text", [text], dtype=pl.String))
    assert (value.to_list()[0], code[0]) == (parts, None)


def nir(body: str) -> str:
    """13 signs → the NIR with its key."""
    number = int(body.replace("2A", "19").replace("2B", "18"))
    return f"{body}{97 - number % 97:02d}"


def found(text: str) -> str | None:
    (what,) = identifiers.secrets(pl.Series([text], dtype=pl.String))
    return None if what is None else str(what)


BODIES = st.builds(
    "{}{:02d}{:02d}{}{:03d}{:03d}".format,
    st.sampled_from("1278"),
    st.integers(0, 99),
    st.integers(1, 12),
    st.sampled_from(["21", "75", "2A", "2B", "99"]),
    st.integers(1, 999),
    st.integers(1, 999),
)
"""Sex, year, month, department, town, order (INSEE)."""


@settings(deadline=None)
@given(BODIES)
def test_a_nir_is_found_wherever_it_stands(body: str) -> None:
    number = nir(body)
    spaced = f"{number[0]} {number[1:3]} {number[3:5]} {number[5:7]} {number[7:10]} {number[10:13]} {number[13:]}"
    for text in (number, spaced, f"DUPONT ({number})", f"n° {spaced}, à Dijon"):
        assert found(text) == "nir"
    wrong = number[:-2] + f"{(int(number[-2:]) + 1) % 100:02d}"
    assert found(wrong) is None


@pytest.mark.parametrize(
    "text", ["FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189", "IBAN : fr7630006000011234567890189"]
)
def test_an_iban_is_found_wherever_it_stands(text: str) -> None:
    assert found(text) == "iban"


@pytest.mark.parametrize(
    "text", ["08762328600074", "FR7630006000011234567890188", "2024-T001", "",
             "une longue phrase sans aucun numéro dedans", "123456789012345678"]
)  # fmt: skip
def test_other_numbers_are_no_secret(text: str) -> None:
    assert found(text) is None


def test_secrets_of_no_text_are_none() -> None:
    assert identifiers.secrets(pl.Series([], dtype=pl.String)).to_list() == []
    assert identifiers.secrets(pl.Series([None], dtype=pl.String)).to_list() == [None]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_value_a_code_or_nothing(text: str) -> None:
    for parser in (
        identifiers.siret,
        identifiers.lot,
        identifiers.reference,
        identifiers.cpv,
        identifiers.postal,
        identifiers.plain,
    ):
        value, code = read(parser, text)
        assert value is None or code in (None, "siret_key")
    identifiers.secrets(pl.Series([text]))
    identifiers.several(pl.Series([text]))
