"""What titles, sections and names of sheets say of the rows below."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.context import Context, is_section, of_section, of_sheet, said

MARCH = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Marché 2024-T004 – lot 2 – mars 2024", Context("2024-T004", "2", month=MARCH, year=2024)),
        ("Marché n° 2024-12 lot 01", Context("2024-12", "01")),
        ("MARCHÉ 2024/T/004 - LOT 2B - Heures de mars 2024", Context("2024/T/004", "2B", month=MARCH, year=2024)),
        ("Marché public de travaux n°T-77", Context("T-77")),
        (
            "Attributaire : Verts Horizons – SIRET 696 669 720 00067",
            Context(contractor_siret="696 669 720 00067", contractor_name="Verts Horizons"),
        ),
        ("Entreprise : Côte-d'Or SAS", Context(contractor_name="Côte-d'Or SAS")),
        ("2024-T001 lot 1 Maçons du Sud mars 2024", Context("2024-T001", "1", month=MARCH, year=2024)),
        ("Mois : 03/2024", Context(month=MARCH)), ("Période 2024-03", Context(month=MARCH)),
        ("Heures 2024", Context(year=2024)),
        ("Lot n°3 : Espaces verts", Context(lot="3")), ("Lot A", Context(lot="A")), ("mars 24", Context(month=MARCH)),
    ],
)  # fmt: skip
def test_a_sentence_says_what_it_names_outright(text: str, context: Context) -> None:
    assert said(text) == context


@pytest.mark.parametrize(
    "text",
    [
        "Dijon, le 5 avril", "Déclaration éditée le 05/04/2024", "le 1er mars", "lots 1 et 2", "Marché de travaux",
        "Total", "12", "",
        "de janvier à mars", "janvier 2024 et février 2024 et", "Chantier de la mare", "01/03/2024",
    ],
)  # fmt: skip
def test_a_day_of_printing_or_a_lone_number_says_nothing(text: str) -> None:
    context = said(text)
    assert (context.market, context.lot, context.month) == (None, None, None)


@pytest.mark.parametrize("text", ["LOT N°", "Lot d'espaces verts", "lot de nettoyage", "Lot A.", "lots"])
def test_a_letter_of_another_word_is_no_lot(text: str) -> None:
    assert said(text).lot is None


def test_a_market_in_figures_of_a_year_is_no_market() -> None:
    assert said("Marché 2024").market is None


def test_a_reference_that_looks_like_a_month_is_no_month() -> None:
    assert said("Marché 2024-03 lot 1") == Context("2024-03", "1")


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("mars 2024", Context(month=MARCH, year=2024)), ("mars_2024", Context(month=MARCH, year=2024)),
        ("Mars", Context(month_number=3)),
        ("03-2024", Context(month=MARCH)), ("2024-03", Context(month=MARCH)), ("mars-24", Context(month=MARCH)),
        ("2024-T004", Context("2024-T004")),
        ("2024_T004", Context("2024_T004", year=2024)), ("2024-T004 lot 2", Context("2024-T004", "2")),
        ("2024-T004 - L2", Context("2024-T004", "2")),
        ("Lot 2", Context(lot="2")), ("L2", Context(lot="2")), ("2024", Context(year=2024)),
        ("Lot 1 - mars 24", Context(lot="1", month=MARCH)),
        ("T004 mars 2024", Context("T004", month=MARCH, year=2024)),
        ("VERTS HORIZONS", Context(contractor_name="VERTS HORIZONS")),
    ],
)  # fmt: skip
def test_the_name_of_a_sheet_says_of_all_its_rows(name: str, context: Context) -> None:
    assert of_sheet(name) == context


@pytest.mark.parametrize(
    "name",
    [
        "Feuil1",
        "Sheet",
        "Heures",
        "Feuille 2",
        "Données",
        "Export",
        "Suivi des heures",
        "Salariés",
        "Lots",
        "heures mars",
        "renvoi-1",
        "heures-00",
    ],
)
def test_a_spreadsheets_own_names_say_nothing(name: str) -> None:
    assert of_sheet(name) == Context()


def test_a_title_of_several_lots_says_that_they_are_several() -> None:
    lots = {
        "Marché 2024-T001 – lot 1 et 2 – mars 2024": "1 et 2", "Lot 1, 2 et 3": "1, 2 et 3", "lot 1 à 3": "1 à 3",
        "Marché 2024-T001, lot 1, 15 mars 2024": "1", "Lot 1 - 03/2024": "1", "lot 1 et lot 2": "1 et lot 2",
        "Lot A et B": "A et B", "Lot 1 et mars 2024": "1",
    }  # fmt: skip
    assert {text: said(text).lot for text in lots} == lots


def test_the_nearest_word_is_completed_by_those_above() -> None:
    near, far = Context(lot="2"), Context("M1", "1", month=MARCH)
    assert near.over(far) == Context("M1", "2", month=MARCH)


def test_a_month_and_a_year_said_apart_make_a_month() -> None:
    assert Context(month_number=3, year=2024).dated() == Context(month=MARCH, month_number=3, year=2024)
    assert Context(month_number=3).dated() == Context(month_number=3)
    assert Context(month=MARCH, month_number=5, year=2023).dated().month == MARCH


def test_a_context_is_said_as_a_cell_would() -> None:
    context = Context("M1", month=MARCH)
    assert (context.text("market"), context.text("month"), context.text("lot"), context.text("job")) == (
        "M1",
        "2024-03-01",
        None,
        None,
    )


@pytest.mark.parametrize(
    "text", ["Marché 2024-T004 – lot 2", "Lot 2", "Mars 2024", "mars", "Entreprise : Verts Horizons"]
)
def test_a_lone_cell_may_open_a_section(text: str) -> None:
    assert is_section(text)


@pytest.mark.parametrize("text", ["Observations", "Fait à Dijon", "Marché 2024-T004 " + "x" * 120, "2024"])
def test_other_lone_cells_open_none(text: str) -> None:
    assert not is_section(text)


def test_a_section_may_name_a_month_without_its_year() -> None:
    assert of_section("Mars") == Context(month_number=3)
    assert of_section("Lot 2") == Context(lot="2")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_says_something_or_nothing(text: str) -> None:
    said(text)
    of_sheet(text)
    of_section(text)
    is_section(text)
