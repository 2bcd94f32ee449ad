"""Organisations, territories, people who sign in, and in what capacities they do."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, false, text
from sqlmodel import Field, SQLModel

from clauses.accounts.rules import ActorKind
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


class Territory(SQLModel, table=True):
    """Where a Pôle works. The first one, made with the database, holds everything that is not put in another.

    ``single_validator``: its only facilitateur may validate what they deposited themselves.
    """

    __table_args__ = (CheckConstraint("length(name) > 0", name="named"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200, unique=True)
    single_validator: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class TerritoryMarket(SQLModel, table=True):
    """A market of another territory than the first."""

    __tablename__ = "territory_market"

    market_id: int = Field(primary_key=True, foreign_key="market.id")
    territory_id: int = Field(foreign_key="territory.id", index=True)


class TerritoryPerson(SQLModel, table=True):
    """A person of another territory than the first."""

    __tablename__ = "territory_person"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    territory_id: int = Field(foreign_key="territory.id", index=True)


class User(SQLModel, table=True):
    """Someone who signs in. Without a password until the invitation is accepted.

    ``totp_secret`` is encrypted (`clauses.accounts.sealed`). ``totp_step`` is the last time step whose code was taken:
    a code works once. ``rights_version`` grows with every change of rights, which ends the sessions opened before.
    """

    __tablename__ = "user_account"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="named"),
        CheckConstraint("email = lower(email) AND length(email) > 0", name="email_form"),
        CheckConstraint("totp_confirmed_at IS NULL OR totp_secret IS NOT NULL", name="confirmed_with_secret"),
    )

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=200, unique=True)
    name: str = Field(max_length=120)
    password_hash: str | None = Field(default=None, max_length=200)
    totp_secret: str | None = Field(default=None, max_length=64)
    totp_confirmed_at: datetime | None = None
    totp_step: int = Field(default=0, sa_type=BigInteger)
    rights_version: int = 1
    created_at: datetime
    disabled_at: datetime | None = None

    @property
    def author(self) -> str:
        """How this person signs: the name, and the number that tells homonyms apart."""
        return f"{self.name} (compte {self.id})"


class Membership(SQLModel, table=True):
    """Someone in a capacity, for an organisation or in a territory, between two dates.

    In force once ``approved_by`` is there, who is never ``granted_by``: a role is granted by two people.
    """

    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        CheckConstraint(
            "(kind NOT IN ('F', 'S') OR territory_id IS NOT NULL)"
            " AND (kind NOT IN ('E', 'O', 'D', 'P', 'R') OR organisation_id IS NOT NULL)",
            name="body_of_kind",
        ),
        CheckConstraint("approved_by IS NULL OR approved_by <> granted_by", name="granted_by_two"),
        Index("ix_membership_user_id", "user_id"),
        Index("ix_membership_organisation_id", "organisation_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id")
    kind: ActorKind = Field(sa_type=coded(ActorKind))
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    territory_id: int | None = Field(default=None, foreign_key="territory.id")
    manager: bool = False
    starts_on: date
    ends_on: date | None = None
    granted_by: str = Field(max_length=200)
    approved_by: str | None = Field(default=None, max_length=200)


class BreakGlass(SQLModel, table=True):
    """Personal data of a territory opened to an administrator, for a motive, until ``ends_at`` or ``closed_at``."""

    __tablename__ = "break_glass"
    __table_args__ = (
        CheckConstraint("length(motive) > 0", name="motivated"),
        CheckConstraint("ends_at > opened_at", name="in_order"),
        Index("ix_break_glass_user_id_ends_at", "user_id", "ends_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id")
    territory_id: int = Field(foreign_key="territory.id", index=True)
    motive: str = Field(max_length=300)
    opened_by: str = Field(max_length=200)
    opened_at: datetime
    ends_at: datetime
    closed_at: datetime | None = None


class Assignment(SQLModel, table=True):
    """A person or a lot entrusted to a membership (référent, prescripteur, opérateur), between two dates."""

    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (lot_id IS NULL)", name="one_thing"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index(
            "uq_assignment_person",
            "membership_id",
            "person_id",
            unique=True,
            sqlite_where=text("person_id IS NOT NULL AND ends_on IS NULL"),
            postgresql_where=text("person_id IS NOT NULL AND ends_on IS NULL"),
        ),
        Index(
            "uq_assignment_lot",
            "membership_id",
            "lot_id",
            unique=True,
            sqlite_where=text("lot_id IS NOT NULL AND ends_on IS NULL"),
            postgresql_where=text("lot_id IS NOT NULL AND ends_on IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    membership_id: int = Field(foreign_key="membership.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    lot_id: int | None = Field(default=None, foreign_key="lot.id", index=True)
    starts_on: date
    ends_on: date | None = None
    assigned_by: str = Field(max_length=200)


class Deposit(SQLModel, table=True):
    """For whom a file was deposited: the run, the account, and the body or territory it acted for.

    An import from the command line has none: it is the first territory's.
    """

    run_id: int = Field(primary_key=True, foreign_key="import_run.id")
    user_id: int = Field(foreign_key="user_account.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    territory_id: int | None = Field(default=None, foreign_key="territory.id", index=True)
