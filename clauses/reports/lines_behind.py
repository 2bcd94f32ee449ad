"""The lines behind the figures, each with the file, sheet, row and column that brought it in, and who validated it.

Any figure drills down to these (*contrôle de service fait*): the hours of this frame add up to those of the bilan.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
from sqlalchemy import Select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from clauses.access.counted import Countable
from clauses.accounts.models import Organisation
from clauses.files.models import ImportRun, StoredFile
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Participation, Person
from clauses.reports.bilan_lines import counted_states, in_perimeter
from clauses.reports.figures import Perimeter, Selection
from clauses.reports.frame_columns import KIND, NATURE, PARTICIPATIONS, STATE
from clauses.reports.line_conditions import nature_of, of_contract, of_market
from clauses.reports.packed import Schema, code, packed, select

COLUMNS: Schema = {
    "line_id": pl.Int64,
    "person_id": pl.Int64,
    "month": pl.Date,
    "buyer": pl.String,
    "market": pl.String,
    "lot": pl.String,
    "nature": NATURE,
    "contractor": pl.String,
    "employer": pl.String,
    "identifier": pl.String,
    "last_name": pl.String,
    "first_name": pl.String,
    "kind": KIND,
    "starts_on": pl.Date,
    "hours": pl.Int64,
    "training": pl.Int64,
    "state": STATE,
    "file_name": pl.String,
    "sha256": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "author": pl.String,
    "imported_at": pl.Datetime("us"),
    "validated_by": pl.String,
    "validated_at": pl.Datetime("us"),
}
"""One row a line: ``hours`` and ``training`` in hundredths of an hour, times in UTC."""

_ORDER = ("month", "buyer", "market", "lot", "contractor", "employer", "last_name", "first_name", "line_id")


def lines_behind(session: Session, selection: Selection, only: Countable | None = None) -> pl.DataFrame:
    """The lines that the bilan of this selection counts, in the same order on every engine.

    ``only`` is what the reader may count; without it (the command line), everything.
    """
    wanted = _lines(selection) if only is None else _lines(selection).where(only.lines)
    found = session.connection().execute(wanted)
    lines = pl.DataFrame([_in_utc(tuple(row)) for row in found], schema=COLUMNS, orient="row")
    if selection.perimeter is Perimeter.PLIE:
        spans = select(Participation.person_id, Participation.starts_on, Participation.ends_on)
        lines = in_perimeter(lines, packed(session, spans, PARTICIPATIONS), selection.perimeter)
    return lines.sort(_ORDER)


def _in_utc(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value for value in row)


def _lines(selection: Selection) -> Select[Any]:
    buyers, contractors, employers = aliased(Organisation), aliased(Organisation), aliased(Organisation)
    return (
        select(
            Line.id,
            Person.id,
            Declaration.month,
            buyers.name,
            Market.reference,
            Lot.number,
            nature_of(),
            contractors.name,
            employers.name,
            Person.identifier,
            Person.last_name,
            Person.first_name,
            code(Contract.kind),
            Contract.starts_on,
            Line.hours,
            Line.training,
            code(Line.state),
            ImportRun.file_name,
            StoredFile.sha256,
            Line.sheet,
            Line.row,
            Line.column,
            Declaration.author,
            ImportRun.at,
            Line.validated_by,
            Line.validated_at,
        )
        .select_from(Declaration)
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(buyers, col(buyers.id) == col(Market.buyer_id))
        .join(contractors, col(contractors.id) == col(Contractor.organisation_id))
        .join(employers, col(employers.id) == col(Declaration.employer_id))
        .join(ImportRun, col(ImportRun.id) == col(Declaration.run_id))
        .join(StoredFile, col(StoredFile.id) == col(ImportRun.stored_file_id))
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .join(Person, col(Person.id) == col(Contract.person_id))
        .where(
            col(Declaration.month).between(selection.period.starts_on, selection.period.ends_on),
            code(Declaration.state) == DeclarationState.CURRENT.value,
            code(Line.state).in_(counted_states(selection)),
            *of_market(selection),
            *of_contract(selection),
        )
    )
