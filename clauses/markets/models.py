"""Markets, their lots, who holds them, the hours they owe, and what happens to them; nothing is overwritten."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.markets.rules import (
    AmendmentKind,
    DerogationMotive,
    Effect,
    GroupingKind,
    MarketField,
    Mention,
    ObligationKind,
    PenaltyKind,
    Rewriting,
    ShortfallMotive,
)
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


class MarketBefore(SQLModel, table=True):
    """What a field of a market said (``said`` None: nothing) until a day, by whom and what it was written over.

    The row of the market has the last value. A change holds from ``until`` on, the value before it on the days before;
    a correction holds for every day (`clauses.markets.before`). Days are kept as ISO text.
    """

    __tablename__ = "market_before"
    __table_args__ = (
        CheckConstraint("rewriting <> 'change' OR said IS NOT NULL", name="changed_from_something"),
        CheckConstraint("length(author) > 0", name="author_named"),
        Index("ix_market_before_market_id", "market_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    market_id: int = Field(foreign_key="market.id")
    field: MarketField = Field(sa_type=coded(MarketField))
    said: str | None = None
    until: date
    rewriting: Rewriting = Field(sa_type=coded(Rewriting))
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    author: str = Field(max_length=200)
    at: datetime


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
    is invoiced (1 h per 2 000 €, above 2 700 000 €). A version holds from ``in_force_on`` on (from the start of the
    market without it) and says what it does to those before it: sets the hours due, adds to them, removes some.
    """

    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint(
            "(kind = 'fixed' AND due IS NOT NULL AND due >= 0 AND cents_per_hour IS NULL)"
            " OR (kind = 'per_euro' AND due IS NULL AND cents_per_hour IS NOT NULL AND cents_per_hour > 0"
            " AND threshold_cents >= 0)",
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
    effect: Effect = Field(default=Effect.SETS, sa_type=coded(Effect))
    source: str = ""
    amendment_id: int | None = Field(default=None, foreign_key="amendment.id")
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    sheet: str | None = None
    row: int | None = None


class PenaltyRule(SQLModel, table=True):
    """What a missing hour and a day without proofs cost on a lot, from a day on, as its market says.

    ``multiple`` is in hundredths: 300 is three times the reference rate named ``reference_rate`` (`Parameter`).
    ``cap_cents`` bounds the two penalties together.
    """

    __tablename__ = "penalty_rule"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'per_hour' AND cents_per_hour IS NOT NULL AND cents_per_hour >= 0 AND multiple IS NULL"
            " AND reference_rate IS NULL) OR (kind = 'multiple' AND cents_per_hour IS NULL AND multiple IS NOT NULL"
            " AND multiple >= 0 AND reference_rate IS NOT NULL)",
            name="amount",
        ),
        CheckConstraint("cents_per_late_day IS NULL OR cents_per_late_day >= 0", name="late_day"),
        CheckConstraint("cap_cents IS NULL OR cap_cents >= 0", name="cap"),
        CheckConstraint("version >= 1", name="version"),
        Index("uq_penalty_rule_contractor_version", "contractor_id", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int = Field(foreign_key="contractor.id")
    version: int = 1
    in_force_on: date | None = None
    kind: PenaltyKind = Field(default=PenaltyKind.PER_HOUR, sa_type=coded(PenaltyKind))
    cents_per_hour: int | None = Field(default=None, sa_type=BigInteger)
    multiple: int | None = Field(default=None, sa_type=BigInteger)
    reference_rate: str | None = Field(default=None, max_length=80)
    cents_per_late_day: int | None = Field(default=None, sa_type=BigInteger)
    cap_cents: int | None = Field(default=None, sa_type=BigInteger)
    source: str = ""


class Amendment(SQLModel, table=True):
    """What changed a market, or one of its lots, from a day on: its hours (by versions of obligations), amount, end.

    ``amount_cents`` is the change of the amount, and may be negative; ``ends_on`` the new end. One entered by mistake
    is withdrawn, never deleted.
    """

    __table_args__ = (
        CheckConstraint("length(author) > 0", name="author_named"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_someone"),
    )

    id: int | None = Field(default=None, primary_key=True)
    market_id: int = Field(foreign_key="market.id", index=True)
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    kind: AmendmentKind = Field(sa_type=coded(AmendmentKind))
    number: str | None = Field(default=None, max_length=80)
    effective_on: date
    subject: str = ""
    amount_cents: int | None = Field(default=None, sa_type=BigInteger)
    ends_on: date | None = None
    source: str = ""
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    author: str = Field(max_length=200)
    at: datetime
    withdrawn_by: str | None = Field(default=None, max_length=200)
    withdrawn_at: datetime | None = None


class Grouping(SQLModel, table=True):
    """How the companies of a lot answer for it, from a day on; the last version in force holds."""

    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        Index("uq_grouping_lot_version", "lot_id", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int = Field(foreign_key="lot.id")
    version: int = 1
    in_force_on: date | None = None
    kind: GroupingKind = Field(sa_type=coded(GroupingKind))
    source: str = ""
    author: str = Field(max_length=200)
    at: datetime


class Invoice(SQLModel, table=True):
    """What a contractor invoiced, before tax, in cents; a credit note is negative. A mistake is withdrawn."""

    __table_args__ = (
        CheckConstraint("length(number) > 0", name="numbered"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_someone"),
        Index(
            "uq_invoice_contractor_number",
            "contractor_id",
            "number",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int = Field(foreign_key="contractor.id")
    number: str = Field(max_length=80)
    invoiced_on: date
    cents: int = Field(sa_type=BigInteger)
    source: str = ""
    author: str = Field(max_length=200)
    at: datetime
    withdrawn_by: str | None = Field(default=None, max_length=200)
    withdrawn_at: datetime | None = None


class FormalNotice(SQLModel, table=True):
    """A mise en demeure to send proofs; the daily penalty runs from its day to that when they are received."""

    __tablename__ = "formal_notice"
    __table_args__ = (
        CheckConstraint("received_on IS NULL OR received_on >= served_on", name="in_order"),
        Index("uq_formal_notice_contractor_served_on", "contractor_id", "served_on", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int = Field(foreign_key="contractor.id")
    served_on: date
    about: str = ""
    received_on: date | None = None
    source: str = ""
    author: str = Field(max_length=200)
    at: datetime


class Shortfall(SQLModel, table=True):
    """Why a contractor misses hours, as recorded a day; the last one holds."""

    __table_args__ = (CheckConstraint("length(details) > 0", name="explained"),)

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int = Field(foreign_key="contractor.id", index=True)
    stated_on: date
    motive: ShortfallMotive = Field(sa_type=coded(ShortfallMotive))
    details: str
    author: str = Field(max_length=200)
    at: datetime


class Closing(SQLModel, table=True):
    """A lot closed before or at its end: from that day, what is missing is missed. It may be reopened, once."""

    __table_args__ = (
        CheckConstraint("(reopened_by IS NULL) = (reopened_at IS NULL)", name="reopened_by_someone"),
        Index(
            "uq_closing_lot_id_open",
            "lot_id",
            unique=True,
            sqlite_where=text("reopened_at IS NULL"),
            postgresql_where=text("reopened_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int = Field(foreign_key="lot.id")
    closed_on: date
    reason: str
    author: str = Field(max_length=200)
    at: datetime
    reopened_by: str | None = Field(default=None, max_length=200)
    reopened_at: datetime | None = None


class MentionCheck(SQLModel, table=True):
    """Whether the documents of a market give a mention, and where; the last check of each mention holds."""

    __tablename__ = "mention_check"

    id: int | None = Field(default=None, primary_key=True)
    market_id: int = Field(foreign_key="market.id", index=True)
    mention: Mention = Field(sa_type=coded(Mention))
    given: bool
    place: str = ""
    author: str = Field(max_length=200)
    at: datetime


class Derogation(SQLModel, table=True):
    """Why a market has no social condition (loi Climat et Résilience, art. 35); the last one recorded holds."""

    __table_args__ = (CheckConstraint("length(details) > 0", name="explained"),)

    id: int | None = Field(default=None, primary_key=True)
    market_id: int = Field(foreign_key="market.id", index=True)
    motive: DerogationMotive = Field(sa_type=coded(DerogationMotive))
    details: str
    author: str = Field(max_length=200)
    at: datetime
