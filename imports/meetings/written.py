"""What one row of a file of meetings says, read on its own (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clauses.sites.rules import MeetingKind, Present, fault_of_test
from imports.meetings import sayings
from imports.meetings.facts import AttendanceSaid, MeetingSaid, TaskSaid
from imports.said import Row, Saying

_SCORE = re.compile(r"(\d{1,4}) ?(?:/|sur) ?(\d{1,4})", re.IGNORECASE)


class Refused(Exception):
    """A row that cannot be taken, and what to say of it."""

    def __init__(self, saying: Saying) -> None:
        super().__init__(saying.code)
        self.saying = saying


def of_meeting(row: Row, lot: int | None) -> MeetingSaid:
    """The meeting itself, of a lot that was found by its reference."""
    return MeetingSaid(row["venue"], lot, row["company"], row["tutor"], row["seen"])


def tasks(row: Row) -> Sequence[TaskSaid]:
    """What is left to be done. Raises ``Refused`` when it does not say what, who and when."""
    said = (row["task"], row["task_who"], row["task_due_on"])
    if not any(said):
        return ()
    if not all(said):
        raise Refused(sayings.TASK)
    return (TaskSaid(*said),)


def present(row: Row, kind: MeetingKind) -> AttendanceSaid:
    """Whether the person was there, with the test and the signature. Raises ``Refused`` for a test that cannot be."""
    score: tuple[int | None, int | None] = (None, None)
    if row["score"] is not None:
        found = _SCORE.fullmatch(row["score"].strip())
        if found is None:
            raise Refused(sayings.SCORE)
        score = int(found[1]), int(found[2])
    there = row["present"] is not False
    given = Present(0, there, None, row["test_taken_on"], *score)
    fault = fault_of_test(kind, row["held_on"], given)
    if fault is not None:
        raise Refused(sayings.wrong_test(fault))
    return AttendanceSaid(
        present=there,
        test_taken_on=row["test_taken_on"],
        score=score[0],
        out_of=score[1],
        signature=row["signature"] if there else None,
    )
