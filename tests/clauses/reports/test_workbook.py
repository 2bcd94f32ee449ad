"""The workbook that a facilitateur sends as it is."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from clauses.reference.rules import Decision
from clauses.reports import workbook
from clauses.reports.figures import Bilan, Chosen
from clauses.reports.lines_behind import COLUMNS
from clauses.reports.workbook import LINE_COLUMNS, write
from tests.clauses.reports.territory import Territory

SHEETS = [
    "Synthèse",
    "Heures",
    "Orientations",
    "Prescripteurs",
    "QPV",
    "Salariés",
    "Sorties",
    "Contrôles",
    "Lignes",
]
LINE: dict[str, Any] = {
    "line_id": 1,
    "person_id": 1,
    "month": date(2023, 6, 1),
    "buyer": "Métropole",
    "market": "2023-T004",
    "lot": "2",
    "nature": "BTP",
    "contractor": "=CMD()",
    "employer": "Insert Éco",
    "identifier": "P1",
    "last_name": "+Nom",
    "first_name": "Léa",
    "kind": "CDDI",
    "starts_on": date(2023, 1, 2),
    "hours": 151_67,
    "training": 0,
    "state": "validated",
    "file_name": "heures.xlsx",
    "sha256": "a" * 64,
    "sheet": "Juin",
    "row": 14,
    "column": "H",
    "author": "Insert Éco",
    "imported_at": datetime(2023, 7, 3, 9, 30),  # noqa: DTZ001  # in UTC, as the frame holds it
    "validated_by": "Camille",
    "validated_at": datetime(2023, 7, 5, 10, 0),  # noqa: DTZ001
}


def lines(*changes: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([LINE | change for change in changes or ({},)], schema=COLUMNS)


def written(bilan: Bilan, behind: pl.DataFrame | None = None, **asked: Any) -> openpyxl.Workbook:
    page = io.BytesIO()
    write(bilan, lines() if behind is None else behind, page, **asked)
    return openpyxl.load_workbook(page)


def values(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def row_of(sheet: Any, label: str) -> list[Any]:
    """The cells of the row that starts with ``label``."""
    return next(list(row) for row in sheet.iter_rows() if row[0].value == label)


@pytest.fixture
def bilan() -> Bilan:
    territory = Territory()
    for number in range(6):
        person = territory.person(qpv="QN02102M" if number < 2 else None)
        territory.line(territory.contract(person), 151_67)
        territory.oriented(person, decision=Decision.VALIDATED, prescriber="=HYPERLINK()")
    return territory.bilan()


def test_there_is_a_sheet_a_group_of_tables_then_the_lines(bilan: Bilan) -> None:
    assert written(bilan).sheetnames == SHEETS


def test_each_sheet_says_what_it_is_of_and_when_it_was_made(bilan: Bilan) -> None:
    book = written(bilan, established_on=date(2024, 3, 1))
    for sheet in book.worksheets[:-1]:
        said = [row[0] for row in values(sheet)[:3]]
        assert said[0] == "Bilan des clauses d'insertion du 01/01/2023 au 31/12/2023"
        assert str(said[1]).replace("\u00a0", " ") == "Périmètre : ensemble du dispositif, heures validées."
        assert said[2] == "Établi le 01/03/2024."
        assert sheet.freeze_panes == "B4"


def test_what_was_chosen_is_said_and_no_date_is_made_up() -> None:
    book = written(Territory().bilan(buyer=Chosen(1, "=Ville")))
    said = [str(row[0]).replace("\u00a0", " ") for row in values(book["Heures"])[:4]]
    assert said[1:] == ["Périmètre : ensemble du dispositif, heures validées.", "Donneur d'ordre : =Ville.", "None"]


def test_hours_are_exact_numbers_in_hours(bilan: Bilan) -> None:
    book = written(bilan)
    total = row_of(book["Heures"], "Total")[1]
    assert (Decimal(str(total.value)), total.number_format) == (Decimal("910.02"), "#,##0.00")


def test_shares_stand_with_their_numerator_and_base_and_show_the_printed_percentage(bilan: Bilan) -> None:
    _, numerator, base, share = row_of(written(bilan)["Synthèse"], "Validées habitant un quartier prioritaire")
    assert (numerator.value, base.value) == (2, 6)
    assert (Decimal(str(share.value)), share.number_format) == (Decimal("0.333"), "0.0%")


def test_a_share_without_a_base_says_so(bilan: Bilan) -> None:
    row = row_of(written(bilan)["Sorties"], "Taux de sorties positives")
    assert [cell.value for cell in row] == ["Taux de sorties positives", None, None, None]
    rate = [row for row in values(written(bilan)["Sorties"]) if row[0] == "Taux de sorties positives"][-1]
    assert rate == ("Taux de sorties positives", 0, None, "non calculable")


def test_checks_are_there_word_for_word(bilan: Bilan) -> None:
    said = [row[0] for row in values(written(bilan)["Contrôles"])]
    assert [check.message for check in bilan.checks if check.message not in said] == []


def test_lines_give_their_origin_and_who_validated_them(bilan: Bilan) -> None:
    header, line = values(written(bilan)["Lignes"])
    told = dict(zip(header, line, strict=True))
    assert told["Heures travaillées"] == pytest.approx(151.67, abs=0)
    assert told["Mois"] == datetime(2023, 6, 1)  # noqa: DTZ001  # a day, as a spreadsheet holds it
    assert (told["Fichier"], told["Feuille"], told["Ligne du fichier"], told["Colonne du fichier"]) == (
        "heures.xlsx",
        "Juin",
        14,
        "H",
    )
    assert (told["Déposé par"], told["Validé par"], told["État"]) == ("Insert Éco", "Camille", "Validée")
    assert (told["Nature"], told["Type de contrat"]) == ("Travaux (BTP)", "CDD d'insertion")
    assert told["Empreinte SHA-256 du fichier"] == "a" * 64


def test_moments_are_those_of_the_clocks_of_france_and_an_hour_that_comes_twice_says_which() -> None:
    twice = {"validated_at": datetime(2023, 10, 29, 1, 30)}  # noqa: DTZ001  # in UTC, as the frame holds it
    winter = {"imported_at": datetime(2023, 12, 31, 23, 30), "validated_at": None}  # noqa: DTZ001
    header, *rows = values(written(Territory().bilan(), lines(twice, winter))["Lignes"])
    brought, signed = header.index("Importé le (heure de Paris)"), header.index("Validé le (heure de Paris)")
    assert [row[brought] for row in rows] == [datetime(2023, 7, 3, 11, 30), datetime(2024, 1, 1, 0, 30)]  # noqa: DTZ001
    said = [row[signed] and str(row[signed]).replace("\u00a0", " ") for row in rows]
    assert said == ["29/10/2023 à 2 h 30 (heure d'hiver)", None]


def test_no_cell_can_be_run(bilan: Bilan) -> None:
    book = written(bilan)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert [cell.value for cell in cells if cell.data_type == "f" or str(cell.value)[0] in "=+-@\t\r"] == []
    texts = {cell.value for cell in cells}
    assert {"'=CMD()", "'+Nom", "'=HYPERLINK()"} <= texts


def test_a_workbook_that_is_not_nominative_names_nobody(bilan: Bilan) -> None:
    header, line = values(written(bilan, nominative=False)["Lignes"])
    assert {"Nom", "Prénom", "Identifiant"} & set(header) == set()
    assert {"'+Nom", "Léa", "P1"} & set(line) == set()
    assert len(header) == len(line) == len(LINE_COLUMNS) - 3


def test_lines_have_a_frozen_header_a_filter_and_fit_a_page(bilan: Bilan) -> None:
    sheet = written(bilan)["Lignes"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:X2", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_no_line_leaves_the_header(bilan: Bilan) -> None:
    assert len(values(written(bilan, lines().clear())["Lignes"])) == 1


def test_lines_go_on_another_sheet_when_one_is_full(bilan: Bilan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LINES_PER_SHEET", 2)
    book = written(bilan, lines({"row": 1}, {"row": 2}, {"row": 3}))
    assert book.sheetnames[-2:] == ["Lignes 1", "Lignes 2"]
    assert [len(values(book[name])) for name in book.sheetnames[-2:]] == [3, 2]


def test_it_is_written_to_a_path_and_gives_the_same_values_twice(bilan: Bilan, tmp_path: Path) -> None:
    write(bilan, lines(), tmp_path / "bilan.xlsx", established_on=date(2024, 3, 1))
    first = openpyxl.load_workbook(tmp_path / "bilan.xlsx")
    again = written(bilan, established_on=date(2024, 3, 1))
    assert [values(sheet) for sheet in first] == [values(sheet) for sheet in again]
