"""What companies were on their lots before it was written over."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.markets.rules import Rewriting
from clauses.reference.rules import Role


class ContractorBefore(SQLModel, table=True):
    """The role of a contractor, and whom its hours credited, until a day; by whom it was written over.

    The row of the contractor has the last ones. A change holds from ``until`` on, a correction for every day
    (`clauses.markets.holding`).
    """

    __tablename__ = "contractor_before"
    __table_args__ = (
        CheckConstraint("credits_id IS NULL OR role = 'sous_traitant'", name="only_subcontractors_credit"),
        CheckConstraint("length(author) > 0", name="author_named"),
        Index("ix_contractor_before_contractor_id", "contractor_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int = Field(foreign_key="contractor.id")
    role: Role = Field(sa_type=coded(Role))
    credits_id: int | None = Field(default=None, foreign_key="contractor.id")
    until: date
    rewriting: Rewriting = Field(sa_type=coded(Rewriting))
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    author: str = Field(max_length=200)
    at: datetime
