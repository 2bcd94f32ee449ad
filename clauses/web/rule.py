"""What a route asks of whoever comes: every handler carries a `rule`, and the application refuses to start without.

``rule=GRANTED(Resource.MARKET, Act.READ)`` for a list; with ``table`` and ``key``, for the row that the path names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from litestar import Litestar
from litestar.routes import BaseRoute
from sqlmodel import SQLModel

from clauses.access.queries import KINDS
from clauses.accounts.matrix import Act, Resource
from clauses.errors import Forbidden


class Prove(Forbidden):
    """The password must be given again before this."""

    code = "prove_again"


class Enrol(Forbidden):
    """A second factor must be enrolled before anything else."""

    code = "enrol_second_factor"


class Step(IntEnum):
    """How far somebody must have come."""

    NOBODY = 0
    PASSWORD = 1
    ENROLLING = 2
    SIGNED_IN = 3


@dataclass(frozen=True)
class Rule:
    """What a route asks. ``resource`` and ``act`` are a cell of the matrix; ``table`` and ``key`` name the row.

    ``proven``: the password must have been given lately (validation, export, rights). ``part`` is the resource of a
    part of the row's fields. ``programs``: whether a token may come in. ``also``: another resource on which the same
    act is asked, for a route that writes two.
    """

    step: Step
    resource: Resource | None = None
    act: Act | None = None
    table: type[SQLModel] | None = None
    key: str = ""
    proven: bool = False
    part: bool = False
    programs: bool = False
    also: Resource | None = None


OPEN = Rule(Step.NOBODY)
"""For everybody: health, the style sheet, the sign-in page itself."""

HALF = Rule(Step.PASSWORD)
"""Password given: the page that asks for the second factor."""

ENROLLING = Rule(Step.ENROLLING)
"""Signed in, whether or not the second factor that their capacity asks for is enrolled."""

SIGNED_IN = Rule(Step.SIGNED_IN, programs=True)
"""Whoever is signed in: what is their own."""


def on(
    table: type[SQLModel],
    key: str,
    act: Act = Act.READ,
    *,
    resource: Resource | None = None,
    proven: bool = False,
    programs: bool = True,
) -> Rule:
    """On the row of ``table`` that the path parameter ``key`` names."""
    own = KINDS[table].resource
    chosen = resource or own
    return Rule(Step.SIGNED_IN, chosen, act, table, key, proven, chosen is not own, programs)


def every(
    resource: Resource,
    act: Act = Act.READ,
    *,
    also: Resource | None = None,
    proven: bool = False,
    programs: bool = True,
) -> Rule:
    """On rows that the handler itself narrows, or on a new one."""
    return Rule(Step.SIGNED_IN, resource, act, proven=proven, programs=programs, also=also)


def handlers_of(routes: Iterable[BaseRoute]) -> Iterable[tuple[str, str, Any]]:
    """(path, method, handler) of every route."""
    for route in routes:
        for handler in getattr(route, "route_handlers", None) or [getattr(route, "route_handler", None)]:
            if handler is not None:
                for method in sorted(getattr(handler, "http_methods", {"*"})):
                    yield route.path_format, str(method), handler


def without_rule(app: Litestar) -> list[str]:
    """Routes that no rule opens: the application does not start with one. Litestar's own OPTIONS say nothing."""
    return [
        f"{method} {path}"
        for path, method, handler in handlers_of(app.routes)
        if method != "OPTIONS" and not isinstance(rule_of(handler), Rule)
    ]


def rule_of(handler: Any) -> Rule | None:
    """The rule of a handler, its router's included."""
    found = handler.opt.get("rule")
    return found if isinstance(found, Rule) else None
