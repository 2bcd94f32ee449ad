"""What was said with each company about its lot, what is to be done next, and who answers there."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.markets.exchanges import CounterpartRole, ExchangeKind


class Exchange(SQLModel, table=True):
    """One talk with a contractor, and the next action that came of it; withdrawn when it was written by mistake."""

    __table_args__ = (
        CheckConstraint("length(said) > 0", name="said"),
        CheckConstraint("length(author) > 0", name="author_named"),
        CheckConstraint("(next_action IS NULL) = (next_on IS NULL)", name="next_with_its_day"),
        CheckConstraint("next_on IS NULL OR next_on >= held_on", name="next_after"),
        CheckConstraint("(done_by IS NULL) = (done_on IS NULL)", name="done_by_someone"),
        CheckConstraint("done_by IS NULL OR next_action IS NOT NULL", name="done_what_was_to_do"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_someone"),
        Index("ix_exchange_contractor_id_held_on", "contractor_id", "held_on"),
        Index("ix_exchange_next_on", "next_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int = Field(foreign_key="contractor.id")
    kind: ExchangeKind = Field(sa_type=coded(ExchangeKind))
    held_on: date
    with_whom: str | None = Field(default=None, max_length=200)
    said: str
    next_action: str | None = Field(default=None, max_length=400)
    next_on: date | None = None
    done_on: date | None = None
    done_by: str | None = Field(default=None, max_length=200)
    author: str = Field(max_length=200)
    at: datetime
    withdrawn_by: str | None = Field(default=None, max_length=200)
    withdrawn_at: datetime | None = None


class Counterpart(SQLModel, table=True):
    """Somebody of a company who answers for a lot: its referent, a tutor; withdrawn when they no longer do."""

    __table_args__ = (
        CheckConstraint("length(name) > 0", name="named"),
        CheckConstraint("length(author) > 0", name="author_named"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_someone"),
        Index("ix_counterpart_contractor_id", "contractor_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int = Field(foreign_key="contractor.id")
    role: CounterpartRole = Field(sa_type=coded(CounterpartRole))
    name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=200)
    phone: str | None = Field(default=None, max_length=40)
    author: str = Field(max_length=200)
    at: datetime
    withdrawn_by: str | None = Field(default=None, max_length=200)
    withdrawn_at: datetime | None = None
