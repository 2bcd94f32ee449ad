"""French needed and French had, on the scale of the CECRL, with the age of the assessment.

A level is what an assessment found on a day; people learn, so an old level that falls short is to be assessed again,
never held against them (language assessments arrive late and stall the parcours: CREATIV' Dijon, order of 2022).
"""

from __future__ import annotations

import re
from datetime import date

from clauses.dates import add_months
from clauses.reference.rules import Labelled
from clauses.words import folded


class FrenchLevel(Labelled):
    """The levels of the CECRL, A1.1 included (the first steps, a French addition), from the lowest."""

    A1_1 = "A1.1", "A1.1 (premiers acquis)"
    A1 = "A1", "A1 (élémentaire)"
    A2 = "A2", "A2 (usuel)"
    B1 = "B1", "B1 (indépendant)"
    B2 = "B2", "B2 (avancé)"
    C1 = "C1", "C1 (autonome)"
    C2 = "C2", "C2 (maîtrise)"

    @property
    def rank(self) -> int:
        """0 for A1.1, 6 for C2."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(FrenchLevel)}
_WRITTEN = re.compile(r"(?<![a-z0-9])(a ?1 ?1|a ?1|a ?2|b ?1|b ?2|c ?1|c ?2)(?![a-z0-9])")


def french_level(text: str | None) -> FrenchLevel | None:
    """The one level that a text says (« B1 », « niveau A2 acquis », « A1-1 »); None when it says none, or several.

    Words (« courant », « débutant ») are no level: each assessor means another thing by them.
    """
    found = {level.replace(" ", "") for level in _WRITTEN.findall(folded((text or "")[:200]))}
    if len(found) != 1:
        return None
    written = found.pop()
    return FrenchLevel("A1.1" if written == "a11" else written.upper())


def holds_until(assessed_on: date | None, months: int) -> date:
    """The last day on which an assessment is recent enough; one without a date is not known to be old."""
    if assessed_on is None or assessed_on.year + months // 12 >= date.max.year:
        return date.max
    return add_months(assessed_on, months)
