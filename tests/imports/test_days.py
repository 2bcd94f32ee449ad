"""Calendars: a column a day, and their total."""

from __future__ import annotations

from datetime import date

import pytest

from clauses.errors import Unusable
from imports.days import calendar
from imports.reader import Reading
from tests.imports.sheets import hours, said, sheet
from tests.imports.test_titles import HEADER, ROW

JANUARY = date(2024, 1, 1)
DAYS = ("2024-01-01", "2024-01-02 00:00:00", "mer. 03/01/24", "4/1/2024")


def timesheet(title: str, *days: str, total: str = "Total heures") -> Reading:
    row = (*ROW[:6], *["7"] * len(days), "28")
    return hours(sheet(("Marché 2024-T001 – lot 1",), (title,), (*HEADER[:6], *days, total), row))


def test_days_are_told_from_months_by_being_several_of_one() -> None:
    assert calendar(DAYS) == dict.fromkeys(DAYS, JANUARY)
    assert calendar(["2024-01-01", "2024-02-01", "2024-02-01", "31/02/2024", "30/02/2024", "01/24", "Nom", ""]) == {}


@pytest.mark.parametrize("title", ["", "janvier 2024", "Janvier", "Année 2024"])
@pytest.mark.parametrize("total", ["Total heures", "Heures travaillées"])
def test_the_total_of_a_calendar_is_of_its_month(title: str, total: str) -> None:
    reading = timesheet(title, *DAYS, total=total)
    assert reading.frame.select("month", "hours").rows() == [(JANUARY, 2800)]
    assert {issue.code for issue in reading.issues} <= {"hours.total_taken"}


@pytest.mark.parametrize("title", ["février 2024", "Février", "janvier 2025"])
def test_a_title_of_another_month_than_the_days_is_not_believed(title: str) -> None:
    reading = timesheet(title, *DAYS)
    assert said(reading) == [(4, "hours.month_missing")]
    (conflict,) = [issue for issue in reading.issues if issue.code == "file.context_conflict"]
    assert "les jours en colonnes janvier 2024" in conflict.message


def test_days_of_two_months_say_none() -> None:
    days = ("30/12/2023", "31/12/2023", *DAYS[:2])
    assert timesheet("janvier 2024", *days).frame["month"].to_list() == [JANUARY]
    with pytest.raises(Unusable, match="« Mois »"):
        timesheet("", *days)
