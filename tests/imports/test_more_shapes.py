"""Shapes that real payrolls give and that were once misread: each is read as a careful person would."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clauses.errors import Unusable
from imports.containers import Sheet
from imports.months_as_columns import month_header
from imports.reading.csv_text import read_csv, text_of
from imports.reading.limits import Budget, Limits
from imports.spelling import key
from tests.imports.sheets import HEADER, hours, line, sheet

WHO = (*HEADER[:9],)
LEA = (*line()[:9],)
BLANK = (None,) * 9


def worked(*sheets: Sheet) -> list[tuple[str, int]]:
    """The months and hundredths of an hour read; nothing is refused."""
    reading = hours(*sheets)
    assert reading.rejected == frozenset()
    return [(month.isoformat()[:7], hundredths) for month, hundredths in reading.frame.select("month", "hours").rows()]


@pytest.mark.parametrize(
    ("below", "cells", "training"),
    [
        (("Heures", "Form.", "Heures", "Form."), ("10", "2", "20", None), 200),
        (("Prévu", "Réalisé", "Prévu", "Réalisé"), ("99", "10", "99", "20"), None),
        (("Prévues", "Effectuées", "Prévues", "Effectuées"), ("99", "10", "99", "20"), None),
        (("Heures", "Cumul", "Heures", "Cumul"), ("10", "10", "20", "30"), None),
    ],
)
@pytest.mark.parametrize("merged", [("J1:K1", "L1:M1"), ()])
def test_what_stands_below_a_month_says_what_its_columns_hold(
    below: tuple[str, ...], cells: tuple[str | None, ...], training: int | None, merged: tuple[str, ...]
) -> None:
    top = (*WHO, "janv-24", None, "févr-24", None)
    one = sheet(top, (*BLANK, *below), (*LEA, *cells), merged=merged)
    assert worked(one) == [("2024-01", 1000), ("2024-02", 2000)]
    frame = hours(one).frame
    found = frame["training_hours"].to_list() if "training_hours" in frame.columns else [None, None]
    assert found == [training, None]


def test_a_unit_below_the_months_is_a_part_of_the_header() -> None:
    one = sheet((*WHO, "janv-24", "févr-24"), (*BLANK, "(nb h)", "(nb h)"), (*LEA, "10", "20"))
    assert worked(one) == [("2024-01", 1000), ("2024-02", 2000)]


def test_a_first_row_of_data_is_never_a_part_of_the_header() -> None:
    lone = sheet(HEADER, ("2024-T001", "1", None, "Formation", "Heures", None, "CDI", None, None, "2024-03-01", "5"))
    assert hours(lone).read == 1


@pytest.mark.parametrize(
    ("header", "month", "what"),
    [
        ("Heures 01/24", (1, 2024), "hours"), ("01/24", (1, 2024), "hours"), ("12-23", (12, 2023), "hours"),
        ("202402", (2, 2024), "hours"), ("H. form. 02/24", (2, 2024), "training"), ("Payées 02/24", (2, 2024), "paid"),
    ],
)  # fmt: skip
def test_months_in_short_figures_are_headers(header: str, month: tuple[int, int], what: str) -> None:
    found = month_header(header)
    assert found is not None
    assert ((found.month, found.year), found.what) == (month, what)


@pytest.mark.parametrize("header", ["01/03/24", "13/24", "20243", "1/24", "202413", "N° 12345678"])
def test_other_figures_are_no_month(header: str) -> None:
    assert month_header(header) is None


@pytest.mark.parametrize(
    ("header", "same"),
    [
        ("Nat. contrat", "nature contrat"), ("DateNaissance", "date naissance"), ("Typ. ctr", "type contrat"),
        ("Réf. mché", "reference marche"), ("HeuresTravaillees", "heures travaillees"), ("SIRET", "siret"),
    ],
)  # fmt: skip
def test_headers_of_programs_are_words(header: str, same: str) -> None:
    assert key(header) == same


def test_an_apostrophe_that_keeps_a_number_as_a_text_is_no_part_of_it() -> None:
    row = line(siret="'49825979500025", born="'17/09/1967", month="'032024", hours="'151,67", lot="'1")
    assert worked(sheet(HEADER, row)) == [("2024-03", 15_167)]


@pytest.mark.parametrize(
    ("title", "market", "lot"),
    [
        ("Chantier – marché 2024-T001/lot 2", "2024-T001", "2"),
        ("Marché 2024-T001-lot3 : toiture", "2024-T001", "3"),
        ("Marché 2024-T001_LOT4", "2024-T001", "4"),
        ("Marché n° 2024-LOTO7", "2024-LOTO7", None),
    ],
)
def test_a_lot_stuck_to_its_market_is_told_from_it(title: str, market: str, lot: str | None) -> None:
    read = hours(sheet((title,), HEADER[2:], line()[2:])).frame
    assert read.select("market", "lot").row(0) == (market, lot)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2024-T001 L2 mars 2024", ("2024-T001", "2", date(2024, 3, 1))),
        ("2024-T001 L2", ("2024-T001", "2", None)),
    ],
)
def test_a_sheet_may_be_named_after_its_market_lot_and_month(name: str, said: tuple[Any, ...]) -> None:
    places = [2, 3, 4, 5, 6, 7, 8, *([9] if said[2] is None else []), 10]
    rows = [[row[place] for place in places] for row in (HEADER, line())]
    read = hours(sheet(*rows, name=name)).frame
    assert read.select("market", "lot", "month").row(0) == (*said[:2], said[2] or date(2024, 3, 1))


def test_overtime_is_not_asked_about_where_the_total_is_read() -> None:
    header = (*HEADER[:10], "Heures normales", "Heures supplémentaires", "Total heures")
    reading = hours(sheet(header, (*line()[:10], "100", "8", "108")))
    assert reading.frame["hours"].to_list() == [10_800]
    assert [issue.code for issue in reading.issues] == ["hours.total_taken"]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp1252", "latin-1"])
@pytest.mark.parametrize("text", ["Prénom;Né(e) le;Août\nLoïc;à Nîmes;ça\n", "Prenom;Mois\nNoémie;mars\n"])
def test_a_text_is_french_in_its_own_encoding(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    cells = read_csv(data, "f", Budget(Limits(), len(data))).cells
    assert [";".join(row) for row in cells.rows()] == text.splitlines()
    assert text_of(data).encoding in {encoding, "cp1252"}


def test_signs_of_other_tongues_stay_those_of_windows() -> None:
    data = "Prénom;Nom\nŽivko;Šimić\nZoé;Ünal".encode("cp1252", "replace")
    assert read_csv(data, "f", Budget(Limits(), len(data))).cells.row(2) == ("Zoé", "Ünal")


@pytest.mark.parametrize(
    "titles",
    [
        [("ETTI : ID Intérim – SIRET 39278498300029",)],
        [("Employeur :", "ID Intérim"), ("SIRET employeur", "39278498300029")],
        [("Structure employeuse : ID Intérim | SIRET : 392 784 983 00029",)],
    ],
)
def test_a_title_may_name_the_employer_of_the_rows(titles: list[tuple[str, ...]]) -> None:
    read = hours(sheet(*titles, HEADER, line(siret=None))).frame
    assert read.select("employer_name", "employer_siret", "contractor_siret").row(0) == (
        "ID Intérim", "39278498300029", None,
    )  # fmt: skip


def test_where_a_column_names_employers_a_blank_is_the_contractor() -> None:
    rows = [(*HEADER, "Employeur"), (*line(), "ID Intérim"), (*line(last="Roux"), None)]
    read = hours(sheet(("ETTI : Autre",), *rows)).frame
    assert read["employer_name"].to_list() == ["ID Intérim", None]


def test_the_siret_beside_a_contractor_and_an_employer_is_the_contractor_s() -> None:
    title = "Attributaire : Eiffel Sud – SIRET 49825979500025 – ETTI : ID Intérim"
    read = hours(sheet((title,), HEADER, line(siret=None))).frame
    assert read.select("contractor_siret", "employer_siret", "employer_name").row(0) == (
        "49825979500025", None, "ID Intérim",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("Période : 01/03/2024 au 31/03/2024", date(2024, 3, 1)),
        ("Du 01.03.2024 - 15.03.2024", date(2024, 3, 1)),
        ("Édité le 05/04/2024, période du 01/03/2024 au 31/03/2024", date(2024, 3, 1)),
    ],
)
def test_a_span_of_days_of_one_month_is_that_month(title: str, month: date) -> None:
    rows = [[row[place] for place in range(11) if place != 9] for row in (HEADER, line())]
    assert hours(sheet((title,), *rows)).frame["month"].to_list() == [month]


def test_a_span_of_several_months_is_none() -> None:
    rows = [[row[place] for place in range(11) if place != 9] for row in (HEADER, line())]
    with pytest.raises(Unusable, match="Mois"):
        hours(sheet(("Période : 01/03/2024 au 30/04/2024",), *rows))


def test_a_reference_among_other_words_is_the_market_where_a_lot_is_named() -> None:
    read = hours(sheet(("Déclaration 03/2024 – 2024-T001 – lot 2",), HEADER[2:], line()[2:])).frame
    assert read.select("market", "lot").row(0) == ("2024-T001", "2")


def test_texts_that_a_program_kept_as_texts_are_read_without_their_signs() -> None:
    for sign in ('="{}"', "'{}'"):
        row = [sign.format(text) if text else text for text in line(born="17/09/1967", month="03/2024", hours="151,67")]
        assert worked(sheet(HEADER, row)) == [("2024-03", 15_167)]


def test_a_year_above_its_months_among_other_words_is_theirs() -> None:
    top = (*WHO, "T1 2024", None, "T2 2024", None)
    below = (*BLANK, "janv", "févr", "avr", "mai")
    merged = ("J1:K1", "L1:M1")
    assert worked(sheet(top, below, (*LEA, "1", "2", "3", "4"), merged=merged)) == [
        ("2024-01", 100), ("2024-02", 200), ("2024-04", 300), ("2024-05", 400),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((("100", "50"), ("7", "5")), True), ((("100", "50"), ("7", None)), True),
        ((("100", "rien"), ("7", "5")), False),
        ((("100,5", "50"), ("7", "5")), False), ((("100", None), ("7", None)), False),
    ],
)  # fmt: skip
def test_decimals_cut_by_the_commas_of_a_file_are_said(cells: tuple[tuple[str, str | None], ...], said: bool) -> None:
    reading = hours(sheet(HEADER, *((*line(hours=whole, last=f"Roux{whole}"), cut) for whole, cut in cells)))
    codes = [issue.code for issue in reading.issues]
    assert codes == (["file.column_not_read"] if said else [])
    headed = sheet((*HEADER, "Rang"), *((*line(hours=whole), cut) for whole, cut in cells[:1]))
    assert [issue.code for issue in hours(headed).issues] == []
