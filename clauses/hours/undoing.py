"""A decision on a line taken back, by whoever took it, while its month is open."""

from __future__ import annotations

from sqlmodel import Session, col, select

from clauses import audit
from clauses.errors import Conflict
from clauses.files.models import ImportIssue
from clauses.hours.actions import waiting_line
from clauses.hours.models import Declaration, Line
from clauses.hours.rules import LineState


def undo_decision(session: Session, *, line_id: int, version: int, by: str) -> Line:
    """Puts a validated or refused line back where it was. ``version`` is the one that was looked at.

    Raises ``NotFound``; ``Conflict`` when the line changed since, is not decided, was validated by somebody else, or
    stands in a locked month.
    """
    line, declaration = waiting_line(session, line_id, version, LineState.VALIDATED, LineState.REJECTED)
    if line.state is LineState.VALIDATED and line.validated_by != by:
        raise Conflict(
            "Une validation est reprise par la personne qui l'a donnée. Demandez-le-lui.",
            code="hours.not_your_decision",
        )
    was_to_check = line.contract_id is None or came_in_waiting(session, line, declaration)
    line.state = LineState.TO_CHECK if was_to_check else LineState.SUBMITTED
    line.validated_by = line.validated_at = line.reason = None
    line.version += 1
    audit.record(session, "undo", by=by, subject="line", subject_id=line_id, version=line.version)
    session.flush()
    return line


def came_in_waiting(session: Session, line: Line, declaration: Declaration) -> bool:
    """Whether the line came in waiting: its person known not to be of the publics, or a reason that was not said."""
    said = select(col(ImportIssue.id)).where(
        col(ImportIssue.run_id) == declaration.run_id,
        col(ImportIssue.sheet) == line.sheet,
        col(ImportIssue.row) == line.row,
        col(ImportIssue.code).in_(("hours.not_eligible", "hours.facilitator_looks")),
    )
    return session.exec(said.limit(1)).first() is not None
