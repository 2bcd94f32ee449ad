"""What a file says of meetings, and what is recorded of them: values to compare.

Actions, meetings and attendances that the file brings bear negative numbers until they are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clauses.files.rules import Issue
from clauses.people.rules import Register
from clauses.sites.rules import MeetingKind, ModuleTaken

AttendanceKey = tuple[int, int, MeetingKind, date]
"""Action, person, kind, day: with the lot, what tells one attendance from another in a file of the past."""

MeetingKey = tuple[int, MeetingKind, date]
"""Action, kind, day: with the place and the lot, what tells one meeting from another."""

TaskKey = tuple[str, str, date]
"""What and who, folded, and the day: what tells one task of a meeting from another."""


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
class KnownReferral:
    """Somebody sent already: who by, and the day they were told of the FSE+."""

    referent: str | None = None
    fse_informed_on: date | None = None


@dataclass(frozen=True)
class MeetingSaid:
    """A meeting, as its rows say it; of a recorded one, the last that was said of each field."""

    place: str | None = None
    lot_id: int | None = None
    company: str | None = None
    tutor: str | None = None
    seen: str | None = None


@dataclass(frozen=True)
class AttendanceSaid:
    """Somebody at a meeting; ``present`` None: only expected.

    ``module``: the attendance that opens an interview, negative for one of the file. ``signature``: where its proof is.
    """

    present: bool | None
    test_taken_on: date | None = None
    score: int | None = None
    out_of: int | None = None
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
class KnownMeeting:
    """A meeting recorded: what was said of it last, every finding and every task that it has, folded."""

    id: int
    said: MeetingSaid
    seen: frozenset[str] = frozenset()
    tasks: frozenset[TaskKey] = frozenset()


@dataclass(frozen=True)
class KnownAttendance:
    """An attendance recorded, at which meeting, of which lot."""

    id: int
    meeting: int
    lot: int | None
    said: AttendanceSaid


@dataclass(frozen=True)
class KnownMeetings:
    """Who may be met, by whom, and what is recorded already. ``refused``: people refused by an action."""

    register: Register
    operators: Mapping[str, int]
    actions: Sequence[KnownAction] = ()
    referrals: Mapping[tuple[int, int], KnownReferral] = field(default_factory=dict)
    refused: frozenset[tuple[int, int]] = frozenset()
    lots: Mapping[tuple[str, str], Sequence[int]] = field(default_factory=dict)
    meetings: Mapping[MeetingKey, Sequence[KnownMeeting]] = field(default_factory=dict)
    attendances: Mapping[AttendanceKey, Sequence[KnownAttendance]] = field(default_factory=dict)
    modules: Mapping[tuple[int, int], Sequence[ModuleTaken]] = field(default_factory=dict)


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to write."""

    action: int
    kind: MeetingKind
    held_on: date
    said: MeetingSaid


@dataclass(frozen=True)
class NewAttendance:
    """Somebody at a meeting, to write."""

    meeting: int
    kind: MeetingKind
    held_on: date
    person: int
    said: AttendanceSaid
    place: Place


@dataclass
class MeetingsPlan:
    """What to write: by their negative numbers, actions, meetings and attendances in the order of the file.

    ``tasks`` and ``sayings`` are of meetings, ``completed`` of attendances recorded ; ``informed`` of referrals
    recorded: what was not known of them, and nothing in the place of what was.
    """

    actions: dict[int, NewAction] = field(default_factory=dict)
    referrals: dict[tuple[int, int], NewReferral] = field(default_factory=dict)
    informed: dict[tuple[int, int], KnownReferral] = field(default_factory=dict)
    meetings: dict[int, NewMeeting] = field(default_factory=dict)
    tasks: dict[int, list[TaskSaid]] = field(default_factory=dict)
    sayings: dict[int, list[tuple[MeetingSaid, Place]]] = field(default_factory=dict)
    attendances: dict[int, NewAttendance] = field(default_factory=dict)
    completed: dict[int, AttendanceSaid] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    accepted: set[tuple[str, int]] = field(default_factory=set)
    created: int = 0
    replaced: int = 0
    unchanged: int = 0
