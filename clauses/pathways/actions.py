"""Exits recorded, in the caller's transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from clauses.db import upsert
from clauses.pathways.models import Exit


def record_exits(session: Session, exits: Sequence[Mapping[str, Any]]) -> None:
    """Adds exits by person and day, or writes what is now said of them (columns of `Exit`)."""
    upsert(session, Exit, exits, ("person_id", "exited_on"))
