"""Lists narrowed, searched, filtered, sorted and cut in pages: a fixed number of queries, whatever the rows.

Pages follow a cursor (the last row seen), not a count: rows added meanwhile are neither skipped nor shown twice. Search
is by words, without case or accents, on the folded columns.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import TypeDecorator, and_, or_, select
from sqlmodel import Session, SQLModel, col

from clauses.access.queries import KINDS, narrowed
from clauses.accounts.keys import Token
from clauses.accounts.models import BreakGlass, Membership, Organisation, User
from clauses.accounts.scope import Scope
from clauses.audit import Journal
from clauses.errors import Misused
from clauses.files.models import ImportIssue, ImportRun
from clauses.hours.models import Allocation, Contract, Convention, Declaration, Line
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
from clauses.sites.models import Attendance, FollowUp, Meeting, Mission, OperatorAction, Referral
from clauses.words import folded

R = TypeVar("R", bound=SQLModel)
LONGEST_PAGE: Final = 200
_WORDS: Final = 6


class BadList(Misused):
    """A list that cannot be asked for; ``field`` is the parameter at fault."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message, code=f"list.{field}")
        self.field = field


@dataclass(frozen=True)
class Listed:
    """How a kind of row is listed. ``words`` are folded columns; ``sorts`` columns that are never empty."""

    words: tuple[Any, ...] = ()
    sorts: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Any] = field(default_factory=dict)
    of_people: bool = False


def _filters(table: type[SQLModel], *names: str) -> dict[str, Any]:
    return {name: col(getattr(table, name)) for name in names}


LISTS: Final[Mapping[type[SQLModel], Listed]] = {
    Market: Listed(
        (col(Market.reference_key),), {"reference": col(Market.reference_key)}, _filters(Market, "buyer_id", "nature")
    ),
    Lot: Listed((), {}, _filters(Lot, "market_id")),
    Contractor: Listed((), {}, _filters(Contractor, "lot_id", "organisation_id", "role")),
    Obligation: Listed((), {}, _filters(Obligation, "lot_id", "contractor_id")),
    PenaltyRule: Listed((), {}, _filters(PenaltyRule, "contractor_id")),
    FormalNotice: Listed((), {"served_on": col(FormalNotice.served_on)}, _filters(FormalNotice, "contractor_id")),
    PenaltyWaiver: Listed((), {"granted_on": col(PenaltyWaiver.granted_on)}, _filters(PenaltyWaiver, "contractor_id")),
    Shortfall: Listed((), {"stated_on": col(Shortfall.stated_on)}, _filters(Shortfall, "contractor_id")),
    Invoice: Listed((), {"invoiced_on": col(Invoice.invoiced_on)}, _filters(Invoice, "contractor_id")),
    Amendment: Listed(
        (), {"effective_on": col(Amendment.effective_on)}, _filters(Amendment, "market_id", "lot_id", "kind")
    ),
    Convention: Listed((), {"reference": col(Convention.reference)}, {}),
    Allocation: Listed((), {"month": col(Allocation.month)}, _filters(Allocation, "convention_id", "month")),
    Closing: Listed((), {"closed_on": col(Closing.closed_on)}, _filters(Closing, "lot_id")),
    Question: Listed((), {}, _filters(Question, "state", "kind")),
    PostedNeed: Listed(
        (col(PostedNeed.reference_key),),
        {"reference": col(PostedNeed.reference_key)},
        _filters(PostedNeed, "market_id", "state"),
    ),
    Proposal: Listed((), {}, _filters(Proposal, "need_id", "state")),
    Organisation: Listed(
        (col(Organisation.name_key),), {"name": col(Organisation.name_key)}, _filters(Organisation, "siret")
    ),
    Person: Listed(
        (col(Person.last_key), col(Person.first_key)),
        {"name": col(Person.last_key), "birth_date": col(Person.birth_date)},
        _filters(Person, "identifier", "birth_date"),
    ),
    Orientation: Listed(
        (), {"oriented_on": col(Orientation.oriented_on)}, _filters(Orientation, "person_id", "sector", "decision")
    ),
    Proof: Listed(
        (),
        {"dated_on": col(Proof.dated_on)},
        _filters(Proof, "evidence_id", "contract_id", "declaration_id", "exit_id", "meeting_id", "person_id", "kind"),
    ),
    Exit: Listed((), {"exited_on": col(Exit.exited_on)}, _filters(Exit, "person_id", "reason", "decided")),
    Contract: Listed(
        (), {"starts_on": col(Contract.starts_on)}, _filters(Contract, "person_id", "employer_id", "kind")
    ),
    Declaration: Listed(
        (),
        {"month": col(Declaration.month)},
        _filters(Declaration, "contractor_id", "employer_id", "month", "state", "run_id"),
    ),
    Line: Listed((), {}, _filters(Line, "declaration_id", "contract_id", "state", "blocking")),
    ImportRun: Listed((), {"at": col(ImportRun.at)}, _filters(ImportRun, "kind")),
    ImportIssue: Listed((), {}, _filters(ImportIssue, "run_id", "severity", "code")),
    BreakGlass: Listed((), {"opened_at": col(BreakGlass.opened_at)}, _filters(BreakGlass, "territory_id", "user_id")),
    OperatorAction: Listed((), {"year": col(OperatorAction.year)}, _filters(OperatorAction, "operator_id", "year")),
    Referral: Listed((), {"sent_on": col(Referral.sent_on)}, _filters(Referral, "action_id", "person_id", "state")),
    Meeting: Listed((), {"held_on": col(Meeting.held_on)}, _filters(Meeting, "action_id", "kind", "lot_id")),
    Attendance: Listed((), {"held_on": col(Attendance.held_on)}, _filters(Attendance, "meeting_id", "person_id")),
    Mission: Listed((), {"starts_on": col(Mission.starts_on)}, _filters(Mission, "action_id", "person_id")),
    FollowUp: Listed((), {"written_on": col(FollowUp.written_on)}, _filters(FollowUp, "action_id", "person_id")),
    Token: Listed((), {}, _filters(Token, "membership_id")),
    Journal: Listed((), {}, _filters(Journal, "act", "subject", "subject_id")),
    User: Listed((), {"email": col(User.email)}, {}),
    Membership: Listed((), {}, _filters(Membership, "user_id", "organisation_id", "kind")),
}


@dataclass(frozen=True)
class Page(Generic[R]):
    """Rows, and where the next ones begin; None at the end."""

    rows: list[R]
    next: str | None


@dataclass(frozen=True)
class Wanted:
    """What is asked of a list. ``sort`` is the name of a column, after « - » for the other way."""

    search: str = ""
    sort: str = ""
    cursor: str = ""
    limit: int = 50
    filters: Mapping[str, Any] = field(default_factory=dict)


def listed(session: Session, scope: Scope, table: type[R], wanted: Wanted) -> Page[R]:
    """A page of the rows that ``scope`` may read. Raises `BadList` for what cannot be asked. One query."""
    how = LISTS[table]
    key = col(getattr(table, KINDS[table].key))
    query = narrowed(scope, table)
    for name, value in wanted.filters.items():
        if value is not None:
            query = query.where(how.filters[name] == value)
    for word in folded(wanted.search).split()[:_WORDS] if how.words else ():
        query = query.where(or_(*[column.contains(word, autoescape=True) for column in how.words]))
    backwards = wanted.sort.startswith("-")
    name = wanted.sort.removeprefix("-")
    if name and name not in ("id", *how.sorts):
        raise BadList(f"Le tri « {name[:40]} » n'existe pas : {', '.join(('id', *how.sorts))}.", field="sort")
    column = how.sorts.get(name, key)
    if wanted.cursor:
        query = query.where(_after(column, key, _read(wanted.cursor, wanted.sort, column), backwards=backwards))
    order = [column.desc(), key.desc()] if backwards else [column, key]
    limit = min(max(wanted.limit, 1), LONGEST_PAGE)
    rows = list(session.exec(query.order_by(*order).limit(limit + 1)).all())
    more = len(rows) > limit
    rows = rows[:limit]
    return Page(rows, _written(wanted.sort, rows[-1], column, key) if more else None)


def _after(column: Any, key: Any, last: tuple[Any, int], *, backwards: bool) -> Any:
    value, number = last
    if column is key:
        return key < number if backwards else key > number
    if backwards:
        return or_(column < value, and_(column == value, key < number))
    return or_(column > value, and_(column == value, key > number))


def _written(sort: str, row: SQLModel, column: Any, key: Any) -> str:
    value = getattr(row, column.key)
    said = value.isoformat() if isinstance(value, date | datetime) else value
    return base64.urlsafe_b64encode(json.dumps([sort, said, getattr(row, key.key)]).encode()).decode()


def _read(cursor: str, sort: str, column: Any) -> tuple[Any, int]:
    """The last row seen. A cursor of another sort, or written by somebody else, is refused; it grants nothing."""
    wrong = BadList("Ce curseur ne suit pas cette liste. Reprenez-la au début.", field="cursor")
    kind = _kind(column)
    try:
        asked, value, number = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if issubclass(kind, date):
            value = kind.fromisoformat(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise wrong from error
    if asked != sort or type(value) is not kind or type(number) is not int or not (_held(value) and _held(number)):
        raise wrong
    return value, number


def _kind(column: Any) -> type:
    """What a column holds: SQLModel lays types of its own over those of SQLAlchemy, which say « object » of it."""
    laid = column.type
    plain: Any = laid.impl if isinstance(laid, TypeDecorator) else laid
    kind: type = plain.python_type
    return kind


def _held(value: Any) -> bool:
    """Whether a database takes such a value: neither a number longer than its own (32 bits), nor an hour without its
    zone, nor a text that cannot be written."""
    match value:
        case int():
            return abs(value) < 2**31
        case datetime():
            return value.utcoffset() == timedelta()
        case str():
            return "\0" not in value and value.encode(errors="ignore").decode() == value
        case _:
            return True


def names_of(session: Session, numbers: set[int]) -> dict[int, str]:
    """The names of bodies that rows already shown refer to: one query."""
    if not numbers:
        return {}
    found = session.execute(
        select(col(Organisation.id), col(Organisation.name)).where(col(Organisation.id).in_(numbers))
    )
    return {int(number): str(name) for number, name in found}
