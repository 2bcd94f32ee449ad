"""Rows for tests: small, valid and invented. Give only the columns that the test is about.

Each function adds one row (and the rows it needs) in the caller's session and returns it, with its id.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from clauses.accounts.models import Organisation
from clauses.files.models import ImportIssue, ImportRun, StoredFile
from clauses.files.rules import FileKind, Severity
from clauses.hours.models import Contract, Declaration, Line, LockedMonth
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market, Obligation, PenaltyRule
from clauses.markets.rules import ObligationKind
from clauses.pathways.models import Exit
from clauses.pathways.protocols import ExitReason, Protocol
from clauses.people.models import Orientation, Participation, Person, Residence
from clauses.people.rules import Name, Sector
from clauses.reference.rules import ContractKind, EmployerKind, Nature, Role
from clauses.words import folded

R = TypeVar("R", bound=SQLModel)

NOON = datetime(2023, 4, 3, 12, 0, tzinfo=UTC)
_numbers = count(1)


def id_of(row: SQLModel) -> int:
    """The id of a stored row, as an `int`."""
    number: int | None = getattr(row, "id", None)
    assert number is not None, "the row is not stored yet"
    return number


def _add(session: Session, table: type[R], defaults: dict[str, Any], values: dict[str, Any]) -> R:
    row = table(**{**defaults, **values})
    session.add(row)
    session.flush()
    return row


def _parent(values: dict[str, Any], column: str, make: Callable[[], SQLModel]) -> None:
    """The row above, made only where the test did not give one."""
    if column not in values:
        values[column] = id_of(make())


def siret(number: int) -> str:
    """Fourteen digits, different for each number; not the number of a real company."""
    return f"999{number:011d}"


def organisation(session: Session, **values: Any) -> Organisation:
    """A body with a SIRET; ``siret=None`` for one known by its name only."""
    number = next(_numbers)
    name = values.get("name", f"Bâti Bourgogne {number}")
    defaults = {
        "name": name,
        "name_key": folded(name),
        "siret": siret(number),
        "employer_kind": EmployerKind.ENTREPRISE,
    }
    return _add(session, Organisation, defaults, values)


def person(session: Session, **values: Any) -> Person:
    """Someone with a name and a birth date; the keys follow the name."""
    number = next(_numbers)
    last, first = values.get("last_name", f"Exemple {number}"), values.get("first_name", "Camille")
    name = Name.of(last, first)
    defaults = {
        "last_name": last,
        "first_name": first,
        "last_key": name.last,
        "first_key": name.first,
        "birth_date": date(1985, 3, 12),
    }
    return _add(session, Person, defaults, values)


def stored_file(session: Session, **values: Any) -> StoredFile:
    """A file kept under its (invented) SHA-256."""
    defaults = {"sha256": f"{next(_numbers):064x}", "size": 1234, "stored_at": NOON}
    return _add(session, StoredFile, defaults, values)


def run(session: Session, **values: Any) -> ImportRun:
    """One reading of one file."""
    _parent(values, "stored_file_id", lambda: stored_file(session))
    defaults = {"kind": FileKind.HOURS, "file_name": "heures-2023-04.xlsx", "author": "Bâti Bourgogne", "at": NOON}
    return _add(session, ImportRun, defaults, values)


def issue(session: Session, **values: Any) -> ImportIssue:
    """One thing said of one cell."""
    _parent(values, "run_id", lambda: run(session))
    defaults = {
        "severity": Severity.ERROR,
        "code": "hours.not_a_number",
        "message": "Ligne 14 : « abc » n'est pas un nombre d'heures.",
    }
    return _add(session, ImportIssue, defaults, values)


def residence(session: Session, **values: Any) -> Residence:
    """Where someone lived from a day on."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "run_id", lambda: run(session, kind=FileKind.PEOPLE))
    defaults = {"since": date(2022, 9, 1), "commune": "Dijon", "sheet": "Feuil1", "row": 2}
    return _add(session, Residence, defaults, values)


def participation(session: Session, **values: Any) -> Participation:
    """A time in the PLIE, open unless ``ends_on`` is given."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "run_id", lambda: run(session, kind=FileKind.PEOPLE))
    return _add(session, Participation, {"starts_on": date(2022, 9, 1), "sheet": "Feuil1", "row": 2}, values)


def orientation(session: Session, **values: Any) -> Orientation:
    """Someone sent towards the clauses, not decided yet."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "run_id", lambda: run(session, kind=FileKind.PEOPLE))
    defaults = {"oriented_on": date(2023, 1, 16), "sector": Sector.BTP, "sheet": "Feuil1", "row": 2}
    return _add(session, Orientation, defaults, values)


def leaving(session: Session, **values: Any) -> Exit:
    """Someone leaving for a job, decided."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "run_id", lambda: run(session, kind=FileKind.EXITS))
    defaults = {
        "exited_on": date(2023, 11, 30),
        "reason": ExitReason.EMPLOI,
        "reason_sent": "Emploi",
        "decided": True,
        "contract_kind": ContractKind.CDI,
        "protocol": Protocol.DIJON_2023,
        "verdict_reason": "CDI depuis 7 mois au 30/11/2023",
        "sheet": "Feuil1",
        "row": 2,
    }
    return _add(session, Exit, defaults, values)


def market(session: Session, **values: Any) -> Market:
    """A market of works, of a buyer of its own unless ``buyer_id`` is given."""
    _parent(values, "buyer_id", lambda: organisation(session, name=f"Ville de Test-sur-Saône {next(_numbers)}"))
    reference = values.get("reference", f"2023-T{next(_numbers):03d}")
    defaults = {
        "reference": reference,
        "reference_key": folded(reference),
        "title": "Construction d'un groupe scolaire",
        "nature": Nature.BTP,
        "notified_on": date(2023, 1, 2),
        "ends_on": date(2024, 6, 30),
    }
    return _add(session, Market, defaults, values)


def lot(session: Session, **values: Any) -> Lot:
    """A lot of a market."""
    _parent(values, "market_id", lambda: market(session))
    return _add(session, Lot, {"number": str(next(_numbers)), "title": "Gros œuvre"}, values)


def contractor(session: Session, **values: Any) -> Contractor:
    """The titulaire of a lot."""
    _parent(values, "lot_id", lambda: lot(session))
    _parent(values, "organisation_id", lambda: organisation(session))
    return _add(session, Contractor, {"role": Role.TITULAIRE}, values)


def obligation(session: Session, **values: Any) -> Obligation:
    """1 000 hours due, of a contractor; of the lot with ``contractor_id=None`` and ``lot_id``."""
    if "contractor_id" not in values:
        holder = contractor(session, **({"lot_id": values["lot_id"]} if "lot_id" in values else {}))
        values |= {"contractor_id": id_of(holder), "lot_id": holder.lot_id}
    _parent(values, "lot_id", lambda: lot(session))
    return _add(session, Obligation, {"kind": ObligationKind.FIXED, "due": 100_000}, values)


def penalty_rule(session: Session, **values: Any) -> PenaltyRule:
    """50 € a missing hour."""
    _parent(values, "contractor_id", lambda: contractor(session))
    return _add(session, PenaltyRule, {"cents_per_hour": 5_000}, values)


def contract(session: Session, **values: Any) -> Contract:
    """A CDDI of someone."""
    _parent(values, "person_id", lambda: person(session))
    _parent(values, "employer_id", lambda: organisation(session, employer_kind=EmployerKind.EI))
    return _add(session, Contract, {"kind": ContractKind.CDDI, "starts_on": date(2023, 1, 9)}, values)


def declaration(session: Session, **values: Any) -> Declaration:
    """The hours of one employer for one contractor in April 2023, in force."""
    _parent(values, "contractor_id", lambda: contractor(session))
    _parent(values, "employer_id", lambda: organisation(session))
    _parent(values, "run_id", lambda: run(session))
    defaults = {
        "month": date(2023, 4, 1),
        "version": 1,
        "state": DeclarationState.CURRENT,
        "author": "Bâti Bourgogne",
        "at": NOON,
    }
    return _add(session, Declaration, defaults, values)


def line(session: Session, **values: Any) -> Line:
    """151.67 hours submitted, waiting to be validated."""
    _parent(values, "declaration_id", lambda: declaration(session))
    _parent(values, "contract_id", lambda: contract(session))
    defaults = {
        "hours": 15_167,
        "sent": "151,67",
        "state": LineState.SUBMITTED,
        "sheet": "Feuil1",
        "row": next(_numbers),
        "column": "Heures travaillées",
    }
    return _add(session, Line, defaults, values)


def locked_month(session: Session, **values: Any) -> LockedMonth:
    """A month closed to uploads."""
    defaults = {"month": date(2023, 4, 1), "locked_by": "Facilitatrice", "locked_at": NOON}
    return _add(session, LockedMonth, defaults, values)
