"""What is recorded of somebody's eligibility, document by document, and the opinions over it: who records which, who
reads them, who sets one aside. The one place that says it, for pages and for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from clauses.access.parts import parts_of
from clauses.access.queries import REFUSED, found, open_to
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Forbidden
from clauses.people.models import Evidence, Opinion, Person
from clauses.people.publics import PROTECTED, Criterion

R = TypeVar("R", bound=Evidence | Opinion)
_WITHDRAWN_BY: Mapping[Any, tuple[Act, Resource]] = {
    Evidence: (Act.MODIFY, Resource.CRITERIA),
    Opinion: (Act.DECIDE, Resource.ELIGIBILITY),
}


def recordable(session: Session, scope: Scope, person_id: int) -> tuple[Criterion, ...]:
    """The criteria that one may record of somebody: health and justice, where the matrix lets one create those."""
    every_one = open_to(session, scope, Person, person_id, Act.CREATE, resource=Resource.HEALTH)
    return tuple(one for one in Criterion if every_one or one not in PROTECTED)


def recorded(session: Session, scope: Scope, table: type[R], person_id: int, *, protected: bool = False) -> Sequence[R]:
    """What was not set aside, the last first, for whoever reads criteria whole; what tells of health or of justice only
    when it is asked for (``protected``: the caller writes in the journal who asked)."""
    if "criteria" not in parts_of(session, scope, person_id):
        return []
    kept = select(table).where(col(table.person_id) == person_id, col(table.withdrawn_at).is_(None))
    rows = session.exec(kept.order_by(col(table.id).desc())).all()
    return [row for row in rows if protected or isinstance(row, Opinion) or row.criterion not in PROTECTED]


def removable(session: Session, scope: Scope, person_id: int) -> Callable[[Evidence], bool]:
    """Whether a line may be set aside: of health or justice, by who wrote it or may record it; else by the matrix."""
    records = open_to(session, scope, Person, person_id, Act.CREATE, resource=Resource.HEALTH)
    modifies = scope.may(Resource.CRITERIA, Act.MODIFY)
    return lambda row: modifies and (row.criterion not in PROTECTED or records or row.author == scope.author)


def to_withdraw(session: Session, scope: Scope, table: type[R], number: int) -> R:
    """What may be set aside. Raises ``NotFound`` for what is absent or of somebody not seen, ``Forbidden``."""
    act, resource = _WITHDRAWN_BY[table]
    row = session.get(table, number)
    found(session, scope, Person, 0 if row is None else row.person_id, act, resource=resource)
    if row is None or (isinstance(row, Evidence) and not removable(session, scope, row.person_id)(row)):
        raise Forbidden(REFUSED)
    return row
