"""Which amendments, and which hours lent, may be withdrawn: the one place that says it, for pages and for programs."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select

from clauses.access.queries import REFUSED, found, open_to, within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Forbidden
from clauses.hours.models import Allocation
from clauses.markets.models import Amendment, Contractor


def withdrawable(scope: Scope) -> ColumnElement[bool]:
    """Amendments that may be withdrawn: by whoever modifies what is due; else, by who signed them and may still decide.

    A buyer votes the amendments of its own markets (security note, « V amendments »): it takes back its own slips, not
    what the facilitateur recorded.
    """
    signed = and_(within(scope, Amendment, Act.DECIDE), col(Amendment.author) == scope.author)
    return or_(within(scope, Amendment, Act.MODIFY), signed)


def to_withdraw(session: Session, scope: Scope, number: int) -> Amendment:
    """An amendment that may be withdrawn. Raises ``NotFound`` for what is absent or not seen, ``Forbidden`` else."""
    row = found(session, scope, Amendment, number)
    if not session.exec(select(exists().where(col(Amendment.id) == number, withdrawable(scope)))).one():
        raise Forbidden(REFUSED)
    return row


def to_take_back(session: Session, scope: Scope, number: int) -> Allocation:
    """Hours lent that may be taken back: by whoever may record hours due on both sides. Raises as `to_withdraw`."""
    row = found(session, scope, Allocation, number)
    for side in (row.lender_id, row.borrower_id):
        if not open_to(session, scope, Contractor, side, Act.CREATE, resource=Resource.OBLIGATION):
            raise Forbidden(REFUSED)
    return row
