"""What is said of cells and rows at fault."""

from __future__ import annotations

from datetime import date

import pytest

from clauses.files.rules import FileKind, Severity
from imports.reader import read
from tests.imports.sheets import HEADER, TODAY, hours, line, said, severities, sheet

MARCH = date(2024, 3, 1)


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


def test_a_fault_of_a_row_is_said_once_however_many_months_it_holds() -> None:
    header = (*HEADER[:9], "janvier 2024", "février 2024")
    reading = hours(sheet(header, (*line(kind="zzzz")[:9], "10", "20")))
    assert said(reading) == [(2, "hours.unknown_contract_kind")]
    assert reading.refused.height == 2


def test_a_word_without_letters_has_no_suggestion() -> None:
    (issue,) = hours(sheet(HEADER, line(kind="???"))).issues
    assert issue.suggestion is None


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


def test_what_is_impossible_says_how_many_hours_the_month_allows() -> None:
    (issue,) = hours(sheet(HEADER, line(month="2024-02-01", hours="700"))).issues
    assert "29 jours, soit 696 heures" in issue.message


@pytest.mark.parametrize(
    ("year", "codes"),
    [(1949, ["hours.birth_date_improbable"]), (1951, []), (2011, []), (2012, ["hours.birth_date_improbable"])],
)
def test_the_ages_at_work_go_from_fifteen_to_seventy_five(year: int, codes: list[str]) -> None:
    reading = hours(sheet(HEADER, line(born=f"{year}-06-01")))
    assert [issue.code for issue in reading.issues] == codes


def test_a_total_that_its_rows_do_not_make_is_said_and_the_rows_count() -> None:
    total = ("Total", *[None] * (len(HEADER) - 2), "200")
    reading = hours(sheet(HEADER, line(), line(last="Roux", hours="50"), total))
    assert (reading.frame.height, reading.ignored) == (2, 1)
    (issue,) = [issue for issue in reading.issues if issue.code == "hours.stale_total"]
    assert issue.severity is Severity.WARNING
    assert (issue.row, issue.column, issue.value) == (4, "Heures travaillées", "200")
    assert "150,00" in issue.message


@pytest.mark.parametrize(("until", "codes"), [("31/03/2024", []), ("01/04/2024", ["hours.period_over_months"])])
def test_hours_of_a_period_that_runs_into_another_month_are_refused(until: str, codes: list[str]) -> None:
    header = (*HEADER[:9], "Période du", "Période au", HEADER[10])
    cells = line()
    reading = hours(sheet(header, (*cells[:9], "01/03/2024", until, cells[10])))
    assert [issue.code for issue in reading.issues] == codes


def test_a_fault_of_a_name_is_told_at_the_column_of_full_names() -> None:
    header = (*HEADER[:3], "Nom et prénom", *HEADER[5:])
    cells = line()
    reading = hours(sheet(header, (*cells[:3], "BENALI", *cells[5:])))
    assert {issue.column for issue in reading.issues if issue.severity is Severity.ERROR} == {"Nom et prénom"}
