"""Rows of data, and the others."""

from __future__ import annotations

import pytest

from clauses.files.rules import FileKind
from imports.reader import read
from tests.imports.sheets import HEADER, TODAY, hours, line, said, sheet


def whys(*rows: tuple[str | None, ...]) -> list[tuple[int, str]]:
    return [(row.row, row.why) for row in hours(sheet(HEADER, *rows)).ignored_rows]


def only(**cells: str | None) -> tuple[str | None, ...]:
    """A row with these cells and no other."""
    return line(
        **(
            dict.fromkeys(("market", "lot", "siret", "last", "first", "born", "kind", "starts", "month", "hours"))
            | cells
        )
    )


def test_blank_rows_are_nothing_at_all() -> None:
    reading = hours(sheet(HEADER, (), line(), (None, " "), line(month="2024-04-01"), ()))
    assert (reading.read, reading.ignored, reading.frame.height) == (2, 0, 2)


@pytest.mark.parametrize(
    "word",
    [
        "Total",
        "TOTAUX",
        "Sous-total lot 1",
        "S/Total",
        "Total général",
        "Cumul",
        "À reporter",
        "Report",
        "Ensemble",
        "sous total",
    ],
)
@pytest.mark.parametrize("where", ["last", "market", "siret"])
def test_a_row_that_a_word_names_a_total_is_ignored(word: str, where: str) -> None:
    assert whys(line(), only(**{where: word, "hours": "100"})) == [(3, "total")]


def test_a_person_whose_employer_or_name_is_total_is_data() -> None:
    header = (*HEADER, "Employeur")
    reading = hours(sheet(header, (*line(), "Total Énergies"), (*line(last="TOTAL", month="2024-04-01"), None)))
    assert reading.frame.height == 2
    assert reading.ignored == 0


def test_a_word_that_only_starts_like_total_is_none() -> None:
    assert whys(line(last="Totali"), line(last="Reportec")) == []


def test_hours_alone_in_their_row_are_a_total_when_they_add_up() -> None:
    assert whys(line(hours="100"), line(hours="50", month="2024-04-01"), only(hours="150")) == [(4, "total")]


def test_hours_alone_in_their_row_that_do_not_add_up_lack_a_name() -> None:
    reading = hours(sheet(HEADER, line(hours="100"), only(hours="150")))
    assert reading.rejected == {("Feuil1", 3)}
    assert {code for row, code in said(reading) if row == 3} == {"hours.missing_value", "hours.month_missing"}


def test_a_total_that_the_rows_do_not_make_is_said() -> None:
    reading = hours(sheet(HEADER, line(hours="100"), only(last="Total", hours="120")))
    assert said(reading) == [(3, "hours.stale_total")]
    assert "120" in reading.issues[-1].message
    assert "100,00" in reading.issues[-1].message


def test_a_total_that_agrees_is_not_said() -> None:
    assert said(hours(sheet(HEADER, line(hours="100,004"), only(last="Total", hours="100")))) == []


def test_a_total_beside_months_is_compared_with_them() -> None:
    header = (*HEADER[:8], "janvier 2024", "février 2024", "Formation janvier 2024", "Total")
    row = line()[:8]
    sums = [
        ("10", "20", None, "30"),
        ("10", "20", "5", "35"),
        ("10", "20", "5", "30"),
        ("10", "20", None, "31"),
        ("10", "x", None, "99"),
    ]
    reading = hours(sheet(header, *[(*row[:3], f"Nom{place}", *row[4:], *cells) for place, cells in enumerate(sums)]))
    assert [(row, code) for row, code in said(reading) if code == "hours.stale_total"] == [(5, "hours.stale_total")]


@pytest.mark.parametrize(
    "text", ["Fait à Dijon le 3 avril", "Signature", "NB : heures hors congés", "Le responsable", "x" * 61]
)
def test_a_note_alone_in_its_row_is_ignored(text: str) -> None:
    assert whys(line(), only(market=text)) == [(3, "note")]


def test_cells_of_unknown_columns_only_are_a_note() -> None:
    reading = hours(sheet((*HEADER, "Observations"), line(), (*only(), "voir avec le siège")))
    assert [(row.row, row.why) for row in reading.ignored_rows] == [(3, "note")]


@pytest.mark.parametrize(
    "row",
    [
        (None, None, "14 chiffres", None, None, "jj/mm/aaaa", None, "(jj/mm/aaaa)", "jj/mm/aa", "mm/aaaa", "en heures"),
        tuple(str(place) for place in range(1, 12)),
    ],
)
def test_a_row_that_says_how_to_fill_the_others_is_ignored(row: tuple[str | None, ...]) -> None:
    assert whys(row, line()) == [(2, "aide au remplissage")]


def test_figures_beside_hours_alone_may_be_of_a_total_too() -> None:
    reading = hours(sheet((*HEADER, "Cumul à date"), (*line(), "900"), (*only(hours="100"), "1 900,5")))
    assert [(row.row, row.why) for row in reading.ignored_rows] == [(3, "total")]


def test_a_row_without_hours_is_ignored_and_listed() -> None:
    reading = hours(sheet(HEADER, line(), line(hours=None, last="Roux"), line(hours="-", last="Diallo", born="hier")))
    assert [(row.row, row.why) for row in reading.ignored_rows] == [
        (3, "aucune heure indiquée"),
        (4, "aucune heure indiquée"),
    ]
    assert said(reading, of_rows=False) == [(None, "file.rows_ignored")]
    assert "3-4" in reading.issues[0].message


def test_an_explicit_zero_is_data() -> None:
    reading = hours(sheet(HEADER, line(hours="0"), line(hours="néant", month="2024-04-01")))
    assert reading.frame["hours"].to_list() == [0, 0]


def test_the_header_again_is_ignored() -> None:
    assert whys(line(), HEADER, line(month="2024-04-01")) == [(3, "en-tête répété")]
    assert whys(line(), tuple(text.upper() for text in HEADER), line(month="2024-04-01")) == [(3, "en-tête répété")]


def test_another_header_lower_down_has_its_own_columns() -> None:
    swapped = (HEADER[10], *HEADER[:10])
    reading = hours(sheet(HEADER, line(hours="100"), swapped, ("50", *line(month="2024-04-01")[:10])))
    assert reading.frame["hours"].to_list() == [10_000, 5_000]
    assert reading.frame["column"].to_list() == ["K", "A"]
    assert [(row.row, row.why) for row in reading.ignored_rows] == [(3, "nouvel en-tête")]
    assert reading.read == 3


def test_a_row_of_data_with_words_of_headers_is_data() -> None:
    reading = hours(
        sheet(
            (*HEADER, "Poste", "Modalité"),
            (*line(), "Formation", "ETTI"),
            (*line(last="Salarié", month="2024-04-01"), "Emploi", "ETTI"),
        )
    )
    assert reading.frame.height == 2


def test_sections_say_the_market_the_lot_and_the_month_of_the_rows_below() -> None:
    header = HEADER[2:9] + HEADER[10:]
    row = line()[2:9] + line()[10:]
    rows = [
        ("Marché 2024-T001",), ("Lot 1",), ("Mars 2024",), row, ("Avril 2024",), row, ("Lot 2",), row,
        ("Marché 2024-T002 lot 3",), row,
    ]  # fmt: skip
    reading = hours(sheet(header, *rows))
    said_of_rows = reading.frame.select("market", "lot", "month").rows()
    assert [(market, lot, month.month) for market, lot, month in said_of_rows] == [
        ("2024-T001", "1", 3), ("2024-T001", "1", 4), ("2024-T001", "2", 4), ("2024-T002", "3", 4),
    ]  # fmt: skip
    assert {row.why for row in reading.ignored_rows} == {"titre de section"}


def test_a_section_may_stand_in_the_column_of_hours() -> None:
    header = (HEADER[10], *HEADER[2:10])
    row = (line()[10], *line()[2:10])
    reading = hours(sheet(header, ("Marché 2024-T001 – lot 2",), row))
    assert reading.frame.select("market", "lot").rows() == [("2024-T001", "2")]


def test_a_lone_cell_that_says_nothing_is_no_section() -> None:
    assert whys(line(), only(market="Mois de la nature")) == [(3, "aucune heure indiquée")]


def test_markets_have_totals_and_notes_too() -> None:
    header = ("Référence marché", "Intitulé marché", "Donneur d'ordre", "Nature", "Lot", "Heures d'insertion")
    row = ("M1", "Travaux", "Ville", "Travaux", "1", "100")
    rows = [
        row,
        ("Total", None, None, None, None, "100"),
        (None, None, None, None, "Fait à Dijon"),
        ("M2", None, None, None, "1", "5"),
    ]
    reading = read([sheet(header, *rows)], FileKind.MARKETS, today=TODAY)
    assert [(row.row, row.why) for row in reading.ignored_rows] == [(3, "total"), (4, "note")]
    assert reading.frame["market"].to_list() == ["M1"]
    assert reading.rejected == {("Feuil1", 5)}


def test_people_are_never_a_total_of_hours() -> None:
    header = ("Nom", "Prénom", "Date de naissance", "Sexe", "Commune")
    reading = read(
        [sheet(header, ("Roux", "Inès", "11/08/1965", "F", "Dijon"), ("Total", None, None, None, "2"))],
        FileKind.PEOPLE,
        today=TODAY,
    )
    assert reading.frame.height == 1
    assert [row.why for row in reading.ignored_rows] == ["total"]
