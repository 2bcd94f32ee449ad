"""Exits, as facts with what was decided of them."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.pathways.protocols import ExitReason, Protocol
from clauses.reference.rules import ContractKind, EmployerKind


class Exit(SQLModel, table=True):
    """Someone leaving: the facts given, the motive decided, and what the protocol says of the facts.

    The decided motive counts; ``verdict_*`` is what the protocol would have said, kept to be compared.
    ``weekly_hours`` is in hundredths of an hour.
    """

    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="in_order"),
        CheckConstraint("weekly_hours IS NULL OR weekly_hours >= 0", name="not_negative"),
        CheckConstraint("decided OR decided_on IS NULL", name="dated_when_decided"),
        Index("uq_exit_person_exited_on", "person_id", "exited_on", unique=True),
        Index("ix_exit_exited_on", "exited_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    exited_on: date
    reason: ExitReason = Field(sa_type=coded(ExitReason))
    reason_sent: str
    decided: bool
    decided_on: date | None = None
    contract_kind: ContractKind | None = Field(default=None, sa_type=coded(ContractKind))
    starts_on: date | None = None
    ends_on: date | None = None
    weekly_hours: int | None = None
    part_time_agreed: bool = False
    aided: bool = False
    employer: str | None = None
    employer_kind: EmployerKind | None = Field(default=None, sa_type=coded(EmployerKind))
    job: str | None = None
    certified_on: date | None = None
    registered_on: date | None = None
    evidence: str | None = None
    protocol: Protocol = Field(sa_type=coded(Protocol))
    verdict_positive: bool | None = None
    verdict_kind: str | None = Field(default=None, max_length=40)
    verdict_reason: str
    run_id: int = Field(foreign_key="import_run.id")
    sheet: str
    row: int
