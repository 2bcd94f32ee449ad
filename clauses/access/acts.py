"""Acts of the journal as their reader may see them: with who did them and what was said, or without."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col

from clauses.access.queries import narrowed, seen_among
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.audit import Journal


@dataclass(frozen=True)
class Done:
    """One act. ``author`` None: the reader is not told who; ``details`` None: nor what was said (JSON text)."""

    number: int
    at: datetime
    author: str | None
    act: str
    subject: str
    subject_id: int | None
    details: str | None


def names_authors(scope: Scope) -> bool:
    """Whether somebody reads who signs what was done in a territory: not a buyer, « sans noms », nor who sees their own
    acts alone."""
    return any(grant.reach is Reach.TERRITORY for _, grant in scope.rights(Resource.JOURNAL, Act.READ))


def told(session: Session, scope: Scope, rows: Sequence[Journal]) -> list[Done]:
    """Acts already narrowed, each as the standing that shows it tells it. Two queries, however many acts.

    A buyer (« sans noms ») reads neither who nor on whom; an administrator reads who, without the values.
    """
    numbers = [row.number for row in rows]
    valued = _seen(session, scope, numbers, [one for one in scope.standings if not _nameless(scope, one)])
    named = valued | _seen(session, scope, numbers, [one for one in scope.standings if one.kind is ActorKind.A])
    return [
        Done(
            row.number,
            row.at,
            row.author if row.number in named else None,
            row.act,
            row.subject,
            row.subject_id if row.number in named else None,
            row.details if row.number in valued else None,
        )
        for row in rows
    ]


def of_subject(session: Session, scope: Scope, subject: str, number: int, *, most: int) -> list[Done]:
    """The acts on one thing that the reader may read, the last first."""
    query = narrowed(scope, Journal).where(col(Journal.subject) == subject, col(Journal.subject_id) == number)
    return told(session, scope, session.exec(query.order_by(col(Journal.number).desc()).limit(most)).all())


def _nameless(scope: Scope, standing: Standing) -> bool:
    rights = replace(scope, standings=(standing,)).rights(Resource.JOURNAL, Act.READ)
    return Reach.NAMELESS in {grant.reach for _, grant in rights}


def _seen(session: Session, scope: Scope, numbers: Sequence[int], standings: Collection[Standing]) -> frozenset[int]:
    if not standings or not numbers:
        return frozenset()
    return seen_among(session, replace(scope, standings=tuple(standings)), Journal, numbers, Resource.JOURNAL)
