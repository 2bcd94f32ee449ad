"""French words for the codes of the profession."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.pathways.rules import ExitReason
from clauses.people.rules import Sector
from clauses.reference.rules import ContractKind, EmployerKind, Labelled, Modality, Nature, Origin, Role, Sex
from clauses.words import folded
from imports import vocabulary
from imports.columns import KINDS, Parser

CLOSED: dict[str, type[Labelled]] = {
    "contract_kind": ContractKind, "employer_kind": EmployerKind, "modality": Modality, "nature": Nature, "role": Role,
    "sex": Sex, "origin": Origin, "reason": ExitReason,
}  # fmt: skip


def read(name: str, text: str | None) -> tuple[str | None, str | None]:
    value, code = vocabulary.coded(pl.Series("text", [text], dtype=pl.String), name)
    return value[0], code[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CDDI", "CDDI"), ("CDD d'insertion", "CDDI"), ("CDD d’insertion", "CDDI"), ("CDD-I", "CDDI"),
        ("cddi", "CDDI"), ("C.D.D.I.", "CDDI"),
        ("intérim d'insertion", "CTTI"), ("CTT-I", "CTTI"), ("Contrat de Travail Temporaire d'Insertion", "CTTI"),
        ("contrat pro.", "CPRO"),
        ("contrat pro", "CPRO"), ("Contrat de professionnalisation", "CPRO"), ("CONTRAT PRO", "CPRO"), ("CDD", "CDD"),
        ("CDD 6 mois", "CDD"),
        ("CDD temps partiel", "CDD"), ("CDI 35h", "CDI"), ("CDI temps plein", "CDI"), ("C.D.I.", "CDI"),
        ("CDI de chantier", "CDI"),
        ("Intérim", "INTERIM"), ("CTT", "INTERIM"), ("mission", "INTERIM"), ("CDI intérimaire", "CDI_INTERIMAIRE"),
        ("apprenti", "APPRENTISSAGE"),
        ("PEC", "CUI"), ("CUI-CAE", "CUI"), ("contrat GEIQ", "GEIQ"), ("Autre", "AUTRE"),
    ],
)  # fmt: skip
def test_contract_kinds_are_read_in_words(text: str, kind: str) -> None:
    assert read("contract_kind", text) == (kind, None)


@pytest.mark.parametrize(
    "text", ["STAGE???", "stage", "alternance", "CDDIE", "CDI-I", "PMSMP", "6 mois", "35h", "bénévole"]
)
def test_a_kind_that_is_not_sure_is_never_guessed(text: str) -> None:
    assert read("contract_kind", text) == (None, "unknown_contract_kind")


@pytest.mark.parametrize("name", sorted(CLOSED))
def test_every_code_and_every_label_is_its_own_word(name: str) -> None:
    for member in CLOSED[name]:
        assert read(name, member.value) == (member.value, None)
        assert read(name, member.label) == (member.value, None)
        assert read(name, member.label.upper()) == (member.value, None)


def test_no_word_has_two_codes() -> None:
    with pytest.raises(ValueError, match="two codes"):
        vocabulary.table_of("test", {"A": ("même",), "B": ("MEME",)})


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("sex", "Mme", "F"), ("sex", "h", "M"), ("sex", "M.", "M"), ("nature", "Marché de travaux", "BTP"),
        ("role", "co-traitant", "cotraitant"),
        ("decision", "Validé", "validated"), ("decision", "NON INTÉGRÉ(E)", "not_integrated"),
        ("sector", "Services", Sector.MS.value),
        ("modality", "MAD", "mise_a_disposition"), ("employer_kind", "Entreprise d'insertion", "EI"),
        ("reason", "Formation qualifiante", "formation"),
        ("reason", "Création d'entreprise", "creation"), ("education_level", "Niveau V", "3"),
        ("education_level", "bac + 2", "5"),
        ("french_level", "a1.1", "A1.1"), ("french_level", "niveau B2", "B2"), ("origin", "hors PLIE", "AUTRES"),
    ],
)  # fmt: skip
def test_other_words_are_read(name: str, text: str, code: str) -> None:
    assert read(name, text) == (code, None)


@pytest.mark.parametrize(
    ("name", "text"), [("decision", "en attente"), ("french_level", "non évalué"), ("yes_no", "NR")]
)
def test_what_is_not_known_yet_says_nothing(name: str, text: str) -> None:
    assert read(name, text) == (None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("oui", (True, None)), ("X", (True, None)), ("VRAI", (True, None)), ("non", (False, None)),
        ("FAUX", (False, None)), ("0", (False, None)), ("peut-être", (None, "unknown_yes_no")), ("-", (None, None)),
        ("#REF!", (None, "cell_error")),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, found: tuple[bool | None, str | None]) -> None:
    value, code = vocabulary.yes_no(pl.Series("text", [text]))
    assert (value[0], code[0]) == found


def test_every_choice_and_example_of_a_column_is_understood() -> None:
    for table in KINDS.values():
        for field in table:
            if field.parser is Parser.WORD:
                for text in (*field.choices, field.example or None):
                    assert read(field.name, text)[1] is None, (field.name, text)


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x24F), max_size=40))
def test_folding_as_an_expression_is_folding_of_words(text: str) -> None:
    column = pl.DataFrame({"text": pl.Series([text], dtype=pl.String)}).select(vocabulary.fold(pl.col("text")))
    plain = folded(text)
    if plain.isascii():
        assert column.item() == plain


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_value_a_code_or_nothing(text: str) -> None:
    for name in ("contract_kind", "sex", "yes_no"):
        value, code = read(name, text)
        assert value is None or code is None
