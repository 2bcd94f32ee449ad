"""Penalties given up by a buyer, as they are kept."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.markets.rules import WaiverKind


class PenaltyWaiver(SQLModel, table=True):
    """What a buyer gave up of the penalty of a contractor, on a day, by a decision named; a mistake is withdrawn.

    ``needs_second``: whoever recorded it decides by two, and it holds once somebody else confirmed it.
    """

    __tablename__ = "penalty_waiver"
    __table_args__ = (
        CheckConstraint("cents > 0", name="amount"),
        CheckConstraint("length(motive) > 0", name="explained"),
        CheckConstraint("length(document) > 0", name="documented"),
        CheckConstraint("length(author) > 0", name="author_named"),
        CheckConstraint("(second_by IS NULL) = (second_at IS NULL)", name="second_by_someone"),
        CheckConstraint("second_by IS NULL OR (needs_second AND second_by <> author)", name="granted_by_two"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_someone"),
    )

    id: int | None = Field(default=None, primary_key=True)
    contractor_id: int = Field(foreign_key="contractor.id", index=True)
    kind: WaiverKind = Field(sa_type=coded(WaiverKind))
    granted_on: date
    cents: int = Field(sa_type=BigInteger)
    motive: str
    document: str = Field(max_length=300)
    author: str = Field(max_length=200)
    at: datetime
    needs_second: bool = False
    second_by: str | None = Field(default=None, max_length=200)
    second_at: datetime | None = None
    withdrawn_by: str | None = Field(default=None, max_length=200)
    withdrawn_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether it lowers what remains due: not withdrawn, and confirmed where it takes two."""
        return self.withdrawn_at is None and (not self.needs_second or self.second_at is not None)
