"""What is held on one person, given to them."""

from __future__ import annotations

import json
from pathlib import Path

import rich_click as click

from clauses.cli.context import database, today, whoever_runs
from clauses.cli.french import Group, OneOf
from clauses.cli.reporting import pages_of
from clauses.cli.writing import written

_FORMATS = ("json", "html", "docx", "pdf")


@click.group(cls=Group)
def person() -> None:
    """Les droits d'une personne sur ses données."""


@person.command()
@click.argument("who", metavar="PERSONNE")
@click.option("-o", "--output", metavar="FICHIER", required=True, type=click.Path(path_type=Path), help="Où l'écrire.")
@click.option("--format", "form", type=OneOf(_FORMATS), help="Par défaut, celui que dit le nom du fichier, sinon html.")
@click.option("--by", metavar="NOM", help="Qui répond à la demande.")
@click.option("--reason", metavar="MOTIF", default="droit d'accès", show_default=True, help="Pourquoi.")
def export(*, who: str, output: Path, form: str | None, by: str | None, reason: str) -> None:
    """Écrit tout ce qui est enregistré sur une PERSONNE : son identifiant, ou « NOM Prénom jj/mm/aaaa ».

    La sortie est inscrite au journal avant que le fichier ne parte.
    """
    from clauses.db import writing
    from clauses.privacy.person_file import PersonFile, as_document, as_json, export_person
    from clauses.privacy.queries import person_named
    from clauses.tables import metadata

    with writing(database()) as session:
        file: PersonFile = export_person(
            session, metadata, person_named(session, who), by=by or whoever_runs(), reason=reason
        )
    named = output.suffix.lower().removeprefix(".")
    chosen = form or (named if named in _FORMATS else "html")
    if chosen == "json":
        made = (json.dumps(as_json(file), ensure_ascii=False, indent=2) + "\n").encode()
    else:
        made = pages_of(as_document(file, established_on=today()), chosen)
    written(output, lambda place: place.write_bytes(made))
