"""One published value → what it says, or None: buyers' software writes them in many ways (pure)."""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from clauses.quantities import hundredths
from clauses.words import folded, tidy

_SAID_NOTHING = frozenset(
    {"", "nc", "n c", "inconnu", "non communique", "null", "none", "na", "n a", "sans objet", "cdl"}
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?|(\d{2})/(\d{2})/(\d{4})(?:[T ].*)?")
_VAT = re.compile(r"FR[0-9A-Z]{2}([0-9]{9})")
_CPV = re.compile(r"([0-9]{7,8})(?:-([0-9]))?")
_FIRST, _LAST = 1990, 2100
_LA_POSTE = "356000000"
MOST_CENTS = 10**15
"""Ten thousand billion euros: more is a mistake of the publisher."""
MOST_MONTHS = 1_200
LONGEST = 4_000
_LONGEST_NOTHING = 20


def text(value: Any) -> str | None:
    """Words, HTML entities read (twice: « &amp;#039; » is published), spaces tidied; None for what says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    said = str(value).replace("\0", "")
    if "&" in said:
        said = html.unescape(html.unescape(said))
    said = tidy(said)
    if not said or (len(said) <= _LONGEST_NOTHING and folded(said) in _SAID_NOTHING):
        return None
    return said[:LONGEST]


def amount(value: Any) -> int | None:
    """Cents: ``575000``, ``123456.89``, ``"14 700,00"``, ``"14 700,00 €"``; None for what is no amount.

    Negative amounts are none: no contract is worth less than nothing.
    """
    said = text(value)
    if said is None:
        return None
    bare = re.sub(r"[\s\u202f\u00a0€]|EUR|HT", "", said)
    if "," in bare and "." in bare:  # « 14.700,00 » and « 14,700.00 »: the last sign is the decimal one
        last = max(bare.rfind(","), bare.rfind("."))
        bare = re.sub(r"[.,]", "", bare[:last]) + "." + bare[last + 1 :]
    try:
        euros = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        return None
    if not euros.is_finite() or euros < 0 or euros.adjusted() > 14 or euros.adjusted() < -30:
        return 0 if euros == 0 else None
    return hundredths(euros)


def months(value: Any) -> int | None:
    """A whole number of months, 1 to 1 200; None for « NC » and what is no length."""
    said = text(value)
    found = re.fullmatch(r"(\d{1,5})(?:[.,]0+)?(?: ?mois)?", said or "")
    number = int(found[1]) if found else 0
    return number if 1 <= number <= MOST_MONTHS else None


def day(value: Any) -> date | None:
    """A day between 1990 and 2100, ISO or French; None for the others (0202-01-01 is published)."""
    said = text(value)
    found = _DAY.fullmatch(said or "")
    if found is None:
        return None
    year, month, number = (
        (int(part) for part in (found[1], found[2], found[3]))
        if found[1]
        else (int(part) for part in (found[6], found[5], found[4]))
    )
    try:
        return date(year, month, number) if _FIRST <= year <= _LAST else None
    except ValueError:
        return None


def siret(value: Any) -> str | None:
    """Fourteen digits, the zeros that a number lost put back when the key then agrees; None for another identifier."""
    digits = (
        re.sub(r"[\s.\-_']", "", str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    )
    if not re.fullmatch(r"[0-9]{12,14}", digits) or not digits.strip("0"):
        return None
    full = digits.zfill(14)
    return full if len(digits) == 14 or key_agrees(full) else None


def key_agrees(number: str) -> bool:
    """Luhn's key over fourteen digits (INSEE); La Poste's add up to a multiple of 5."""
    digits = [int(sign) for sign in reversed(number)]
    total = sum(digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(digits))
    return total % 10 == 0 or (number.startswith(_LA_POSTE) and sum(digits) % 5 == 0)


def siren_of_vat(value: str) -> str | None:
    """The SIREN inside of a French VAT number."""
    found = _VAT.fullmatch(re.sub(r"[\s.\-]", "", value).upper())
    return found[1] if found else None


def cpv(value: Any) -> str | None:
    """A CPV code, the zero that a number lost put back; None for what is none."""
    found = _CPV.fullmatch(text(value) or "")
    return None if found is None else found[1].zfill(8) + (f"-{found[2]}" if found[2] else "")


def listed(value: Any, inner: str = "") -> list[Any]:
    """A list, however it is wrapped: ``[{"x": {…}}]``, ``{"x": […]}``, ``{…}``; nothing for what is none.

    ``inner`` is the name of what wraps each (« titulaire »).
    """
    if isinstance(value, dict) and inner in value:
        return listed(value[inner], inner)
    if isinstance(value, list):
        return [one for each in value for one in (listed(each, inner) if isinstance(each, dict | list) else [each])]
    return [] if value is None or value == "" else [value]


def first(raw: dict[str, Any], *names: str) -> Any:
    """The first of these fields that says something."""
    return next((raw[name] for name in names if raw.get(name) not in (None, "", [], {})), None)
