"""Bodies that a request names by their number: one out of reach is answered as one that does not exist.

The matrix says on which rows something may be created; the body that the new row is about tells whose row it would be,
before anything recorded of it is looked at.
"""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import Session, SQLModel, col

from clauses.access.queries import KINDS, narrowed
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope

R = TypeVar("R", bound=SQLModel)


def seen(session: Session, scope: Scope, table: type[R], number: int) -> R | None:
    """A row that one may read; None for what is absent and for what is out of scope. One query for either."""
    return session.exec(narrowed(scope, table).where(col(getattr(table, KINDS[table].key)) == number)).one_or_none()


def body_for(session: Session, scope: Scope, resource: Resource, organisation_id: int) -> Organisation | None:
    """The body for which one may create such a row: a company's or a buyer's own; any that one sees, of a territory.

    None without it: absent, out of scope, or not for this.
    """
    rights = list(scope.rights(resource, Act.CREATE))
    own = any(grant.reach is Reach.OWN and standing.organisation_id == organisation_id for standing, grant in rights)
    if own or any(grant.reach is Reach.TERRITORY for _, grant in rights):
        return seen(session, scope, Organisation, organisation_id)
    return None
