"""SIRET and SIREN: the key that says whether fourteen digits can be one.

Source: INSEE, Luhn's key (ISO/IEC 7812-1) over the fourteen digits; the establishments of La Poste (SIREN 356 000 000)
other than its seat have digits that add up to a multiple of 5 instead.
"""

from __future__ import annotations

import re

LA_POSTE = "356000000"


def digits(text: str | None) -> str | None:
    """The fourteen digits of a SIRET, spaces and dots left out; None when it has not fourteen."""
    bare = re.sub(r"[\s.\-_]", "", text or "")
    return bare if re.fullmatch(r"[0-9]{14}", bare) else None


def siren_of(siret: str) -> str:
    """The company that an establishment belongs to: the first nine digits."""
    return siret[:9]


def key_agrees(siret: str) -> bool:
    """Whether the key of fourteen digits agrees, La Poste's own way for its establishments."""
    if siren_of(siret) == LA_POSTE and sum(map(int, siret)) % 5 == 0:
        return True
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(siret))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0
