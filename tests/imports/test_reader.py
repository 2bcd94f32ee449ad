"""Sheets read into typed rows, with what is said of each cell."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.errors import Unusable
from clauses.files.rules import FileKind, Severity
from imports.reader import Given, read
from tests.imports.sheets import HEADER, LINE, TODAY, hours, line, said, severities, sheet

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


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"hours": "abc"}, "hours.not_a_number", "Heures travaillées"),
        ({"hours": "-5"}, "hours.negative", "Heures travaillées"),
        ({"hours": "900"}, "hours.impossible", "Heures travaillées"),
        ({"hours": "744,01"}, "hours.impossible", "Heures travaillées"),
        ({"hours": "#REF!"}, "hours.cell_error", "Heures travaillées"),
        ({"kind": "STAGE???"}, "hours.unknown_contract_kind", "Type de contrat"),
        ({"starts": "31/02/2024"}, "hours.not_a_date", "Début de contrat"),
        ({"born": "hier"}, "hours.not_a_date", "Date de naissance"),
        ({"born": "2030-01-01"}, "hours.birth_date_impossible", "Date de naissance"),
        ({"ends": "2024-01-01"}, "hours.contract_reversed", "Fin de contrat"),
        ({"month": None}, "hours.month_missing", "Mois"), ({"month": "mars"}, "hours.year_missing", "Mois"),
        ({"month": "bof"}, "hours.not_a_month", "Mois"),
        ({"month": "2099-01-01"}, "hours.month_in_future", "Mois"),
        ({"month": "2026-02-01"}, "hours.month_in_future", "Mois"),
        ({"market": None}, "hours.missing_value", "Référence marché"), ({"last": None}, "hours.missing_value", "Nom"),
        ({"siret": "123"}, "hours.not_a_siret", "SIRET attributaire"),
    ],
)  # fmt: skip
def test_a_cell_at_fault_refuses_its_row_and_is_named(cells: dict[str, str | None], code: str, column: str) -> None:
    reading = hours(sheet(HEADER, line(), line(**{"last": "Roux"} | cells), line(last="Diallo")))
    assert reading.rejected == {("Feuil1", 3)}
    assert reading.frame["row"].to_list() == [2, 4]
    assert reading.refused["row"].to_list() == [3]
    (issue,) = [issue for issue in reading.issues if issue.severity is Severity.ERROR]
    assert (issue.row, issue.code, issue.column, issue.sheet) == (3, code, column, "Feuil1")
    assert issue.value == next(iter(cells.values()))
    assert issue.message.startswith("Ligne 3\u00a0: ")
    assert issue.message.endswith((".", "?"))
    assert (reading.read, reading.ignored) == (3, 0)


@pytest.mark.parametrize(
    ("cells", "code", "severity"),
    [
        ({"hours": "220,01"}, "hours.improbable", Severity.BLOCKING),
        ({"siret": "49825979500026"}, "hours.siret_key", Severity.WARNING),
        ({"born": "2015-01-01"}, "hours.birth_date_improbable", Severity.WARNING),
        ({"born": "1920-01-01"}, "hours.birth_date_improbable", Severity.WARNING),
    ],
)  # fmt: skip
def test_what_is_improbable_is_said_and_kept(cells: dict[str, str], code: str, severity: Severity) -> None:
    reading = hours(sheet(HEADER, line(**cells)))
    assert reading.frame.height == 1
    assert severities(reading) == {code: severity}


@pytest.mark.parametrize(
    "cells", [{"hours": "220"}, {"hours": "151,67"}, {"month": "2026-01-01"}, {"hours": "0"}, {"ends": "2024-01-02"}]
)
def test_what_is_usual_is_not_said(cells: dict[str, str]) -> None:
    assert said(hours(sheet(HEADER, line(**cells)))) == []


@pytest.mark.parametrize("month", ["2024-02-01", "2023-02-01", "2024-04-01", "2024-01-01"])
def test_nobody_works_more_than_the_days_of_the_month(month: str) -> None:
    days = {"2024-02-01": 29, "2023-02-01": 28, "2024-04-01": 30, "2024-01-01": 31}[month]
    most, more = f"{days * 24}", f"{days * 24},01"
    assert severities(hours(sheet(HEADER, line(month=month, hours=most)))) == {"hours.improbable": Severity.BLOCKING}
    assert severities(hours(sheet(HEADER, line(month=month, hours=more)))) == {"hours.impossible": Severity.ERROR}


def test_what_may_be_missing_is_no_error() -> None:
    reading = hours(sheet(HEADER, line(born=None, kind=None, starts=None, lot=None)))
    assert reading.frame.height == 1
    assert said(reading) == []


def test_an_unknown_kind_has_a_suggestion() -> None:
    (issue,) = hours(sheet(HEADER, line(kind="CDDIE"))).issues
    assert issue.suggestion == "CDDI"
    assert (
        issue.message == "Ligne 2\u00a0: «\u00a0CDDIE\u00a0» n'existe pas. Vouliez-vous dire «\u00a0CDDI\u00a0»\u00a0?"
    )


def test_a_month_written_first_has_a_suggestion() -> None:
    (issue,) = hours(sheet(HEADER, line(starts="05/31/2023"))).issues
    assert issue.suggestion == "31/05/2023"


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


def test_a_social_security_number_is_dropped_and_never_repeated() -> None:
    nir = "1 85 05 78 006 084 91"
    reading = hours(
        sheet((*HEADER, "N° sécu"), (*line(last=f"Benali {nir}"), nir), (*line(kind=nir, last="Roux"), None))
    )
    assert reading.rejected == {("Feuil1", 2)}
    assert {(issue.code, issue.severity, issue.row) for issue in reading.issues} == {
        ("hours.nir_dropped", Severity.WARNING, 2), ("hours.missing_value", Severity.ERROR, 2),
        ("hours.nir_dropped", Severity.WARNING, 3),
        ("file.nir_dropped", Severity.WARNING, None),
    }  # fmt: skip
    everything = repr(reading.issues) + repr(reading.frame.rows()) + repr(reading.refused.rows())
    assert "084" not in everything
    assert "6 084" not in everything


def test_an_iban_is_dropped_and_said() -> None:
    reading = hours(sheet((*HEADER, "Compte"), (*line(), "FR7630006000011234567890189")))
    assert said(reading, of_rows=False) == [(None, "file.iban_dropped")]
    assert "FR76" not in repr(reading)


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


def test_a_fault_of_a_row_is_said_once_however_many_months_it_holds() -> None:
    header = (*HEADER[:9], "janvier 2024", "février 2024")
    reading = hours(sheet(header, (*line(kind="zzzz")[:9], "10", "20")))
    assert said(reading) == [(2, "hours.unknown_contract_kind")]
    assert reading.refused.height == 2


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
    assert said(hours(sheet(header, row))) == [(2, "hours.year_missing")]


def test_a_month_and_its_year_in_two_columns() -> None:
    reading = hours(
        sheet((*HEADER, "Année"), (*line(month="mars"), "2024"), (*line(month="4"), "2024"), (*line(month="mai"), "x"))
    )
    assert reading.frame["month"].to_list() == [MARCH, date(2024, 4, 1)]
    assert said(reading) == [(4, "hours.year_missing")]


def test_sheets_named_by_month_or_company_say_it_of_their_rows() -> None:
    header = tuple(text for text in HEADER if text not in {"Mois", "SIRET attributaire"})
    row = tuple(text for text in LINE if text not in {"2024-03-01", "49825979500025"})
    given = Given(month=MARCH)
    reading = hours(sheet(header, row, name="Verts Horizons"), sheet(header, row, name="Côte-d'Or SAS"), given=given)
    assert reading.frame.select("contractor_name", "month").rows() == [
        ("Verts Horizons", MARCH),
        ("Côte-d'Or SAS", MARCH),
    ]
    header, row = HEADER[:9] + HEADER[10:], LINE[:9] + LINE[10:]
    assert hours(sheet(header, row, name="mars 2024")).frame["month"].to_list() == [MARCH]


def test_a_single_sheet_is_not_named_after_a_company() -> None:
    header, row = HEADER[:2] + HEADER[3:], LINE[:2] + LINE[3:]
    assert hours(sheet(header, row, name="Verts Horizons")).frame["contractor_name"].to_list() == [None]
    assert hours(sheet(header, row, name="heures mars"), sheet(header, row, name="x")).frame[
        "contractor_name"
    ].to_list() == [None, "x"]


def test_a_market_without_a_contractor_has_none_whatever_its_sheet_is_named() -> None:
    header = ("Référence marché", "Intitulé marché", "Donneur d'ordre", "Nature", "Lot")
    one = sheet(header, ("M1", "a", "b", "Travaux", "1"), ("Lot 2", None), name="Verts Horizons")
    reading = read([one, sheet(("x",), name="Notes")], FileKind.MARKETS, today=TODAY)
    assert reading.frame["contractor_name"].to_list() == [None]
    assert reading.rejected == {("Verts Horizons", 3)}


def test_what_the_sender_said_completes_the_file_and_never_contradicts_it() -> None:
    given = Given(market="M9", lot="Lot 7", contractor="69666972000067", month=MARCH)
    header, row = HEADER[3:9] + HEADER[10:], LINE[3:9] + LINE[10:]
    one = hours(sheet(header, row), given=given).frame.row(0, named=True)
    assert (one["market"], one["lot"], one["contractor_siret"], one["month"]) == ("M9", "7", "69666972000067", MARCH)
    other = hours(sheet(HEADER, line(month="2024-05-01"), line(), line(lot=None)), given=given).frame
    assert other.select("market", "lot", "month").rows() == [
        ("2024-T001", "1", date(2024, 5, 1)),
        ("2024-T001", "1", MARCH),
        ("2024-T001", "7", MARCH),
    ]


@pytest.mark.parametrize("absent", ["Référence marché", "Nom", "Mois", "Heures travaillées"])
def test_a_required_column_that_is_nowhere_makes_the_file_unusable(absent: str) -> None:
    header = tuple(text for text in HEADER if text not in {absent, "Prénom"} or (text == "Prénom" and absent != "Nom"))
    row = tuple(cell for text, cell in zip(HEADER, LINE, strict=True) if text in header)
    with pytest.raises(Unusable) as refused:
        hours(sheet(header, row))
    assert refused.value.code == "file.missing_column"
    assert absent in refused.value.message
    assert "Type de contrat" in refused.value.message  # what was seen


@pytest.mark.parametrize("absent", ["Lot", "SIRET attributaire"])
def test_the_only_lot_or_contractor_may_be_left_unsaid(absent: str) -> None:
    header = tuple(text for text in HEADER if text != absent)
    row = tuple(cell for text, cell in zip(HEADER, LINE, strict=True) if text != absent)
    reading = hours(sheet(header, row))
    name = "lot" if absent == "Lot" else "contractor_siret"
    assert reading.frame[name].to_list() == [None]


def test_a_sheet_of_people_beside_the_hours_is_skipped_and_must_be_looked_at() -> None:
    people = sheet(("Nom", "Prénom", "Né(e) le"), ("Roux", "Inès", "11/08/1965"), name="Salariés")
    reading = hours(people, sheet(HEADER, line(), name="Heures"))
    assert reading.frame.height == 1
    assert [(issue.code, issue.severity) for issue in reading.issues] == [("file.sheet_skipped", Severity.BLOCKING)]
    assert reading.ignored == 2
    with pytest.raises(Unusable, match="Heures travaillées"):
        hours(people)


def test_a_file_without_any_header_is_unusable() -> None:
    with pytest.raises(Unusable, match="en-tête") as refused:
        hours(sheet(("bonjour",), ("le monde",)))
    assert refused.value.code == "file.missing_column"
    assert "bonjour" in refused.value.message
    with pytest.raises(Unusable, match="rien"):
        hours(sheet())


def test_an_empty_table_is_no_error() -> None:
    reading = hours(sheet(HEADER))
    assert (reading.frame.height, reading.read, reading.issues) == (0, 0, ())


def test_sheets_without_a_header_are_skipped_counted_and_said() -> None:
    notes = sheet(("Mode d'emploi",), (), ("Une ligne par salarié",), name="Lisez-moi")
    reading = hours(sheet(HEADER, line()), notes, sheet(name="Vide"))
    assert (reading.read, reading.ignored) == (3, 2)
    (issue,) = [issue for issue in reading.issues if issue.code == "file.sheet_skipped"]
    assert (issue.sheet, issue.severity) == ("Lisez-moi", Severity.WARNING)


def test_a_recapitulation_of_other_sheets_is_not_counted_twice() -> None:
    reading = hours(sheet(HEADER, line(), name="mars 2024"), sheet(HEADER, line(), name="Récap 2024"))
    assert reading.frame.height == 1
    assert {row.why for row in reading.ignored_rows} == {"récapitulatif d'autres feuilles"}
    alone = hours(sheet(HEADER, line(), name="Récap 2024"))
    assert alone.frame.height == 1
    beside = hours(sheet(("x",), name="Notes"), sheet(HEADER, line(), name="Bilan"))
    assert beside.frame.height == 1
    only_notes = hours(sheet(HEADER, line()), sheet(("y",), name="Synthèse"))
    assert only_notes.ignored == 1


def test_a_recapitulation_without_header_beside_nothing_is_unusable() -> None:
    with pytest.raises(Unusable):
        hours(sheet(("x",), name="Notes"), sheet(("y",), name="Bilan"))


def test_a_sheet_of_blank_rows_is_skipped_without_a_word() -> None:
    reading = hours(sheet(HEADER, line()), sheet((None, " "), (None, None), name="Feuil2"))
    assert (reading.read, reading.issues) == (1, ())


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


def test_a_word_without_letters_has_no_suggestion() -> None:
    (issue,) = hours(sheet(HEADER, line(kind="???"))).issues
    assert issue.suggestion is None


def test_our_own_example_sheet_is_never_data() -> None:
    reading = hours(sheet(HEADER, line()), sheet(HEADER, line(last="Exemple"), name="Exemple"))
    assert (reading.frame.height, reading.ignored) == (1, 0)


def test_what_is_hidden_is_read_and_said() -> None:
    one = sheet(
        HEADER,
        line(),
        line(last="Roux"),
        line(last="Bon"),
        hidden=True,
        hidden_rows=frozenset({1, 3, 4}),
        hidden_columns=frozenset({"B", "Z"}),
    )
    reading = hours(one)
    assert reading.frame.height == 3
    messages = [issue.message for issue in reading.issues if issue.code == "file.hidden"]
    assert len(messages) == 3
    assert "3-4" in messages[1]
    assert "B « Lot »" in messages[2]


def test_a_row_said_twice_must_be_looked_at() -> None:
    reading = hours(sheet(HEADER, line(), line(hours="50"), line(), line(month="2024-04-01")))
    assert reading.frame.height == 4
    assert [(issue.row, issue.code, issue.severity) for issue in reading.issues] == [
        (4, "hours.duplicate_row", Severity.BLOCKING)
    ]
    assert "ligne 2" in reading.issues[0].message


def test_a_row_said_again_in_another_sheet_names_that_sheet() -> None:
    reading = hours(sheet(HEADER, line(), name="Feuil1"), sheet(HEADER, line(), name="Feuil2"))
    assert "« Feuil1 »" in reading.issues[0].message


def test_rows_that_are_refused_are_not_duplicates() -> None:
    assert {code for _, code in said(hours(sheet(HEADER, line(kind="zzzz"), line(kind="zzzz"))))} == {
        "hours.unknown_contract_kind"
    }


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


def test_an_employer_kind_that_is_unknown_is_said_and_left_out() -> None:
    reading = hours(sheet((*HEADER, "Type d'employeur"), (*line(), "association loi 1901")))
    assert severities(reading) == {"hours.unknown_employer_kind": Severity.WARNING}
    assert reading.frame["employer_kind"].to_list() == [None]


EXITS = ("Nom", "Prénom", "Date de naissance", "Sortie le", "Motif")


def test_an_exit_for_a_motive_out_of_the_list_is_another_and_must_be_looked_at() -> None:
    rows = [("Roux", "Inès", "11/08/1965", "30/11/2024", text) for text in ("Emploi", "Perte de contact")]
    reading = read([sheet(EXITS, *rows)], FileKind.EXITS, today=TODAY)
    assert reading.frame.select("reason", "reason_text").rows() == [("emploi", "Emploi"), ("autre", "Perte de contact")]
    assert severities(reading) == {"exits.unknown_reason": Severity.BLOCKING}


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
