"""`clauses declarations` and `clauses corrections`: versions compared, corrections decided."""

import json

import pytest

from clauses.files.rules import FileKind
from tests.clauses.cli.conftest import CommandLine
from tests.imports.office import HOURS, KARIM_HOURS, STRANGER

SPACE = "\u00a0"


@pytest.fixture
def corrected(clauses: CommandLine) -> CommandLine:
    """March validated, then sent again: a correction waits."""
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    clauses("import", "hours", clauses.write("a.csv", HOURS, KARIM_HOURS), "--validate", "--by", "Reprise", status=0)
    clauses("import", "hours", clauses.write("b.csv", {**HOURS, "Heures travaillées": "140"}), "--by", "Ana", status=0)
    return clauses


def test_a_correction_is_listed_compared_and_accepted_by_somebody_else(corrected: CommandLine) -> None:
    (waiting,) = json.loads(corrected("corrections", "list", "--json", status=0).out)
    assert (waiting["id"], waiting["state"], waiting["month"], waiting["hours"]) == (2, "proposed", "2024-03", "140.00")
    told = corrected("declarations", "diff", 2, status=0).out.replace(SPACE, " ")
    assert told.splitlines() == [
        "- Karim Dubois (CDD) : 70,00 h",
        "~ Léa Roux : heures 151,67 h → 140,00 h",
        "0 ligne inchangée ; heures : -81,67 h.",
    ]
    found = json.loads(corrected("declarations", "diff", 2, "--json", status=0).out)
    assert (found["hours"], len(found["removed"]), found["changed"][0]["fields"]) == ("-81.67", 1, ["hours"])
    assert "par une autre personne" in corrected("corrections", "accept", 2, "--by", "Ana", status=3).err
    corrected("corrections", "accept", 2, "--by", "Facilitatrice", status=0)
    assert corrected("corrections", "list", status=0).out == "Aucune déclaration.\n"
    states = [each["state"] for each in json.loads(corrected("declarations", "list", "--json", status=0).out)]
    assert states == ["superseded", "current"]
    corrected("check", status=0)
    assert "attend de nouveau" in corrected("corrections", "undo", 2, "--by", "Facilitatrice", status=0).out
    corrected("check", status=0)


def test_a_correction_refused_leaves_what_was_validated(corrected: CommandLine) -> None:
    assert "reste en vigueur" in corrected("corrections", "refuse", 2, "--by", "Facilitatrice", status=0).out
    assert "Correction refusée" in corrected("corrections", "refuse", 2, "--by", "Facilitatrice", status=3).err
    assert corrected("corrections", "refuse", 9, "--by", "Facilitatrice", status=2).err


def test_any_two_versions_are_compared_lines_to_check_included(corrected: CommandLine) -> None:
    corrected("import", "hours", corrected.write("c.csv", {**STRANGER, "Mois": "04/2024"}), status=0)
    told = corrected("declarations", "list", "--month", "2024-04", status=0).out
    assert told.startswith("3. avril 2024, marché 2024-T001, lot 1, Maçons du Sud, employeur Maçons du Sud : version 1")
    assert "+ Léa Inconnu (à vérifier) (CDD) : 10,00" in corrected("declarations", "diff", 3, status=0).out
    assert "- Léa Roux" in corrected("declarations", "diff", 3, "--against", 1, status=0).out
    same = corrected("declarations", "diff", 1, "--against", 1, status=0).out
    assert same.replace(SPACE, " ") == "2 lignes inchangées ; heures : 0,00 h.\n"


def test_what_is_not_there_is_said(corrected: CommandLine) -> None:
    assert "n'existe pas" in corrected("declarations", "diff", 99, status=2).err
    assert "n'est pas un mois" in corrected("declarations", "list", "--month", "mars", status=2).err
