"""`clauses import --column` and `clauses layouts`."""

import json

from clauses.files.rules import FileKind
from tests.clauses.cli.conftest import CommandLine
from tests.imports.office import HOURS


def test_a_column_named_on_the_command_line_is_listed_then_forgotten(clauses: CommandLine) -> None:
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    row = {("Qté" if name == "Heures travaillées" else name): text for name, text in HOURS.items()}
    file = clauses.write("mars.csv", row)
    clauses("import", "hours", file, status=2)
    told = clauses("import", "hours", file, "--column", "Qté=Heures travaillées", "--by", "Ana", "--dry-run", status=0)
    assert "Heures travaillées (dit par l'expéditeur" in told.out
    assert clauses("layouts", "list", status=0).out == "Aucune colonne retenue.\n"
    clauses("import", "hours", file, "--column", "Qté=Heures travaillées", "--by", "Ana", status=0)
    assert "« Qté » → Heures travaillées, par Ana le" in clauses("layouts", "list", status=0).out
    (kept,) = json.loads(clauses("layouts", "list", "--json", status=0).out)
    assert (kept["sender"], kept["kind"], kept["field"], kept["author"]) == ("file:", "hours", "hours", "Ana")
    assert "corrigé par Ana le" in clauses("import", "hours", file, "--dry-run", status=0).out
    assert clauses("layouts", "forget", 1, "--by", "Ana", status=0).out == "« Qté » n'est plus retenu.\n"
    clauses("import", "hours", file, status=2)
    assert "déjà oubliée" in clauses("layouts", "forget", 1, "--by", "Ana", status=3).err


def test_a_pair_that_says_nothing_is_refused(clauses: CommandLine) -> None:
    file = clauses.write("mars.csv", HOURS)
    assert "n'est pas un champ" in clauses("import", "hours", file, "--column", "Qté=zzz", status=2).err
    assert "n'est pas un en-tête" in clauses("import", "hours", file, "--column", "Qté=Mois", status=2).err
