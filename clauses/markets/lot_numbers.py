"""A lot's number as people write it → the one way it is kept and compared. Pure.

« ``01``, ``1`` and ``Lot 1`` are one lot » (formats of the product): in a file, on a page, on the command line.
"""

from __future__ import annotations

import re
from typing import Final

from clauses.words import folded, tidy

_WORDS: Final = re.compile(r"^(?:lots?\b ?)?(?:n ?[°º˚]|(?:num[ée]ro|num|no?)\b\.?)?[ :.]*", re.IGNORECASE)
_TITLE: Final = re.compile(r"^([0-9]{1,4}(?: ?[A-Z])?)(?: ?[–—:(,]| - | -|- | (?:/|\|) ?).*$")
_DECIMALS: Final = re.compile(r"^([0-9]+)[.,]0+$")
_LETTER: Final = re.compile(r"^([0-9]+)[ \-]([A-Z])$")
_ZEROS: Final = re.compile(r"^0+([0-9])")


def lot_number(text: str) -> str:
    """``01``, ``1``, ``Lot 1``, ``lot n° 1 – Toiture`` → ``1``; ``2b`` → ``2B``. What is already a number stays."""
    known = tidy(text)
    while (read := _read(known)) != known:
        known = read
    return known


def lot_key(text: str) -> str:
    """What two spellings of one lot have in common; it is not shown."""
    return folded(lot_number(text))


def _read(text: str) -> str:
    bare = _WORDS.sub("", text, count=1).upper().strip(" ")
    number = _DECIMALS.sub(r"\1", _TITLE.sub(r"\1", bare).strip(" "))
    return _ZEROS.sub(r"\1", _LETTER.sub(r"\1\2", number)) or text.upper()
