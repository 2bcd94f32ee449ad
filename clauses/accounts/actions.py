"""Organisations added and completed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col

from clauses.accounts.models import Organisation
from clauses.reference.rules import EmployerKind
from clauses.words import folded, tidy


def add_organisations(session: Session, bodies: Sequence[tuple[str, str | None]]) -> list[int]:
    """Adds organisations given as (name, SIRET or None); their ids, in the same order."""
    if not bodies:
        return []
    rows = [{"name": tidy(name), "name_key": folded(name) or tidy(name), "siret": siret} for name, siret in bodies]
    statement = insert(Organisation).returning(col(Organisation.id), sort_by_parameter_order=True)
    return [int(number) for number in session.execute(statement, rows).scalars()]


def complete_organisation(session: Session, organisation_id: int, **values: Any) -> None:
    """Writes what was not known of an organisation: its SIRET, its kind."""
    session.execute(update(Organisation).where(col(Organisation.id) == organisation_id).values(**values))


def tell_employer_kinds(session: Session, kinds: Mapping[int, EmployerKind]) -> None:
    """Remembers what kind of employer each body is, where it was not known."""
    for organisation_id, kind in kinds.items():
        session.execute(
            update(Organisation)
            .where(col(Organisation.id) == organisation_id, col(Organisation.employer_kind).is_(None))
            .values(employer_kind=kind)
        )
