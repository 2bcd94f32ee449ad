"""Dated values with their source: the built-in ones, and how the one in force at a day is found.

None is law here: each says where it comes from, and a territory may set its own over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from clauses.reference.rules import Labelled


class Family(Labelled):
    """What a dated value is about, and its unit."""

    REFERENCE_RATE = "reference_rate", "Taux de référence (centimes par heure)"
    LABOUR_SHARE = "labour_share", "Part de main-d'œuvre d'un métier (centièmes de pour cent)"
    EVIDENCE_AGE = "evidence_age", "Âge maximal d'un justificatif (mois)"


@dataclass(frozen=True)
class Dated:
    """``value`` of ``name`` from ``since`` on, in the unit of its family, as ``source`` says."""

    family: Family
    name: str
    since: date
    value: int
    source: str


SMIC = "smic_horaire_brut"
"""The gross hourly minimum wage, the usual reference of a penalty « n fois le SMIC horaire »."""

BUILT_IN: tuple[Dated, ...] = (
    *(
        Dated(Family.REFERENCE_RATE, SMIC, since, cents, "SMIC horaire brut, valeur publiée à cette date")
        for since, cents in (
            (date(2021, 1, 1), 1025),
            (date(2021, 10, 1), 1048),
            (date(2022, 1, 1), 1057),
            (date(2022, 5, 1), 1085),
            (date(2022, 8, 1), 1107),
            (date(2023, 1, 1), 1127),
            (date(2023, 5, 1), 1152),
            (date(2024, 1, 1), 1165),
            (date(2024, 11, 1), 1188),
        )
    ),
    *(
        Dated(Family.LABOUR_SHARE, trade, date(2021, 1, 1), share, "ordre de grandeur publié ; à ajuster au marché")
        for trade, share in (("peinture", 7000), ("maçonnerie", 5000), ("charpente métallique", 2000))
    ),
    *(
        Dated(Family.EVIDENCE_AGE, criterion, date(2021, 1, 1), 12, "usage ; à fixer par le territoire ou le marché")
        for criterion in ("DELD", "RSA", "AAH", "ASS", "AV", "JEUNE", "IAE", "GEIQ", "JUSTICE", "QPV")
    ),
)
"""Values that anybody may check and a territory may replace (`Parameter`)."""


def in_force(values: Iterable[Dated], family: Family, name: str, on: date) -> Dated | None:
    """The value of ``name`` at a day: the last since then; of two of the same day, the last given. None without any."""
    known = [value for value in values if (value.family, value.name) == (family, name) and value.since <= on]
    return max(enumerate(known), key=lambda each: (each[1].since, each[0]))[1] if known else None


def all_in_force(values: Sequence[Dated], on: date) -> list[Dated]:
    """The value in force at a day of every name that has one then, by family and name."""
    names = sorted({(value.family, value.name) for value in values if value.since <= on})
    return [held for family, name in names if (held := in_force(values, family, name, on)) is not None]
