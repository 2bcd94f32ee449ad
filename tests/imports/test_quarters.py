"""Quarters and half-years beside months in columns: never imported, checked against their months."""

from __future__ import annotations

from datetime import date

import pytest

from clauses.errors import Unusable
from clauses.files.rules import Severity
from imports.months_as_columns import month_header
from imports.quarters import months_summed
from imports.reader import Reading
from tests.imports.sheets import hours, said, sheet

WHO = ("Nom", "Prénom", "Attributaire")
JEAN = ("Dupont", "Jean", "Maçons")
QUARTER = ("janv-24", "févr-24", "mars-24", "T1", "avr-24")


def beside(headers: tuple[str, ...], *worked: str) -> Reading:
    return hours(sheet(("Marché 2024-T001 – lot 1",), (*WHO, *headers), (*JEAN, *worked)))


def test_a_quarter_is_three_months_and_a_half_year_six() -> None:
    for header, months, year in (
        ("T1", (1, 3), None), ("T4-24", (10, 12), 2024), ("1er trimestre", (1, 3), None),
        ("2e trim 2024", (4, 6), 2024), ("Premier trimestre", (1, 3), None), ("Heures T2", (4, 6), None),
        ("Sous-total 3ème trim.", (7, 9), None), ("Trimestre 1 2025", (1, 3), 2025), ("1er semestre", (1, 6), None),
        ("Second semestre 2024", (7, 12), 2024),
    ):  # fmt: skip
        assert months_summed(header) == (range(months[0], months[1] + 1), year), header
        assert month_header(header) is None
    for header in ("T12", "S1", "Sem 1", "Semaine 1", "Taux 1", "T1 prévu", "Janvier", "Trimestre", ""):
        assert months_summed(header) is None, header


@pytest.mark.parametrize("name", ["T1", "T1 2024", "1er trimestre", "Total T1", "Cumul 1er trim"])
def test_a_quarter_between_its_months_and_others_blocks_nothing_and_is_checked(name: str) -> None:
    headers = tuple(name if header == "T1" else header for header in QUARTER)
    reading = beside(headers, "10", "20", "30", "60", "5")
    assert (sorted(reading.frame["hours"]), reading.issues, reading.held.height) == ([500, 1000, 2000, 3000], (), 0)
    assert beside(headers, "10", "20", "30", "", "5").issues == ()
    wrong = beside(headers, "10", "20", "30", "61", "5")
    assert said(wrong) == [(3, "hours.stale_total")]
    assert "60,00" in wrong.issues[0].message


def test_a_half_year_and_its_quarters_beside_a_total_are_each_of_their_months() -> None:
    headers = ("janv", "févr", "mars", "T1", "avr", "mai", "juin", "T2", "1er semestre", "Total")
    good = ("1", "2", "3", "6", "4", "5", "6", "15", "21", "21")
    title = (("Marché 2024-T001 – lot 1 – 2024",), (*WHO, *headers))
    assert hours(sheet(*title, (*JEAN, *good))).issues == ()
    wrong = hours(sheet(*title, (*JEAN, *good[:-2], "22", "23")))
    assert [issue.column for issue in wrong.issues] == ["1er semestre", "Total"]


def test_a_total_between_months_may_be_of_those_before_it() -> None:
    headers = ("janv-24", "févr-24", "Total", "mars-24")
    assert beside(headers, "10", "20", "30", "5").issues == ()
    assert said(beside(headers, "10", "20", "31", "5")) == [(3, "hours.stale_total")]


def test_quarters_of_two_years_are_each_of_the_months_before_them() -> None:
    headers = (*QUARTER[:4], "janv-25", "févr-25", "mars-25", "T1 25")
    assert beside(headers, "10", "20", "30", "60", "1", "2", "3", "6").issues == ()
    assert said(beside(headers, "10", "20", "30", "6", "1", "2", "3", "60")) == [(3, "hours.stale_total")] * 2
    same = (*headers[:-1], "1er trimestre")
    assert beside(same, "10", "20", "30", "60", "1", "2", "3", "6").issues == ()


def test_a_quarter_whose_months_are_not_all_there_is_still_named() -> None:
    (issue,) = beside(QUARTER[1:], "20", "30", "60", "5").issues
    assert (issue.code, issue.severity) == ("file.column_not_read", Severity.BLOCKING)


@pytest.mark.parametrize("april", ["5", ""])
def test_hours_that_only_a_quarter_gives_are_named(april: str) -> None:
    reading = beside(QUARTER, "", "", "", "60", april)
    (issue,) = [each for each in reading.issues if each.severity is Severity.BLOCKING]
    assert "aucun de ses mois ne donne (ligne 3)" in issue.message
    assert reading.held.rows() == [("Feuil1", 3)]
    assert reading.read == 1


def test_quarters_above_their_months_are_headers_of_two_rows() -> None:
    below = ("janv", "févr", "mars", "Total", "avr", "Fin de contrat")
    for top in ("1er trimestre", "Trimestre 1 2024"):
        title = ("Marché 2024-T001 – lot 1" + ("" if "2024" in top else " – 2024"),)
        upper = (*WHO, top, None, None, None, "2e trimestre 2024")
        rows = (title, upper, (None, None, None, *below), (*JEAN, "1", "2", "3", "6", "4", "31/12/2024"))
        reading = hours(sheet(*rows))
        assert sorted(reading.frame.select("month", "hours").rows()) == [
            (date(2024, month, 1), month * 100) for month in range(1, 5)
        ]
        assert (reading.issues, reading.frame["ends_on"][0]) == ((), date(2024, 12, 31))
        assert said(hours(sheet(*rows[:3], (*JEAN, "1", "2", "3", "7", "4")))) == [(4, "hours.stale_total")]


def test_quarters_alone_are_no_hours_of_a_month() -> None:
    with pytest.raises(Unusable, match=r"mois par mois, et non ensemble \(« T1 », « T2 »\)"):
        beside(("T1", "T2"), "60", "70")
