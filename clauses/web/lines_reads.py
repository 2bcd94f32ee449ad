"""Lines of hours, as far as somebody may see them: what every figure opens, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, extract, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from clauses.access.queries import narrowed, within
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.files.models import ImportRun, StoredFile
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Participation, Person
from clauses.reference.rules import ContractKind, Modality, Nature
from clauses.reports.figures import Perimeter
from clauses.web.lists import Asked, holds, paged

SORTS: Final = ("mois", "heures", "personne", "marche")
NUMBERS: Final = ("marche", "attributaire", "personne", "donneur", "embauche", "depot", "lot", "entreprise")
SHOWN: Final = (LineState.VALIDATED, LineState.SUBMITTED, LineState.TO_CHECK, LineState.REJECTED)
FILTERS: Final = {
    "etat": [state.value for state in SHOWN],
    "nature": [nature.value for nature in Nature],
    "contrat": [kind.value for kind in ContractKind],
    "perimetre": [Perimeter.PLIE.value],
    "modalite": [modality.value for modality in Modality],
}


@dataclass(frozen=True)
class LineRow:
    """One line; ``hours`` are hundredths. ``person`` is None while nobody knows who worked; ``author`` is who sent its
    file, None for whoever may not read that file, of whose name ``origin`` is then silent; ``sha256`` is the file's."""

    id: int
    month: date
    market_id: int
    market: str
    lot: str
    contractor: str
    employer: str
    person_id: int | None
    person: str | None
    kind: ContractKind | None
    hours: int
    state: LineState
    reason: str | None
    origin: str
    author: str | None
    sha256: str


@dataclass(frozen=True)
class Wanted:
    """A list of lines, with the numbers and the days that only this list takes."""

    asked: Asked
    numbers: dict[str, int]
    since: date | None = None
    until: date | None = None


def list_lines(session: Session, scope: Scope, wanted: Wanted) -> tuple[list[LineRow], int, int]:
    """The lines of a page, how many there are in all, and their hundredths of an hour. Two queries."""
    employers = aliased(Organisation)
    reads_file = within(scope, ImportRun).label("reads_file")
    names: list[Any] = [Organisation.name, employers.name, ImportRun.file_name, reads_file, StoredFile.sha256]
    matching = (
        narrowed(scope, Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .outerjoin(Contract, col(Contract.id) == col(Line.contract_id))
        .outerjoin(Person, col(Person.id) == col(Contract.person_id))
        .where(col(Declaration.state) == DeclarationState.CURRENT, *_conditions(wanted))
    )
    counted: Any = session.execute(matching.with_only_columns(func.count(), func.sum(col(Line.hours)))).one()
    rows: Any = session.execute(
        paged(
            matching.join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
            .join(employers, col(employers.id) == col(Declaration.employer_id))
            .join(ImportRun, col(ImportRun.id) == col(Declaration.run_id))
            .join(StoredFile, col(StoredFile.id) == col(ImportRun.stored_file_id))
            .with_only_columns(Line, Declaration, Market, Lot, Person, Contract, *names)
            .order_by(*_order(wanted.asked)),
            wanted.asked,
        )
    ).all()
    return [_row(tuple(row)) for row in rows], int(counted[0]), int(counted[1] or 0)


def _row(
    found: tuple[Line, Declaration, Market, Lot, Person | None, Contract | None, str, str, str, bool, str],
) -> LineRow:
    line, declaration, market, lot, person, contract, contractor, employer, file_name, reads_file, sha256 = found
    column = f", colonne {line.column}" if line.column else ""
    return LineRow(
        id=line.id or 0,
        month=declaration.month,
        market_id=market.id or 0,
        market=market.reference,
        lot=lot.number,
        contractor=contractor,
        employer=employer,
        person_id=person.id if person else None,
        person=f"{person.last_name} {person.first_name}" if person else None,
        kind=contract.kind if contract else None,
        hours=line.hours,
        state=line.state,
        reason=line.reason,
        origin=f"{f'{file_name}, ' if reads_file else ''}feuille {line.sheet}, ligne {line.row}{column}",
        author=declaration.author if reads_file else None,
        sha256=sha256,
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    filters, columns = (
        wanted.asked.filters,
        {
            "marche": col(Market.id),
            "attributaire": col(Contractor.id),
            "personne": col(Person.id),
            "embauche": col(Contract.id),
            "donneur": col(Market.buyer_id),
            "depot": col(Declaration.run_id),
            "lot": col(Lot.id),
        },
    )
    found = holds(wanted.asked.terms, col(Person.last_key), col(Person.first_key), col(Market.reference_key))
    found += [columns[name] == number for name, number in wanted.numbers.items() if name in columns]
    if company := wanted.numbers.get("entreprise"):
        found.append(or_(col(Contractor.organisation_id) == company, col(Declaration.employer_id) == company))
    states = [LineState(filters["etat"])] if filters["etat"] else list(SHOWN)
    found.append(col(Line.state).in_(states))
    if wanted.since is not None:
        found.append(col(Declaration.month) >= wanted.since)
    if wanted.until is not None:
        found.append(col(Declaration.month) <= wanted.until)
    if filters["nature"]:
        found.append(func.coalesce(col(Lot.nature), col(Market.nature)) == filters["nature"])
    if filters["contrat"]:
        found.append(col(Contract.kind) == filters["contrat"])
    if filters["modalite"]:
        found.append(col(Contract.modality) == filters["modalite"])
    if filters["perimetre"]:
        found.append(_accompanied())
    return found


def _accompanied() -> ColumnElement[bool]:
    """The PLIE's perimeter: a participation open on a day of the month of work (`bilan_lines.in_perimeter`)."""
    month = col(Declaration.month)
    return exists().where(
        col(Participation.person_id) == col(Contract.person_id),
        _number_of(col(Participation.starts_on)) <= _number_of(month),
        or_(col(Participation.ends_on).is_(None), col(Participation.ends_on) >= month),
    )


def _number_of(day: Any) -> Any:
    """A month as a number that grows, on either engine."""
    return extract("year", day) * 12 + extract("month", day)


def _order(wanted: Asked) -> list[Any]:
    columns: dict[str, list[Any]] = {
        "mois": [col(Declaration.month)],
        "heures": [col(Line.hours)],
        "personne": [col(Person.last_key), col(Person.first_key)],
        "marche": [col(Market.reference_key), col(Lot.number)],
    }
    ordered = [(column.desc() if wanted.descending else column.asc()).nulls_last() for column in columns[wanted.key]]
    return [*ordered, col(Line.id)]
