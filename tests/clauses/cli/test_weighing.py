"""`clauses weights`: versions of the weights, and what a match says of the one in force."""

import json
from datetime import date

import pytest

import clauses.cli.matching
import clauses.cli.weighing
from clauses.files.rules import FileKind
from tests.clauses.cli.conftest import CommandLine

SIGNED = ("--source", "comité de pilotage", "--by", "Ana Roux")


@pytest.fixture(autouse=True)
def _some_day_of_june(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (clauses.cli.matching, clauses.cli.weighing):
        monkeypatch.setattr(module, "today", lambda: date(2024, 6, 15))


def test_new_weights_hold_from_their_day_and_the_match_says_which(clauses: CommandLine) -> None:
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE, FileKind.NEEDS)
    clauses("weights", "add", "proche", "--points", "metier=1, distance=3", "--limits", "reach_km=8",
            "--since", "2024-06-15", *SIGNED, status=0)  # fmt: skip
    clauses("weights", "add", "demain", "--points", "metier=1", "--since", "2024-06-16", *SIGNED, status=0)
    found = json.loads(clauses("weights", "list", "--json", status=0).out)
    assert [(each["name"], each["in_force"]) for each in found] == [
        ("initiale", False), ("proche", True), ("demain", False),
    ]  # fmt: skip
    [answer] = clauses("match", "B001", "--json", status=0).objects
    weighed = {one["name"]: one["weight"] for one in answer["candidates"][0]["criteria"] if one["weight"]}
    assert (answer["candidates"][0]["weights"], weighed) == ("proche", {"metier": 0.25, "distance": 0.75})
    lines = clauses("weights", "list", status=0).out.splitlines()
    assert "en vigueur : metier 1, distance 3" in lines[1].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("x", "--points", "beaute=3", "--since", "2024-01-01"), 2, "n'est pas un critère"),
        (("x", "--points", "metier=0", "--since", "2024-01-01"), 2, "un qui ne soit pas nul"),
        (("x", "--points", "metier", "--since", "2024-01-01"), 2, "ne se lit pas"),
        (("x", "--points", "metier=-1", "--since", "2024-01-01"), 2, "ne se lit pas"),
        (("x", "--points", "metier=1", "--limits", "portee=1", "--since", "2024-01-01"), 2, "n'est pas un seuil"),
        (("x", "--points", "metier=1", "--limits", "reach_km=0", "--since", "2024-01-01"), 2, "au moins 1"),
        (("x", "--points", "metier=1", "--since", "hier"), 2, "n'est pas un jour"),
        ((" ", "--points", "metier=1", "--since", "2024-01-01"), 2, "de 1 à 80"),
        (("x" * 81, "--points", "metier=1", "--since", "2024-01-01"), 2, "de 1 à 80"),
        (("initiale", "--points", "metier=1", "--since", "2024-01-01"), 3, "s'appellent déjà"),
    ],
)
def test_weights_that_cannot_be_are_refused(
    clauses: CommandLine, arguments: tuple[str, ...], status: int, words: str
) -> None:
    assert words in clauses("weights", "add", *arguments, *SIGNED, status=status).err
    assert len(json.loads(clauses("weights", "list", "--json", status=0).out)) == 1
