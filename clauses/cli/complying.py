"""Reports of compliance: a market, the open lots, at a day."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from clauses.cli.context import database, today
from clauses.cli.days import day
from clauses.cli.french import OneOf
from clauses.cli.reporting import pages_of, report
from clauses.cli.writing import say, written
from clauses.errors import Misused

if TYPE_CHECKING:
    from clauses.reports.sheets import Sheet

_FILES = {"xlsx": "Un classeur", "docx": "Un document DOCX", "pdf": "Un document PDF"}
_FORMATS = ("json", "table", "html", *_FILES)
_DIMENSIONS = ("lot", "market", "buyer", "sector", "nature", "kind", "modality", "iae")
_WIDE = 120
"""Columns of a table of figures; a narrower terminal would cut its numbers."""

_FORM = click.option(
    "--format", "form", type=OneOf(_FORMATS), help="Par défaut, celui que dit le nom du fichier, sinon table."
)
_OUTPUT = click.option("-o", "--output", metavar="FICHIER", type=click.Path(path_type=Path), help="Où l'écrire.")
_ON = click.option("--on", metavar="DATE", help="Le jour jugé (AAAA-MM-JJ ou jj/mm/aaaa) ; aujourd'hui sans cela.")


@report.command()
@click.argument("reference", metavar="RÉFÉRENCE")
@_ON
@click.option("--buyer", help="Le donneur d'ordre, quand deux ont un marché de cette référence : nom ou SIRET.")
@_FORM
@_OUTPUT
def market(*, reference: str, on: str | None, buyer: str | None, form: str | None, output: Path | None) -> None:
    """Où en est un marché, par lot et par attributaire : heures dues, faites, projetées, pénalité simulée."""
    form = _form(form, output)

    from clauses.db import reading
    from clauses.reports import compliance_json, compliance_sheets
    from clauses.reports.compliance_query import market_at

    with reading(database()) as session:
        found = market_at(session, reference, on=_on(on), buyer=buyer)
    if form == "json":
        say(compliance_json.text(compliance_json.market(found)), output)
    else:
        pages = compliance_sheets.market_sheets(found)
        _tables(compliance_sheets.market_title(found), compliance_sheets.market_heading(found), pages, output, form)


@report.command()
@_ON
@_FORM
@_OUTPUT
def overview(*, on: str | None, form: str | None, output: Path | None) -> None:
    """Les lots en cours, ceux qui risquent le plus d'abord : heures dues, faites, projetées, pénalité en jeu."""
    form = _form(form, output)

    from clauses.db import reading
    from clauses.reports import compliance_json, compliance_sheets
    from clauses.reports.compliance_query import overview_at

    with reading(database()) as session:
        found = overview_at(session, on=_on(on))
    if form == "json":
        say(compliance_json.text(compliance_json.overview(found)), output)
    else:
        pages = compliance_sheets.overview_sheets(found)
        _tables(compliance_sheets.overview_title(found), compliance_sheets.overview_heading(found), pages, output, form)


@report.command()
@click.option("--by", "dimension", type=OneOf(_DIMENSIONS), default="lot", show_default=True, help="Ce qu'on compare.")
@click.option("--from", "since", metavar="DATE", required=True, help="Premier mois.")
@click.option("--to", "until", metavar="DATE", required=True, help="Dernier mois.")
@click.option("--market", "reference", help="Un seul marché : sa référence ; avec l'avancement de ses lots.")
@click.option("--buyer", help="Le donneur d'ordre de ce marché, quand deux en ont un de cette référence.")
@_OUTPUT
def series(
    *, dimension: str, since: str, until: str, reference: str | None, buyer: str | None, output: Path | None
) -> None:
    """Les heures validées mois par mois et année par année, en JSON : par lot, donneur d'ordre, secteur, contrat…"""
    start, end = day(since, "--from"), day(until, "--to")
    if end < start:
        raise Misused(f"La période finit ({until}) avant de commencer ({since}). Échangez --from et --to.")

    from clauses.db import reading
    from clauses.reports import compliance_json, series_json
    from clauses.reports.series import Dimension
    from clauses.reports.series_query import series_at

    with reading(database()) as session:
        found = series_at(session, Dimension(dimension), since=start, until=end, reference=reference, buyer=buyer)
    say(compliance_json.text(series_json.shape(found)), output)


def _form(form: str | None, output: Path | None) -> str:
    """How to show. Raises ``Misused`` for a workbook without a file."""
    chosen = form or _form_of(output)
    if chosen in _FILES and output is None:
        raise Misused(f"{_FILES[chosen]} s'écrit dans un fichier : ajoutez -o etat.{chosen}.")
    return chosen


def _on(asked: str | None) -> date:
    return day(asked, "--on") if asked else today()


def _tables(head: str, intro: Sequence[str], pages: Sequence[Sheet], output: Path | None, form: str) -> None:
    if form == "table":
        _as_table(head, intro, pages, output)
    elif form == "xlsx" and output is not None:
        from clauses.reports.workbook import write_sheets

        written(output, lambda place: write_sheets(head, intro, pages, place, established_on=today()))
    else:
        _as_document(head, intro, pages, output, form)


def _as_table(head: str, intro: Sequence[str], pages: Sequence[Sheet], output: Path | None) -> None:
    from rich.console import Console

    from clauses.reports.table import show_sheets

    if output is None:
        screen = Console()
        show_sheets(head, intro, pages, screen if screen.width >= _WIDE else Console(width=_WIDE))
    else:
        page = io.StringIO()
        show_sheets(head, intro, pages, Console(width=160, file=page))
        say(page.getvalue(), output)


def _as_document(head: str, intro: Sequence[str], pages: Sequence[Sheet], output: Path | None, form: str) -> None:
    from clauses.reports.documents.content import Chapter, Document

    chapters = tuple(Chapter(page.name, tables=page.tables) for page in pages)
    document = Document(head, intro[0], tuple(intro[1:]), chapters, today())
    if form == "html":
        from clauses.reports.documents.as_html import html

        say(html(document), output)
    elif output is not None:
        made = pages_of(document, form)
        written(output, lambda place: place.write_bytes(made))


def _form_of(output: Path | None) -> str:
    named = output.suffix.lower().removeprefix(".") if output else ""
    return named if named in _FORMATS else "table"
