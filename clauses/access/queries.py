"""Scope → the rows that someone may see, or act upon: the one place that narrows a query.

`narrowed` gives the rows of a kind; `found` gives one of them, or says « absent » (the same for what is absent and what
is out of scope) or « forbidden » (seen, but not to be done). What has no line in `KINDS` cannot be read by anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from clauses.access import conditions as on
from clauses.access import desk, events, needs, proofs, sites
from clauses.access.journal import journal
from clauses.accounts.keys import Token
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.models import BreakGlass, Membership, Organisation, User
from clauses.accounts.scope import Scope, Standing
from clauses.audit import Journal
from clauses.errors import Forbidden, NotFound
from clauses.files.models import ImportIssue, ImportRun
from clauses.hours.models import Allocation, Contract, Convention, Declaration, Line
from clauses.markets.draft_models import MarketDraft
from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.markets.models import (
    Amendment,
    Closing,
    Contractor,
    FormalNotice,
    Invoice,
    Lot,
    Market,
    Obligation,
    PenaltyRule,
    Shortfall,
)
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.matching.models import PostedNeed, Proposal
from clauses.pathways.models import Exit
from clauses.people.models import Orientation, Person
from clauses.proofs.models import Proof
from clauses.questions.models import Question
from clauses.sites.models import (
    ActivitySheet,
    Attendance,
    FollowUp,
    Meeting,
    Mission,
    OperatorAction,
    Referral,
    VisitTask,
)

R = TypeVar("R", bound=SQLModel)
Narrow = Callable[[Standing, Reach, date], ColumnElement[bool]]

ABSENT: Final = "Cette page n'existe pas, ou ne vous est pas ouverte. Vérifiez l'adresse."
"""One sentence for what is absent and for what is not to be seen."""

REFUSED: Final = "Vous pouvez voir ceci, mais pas le faire. Demandez à qui en a la charge."


@dataclass(frozen=True)
class Kind:
    """A kind of row: the resource of the matrix that it is, how it is narrowed, what names it."""

    resource: Resource
    narrow: Narrow
    key: str = "id"


KINDS: Final[Mapping[type[SQLModel], Kind]] = {
    Market: Kind(Resource.MARKET, on.market),
    Lot: Kind(Resource.MARKET, on.lot),
    Contractor: Kind(Resource.MARKET, on.contractor),
    Obligation: Kind(Resource.OBLIGATION, on.obligation),
    PenaltyRule: Kind(Resource.OBLIGATION, events.penalty_rule),
    FormalNotice: Kind(Resource.OBLIGATION, events.notice),
    PenaltyWaiver: Kind(Resource.PENALTY, events.waiver),
    Shortfall: Kind(Resource.OBLIGATION, events.shortfall),
    Invoice: Kind(Resource.OBLIGATION, events.invoice),
    Amendment: Kind(Resource.OBLIGATION, events.amendment),
    Closing: Kind(Resource.OBLIGATION, events.closing),
    Allocation: Kind(Resource.OBLIGATION, events.allocation),
    Convention: Kind(Resource.OBLIGATION, events.convention),
    Person: Kind(Resource.IDENTITY, on.person),
    Orientation: Kind(Resource.ORIENTATION, on.of_person(Orientation)),
    Exit: Kind(Resource.EXIT, on.of_person(Exit)),
    Contract: Kind(Resource.CONTRACT, on.contract),
    Declaration: Kind(Resource.HOURS, on.declaration),
    Line: Kind(Resource.HOURS, on.line),
    ImportRun: Kind(Resource.FILE, on.run),
    ImportIssue: Kind(Resource.FILE, on.issue),
    Organisation: Kind(Resource.ORGANISATION, on.organisation),
    User: Kind(Resource.ACCOUNT, on.user),
    Membership: Kind(Resource.ACCOUNT, on.membership),
    PostedNeed: Kind(Resource.NEED, needs.need),
    Proposal: Kind(Resource.NEED, needs.proposal),
    Question: Kind(Resource.HOURS, desk.question),
    MarketDraft: Kind(Resource.MARKET, desk.draft),
    Exchange: Kind(Resource.MARKET, desk.exchange),
    Counterpart: Kind(Resource.MARKET, desk.counterpart),
    OperatorAction: Kind(Resource.SITE, sites.action),
    Referral: Kind(Resource.SITE, sites.referral),
    Meeting: Kind(Resource.SITE, sites.meeting),
    Attendance: Kind(Resource.SITE, sites.attendance),
    Mission: Kind(Resource.SITE, sites.mission),
    FollowUp: Kind(Resource.SITE, sites.follow_up),
    ActivitySheet: Kind(Resource.SITE, sites.sheet),
    VisitTask: Kind(Resource.SITE, sites.task),
    Token: Kind(Resource.ACCOUNT, on.token),
    BreakGlass: Kind(Resource.BREAK_GLASS, on.break_glass),
    Proof: Kind(Resource.PROOF, proofs.proof),
    Journal: Kind(Resource.JOURNAL, journal, key="number"),
}


def within(
    scope: Scope, table: type[SQLModel], act: Act = Act.READ, resource: Resource | None = None
) -> ColumnElement[bool]:
    """The condition that keeps the rows of ``table`` on which ``scope`` may do ``act``.

    ``resource`` is another one than the table's own where a part of its fields has rules of its own (an address).
    """
    kind = KINDS[table]
    rights = scope.rights(resource or kind.resource, act)
    return on.any_of(kind.narrow(standing, grant.reach, scope.today) for standing, grant in rights)


def narrowed(scope: Scope, table: type[R], act: Act = Act.READ) -> SelectOfScalar[R]:
    """The rows of ``table`` on which ``scope`` may do ``act``."""
    return select(table).where(within(scope, table, act))


def found(
    session: Session,
    scope: Scope,
    table: type[R],
    number: int,
    act: Act = Act.READ,
    *,
    resource: Resource | None = None,
) -> R:
    """One row, seen and open to ``act``.

    Raises ``NotFound`` for what is absent or out of scope, in the same words; ``Forbidden`` for what is seen and may
    not be done.
    """
    wanted = col(getattr(table, KINDS[table].key)) == number
    row = session.exec(narrowed(scope, table).where(wanted)).one_or_none()
    if row is None:
        raise NotFound(ABSENT)
    if (act, resource) != (Act.READ, None) and not open_to(session, scope, table, number, act, resource=resource):
        raise Forbidden(REFUSED)
    return row


def open_to(
    session: Session,
    scope: Scope,
    table: type[SQLModel],
    number: int,
    act: Act,
    *,
    resource: Resource | None = None,
) -> bool:
    """Whether ``scope`` may do ``act`` on one row, seen or not."""
    wanted = col(getattr(table, KINDS[table].key)) == number
    return session.exec(select(exists().where(wanted, within(scope, table, act, resource)))).one()


def takes_two(
    session: Session, scope: Scope, table: type[SQLModel], number: int, act: Act, *, resource: Resource | None = None
) -> bool:
    """Whether ``act`` on one row takes a second person: as soon as one of the rights that reach it asks for one.

    Whoever is both facilitateur and buyer of a market is not spared by the capacity in which they would act alone.
    """
    kind = KINDS[table]
    by_two = on.any_of(
        kind.narrow(standing, grant.reach, scope.today)
        for standing, grant in scope.rights(resource or kind.resource, act)
        if act in grant.by_two
    )
    return session.exec(select(exists().where(col(getattr(table, kind.key)) == number, by_two))).one()


def seen_among(
    session: Session, scope: Scope, table: type[SQLModel], numbers: Sequence[int], resource: Resource
) -> frozenset[int]:
    """Which of these rows show the fields of ``resource``: one query, however many rows."""
    key: Any = col(getattr(table, KINDS[table].key))
    return frozenset(session.exec(select(key).where(key.in_(numbers), within(scope, table, Act.READ, resource))).all())
