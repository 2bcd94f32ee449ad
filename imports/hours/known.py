"""What is already recorded, as frames: all that a plan of hours needs to be decided without the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from sqlalchemy import Integer, cast, true
from sqlmodel import Session, col

from clauses.accounts.models import Organisation
from clauses.hours.models import Contract, Declaration, Line, LockedMonth
from clauses.hours.rules import DeclarationState
from clauses.markets.models import Contractor, Lot, Market
from clauses.markets.queries import ends_changed
from clauses.people.models import Orientation, Participation, Person
from clauses.questions.queries import confirmed_people, other_names, other_references
from clauses.reference.rules import Decision
from clauses.reports.packed import Schema, code, packed, select
from clauses.words import folded
from imports.hours import doubted, ends
from imports.hours.doubted import Doubted

LOTS: Schema = {
    "market_key": pl.String,
    "buyer_key": pl.String,
    "lot": pl.String,
    "lot_id": pl.Int64,
    "market_id": pl.Int64,
    "notified_on": pl.Date,
    "market_ends_on": pl.Date,
}
CONTRACTORS: Schema = {
    "contractor_id": pl.Int64,
    "lot_id": pl.Int64,
    "organisation_id": pl.Int64,
    "siret": pl.String,
    "name": pl.String,
    "name_key": pl.String,
}
ORGANISATIONS: Schema = {
    "organisation_id": pl.Int64,
    "siret": pl.String,
    "name": pl.String,
    "name_key": pl.String,
    "known_employer_kind": pl.String,
}
PEOPLE: Schema = {"person_id": pl.Int64, "last_key": pl.String, "first_key": pl.String, "birth_date": pl.Date}
CONTRACTS: Schema = {
    "contract_id": pl.Int64,
    "person_id": pl.Int64,
    "employer_id": pl.Int64,
    "contract_kind": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
}
ON_LOTS: Schema = {"contract_id": pl.Int64, "lot_id": pl.Int64}
DECLARATIONS: Schema = {
    "declaration_id": pl.Int64,
    "contractor_id": pl.Int64,
    "employer_id": pl.Int64,
    "month": pl.Date,
    "version": pl.Int64,
    "declaration_state": pl.String,
}
LINES: Schema = {
    "line_id": pl.Int64,
    "declaration_id": pl.Int64,
    "contract_id": pl.Int64,
    "hours": pl.Int64,
    "training": pl.Int64,
    "state": pl.String,
    "blocking": pl.Boolean,
    "claim": pl.String,
}
CONFIRMED: Schema = {
    "last_key": pl.String,
    "first_key": pl.String,
    "birth_date": pl.Date,
    "employer_id": pl.Int64,
    "person_id": pl.Int64,
}
"""Who a name is, because somebody said so: with its birth date, else for one employer."""

OTHER_NAMES: Schema = {"name_key": pl.String, "organisation_id": pl.Int64}
OTHER_REFERENCES: Schema = {"market_key": pl.String, "market_id": pl.Int64}
"""Names and references that somebody said are those of a body or a market recorded under another."""

_OF_CONTRACT = ("birth_date", "contract_kind", "starts_on")
"""What a row tells of its contract; where one of them is blank, the contracts seen on the lot may tell."""

VALIDATED: Schema = {"person_id": pl.Int64, "oriented_on": pl.Date}
PARTICIPATIONS: Schema = {"person_id": pl.Int64, "plie_from": pl.Date, "plie_until": pl.Date}


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
    doubted: Doubted = field(default_factory=Doubted)
    seen: frozenset[int] | None = None
    """Of those doubted, the people of whom the sender may be told; None: anybody."""
    later: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ends.LATER))
    """The last month declared, beyond those of the file, of the contracts that it may shorten."""


def load(session: Session, rows: pl.DataFrame, *, today: date) -> Known:
    """Everything recorded that the rows of a file may touch. The end of a lot is that which stands ``today``.

    Which contracts were seen on which lots is looked for where a row does not tell its whole contract only: it takes
    all the lines ever recorded.
    """
    months = rows["month"].drop_nulls().unique().sort().to_list()
    partial = any(rows[name].null_count() for name in _OF_CONTRACT)
    standing = [state.value for state in (DeclarationState.CURRENT, DeclarationState.PROPOSED)]
    people = packed(session, select(Person.id, Person.last_key, Person.first_key, Person.birth_date), PEOPLE)
    contracts = packed(
        session,
        select(
            Contract.id,
            Contract.person_id,
            Contract.employer_id,
            code(Contract.kind),
            Contract.starts_on,
            Contract.ends_on,
        ),
        CONTRACTS,
    )
    confirmed = pl.DataFrame(
        [(*place, person) for place, person in confirmed_people(session).items()], schema=CONFIRMED, orient="row"
    )
    shortened = ends.may_shorten(rows, contracts, people, confirmed)
    return Known(
        lots=_lots(session, today),
        contractors=packed(
            session,
            select(
                Contractor.id,
                Contractor.lot_id,
                Contractor.organisation_id,
                Organisation.siret,
                Organisation.name,
                Organisation.name_key,
            ).join(Organisation, col(Organisation.id) == col(Contractor.organisation_id)),
            CONTRACTORS,
        ),
        organisations=packed(
            session,
            select(
                Organisation.id,
                Organisation.siret,
                Organisation.name,
                Organisation.name_key,
                code(Organisation.employer_kind),
            ),
            ORGANISATIONS,
        ),
        people=people,
        contracts=contracts,
        on_lots=_on_lots(session) if partial else pl.DataFrame(schema=ON_LOTS),
        declarations=packed(
            session,
            select(
                Declaration.id,
                Declaration.contractor_id,
                Declaration.employer_id,
                Declaration.month,
                Declaration.version,
                code(Declaration.state),
            ).where(col(Declaration.month).in_(months)),
            DECLARATIONS,
        ),
        lines=packed(
            session,
            select(
                Line.id,
                Line.declaration_id,
                Line.contract_id,
                Line.hours,
                Line.training,
                code(Line.state),
                cast(Line.blocking, Integer),
                Line.claim,
            )
            .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
            .where(col(Declaration.month).in_(months), code(Declaration.state).in_(standing)),
            LINES,
            chunk=col(Declaration.month),
        ),
        validated=packed(
            session,
            select(Orientation.person_id, Orientation.oriented_on).where(
                code(Orientation.decision) == Decision.VALIDATED.value
            ),
            VALIDATED,
        ),
        participations=packed(
            session,
            select(Participation.person_id, Participation.starts_on, Participation.ends_on),
            PARTICIPATIONS,
        ),
        locked_months=frozenset(
            session.execute(select(LockedMonth.month).where(col(LockedMonth.reopened_at).is_(None))).scalars()
        ),
        confirmed=confirmed,
        other_names=_told(other_names(session), OTHER_NAMES),
        other_references=_told(other_references(session), OTHER_REFERENCES),
        doubted=doubted.load(session),
        later=ends.later_months(session, shortened, after=months[-1])
        if shortened and months
        else pl.DataFrame(schema=ends.LATER),
    )


def _told(told: Sequence[tuple[str, int]], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame([(folded(name), number) for name, number in told], schema=schema, orient="row").unique()


def _on_lots(session: Session) -> pl.DataFrame:
    seen = (
        select(Line.contract_id, Contractor.lot_id)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .where(col(Line.contract_id).is_not(None), code(Declaration.state) == DeclarationState.CURRENT.value)
        .distinct()
        .subquery()
    )
    return packed(session, select(seen.c.contract_id, seen.c.lot_id), ON_LOTS)


def _lots(session: Session, today: date) -> pl.DataFrame:
    buyer = Organisation.__table__.alias("buyer")  # type: ignore[attr-defined]  # every table class has one
    lots = packed(
        session,
        select(
            Market.reference_key,
            buyer.c.name_key,
            Lot.number,
            Lot.id,
            Market.id,
            Market.notified_on,
            Market.ends_on,
        )
        .join(Lot, col(Lot.market_id) == col(Market.id))
        .join(buyer, buyer.c.id == col(Market.buyer_id)),
        LOTS,
    )
    stands = [(lot, ends.of_lot(lot, today)) for ends in ends_changed(session, true()).values() for lot in ends.lots]
    changed = pl.DataFrame(stands, schema={"lot_id": pl.Int64, "market_ends_on": pl.Date}, orient="row")
    return pl.concat(
        [
            lots.join(changed, on="lot_id", how="anti"),
            lots.drop("market_ends_on").join(changed, on="lot_id").select(lots.columns),
        ]
    )
