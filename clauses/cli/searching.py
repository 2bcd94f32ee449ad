"""Job titles found from free text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import rich_click as click

from clauses.cli.context import database_if_any, settings
from clauses.cli.french import Between, Group
from clauses.cli.locating import qpv
from clauses.dates import french_day

if TYPE_CHECKING:
    from clauses.matching.nomenclature import Nomenclature


@click.group(cls=Group)
def search() -> None:
    """Les recherches."""


@search.command()
@click.argument("text", metavar="TEXTE")
@click.option("--top", default=10, show_default=True, type=Between(1, 1000), help="Combien de métiers au plus.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def jobs(text: str, top: int, as_json: bool) -> None:
    """Donne les codes ROME d'un métier écrit librement, du plus probable au moins probable."""
    from clauses.matching.jobs import search_jobs

    nomenclature = _nomenclature()
    hits = search_jobs(nomenclature.index, text, top)
    if as_json:
        click.echo(json.dumps([vars(hit) for hit in hits], ensure_ascii=False))
        return
    if not hits:
        click.echo(f"Aucun métier ne ressemble à « {text} ». Essayez d'autres mots.")
    for hit in hits:
        click.echo(f"{hit.code}  {hit.label}  ({hit.score:.2f}) {hit.reason}")
    click.echo(f"Source : {_source(nomenclature)}.")


def _nomenclature() -> Nomenclature:
    """The official ROME where it has been imported, the compact table otherwise: a search needs no database."""
    from clauses.db import reading
    from clauses.matching.jobs import built_in
    from clauses.matching.nomenclature import Nomenclature, job_index

    chosen = settings()
    engine = database_if_any(chosen)
    if engine is None:
        return Nomenclature(built_in())
    with reading(engine) as session:
        return job_index(session, chosen.home)


def _source(nomenclature: Nomenclature) -> str:
    edition = nomenclature.edition
    if edition is None:
        return "table réduite du logiciel ; « clauses import rome » charge le ROME officiel"
    version = f" version {edition.version}," if edition.version else ""
    return f"ROME 4.0,{version} enregistré le {french_day(edition.loaded_at)}"


search.add_command(qpv)
