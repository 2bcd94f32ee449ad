"""The groups made into persons: a name, a home, orientations with their decisions, a time in the PLIE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Final

from clauses.demo.groups import GROUPS, Entry, Group, Leaving, Quartier
from clauses.demo.names import address, birth_date, name
from clauses.demo.shares import spread
from clauses.demo.targets import PRESCRIBER_PLIE, PRESCRIBERS, PRESCRIBERS_OF_BUILDERS, YEAR
from clauses.people.rules import Sector
from clauses.reference.rules import Decision, Origin, Sex

REFERENTS: Final = ("Mme Aubry-Lenoir", "M. Castellan", "Mme Ferrandis", "M. Oudinet", "Mme Sylla")
REASONS: Final = (
    "Annulation de candidature", "Profil inadapté", "Autre projet professionnel", "Freins à l'emploi",
    "Absences aux rendez-vous",
)  # fmt: skip
"""Why someone is not integrated; source of the list: bilan PLIE Dijon 2023."""

_COMMUNES: Final = (
    ("Dijon", "21000"), ("Chenôve", "21300"), ("Dijon", "21000"), ("Talant", "21240"), ("Saint-Apollinaire", "21850"),
    ("Dijon", "21000"), ("Longvic", "21600"), ("Quetigny", "21800"), ("Marsannay-la-Côte", "21160"), ("Dijon", "21000"),
    ("Fontaine-lès-Dijon", "21121"), ("Chevigny-Saint-Sauveur", "21800"),
)  # fmt: skip


Prescribers = Mapping[Sector, Iterator[str]]
"""Whose turn it is to send somebody towards each sector, in 2023; PI stands for every other year."""


@dataclass(frozen=True)
class Orientation:
    """Someone sent towards one sector, and what was decided of it."""

    oriented_on: date
    sector: Sector
    origin: Origin
    prescriber: str
    decision: Decision | None
    decided_on: date | None
    reason: str | None


@dataclass(frozen=True)
class Person:
    """Somebody invented. ``index`` counts from 0 and makes every detail that matters to no figure."""

    index: int
    group: Group
    last_name: str
    first_name: str
    birth_date: date
    sex: Sex
    quartier: Quartier | None
    commune: str
    postal_code: str
    address: str
    referent: str
    orientations: tuple[Orientation, ...]
    plie_from: date | None
    leaving: Leaving | None

    @property
    def identifier(self) -> str:
        """``P0001`` and so on."""
        return f"P{self.index + 1:04d}"

    @property
    def plie_until(self) -> date | None:
        """The day the person left the PLIE, once decided."""
        return self.leaving.day if self.leaving and self.leaving.decided_on else None

    @property
    def hired_from(self) -> date:
        """The first day the person may be hired on the clauses: some days after the last decision."""
        return max(each.decided_on or each.oriented_on for each in self.orientations) + timedelta(days=6)

    def in_plie(self, first: date, last: date) -> bool:
        """Whether the person takes part in the PLIE on at least one day from ``first`` to ``last``."""
        if self.plie_from is None or self.plie_from > last:
            return False
        return self.plie_until is None or self.plie_until >= first


def everybody() -> list[Person]:
    """The whole territory, group after group; within a group, by day of orientation."""
    prescribers = _prescribers()
    index = 0
    people = []
    for group in GROUPS:
        sexes = spread({Sex.M: group.people - group.women, Sex.F: group.women})
        homes = spread({**group.qpv, None: group.people - sum(group.qpv.values())})
        for rank, (sex, quartier) in enumerate(zip(sexes, homes, strict=True)):
            people.append(_person(index, rank, group, sex=sex, quartier=quartier, prescribers=prescribers))
            index += 1
    return people


def _person(
    index: int, rank: int, group: Group, *, sex: Sex, quartier: Quartier | None, prescribers: Prescribers
) -> Person:
    last_name, first_name = name(index, sex)
    commune, postal_code = _COMMUNES[index % len(_COMMUNES)]
    if quartier is not None:
        commune, postal_code = quartier.commune, quartier.postal_code
    orientations = _orientations(index, rank, group, prescribers)
    return Person(
        index=index,
        group=group,
        last_name=last_name,
        first_name=first_name,
        birth_date=birth_date(index),
        sex=sex,
        quartier=quartier,
        commune=commune,
        postal_code=postal_code,
        address=address(index),
        referent=REFERENTS[index % len(REFERENTS)],
        orientations=orientations,
        plie_from=_plie_from(index, rank, group, orientations[0]),
        leaving=group.leavings[rank] if rank < len(group.leavings) else None,
    )


def _orientations(index: int, rank: int, group: Group, prescribers: Prescribers) -> tuple[Orientation, ...]:
    first, last = group.oriented
    oriented_on = weekday(first + (last - first) * rank // max(group.people - 1, 1))
    prescriber = _prescriber(group, oriented_on, prescribers)
    decided_on = weekday(oriented_on + timedelta(days=8 + 4 * (index % 3)))
    decisions = [(group.sector, group.decision)] + ([group.also] if group.also else [])
    return tuple(
        Orientation(
            oriented_on=oriented_on,
            sector=sector,
            origin=group.origin,
            prescriber=prescriber,
            decision=decision,
            decided_on=decided_on if decision else None,
            reason=REASONS[index % len(REASONS)] if decision is Decision.NOT_INTEGRATED else None,
        )
        for sector, decision in decisions
    )


def _prescriber(group: Group, oriented_on: date, prescribers: Prescribers) -> str:
    if group.origin is Origin.PLIE:
        return PRESCRIBER_PLIE
    return next(prescribers[group.sector if oriented_on in YEAR else Sector.PI])


def _prescribers() -> Prescribers:
    """The prescripteurs of 2023 in the order of those they send: the building trades have some of their own."""
    anybody = spread(PRESCRIBERS)
    builders = spread(PRESCRIBERS_OF_BUILDERS)
    of_others = sum(
        group.people
        for group in GROUPS
        if group.origin is Origin.AUTRES and group.sector is Sector.BTP and group.oriented[0] in YEAR
    ) - len(builders)
    turns = spread({True: len(builders), False: of_others})
    own, shared_ones = iter(builders), iter(anybody[:of_others])
    return {
        Sector.BTP: iter([next(own if is_own else shared_ones) for is_own in turns]),
        Sector.MS: iter(anybody[of_others:]),
        Sector.PI: cycle(anybody),
    }


def _plie_from(index: int, rank: int, group: Group, orientation: Orientation) -> date | None:
    if group.entry is Entry.NEVER:
        return None
    if group.entry is Entry.NEXT_YEAR:
        return weekday(YEAR.ends_on + timedelta(days=9 + 9 * rank))
    if group.entry is Entry.BEFORE:
        return weekday(orientation.oriented_on - timedelta(days=60 + index * 13 % 240))
    return weekday((orientation.decided_on or orientation.oriented_on) + timedelta(days=21 + 7 * (rank % 4)))


def weekday(day: date) -> date:
    """The day, or the Monday after a week-end."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
