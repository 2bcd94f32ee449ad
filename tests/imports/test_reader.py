"""Sheets read into typed rows."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.errors import Unusable
from clauses.files.rules import FileKind, Severity
from imports.reader import Given, read
from tests.imports.sheets import HEADER, LINE, TODAY, hours, line, said, sheet

MARCH = date(2024, 3, 1)


def test_a_canonical_row_has_its_typed_values_and_its_texts() -> None:
    row = hours(sheet(HEADER, line(lot="Lot 01", hours="7,675"))).frame.row(0, named=True)
    assert {name: row[name] for name in ("sheet", "row", "column", "row_id")} == {
        "sheet": "Feuil1",
        "row": 2,
        "column": "K",
        "row_id": 0,
    }
    assert (row["market"], row["lot"], row["lot_text"], row["hours"], row["hours_text"]) == (
        "2024-T001",
        "1",
        "Lot 01",
        768,
        "7,675",
    )
    assert (row["month"], row["birth_date"], row["starts_on"], row["ends_on"]) == (
        MARCH,
        date(1967, 9, 17),
        date(2024, 1, 2),
        None,
    )
    assert (row["contract_kind"], row["contractor_siret"], row["training_hours"], row["employer_name"]) == (
        "CDI",
        "49825979500025",
        None,
        None,
    )


def test_every_column_has_its_type_even_when_the_file_has_none() -> None:
    schema = hours(sheet(HEADER, line())).frame.schema
    expected: dict[str, pl.DataType] = {
        "sheet": pl.String(), "row": pl.UInt32(), "column": pl.String(), "row_id": pl.UInt32(), "hours": pl.Int64(),
        "month": pl.Date(),
        "training_hours": pl.Int64(), "employer_kind": pl.String(), "modality": pl.String(), "job": pl.String(),
        "ends_on": pl.Date(),
    }  # fmt: skip
    assert {name: schema[name] for name in expected} == expected
    assert hours(sheet(HEADER, line())).refused.schema == schema


def test_a_formula_without_a_value_is_an_error_on_its_cell_never_zero() -> None:
    rows = [HEADER, line(hours=None), line(hours=None, month="2024-04-01")]
    reading = hours(sheet(*rows, without_value=frozenset({(2, "K")})))
    assert reading.rejected == {("Feuil1", 2)}
    assert [
        (issue.row, issue.column, issue.value)
        for issue in reading.issues
        if issue.code == "hours.formula_without_value"
    ] == [(2, "Heures travaillées", None)]
    assert [row.row for row in reading.ignored_rows] == [3]


def test_a_formula_without_a_value_in_a_column_that_is_not_read_says_nothing() -> None:
    reading = hours(sheet((*HEADER, "Observations"), (*line(), None), without_value=frozenset({(2, "L")})))
    assert said(reading) == []


def test_months_in_columns_are_judged_cell_by_cell() -> None:
    header = (*HEADER[:9], "janvier 2024", "février 2024", "mars 2024", "Total")
    rows = [
        (*LINE[:9], "10", "abc", None, "10"),
        (*line(last="Roux")[:9], "x", "-", "y", None),
        (*line(last="Bon")[:9], "1", "2", "3", "6"),
    ]
    reading = hours(sheet(header, *rows))
    assert reading.frame.select("row", "column", "hours").rows() == [
        (2, "J", 1000),
        (4, "J", 100),
        (4, "K", 200),
        (4, "L", 300),
    ]
    assert reading.rejected == {("Feuil1", 3)}
    assert {(issue.row, issue.column, issue.value) for issue in reading.issues} == {
        (2, "février 2024", "abc"), (3, "janvier 2024", "x"), (3, "mars 2024", "y"),
    }  # fmt: skip
    assert reading.read == 3


def test_training_in_columns_goes_with_its_month() -> None:
    header = (*HEADER[:9], "janvier 2024", "Formation janvier 2024", "Formation février 2024")
    reading = hours(sheet(header, (*LINE[:9], "10", "5", "7"), (*line(last="Roux")[:9], "1", "-", "zz")))
    assert reading.frame.select("row", "month", "hours", "training_hours", "column").rows() == [
        (2, date(2024, 1, 1), 1000, 500, "J"), (3, date(2024, 1, 1), 100, None, "J"),
        (2, date(2024, 2, 1), 0, 700, "L"),
    ]  # fmt: skip
    assert [(issue.row, issue.column) for issue in reading.issues] == [(3, "Formation février 2024")]


def test_months_without_a_year_take_it_from_the_title_the_sheet_or_a_column() -> None:
    header = (*HEADER[:9], "janvier", "février")
    row = (*LINE[:9], "10", "20")
    titled = hours(sheet(("Heures d'insertion 2024",), header, row))
    named = hours(sheet(header, row, name="2024"))
    beside = hours(sheet((*header, "Année"), (*row, "2024")))
    for reading in (titled, named, beside):
        assert reading.frame["month"].to_list() == [date(2024, 1, 1), date(2024, 2, 1)]
    with pytest.raises(Unusable, match="année") as refused:
        hours(sheet(header, row))
    assert refused.value.code == "file.missing_year"
    said_by_sender = hours(sheet(header, row), given=Given(month=date(2023, 5, 1)))
    assert said_by_sender.frame["month"].to_list() == [date(2023, 1, 1), date(2023, 2, 1)]


def test_a_fault_of_a_month_in_columns_is_said_on_its_column() -> None:
    header = (*HEADER[:9], "mars 2024", "mars 2099")
    reading = hours(sheet(header, (*LINE[:9], "10", "20")))
    assert [(issue.code, issue.column) for issue in reading.issues] == [("hours.month_in_future", "mars 2099")]
    assert reading.frame["hours"].to_list() == [1000]


@pytest.mark.parametrize(
    ("text", "market", "lot"),
    [
        ("2024-T001 lot 2", "2024-T001", "2"), ("2024-T001 / Lot n°02", "2024-T001", "2"),
        ("2024-T001 (lot A)", "2024-T001", "A"),
        ("2024-T001 – lot 3 : Espaces verts", "2024-T001", "3"), ("2024-T001", "2024-T001", None),
        ("Ilot 3", "Ilot 3", None),
    ],
)  # fmt: skip
def test_a_market_and_its_lot_in_one_cell(text: str, market: str, lot: str | None) -> None:
    header = tuple(name for name in HEADER if name != "Lot")
    row = tuple(cell for name, cell in zip(HEADER, line(market=text), strict=True) if name != "Lot")
    assert hours(sheet(header, row)).frame.select("market", "lot").row(0) == (market, lot)


def test_a_month_and_its_year_in_two_columns() -> None:
    reading = hours(
        sheet((*HEADER, "Année"), (*line(month="mars"), "2024"), (*line(month="4"), "2024"), (*line(month="mai"), "x"))
    )
    assert reading.frame["month"].to_list() == [MARCH, date(2024, 4, 1)]
    assert said(reading) == [(4, "hours.year_missing")]


def test_a_name_that_cannot_be_split_is_refused_under_its_own_header() -> None:
    header = tuple("Salarié" if text == "Nom" else text for text in HEADER if text != "Prénom")
    row = tuple("BENALI" if cell == "Benali" else cell for cell in LINE if cell != "Andrzej")
    (issue,) = hours(sheet(header, row)).issues
    assert (issue.code, issue.column) == ("hours.missing_value", "Salarié")


def test_a_name_in_one_cell_is_kept_as_sent() -> None:
    header = tuple("Salarié" if text == "Nom" else text for text in HEADER if text != "Prénom")
    row = tuple("M. BENALI Andrzej" if cell == "Benali" else cell for cell in LINE if cell != "Andrzej")
    one = hours(sheet(header, row)).frame.row(0, named=True)
    assert (one["last_name"], one["last_name_text"], one["first_name_text"]) == (
        "BENALI",
        "M. BENALI Andrzej",
        "M. BENALI Andrzej",
    )


def test_recognition_says_what_each_column_is_and_why() -> None:
    reading = hours(sheet((*HEADER, "Observations"), (*line(), "RAS")))
    assert len(reading.recognised) == len(HEADER) + 1
    last = reading.recognised[-1]
    assert (last.sheet, last.column, last.header, last.field, last.why, last.confidence) == (
        "Feuil1",
        "L",
        "Observations",
        None,
        "en-tête inconnu",
        0.0,
    )


def test_a_person_may_correct_what_was_recognised() -> None:
    header = (*HEADER[:10], "Total à payer")
    with pytest.raises(Unusable):
        hours(sheet(header, line()))
    reading = read([sheet(header, line())], FileKind.HOURS, today=TODAY, corrections={"Total à payer": "hours"})
    assert reading.frame["hours"].to_list() == [10_000]
    assert reading.recognised[-1].why == "choisi par une personne"
    without = read([sheet(HEADER, line())], FileKind.HOURS, today=TODAY, corrections={"Fin de contrat": None})
    assert without.frame["ends_on"].to_list() == [None]


def test_markets_have_their_hours_due_in_three_columns() -> None:
    header = ("Référence marché", "Intitulé marché", "Donneur d'ordre", "Nature", "Lot", "Heures d'insertion")
    rows = [
        ("M1", "a", "b", "Travaux", "1", "1 200"),
        ("M2", "a", "b", "Services", "1", "1 h / 2 000 € au-delà de 2,7 M€"),
        ("M3", "a", "b", "PI", "1", "beaucoup"),
    ]
    reading = read([sheet(header, *rows)], FileKind.MARKETS, today=TODAY)
    assert reading.frame.select("nature", "due", "euros_per_hour_cents", "threshold_cents").rows() == [
        ("BTP", 120_000, None, None), ("MS", None, 200_000, 270_000_000),
    ]  # fmt: skip
    assert said(reading) == [(4, "markets.not_an_obligation")]


def test_people_and_needs_are_typed_too() -> None:
    people = ("Nom", "Prénom", "Né(e) le", "Sexe", "Commune", "RSA", "Compétences", "Mobilité (km)", "Code postal")
    row = read(
        [sheet(people, ("Roux", "Inès", "11/08/1965", "Mme", "Dijon", "oui", "a ; b", "20 km", "1000"))],
        FileKind.PEOPLE,
        today=TODAY,
    ).frame.row(0, named=True)
    assert (row["sex"], row["rsa"], row["skills"], row["mobility_km"], row["postal_code"]) == (
        "F",
        True,
        ["a", "b"],
        20,
        "01000",
    )
    needs = (
        "Référence besoin",
        "Référence marché",
        "SIRET attributaire",
        "Métier",
        "Nombre de postes",
        "Début",
        "Fin",
        "QPV uniquement",
    )
    cells = ("B1", "M1", "49825979500025", "Maçon", "2", "01/05/2024", "01/04/2024", "non")
    reading = read([sheet(needs, cells, (*cells[:6], None, "oui"))], FileKind.NEEDS, today=TODAY)
    assert said(reading) == [(2, "needs.dates_reversed")]
    assert reading.frame.select("posts", "qpv_only").rows() == [(2, True)]


TEXTS = st.one_of(
    st.none(), st.sampled_from([*LINE, "abc", "-", "Total", "0", "31/02/2024", *HEADER]), st.text(max_size=12)
)


def test_a_second_header_of_months_only_is_named_for_want_of_names() -> None:
    header = (None, "Mois", "1967-09-17", *[None] * 6, "Mois", "Mois")
    with pytest.raises(Unusable, match="« Nom », « Prénom » manquent"):
        hours(sheet(HEADER, header, (None, None, "2024-T001", *[None] * 8)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(*[TEXTS] * len(HEADER)), max_size=6))
def test_every_row_is_accepted_refused_or_ignored_and_every_cell_accounted_for(
    rows: list[tuple[str | None, ...]],
) -> None:
    try:
        reading = hours(sheet(HEADER, *rows))
    except Unusable:
        return
    filled = [number for number, row in enumerate(rows, start=2) if any(cell and cell.strip() for cell in row)]
    accepted = set(reading.frame["row"].to_list())
    rejected = {row for _, row in reading.rejected}
    ignored = {row.row for row in reading.ignored_rows}
    assert accepted.isdisjoint(rejected | ignored)
    assert rejected.isdisjoint(ignored)
    assert accepted | rejected | ignored <= set(filled)
    assert reading.read == len(accepted) + len(rejected) + len(ignored)
    for row in rejected:
        assert any(issue.row == row and issue.severity is Severity.ERROR for issue in reading.issues)
    for values in reading.frame.iter_rows(named=True):
        said_here = {issue.column for issue in reading.issues if issue.row == values["row"]}
        for header, cell, name in (
            ("Début de contrat", 7, "starts_on"),
            ("Type de contrat", 6, "contract_kind"),
            ("Heures travaillées", 10, "hours"),
        ):
            sent = rows[values["row"] - 2][cell]
            if sent and sent.strip(" -") and header in {column.header for column in reading.recognised}:
                assert values[name] is not None or header in said_here or name == "starts_on"
