"""The lines that wait for a decision, as whoever decides sees them: whose, where they were written, what was said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session, col

from clauses.access.eligibility import Answers, answers
from clauses.access.queries import within
from clauses.accounts.matrix import Act
from clauses.accounts.models import Deposit, Organisation, User
from clauses.accounts.scope import Scope
from clauses.files.models import ImportIssue, ImportRun, StoredFile
from clauses.files.rules import Severity
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.publics import MarketPublics
from clauses.hours.queries import market_publics
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.eligibility import Answer
from clauses.people.models import Person

_EMPLOYER = Organisation.__table__.alias("employer")  # type: ignore[attr-defined]  # every table class has one
EMPLOYER_KEY: Any = _EMPLOYER.c.name_key
"""The folded name of the employer, in the queries below."""

WAITING: Final = (LineState.SUBMITTED, LineState.TO_CHECK)


@dataclass(frozen=True)
class Waiting:
    """One line. ``said`` are the remarks on its row; ``answer`` is the eligibility of its person on the day of hiring,
    as far as the reader is told of it. ``reads_file``: the file it came in shows, by its name and who sent it.

    ``hours`` and ``training`` are hundredths of an hour.
    """

    line: Line
    declaration: Declaration
    run_id: int
    file_name: str
    market_id: int
    market: str
    title: str
    lot: str
    contractor: str
    employer: str
    person: str
    person_id: int | None
    kind: str
    starts_on: date | None
    reads_file: bool
    decides: bool
    said: tuple[tuple[Severity, str], ...] = ()
    answer: Answer | None = None

    @property
    def key(self) -> str:
        """The line, and the version of it that is shown: a decision carries both."""
        return f"{self.line.id}:{self.line.version}"


def queue(
    session: Session, scope: Scope, conditions: Sequence[ColumnElement[bool]], *, page: int, size: int
) -> tuple[list[Waiting], int, int]:
    """A page of the lines to decide, the oldest month first; how many there are, and their hundredths of an hour.

    A number of queries that does not grow with the lines. The page is found first, by as few tables as its order and
    its conditions need (``conditions`` on names make it join them all), then read whole: planning a join of every table
    took longer than finding the lines.
    """
    joined = _joined if conditions else _ordered
    wanted = (
        col(Line.state).in_(WAITING),
        col(Declaration.state) == DeclarationState.CURRENT,
        within(scope, Line, Act.DECIDE),
        *conditions,
    )
    counted: Any = joined(select(func.count(), func.coalesce(func.sum(col(Line.hours)), 0))).where(*wanted)
    total, hours = session.execute(counted).one()
    order = (
        col(Declaration.month), col(Market.reference), col(Lot.number), col(Declaration.employer_id), col(Line.id),
    )  # fmt: skip
    page_of = joined(select(col(Line.id))).where(*wanted).order_by(*order).offset((page - 1) * size).limit(size)
    numbers = list(session.execute(page_of).scalars())
    rows = session.execute(_rows(scope).where(col(Line.id).in_(numbers)).order_by(*order)).all()
    return _waiting(session, scope, rows), int(total), int(hours)


def one(session: Session, scope: Scope, line_id: int) -> Waiting | None:
    """One line that somebody may see, whatever its state; None for any other."""
    row = session.execute(_rows(scope).where(col(Line.id) == line_id, within(scope, Line))).one_or_none()
    return None if row is None else _waiting(session, scope, [row])[0]


def _ordered(query: Any) -> Select[Any]:
    """Lines with no more than what orders them."""
    joined: Select[Any] = (
        query.select_from(Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
    )
    return joined


def _joined(query: Any) -> Select[Any]:
    joined: Select[Any] = (
        query.select_from(Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(ImportRun, col(ImportRun.id) == col(Declaration.run_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .join(_EMPLOYER, _EMPLOYER.c.id == col(Declaration.employer_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .outerjoin(Contract, col(Contract.id) == col(Line.contract_id))
        .outerjoin(Person, col(Person.id) == col(Contract.person_id))
    )
    return joined


def _rows(scope: Scope) -> Select[Any]:
    return _joined(
        select(
            Line, Declaration, Contract, Person, col(ImportRun.id).label("run_id"), col(ImportRun.file_name),
            col(Market.id).label("market_id"), col(Market.reference).label("market"), col(Market.title),
            col(Lot.number).label("lot"), col(Organisation.name).label("contractor"),
            _EMPLOYER.c.name.label("employer"), within(scope, ImportRun).label("reads_file"),
            within(scope, Line, Act.DECIDE).label("decides"),
        )
    )  # fmt: skip


def _waiting(session: Session, scope: Scope, rows: Sequence[Any]) -> list[Waiting]:
    """With what was said of each row, for whoever decides it or reads its file; and the eligibility of each person, for
    whoever is told of it."""
    said = _said(session, [row for row in rows if row.reads_file or row.decides])
    known = answers(session, scope, {row.Person.id for row in rows if row.Person is not None})
    markets = select(col(Market.id)).where(col(Market.id).in_(sorted({row.market_id for row in rows})))
    publics = market_publics(session, markets) if rows else {}
    return [_one(row, _of_line(row, said), _answer(row, known, publics)) for row in rows]


_Remarks = Mapping[tuple[int, str, int], Sequence[tuple[Severity, str]]]


def _of_line(row: Any, said: _Remarks) -> Sequence[tuple[Severity, str]]:
    """What was said of a line's row; where somebody must look, what was said of its sheet and of its file too."""
    line = row.Line
    own = said.get((row.run_id, line.sheet, line.row), ())
    if not line.blocking:
        return own
    return [*own, *said.get((row.run_id, line.sheet, 0), ()), *said.get((row.run_id, "", 0), ())]


def _answer(row: Any, known: Answers, publics: Mapping[int, MarketPublics]) -> Answer | None:
    if row.Person is None:  # nor any contract
        return None
    hired_on = row.Contract.starts_on
    told = known.told(row.Person.id, publics[row.market_id].on(hired_on), hired_on)
    return None if told is None else told.answer


def _one(row: Any, said: Sequence[tuple[Severity, str]], answer: Answer | None) -> Waiting:
    contract, person, claim = row.Contract, row.Person, _claim(row.Line.claim)
    name = f"{person.first_name} {person.last_name}" if person else f"{claim['first_name']} {claim['last_name']}"
    return Waiting(
        line=row.Line,
        declaration=row.Declaration,
        run_id=row.run_id,
        file_name=row.file_name,
        market_id=row.market_id,
        market=row.market,
        title=row.title or "",
        lot=row.lot,
        contractor=row.contractor,
        employer=row.employer,
        person=name.strip() or "Personne non nommée",
        person_id=None if person is None else person.id,
        kind=contract.kind.value if contract else claim["contract_kind"],
        starts_on=contract.starts_on if contract else None,
        reads_file=bool(row.reads_file),
        decides=bool(row.decides),
        said=tuple(said) if row.reads_file or row.decides else (),
        answer=answer,
    )


def _claim(text: str | None) -> Mapping[str, str]:
    """What a row to check said of its person, blank where it said nothing."""
    told = json.loads(text) if text else {}
    return {name: str(told.get(name, "")) for name in ("first_name", "last_name", "contract_kind")}


_OF_THE_FILE = "file.sheet_skipped"
"""What is said of a sheet that is not read holds for the lines of all the others."""


def _said(session: Session, rows: Sequence[Any]) -> _Remarks:
    """The remarks on the rows of the sheets that these lines come from, and on whole sheets; one query."""
    if not rows:
        return {}
    of_rows = col(ImportIssue.row).in_(sorted({row.Line.row for row in rows}))
    of_sheets = and_(col(ImportIssue.row).is_(None), col(ImportIssue.severity) == Severity.BLOCKING)
    query = select(ImportIssue).where(
        col(ImportIssue.run_id).in_(sorted({row.run_id for row in rows})),
        or_(of_rows, of_sheets),
        col(ImportIssue.severity) != Severity.ERROR,
    )
    found: dict[tuple[int, str, int], list[tuple[Severity, str]]] = {}
    for issue in session.execute(query.order_by(col(ImportIssue.id))).scalars():
        sheet = "" if issue.code == _OF_THE_FILE else issue.sheet or ""
        found.setdefault((issue.run_id, sheet, issue.row or 0), []).append((issue.severity, issue.message))
    return found


def months_waiting(session: Session, scope: Scope) -> list[tuple[date, int]]:
    """The months that have lines to decide, and how many."""
    query = (
        select(col(Declaration.month), func.count())
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .where(
            col(Line.state).in_(WAITING),
            col(Declaration.state) == DeclarationState.CURRENT,
            within(scope, Line, Act.DECIDE),
        )
        .group_by(col(Declaration.month))
        .order_by(col(Declaration.month))
    )
    return [(month, int(number)) for month, number in session.execute(query)]


def decidable(session: Session, scope: Scope, line_ids: Sequence[int]) -> frozenset[int]:
    """Which of these lines somebody may decide; one query."""
    query = select(col(Line.id)).where(col(Line.id).in_(line_ids), within(scope, Line, Act.DECIDE))
    return frozenset(number for number in session.execute(query).scalars() if number is not None)


def worked_before(session: Session, scope: Scope, shown: Waiting) -> list[tuple[date, int, LineState]]:
    """The other months of the same contract on that lot, the last first: (month, hundredths of an hour, state)."""
    if shown.line.contract_id is None:
        return []
    query = (
        select(col(Declaration.month), col(Line.hours), col(Line.state))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .where(
            col(Line.contract_id) == shown.line.contract_id,
            col(Line.id) != shown.line.id,
            col(Declaration.contractor_id) == shown.declaration.contractor_id,
            col(Declaration.state) == DeclarationState.CURRENT,
            within(scope, Line),
        )
        .order_by(col(Declaration.month).desc())
        .limit(12)
    )
    return [(month, int(hours), state) for month, hours, state in session.execute(query)]


def sender_of(session: Session, run_id: int) -> str | None:
    """The address of whoever deposited a run; None for one from the command line."""
    query = select(col(User.email)).join(Deposit, col(Deposit.user_id) == col(User.id))
    found: str | None = session.execute(query.where(col(Deposit.run_id) == run_id)).scalar()
    return found


def shelf_name(session: Session, run_id: int) -> str | None:
    """The SHA-256 of the file of a run."""
    query = select(col(StoredFile.sha256)).join(ImportRun, col(ImportRun.stored_file_id) == col(StoredFile.id))
    found: str | None = session.execute(query.where(col(ImportRun.id) == run_id)).scalar()
    return found
