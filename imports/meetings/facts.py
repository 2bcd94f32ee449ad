"""What a file says of meetings, and what is recorded of them: values to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clauses.files.rules import Issue
from clauses.people.rules import Register
from clauses.sites.rules import MeetingKind, ModuleTaken

AttendanceKey = tuple[int, int, MeetingKind, date, int | None]
"""Action, person, kind, day, lot of a visit: what tells one attendance from another in a file of the past."""

MeetingKey = tuple[int, MeetingKind, date, str | None, int | None]
"""Action, kind, day, place, lot: the rows of one meeting."""


@dataclass(frozen=True)
class KnownAction:
    """An action that may cover a day; ``id`` is negative for one that the file opens."""

    id: int
    operator_key: str
    starts_on: date
    ends_on: date
    pass_mark: int | None = None


@dataclass(frozen=True)
class NewAction:
    """What is needed to open the action of a year; ``operator_id`` None for an operator to be added by its name."""

    operator_id: int | None
    operator: str
    year: int
    people_foreseen: int
    positive_percent: int
    source: str
    fse_plus: bool = False


@dataclass(frozen=True)
class NewReferral:
    """Somebody whose first meeting shows that they were sent, and accepted."""

    sent_on: date
    decided_on: date
    referent: str | None
    fse_informed_on: date | None


@dataclass(frozen=True)
class MeetingSaid:
    """A meeting, as its first row says it."""

    place: str | None
    lot_id: int | None
    company: str | None
    tutor: str | None
    seen: str | None


@dataclass(frozen=True)
class AttendanceSaid:
    """Somebody at a meeting. ``module``: the attendance that opens an interview, negative for one of the file."""

    present: bool
    test_taken_on: date | None
    score: int | None
    out_of: int | None
    exception: str | None = None
    signature: str | None = None
    module: ModuleTaken | None = None


@dataclass(frozen=True)
class TaskSaid:
    """What a meeting left to be done."""

    what: str
    who: str
    due_on: date


@dataclass(frozen=True)
class Place:
    """Where a row stands in its file."""

    sheet: str
    row: int


@dataclass(frozen=True)
class KnownMeetings:
    """Who may be met, by whom, and what is recorded already. ``refused``: people refused by an action."""

    register: Register
    operators: Mapping[str, int]
    actions: Sequence[KnownAction] = ()
    referrals: frozenset[tuple[int, int]] = frozenset()
    refused: frozenset[tuple[int, int]] = frozenset()
    lots: Mapping[tuple[str, str], Sequence[int]] = field(default_factory=dict)
    attendances: Mapping[AttendanceKey, AttendanceSaid] = field(default_factory=dict)
    modules: Mapping[tuple[int, int], Sequence[ModuleTaken]] = field(default_factory=dict)


@dataclass
class MeetingsPlan:
    """What to write: actions by their negative number, then referrals, meetings and attendances, in their order.

    ``attendances`` gives each its meeting and its own negative number, which an interview may name.
    """

    actions: dict[int, NewAction] = field(default_factory=dict)
    referrals: dict[tuple[int, int], NewReferral] = field(default_factory=dict)
    meetings: dict[MeetingKey, MeetingSaid] = field(default_factory=dict)
    tasks: dict[MeetingKey, list[TaskSaid]] = field(default_factory=dict)
    attendances: dict[AttendanceKey, tuple[int, MeetingKey, AttendanceSaid, Place]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    accepted: set[tuple[str, int]] = field(default_factory=set)
    created: int = 0
    replaced: int = 0
    unchanged: int = 0
