"""Reports: the bilan."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import rich_click as click

from clauses.cli.context import database
from clauses.dates import Period
from clauses.db import reading
from clauses.errors import Misused
from clauses.reference.rules import Nature


@click.group()
def report() -> None:
    """Les états : bilan."""


@report.command()
@click.option("--from", "since", metavar="DATE", required=True, help="Premier jour (AAAA-MM-JJ ou jj/mm/aaaa).")
@click.option("--to", "until", metavar="DATE", required=True, help="Dernier jour.")
@click.option("--perimeter", type=click.Choice(["plie", "all"]), default="plie", show_default=True, help="Qui compter.")
@click.option("--buyer", help="Un seul donneur d'ordre : son nom ou son SIRET.")
@click.option("--market", help="Un seul marché : sa référence.")
@click.option("--nature", type=click.Choice([nature.value for nature in Nature]), help="Une seule nature de marché.")
@click.option("--include", type=click.Choice(["submitted"]), help="Compter aussi les heures déposées, non validées.")
@click.option("--format", "form", type=click.Choice(["json", "table", "xlsx"]), default="table", show_default=True)
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
    form: str,
    output: Path | None,
) -> None:
    """Le bilan d'une période : heures, orientations, salariés, sorties, et ce qu'il faut savoir avant de publier."""
    from clauses.reports.bilan_query import bilan as query
    from clauses.reports.figures import Perimeter

    period = _period(since, until)
    if form == "xlsx" and output is None:
        raise Misused("Un classeur s'écrit dans un fichier : ajoutez -o bilan.xlsx.")
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

            _written(output, lambda place: write(found, lines_behind(session, found.selection), place))
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


def _period(since: str, until: str) -> Period:
    start, end = _day(since, "--from"), _day(until, "--to")
    if end < start:
        raise Misused(f"La période finit ({until}) avant de commencer ({since}).")
    return Period(start, end)


def _day(text: str, option: str) -> date:
    parts = text.strip().split("/")
    try:
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Misused(f"{option} : « {text} » n'est pas une date. Écrivez par exemple 2023-12-31.") from error


def _say(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
    else:
        _written(output, lambda place: place.write_text(text + "\n", encoding="utf-8"))


def _written(output: Path, write: Callable[[Path], object]) -> None:
    try:
        write(output)
    except OSError as error:
        raise Misused(f"« {output} » ne peut pas être écrit : {error.strerror}.") from error
    click.echo(f"{output} est écrit.", file=sys.stderr)
