"""What titles and names of sheets say differently: neither is believed, unless the workbook tells which is stale."""

from __future__ import annotations

from datetime import date

import pytest

from clauses.errors import Unusable
from imports.context import Context
from imports.reader import Given, Reading
from imports.titles import is_pairs, stale_titles
from tests.imports.sheets import hours, said, sheet

TITLE = ("Marché 2024-T001 – lot 1 – janvier 2024",)
HEADER = ("Nom", "Prénom", "Date de naissance", "Attributaire", "Type de contrat", "Début de contrat", "Heures")
ROW = ("Dupont", "Jean", "01/02/1990", "Maçons", "CDI", "02/01/2024", "80")
MARCH = date(2024, 3, 1)


def months(reading: Reading) -> list[str]:
    return [month.strftime("%m/%Y") for month in reading.frame["month"]]


def named(*names: str, title: tuple[str, ...] = TITLE) -> Reading:
    return hours(*[sheet(title, HEADER, ROW, name=name) for name in names])


@pytest.mark.parametrize(
    "names", [("Janvier 2024", "Février 2024", "Mars 2024"), ("Janvier", "Février", "Mars"), ("01-2024", "02-2024")]
)
def test_sheets_copied_under_one_title_are_of_the_months_of_their_names_and_wait(names: tuple[str, ...]) -> None:
    reading = named(*names)
    assert months(reading) == ["01/2024", "02/2024", "03/2024"][: len(names)]
    assert [(issue.code, issue.sheet) for issue in reading.issues] == [
        ("file.context_conflict", name) for name in names[1:]
    ]
    assert reading.held.rows() == [(name, 3) for name in names[1:]]


def test_sheets_copied_under_one_title_are_of_the_lots_of_their_names() -> None:
    reading = named("Lot 1", "Lot 2")
    assert (reading.frame["lot"].to_list(), reading.held.rows()) == (["1", "2"], [("Lot 2", 3)])


def test_a_sheet_for_each_year_under_one_title_is_of_the_year_of_its_name() -> None:
    wide = (*HEADER[:6], "janvier")
    sheets = [sheet(("Suivi 2023 – marché 2024-T001 lot 1",), wide, ROW, name=name) for name in ("2023", "2024")]
    assert months(hours(*sheets)) == ["01/2023", "01/2024"]
    with pytest.raises(Unusable) as refused:
        hours(sheets[1])
    assert refused.value.code == "file.context_conflict"


@pytest.mark.parametrize("name", ["Mars 2024", "Mars", "03-2024", "2023"])
def test_nothing_tells_which_of_a_title_and_a_name_is_stale(name: str) -> None:
    reading = named(name)
    assert (reading.frame.height, said(reading)) == (0, [(3, "hours.month_missing")])
    assert [issue.code for issue in reading.issues] == ["file.context_conflict", "hours.month_missing"]
    given = hours(sheet(TITLE, HEADER, ROW, name=name), given=Given(month=MARCH))
    assert (months(given), said(given)) == (["03/2024"], [])
    own = hours(sheet(TITLE, (*HEADER, "Mois"), (*ROW, "mars 2024"), name=name))
    assert (months(own), list(own.issues)) == (["03/2024"], [])


@pytest.mark.parametrize("name", ["2024-T001", "T001", "Lot 01", "janvier 2024", "2024", "Feuil1", "MAÇONS"])
def test_a_name_that_agrees_or_says_something_else_is_no_dispute(name: str) -> None:
    reading = named(name)
    assert (months(reading), list(reading.issues)) == (["01/2024"], [])


def test_two_lots_leave_it_to_the_market_to_say() -> None:
    reading = named("Lot 2")
    assert (reading.frame["lot"].to_list(), reading.held.rows()) == ([None], [("Lot 2", 3)])


def test_a_year_in_a_title_is_disputed_only_where_a_month_lacks_its_own() -> None:
    title = ("Rénovation 2022 du gymnase – marché 2024-T001 lot 1",)
    whole = hours(sheet(title, (*HEADER, "Mois"), (*ROW, "mars 2024"), name="2024"))
    assert (months(whole), list(whole.issues)) == (["03/2024"], [])
    alone = hours(sheet(title, (*HEADER, "Mois"), (*ROW, "mars"), name="2024"))
    assert (alone.frame.height, said(alone)) == (0, [(3, "hours.year_missing")])


def test_the_month_of_a_version_or_of_a_building_site_is_not_that_of_the_hours() -> None:
    march = ("Marché 2024-T001 – lot 1 – mars 2024",)
    assert months(hours(sheet(("Version janvier 2023",), march, HEADER, ROW))) == ["03/2024"]
    unsure = ("Chantier février 2024",)
    assert hours(sheet(unsure, march, HEADER, ROW)).frame.height == 0
    assert months(hours(sheet(unsure, march, HEADER, ROW, name="Mars"))) == ["03/2024"]
    assert months(hours(sheet(unsure, march, ("Mois", "mars 2024"), HEADER, ROW))) == ["03/2024"]


def test_months_without_a_year_that_go_past_december_tell_nothing() -> None:
    title = Context(month=date(2023, 12, 1), year=2023)
    wrapped = {"Décembre": (title, Context(month_number=12)), "Janvier": (title, Context(month_number=1))}
    assert stale_titles(wrapped) == {}
    assert set(stale_titles(dict(reversed(wrapped.items())))) == {"Décembre", "Janvier"}


def test_a_row_of_labels_and_values_is_no_header() -> None:
    assert is_pairs(["Marché", "2024-T001", "", "Lot", "2", "Mois", "mars 2024"])
    assert not is_pairs(["Marché", "Lot", "Mois"])
    assert not is_pairs(["2024-T001", "Lot"])
    assert not is_pairs([])
    assert not is_pairs(["Titulaire", "Maçons", "Entreprise", "Roux", "Inès", "CDI", "70"])


def test_a_month_alone_above_the_first_table_is_its_month() -> None:
    market = ("Marché 2024-T001 – lot 1",)
    for title in ("Février", "Mois de février", "Heures d'insertion de février"):
        reading = hours(sheet(market, (title,), ("Année 2024",), HEADER, ROW))
        assert months(reading) == ["02/2024"], title
        assert months(hours(sheet(market, (title,), HEADER, ROW, name="2024"))) == ["02/2024"]
    reading = hours(sheet(market, ("Février",), HEADER, ROW))
    assert said(reading) == [(4, "hours.year_missing")]
    assert reading.issues[0].value == "février"
    assert months(hours(sheet(market, ("Février",), HEADER, ROW), given=Given(month=date(2024, 2, 1)))) == ["02/2024"]


def test_a_month_alone_that_may_be_something_else_is_not_believed() -> None:
    year = ("Marché 2024-T001 – lot 1 – 2024",)
    for row in (("Janvier", "Février"), ("Lun", "Mar", "Mer"), ("Attributaire", "Avril"), ("Chantier Avril",)):
        with pytest.raises(Unusable, match="« Mois »"):
            hours(sheet(year, row, HEADER, ROW))
    assert said(hours(sheet(year, ("Janvier",), HEADER, ROW, name="Février"))) == [(4, "hours.month_missing")]


def test_sheets_copied_under_one_month_alone_are_of_those_of_their_names() -> None:
    reading = named("Janvier", "Février", title=("Marché 2024-T001 – lot 1 – 2024", "Janvier"))
    assert months(reading) == ["01/2024", "02/2024"]
    assert [issue.code for issue in reading.issues] == ["file.context_conflict"]
