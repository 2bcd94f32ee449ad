"""How a command ends: 0 done, 1 some rows rejected or something found, 2 unusable, 3 refused by a rule."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from clauses.errors import ClausesError, Conflict, Unusable

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

DONE, FOUND, UNUSABLE, REFUSED = 0, 1, 2, 3
INTERRUPTED = 130
"""What a shell expects of a command that Ctrl+C stopped."""


def status_of(refusal: ClausesError) -> int:
    """A state that forbids is a rule (3); an input or an option that cannot be used is 2."""
    return REFUSED if isinstance(refusal, Conflict) else UNUSABLE


def refusal_of(error: Exception) -> ClausesError | None:
    """A refusal that a person can read, for what the database could not do; None for a bug, which crashes."""
    if isinstance(error, ClausesError):
        return error
    if "sqlalchemy" not in sys.modules:
        return None
    from sqlalchemy.exc import DatabaseError, OperationalError

    if isinstance(error, OperationalError):  # away, busy, read-only, disk full
        return Unusable(
            f"La base de données n'a pas pu répondre ({_cause(error)}). Rien n'est enregistré à moitié : réessayez, "
            "et si cela dure, vérifiez la base et la place sur le disque.",
            code="database.away",
        )
    if type(error) is DatabaseError:  # what SQLite says of a damaged file; its subclasses are bugs
        return Unusable(
            f"La base de données est abîmée ({_cause(error)}). Restaurez une sauvegarde.", code="database.damaged"
        )
    return None


def _cause(error: DBAPIError) -> str:
    """The first line of what the engine says; the others are advice to programmers."""
    return str(error.orig).partition("\n")[0]
