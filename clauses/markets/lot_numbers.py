"""A lot's number as people write it → the one way it is kept and compared. Pure.

« ``01``, ``1`` and ``Lot 1`` are one lot » (formats of the product): in a file, on a page, on the command line.
"""

from __future__ import annotations

import re
from typing import Final

from clauses.words import folded, tidy

_WORDS: Final = re.compile(r"^(?:lots?\b ?)?(?:n ?[°º˚]|(?:num[ée]ro|num|no?)\b\.?)?[ :.]*", re.IGNORECASE)
_TITLE: Final = re.compile(r"^([0-9]{1,4}(?: ?[A-Z])?)(?: ?[–—:(,]| - | -|- | (?:/|\|) ?).*[^\W\d_].*$")
"""A number, then a name: what follows the sign must hold a letter, or « 1 - 2 » would be lot 1."""
_DECIMALS: Final = re.compile(r"^([0-9]+)[.,]0+$")
_PART: Final = re.compile(r"^([0-9]+) ?[ \-–—] ?([A-Z])$")
_ZEROS: Final = re.compile(r"^0+([0-9])")
_ONE: Final = r"(?:LOTS? ?)?(?:N ?[°º˚] ?)?(?:[0-9]{1,4} ?[A-Z]?|[A-Z])"
_SIGN: Final = r"(?: ?[,;+&–—(:] ?| (?:ET|OU|À|A|AU|PUIS) (?:LE )?| [/|\-] ?|[/|\-] | (?:LOTS? ))"
_SEVERAL: Final = re.compile(rf"^{_ONE}(?:{_SIGN}{_ONE})+(?: ?[^\w ].*)?$")


def lot_number(text: str) -> str:
    """``01``, ``1``, ``Lot 1``, ``lot n° 1 – Toiture`` → ``1``; ``2b`` → ``2B``. What is already a number stays.

    A text that names several lots (`names_several`) is none of them: it stays whole.
    """
    known = tidy(text)
    while (read := _read(known)) != known:
        known = read
    return known


def lot_key(text: str) -> str:
    """What two spellings of one lot have in common; it is not shown."""
    return folded(lot_number(text))


def names_several(text: str) -> bool:
    """Whether a text names more than one lot: « 1, 2 », « lots 1 et 2 », « 1 à 3 ».

    ``1-2``, ``1/2`` and ``1.2``, without a space, may be the number of one.
    """
    return _SEVERAL.match(_bare(tidy(text))) is not None


def _bare(text: str) -> str:
    bare = _WORDS.sub("", text, count=1).upper().strip(" ")
    return _PART.sub(r"\1\2", _DECIMALS.sub(r"\1", bare))


def _read(text: str) -> str:
    bare = _bare(text)
    number = bare if _SEVERAL.match(bare) else _TITLE.sub(r"\1", bare).strip(" ")
    return _ZEROS.sub(r"\1", _PART.sub(r"\1\2", number)) or text.upper()
