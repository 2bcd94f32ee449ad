"""The page of the bilan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import QueryParameter
from litestar.response import Template

from clauses.access.counted import countable, told
from clauses.accounts.matrix import Resource
from clauses.dates import Period
from clauses.db import reading
from clauses.errors import Misused
from clauses.reports.bilan_query import bilan as query
from clauses.reports.bilan_query import last_whole_year
from clauses.reports.figures import Perimeter
from clauses.web.rule import every
from clauses.web.visitors import asker


@get("/bilan", rule=every(Resource.REPORT), sync_to_thread=True)
def bilan(
    request: Request[Any, Any, Any],
    state: State,
    since: Annotated[str, QueryParameter(name="du")] = "",
    until: Annotated[str, QueryParameter(name="au")] = "",
    perimeter: Annotated[str, QueryParameter(name="perimetre")] = Perimeter.PLIE.value,
) -> Template:
    """The bilan of a period; without one, of the last year that is whole."""
    with reading(state.engine) as session:
        year = last_whole_year(session)
        period = _period(since, until, year)
        if period is None:
            return Template("bilan/empty.html")
        found = query(session, period=period, perimeter=_perimeter(perimeter), only=countable(asker(request)))
    context = {"bilan": found, "perimeters": list(Perimeter), "reader": told(asker(request))}
    return Template("bilan/bilan.html", context=context)


def _period(since: str, until: str, year: int | None) -> Period | None:
    if not since and not until:
        return None if year is None else Period(date(year, 1, 1), date(year, 12, 31))
    try:
        return Period(date.fromisoformat(since), date.fromisoformat(until))
    except ValueError as error:
        raise Misused("La période n'est pas lisible : donnez deux dates, la première avant la seconde.") from error


def _perimeter(text: str) -> Perimeter:
    try:
        return Perimeter(text)
    except ValueError as error:
        raise Misused("Ce périmètre n'existe pas : choisissez le PLIE ou l'ensemble.") from error
