"""`clauses person export`: what is held on someone, given to them."""

import json

import pytest

from clauses.files.rules import FileKind
from tests.clauses.cli.conftest import CommandLine
from tests.imports.office import HOURS


@pytest.fixture
def year(clauses: CommandLine) -> CommandLine:
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    clauses("import", "hours", clauses.write("mars.csv", HOURS), status=0)
    return clauses


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("f.html", b"<!doctype html>"), ("f", b"<!doctype html>"), ("f.pdf", b"%PDF"), ("f.docx", b"PK")],
)
def test_it_is_written_as_the_name_of_the_file_says(year: CommandLine, name: str, beginning: bytes) -> None:
    year("person", "export", "Léa Roux", "-o", year.desk / name, status=0)
    assert (year.desk / name).read_bytes().startswith(beginning)


def test_for_a_program_it_is_json_with_its_hours_and_the_act(year: CommandLine) -> None:
    place = year.desk / "lea.json"
    year("person", "export", "roux lea 04/05/1990", "-o", place, "--by", "Camille", "--reason", "sa demande", status=0)
    file = json.loads(place.read_text(encoding="utf-8"))
    titles = [section["title"] for section in file["sections"]]
    assert {"Identité et situation", "Heures déclarées", "Orientations et décisions"} <= set(titles)
    assert [(act["Par"], act["Acte"]) for act in file["journal"]] == [("Camille", "données remises à la personne")]
    assert "Dubois" not in place.read_text(encoding="utf-8")


def test_nobody_of_that_name_ends_with_its_status(year: CommandLine) -> None:
    told = year("person", "export", "Personne Inconnue", "-o", year.desk / "x.json")
    assert told.status in (2, 3)
    assert "Personne ne porte" in told.err
    assert not (year.desk / "x.json").exists()
