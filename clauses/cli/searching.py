"""Job titles found from free text."""

from __future__ import annotations

import json

import rich_click as click

from clauses.cli.french import Between, Group


@click.group(cls=Group)
def search() -> None:
    """Les recherches."""


@search.command()
@click.argument("text", metavar="TEXTE")
@click.option("--top", default=10, show_default=True, type=Between(1, 1000), help="Combien de métiers au plus.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def jobs(text: str, top: int, as_json: bool) -> None:
    """Donne les codes ROME d'un métier écrit librement, du plus probable au moins probable."""
    from clauses.matching.jobs import built_in, search_jobs

    hits = search_jobs(built_in(), text, top)
    if as_json:
        click.echo(json.dumps([vars(hit) for hit in hits], ensure_ascii=False))
        return
    if not hits:
        click.echo(f"Aucun métier ne ressemble à « {text} ». Essayez d'autres mots.")
    for hit in hits:
        click.echo(f"{hit.code}  {hit.label}  ({hit.score:.2f}) {hit.reason}")
