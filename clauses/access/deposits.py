"""What those who deposit are shown: lots where one may write, last month's team, past deposits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session, col

from clauses.access.depositing import Depositor
from clauses.access.queries import within
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.files.models import ImportIssue, ImportRun, StoredFile
from clauses.files.rules import Issue, Severity
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.markets.queries import ended, ends_changed
from clauses.people.models import Person

_SHOWN = 200
"""Lots offered in a list of choices; past it, one types the reference."""


@dataclass(frozen=True)
class Place:
    """A contractor of a lot, as one chooses it."""

    contractor_id: int
    market: str
    title: str
    lot: str
    company: str
    siret: str | None
    ends_on: date | None
    market_id: int

    @property
    def label(self) -> str:
        """``2023-T001, lot 2 – Construction d'une école (Bâti Bourgogne)``."""
        return f"{self.market}, lot {self.lot} – {self.title} ({self.company})"


def places_of(session: Session, who: Depositor, on: date) -> list[Place]:
    """The lots where somebody may write, those of markets under way that day first; two hundred at most."""
    held = select(col(Lot.market_id)).join(Contractor, col(Contractor.lot_id) == col(Lot.id)).where(who.contractors)
    changed = {number: ends.on(on) for number, ends in ends_changed(session, col(Market.id).in_(held)).items()}
    query = (
        select(
            col(Contractor.id), col(Market.reference), col(Market.title), col(Lot.number), col(Organisation.name),
            col(Organisation.siret), col(Market.ends_on), col(Market.id),
        )
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .where(who.contractors)
        .order_by(
            case((ended(changed, on), 1), else_=0), col(Market.ends_on).desc().nulls_first(), col(Market.reference),
            col(Lot.number), col(Organisation.name),
        )
        .limit(_SHOWN)
    )  # fmt: skip
    return [
        Place(number, reference, title or "", lot, name, siret, changed.get(market, end), market)
        for number, reference, title, lot, name, siret, end, market in session.execute(query)
    ]


@dataclass(frozen=True)
class Worker:
    """Somebody of a team, as a row of the grid starts."""

    last_name: str
    first_name: str
    birth_date: date
    kind: str
    starts_on: date
    ends_on: date | None
    job: str | None
    hours: int


def last_team(session: Session, scope: Scope, place: Place, who: Depositor, before: date) -> list[Worker]:
    """Who worked on that lot in the last month declared before ``before``, as far as one may see them."""
    units = [
        col(Declaration.contractor_id) == place.contractor_id,
        col(Declaration.state) == DeclarationState.CURRENT,
        within(scope, Declaration),
    ]
    if who.employer_id is not None:
        units.append(col(Declaration.employer_id) == who.employer_id)
    last = session.execute(
        select(func.max(col(Declaration.month))).where(*units, col(Declaration.month) < before)
    ).scalar()
    if last is None:
        return []
    rows = session.execute(
        select(Person, Contract, col(Line.hours))
        .join(Contract, col(Contract.person_id) == col(Person.id))
        .join(Line, col(Line.contract_id) == col(Contract.id))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .where(*units, col(Declaration.month) == last, within(scope, Line), within(scope, Person))
        .order_by(col(Person.last_key), col(Person.first_key), col(Contract.starts_on))
    )
    return [
        Worker(
            person.last_name, person.first_name, person.birth_date, contract.kind.value, contract.starts_on,
            contract.ends_on, contract.job, hours,
        )
        for person, contract, hours in rows
        if contract.ends_on is None or contract.ends_on >= before
    ]  # fmt: skip


def deposits(
    session: Session,
    scope: Scope,
    *,
    page: int,
    size: int,
    conditions: Sequence[ColumnElement[bool]] = (),
) -> tuple[list[ImportRun], int]:
    """The files deposited that somebody may see, a page of them (from 1), the last first; and how many they are."""
    seen = [within(scope, ImportRun), *conditions]
    query = select(ImportRun).where(*seen).order_by(col(ImportRun.id).desc()).offset((page - 1) * size).limit(size)
    total = session.execute(select(func.count()).select_from(ImportRun).where(*seen)).scalar_one()
    return list(session.execute(query).scalars()), int(total)


def remarks_of(session: Session, run_ids: Sequence[int]) -> dict[int, dict[Severity, int]]:
    """How many remarks of each severity were made on each run; one query."""
    rows = session.execute(
        select(col(ImportIssue.run_id), col(ImportIssue.severity), func.count())
        .where(col(ImportIssue.run_id).in_(run_ids))
        .group_by(col(ImportIssue.run_id), col(ImportIssue.severity))
    )
    found: dict[int, dict[Severity, int]] = {}
    for run_id, severity, number in rows:
        found.setdefault(int(run_id), {})[Severity(severity)] = int(number)
    return found


def states_of(session: Session, run_ids: Sequence[int]) -> dict[int, dict[LineState, int]]:
    """How many lines of each run are in each state; one query."""
    rows: Any = session.execute(
        select(col(Declaration.run_id), col(Line.state), func.count())
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .where(col(Declaration.run_id).in_(run_ids))
        .group_by(col(Declaration.run_id), col(Line.state))
    )
    found: dict[int, dict[LineState, int]] = {}
    for run_id, state, number in rows:
        found.setdefault(run_id, {})[state] = number
    return found


def issues_of(session: Session, run_id: int, limit: int = 2_000) -> tuple[Issue, ...]:
    """What was said of the cells of a run, in the order of its file."""
    query = (
        select(ImportIssue)
        .where(col(ImportIssue.run_id) == run_id)
        .order_by(col(ImportIssue.sheet), col(ImportIssue.row), col(ImportIssue.id))
        .limit(limit)
    )
    return tuple(
        Issue(one.code, one.message, Severity(one.severity), one.sheet, one.row, one.column, one.value, one.suggestion)
        for one in session.execute(query).scalars()
    )


def sha256_of(session: Session, run: ImportRun) -> str:
    """What names the file of a run on its shelf."""
    return str(
        session.execute(select(col(StoredFile.sha256)).where(col(StoredFile.id) == run.stored_file_id)).scalar_one()
    )


def months_of_run(session: Session, run_id: int) -> list[date]:
    """The months that a run declared."""
    months = select(col(Declaration.month)).where(col(Declaration.run_id) == run_id).distinct()
    return sorted(session.execute(months).scalars())
