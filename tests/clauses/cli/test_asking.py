"""`clauses questions`: what waits, what was answered, and how it ends."""

import json

import pytest

from clauses.files.rules import FileKind
from tests.clauses.cli.conftest import CommandLine
from tests.imports.office import HOURS, LEA

SPACE = "\u00a0"
DOUBT = {**HOURS, "Date de naissance": "05/05/1990", "Heures travaillées": "10"}


@pytest.fixture
def doubtful(clauses: CommandLine) -> CommandLine:
    """One question waits."""
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    clauses("import", "hours", clauses.write("mars.csv", DOUBT), status=0)
    return clauses


def test_a_question_is_listed_with_its_answers_and_what_waits_for_it(doubtful: CommandLine) -> None:
    told = doubtful("questions", "list", status=0)
    assert told.out.replace(SPACE, " ") == (
        "1. Même personne ? Léa Roux, né(e) le 05/05/1990, dans des heures à vérifier "
        "(1 ligne en attente, 10,00 h)\n     1. Léa Roux, né(e) le 04/05/1990\n"
    )
    (found,) = json.loads(doubtful("questions", "list", "--json", status=0).out)
    assert (found["id"], found["state"], found["lines"], found["hours"]) == (1, "open", 1, "10.00")
    assert found["candidates"] == [{"number": 1, "id": 1, "name": "Léa Roux, né(e) le 04/05/1990"}]


def test_an_answer_is_said_kept_and_taken_back(doubtful: CommandLine) -> None:
    told = doubtful("questions", "accept", 1, "--candidate", 1, "--by", "Facilitatrice", status=0)
    assert told.out == "Question 1 : c'est Léa Roux, né(e) le 04/05/1990. 1 ligne rattachée.\n"
    assert doubtful("questions", "list", status=0).out == "Aucune question à trancher.\n"
    assert "[C'est le même, Facilitatrice]" in doubtful("questions", "list", "--all", status=0).out
    told = doubtful("questions", "undo", 1, "--by", "Facilitatrice", status=0)
    assert "posée à nouveau sous le numéro 2" in told.out
    told = doubtful("questions", "refuse", 2, "--by", "Facilitatrice", "--reason", "Deux cousines", status=0)
    assert told.out == "Question 2 : c'en est un autre. 1 ligne rattachée.\n"
    found = json.loads(doubtful("questions", "list", "--all", "--json", status=0).out)
    assert [(each["state"], each["reason"]) for each in found] == [("reverted", None), ("refused", "Deux cousines")]
    doubtful("check", status=0)


def test_what_the_record_kept_says_otherwise_is_told(clauses: CommandLine) -> None:
    clauses.bring(FileKind.PEOPLE)
    twin = {**LEA, "Nom": "Rouxx", "Prénom": "Lea", "Identifiant": "P0009", "Mobilité (km)": "30"}
    clauses("import", "people", clauses.write("deux.csv", {**LEA, "Mobilité (km)": "20"}, twin), status=0)
    told = clauses("questions", "accept", 1, "--by", "Facilitatrice", status=0).out
    assert "(mobilité (km)) : ce que disait celle-ci reste." in told.replace(SPACE, " ")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("accept", 9, "--by", "F"), 2, "La question 9 n'existe pas"),
        (("accept", 1, "--candidate", 2, "--by", "F"), 2, "n'est pas une des réponses"),
        (("accept", 1), 2, "Il manque --by"),
        (("accept", 1, "--by", " "), 2, "donnez un nom"),
        (("undo", 1, "--by", "F"), 3, "n'a pas de décision à annuler"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    doubtful: CommandLine, arguments: tuple[object, ...], status: int, words: str
) -> None:
    assert words in doubtful("questions", *arguments, status=status).err
