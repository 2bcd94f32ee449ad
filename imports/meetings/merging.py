"""What a row adds to a meeting or an attendance that is known already, and what it would change (pure).

A proof is completed, never replaced: what was blank is filled, what was said otherwise stays and is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from clauses.words import folded
from imports.meetings.facts import AttendanceSaid, KnownReferral, MeetingSaid, TaskKey, TaskSaid


@dataclass
class Held:
    """A meeting, recorded or of the file; ``seen`` and ``tasks`` are all that it has, folded."""

    id: int
    said: MeetingSaid
    seen: set[str] = field(default_factory=set)
    tasks: set[TaskKey] = field(default_factory=set)


@dataclass
class Attended:
    """An attendance, recorded or of the file, at which meeting, of which lot."""

    id: int
    meeting: int
    lot: int | None
    said: AttendanceSaid


def meeting_of(held: Sequence[Held], said: MeetingSaid) -> Held | None:
    """The one that a row means: of its place and its lot, or the only one of which nothing says otherwise."""

    def told(one: MeetingSaid) -> tuple[str | None, int | None]:
        return _key(one.place), one.lot_id

    near = [one for one in held if all(map(_agrees, told(one.said), told(said)))]
    exact = [one for one in near if told(one.said) == told(said)]
    return exact[0] if exact else near[0] if len(near) == 1 else None


def attendance_of(attended: Sequence[Attended], lot: int | None) -> Attended | None:
    """The attendance of that lot, else the first of which the lot is not known, or not said by the row."""
    near = [one for one in attended if _agrees(one.lot, lot)]
    return next((one for one in near if one.lot == lot), near[0] if near else None)


def news_of(held: Held, said: MeetingSaid) -> MeetingSaid | None:
    """What a row says of a meeting that was not said yet; None when it says nothing new."""

    def new(name: str) -> str | None:
        given: str | None = getattr(said, name)
        return given if _key(given) not in (None, _key(getattr(held.said, name))) else None

    found = MeetingSaid(
        place=new("place"),
        lot_id=said.lot_id if held.said.lot_id is None else None,
        company=new("company"),
        tutor=new("tutor"),
        seen=said.seen if _key(said.seen) not in (None, *held.seen) else None,
    )
    return None if found == MeetingSaid() else found


def with_news(said: MeetingSaid, new: MeetingSaid) -> MeetingSaid:
    """A meeting once this is said of it too: the last word for each field."""
    return replace(said, **{name: value for name, value in vars(new).items() if value is not None})


def tasks_left(held: Held, tasks: Iterable[TaskSaid]) -> list[TaskSaid]:
    """The tasks that a meeting does not have yet."""
    return [task for task in tasks if task_key(task) not in held.tasks]


def task_key(task: TaskSaid) -> TaskKey:
    """What tells a task of a meeting from the others."""
    return folded(task.what), folded(task.who), task.due_on


def completed(before: AttendanceSaid, said: AttendanceSaid) -> tuple[AttendanceSaid, bool]:
    """An attendance with what a row adds to it, and whether the row says otherwise of something."""
    if before.present is None:
        return said, False
    if before.present != said.present:
        return before, True
    test, agrees = _test(before, said)
    signature = said.signature if before.signature is None else before.signature
    after = replace(before, test_taken_on=test[0], score=test[1], out_of=test[2], signature=signature)
    return after, not (agrees and _agrees(before.exception, said.exception))


_Test = tuple[date | None, int | None, int | None]


def _test(before: AttendanceSaid, said: AttendanceSaid) -> tuple[_Test, bool]:
    """The test to keep, and whether both say the same of it: a mark is added to a test that has none, not changed."""
    kept: _Test = (before.test_taken_on, before.score, before.out_of)
    given: _Test = (said.test_taken_on, said.score, said.out_of)
    if said.test_taken_on is None:
        return kept, True
    if before.test_taken_on is None:
        return given, True
    if before.test_taken_on != said.test_taken_on:
        return kept, False
    return (given, True) if before.score is None else (kept, said.score is None or given == kept)


def told_of(before: KnownReferral, said: KnownReferral) -> tuple[KnownReferral, bool]:
    """What is known of somebody sent once a row is read, and whether the row says otherwise."""
    after = KnownReferral(before.referent or said.referent, before.fse_informed_on or said.fse_informed_on)
    agrees = _agrees(_key(before.referent), _key(said.referent))
    return after, not (agrees and _agrees(before.fse_informed_on, said.fse_informed_on))


def same_proof(one: str | None, other: str | None) -> bool:
    """Whether two sayings of where a signature is are the same, or one says nothing."""
    return _agrees(_key(one), _key(other))


def _agrees(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _key(text: str | None) -> str | None:
    return (folded(text) or None) if text is not None else None
