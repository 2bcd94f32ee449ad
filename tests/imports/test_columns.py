"""The tables of columns, as tables."""

from __future__ import annotations

import pytest

from clauses.files.rules import FileKind
from imports.columns import KINDS, VOCABULARIES, Parser, fields
from imports.vocabulary import words

REQUIRED = {
    FileKind.MARKETS: {"Référence marché", "Intitulé marché", "Donneur d'ordre", "Nature", "Lot"},
    FileKind.PEOPLE: {"Nom", "Prénom", "Date de naissance", "Sexe", "Commune"},
    FileKind.HOURS: {"Référence marché", "Lot", "Nom", "Prénom", "Mois", "Heures travaillées"},
    FileKind.NEEDS: {
        "Référence besoin",
        "Référence marché",
        "SIRET attributaire",
        "Métier",
        "Nombre de postes",
        "Début",
    },
    FileKind.EXITS: {"Nom", "Prénom", "Date de naissance", "Sortie le", "Motif"},
    FileKind.MEETINGS: {"Nom", "Prénom", "Date de naissance", "Objet", "Date"},
}
"""As the description of the files says."""


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_is_required_is_what_the_description_says(kind: FileKind) -> None:
    assert {field.header for field in KINDS[kind] if field.required} == REQUIRED[kind]


def test_a_contractor_of_hours_is_a_siret_or_a_name() -> None:
    assert {field.name for field in KINDS[FileKind.HOURS] if field.one_of} == {"contractor_siret", "contractor_name"}


@pytest.mark.parametrize("kind", list(KINDS))
def test_names_and_headers_are_each_given_once(kind: FileKind) -> None:
    names, headers = [field.name for field in KINDS[kind]], [field.header for field in KINDS[kind]]
    assert len(set(names)) == len(names) == len(fields(kind))
    assert len(set(headers)) == len(headers)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_column_of_words_has_its_words(kind: FileKind) -> None:
    for field in KINDS[kind]:
        if field.parser is Parser.WORD:
            codes = set(words(field.name).values())
            assert codes
            if field.name in VOCABULARIES:
                assert codes == {member.value for member in VOCABULARIES[field.name]}


def test_other_kinds_are_no_workbooks() -> None:
    with pytest.raises(KeyError):
        fields(FileKind.ROME)
