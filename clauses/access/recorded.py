"""What is recorded already, whoever asks: a creation says so instead of meeting a constraint. Nothing of it shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from clauses.people.models import Person
from clauses.people.rules import Name


def number_of(session: Session, table: type[SQLModel], **values: Any) -> int | None:
    """The id of the row that says exactly this; None without one."""
    same = [col(getattr(table, name)) == value for name, value in values.items()]
    return session.exec(select(col(getattr(table, "id"))).where(*same)).first()  # noqa: B009  # every table has one


def person_recorded(session: Session, said: Mapping[str, Any]) -> bool:
    """Whether somebody of that identifier, else of that name and birth date, is recorded."""
    if said.get("identifier") is not None:
        return number_of(session, Person, identifier=said["identifier"]) is not None
    name = Name.of(said["last_name"], said["first_name"])
    born: date = said["birth_date"]
    return number_of(session, Person, last_key=name.last, first_key=name.first, birth_date=born) is not None
