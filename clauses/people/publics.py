"""The eligible publics of a social clause, and how a market names them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from clauses.reference.rules import Labelled
from clauses.words import folded


class Criterion(Labelled):
    """One is enough for a clause; this is not the rule of the PASS IAE. Source: a CCAP of 2021 (studies)."""

    DELD = "DELD", "Demandeur d'emploi de plus de douze mois"
    SENIOR = "SENIOR", "Plus de 50 ans"
    RSA = "RSA", "Bénéficiaire du RSA, ou ayant droit"
    AAH = "AAH", "Bénéficiaire de l'AAH"
    ASS = "ASS", "Bénéficiaire de l'ASS"
    AV = "AV", "Bénéficiaire de l'allocation veuvage"
    INVALIDITE = "INVALIDITE", "Pension d'invalidité"
    RQTH = "RQTH", "Travailleur handicapé (RQTH)"
    JEUNE = "JEUNE", "Moins de 26 ans sans qualification, ou suivi (PACEA, EPIDE, E2C, SMA)"
    IAE = "IAE", "Salarié de l'insertion par l'activité économique"
    GEIQ = "GEIQ", "Salarié d'un GEIQ"
    JUSTICE = "JUSTICE", "Sous main de justice"
    REFUGIE = "REFUGIE", "Réfugié ou protection subsidiaire"
    QPV = "QPV", "Habitant d'un quartier prioritaire, éloigné de l'emploi"
    PLIE = "PLIE", "Participant du PLIE"


PROTECTED = frozenset({Criterion.RQTH, Criterion.AAH, Criterion.INVALIDITE, Criterion.JUSTICE})
"""Criteria that tell of health or of justice: shown only to whoever asks for them, and it is written down."""

_WORDS: tuple[tuple[str, Criterion], ...] = (
    ("deld", Criterion.DELD),
    ("longue duree", Criterion.DELD),
    ("plus de 12 mois", Criterion.DELD),
    ("senior", Criterion.SENIOR),
    ("50 ans", Criterion.SENIOR),
    ("rsa", Criterion.RSA),
    ("aah", Criterion.AAH),
    ("adulte handicape", Criterion.AAH),
    ("ass", Criterion.ASS),
    ("solidarite specifique", Criterion.ASS),
    ("veuvage", Criterion.AV),
    ("invalidite", Criterion.INVALIDITE),
    ("rqth", Criterion.RQTH),
    ("travailleur handicape", Criterion.RQTH),
    ("travailleurs handicapes", Criterion.RQTH),
    ("jeune", Criterion.JEUNE),
    ("26 ans", Criterion.JEUNE),
    ("iae", Criterion.IAE),
    ("insertion par l activite economique", Criterion.IAE),
    ("geiq", Criterion.GEIQ),
    ("justice", Criterion.JUSTICE),
    ("refugie", Criterion.REFUGIE),
    ("protection subsidiaire", Criterion.REFUGIE),
    ("qpv", Criterion.QPV),
    ("quartier prioritaire", Criterion.QPV),
    ("quartiers prioritaires", Criterion.QPV),
    ("plie", Criterion.PLIE),
)
"""Words found whole at the start of a word of what a market writes: « DELD », « jeunes de moins de 26 ans »."""


_WHOLE = {folded(words): criterion for criterion in Criterion for words in (criterion.value, criterion.label)}
"""A public written as we write it, apart from the others: its code, or its label."""


def named(text: str | None) -> frozenset[Criterion] | None:
    """The publics that a market names, « DELD ; RSA ; QPV »; None, every public, where it names none that we know.

    A public written in words that we do not know does not exclude anyone: the whole text is then every public.
    """
    found = [_of(part) for part in _parts(text or "") if part]
    return frozenset().union(*found) if found and all(found) else None


def listed(publics: Collection[Criterion]) -> str:
    """Publics as people read them, each time in the same order; `named` reads them back."""
    return " ; ".join(criterion.label for criterion in Criterion if criterion in publics)


def _parts(text: str) -> Iterator[str]:
    """What is written apart, folded. A comma parts too, but for those of a label: « Bénéficiaire du RSA, ou… »."""
    for said in text.replace("\n", ";").split(";"):
        yield from (folded(said),) if folded(said) in _WHOLE else map(folded, said.split(","))


def _of(part: str) -> frozenset[Criterion]:
    if part in _WHOLE:
        return frozenset({_WHOLE[part]})
    words = f" {part}"
    return frozenset(criterion for word, criterion in _WORDS if _stands(word, words))


def _stands(word: str, words: str) -> bool:
    """Short acronyms as whole words (« ass » is not « assistance »), longer words by their start (plurals)."""
    return f" {word} " in f"{words} " if len(word) <= 4 else f" {word}" in words
