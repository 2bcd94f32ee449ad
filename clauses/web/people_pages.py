"""People: the list."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Template

from clauses.accounts.matrix import Act, Resource
from clauses.db import reading
from clauses.reference.rules import Decision
from clauses.web import people_reads
from clauses.web.days import day_of
from clauses.web.lists import PAGE_SIZE, asked
from clauses.web.rule import every
from clauses.web.visitors import asker


@get("/personnes", rule=every(Resource.IDENTITY, programs=False), sync_to_thread=True)
def people(request: Request[Any, Any, Any], state: State) -> Template:
    """The people that one sees, searched, filtered and sorted by the address."""
    scope, on = asker(request), day_of(request)
    wanted = asked(request, sorts=people_reads.SORTS, default="nom", filters=people_reads.FILTERS)
    with reading(state.engine) as session:
        rows, total = people_reads.list_people(session, scope, wanted, on)
        near = people_reads.near(session, scope, wanted) if not total and wanted.q else []
    return Template(
        "people/list.html",
        context={
            "rows": rows,
            "total": total,
            "near": near,
            "wanted": wanted,
            "on": on,
            "size": PAGE_SIZE,
            "decisions": [(people_reads.WAITING, "En attente"), *((each.value, each.label) for each in Decision)],
            "sees_plie": people_reads.sees_plie(scope),
            "sees_homes": scope.may(Resource.ADDRESS, Act.READ),
            "sees_orientations": scope.may(Resource.ORIENTATION, Act.READ),
        },
    )


HANDLERS = [people]
