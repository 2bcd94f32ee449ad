"""The database created, checked; the settings shown."""

from __future__ import annotations

import sys

import rich_click as click

from clauses.cli.context import database
from clauses.cli.statuses import FOUND
from clauses.db import engine_for
from clauses.db import reading as reading_session
from clauses.migrations.upgrade import head, upgrade
from clauses.reports.integrity import faults
from clauses.settings import Settings, load


@click.command()
def migrate() -> None:
    """Crée la base de données, ou la met à la version de ce programme."""
    engine = engine_for(load().url)
    upgrade(engine)
    click.echo(f"Base de données à la version {head()}.")


@click.command()
def check() -> None:
    """Vérifie l'intégrité des données, du journal et des fichiers reçus."""
    chosen = load()
    with reading_session(database(chosen)) as session:
        found = faults(session, chosen.files)
    for fault in found:
        click.echo(fault)
    if found:
        click.echo(f"{len(found)} défaut(s). Restaurez une sauvegarde, ou montrez cette liste à qui tient la base.")
        sys.exit(FOUND)
    click.echo("Données, journal et fichiers sont intègres.")


@click.command()
def settings() -> None:
    """Liste les réglages, leur sens et leur valeur."""
    chosen = load()
    for name, field in Settings.model_fields.items():
        value = getattr(chosen, name)
        shown = "(renseigné, masqué)" if name == "database_url" and "@" in str(value) else value
        click.echo(f"CLAUSES_{name.upper()}\n    {field.description}\n    valeur : {shown}\n")
