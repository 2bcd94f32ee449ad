"""What a device sends twice is stored once: each entry bears a unique key that the device made.

The key is inserted first, in the transaction of the entry: of two sendings at the same moment, one waits for the other.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from clauses.errors import Conflict, NotFound, Unusable
from clauses.sites.models import ClientEntry
from clauses.sites.rules import EntryKind

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


def once(
    session: Session, *, key: str | None, kind: EntryKind, content: Mapping[str, Any], by: str, write: Callable[[], int]
) -> int:
    """The id of what ``write`` stores, or stored when the same key came before. Without a key, it is always written.

    Raises ``Unusable`` for a key that is not one, ``Conflict`` when the key came with something else in it.
    """
    if key is None:
        return write()
    if not _KEY.fullmatch(key):
        raise Unusable(
            "L'identifiant unique d'une saisie a de 16 à 64 lettres, chiffres ou tirets. Rouvrez la page : "
            "l'appareil le fait.",
            code="sites.key_form",
        )
    fingerprint = _fingerprint(kind, content)
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    claim = dialect.insert(ClientEntry).values(
        key=key, kind=kind, fingerprint=fingerprint, author=by, at=datetime.now(UTC)
    )
    if session.execute(claim.on_conflict_do_nothing(index_elements=["key"]).returning(col(ClientEntry.key))).first():
        row_id = write()
        session.execute(update(ClientEntry).where(col(ClientEntry.key) == key).values(row_id=row_id))
        return row_id
    before = session.exec(
        select(ClientEntry).where(col(ClientEntry.key) == key).execution_options(populate_existing=True)
    ).one()
    if before.fingerprint != fingerprint or before.row_id is None:
        raise Conflict(
            "Cette saisie a déjà été envoyée, avec un autre contenu. Elle n'est pas remplacée : ouvrez celle qui est "
            "enregistrée, puis corrigez-la.",
            code="sites.key_reused",
        )
    return before.row_id


def stored_by(session: Session, key: str, kind: EntryKind) -> int:
    """The id of what a key stored: how an entry made offline names another one. Raises ``NotFound``."""
    found = session.exec(
        select(ClientEntry.row_id).where(col(ClientEntry.key) == key, col(ClientEntry.kind) == kind)
    ).first()
    if found is None:
        raise NotFound("La saisie dont celle-ci dépend n'est pas encore arrivée. Envoyez-la d'abord.")
    return found


def _fingerprint(kind: EntryKind, content: Mapping[str, Any]) -> str:
    text = json.dumps({"kind": kind.value, **content}, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
