"""People, where they lived and since when, their time in the PLIE, their orientations."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.people.publics import Criterion
from clauses.people.rules import Sector
from clauses.reference.rules import Decision, Origin, Sex


class Person(SQLModel, table=True):
    """One person. Told apart by an identifier of the territory, else by name and birth date.

    ``last_key`` and ``first_key`` are the folded names.
    """

    __table_args__ = (
        CheckConstraint("length(last_key) > 0 AND length(first_key) > 0", name="named"),
        Index("uq_person_identifier", "identifier", unique=True),
        Index(
            "uq_person_same_without_identifier",
            "last_key",
            "first_key",
            "birth_date",
            unique=True,
            sqlite_where=text("identifier IS NULL"),
            postgresql_where=text("identifier IS NULL"),
        ),
        Index("ix_person_birth_date", "birth_date"),
        Index("ix_person_last_key_id", "last_key", "id"),  # lists by name, a page at a time
    )

    id: int | None = Field(default=None, primary_key=True)
    identifier: str | None = Field(default=None, max_length=80)
    last_name: str = Field(max_length=200)
    first_name: str = Field(max_length=200)
    last_key: str = Field(max_length=200)
    first_key: str = Field(max_length=200)
    birth_date: date
    sex: Sex | None = Field(default=None, sa_type=coded(Sex))
    rsa: bool | None = None
    rqth: bool | None = None
    work_permit_until: date | None = None
    unemployed_since: date | None = None
    education_level: str | None = Field(default=None, max_length=80)
    french_level: str | None = Field(default=None, max_length=80)
    jobs: str | None = None
    skills: str | None = None
    licences: str | None = None
    mobility_km: int | None = None
    available_on: date | None = None


class Residence(SQLModel, table=True):
    """Where someone lived from a day on, and in which quartier prioritaire; at a date, the last one before it holds.

    ``qpv_key`` tells quartiers apart whatever the spelling: the official code, else the folded name. ``qpv_name`` is
    the name as the file gave it, None when it gave a code only. ``outside_qpv``: the file had a column for the quartier
    and named none; None where nobody said.
    """

    __table_args__ = (
        CheckConstraint("(qpv_key IS NOT NULL) OR (qpv_name IS NULL)", name="qpv_name_with_key"),
        Index("uq_residence_person_since", "person_id", "since", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    since: date
    address: str | None = None
    postal_code: str | None = Field(default=None, max_length=10)
    commune: str | None = Field(default=None, max_length=120)
    qpv_key: str | None = Field(default=None, max_length=120)
    qpv_name: str | None = Field(default=None, max_length=200)
    outside_qpv: bool | None = None
    run_id: int = Field(foreign_key="import_run.id")
    sheet: str
    row: int


class Participation(SQLModel, table=True):
    """A time in the PLIE, open or closed."""

    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index("uq_participation_person_starts_on", "person_id", "starts_on", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    starts_on: date
    ends_on: date | None = None
    run_id: int = Field(foreign_key="import_run.id")
    sheet: str
    row: int


class Orientation(SQLModel, table=True):
    """Someone sent towards the clauses, to one sector, and what was decided."""

    __table_args__ = (
        CheckConstraint("decided_on IS NULL OR decision IS NOT NULL", name="date_with_decision"),
        Index("uq_orientation_person_day_sector", "person_id", "oriented_on", "sector", unique=True),
        Index("ix_orientation_oriented_on", "oriented_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    oriented_on: date
    sector: Sector = Field(sa_type=coded(Sector))
    origin: Origin | None = Field(default=None, sa_type=coded(Origin))
    prescriber: str | None = Field(default=None, max_length=200)
    referent: str | None = Field(default=None, max_length=200)
    decision: Decision | None = Field(default=None, sa_type=coded(Decision))
    decided_on: date | None = None
    reason: str | None = None
    run_id: int = Field(foreign_key="import_run.id")
    sheet: str
    row: int


class Evidence(SQLModel, table=True):
    """What a document says of one criterion of eligibility: the criterion holds, or does not; the latest day wins."""

    __table_args__ = (
        CheckConstraint("length(document) > 0", name="documented"),
        CheckConstraint("until IS NULL OR until >= evidence_on", name="in_order"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_someone"),
        Index("ix_evidence_person_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    criterion: Criterion = Field(sa_type=coded(Criterion))
    holds: bool = True
    document: str
    evidence_on: date
    until: date | None = None
    author: str = Field(max_length=200)
    at: datetime
    withdrawn_by: str | None = Field(default=None, max_length=200)
    withdrawn_at: datetime | None = None


class Opinion(SQLModel, table=True):
    """The reasoned opinion of a facilitateur on someone's eligibility, over the criteria; the last one holds."""

    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reasoned"),
        CheckConstraint("until IS NULL OR until >= decided_on", name="in_order"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_someone"),
        Index("ix_opinion_person_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    eligible: bool
    decided_on: date
    until: date | None = None
    reason: str
    author: str = Field(max_length=200)
    at: datetime
    withdrawn_by: str | None = Field(default=None, max_length=200)
    withdrawn_at: datetime | None = None
