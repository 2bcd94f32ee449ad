"""The figures of a bilan, as values: what was asked, what was found, over what.

Hours are ``int`` of hundredths of an hour; people, orientations and exits are counted heads. A breakdown is a dict in
the order in which it is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clauses.dates import Period
from clauses.quantities import percent
from clauses.reference.rules import Labelled, Modality, Nature

Breakdown = Mapping[str, int]


class Perimeter(Labelled):
    """Whose hours are counted: the two published by Dijon (432 316 h in 2022 for all, 42 437,89 h in 2023 for PLIE)."""

    PLIE = "plie", "personnes accompagnées par le PLIE"
    ALL = "all", "ensemble du dispositif"


@dataclass(frozen=True)
class Chosen:
    """One buyer or one market: its identifier, and its name or reference as printed."""

    id: int
    name: str


@dataclass(frozen=True)
class Selection:
    """What a bilan is asked for; what is None is every one of them.

    ``company`` is an attributaire or an employer; ``modality`` that of the contract of work.
    """

    period: Period
    perimeter: Perimeter
    buyer: Chosen | None = None
    market: Chosen | None = None
    nature: Nature | None = None
    include_submitted: bool = False
    lot: Chosen | None = None
    company: Chosen | None = None
    modality: Modality | None = None

    @property
    def filtered(self) -> bool:
        """Whether only some of the lines are looked at, whatever the perimeter."""
        return any((self.buyer, self.market, self.nature, self.lot, self.company, self.modality))


@dataclass(frozen=True)
class Share:
    """A numerator over its base; a base of None is a share that cannot be computed, and says so."""

    numerator: int
    base: int | None

    @property
    def percent(self) -> str | None:
        """One decimal, half up: ``"37.5"``; None on an unknown or zero base."""
        return percent(self.numerator, self.base)


@dataclass(frozen=True)
class Hours:
    """Hours worked and counted, whole and by row. ``training`` prints apart: it is in none of the others."""

    total: int
    by_nature: Breakdown
    by_contract: Breakdown
    training: int


@dataclass(frozen=True)
class Employees:
    """Distinct people with hours counted. Someone in two natures stands in both rows and once in the total."""

    total: int
    women: int
    men: int
    by_nature: Breakdown
    in_several_natures: int
    by_qpv: Breakdown
    qpv_not_in_force: Breakdown
    without_residence: int

    @property
    def qpv(self) -> Share:
        """Those who lived in a QPV at the start of their first counted contract, over all of them."""
        return Share(sum(self.by_qpv.values()), self.total)

    @property
    def unknown_sex(self) -> int:
        return self.total - self.women - self.men


@dataclass(frozen=True)
class Outcome:
    """What became of the orientations of some people: validated in a sector at least, refused in all, or waiting."""

    validated: int
    validated_by_sector: Breakdown
    not_integrated: int
    pending: int


@dataclass(frozen=True)
class OriginFigures:
    """The orientations of one origin."""

    total: int
    qpv: int
    by_sector: Breakdown
    outcome: Outcome


@dataclass(frozen=True)
class Orientations:
    """Distinct people oriented in the period, whatever the perimeter and the market.

    Someone oriented to two sectors stands in both rows and once in the total. ``by_prescriber`` is of origin AUTRES.
    """

    total: int
    by_sector: Breakdown
    in_several_sectors: int
    by_origin: Mapping[str, OriginFigures]
    by_prescriber: Breakdown
    by_qpv: Breakdown
    validated_by_qpv: Breakdown
    qpv_not_in_force: Breakdown
    outcome: Outcome

    @property
    def qpv(self) -> Share:
        """Those who lived in a QPV on the day of their first orientation, over all of them."""
        return Share(sum(self.by_qpv.values()), self.total)

    @property
    def validated_qpv(self) -> Share:
        """Those validated who lived in a QPV, over those validated (published « 23 % » in 2023: it is 20 of 66)."""
        return Share(sum(self.validated_by_qpv.values()), self.outcome.validated)


@dataclass(frozen=True)
class Exits:
    """Exits of the period of people who worked clause hours before: those decided, and apart those that are not.

    ``by_kind`` holds the positive ones. ``excluded`` are those that the protocol leaves out of the base of the rate.
    """

    total: int
    positive: int
    by_kind: Breakdown
    by_qpv: Breakdown
    positive_qpv: int
    qpv_not_in_force: Breakdown
    undecided: int
    excluded: Breakdown
    unknown_kind: int
    verdict_differs: int
    other_bases: tuple[str, ...]
    without_hours: int

    @property
    def qpv(self) -> int:
        return sum(self.by_qpv.values())

    @property
    def rate(self) -> Share:
        """Positive exits over the exits less those excluded.

        The base is unknown while no exit that is not positive was recorded: the others may only be missing.
        """
        if self.total == self.positive:
            return Share(self.positive, None)
        return Share(self.positive, self.total - sum(self.excluded.values()))


@dataclass(frozen=True)
class Lines:
    """A number of lines and their hours, that do not count (or not yet)."""

    count: int
    hours: int


@dataclass(frozen=True)
class Leftovers:
    """What stands beside the figures: lines that wait, contracts without hours, corrections proposed."""

    submitted: Lines
    to_check: Lines
    contracts_without_hours: int
    corrections: int


@dataclass(frozen=True)
class Check:
    """Something to know before the figures are published: a stable code and a French sentence."""

    code: str
    message: str


@dataclass(frozen=True)
class Bilan:
    """Every figure of the bilan of a period."""

    selection: Selection
    hours: Hours
    orientations: Orientations
    employees: Employees
    exits: Exits
    leftovers: Leftovers
    checks: tuple[Check, ...] = ()


def by_size(counts: Mapping[str, int]) -> dict[str, int]:
    """The largest first; equal ones in alphabetical order."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
