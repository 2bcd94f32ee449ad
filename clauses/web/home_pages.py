"""The address of the application itself: the dashboard of those who follow the territory, else one's first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.response import Redirect, Template

from clauses.accounts.matrix import Act, Resource
from clauses.dates import french_month
from clauses.db import reading
from clauses.quantities import french
from clauses.reference.rules import ContractKind
from clauses.reports.documents.pictures import StackedMonths
from clauses.web.dashboard_reads import MOST_SHOWN, Dashboard, Year, dashboard
from clauses.web.days import day_of
from clauses.web.menu import HOME, NOWHERE, first_page
from clauses.web.rule import SIGNED_IN
from clauses.web.visitors import asker

AnyRequest = Request[Any, Any, Any]


@get("/", rule=SIGNED_IN, sync_to_thread=True)
def home(request: AnyRequest, state: State) -> Response[Any]:
    """What needs one today; for those whose work is elsewhere, the first page of their menu."""
    scope = asker(request)
    if not HOME.open_to(scope):
        return Redirect(first_page(scope), status_code=303)
    on = day_of(request)
    with reading(state.engine) as session:
        found = dashboard(session, scope, on)
    year = found.year
    return Template(
        "dashboard/dashboard.html",
        context={
            "board": found,
            "on": on,
            "most": MOST_SHOWN,
            "answer": answer(found),
            "chart": picture(year),
            "validates": scope.may(Resource.HOURS, Act.DECIDE),
            "headers": ["Mois", *(f"{kind.value.replace('_', ' ')} (h)" for kind in year.by_kind)],
            "rows": figures(year),
        },
    )


def answer(board: Dashboard) -> str:
    """The title: what matters most today, in one sentence."""
    if board.late:
        number = len(board.late)
        return "1 lot manquera ses heures" if number == 1 else f"{number} lots manqueront leurs heures"
    if board.months_missing:
        number = board.months_missing
        return "1 mois manque à l'appel" if number == 1 else f"{number} mois manquent à l'appel"
    return "Rien ne vous attend aujourd'hui" if board.markets else "Commencez par vos marchés"


@dataclass(frozen=True)
class Figure:
    """A figure in words, and the address of the lines that it counts."""

    words: str
    href: str


def figures(year: Year) -> list[list[Figure]]:
    """The table behind the picture: every month, and every kind of contract of it, opens its lines."""
    return [
        [
            Figure(french_month(month), _lines(month)),
            *(Figure(french(hours[at]), _lines(month, kind)) for kind, hours in year.by_kind.items()),
        ]
        for at, month in enumerate(year.months)
    ]


def _lines(month: date, kind: ContractKind | None = None) -> str:
    of = f"&contrat={kind.value}" if kind else ""
    return f"/lignes?du={month.isoformat()}&au={month.isoformat()}&etat=validated{of}"


def picture(year: Year) -> StackedMonths | None:
    """The hours of the year by month and kind of contract; none while there is nothing to draw."""
    if not year.total:
        return None
    series = {kind.value: hours for kind, hours in year.by_kind.items()}
    return StackedMonths(f"Heures validées en {year.months[0].year}, par mois et type de contrat", year.months, series)


@get(NOWHERE, rule=SIGNED_IN, sync_to_thread=False)
def nowhere() -> Template:
    """What somebody sees whose account opens nothing yet."""
    return Template("nowhere.html")


HANDLERS = [home, nowhere]
