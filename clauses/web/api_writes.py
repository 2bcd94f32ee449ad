"""How the routes of the API write: in their turn, on the version that was read, once for a key, signed.

Every one waits for its turn before it locks a row (`clauses.db.one_at_a_time`), as imports and pages do: two writers
that took the same locks in two orders would stop each other, and what is checked before it is written stays true.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from litestar import Response
from pydantic import BaseModel
from sqlmodel import Session

from clauses import audit
from clauses.access.queries import found
from clauses.accounts.keys import Answered
from clauses.accounts.matrix import Act
from clauses.accounts.scope import Scope
from clauses.db import one_at_a_time, writing
from clauses.errors import Conflict, Invalid
from clauses.web.api_parts import AnyRequest, R, S, etag, versioned
from clauses.web.errors import Changed
from clauses.web.once import answered
from clauses.web.visitors import asker, now, place_of, visitor_of

Shape: TypeAlias = Callable[[Session, Scope, Sequence[R]], list[S]]
"""Rows as they are shown to whoever asks."""


def require_version(request: AnyRequest, shown: BaseModel) -> None:
    """Raises `Changed`: 428 without If-Match, 412 when what was read is not what is there."""
    given = request.headers.get("if-match")
    if given is None:
        raise Changed("Dites dans If-Match la version que vous avez lue (son ETag).", status=428)
    if given.strip() != "*" and etag(shown) not in [part.strip().removeprefix("W/") for part in given.split(",")]:
        raise Changed("Ceci a changé depuis que vous l'avez lu. Relisez, puis recommencez.", status=412)


def change(
    request: AnyRequest,
    table: type[R],
    number: int,
    shape: Shape[R, S],
    write: Callable[[Session, Scope, R], Sequence[str]],
    *,
    subject: str,
) -> Response[S]:
    """Writes on a row whose version was read; ``write`` says which fields it changed. Journalised with their names."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        one_at_a_time(session)
        row = found(session, scope, table, number, Act.MODIFY)
        session.refresh(row, with_for_update=True)
        require_version(request, shape(session, scope, [row])[0])
        fields = write(session, scope, row)
        session.flush()
        session.refresh(row)
        audit.record(session, "modify", by=scope.author, subject=subject, subject_id=number, fields=sorted(fields))
        (shown,) = shape(session, scope, [found(session, scope, table, number, Act.MODIFY)])
    return versioned(shown)


def decide(
    request: AnyRequest,
    table: type[R],
    number: int,
    shape: Shape[R, S],
    verb: Callable[[Session, Scope, R], Any],
    *,
    act: Act,
    read: bool = False,
) -> Response[S]:
    """Does to one row what has a name of its own, which signs it: close, withdraw, accept. ``read``: only on the
    version that was read (If-Match)."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        one_at_a_time(session)
        row = found(session, scope, table, number, act)
        session.refresh(row, with_for_update=True)
        if read:
            require_version(request, shape(session, scope, [row])[0])
        verb(session, scope, row)
        session.flush()
        session.refresh(row)
        (shown,) = shape(session, scope, [row])
    return versioned(shown)


def create(
    request: AnyRequest,
    data: BaseModel,
    table: type[R],
    shape: Shape[R, S],
    write: Callable[[Session, Scope], int],
    *,
    subject: str,
    where: str,
    act: Act = Act.CREATE,
    done: str = "create",
) -> Response[S]:
    """Adds a row, once for an idempotency key, and only where the one who asks may create it (``act``: decide it).
    ``done`` is what the journal calls it.

    What is added must be within reach once it is there: else everything is undone and the answer is « forbidden ».
    """

    def make(session: Session, scope: Scope) -> int:
        number = write(session, scope)
        session.flush()
        found(session, scope, table, number, act)
        audit.record(session, done, by=scope.author, subject=subject, subject_id=number)
        return number

    def show(session: Session, scope: Scope, number: int) -> S:
        return shape(session, scope, [found(session, scope, table, number)])[0]

    return done_once(request, data, make, show, where=where)


def done_once(
    request: AnyRequest,
    data: BaseModel,
    make: Callable[[Session, Scope], int],
    show: Callable[[Session, Scope, int], S],
    *,
    where: str = "",
) -> Response[S]:
    """What ``make`` adds and signs, once for an idempotency key: sent again, it is shown again, as it is now.
    ``where``: the address under which it is read alone, if it is.

    What was answered is not kept: it may be somebody's name, that nothing would find here the day it must go.
    """
    scope, visitor = asker(request), visitor_of(request)
    key = request.headers.get("idempotency-key", "")
    actor = f"{'token' if visitor.program else 'user'}:{scope.user_id}"
    told = f"{request.method} {request.url.path} {data.model_dump_json()}"
    fingerprint = hashlib.sha256(told.encode()).hexdigest()
    with writing(place_of(request).engine) as session:
        one_at_a_time(session)
        before = answered(session, actor, key) if key else None
        if before is not None and before.fingerprint != fingerprint:
            words = "Cette clé a servi pour une autre demande. Prenez-en une nouvelle."
            raise Conflict(words, code="idempotency.other")
        number = make(session, scope) if before is None else int(before.location.rpartition("/")[2])
        shown, location = show(session, scope, number), f"{where}/{number}"
        if key and before is None:
            added = Answered(
                actor=actor, key=key, fingerprint=fingerprint, location=location, status=201, body="", at=now()
            )
            session.add(added)
    headers = {"ETag": etag(shown)} | ({"Location": location} if where else {})
    return Response(shown, status_code=201, headers=headers)


def given(data: BaseModel) -> dict[str, Any]:
    """The fields that a change names; an empty change is refused."""
    fields = data.model_dump(exclude_unset=True)
    if not fields:
        raise Invalid("Dites au moins un champ à changer.", field="")
    return fields


def required(fields: dict[str, Any], *names: str) -> None:
    """Raises `Invalid` when a field that cannot be empty is emptied."""
    for name in names:
        if name in fields and fields[name] is None:
            raise Invalid(f"« {name} » ne peut pas être vide. Donnez-lui une valeur.", field=name)
