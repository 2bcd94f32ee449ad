"""Markets: the list."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Template

from clauses.access.depositing import depositor, open_kinds
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import reading
from clauses.files.rules import FileKind
from clauses.markets.rules import Stage
from clauses.reference.rules import Nature
from clauses.web import markets_reads
from clauses.web.days import day_of
from clauses.web.lists import PAGE_SIZE, asked
from clauses.web.rule import every
from clauses.web.visitors import asker

AnyRequest = Request[Any, Any, Any]


@get("/marches", rule=every(Resource.MARKET), sync_to_thread=True)
def markets(request: AnyRequest, state: State) -> Template:
    """The markets that one sees, searched, filtered and sorted by the address."""
    scope, on = asker(request), day_of(request)
    with reading(state.engine) as session:
        buyers = markets_reads.buyers(session, scope)
        filters = markets_reads.FILTERS | {"acheteur": [str(number) for number, _ in buyers]}
        wanted = asked(request, sorts=markets_reads.SORTS, default="fin", filters=filters)
        rows, total = markets_reads.list_markets(session, scope, wanted, on)
    return Template(
        "markets/list.html",
        context={
            "rows": rows,
            "total": total,
            "wanted": wanted,
            "on": on,
            "size": PAGE_SIZE,
            "buyers": buyers,
            "natures": list(Nature),
            "stages": list(Stage),
            "may_create": scope.may(Resource.MARKET, Act.CREATE),
            "imports_workbooks": _imports_workbooks(scope),
        },
    )


def _imports_workbooks(scope: Scope) -> bool:
    """Whether somebody may deposit workbooks of markets."""
    return scope.may(Resource.HOURS, Act.CREATE) and bool(open_kinds(scope, depositor(scope), (FileKind.MARKETS,)))


HANDLERS = [markets]
