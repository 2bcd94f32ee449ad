"""Who each row of a file of people is about: someone recorded, someone above in the file, or someone new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from clauses.dates import french_day
from clauses.files.rules import Severity
from clauses.people.rules import Doubt, KnownPerson, Likeness, Name, Recognition, Register
from clauses.reference.rules import Sex
from imports.said import Row, Saying

SURE = (Likeness.EXACT, Likeness.SPACING, Likeness.SWAPPED)


@dataclass(frozen=True)
class Known:
    """Someone recorded, as far as telling people apart needs."""

    id: int
    identifier: str | None
    name: Name
    birth_date: date
    sex: Sex | None


@dataclass(frozen=True)
class Found:
    """Who is meant; ``person`` is negative for someone new. ``said`` is a remark, or a refusal when nobody is."""

    person: int | None
    said: Saying | None = None
    candidates: tuple[int, ...] = ()
    """Those recorded who may be the one that was added."""


@dataclass
class Identities:
    """People known while a file is read; those it adds get negative numbers.

    ``rows`` are all those of the file: whoever it writes in two ways that look alike is two people for it, so that a
    row is linked to someone recorded under another spelling only when no other row may be that person.
    """

    recorded: Iterable[Known]
    rows: Iterable[Row]
    confirmed: Mapping[tuple[str, str, date], int] = field(default_factory=dict)
    """Who a name (folded) with a birth date is, because somebody said so."""

    new: int = 0
    _people: dict[int, Known] = field(default_factory=dict)
    _by_identifier: dict[str, int] = field(default_factory=dict)
    _register: Register = field(default_factory=lambda: Register(()))

    def __post_init__(self) -> None:
        for person in self.recorded:
            self._remember(person)
        self._written: dict[date, set[Name]] = defaultdict(set)
        self._numbers: dict[tuple[date, frozenset[str]], set[str]] = defaultdict(set)
        for row in self.rows:
            name = Name.of(row["last_name"], row["first_name"])
            self._written[row["birth_date"]].add(name)
            if row["identifier"]:
                self._numbers[row["birth_date"], frozenset(name.compact)].add(row["identifier"])

    def _remember(self, person: Known) -> None:
        self._people[person.id] = person
        if person.identifier:
            self._by_identifier[person.identifier] = person.id
        self._register.add(KnownPerson(person.id, person.name, person.birth_date))

    def find(self, row: Row) -> Found:
        """Who the row is about. An identifier decides; names decide only where a single person can be meant."""
        name, identifier = Name.of(row["last_name"], row["first_name"]), row["identifier"]
        if identifier in self._by_identifier:
            return self._by_number(self._by_identifier[identifier], name, row)
        told = self.confirmed.get((name.last, name.first, row["birth_date"]))
        if told is not None:
            return Found(told)
        answer = self._register.recognise(name, row["birth_date"])
        person = self._meant(answer, name, row)
        if not identifier and self._numbers_of(name, row["birth_date"], person) > 1:
            return Found(None, Saying("people.several", "last_name", Severity.ERROR, _several))
        if person is not None:
            if identifier and self._people[person].identifier is None:
                self._people[person] = replace(self._people[person], identifier=identifier)
                self._by_identifier[identifier] = person
            return Found(person)
        if answer.doubt is Doubt.SEVERAL and not identifier and self._exact(answer, name):
            return Found(None, Saying("people.several", "last_name", Severity.ERROR, _several))
        said = _doubt(answer)
        likely = {answer.person, *answer.candidates} if said is not None and said.code == "people.maybe_same" else set()
        candidates = tuple(sorted(number for number in likely if number is not None and number > 0))
        return Found(self._add(name, row), said, candidates)

    def _by_number(self, person: int, name: Name, row: Row) -> Found:
        known = self._people[person]
        same_name = known.name.compact in {name.compact, name.swapped.compact}
        if not same_name and row["birth_date"] != known.birth_date:
            return Found(None, Saying("people.identifier_conflict", "identifier", Severity.ERROR, _conflict))
        if not same_name and row["sex"] and known.sex and row["sex"] != known.sex.value:
            return Found(None, Saying("people.identifier_conflict", "identifier", Severity.ERROR, _conflict_of_sex))
        if row["birth_date"] != known.birth_date:
            return Found(person, Saying("people.birth_date_kept", "birth_date", Severity.WARNING, _born(known)))
        if not same_name:
            return Found(person, Saying("people.name_kept", "last_name", Severity.WARNING, _name_kept))
        return Found(person)

    def _meant(self, answer: Recognition, name: Name, row: Row) -> int | None:
        """The person recognised, unless something else tells that it is somebody else."""
        if answer.person is None or answer.likeness is None:
            return None
        known = self._people[answer.person]
        other_number = row["identifier"] and known.identifier and row["identifier"] != known.identifier
        other_sex = row["sex"] and known.sex and row["sex"] != known.sex.value
        if answer.likeness in SURE:
            return None if other_number else answer.person
        in_this_file = answer.person < 0 or self._looks_like_another_row(name, row["birth_date"])
        other_first_name = answer.likeness is Likeness.TYPO and name.compact[1] not in (
            known.name.compact[1],
            known.name.compact[0],
        )
        if other_number or other_sex or in_this_file or other_first_name:
            return None
        return answer.person

    def _looks_like_another_row(self, name: Name, birth_date: date) -> bool:
        others = [
            other for other in self._written[birth_date] if name.compact not in (other.compact, other.swapped.compact)
        ]
        beside = Register(KnownPerson(number, other, birth_date) for number, other in enumerate(others))
        answer = beside.recognise(name, birth_date)
        return answer.person is not None or answer.doubt in (Doubt.SEVERAL, Doubt.NEAR)

    def _numbers_of(self, name: Name, birth_date: date, person: int | None) -> int:
        """How many numbers that name bears, wherever in the file, and on record: of two, no row without one is sure."""
        numbers = self._numbers.get((birth_date, frozenset(name.compact)), set())
        recorded = None if person is None else self._people[person].identifier
        return len(numbers | ({recorded} if recorded else set()))

    def _exact(self, answer: Recognition, name: Name) -> bool:
        return any(self._people[person].name.compact == name.compact for person in answer.candidates)

    def _add(self, name: Name, row: Row) -> int:
        self.new += 1
        sex = Sex(row["sex"]) if row["sex"] else None
        self._remember(Known(-self.new, row["identifier"], name, row["birth_date"], sex))
        return -self.new


def _doubt(answer: Recognition) -> Saying | None:
    if answer.person is not None or answer.doubt in (Doubt.NEAR, Doubt.SEVERAL):
        return Saying("people.maybe_same", "last_name", Severity.WARNING, _maybe_same)
    if answer.doubt is Doubt.OTHER_BIRTH_DATE:
        return Saying("people.same_name", "birth_date", Severity.WARNING, _same_name)
    return None


def _several(row: Row) -> str:
    return (
        f"Ligne {row['row']} : plusieurs personnes nées le même jour s'appellent {row['first_name']} "
        f"{row['last_name']}. Indiquez l'identifiant de celle dont il s'agit."
    )


def _conflict(row: Row) -> str:
    return (
        f"Ligne {row['row']} : l'identifiant « {row['identifier']} » est celui d'une autre personne "
        "(ni le nom ni la date de naissance ne correspondent). Corrigez l'identifiant."
    )


def _conflict_of_sex(row: Row) -> str:
    return (
        f"Ligne {row['row']} : l'identifiant « {row['identifier']} » est celui d'une autre personne "
        "(ni le nom ni le sexe ne correspondent). Corrigez l'identifiant."
    )


def _born(known: Known) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        return (
            f"Ligne {row['row']} : « {row['identifier']} » est enregistré avec une autre date de naissance, le "
            f"{french_day(known.birth_date)}, qui est gardée. Vérifiez l'identifiant ou la date."
        )

    return sentence


def _name_kept(row: Row) -> str:
    return (
        f"Ligne {row['row']} : « {row['identifier']} » est enregistré sous un autre nom, qui est gardé. "
        "Vérifiez que c'est la même personne."
    )


def _maybe_same(row: Row) -> str:
    return (
        f"Ligne {row['row']} : {row['first_name']} {row['last_name']} ressemble à une personne née le même jour. "
        "Elle est enregistrée à part : dites au facilitateur si c'est la même."
    )


def _same_name(row: Row) -> str:
    return (
        f"Ligne {row['row']} : une autre personne s'appelle {row['first_name']} {row['last_name']}, née un autre jour. "
        "Vérifiez la date de naissance."
    )
