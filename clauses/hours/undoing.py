"""A decision on a line taken back, by whoever took it, while its month is open."""

from __future__ import annotations

from sqlmodel import Session

from clauses import audit
from clauses.errors import Conflict
from clauses.hours.actions import waiting_line
from clauses.hours.models import Line
from clauses.hours.rules import LineState


def undo_decision(session: Session, *, line_id: int, version: int, by: str) -> Line:
    """Puts a validated or refused line back where it was. ``version`` is the one that was looked at.

    Raises ``NotFound``; ``Conflict`` when the line changed since, is not decided, was validated by somebody else, or
    stands in a locked month.
    """
    line, _ = waiting_line(session, line_id, version, LineState.VALIDATED, LineState.REJECTED)
    if line.state is LineState.VALIDATED and line.validated_by != by:
        raise Conflict("Une validation est reprise par la personne qui l'a donnée.", code="hours.not_your_decision")
    line.state = LineState.TO_CHECK if line.contract_id is None else LineState.SUBMITTED
    line.validated_by = line.validated_at = line.reason = None
    line.version += 1
    audit.record(session, "undo", by=by, subject="line", subject_id=line_id, version=line.version)
    session.flush()
    return line
