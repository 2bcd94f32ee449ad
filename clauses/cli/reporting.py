"""Reports: the bilan; those of compliance are in `complying`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from clauses.cli.context import database, settings, today
from clauses.cli.days import day
from clauses.cli.french import Group, OneOf
from clauses.cli.writing import say, written
from clauses.dates import Period
from clauses.errors import Misused
from clauses.reference.rules import Modality, Nature

if TYPE_CHECKING:
    from clauses.reports.documents.content import Document
    from clauses.reports.figures import Bilan

_TEXTS = ("json", "table", "html")
_FILES = {"xlsx": "Un classeur", "docx": "Un document DOCX", "pdf": "Un document PDF"}
_FORMATS = (*_TEXTS, *_FILES)


@click.group(cls=Group)
def report() -> None:
    """Les états : bilan, marché, lots en cours."""


@report.command()
@click.option("--from", "since", metavar="DATE", required=True, help="Premier jour (AAAA-MM-JJ ou jj/mm/aaaa).")
@click.option("--to", "until", metavar="DATE", required=True, help="Dernier jour.")
@click.option("--perimeter", type=OneOf(["plie", "all"]), default="plie", show_default=True, help="Qui compter.")
@click.option("--buyer", help="Un seul donneur d'ordre : son nom ou son SIRET.")
@click.option("--market", help="Un seul marché : sa référence.")
@click.option("--nature", type=OneOf([nature.value for nature in Nature]), help="Une seule nature de marché.")
@click.option("--lot", help="Un seul lot de ce marché : son numéro.")
@click.option("--company", help="Une seule entreprise, attributaire ou employeur : son nom ou son SIRET.")
@click.option("--modality", type=OneOf([each.value for each in Modality]), help="Une seule modalité.")
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
    lot: str | None,
    company: str | None,
    modality: str | None,
    include: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Le bilan d'une période : heures, orientations, salariés, sorties, et ce qu'il faut savoir avant de publier."""
    period = period_of(since, until)
    form = form or _form_of(output)
    if form in _FILES and output is None:
        raise Misused(f"{_FILES[form]} s'écrit dans un fichier : ajoutez -o bilan.{form}.")

    from clauses.db import reading
    from clauses.reports.bilan_query import bilan as query
    from clauses.reports.figures import Perimeter

    chosen = settings()
    with reading(database(chosen)) as session:
        found = query(
            session,
            period=period,
            perimeter=Perimeter(perimeter),
            buyer=buyer,
            market=market,
            nature=Nature(nature) if nature else None,
            lot=lot,
            company=company,
            modality=Modality(modality) if modality else None,
            include_submitted=include is not None,
            copy=chosen.copy_of_months,
        )
        if form == "xlsx" and output is not None:
            from clauses.reports.bilan_query import lines_behind
            from clauses.reports.workbook import write

            written(
                output,
                lambda place: write(found, lines_behind(session, found.selection), place, established_on=today()),
            )
            return
    _write(found, form, output)


def _write(found: Bilan, form: str, output: Path | None) -> None:
    """The bilan in any form but the workbook, which needs its lines."""
    if form == "json":
        from clauses.reports.as_json import text

        say(text(found), output)
    elif form == "table":
        if output is None:
            _show(found)
        else:
            say(_as_table(found), output)
    else:
        from clauses.reports.documents.bilan_document import bilan_document

        made = pages_of(bilan_document(found, established_on=today()), form)
        if output is None:
            say(made.decode(), output)
        else:
            written(output, lambda place: place.write_bytes(made))


def pages_of(document: Document, form: str) -> bytes:
    """A document as the bytes of a page, of a PDF, else of a DOCX, as the territory would have it."""
    from clauses.reports.documents.look import look_of

    if form == "html":
        from clauses.reports.documents.as_html import html

        return html(document).encode()
    if form == "pdf":
        from clauses.reports.documents.as_pdf import pdf_bytes

        return pdf_bytes(document, look_of(settings().home))
    from clauses.reports.documents.as_docx import docx_bytes

    return docx_bytes(document, look_of(settings().home))


def _show(found: Bilan) -> None:
    from rich.console import Console

    from clauses.reports.table import show

    show(found, Console())


def _as_table(found: Bilan) -> str:
    from rich.console import Console

    from clauses.reports.table import show

    page = io.StringIO()
    show(found, Console(width=110, file=page))
    return page.getvalue()


def _form_of(output: Path | None) -> str:
    named = output.suffix.lower().removeprefix(".") if output else ""
    return named if named in _FORMATS else "table"


def period_of(since: str, until: str) -> Period:
    """The days that two options say. Raises ``Misused`` for what is no day, or reversed."""
    start, end = day(since, "--from"), day(until, "--to")
    if end < start:
        raise Misused(f"La période finit ({until}) avant de commencer ({since}). Échangez --from et --to.")
    return Period(start, end)
