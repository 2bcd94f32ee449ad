"""Templates, and the French forms of the figures that they show."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from clauses.access.act_words import act_said, subject_said
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import signer
from clauses.dates import french_day, french_moment, french_month, french_time, iso_month
from clauses.markets.obligations import euros
from clauses.quantities import ABSENT, french, french_hours, french_share, grouped
from clauses.reference.rules import ContractKind, Labelled, Nature, Origin
from clauses.reports.documents.charts import svg
from clauses.reports.documents.pictures import BurnUp, Chart
from clauses.web.assets import asset, integrity
from clauses.web.days import day_said
from clauses.web.forms import FIELD, proof_of
from clauses.web.menu import Item, administration, in_one_line, menu
from clauses.web.visitors import visitor_of


def environment(folder: Path) -> Environment:
    """Jinja that escapes everything and refuses an unknown name."""
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters |= {
        "hours": french_hours,
        "hundredths": french,
        "count": grouped,
        "day": french_day,
        "moment": french_moment,
        "time": french_time,
    }
    made.filters |= {"said": said, "signer": signer, "act_said": act_said, "subject_said": subject_said}
    made.filters |= {"month": french_month, "iso_month": iso_month, "month_said": month_said}
    made.filters |= {"drawn": drawn, "day_shown": day_shown}
    made.filters["code_and_label"] = code_and_label
    made.filters["euros"] = euros
    made.filters["burn_rows"] = burn_rows
    made.globals |= {"share": french_share, "asset": asset, "integrity": integrity}
    made.globals |= {
        "menu_of": menu_of,
        "in_one_line": in_one_line,
        "follows": follows,
        "administration_of": administration_of,
    }
    made.globals["anonymises"] = anonymises
    made.globals |= {"proof": proof_of, "proof_field": FIELD, "visitor_of": visitor_of}
    return made


def menu_of(request: Any) -> tuple[Item, ...]:
    """The menu of whoever asks; nothing as long as nobody is signed in."""
    visitor = request.scope["state"].get("visitor")
    return menu(visitor.scope, request.scope["path"]) if visitor is not None else ()


def follows(request: Any) -> bool:
    """Whether whoever asks follows markets: talks with companies are theirs."""
    return visitor_of(request).scope.may(Resource.MARKET, Act.MODIFY)


def anonymises(request: Any) -> bool:
    """Whether whoever asks decides whose data no longer name them."""
    return visitor_of(request).scope.may(Resource.IDENTITY, Act.MODIFY)


def administration_of(request: Any) -> tuple[Item, ...]:
    """The pages of the administration, above each of them."""
    return administration(visitor_of(request).scope, request.scope["path"])


def burn_rows(chart: BurnUp) -> list[list[str]]:
    """The figures behind a burn-up, month by month, in words."""
    lines = (chart.planned, chart.done, chart.projected)
    return [
        [french_month(month), *(ABSENT if line[at] is None else french(line[at] or 0) for line in lines)]
        for at, month in enumerate(chart.months)
    ]


def code_and_label(code: Labelled) -> tuple[str, str]:
    """A closed list as the choices of a form."""
    return code.value, code.label


def month_said(iso: str) -> str:
    """``2024-03-01`` → ``mars 2024``, for what was kept as text."""
    return french_month(date.fromisoformat(iso))


def day_shown(text: str) -> str:
    """A day of an address, as people write it; what is not one stays what it is."""
    found = day_said(text)
    return text if found is None else french_day(found)


def drawn(chart: Chart) -> Markup:
    """A chart as an SVG image that stays silent: its caption and its table say it."""
    # What was drawn is escaped by who drew it.
    return Markup(svg(chart).replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S704


_WORDS: dict[str, str] = {
    **{code.value: code.label for code in (*Nature, *ContractKind, *Origin)},
    "FORMATION": "Formation qualifiante",
    "CREATION": "Création d'entreprise",
}


def said(code: str) -> str:
    """The French words of a code that heads a row; a name stays what it is."""
    return _WORDS.get(code, code)
