"""Reports: the bilan."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import rich_click as click

from clauses.cli.context import database, today
from clauses.cli.french import Group, OneOf
from clauses.cli.writing import written
from clauses.dates import Period
from clauses.errors import Misused
from clauses.reference.rules import Nature

_FORMATS = ("json", "table", "xlsx")


@click.group(cls=Group)
def report() -> None:
    """Les états : bilan."""


@report.command()
@click.option("--from", "since", metavar="DATE", required=True, help="Premier jour (AAAA-MM-JJ ou jj/mm/aaaa).")
@click.option("--to", "until", metavar="DATE", required=True, help="Dernier jour.")
@click.option("--perimeter", type=OneOf(["plie", "all"]), default="plie", show_default=True, help="Qui compter.")
@click.option("--buyer", help="Un seul donneur d'ordre : son nom ou son SIRET.")
@click.option("--market", help="Un seul marché : sa référence.")
@click.option("--nature", type=OneOf([nature.value for nature in Nature]), help="Une seule nature de marché.")
@click.option("--include", type=OneOf(["submitted"]), help="Compter aussi les heures déposées, non validées.")
@click.option(
    "--format", "form", type=OneOf(_FORMATS), help="Par défaut, celui que dit le nom du fichier, sinon table."
)
@click.option("-o", "--output", metavar="FICHIER", type=click.Path(path_type=Path), help="Où l'écrire.")
def bilan(
    *,
    since: str,
    until: str,
    perimeter: str,
    buyer: str | None,
    market: str | None,
    nature: str | None,
    include: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Le bilan d'une période : heures, orientations, salariés, sorties, et ce qu'il faut savoir avant de publier."""
    period = _period(since, until)
    form = form or _form_of(output)
    if form == "xlsx" and output is None:
        raise Misused("Un classeur s'écrit dans un fichier : ajoutez -o bilan.xlsx.")

    from clauses.db import reading
    from clauses.reports.bilan_query import bilan as query
    from clauses.reports.figures import Perimeter

    with reading(database()) as session:
        found = query(
            session,
            period=period,
            perimeter=Perimeter(perimeter),
            buyer=buyer,
            market=market,
            nature=Nature(nature) if nature else None,
            include_submitted=include is not None,
        )
        if form == "xlsx" and output is not None:
            from clauses.reports.bilan_query import lines_behind
            from clauses.reports.workbook import write

            written(
                output,
                lambda place: write(found, lines_behind(session, found.selection), place, established_on=today()),
            )
            return
    if form == "json":
        from clauses.reports.as_json import text

        _say(text(found), output)
    else:
        from rich.console import Console

        from clauses.reports.table import show

        if output is None:
            show(found, Console())
        else:
            page = io.StringIO()
            show(found, Console(width=110, file=page))
            _say(page.getvalue(), output)


def _form_of(output: Path | None) -> str:
    named = output.suffix.lower().removeprefix(".") if output else ""
    return named if named in _FORMATS else "table"


def _period(since: str, until: str) -> Period:
    start, end = _day(since, "--from"), _day(until, "--to")
    if end < start:
        raise Misused(f"La période finit ({until}) avant de commencer ({since}).")
    return Period(start, end)


def _day(text: str, option: str) -> date:
    french = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip(), re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip(), re.ASCII)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1]))
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else _no_day(text, option)
    except ValueError:
        return _no_day(text, option)


def _no_day(text: str, option: str) -> date:
    raise Misused(f"{option} : « {text} » n'est pas une date. Écrivez par exemple 2023-12-31 ou 31/12/2023.")


def _say(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
    else:
        written(output, lambda place: place.write_text(text + "\n", encoding="utf-8"))
