"""Hours sent as data by a program, for one contractor of a lot, employer and month: judged and kept as a file's."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

from litestar import Response
from litestar.params import JSONBody
from pydantic import Field

from clauses.access.depositing import Depositor, depositor, kept_to
from clauses.access.deposits import Place, places_of
from clauses.access.named import seen
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.dates import french_day, iso_month
from clauses.db import reading
from clauses.errors import Invalid, Unusable
from clauses.files.rules import FileKind, Severity
from clauses.reference.rules import ContractKind, Modality
from clauses.web.api_parts import AnyRequest, Given, Shown, Text, acts
from clauses.web.days import month_said
from clauses.web.imports_api import ChangesShown, RowsShown
from clauses.web.rule import every
from clauses.web.typed_files import as_file
from clauses.web.visitors import asker, place_of, today
from imports.reader import Given as Said
from imports.report import UNUSABLE, Report
from imports.run import Order, import_file

TAG = "Heures"
_MOST = 2_000
_LARGEST = 4_000_000
_EMPLOYER = ("employer_siret", "employer_name")
_COLUMNS = (
    "last_name", "first_name", "birth_date", "contract_kind", "starts_on", "ends_on", "job", "modality", "hours",
    "training_hours",
)  # fmt: skip
Cell = Annotated[str, Field(max_length=40, examples=["151.67"])]


class LineGiven(Given):
    """The hours of one contract in the month. ``hours`` and ``training_hours`` are read as a cell of a file is."""

    last_name: Text
    first_name: Text
    birth_date: date | None = None
    contract_kind: ContractKind | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    job: Text | None = None
    modality: Modality | None = None
    hours: Cell
    training_hours: Cell | None = None


class LinesGiven(Given):
    """All the hours of an employer for a contractor and a month: what is not there any more is not declared any more.

    ``employer_id``: the contractor itself, or the body that one deposits for, without it. ``replace``: even where a
    line waits or is refused. ``reason``: why what is validated is sent again. ``dry_run``: said, not written.
    """

    contractor_id: int
    employer_id: int | None = None
    month: Annotated[str, Field(max_length=20, examples=["2024-03"])]
    lines: Annotated[list[LineGiven], Field(min_length=1, max_length=_MOST)]
    replace: bool = False
    reason: Text | None = None
    dry_run: bool = False


class SaidShown(Shown):
    """One thing said of one line: ``row`` 2 is the first one sent, as under the headers of a file."""

    row: int | None
    column: str | None
    value: str | None
    severity: Severity
    code: str
    message: str
    suggestion: str | None = None


class JudgedShown(Shown):
    """What became of the lines. ``run``: the import that keeps them; null for a dry run. ``hours``: those accepted."""

    run: int | None
    dry_run: bool
    rows: RowsShown
    changes: ChangesShown
    hours: str | None = None
    issues: list[SaidShown]


@acts("/api/lines", every(Resource.HOURS, Act.CREATE), TAG, request_max_body_size=_LARGEST)
def send_lines(request: AnyRequest, data: JSONBody[LinesGiven]) -> Response[JudgedShown]:
    """Déclare les heures d'un employeur pour un attributaire et un mois, jugées et gardées comme celles d'un fichier.
    Renvoyées telles quelles, elles ne changent rien ; autrement, elles remplacent celles du mois."""
    place, scope = place_of(request), asker(request)
    month = month_said(data.month)
    if month is None:
        raise Invalid("Ce mois n'est pas lisible : écrivez par exemple 2024-03.", field="month")
    with reading(place.engine) as session:
        employer = None if data.employer_id is None else seen(session, scope, Organisation, data.employer_id)
        if employer is None and data.employer_id is not None:
            words = "Cet employeur n'existe pas, ou ne vous est pas ouvert. Vérifiez son numéro."
            raise Invalid(words, field="employer_id")
        who = kept_to(depositor(scope, data.employer_id), data.contractor_id)
        where = next(iter(places_of(session, who, scope.today)), None)
    if where is None:
        words = "Cet attributaire n'existe pas, ou ne vous est pas ouvert. Vérifiez son numéro."
        raise Invalid(words, field="contractor_id")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lignes.csv"
        path.write_bytes(_as_file(data, who, employer))
        report = import_file(place.engine, place.settings.files, _order(data, path, who, where, month))
    return _told(report)


def _as_file(data: LinesGiven, who: Depositor, employer: Organisation | None) -> bytes:
    rows = [[_cell(getattr(line, name)) for name in _COLUMNS] for line in data.lines]
    if employer is None or employer.id == who.employer_id:
        return as_file(FileKind.HOURS, _COLUMNS, rows)
    named = [[employer.siret or "", employer.name, *row] for row in rows]
    return as_file(FileKind.HOURS, (*_EMPLOYER, *_COLUMNS), named)


def _cell(value: object) -> str:
    return french_day(value) if isinstance(value, date) else str(value or "")


def _order(data: LinesGiven, path: Path, who: Depositor, where: Place, month: date) -> Order:
    return Order(
        kind=FileKind.HOURS,
        path=path,
        name=f"Lignes {iso_month(month)}, lot {where.lot} de {where.market}.csv"[-200:],
        by=who.by,
        today=today(),
        given=Said(market=where.market, lot=where.lot, contractor=where.siret, month=month),
        dry_run=data.dry_run,
        confirmed=data.replace,
        reason=data.reason or "",
        depositor=who,
    )


def _told(report: Report) -> Response[JudgedShown]:
    if report.status == UNUSABLE:
        raise Unusable(report.issues[0].message, code=report.issues[0].code)
    location = {} if report.run is None else {"Location": f"/api/imports/{report.run}"}
    return Response(JudgedShown.model_validate(report.as_json()), headers=location)


HANDLERS = [send_lines]
