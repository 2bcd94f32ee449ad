"""People told apart, and what is true of them at a date.

Two different people are never merged: a name is found again through case, accents, hyphens, order, compounds and one
wrong letter only *with the same birth date*, and only when a single person can be meant. Everything else is a doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rapidfuzz.distance import OSA

from clauses.reference.rules import Labelled
from clauses.words import folded

T = TypeVar("T")

SHORTEST_WITH_TYPO = 4
"""Below four letters one letter is a quarter of the name: « Léa » and « Léo » are two people."""


class Sector(Labelled):
    """Where someone is oriented; one person may be oriented to two."""

    BTP = "BTP", "BTP"
    MS = "MS", "Marchés de services"
    PI = "PI", "Prestations intellectuelles"
    UNKNOWN = "unknown", "Non renseigné"


class Likeness(Labelled):
    """How a name was found again, from the surest to the least sure."""

    EXACT = "exact", "même nom et même date de naissance"
    SPACING = "spacing", "même nom, écrit avec d'autres espaces ou tirets"
    SWAPPED = "swapped", "nom et prénom inversés"
    COMPOUND = "compound", "nom composé ou nom d'usage"
    TYPO = "typo", "une lettre d'écart"


class Doubt(Labelled):
    """Why nobody was chosen."""

    UNKNOWN = "unknown", "personne inconnue"
    SEVERAL = "several", "plusieurs personnes possibles"
    OTHER_BIRTH_DATE = "other_birth_date", "même nom, autre date de naissance"
    NEAR = "near", "nom proche, à confirmer"


@dataclass(frozen=True)
class Name:
    """A name as compared: folded last and first names."""

    last: str
    first: str

    @classmethod
    def of(cls, last: str, first: str) -> Name:
        return cls(folded(last), folded(first))

    @property
    def compact(self) -> tuple[str, str]:
        """Without spaces: « de la Tour » and « Delatour » are one."""
        return self.last.replace(" ", ""), self.first.replace(" ", "")

    @property
    def swapped(self) -> Name:
        return Name(self.first, self.last)


@dataclass(frozen=True)
class KnownPerson:
    """Someone already recorded."""

    id: int
    name: Name
    birth_date: date


@dataclass(frozen=True)
class Recognition:
    """Who is meant, or why nobody was chosen and who might be."""

    person: int | None
    likeness: Likeness | None = None
    doubt: Doubt | None = None
    candidates: tuple[int, ...] = ()


class Register:
    """The people known, ready to be asked about many names."""

    def __init__(self, known: Iterable[KnownPerson]) -> None:
        self._by_birth: dict[date, list[KnownPerson]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        self._first_names: set[str] = set()
        for person in known:
            self.add(person)

    def add(self, person: KnownPerson) -> None:
        """One more person known from now on."""
        self._by_birth[person.birth_date].append(person)
        self._by_name[person.name.compact].append(person)
        self._first_names.add(person.name.compact[1])

    def named(self, name: Name) -> Sequence[KnownPerson]:
        """Those who bear this name, in either order, whatever their birth date."""
        found = {person.id: person for key in (name, name.swapped) for person in self._by_name.get(key.compact, ())}
        return tuple(found.values())

    def recognise(self, name: Name, birth_date: date) -> Recognition:
        """Who bears this name and was born that day. Never two levels at once: the surest that answers decides."""
        born = self._by_birth.get(birth_date, [])
        for likeness in (Likeness.EXACT, Likeness.SPACING, Likeness.SWAPPED):
            found = [person for person in born if _alike(name, person.name, likeness)]
            if found:
                return _one_of(found, likeness)
        compound = [person for person in born if _alike(name, person.name, Likeness.COMPOUND)]
        near = [person for person in born if _one_letter_apart(name, person.name)]
        found = [*compound, *(person for person in near if person not in compound)]
        if len(found) > 1:
            return _doubt(Doubt.SEVERAL, found)
        if compound:
            return _one_of(compound, Likeness.COMPOUND)
        if near:
            if self._may_be_someone_else(name, near[0].name):
                return _doubt(Doubt.NEAR, near)
            return _one_of(near, Likeness.TYPO)
        homonyms = self.named(name)
        return _doubt(Doubt.OTHER_BIRTH_DATE, homonyms) if homonyms else Recognition(None, doubt=Doubt.UNKNOWN)

    def _may_be_someone_else(self, name: Name, known: Name) -> bool:
        """Twins: the first names differ by one letter, and the one written is a first name that others bear."""
        written, borne = name.compact[1], known.compact[1]
        if written == borne:
            return False
        return written in self._first_names or min(len(written), len(borne)) < SHORTEST_WITH_TYPO


def _one_of(found: Sequence[KnownPerson], likeness: Likeness) -> Recognition:
    if len(found) > 1:
        return _doubt(Doubt.SEVERAL, found)
    return Recognition(found[0].id, likeness=likeness)


def _doubt(doubt: Doubt, people: Sequence[KnownPerson]) -> Recognition:
    return Recognition(None, doubt=doubt, candidates=tuple(sorted(person.id for person in people)))


def _alike(written: Name, known: Name, likeness: Likeness) -> bool:
    if likeness is Likeness.EXACT:
        return written == known
    if likeness is Likeness.SPACING:
        return written.compact == known.compact
    if likeness is Likeness.SWAPPED:
        return written.swapped.compact == known.compact
    return _compound(written, known) or _compound(written.swapped, known)


def _compound(written: Name, known: Name) -> bool:
    """One name holds the other whole: « Martin » and « Martin-Dupont », « Marie » and « Marie Claude ».

    A first name alone does not make a compound when the last names differ, nor the reverse.
    """
    last, first = _holds(written.last, known.last), _holds(written.first, known.first)
    same_last, same_first = written.compact[0] == known.compact[0], written.compact[1] == known.compact[1]
    return (last and same_first) or (same_last and first)


_BY_MARRIAGE = frozenset({"epouse", "ep", "epse", "nee", "ne", "veuve", "vve", "dit", "dite", "usage"})


def _holds(one: str, other: str) -> bool:
    """Whether the words of the shorter name all stand in the longer one, at least one of them a real word."""
    short, long = sorted((_words(one), _words(other)), key=len)
    return bool(short) and short < long and any(len(word) > 1 for word in short)


def _words(name: str) -> frozenset[str]:
    return frozenset(name.split()) - _BY_MARRIAGE


def _one_letter_apart(written: Name, known: Name) -> bool:
    """One letter added, missing, wrong, or two neighbours exchanged, in one of the two names and not in both."""
    for candidate in (written, written.swapped):
        gaps = [OSA.distance(a, b, score_cutoff=1) for a, b in zip(candidate.compact, known.compact, strict=True)]
        if sorted(gaps) == [0, 1]:
            return True
    return False


class Public(Labelled):
    """What is known of someone's place among the eligible publics, for an hour worked."""

    ELIGIBLE = "eligible", "Éligible"
    ORIENTED_LATER = "oriented_later", "Orientation postérieure à l'embauche"
    UNKNOWN = "unknown", "Éligibilité inconnue"


def public_at_hiring(
    *, validated_orientations: Sequence[date], participations: Sequence[tuple[date, date | None]], hired_on: date
) -> Public:
    """Someone validated at an orientation, whatever its date, or a participant of the PLIE, is eligible.

    Being oriented after being hired is said, and changes nothing (formats of the files that come in).
    """
    in_plie = any(start <= hired_on and (end is None or end >= hired_on) for start, end in participations)
    if in_plie or any(day <= hired_on for day in validated_orientations):
        return Public.ELIGIBLE
    if validated_orientations or participations:
        return Public.ORIENTED_LATER
    return Public.UNKNOWN


def in_force_at(dated: Mapping[date, T], day: date) -> T | None:
    """What holds at a day: the last value known by then, else the first known at all; None without any."""
    if not dated:
        return None
    earlier = [since for since in dated if since <= day]
    return dated[max(earlier) if earlier else min(dated)]
