"""What is known of someone who leaves: the facts a protocol judges, whatever they were read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from clauses.reference.rules import ContractKind, EmployerKind

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside are slips of the keyboard; inside, every rule can add and take months without leaving the calendar."""


@dataclass(frozen=True)
class ContractFacts:
    """One contract of employment, both ends included.

    ``starts_on`` None: the start is not known. ``ends_on`` None: no end is known, the contract runs on.
    ``weekly_hours``: hundredths of an hour a week, None when not known.
    ``employer`` None: its kind is not known. ``aided``: the State pays part of the wage, whatever the contract's name.
    """

    kind: ContractKind
    starts_on: date | None
    ends_on: date | None = None
    weekly_hours: int | None = None
    employer: EmployerKind | None = None
    aided: bool = False

    def __post_init__(self) -> None:
        _refuse_far_days(self.starts_on, self.ends_on)
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("a contract ends on or after the day it starts")
        if self.weekly_hours is not None and self.weekly_hours < 0:
            raise ValueError("weekly hours are not negative")


@dataclass(frozen=True)
class TrainingFacts:
    """A training entered: whether it is qualifying, and the day of the diploma, title or certificate."""

    qualifying: bool = False
    certified_on: date | None = None

    def __post_init__(self) -> None:
        _refuse_far_days(self.certified_on)


@dataclass(frozen=True)
class BusinessFacts:
    """A business created or taken over: the day it was registered, the last day it was active if it is closed."""

    registered_on: date | None = None
    active_until: date | None = None

    def __post_init__(self) -> None:
        _refuse_far_days(self.registered_on, self.active_until)
        if self.registered_on and self.active_until and self.active_until < self.registered_on:
            raise ValueError("a business closes on or after the day it was registered")


@dataclass(frozen=True)
class ExitFacts:
    """One exit: its day, the person's birth date if known, and what the person leaves for.

    ``part_time_agreed``: the person agreed to work less than the protocol asks, and it is recorded; no record is no
    agreement. ``id`` is whatever the caller tells exits apart by.
    """

    exited_on: date
    birth_date: date | None = None
    contracts: tuple[ContractFacts, ...] = ()
    part_time_agreed: bool = False
    training: TrainingFacts = field(default_factory=TrainingFacts)
    business: BusinessFacts = field(default_factory=BusinessFacts)
    id: str = ""

    def __post_init__(self) -> None:
        _refuse_far_days(self.exited_on, self.birth_date)


def _refuse_far_days(*days: date | None) -> None:
    if any(day is not None and not EARLIEST <= day <= LATEST for day in days):
        raise ValueError(f"days of an exit stand between {EARLIEST} and {LATEST}")
