"""Markets, their lots, who holds them, and the hours they owe."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.markets.rules import ObligationKind
from clauses.reference.rules import Nature, Role


class Market(SQLModel, table=True):
    """A market of a buyer; ``reference_key`` is its folded reference, unique for that buyer."""

    __table_args__ = (
        CheckConstraint("length(reference_key) > 0", name="referenced"),
        CheckConstraint("ends_on IS NULL OR notified_on IS NULL OR ends_on >= notified_on", name="in_order"),
        Index("uq_market_buyer_reference", "buyer_id", "reference_key", unique=True),
        Index("ix_market_reference_key", "reference_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    buyer_id: int = Field(foreign_key="organisation.id")
    reference: str = Field(max_length=120)
    reference_key: str = Field(max_length=120)
    title: str
    nature: Nature = Field(sa_type=coded(Nature))
    consulted_on: date | None = None
    notified_on: date | None = None
    ends_on: date | None = None
    social_consideration: str | None = None
    publics: str | None = None


class Lot(SQLModel, table=True):
    """A lot of a market. Its own nature, when it has one, goes before the market's."""

    __table_args__ = (
        CheckConstraint("length(number) > 0", name="numbered"),
        Index("uq_lot_market_number", "market_id", "number", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    market_id: int = Field(foreign_key="market.id")
    number: str = Field(max_length=40)
    title: str | None = None
    sector: str | None = None
    cpv: str | None = Field(default=None, max_length=20)
    nature: Nature | None = Field(default=None, sa_type=coded(Nature))


class Contractor(SQLModel, table=True):
    """A company on a lot, with its role; a subcontractor's hours credit ``credits_id``, who subcontracts."""

    __table_args__ = (
        CheckConstraint("credits_id IS NULL OR role = 'sous_traitant'", name="only_subcontractors_credit"),
        CheckConstraint("amount_cents IS NULL OR amount_cents >= 0", name="amount"),
        Index("uq_contractor_lot_organisation", "lot_id", "organisation_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int = Field(foreign_key="lot.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    role: Role = Field(sa_type=coded(Role))
    credits_id: int | None = Field(default=None, foreign_key="contractor.id")
    amount_cents: int | None = Field(default=None, sa_type=BigInteger)


class Obligation(SQLModel, table=True):
    """The hours due, as a formula with versions; of a contractor, or of the lot while nobody holds it.

    ``due`` is in hundredths of an hour; ``cents_per_hour`` and ``threshold_cents`` are the slope and threshold on what
    is invoiced (1 h per 2 000 €, above 2 700 000 €).
    """

    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint(
            "(kind = 'fixed' AND due IS NOT NULL AND due >= 0 AND cents_per_hour IS NULL)"
            " OR (kind = 'per_euro' AND due IS NULL AND cents_per_hour > 0 AND threshold_cents >= 0)",
            name="formula",
        ),
        Index(
            "uq_obligation_contractor_version",
            "contractor_id",
            "version",
            unique=True,
            sqlite_where=text("contractor_id IS NOT NULL"),
            postgresql_where=text("contractor_id IS NOT NULL"),
        ),
        Index(
            "uq_obligation_lot_version",
            "lot_id",
            "version",
            unique=True,
            sqlite_where=text("contractor_id IS NULL"),
            postgresql_where=text("contractor_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int = Field(foreign_key="lot.id")
    contractor_id: int | None = Field(default=None, foreign_key="contractor.id")
    version: int = 1
    in_force_on: date | None = None
    kind: ObligationKind = Field(sa_type=coded(ObligationKind))
    due: int | None = Field(default=None, sa_type=BigInteger)
    cents_per_hour: int | None = Field(default=None, sa_type=BigInteger)
    threshold_cents: int = Field(default=0, sa_type=BigInteger)
    source: str = ""
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    sheet: str | None = None
    row: int | None = None


class PenaltyRule(SQLModel, table=True):
    """What a missing hour costs on a lot, from a day on, as its market says."""

    __tablename__ = "penalty_rule"
    __table_args__ = (
        CheckConstraint("cents_per_hour >= 0", name="amount"),
        CheckConstraint("version >= 1", name="version"),
        Index("uq_penalty_rule_contractor_version", "contractor_id", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int = Field(foreign_key="contractor.id")
    version: int = 1
    in_force_on: date | None = None
    cents_per_hour: int = Field(sa_type=BigInteger)
    source: str = ""
