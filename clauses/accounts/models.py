"""Organisations: buyers, contractors, employers and prescribers. Users and roles come with accounts."""

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.reference.rules import EmployerKind


class Organisation(SQLModel, table=True):
    """A body with a name, and a SIRET when it is known. Without one, its folded name tells it apart."""

    __table_args__ = (
        CheckConstraint("length(name) > 0", name="named"),
        CheckConstraint("length(siret) = 14 AND siret NOT GLOB '*[^0-9]*'", name="siret_form").ddl_if(dialect="sqlite"),
        CheckConstraint("siret ~ '^[0-9]{14}$'", name="siret_form").ddl_if(dialect="postgresql"),
        Index("uq_organisation_siret", "siret", unique=True),
        Index(
            "uq_organisation_name_key_without_siret",
            "name_key",
            unique=True,
            sqlite_where=text("siret IS NULL"),
            postgresql_where=text("siret IS NULL"),
        ),
        Index("ix_organisation_name_key", "name_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=300)
    name_key: str = Field(max_length=300)
    siret: str | None = Field(default=None, max_length=14)
    employer_kind: EmployerKind | None = Field(default=None, sa_type=coded(EmployerKind))
