"""Facts that differ from one territory or one year to the next: a value, since when, and from what source."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.reference.parameters import Family


class Parameter(SQLModel, table=True):
    """A dated value, that a territory sets over the built-in one: a rate in cents, a share, an age of evidence."""

    __table_args__ = (
        CheckConstraint("value >= 0", name="not_negative"),
        CheckConstraint("length(source) > 0", name="sourced"),
        Index("uq_parameter_family_name_since", "family", "name", "since", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    family: Family = Field(sa_type=coded(Family))
    name: str = Field(max_length=80)
    since: date
    value: int = Field(sa_type=BigInteger)
    source: str
    author: str = Field(max_length=200)
    at: datetime
