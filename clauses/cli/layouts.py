"""What is remembered of the columns of each sender's files."""

from __future__ import annotations

import json

import rich_click as click

from clauses.cli.asking import author
from clauses.cli.context import database
from clauses.cli.french import NUMBER, Command, Group
from clauses.dates import french_day


@click.group(cls=Group)
def layouts() -> None:
    """Les colonnes que quelqu'un a nommées (`clauses import … --column`), retenues par expéditeur."""


@layouts.command(name="list", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme : une liste.")
def list_(*, as_json: bool) -> None:
    """Liste les colonnes retenues, avec qui les a nommées et quand."""
    from clauses.db import reading
    from clauses.files.layouts import remembered
    from imports.corrections import field_said

    with reading(database()) as session:
        found = [
            {
                "id": each.id,
                "sender": each.sender,
                "kind": each.kind.value,
                "header": each.header,
                "field": each.field,
                "said": field_said(each.kind, each.field),
                "author": each.author,
                "at": each.at.isoformat(),
                "on": french_day(each.at),
            }
            for each in remembered(session)
        ]
    if as_json:
        told = [{name: value for name, value in each.items() if name not in ("said", "on")} for each in found]
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for each in found:
        click.echo(
            f"{each['id']}. {each['sender']} ({each['kind']}) : « {each['header']} » → {each['said']}, "
            f"par {each['author']} le {each['on']}"
        )
    if not found:
        click.echo("Aucune colonne retenue.")


@layouts.command(cls=Command)
@click.argument("correction", metavar="NUMÉRO", type=NUMBER)
@click.option("--by", metavar="NOM", required=True, help="Qui décide.")
def forget(correction: int, by: str) -> None:
    """Oublie une colonne retenue : les fichiers suivants sont lus comme s'ils venaient pour la première fois."""
    from clauses.db import writing
    from clauses.files import layouts as kept

    with writing(database()) as session:
        header = kept.forget(session, correction_id=correction, by=author(by)).header
    click.echo(f"« {header} » n'est plus retenu.")
