"""The door of every route: who asks, whether the matrix lets them, whether the form is ours. In that order, before the
body of the request is read."""

from __future__ import annotations

from typing import Any

import anyio.to_thread
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from clauses.access.queries import ABSENT, REFUSED, found
from clauses.accounts.glass import traced
from clauses.accounts.matrix import Act
from clauses.db import reading, writing
from clauses.errors import Forbidden, NotFound, Unknown
from clauses.people.models import Person
from clauses.web.forms import require_own_form
from clauses.web.rule import Enrol, Prove, Rule, Step, rule_of
from clauses.web.sound import require_sound_address, require_sound_form
from clauses.web.visitors import Connection, Visitor, identify, now, place_of

_SIGN_IN = "Connectez-vous pour voir cette page."


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Lets in, or raises: ``Unknown`` (nobody), ``NotFound`` (out of scope), ``Forbidden`` (seen, not to be done)."""
    rule = rule_of(handler)
    if rule is None:
        raise NotFound(ABSENT)
    visitor = await anyio.to_thread.run_sync(identify, connection)
    connection.scope["state"]["visitor"] = visitor
    if rule.step is not Step.NOBODY:
        _come_far_enough(rule, visitor)
    require_sound_address(connection)
    if rule.step is not Step.NOBODY and rule.resource is not None:
        await anyio.to_thread.run_sync(_may, connection, rule, visitor)
        if visitor.scope.by_glass(rule.resource, rule.act or Act.READ):
            await anyio.to_thread.run_sync(_trace, connection, rule, visitor)
    if isinstance(connection, Request):
        await require_own_form(connection, visitor)
        await require_sound_form(connection)
    if rule.proven and not visitor.proven and not visitor.program:
        raise Prove("Redonnez votre mot de passe avant cette action.")


def _come_far_enough(rule: Rule, visitor: Visitor) -> None:
    if visitor.step is Step.NOBODY or (visitor.program and not rule.programs):
        raise Unknown(_SIGN_IN)
    if visitor.step < rule.step:
        if visitor.step is Step.PASSWORD:
            raise Unknown("Donnez le code de votre second facteur.", code="second_factor")
        raise Enrol("Enregistrez d'abord un second facteur.")


def _may(connection: Connection, rule: Rule, visitor: Visitor) -> None:
    """The cell of the matrix, then the row that the path names."""
    if rule.resource is None:
        return
    act = rule.act or Act.READ
    if rule.table is None:
        if not all(visitor.scope.may(asked, act) for asked in (rule.resource, rule.also) if asked is not None):
            raise Forbidden(REFUSED)
        return
    number = connection.path_params.get(rule.key)
    with reading(place_of(connection).engine) as session:
        resource = rule.resource if rule.part else None
        found(session, visitor.scope, rule.table, int(str(number)), act, resource=resource)


def _trace(connection: Connection, rule: Rule, visitor: Visitor) -> None:
    """What an emergency access shows is written in the journal before it shows."""
    number = int(str(connection.path_params[rule.key])) if rule.table is Person else None
    path = str(connection.scope.get("path_template") or "")[:200]
    with writing(place_of(connection).engine) as session:
        traced(session, visitor.scope, path=path, person_id=number, now=now())
