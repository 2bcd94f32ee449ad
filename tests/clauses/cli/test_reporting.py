"""`clauses report bilan`: its formats, its filters, and what it refuses."""

import json
from pathlib import Path

import pytest

from clauses.files.rules import FileKind
from tests.clauses.cli.conftest import CommandLine
from tests.imports.office import HOURS, KARIM_HOURS

SPACE = "\u00a0"
YEAR = ("--from", "2024-01-01", "--to", "2024-12-31", "--perimeter", "all")
BILAN = ("report", "bilan")


@pytest.fixture
def year(clauses: CommandLine) -> CommandLine:
    """March 2024 of Léa validated, April of Karim submitted."""
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    clauses("import", "hours", clauses.write("mars.csv", HOURS), "--validate", "--by", "Reprise", status=0)
    clauses("import", "hours", clauses.write("avril.csv", {**KARIM_HOURS, "Mois": "04/2024"}), status=0)
    return clauses


def total(clauses: CommandLine, *options: str) -> str:
    told = clauses(*BILAN, *YEAR, "--format", "json", *options, status=0)
    return str(json.loads(told.out)["hours"]["total"])


def test_json_is_the_bilan_of_the_contract(year: CommandLine) -> None:
    bilan = json.loads(year(*BILAN, *YEAR, "--format", "json", status=0).out)
    assert bilan["period"] == {"from": "2024-01-01", "to": "2024-12-31"}
    assert (bilan["perimeter"], bilan["hours"]["total"], bilan["employees"]["total"]) == ("all", "151.67", 1)
    assert bilan["hours"]["by_contract"]["CDD"] == "151.67"


def test_a_table_is_for_people(year: CommandLine) -> None:
    told = year(*BILAN, *YEAR, status=0).out
    assert told.startswith("Bilan des clauses d'insertion du 01/01/2024 au 31/12/2024")
    assert "151,67" in told


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--market", "2024-T001"), "151.67"),
        (("--market", "2024 t001", "--buyer", "VILLE D'OUCHY"), "151.67"),
        (("--nature", "MS"), "0.00"),
        (("--nature", "BTP"), "151.67"),
        (("--include", "submitted"), "221.67"),
        (("--perimeter", "plie"), "0.00"),
    ],
)
def test_filters_choose_what_is_counted(year: CommandLine, options: tuple[str, ...], expected: str) -> None:
    assert total(year, *options) == expected


def test_dates_may_be_written_as_in_french(year: CommandLine) -> None:
    told = year(*BILAN, "--from", "1/3/2024", "--to", "31/03/2024", "--perimeter", "all", "--format", "json", status=0)
    assert json.loads(told.out)["hours"]["total"] == "151.67"


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("b.xlsx", b"PK"),
        ("b.docx", b"PK"),
        ("b.pdf", b"%PDF"),
        ("b.html", b"<!doctype html>"),
        ("b.json", b"{"),
        ("b.txt", b"Bilan"),
        ("b", b"Bilan"),
    ],
)
def test_the_name_of_the_file_says_its_format(year: CommandLine, name: str, beginning: bytes) -> None:
    told = year(*BILAN, *YEAR, "-o", year.desk / name, status=0)
    assert (told.out, told.err) == ("", f"{year.desk / name} est écrit.\n")
    assert (year.desk / name).read_bytes().startswith(beginning)


def test_the_format_asked_for_goes_before_the_name(year: CommandLine) -> None:
    year(*BILAN, *YEAR, "--format", "json", "-o", year.desk / "bilan.txt", status=0)
    assert json.loads((year.desk / "bilan.txt").read_text(encoding="utf-8"))["hours"]["total"] == "151.67"


def test_a_workbook_holds_the_figures(year: CommandLine) -> None:
    from openpyxl import load_workbook

    year(*BILAN, *YEAR, "--format", "xlsx", "-o", year.desk / "bilan.xlsx", status=0)
    cells = [cell.value for sheet in load_workbook(year.desk / "bilan.xlsx") for row in sheet.rows for cell in row]
    assert any(str(value) == "151.67" for value in cells)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((*YEAR, "--format", "xlsx"), "Un classeur s'écrit dans un fichier"),
        (("--from", "2024-12-31", "--to", "2024-01-01"), "La période finit (2024-01-01) avant de commencer"),
        (("--from", "hier", "--to", "2024-01-01"), "--from : « hier » n'est pas une date"),
        (("--from", "2024-01-01", "--to", "2024-02-30"), "--to : « 2024-02-30 » n'est pas une date"),
        (("--from", "31/12/23", "--to", "2024-01-01"), "Écrivez par exemple 2023-12-31 ou 31/12/2023"),
        (("--from", "30/02/2024", "--to", "2024-01-01"), "n'est pas une date"),
        (("--from", "2024-01-01"), "Il manque --to"),
        ((*YEAR, "--nature", "BATIMENT"), "« BATIMENT » n'est pas possible. Choisissez entre BTP, MS, PI et"),
        ((*YEAR, "--include", "tout"), "Choisissez entre submitted"),
        ((*YEAR, "--market", "2099-X"), "Aucun marché n'a la référence « 2099-X »"),
        ((*YEAR, "--buyer", "Personne"), "n'est le donneur d'ordre d'aucun marché"),
        ((*YEAR, "-o", "absent/bilan.json"), "ne peut pas être écrit : le dossier n'existe pas"),
        ((*YEAR, "-o", "."), "ne peut pas être écrit : c'est un dossier"),
        ((*YEAR, "--format", "xlsx", "-o", "absent/bilan.xlsx"), "le dossier n'existe pas"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_ends_with_2_and_says_what_to_write(
    clauses: CommandLine, options: tuple[str, ...], words: str
) -> None:
    told = clauses(*BILAN, *options, status=2)
    assert told.out == ""
    assert words in told.err.replace(SPACE, " ")


def test_any_period_of_the_calendar_is_answered(year: CommandLine) -> None:
    told = year(
        *BILAN, "--from", "0001-01-01", "--to", "9999-12-31", "--perimeter", "all", "--format", "json", status=0
    )
    assert json.loads(told.out)["hours"]["total"] == "151.67"


def test_an_empty_database_has_a_bilan_of_zero(clauses: CommandLine) -> None:
    assert total(clauses) == "0.00"
    clauses(*BILAN, *YEAR, "-o", Path("bilan.xlsx"), status=0)
