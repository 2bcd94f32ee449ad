"""The lines behind a figure: every figure that counts hours opens them."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Template

from clauses.accounts.matrix import Resource
from clauses.db import reading
from clauses.errors import Misused
from clauses.files.destroyed import destroyed_by_sha256
from clauses.reference.rules import ContractKind, Modality, Nature
from clauses.web import lines_reads
from clauses.web.days import day_said
from clauses.web.lines_reads import Wanted, list_lines
from clauses.web.lists import PAGE_SIZE, asked
from clauses.web.rule import every
from clauses.web.sound import row_number
from clauses.web.visitors import asker, place_of


@get("/lignes", rule=every(Resource.HOURS, programs=False), sync_to_thread=True)
def lines(request: Request[Any, Any, Any], state: State) -> Template:
    """Lines, narrowed by the address as the figure that opened them was."""
    given = request.query_params
    numbers = {name: row_number(given.get(name, "")) or 0 for name in lines_reads.NUMBERS if given.get(name)}
    days = {name: given.get(name, "") for name in ("du", "au")}
    known = lines_reads.FILTERS | {name: [str(value)] for name, value in numbers.items()}
    known |= {name: [value] for name, value in days.items() if value}
    listed = asked(request, sorts=lines_reads.SORTS, default="-mois", filters=known)
    wanted = Wanted(listed, numbers, since=_day(days["du"]), until=_day(days["au"]))
    with reading(state.engine) as session:
        rows, total, hours = list_lines(session, asker(request), wanted)
        gone = destroyed_by_sha256(session, place_of(request).settings.files, [row.sha256 for row in rows])
    return Template(
        "lines/list.html",
        context={
            "rows": rows,
            "gone": gone,
            "total": total,
            "hours": hours,
            "wanted": listed,
            "days": days,
            "numbers": numbers,
            "size": PAGE_SIZE,
            "natures": list(Nature),
            "kinds": list(ContractKind),
            "modalities": list(Modality),
            "states": lines_reads.SHOWN,
        },
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    found = day_said(text)
    if found is None:
        raise Misused(f"« {text[:20]} » n'est pas une date : choisissez-la dans le calendrier.")
    return found


HANDLERS = [lines]
