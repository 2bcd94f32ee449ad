"""Pieces of French sentences that reasons are made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from clauses.dates import french_day

LONGEST = 60
"""Characters of someone's own words that a reason repeats."""


def quoted(text: str) -> str:
    """« maçon », shortened when it is long."""
    bare = " ".join(text.split())
    kept = bare if len(bare) <= LONGEST else bare[: LONGEST - 1].rstrip() + "…"
    return f"«\u00a0{kept}\u00a0»"


def listed(texts: Sequence[str]) -> str:
    """« coffrage, ferraillage et lecture de plan »."""
    return " et ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


@lru_cache(maxsize=8192)
def written(day: date) -> str:
    """« 12/03/2026 »; remembered, reasons say the same days again and again."""
    return french_day(day)


def kilometres(number: int) -> str:
    """« 12 km »."""
    return f"{number}\u00a0km"


def explained(said: str, why: str) -> str:
    """« Hors secteur : orienté vers BTP »."""
    return f"{said}\u00a0: {why}"


def sentence(parts: Sequence[str]) -> str:
    """« Permis B : manquante ; SST : à vérifier. »: what there is to say, capital and full stop."""
    said = "\u00a0; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}."
