"""A cell of an official file → a value, or None where it is not of the form that the publisher announces."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from clauses.quantities import half_up
from clauses.reference.contours import understood_from_others, written
from clauses.words import tidy

DEGREE = 10_000_000
"""Units in a degree: coordinates are whole numbers of ten-millionths, about a centimetre."""

_ROME = re.compile(r"[A-N][0-9]{4}")
_DOMAIN = re.compile(r"[A-N](?:[0-9]{2})?")
_INSEE = re.compile(r"[0-9](?:[0-9]|[AB])[0-9]{3}")
_NAF = re.compile(r"[A-U]|[0-9]{2}(?:\.[0-9]{1,2}[A-Z]?)?")
_CPV = re.compile(r"([0-9]{8})(?:-([0-9]))?")
_QPV = re.compile(r"Q(?:N[0-9A-Z]{3}[0-9]{2}[A-Z]?|P[0-9A-Z]{6}|V[0-9A-Z]{3,8})")
_WHOLE = re.compile(r"[0-9]{1,12}")
_LONGEST = 2_000
_YES, _NO = frozenset({"o", "oui", "1", "vrai", "true"}), frozenset({"n", "non", "0", "faux", "false", ""})


@dataclass(frozen=True)
class Form:
    """How a cell is read; ``expected`` says in French what it should have been, for a person."""

    read: Callable[[str], Any]
    expected: str
    blank: bool = False
    """Whether the cell may be blank."""
    when_blank: Any = None
    """What is then stored."""


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        bare = text.strip().upper()
        return bare if pattern.fullmatch(bare) else None

    return read


def words(text: str) -> str | None:
    """Words, HTML entities read, spaces tidied; None for nothing, or for more than a label can be."""
    said = tidy(html.unescape(text))
    return said if said and len(said) <= _LONGEST and "\0" not in said else None


def whole(text: str) -> int | None:
    """A whole number of twelve digits at most."""
    bare = text.strip().removesuffix(".0")
    return int(bare) if _WHOLE.fullmatch(bare) else None


def flag(text: str) -> bool | None:
    """« O » or « N »; blank is no."""
    said = text.strip().casefold()
    return True if said in _YES else False if said in _NO else None


def coordinate(text: str) -> int | None:
    """A longitude or a latitude in ten-millionths of a degree, rounded half up; None outside of the globe."""
    try:
        degrees = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return units(degrees)


def units(degrees: Decimal | int) -> int | None:
    """Degrees as whole ten-millionths, rounded half up; None for what is no number, or is outside of the globe."""
    if isinstance(degrees, Decimal) and not degrees.is_finite():
        return None
    if not -180 <= degrees <= 180:
        return None
    return half_up(Fraction(degrees) * DEGREE)


def division(text: str) -> str | None:
    """A NAF division in two digits: « 1 » is 01; 00 is found in every one."""
    bare = text.strip()
    return bare.zfill(2) if re.fullmatch(r"[0-9]{1,2}", bare) else None


def insee(text: str) -> str | None:
    """An INSEE code; the zero that a number lost at its start is put back."""
    bare = text.strip().upper().zfill(5)
    return bare if _INSEE.fullmatch(bare) else None


def postal_codes(text: str) -> str | None:
    """Postal codes, whatever stands between them, as « 76000;76100 »."""
    found = re.findall(r"(?<![0-9])[0-9]{4,5}(?![0-9])", text)
    return ";".join(code.zfill(5) for code in found)


def cpv(text: str) -> str | None:
    """The eight digits of a CPV code, its check digit left out."""
    found = _CPV.fullmatch(text.strip())
    return found[1] if found else None


def check_digit(text: str) -> str | None:
    """The check digit of a CPV code, an empty text where there is none."""
    found = _CPV.fullmatch(text.strip())
    return (found[2] or "") if found else None


def contour(text: str) -> str | None:
    """A contour as the guarded reader writes it; what it wrote in place of one is none, and a csv may hold anything."""
    found = understood_from_others(text)
    return None if found is None else written(found)


def several(text: str) -> str | None:
    """Values with « ; », « , » or « | » between, as « Rouen;Bihorel »."""
    return ";".join(said for part in re.split(r"[;,|]", text) if (said := tidy(html.unescape(part))))


ROME_CODE = Form(_matching(_ROME), "un code ROME, une lettre et quatre chiffres, comme F1703")
DOMAIN = Form(_matching(_DOMAIN), "un code de domaine, comme F ou F17")
WORDS = Form(words, "un libellé")
NUMBER = Form(whole, "un nombre entier")
DIVISION = Form(division, "une division NAF, comme 43")
INSEE = Form(insee, "un code INSEE, comme 21231")
NAF = Form(_matching(_NAF), "un code NAF, comme 43.34Z")
CPV = Form(cpv, "un code CPV, comme 45000000-7")
CPV_CHECK = Form(check_digit, "un code CPV, comme 45000000-7")
COORDINATE = Form(coordinate, "une coordonnée en degrés, comme 5.04150", blank=True)
FLAG = Form(flag, "O ou N", blank=True, when_blank=False)
MAYBE_WORDS = Form(words, "un libellé", blank=True)
MAYBE_NUMBER = Form(whole, "un nombre entier", blank=True)
MAYBE_ROME_CODE = Form(_matching(_ROME), "un code ROME, comme F1703", blank=True)
MAYBE_CPV = Form(cpv, "un code CPV, comme 45000000-7", blank=True)
QPV = Form(_matching(_QPV), "un code de quartier prioritaire, comme QN02102M")
LISTED = Form(several, "une liste", blank=True, when_blank="")
CONTOUR = Form(
    contour, "un contour : une surface, en degrés de longitude et de latitude, comme dans le GeoJSON publié", blank=True
)
POSTAL_CODES = Form(postal_codes, "des codes postaux", blank=True, when_blank="")
