"""Somebody named in a text that others wrote: found in any spelling, and put out of it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from clauses.people.rules import Name
from clauses.words import folded

_WORD: Final = re.compile(r"[^\W_]+")
_APART: Final = 2
"""Words that may stand between a last name and a first name: « Nom : Roux, prénom : Léa »."""
_TELLING: Final = 4
"""Letters of a word that is enough of a compound name: « Anne-Sophie » is named by « Sophie », not by « de »."""


@dataclass(frozen=True)
class Mention:
    """Whom to look for: the ways, in folded words, to say a last name and a first name."""

    last: tuple[tuple[str, ...], ...]
    first: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, name: Name) -> Mention:
        return cls(_ways(name.last), _ways(name.first))


def _ways(key: str) -> tuple[tuple[str, ...], ...]:
    words = key.split()
    parts = [(word,) for word in words if len(word) >= _TELLING] if len(words) > 1 else []
    return (tuple(words), ("".join(words),), *parts) if len(words) > 1 else (tuple(words),)


def without(text: str, whom: Mention, instead: str, *, alone: bool = False) -> str:
    """The text with ``instead`` where it names somebody: a last name beside a first name, in either order.

    ``alone``: the text is about them already, so either name alone says who it is. What names nobody is given back as
    it is, sign for sign.
    """
    plain = unicodedata.normalize("NFC", text)  # an accent apart from its letter would cut the word
    words = [(match.span(), word) for match in _WORD.finditer(plain) for word in folded(match.group()).split()]
    told = [word for _, word in words]
    hidden: set[int] = set()
    for last in _places(told, whom.last):
        beside = [first for first in _places(told, whom.first) if _apart(last, first) <= _APART]
        for found in (last, *beside) if beside or alone else ():
            hidden |= set(found)
    for found in _places(told, whom.first[:2]) if alone else ():
        hidden |= set(found)
    glued = {one + other for last in whom.last for first in whom.first
             for one, other in (("".join(last), "".join(first)), ("".join(first), "".join(last)))}  # fmt: skip
    hidden |= {at for at, word in enumerate(told) if word in glued}
    return _cut(plain, [words[at][0] for at in sorted(hidden)], instead) if hidden else text


def names(text: str, person: Mapping[str, Any]) -> bool:
    """Whether a text about a person (a row, with its folded names) names them, by either name."""
    whom = Mention.of(Name(person["last_key"], person["first_key"]))
    return without(text, whom, "", alone=True) != text


def _places(told: Sequence[str], ways: Sequence[tuple[str, ...]]) -> Iterator[range]:
    for way in ways:
        for start in range(len(told) - len(way) + 1):
            if tuple(told[start : start + len(way)]) == way:
                yield range(start, start + len(way))


def _apart(one: range, other: range) -> int:
    """Words between two places; those that overlap (Martin Martin) are not beside each other."""
    if one.start < other.stop and other.start < one.stop:
        return _APART + 1
    return max(one.start, other.start) - min(one.stop, other.stop)


def _cut(text: str, spans: Sequence[tuple[int, int]], instead: str) -> str:
    """The text without these spans; those that only signs part go together."""
    kept, end, put = [], 0, -1
    for start, stop in spans:
        between = text[end:start]
        if put != end or _WORD.search(between):
            kept += [between, instead]
        end = put = stop
    return "".join((*kept, text[end:]))
