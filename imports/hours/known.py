"""What is already recorded, as frames: all that a plan of hours needs to be decided without the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Executable, select
from sqlmodel import Session, col

from clauses.accounts.models import Organisation
from clauses.hours.models import Contract, Declaration, Line, LockedMonth
from clauses.hours.rules import DeclarationState
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Orientation, Participation, Person
from clauses.questions.queries import confirmed_people, other_names, other_references
from clauses.reference.rules import Decision
from clauses.words import folded

LOTS = {
    "market_key": pl.String,
    "buyer_key": pl.String,
    "lot": pl.String,
    "lot_id": pl.Int64,
    "market_id": pl.Int64,
    "notified_on": pl.Date,
    "market_ends_on": pl.Date,
}
CONTRACTORS = {
    "contractor_id": pl.Int64,
    "lot_id": pl.Int64,
    "organisation_id": pl.Int64,
    "siret": pl.String,
    "name": pl.String,
    "name_key": pl.String,
}
ORGANISATIONS = {
    "organisation_id": pl.Int64,
    "siret": pl.String,
    "name": pl.String,
    "name_key": pl.String,
    "known_employer_kind": pl.String,
}
PEOPLE = {"person_id": pl.Int64, "last_key": pl.String, "first_key": pl.String, "birth_date": pl.Date}
CONTRACTS = {
    "contract_id": pl.Int64,
    "person_id": pl.Int64,
    "employer_id": pl.Int64,
    "contract_kind": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
}
ON_LOTS = {"contract_id": pl.Int64, "lot_id": pl.Int64}
DECLARATIONS = {
    "declaration_id": pl.Int64,
    "contractor_id": pl.Int64,
    "employer_id": pl.Int64,
    "month": pl.Date,
    "version": pl.Int64,
    "declaration_state": pl.String,
}
LINES = {
    "line_id": pl.Int64,
    "declaration_id": pl.Int64,
    "contract_id": pl.Int64,
    "hours": pl.Int64,
    "training": pl.Int64,
    "state": pl.String,
    "blocking": pl.Boolean,
    "claim": pl.String,
}
CONFIRMED = {
    "last_key": pl.String,
    "first_key": pl.String,
    "birth_date": pl.Date,
    "employer_id": pl.Int64,
    "person_id": pl.Int64,
}
"""Who a name is, because somebody said so: with its birth date, else for one employer."""

OTHER_NAMES = {"name_key": pl.String, "organisation_id": pl.Int64}
OTHER_REFERENCES = {"market_key": pl.String, "market_id": pl.Int64}
"""Names and references that somebody said are those of a body or a market recorded under another."""

VALIDATED = {"person_id": pl.Int64, "oriented_on": pl.Date}
PARTICIPATIONS = {"person_id": pl.Int64, "plie_from": pl.Date, "plie_until": pl.Date}


@dataclass(frozen=True)
class Known:
    """Frames of what is recorded; columns and types are those named above."""

    lots: pl.DataFrame
    contractors: pl.DataFrame
    organisations: pl.DataFrame
    people: pl.DataFrame
    contracts: pl.DataFrame
    on_lots: pl.DataFrame
    declarations: pl.DataFrame
    lines: pl.DataFrame
    validated: pl.DataFrame
    participations: pl.DataFrame
    locked_months: frozenset[date]
    confirmed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CONFIRMED))
    other_names: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=OTHER_NAMES))
    other_references: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=OTHER_REFERENCES))


def load(session: Session, months: Sequence[date]) -> Known:
    """Everything recorded that hours of these months may touch."""
    buyer = Organisation.__table__.alias("buyer")  # type: ignore[attr-defined]  # every table class has one
    return Known(
        lots=_frame(
            session,
            select(
                col(Market.reference_key),
                buyer.c.name_key,
                col(Lot.number),
                col(Lot.id),
                col(Market.id),
                col(Market.notified_on),
                col(Market.ends_on),
            )
            .join(Lot, col(Lot.market_id) == col(Market.id))
            .join(buyer, buyer.c.id == col(Market.buyer_id)),
            LOTS,
        ),
        contractors=_frame(
            session,
            select(
                col(Contractor.id),
                col(Contractor.lot_id),
                col(Contractor.organisation_id),
                col(Organisation.siret),
                col(Organisation.name),
                col(Organisation.name_key),
            ).join(Organisation, col(Organisation.id) == col(Contractor.organisation_id)),
            CONTRACTORS,
        ),
        organisations=_frame(
            session,
            select(
                col(Organisation.id),
                col(Organisation.siret),
                col(Organisation.name),
                col(Organisation.name_key),
                col(Organisation.employer_kind),
            ),
            ORGANISATIONS,
        ),
        people=_frame(
            session,
            select(col(Person.id), col(Person.last_key), col(Person.first_key), col(Person.birth_date)),
            PEOPLE,
        ),
        contracts=_frame(
            session,
            select(
                col(Contract.id),
                col(Contract.person_id),
                col(Contract.employer_id),
                col(Contract.kind),
                col(Contract.starts_on),
                col(Contract.ends_on),
            ),
            CONTRACTS,
        ),
        on_lots=_frame(
            session,
            select(col(Line.contract_id), col(Contractor.lot_id))
            .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
            .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
            .where(col(Line.contract_id).is_not(None), col(Declaration.state) == DeclarationState.CURRENT)
            .distinct(),
            ON_LOTS,
        ),
        declarations=_frame(
            session,
            select(
                col(Declaration.id),
                col(Declaration.contractor_id),
                col(Declaration.employer_id),
                col(Declaration.month),
                col(Declaration.version),
                col(Declaration.state),
            ).where(col(Declaration.month).in_(months)),
            DECLARATIONS,
        ),
        lines=_frame(
            session,
            select(
                col(Line.id),
                col(Line.declaration_id),
                col(Line.contract_id),
                col(Line.hours),
                col(Line.training),
                col(Line.state),
                col(Line.blocking),
                col(Line.claim),
            )
            .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
            .where(
                col(Declaration.month).in_(months),
                col(Declaration.state).in_([DeclarationState.CURRENT, DeclarationState.PROPOSED]),
            ),
            LINES,
        ),
        validated=_frame(
            session,
            select(col(Orientation.person_id), col(Orientation.oriented_on)).where(
                col(Orientation.decision) == Decision.VALIDATED
            ),
            VALIDATED,
        ),
        participations=_frame(
            session,
            select(col(Participation.person_id), col(Participation.starts_on), col(Participation.ends_on)),
            PARTICIPATIONS,
        ),
        locked_months=frozenset(
            session.execute(select(col(LockedMonth.month)).where(col(LockedMonth.reopened_at).is_(None))).scalars()
        ),
        confirmed=pl.DataFrame(
            [(*place, person) for place, person in confirmed_people(session).items()], schema=CONFIRMED, orient="row"
        ),
        other_names=_told(other_names(session), OTHER_NAMES),
        other_references=_told(other_references(session), OTHER_REFERENCES),
    )


def _told(told: Sequence[tuple[str, int]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([(folded(name), number) for name, number in told], schema=schema, orient="row").unique()


def _frame(session: Session, query: Executable, schema: dict[str, Any]) -> pl.DataFrame:
    rows = session.execute(query).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pl.DataFrame(
        {
            name: pl.Series(name, [getattr(value, "value", value) for value in values], dtype=kind)
            if kind == pl.String
            else pl.Series(name, values, dtype=kind)
            for (name, kind), values in zip(schema.items(), columns, strict=True)
        }
    )
