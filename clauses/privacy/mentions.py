"""Somebody named in a text that others wrote: found in any spelling, and put out of it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, TypeAlias

from clauses.people.rules import Name
from clauses.words import folded

_WORD: Final = re.compile(r"[^\W_]+")
_APART: Final = 2
"""Words that may stand between a last name and a first name: « Nom : Roux, prénom : Léa »."""
_TELLING: Final = 4
"""Letters of a word that is enough of a compound name: « Anne-Sophie » is named by « Sophie », not by « de »."""
_Way: TypeAlias = tuple[str, ...]
"""Words of a name, as they follow each other."""


@dataclass(frozen=True)
class Mention:
    """Whom to look for: the ways, in folded words, to say a last name and a first name; ``kept``, whom to leave.

    A name whole comes in two ways (its words, and all in one); its parts, where it has several, tell it only beside
    the other name whole: « Jean Martin » is not Jean-Pierre Saint-Martin.
    """

    last: tuple[_Way, ...]
    first: tuple[_Way, ...]
    last_parts: tuple[_Way, ...] = ()
    first_parts: tuple[_Way, ...] = ()
    kept: tuple[Mention, ...] = ()

    @classmethod
    def of(cls, name: Name, *, kept: Iterable[Name] = ()) -> Mention:
        """``kept``: the full names, of people who still have one, that are left where a text has them."""
        others = tuple(cls(_whole(other.last), _whole(other.first)) for other in kept)
        return cls(_whole(name.last), _whole(name.first), _parts(name.last), _parts(name.first), others)

    @property
    def pairs(self) -> Iterator[tuple[_Way, _Way]]:
        """A last name and a first name that name them when they stand together: one of the two is whole."""
        yield from product(self.last, self.first + self.first_parts)
        yield from product(self.last_parts, self.first)

    @property
    def words(self) -> frozenset[str]:
        """Every word of their name: another name with none of these is in none of the texts that name them."""
        return frozenset(word for way in self.last + self.first for word in way)


def _whole(key: str) -> tuple[_Way, ...]:
    words = tuple(key.split())
    return (words, ("".join(words),)) if len(words) > 1 else (words,)


def _parts(key: str) -> tuple[_Way, ...]:
    words = key.split()
    return tuple((word,) for word in words if len(word) >= _TELLING) if len(words) > 1 else ()


def without(text: str, whom: Mention, instead: str, *, alone: bool = False) -> str:
    """The text with ``instead`` where it names somebody: a last name beside a first name, in either order.

    ``alone``: the text is about them already, so either name alone says who it is. What names nobody is given back as
    it is, sign for sign; so are the words of the full name of somebody kept: they may be theirs, and what is put out
    never comes back.
    """
    plain = unicodedata.normalize("NFC", text)  # an accent apart from its letter would cut the word
    words = [(match.span(), word) for match in _WORD.finditer(plain) for word in folded(match.group()).split()]
    told = [word for _, word in words]
    found = list(_named(told, whom))
    if alone:
        found += [set(place) for place in _places(told, whom.last + whom.last_parts + whom.first)]
    if not found:
        return text
    others = [place for other in whom.kept for place in _once(_named(told, other))]
    # A name within a longer one is not said there: Sophie Martin is not in « Sophie Saint-Martin ».
    theirs = {at for place in others if not any(place < longer for longer in found) for at in place}
    hidden = {at for place in found for at in place} - theirs
    return _cut(plain, [words[at][0] for at in sorted(hidden)], instead) if hidden else text


def _named(told: Sequence[str], whom: Mention) -> Iterator[set[int]]:
    """Where words name somebody: the places of a last name and of a first name beside it, or of both in one word."""
    for last, first in whom.pairs:
        for one in _places(told, (last,)):
            yield from ({*one, *other} for other in _places(told, (first,)) if _apart(one, other) <= _APART)
        glued = {"".join(last + first), "".join(first + last)}
        yield from ({at} for at, word in enumerate(told) if word in glued)


def _once(places: Iterable[set[int]]) -> Iterator[set[int]]:
    """The closest words first, each word in one place: in « Jean Martin, Sophie Martin », one Martin is Jean's."""
    taken: set[int] = set()
    for place in sorted(places, key=lambda place: (max(place) - min(place) - len(place), min(place))):
        if taken.isdisjoint(place):
            taken |= place
            yield place


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
