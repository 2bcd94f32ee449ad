"""Tables one below the other in a sheet: months, lots and companies of each, and none lost."""

from __future__ import annotations

import pytest

from imports.reader import Reading
from tests.imports.sheets import hours, sheet
from tests.imports.test_titles import HEADER, ROW, TITLE, months

WIDER = (*HEADER, "Poste", "Fin de contrat")
OTHER = (*HEADER, "Observations")


def places(reading: Reading) -> list[tuple[int, str, str]]:
    return [
        (row, lot, month.strftime("%m/%Y")) for row, lot, month in reading.frame.select("row", "lot", "month").rows()
    ]


@pytest.mark.parametrize("header", [HEADER, OTHER, WIDER], ids=["same", "other", "wider"])
@pytest.mark.parametrize(
    "titles",
    [
        ("Marché 2024-T001 – lot 2 – février 2024",), ("Lot 2 – février 2024",),
        ("Marché 2024-T001", "Lot 2", "Février 2024"), ("Marché", "2024-T001", "Lot", "2", "Mois", "février 2024"),
    ],
)  # fmt: skip
def test_each_table_is_of_the_month_and_the_lot_said_above_it(header: tuple[str, ...], titles: tuple[str, ...]) -> None:
    reading = hours(sheet(TITLE, HEADER, ROW, (), titles, header, ROW))
    assert places(reading) == [(3, "1", "01/2024"), (7, "2", "02/2024")]
    assert [issue.code for issue in reading.issues] == ["file.rows_ignored"] * 2
    assert (reading.read, reading.ignored) == (4, 2)


def test_what_a_lower_title_leaves_unsaid_is_as_above() -> None:
    reading = hours(sheet(TITLE, HEADER, ROW, ("Lot 2",), ROW, ("Février 2024",), OTHER, ROW))
    assert places(reading) == [(3, "1", "01/2024"), (5, "2", "01/2024"), (8, "2", "02/2024")]


def test_a_month_named_alone_below_a_title_is_of_its_year() -> None:
    assert months(hours(sheet(TITLE, HEADER, ROW, ("Février",), ROW))) == ["01/2024", "02/2024"]


def test_another_market_has_its_own_lot() -> None:
    reading = hours(sheet(TITLE, HEADER, ROW, ("Marché 2024-T002",), ROW))
    assert reading.frame.select("market", "lot").rows() == [("2024-T001", "1"), ("2024-T002", None)]


def test_a_lower_header_that_comes_back_is_repeated_too() -> None:
    reading = hours(sheet(TITLE, HEADER, ROW, OTHER, (*ROW[:6], "70"), OTHER, (*ROW[:6], "60")))
    assert reading.frame["hours"].to_list() == [8000, 7000, 6000]


@pytest.mark.parametrize(("title", "year"), [("Année 2025", "2025"), ("Suite", "2024")])
def test_the_same_months_below_the_title_of_another_year_are_of_that_year(title: str, year: str) -> None:
    wide = (*HEADER[:6], "janvier", "février")
    upper = (("Marché 2024-T001 – lot 1",), ("Année 2024",), wide, (*ROW[:6], "10", "20"), ())
    reading = hours(sheet(*upper, (title,), wide, (*ROW[:6], "30", "40")))
    read = zip(reading.frame["hours"].to_list(), months(reading), strict=True)
    assert sorted(read) == [(1000, "01/2024"), (2000, "02/2024"), (3000, f"01/{year}"), (4000, f"02/{year}")]


@pytest.mark.parametrize("gap", [(), ((),)], ids=["below data", "apart"])
def test_a_header_repeated_under_a_title_in_free_words_is_of_its_month_and_lot(
    gap: tuple[tuple[str, ...], ...],
) -> None:
    for title, lot in (
        ("Chantier école – lot 2 – février 2024", "2"), ("Relevé d'heures février 2024", "1"),
        ("Ensemble Paysage – lot 2 – février 2024", "2"), ("Total Energies – lot 2 – février 2024", "2"),
        ("Heures de février", "1"),
    ):  # fmt: skip
        reading = hours(sheet(TITLE, HEADER, ROW, *gap, (title,), HEADER, (*ROW[:6], "33")))
        assert places(reading) == [(3, "1", "01/2024"), (6 + len(gap), lot, "02/2024")], title


@pytest.mark.parametrize("text", ["Total janvier 2024", "Version du 8 mai", "Édition de mars 2024, retour avant le 5"])
def test_a_total_or_a_remark_above_a_repeated_header_changes_nothing(text: str) -> None:
    reading = hours(sheet(TITLE, HEADER, ROW, (f"{text} – à vérifier",), HEADER, (*ROW[:6], "33")))
    assert months(reading) == ["01/2024", "01/2024"]


def test_words_of_headers_in_a_row_of_data_make_no_title_of_it() -> None:
    role = ("Rôle", "Attributaire", "Type d'employeur", *HEADER[:3], *HEADER[4:])
    first, other = (("Titulaire", "Maçons", "Entreprise", *ROW[:3], *ROW[4:6], worked) for worked in ("80", "70"))
    reading = hours(sheet(TITLE, role, first, other, ("Février 2024",), (*role, "Poste"), other))
    assert places(reading) == [(3, "1", "01/2024"), (4, "1", "01/2024"), (7, "1", "02/2024")]
    assert (reading.read, reading.ignored) == (5, 2)
    kind = ("Type d'employeur", "Modalité", *HEADER[:3], *HEADER[4:])
    rows = [("Entreprise", "embauche directe", *ROW[:3], *ROW[4:6], worked) for worked in ("80", "")]
    reading = hours(sheet(TITLE, ("Attributaire : Maçons",), kind, *rows, ("Février 2024",), kind, rows[0]))
    assert reading.frame["contractor_name"].to_list() == ["Maçons", "Maçons"]
    assert months(reading) == ["01/2024", "02/2024"]


def test_labels_and_values_are_a_title_even_where_they_fill_the_columns_of_a_row() -> None:
    few = ("Type", "Nom et prénom", "Contrat", "Heures")
    pairs = ("Attributaire", "Verts Horizons", "Lot", "2")
    reading = hours(sheet(TITLE, few, ("a", "Dupont Jean", "CDI", "80"), pairs, ("b", "Roux Inès", "CDI", "70")))
    assert places(reading) == [(3, "1", "01/2024"), (5, "2", "01/2024")]
    whole = ("Nom et prénom", "Contrat", "Heures", "Observations")
    said = ("Attributaire : Verts Horizons", "Lot 2", "Février 2024", "Marché 2024-T001")
    reading = hours(sheet(TITLE, whole, ("Dupont Jean", "CDI", "80"), said, whole, ("Roux Inès", "CDI", "70")))
    assert places(reading) == [(3, "1", "01/2024"), (6, "2", "02/2024")]


def test_somebody_named_after_a_month_is_no_month() -> None:
    for title in ("Salariée : Avril Martin", "Mme Avril Martin"):
        reading = hours(sheet(TITLE, HEADER, ROW, (), (title,), HEADER, ("Martin", "Avril", *ROW[2:])))
        assert months(reading) == ["01/2024", "01/2024"], title
