"""Headers as senders write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.files.rules import FileKind
from imports.columns import KINDS
from imports.headers import SURE, UNKNOWN, exactly, known_words, rank, recognise
from imports.measures import measure
from imports.spelling import key
from tests.imports.header_table import APART, GUESSED, READ
from tests.imports.header_table import UNKNOWN as NOTHING

FIGURES = {"hours", "training_hours", "obligation", "amount_cents", "penalty_cents_per_hour", "posts", "weekly_hours"}
CASES = [(kind, field.name, header) for kind, table in KINDS.items() for field in table for header in (field.header,)]


@pytest.mark.parametrize(("kind", "name", "header"), CASES)
def test_every_canonical_header_is_its_own_column(kind: FileKind, name: str, header: str) -> None:
    for text in (header, header.upper(), header.replace("'", "’"), f" {header}\n", f"{header} *"):
        match = recognise(kind, text)
        assert match.field == name
        assert match.confidence >= 0.9
    assert rank(kind, header) == 0


def test_a_synonym_never_stands_for_two_columns_of_a_kind() -> None:
    for kind, table in KINDS.items():
        for field in table:
            for header in field.synonyms:
                match = exactly(kind, header)
                assert match is not None
                assert match.field == field.name, (kind, header)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("N° marché", "market"), ("Réf. marché", "market"), ("Réf marche", "market"), ("MARCHÉ", "market"),
        ("N° de\nlot", "lot"), ("Né(e) le", "birth_date"),
        ("Nbre d'heures", "hours"), ("H. trav.", "hours"), ("Heures travaillées (h)", "hours"),
        ("Heures travaillés", "hours"), ("Nb. heures", "hours"),
        ("Date de début du contrat de travail", "starts_on"), ("Type de contrat (CDI, CDD…)", "contract_kind"),
        ("Prénon", "first_name"),
        ("Nom de l'entreprise attributaire du lot", "contractor_name"),
        ("Date de naissance (jj/mm/aaaa)", "birth_date"), ("Salarié", "full_name"),
        ("Nombre d'heures d'insertion réalisées dans le mois", "hours"), ("SIRET de l'employeur", "employer_siret"),
        ("Nom du salarié", "last_name"),
    ],
)  # fmt: skip
def test_headers_of_hours_are_recognised_as_people_write_them(header: str, field: str) -> None:
    assert recognise(FileKind.HOURS, header).field == field


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Cumul à date", "total"), ("Total", "total"), ("Heures cumulées", "total"), ("Total heures", "total"),
        ("Heures payées", "paid"),
        ("Heures prévues", "other"), ("Jours travaillés", "other"), ("Taux horaire", "other"),
        ("Heures hebdomadaires", "other"),
        ("Heures supplémentaires", "other"), ("Reste à réaliser", "other"),
    ],
)  # fmt: skip
def test_figures_that_are_not_the_months_work_are_set_apart(header: str, what: str) -> None:
    assert measure(header) == what
    assert recognise(FileKind.HOURS, header).field is None


def test_an_unknown_header_is_said_to_be_unknown() -> None:
    match = recognise(FileKind.HOURS, "Observations")
    assert (match.field, match.why, match.confidence) == (None, "en-tête inconnu", 0.0)
    assert rank(FileKind.HOURS, "Observations") == 1000


def test_headers_of_real_workbooks_are_what_they_say_and_nothing_else() -> None:
    found: dict[str, object] = {}
    expected: dict[str, object] = {}
    for table, sure in ((READ, True), (GUESSED, False)):
        for kind, fields in table.items():
            for field, headers in fields.items():
                for header in headers.split("|"):
                    match = recognise(kind, header)
                    found[f"{kind} {header}"] = (match.field, match.confidence >= SURE or match.field not in FIGURES)
                    expected[f"{kind} {header}"] = (field, sure)
    for table_of_none, why in ((APART, False), (NOTHING, True)):
        for kind, headers in table_of_none.items():
            for header in headers.split("|"):
                match = recognise(kind, header)
                found[f"{kind} {header}"] = (match.field, match.why == UNKNOWN)
                expected[f"{kind} {header}"] = (None, why)
    assert {header: what for header, what in found.items() if what != expected[header]} == {}
    assert len(found) > 200


def test_a_spelling_as_near_to_two_columns_stands_for_none() -> None:
    assert recognise(FileKind.HOURS, "Noms").field == "last_name"
    assert recognise(FileKind.EXITS, "Métiet").field == "job"
    assert recognise(FileKind.HOURS, "Mots").field is None


def test_words_of_two_columns_are_none() -> None:
    assert recognise(FileKind.HOURS, "SIRET employeur ou SIRET titulaire").field is None


def test_what_is_compared_has_no_accents_little_words_or_abbreviations() -> None:
    assert key("N° de\nlot") == "numero lot"
    assert key("Nbre d'heures") == "nombre heures"


def test_the_words_of_headers_are_lower_case_with_and_without_accents() -> None:
    words = known_words(FileKind.HOURS)
    assert {"prénom", "prenom", "heures travaillées"} <= set(words)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_header_is_recognised_or_not_and_never_fails(header: str) -> None:
    for kind in KINDS:
        match = recognise(kind, header)
        assert 0 <= match.confidence <= 1
        assert match.why
