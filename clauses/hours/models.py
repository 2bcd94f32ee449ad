"""Contracts of work, monthly declarations in versions, their lines, locked months."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.hours.rules import DeclarationState, LineState
from clauses.reference.rules import ContractKind, EmployerKind, Modality


class Contract(SQLModel, table=True):
    """A contract of work: person × employer × kind × start."""

    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index("uq_contract_same", "person_id", "employer_id", "kind", "starts_on", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    employer_id: int = Field(foreign_key="organisation.id", index=True)
    employer_kind: EmployerKind | None = Field(default=None, sa_type=coded(EmployerKind))
    kind: ContractKind = Field(sa_type=coded(ContractKind))
    starts_on: date
    ends_on: date | None = None
    job: str | None = None
    modality: Modality | None = Field(default=None, sa_type=coded(Modality))


class Submission(SQLModel, table=True):
    """An import, and one employer whose hours it brought for one contractor.

    It holds nothing else: declarations name the three together, and checking them once costs a third of three times. It
    comes with the first declaration that names it, and goes with the last.
    """

    contractor_id: int = Field(foreign_key="contractor.id", primary_key=True)
    employer_id: int = Field(foreign_key="organisation.id", primary_key=True)
    run_id: int = Field(foreign_key="import_run.id", primary_key=True)


class Declaration(SQLModel, table=True):
    """What one employer declares for one contractor of one lot and one month, in one version.

    One version at most is current; those it replaced stay readable. A version sent over validated lines is *proposed*:
    a correction that a person accepts or refuses.
    """

    __table_args__ = (
        ForeignKeyConstraint(
            ["contractor_id", "employer_id", "run_id"],
            ["submission.contractor_id", "submission.employer_id", "submission.run_id"],
            name="fk_declaration_submission",
        ),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("strftime('%d', month) = '01'", name="whole_month").ddl_if(dialect="sqlite"),
        CheckConstraint("extract(day from month) = 1", name="whole_month").ddl_if(dialect="postgresql"),
        Index("uq_declaration_unit_version", "contractor_id", "employer_id", "month", "version", unique=True),
        Index(
            "uq_declaration_unit_current",
            "contractor_id",
            "employer_id",
            "month",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
        Index(
            "uq_declaration_unit_proposed",
            "contractor_id",
            "employer_id",
            "month",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        Index("ix_declaration_month", "month"),
    )

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int
    employer_id: int
    month: date
    version: int
    state: DeclarationState = Field(sa_type=coded(DeclarationState))
    run_id: int = Field(index=True)
    author: str = Field(max_length=200)
    at: datetime


class Line(SQLModel, table=True):
    """The hours of one contract in one month, as one cell of one file said them.

    ``hours`` and ``training`` are hundredths of an hour, rounded once on entry from ``sent``, the text of the cell.
    A line whose person is not known yet has no contract: it is ``to_check`` and keeps in ``claim`` (JSON) what the row
    said, so that it can be settled later without the file.
    """

    __table_args__ = (
        CheckConstraint("hours >= 0 AND training >= 0", name="not_negative"),
        CheckConstraint(
            "contract_id IS NOT NULL OR state IN ('to_check', 'rejected', 'superseded')", name="counts_with_contract"
        ),
        CheckConstraint(
            "(state = 'validated') = (validated_by IS NOT NULL)"
            " AND (validated_by IS NULL) = (validated_at IS NULL)"
            " OR state = 'superseded'",
            name="validated_by_someone",
        ),
        CheckConstraint(
            "state <> 'rejected' OR (reason IS NOT NULL AND length(reason) > 0)", name="rejected_with_reason"
        ),
        Index("uq_line_origin", "declaration_id", "sheet", "row", "column", unique=True),
        Index("ix_line_contract_id", "contract_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    declaration_id: int = Field(foreign_key="declaration.id")
    contract_id: int | None = Field(default=None, foreign_key="contract.id")
    hours: int = Field(sa_type=BigInteger)
    training: int = Field(default=0, sa_type=BigInteger)
    sent: str
    state: LineState = Field(sa_type=coded(LineState))
    blocking: bool = False
    version: int = 1
    claim: str | None = None
    reason: str | None = None
    validated_by: str | None = Field(default=None, max_length=200)
    validated_at: datetime | None = None
    sheet: str
    row: int
    column: str = ""


class LockedMonth(SQLModel, table=True):
    """A month closed to uploads; reopening it takes two people."""

    __tablename__ = "locked_month"
    __table_args__ = (
        CheckConstraint(
            "reopened_by IS NULL OR (reopening_asked_by IS NOT NULL AND reopened_by <> reopening_asked_by)",
            name="reopened_by_two",
        ),
        CheckConstraint("(reopened_by IS NULL) = (reopened_at IS NULL)", name="reopened_when"),
        Index(
            "uq_locked_month_month_open",
            "month",
            unique=True,
            sqlite_where=text("reopened_at IS NULL"),
            postgresql_where=text("reopened_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    month: date
    locked_by: str = Field(max_length=200)
    locked_at: datetime
    reopening_asked_by: str | None = Field(default=None, max_length=200)
    reopened_by: str | None = Field(default=None, max_length=200)
    reopened_at: datetime | None = None


class CountingRule(SQLModel, table=True):
    """What counts for a market, from a day on, in versions: a blank bound bounds nothing.

    ``publics`` are codes of `Criterion`, separated by spaces; None is every public. ``person_hours`` is in hundredths
    of an hour; durations are in months, from hiring.
    """

    __tablename__ = "counting_rule"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint(
            "(eligibility_months IS NULL OR eligibility_months > 0) AND (person_months IS NULL OR person_months > 0)"
            " AND (person_hours IS NULL OR person_hours >= 0)",
            name="bounds",
        ),
        CheckConstraint("length(source) > 0", name="sourced"),
        Index("uq_counting_rule_market_version", "market_id", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    market_id: int = Field(foreign_key="market.id")
    version: int = 1
    in_force_on: date | None = None
    training_counts: bool = False
    proof_required: bool = False
    publics: str | None = Field(default=None, max_length=400)
    eligibility_months: int | None = None
    person_months: int | None = None
    person_hours: int | None = Field(default=None, sa_type=BigInteger)
    source: str
    author: str = Field(max_length=200)
    at: datetime


class ContractCap(SQLModel, table=True):
    """How long one kind of contract keeps counting under a counting rule: a CDI, four years in a CCAP of 2021."""

    __tablename__ = "contract_cap"
    __table_args__ = (
        CheckConstraint("months > 0", name="months"),
        Index("uq_contract_cap_rule_kind", "counting_rule_id", "kind", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    counting_rule_id: int = Field(foreign_key="counting_rule.id")
    kind: ContractKind = Field(sa_type=coded(ContractKind))
    months: int


class Convention(SQLModel, table=True):
    """A convention of globalisation: buyers agree that hours of one market serve another."""

    __table_args__ = (CheckConstraint("length(reference) > 0", name="referenced"),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=120, unique=True)
    source: str = ""
    author: str = Field(max_length=200)
    at: datetime


class Signature(SQLModel, table=True):
    """A buyer's signature on a convention: without that of each buyer concerned, no hour moves."""

    __table_args__ = (Index("uq_signature_convention_buyer", "convention_id", "buyer_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    convention_id: int = Field(foreign_key="convention.id")
    buyer_id: int = Field(foreign_key="organisation.id")
    signed_on: date
    author: str = Field(max_length=200)
    at: datetime


class Allocation(SQLModel, table=True):
    """Hours of a month that one contractor's lot lends to another under a convention, in hundredths of an hour."""

    __table_args__ = (
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("lender_id <> borrower_id", name="two_contractors"),
        CheckConstraint("strftime('%d', month) = '01'", name="whole_month").ddl_if(dialect="sqlite"),
        CheckConstraint("extract(day from month) = 1", name="whole_month").ddl_if(dialect="postgresql"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_someone"),
        Index("ix_allocation_lender_id", "lender_id"),
        Index("ix_allocation_borrower_id", "borrower_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    convention_id: int = Field(foreign_key="convention.id")
    lender_id: int = Field(foreign_key="contractor.id")
    borrower_id: int = Field(foreign_key="contractor.id")
    month: date
    hours: int = Field(sa_type=BigInteger)
    author: str = Field(max_length=200)
    at: datetime
    withdrawn_by: str | None = Field(default=None, max_length=200)
    withdrawn_at: datetime | None = None
