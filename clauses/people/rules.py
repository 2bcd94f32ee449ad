"""People told apart, and what is true of them at a date.

Two different people are never merged: a name is found again through case, accents, hyphens, order, compounds and one
wrong letter only *with the same birth date*, and only when a single person can be meant. Everything else that is near
is a doubt: a question to somebody who knows them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from clauses.people.eligibility import accompanied
from clauses.people.names import (
    Closeness,
    closeness,
    compact,
    same_leading_word,
    slip_of_first_name,
    slip_of_last_name,
)
from clauses.reference.rules import Labelled
from clauses.words import folded

T = TypeVar("T")


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
    TOLD = "told", "une personne l'a dit"


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
        return compact(self.last), compact(self.first)

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
        near = [(person, how) for person in born if (how := self._nearness(name, person.name))]
        if near:
            return _one_of([person for person, _ in near], near[0][1])
        homonyms = self.named(name)
        return _doubt(Doubt.OTHER_BIRTH_DATE, homonyms) if homonyms else Recognition(None, doubt=Doubt.UNKNOWN)

    def _nearness(self, written: Name, known: Name) -> Likeness | Doubt | None:
        """How a name written otherwise may be the one known, in the order written, else exchanged."""
        return self._in_order(written, known) or self._in_order(written.swapped, known)

    def _in_order(self, written: Name, known: Name) -> Likeness | Doubt | None:
        last = closeness(written.last, known.last)
        if last is Closeness.OTHER:
            return None
        first = closeness(written.first, known.first)
        surer, other = sorted((last, first))
        if surer is Closeness.SAME and other is Closeness.HELD:
            same_person = last is Closeness.HELD or same_leading_word(written.first, known.first)
            return Likeness.COMPOUND if same_person else Doubt.NEAR
        if surer is Closeness.SAME and other is Closeness.LETTER and self._slip(written, known):
            return Likeness.TYPO
        both_by_a_letter = surer is other is Closeness.LETTER
        return Doubt.NEAR if both_by_a_letter or (surer <= Closeness.HELD and other <= Closeness.ALIKE) else None

    def _slip(self, written: Name, known: Name) -> bool:
        """One letter apart in one of the two names: a slip of the pen, and not a twin or another family."""
        if written.compact[1] == known.compact[1]:
            return slip_of_last_name(written.last, known.last)
        return written.compact[1] not in self._first_names and slip_of_first_name(written.first, known.first)


def _one_of(found: Sequence[KnownPerson], how: Likeness | Doubt) -> Recognition:
    """The only person found, if it is one and sure."""
    numbers = {person.id for person in found}
    if len(numbers) > 1:
        return _doubt(Doubt.SEVERAL, found)
    return _doubt(how, found) if isinstance(how, Doubt) else Recognition(numbers.pop(), likeness=how)


def _doubt(doubt: Doubt, people: Sequence[KnownPerson]) -> Recognition:
    return Recognition(None, doubt=doubt, candidates=tuple(sorted({person.id for person in people})))


def _alike(written: Name, known: Name, likeness: Likeness) -> bool:
    if likeness is Likeness.EXACT:
        return written == known
    if likeness is Likeness.SPACING:
        return written.compact == known.compact
    return written.swapped.compact == known.compact


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
    first_validated, in_plie = accompanied(validated_orientations, participations, hired_on)
    if in_plie or (first_validated is not None and first_validated <= hired_on):
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
