"""Summaries of other tables: never counted twice, and nothing that they alone say is lost."""

from __future__ import annotations

import pytest

from clauses.files.rules import Severity
from imports.reader import Reading
from tests.imports.sheets import hours, sheet
from tests.imports.test_titles import HEADER, ROW, TITLE

INES = ("Roux", "Inès", "01/02/1991", "Maçons", "CDI", "02/01/2024", "71,67")
TOTAL = ("Nom", "Prénom", "Total heures")
DETAIL = (TITLE, HEADER, ROW, INES)
SUMS = (("DUPONT", "Jean", "80"), ("Roux", "INÈS", "71,67"))


def told(reading: Reading) -> tuple[list[int], list[int], list[str]]:
    """Hours read, rows ignored, codes; the rows add up."""
    assert reading.read == reading.frame.height + len(reading.rejected) + reading.ignored
    ignored = sorted(row.row for row in reading.ignored_rows if row.why.startswith("récapitulatif"))
    codes = [issue.code for issue in reading.issues if issue.code != "file.rows_ignored"]
    return reading.frame["hours"].to_list(), ignored, codes


@pytest.mark.parametrize(
    "header", [TOTAL, ("Nom", "Prénom", "Heures"), ("Nom", "Prénom", "Date de naissance", "Total heures")]
)
def test_a_table_that_sums_up_the_one_above_is_ignored(header: tuple[str, ...]) -> None:
    rows = [(*row[:2], "01/02/1990", row[2]) if len(header) > 3 else row for row in SUMS]
    assert told(hours(sheet(*DETAIL, (), header, *rows))) == ([8000, 7167], [7, 8], [])


def test_a_person_of_two_rows_is_summed() -> None:
    detail = (TITLE, HEADER, ROW, (*ROW[:6], "71,67"))
    reading = hours(sheet(*detail, (), ("Nom", "Prénom", "Heures"), (*ROW[:2], "151,67")))
    assert told(reading) == ([8000, 7167], [7], [])


def test_a_summary_needs_neither_month_nor_contract() -> None:
    rows = [("Marché 2024-T001 – lot 1",), (*HEADER, "Mois"), (*ROW, "01/2024"), (*ROW[:6], "70", "02/2024")]
    assert told(hours(sheet(*rows, (), TOTAL, (*ROW[:2], "150")))) == ([8000, 7000], [7], [])


def test_a_sheet_may_sum_up_another_whatever_its_place() -> None:
    detail, sums = sheet(*DETAIL, name="Feuil1"), sheet(TITLE, TOTAL, *SUMS, name="Feuil2")
    assert told(hours(detail, sums)) == told(hours(sums, detail)) == ([8000, 7167], [3, 4], [])


def test_a_summary_that_the_detail_does_not_make_is_said_and_what_it_alone_names_is_refused() -> None:
    reading = hours(sheet(*DETAIL, ("Récapitulatif",), TOTAL, SUMS[0], (*SUMS[1][:2], "100"), ("Autre", "Luc", "7")))
    assert told(reading) == ([8000, 7167], [7, 8], ["hours.stale_total", "hours.only_in_recap"])
    assert reading.rejected == {("Feuil1", 9)}
    assert [issue.row for issue in reading.issues if issue.severity is Severity.ERROR] == [9]


@pytest.mark.parametrize("title", ["Février 2024", "Lot 2", "Attributaire : Verts Horizons"])
def test_the_same_figures_of_another_month_lot_or_company_are_no_summary(title: str) -> None:
    reading = hours(sheet(*DETAIL, (title,), ("Nom", "Prénom", "Heures"), *SUMS))
    assert told(reading)[:2] == ([8000, 7167] * 2, [])


def test_a_month_whose_weeks_end_with_a_total_is_no_summary() -> None:
    weeks = [(*HEADER[:6], *names, "Total heures") for names in (("S1", "S2"), ("S5", "S6"))]
    rows = [("Marché 2024-T001 – lot 1",), ("Janvier 2024",), weeks[0], (*ROW[:6], "35", "35", "70")]
    reading = hours(sheet(*rows, ("Février 2024",), weeks[1], (*ROW[:6], "35", "35", "70")))
    assert told(reading)[:2] == ([7000, 7000], [])


def test_a_table_of_other_people_or_of_other_hours_is_no_summary() -> None:
    other = hours(sheet(*DETAIL, (), ("Nom", "Prénom", "Heures"), ("Autre", "Luc", "80")))
    assert told(other)[0] == [8000, 7167, 8000]
    differs = hours(sheet(*DETAIL, (), ("Nom", "Prénom", "Heures"), ("Dupont", "Jean", "12")))
    assert told(differs)[0] == [8000, 7167, 1200]


TRAINED = ("Nom", "Prénom", "Heures", "Heures de formation")
DETAIL_TRAINED = (TITLE, (*HEADER, "Heures de formation"), (*ROW, "7"), (*INES, None))


@pytest.mark.parametrize(
    ("rows", "repeated", "refused", "codes"),
    [
        ([(*SUMS[0], "7"), ("Roux", "Inès", "abc")], [7], [8], ["hours.unread_in_recap"]),
        ([("Dupont", "Jean", None, "7"), SUMS[1]], [7, 8], [], []),
        ([(*SUMS[0], "8"), SUMS[1]], [7, 8], [], ["hours.stale_total"]),
        ([SUMS[0], ("Roux", "Inès", None, "14")], [7], [8], ["hours.only_in_recap"]),
        ([SUMS[0], (*SUMS[1], "abc")], [7], [8], ["hours.unread_in_recap"]),
    ],
)
def test_every_row_of_a_summary_is_repeated_or_refused_with_what_is_wrong(
    rows: list[tuple[str | None, ...]], repeated: list[int], refused: list[int], codes: list[str]
) -> None:
    reading = hours(sheet(*DETAIL_TRAINED, ("Récapitulatif",), TRAINED, *rows))
    assert told(reading) == ([8000, 7167], repeated, codes)
    assert reading.rejected == {("Feuil1", row) for row in refused}
    assert reading.read == 6  # the title and the header below, and all the rows


def test_training_that_the_detail_lacks_is_read_and_somebody_must_look_at_the_other_hours() -> None:
    twice = hours(sheet(*DETAIL), sheet(TITLE, TRAINED, *[(*row, "7") for row in SUMS], name="Feuil2"))
    assert told(twice) == ([8000, 7167] * 2, [], ["hours.recap_read"])
    assert twice.frame["training_hours"].to_list() == [None, None, 700, 700]
    assert twice.held.rows() == [("Feuil2", 3), ("Feuil2", 4)]
    blank = hours(sheet(*DETAIL, ("Récapitulatif",), TRAINED, SUMS[0], ("Roux", "Inès", None, "14")))
    assert (told(blank)[0], blank.frame["training_hours"].sum()) == ([8000, 7167, 8000, 0], 1400)
    said_nothing = hours(sheet(*DETAIL, (), TRAINED, *[(*row, "0") for row in SUMS]))
    assert told(said_nothing) == ([8000, 7167], [7, 8], [])


def test_months_named_apart_from_their_year_tell_tables_apart() -> None:
    title, more = ("Marché 2024-T001 – lot 1",), ("Mois", "Année")
    more_of = [(*row, "janvier", "2024") for row in (ROW, INES)]
    january, header = sheet(title, (*HEADER, *more), *more_of, name="Feuil1"), ("Nom", "Prénom", "Heures", *more)
    for moment, read, rejected in (
        (("février", "2024"), 2 * 15167, 0),
        (("janvier", "2023"), 2 * 15167, 0),
        (("01", "2024"), 15167, 0),
        ((None, None), 2 * 15167 - 8000, 1),
    ):
        other = sheet(title, header, (*SUMS[0], *moment), (*SUMS[1], "01", "2024"), name="Feuil2")
        reading = hours(january, other)
        assert (sum(told(reading)[0]), len(reading.rejected)) == (read, rejected), moment


def test_lots_are_the_same_however_they_are_spelt() -> None:
    header, title = ("Lot", *HEADER), ("Marché 2024-T001 – janvier 2024",)
    sums = [(f"Lot {lot} – Gros œuvre", *row) for lot, row in (("1", SUMS[0]), ("01", SUMS[1]))]
    reading = hours(sheet(title, header, ("1", *ROW), ("1", *INES), (), ("Lot", *TOTAL), *sums))
    assert told(reading) == ([8000, 7167], [7, 8], [])


COMPANIES = ("Nom", "Prénom", "Attributaire", "Heures")


@pytest.mark.parametrize(
    "total", [("Total : 303,34 h",), ("Total heures",), (*[None] * 6, "Total heures"), ("Total", None, "303,34 h")]
)
def test_the_total_of_a_table_is_not_the_title_of_the_next(total: tuple[str | None, ...]) -> None:
    lower = [("Dupont", "Jean", "Verts", "80"), ("Roux", "Inès", "Verts", "70")]
    for between in ((), ((),), (("Attributaire : Verts",),)):
        reading = hours(sheet(*DETAIL, total, *between, COMPANIES, *lower))
        assert told(reading) == ([8000, 7167, 8000, 7000], [], []), between


def test_another_company_is_read_even_below_the_title_of_a_summary_and_looked_at() -> None:
    lower = [(*row[:2], "Verts", row[2]) for row in SUMS]
    reading = hours(sheet(*DETAIL, ("Récapitulatif",), COMPANIES, *lower))
    assert told(reading) == ([8000, 7167] * 2, [], ["hours.recap_read"])
    same = [(*row[:2], "MACONS", row[2]) for row in SUMS]
    assert told(hours(sheet(*DETAIL, ("Récapitulatif",), COMPANIES, *same))) == ([8000, 7167], [7, 8], [])


MONTHS = (
    ("Marché 2024-T001 – lot 1",), ("Janvier 2024",), HEADER, ROW, INES, ("Total janvier", *[None] * 5, "151,67"), (),
    ("Février 2024",), HEADER, (*ROW[:6], "70"), (*INES[:6], "60"), ("Total février", *[None] * 5, "130"), (),
)  # fmt: skip


@pytest.mark.parametrize("title", [("Récapitulatif 2024",), ()])
@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (TOTAL, [("Dupont", "Jean", "150"), ("Roux", "Inès", "131,67")]),
        (("Nom et prénom", "Total heures"), [("Dupont Jean", "150"), ("Roux Inès", "131,67")]),
    ],
)
def test_a_table_below_those_of_several_months_may_sum_them_all_up(
    title: tuple[str, ...], header: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    assert told(hours(sheet(*MONTHS, title, header, *rows))) == ([8000, 7167, 7000, 6000], [16, 17], [])


def test_a_lower_table_of_two_columns_is_read_in_its_own_month() -> None:
    reading = hours(sheet(*MONTHS, ("Mars 2024",), ("Salarié", "Heures"), ("Dupont Jean", "150"), ("Roux Inès", "20")))
    assert told(reading)[:2] == ([8000, 7167, 7000, 6000, 15000, 2000], [])
    assert reading.frame["month"].dt.month().to_list() == [1, 1, 2, 2, 3, 3]


def test_a_table_of_almost_the_same_hours_is_read_and_looked_at_whole() -> None:
    reading = hours(sheet(*DETAIL, (), ("Nom", "Prénom", "Heures"), SUMS[0], (*SUMS[1][:2], "75")))
    assert told(reading)[0] == [8000, 7167, 8000, 7500]
    assert "hours.recap_read" in told(reading)[2]
    assert reading.held.rows() == [("Feuil1", 7), ("Feuil1", 8)]


def test_a_table_under_its_own_title_is_never_dropped() -> None:
    header = ("Nom", "Prénom", "Heures")
    months = ("Février", "Mois de février", "Mois : février", "Heures de février", "Totaux février 2024")
    for title in months:
        gap = ((),) if title.startswith(("Mois", "Heures")) else ()
        reading = hours(sheet(*DETAIL, *gap, (title,), header, *SUMS))
        assert told(reading) == ([8000, 7167] * 2, [], []), title
        assert reading.frame["month"].dt.month().to_list() == [1, 1, 2, 2], title
    for title in ("Semaine 2", "2ème quinzaine", "Chantier B"):
        reading = hours(sheet(*DETAIL, (), (title,), header, *SUMS))
        assert told(reading) == ([8000, 7167] * 2, [], ["hours.recap_read"]), title
        assert reading.held.rows() == [("Feuil1", 8), ("Feuil1", 9)], title
    for title in ("Tableau récapitulatif", "Lot 1"):
        assert told(hours(sheet(*DETAIL, (), (title,), header, *SUMS)))[:2] == ([8000, 7167], [8, 9]), title


def test_a_table_that_cannot_be_read_alone_under_another_title_holds_the_file() -> None:
    other = sheet(("Chantier B",), ("Nom", "Prénom", "Heures"), *SUMS, name="Feuil2")
    reading = hours(sheet(*DETAIL), other)
    assert told(reading) == ([8000, 7167], [3, 4], ["hours.recap_not_read"])
    assert reading.held.rows() == [("Feuil1", 3), ("Feuil1", 4)]


def test_people_at_zero_are_repeated_by_a_summary() -> None:
    header, idle = ("Nom", "Prénom", "Heures"), [("Autre", "Luc", "0"), ("Petit", "Eva", "0,00"), ("Roy", "Léo", "0")]
    named = hours(sheet(*DETAIL, ("Récapitulatif",), header, SUMS[0], *idle))
    assert (told(named), named.rejected) == (([8000, 7167], [7, 8, 9, 10], []), frozenset())
    beside = hours(sheet(*DETAIL), sheet(TITLE, header, *SUMS, *idle, name="Feuil2"))
    assert told(beside) == ([8000, 7167], [3, 4, 5, 6, 7], [])
