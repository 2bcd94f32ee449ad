"""Exports as payroll programs make them: what each is read as, or why it is not."""

from __future__ import annotations

from typing import Any

import pytest

from clauses.errors import Unusable
from imports.reader import Reading
from tests.imports.sheets import hours, sheet

WHO = ("Nom", "Prénom", "Né(e) le", "Contrat", "Début")
LEA = ("Roux", "Léa", "04/05/1990", "CDD", "02/01/2024")
WHERE, HERE = ("Marché", "Lot", "SIRET"), ("2024-T001", "1", "73282932000074")
Row = tuple[Any, ...]


def read(*rows: Row) -> Reading:
    return hours(sheet(*rows))


def worked(reading: Reading) -> list[int]:
    return reading.frame["hours"].to_list()


def codes(reading: Reading) -> list[str]:
    return [issue.code for issue in reading.issues]


def test_hours_and_minutes_in_two_columns_are_one_duration() -> None:
    found = read(
        (*WHERE, *WHO, "Mois", "Heures", "Min"),
        (*HERE, *LEA, "03/2024", "151", "40"),
        (*HERE, *LEA, "04/2024", "12", None),
        (*HERE, *LEA, "05/2024", "12", "5 mn"),
        (*HERE, *LEA, "06/2024", None, "30"),
    )
    assert worked(found) == [151_67, 12_00, 12_08]
    assert found.frame["hours_text"].to_list() == ["151h40", "12", "12h05"]
    assert found.read == 4


@pytest.mark.parametrize(("whole", "minutes"), [("12,5", "30"), ("12", "75"), ("12", "x")])
def test_hours_and_minutes_that_do_not_agree_are_refused(whole: str, minutes: str) -> None:
    found = read((*WHERE, *WHO, "Mois", "Heures", "Minutes"), (*HERE, *LEA, "03/2024", whole, minutes))
    assert (worked(found), codes(found)) == ([], ["hours.not_a_number"])


def test_a_month_may_be_said_by_its_first_and_last_days() -> None:
    header = (*WHERE, *WHO, "Période du", "Période au", "Heures réelles")
    found = read(
        header,
        (*HERE, *LEA, "01/03/2024", "31/03/2024", "144,67"),
        (*HERE, *LEA, "15/02/2024", "14/03/2024", "151,67"),
        (*HERE, *LEA, "01/04/2024", None, "7"),
    )
    assert worked(found) == [144_67, 7_00]
    assert codes(found) == ["hours.period_over_months"]
    assert found.rejected == frozenset({("Feuil1", 3)})


def test_the_lines_of_a_payslip_that_are_leave_are_not_work() -> None:
    found = read(
        (*WHERE, *WHO, "Mois", "Rubrique", "Heures"),
        (*HERE, *LEA, "03/2024", "Heures normales", "144,67"),
        (*HERE, *LEA, "03/2024", "Congés payés", "7"),
        (*HERE, *LEA, "03/2024", "Maladie", "3"),
        (*HERE, *LEA, "03/2024", "Heures supp. 25 %", "4"),
    )
    assert worked(found) == [144_67, 4_00]
    assert found.ignored == 2
    assert "absence payée" in next(issue.message for issue in found.issues)


def test_whatever_its_header_a_column_that_names_work_and_leave_sorts_the_lines_of_a_payslip() -> None:
    lines = {
        "Heures normales": "120", "Congés payés": "21", "Heures fériées non travaillées": "14", "Férié travaillé": "7",
        "Heures hors congés": "1", "Panier repas": "20", "Mise à pied": "7", "Récupération": "5", "AT": "3",
        "Formation": "14", "Heures sup. 25 %": "4",
    }  # fmt: skip
    rows = [(*HERE, *LEA, "03/2024", label, text) for label, text in lines.items()]
    found = read((*WHERE, *WHO, "Mois", "Désignation", "Heures"), *rows)
    assert found.frame.select("hours", "training_hours").rows() == [
        (120_00, None), (7_00, None), (1_00, None), (0, 14_00), (4_00, None),
    ]  # fmt: skip
    reasons = [row.why for row in found.ignored_rows]
    assert [sum(why.startswith(start) for why in reasons) for start in ("absence payée", "indemnité")] == [5, 1]


def test_training_that_has_its_own_column_is_read_there() -> None:
    found = read(
        (*WHERE, *WHO, "Mois", "Rubrique", "Heures", "Formation"),
        (*HERE, *LEA, "03/2024", "Formation", "3", "7"),
    )
    assert found.frame.select("hours", "training_hours").rows() == [(3_00, 7_00)]


def test_a_remark_about_leave_does_not_make_a_row_leave() -> None:
    found = read((*WHERE, *WHO, "Mois", "Heures", "Observations"), (*HERE, *LEA, "03/2024", "144,67", "congés le 12"))
    assert worked(found) == [144_67]


def test_the_market_and_the_lot_in_one_cell_are_told_apart() -> None:
    found = read(
        ("Marché / Lot", "Entreprise", "Salarié", "Naissance", "Type de contrat", "Entrée", "Mois", "Heures"),
        ("2024-T001 / Lot 1", "Maçons du Sud", "Léa ROUX", "04/05/1990", "CDDI", "02/01/2024", "mars 24", "35"),
    )
    assert found.frame.select("market", "lot", "last_name", "hours").row(0) == ("2024-T001", "1", "ROUX", 35_00)


@pytest.mark.parametrize("year", [("Année 2024",), ("Exercice 2024",), ("Année :", "2024")])
def test_a_year_alone_above_some_rows_dates_their_months(year: tuple[str, ...]) -> None:
    header = ("Nom", "Prénom", "Date de naissance", "Type de contrat", "Début de contrat", "Janvier", "Février")
    row = ("Dupont", "Jean", "01/02/1990", "CDDI", "01/01/2023", "80", "70")
    titles = (("Marché 2023-T001 – lot 1",), ("Attributaire : MACONS SARL",), ("Année 2023",))
    reading = hours(sheet(*titles, header, row, year, row))
    found = [(row, f"{month:%m/%Y}") for row, month in reading.frame.sort("row", "month")["row", "month"].rows()]
    assert found == [(5, "01/2023"), (5, "02/2023"), (7, "01/2024"), (7, "02/2024")]


def test_a_year_in_the_title_dates_months_in_columns() -> None:
    found = read(
        ("RELEVÉ DES HEURES D'INSERTION – ANNÉE 2024",),
        ("Marché : 2024-T001", None, "Lot : 1"),
        ("Entreprise : Maçons du Sud",),
        (),
        (*WHO, "Janv.", "Févr.", "Mars", "TOTAL"),
        (*LEA, "151,67", "140", "-", "291,67"),
    )
    assert [str(month) for month in found.frame["month"]] == ["2024-01-01", "2024-02-01"]
    assert (worked(found), found.frame["market"][0], found.frame["lot"][0]) == ([151_67, 140_00], "2024-T001", "1")


def test_sections_of_several_companies_in_one_sheet_keep_their_own() -> None:
    header = (*WHO, "Mois", "Heures")
    found = read(
        ("Attributaire : Maçons du Sud – Marché 2024-T001 – Lot 1",), header, (*LEA, "03/2024", "35"),
        ("Total", *[None] * 5, "35"),
        ("Attributaire : Verts Horizons – Marché 2024-T001 – Lot 2",), header, (*LEA, "03/2024", "36"),
        ("Total", *[None] * 5, "36"), ("Total général", *[None] * 5, "71"),
    )  # fmt: skip
    assert found.frame.select("lot", "contractor_name", "hours").rows() == [
        ("1", "Maçons du Sud", 35_00),
        ("2", "Verts Horizons", 36_00),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (("Mois", "Heures", "Contrat"), ("ROUX Léa", None, None), ("01/2024", "151,67", "CDD")),
        (("Marché", "2024-T001"), ("Nom", "Roux"), ("Mois", "03/2024"), ("Heures", "151,67")),
        ((*WHO, "Code analytique", "Période", "Base"), (*LEA, "2024-T001/1", "202403", "151,67")),
    ],
)
def test_what_nobody_could_be_sure_of_is_refused_whole(rows: tuple[Row, ...]) -> None:
    with pytest.raises(Unusable) as refused:
        read(*rows)
    assert refused.value.code == "file.missing_column"
