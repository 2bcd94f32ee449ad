"""Drafts from the command line: listed, shown, accepted, set aside."""

import json

from tests.clauses.cli.conftest import CommandLine
from tests.imports.decp.published import contract, publication, put


def brought(clauses: CommandLine, **values: object) -> None:
    clauses("import", "decp", put(clauses.desk, publication(contract(**values))), status=0)


def test_a_published_market_is_listed_shown_accepted(clauses: CommandLine) -> None:
    assert "Aucun brouillon" in clauses("drafts", "list", status=0).out
    brought(clauses)
    assert "clause sociale" in clauses("drafts", "list", "--social", "--search", "ecole", status=0).out
    (listed,) = clauses("drafts", "list", "--json", status=0).objects
    assert (listed["count"], listed["pages"], listed["drafts"][0]["amount"]) == (1, 1, "250000.50")
    assert "Maçons du Sud" in clauses("drafts", "show", 1, status=0).out
    assert "Marché créé" in clauses("drafts", "accept", 1, "--by", "Ana", status=0).out
    assert "déjà décidé" in clauses("drafts", "accept", 1, "--by", "Ana", status=3).err
    assert clauses("drafts", "list", "--json", status=0).objects[0]["count"] == 0
    (told,) = clauses("drafts", "list", "--state", "accepted", "--json", status=0).objects
    assert (told["drafts"][0]["state"], told["drafts"][0]["decided_by"]) == ("accepted", "Ana")
    assert json.loads(clauses("report", "market", "2024-T001", "--format", "json").out or "{}") is not None


def test_what_changed_since_is_shown(clauses: CommandLine) -> None:
    brought(clauses)
    clauses("drafts", "accept", 1, "--by", "Ana", status=0)
    brought(clauses, objet="École et gymnase", datePublicationDonnees="2024-09-01")
    told = clauses("drafts", "show", 1, status=0).out
    assert "Depuis la publication précédente" in told
    assert "Le marché enregistré dit autre chose" in told
    shown = clauses("drafts", "show", 1, "--json", status=0).objects[0]
    assert [one["field"] for one in shown["changed"]] == ["Intitulé"]
    assert [one["field"] for one in shown["market_differences"]] == ["Intitulé"]


def test_a_draft_is_set_aside(clauses: CommandLine) -> None:
    brought(clauses, ccag=None, codeCPV=None)
    assert "--nature" in clauses("drafts", "accept", 1, "--by", "Ana", status=3).err
    assert "écarté" in clauses("drafts", "dismiss", 1, "--by", "Ana", "--reason", "hors territoire", status=0).out
    assert "n'existe pas" in clauses("drafts", "show", 7).err


def test_who_decides_has_a_name(clauses: CommandLine) -> None:
    brought(clauses)
    assert "--by" in clauses("drafts", "accept", 1, "--by", "  ", status=2).err
    assert "--by" in clauses("drafts", "dismiss", 1, status=2).err
