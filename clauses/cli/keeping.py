"""The database created, checked; the settings shown."""

from __future__ import annotations

import sys

import rich_click as click

from clauses.cli.context import database
from clauses.cli.context import settings as chosen_settings
from clauses.cli.french import Command
from clauses.cli.statuses import FOUND
from clauses.errors import Misused


@click.command(cls=Command)
def migrate() -> None:
    """Crée la base de données, ou la met à la version de ce programme."""
    from clauses.db import engine_for
    from clauses.migrations.upgrade import head, upgrade, version

    engine = engine_for(chosen_settings().url)
    version(engine)  # says in words that nobody answers
    upgrade(engine)
    click.echo(f"Base de données à la version {head()}.")


@click.command(cls=Command)
def check() -> None:
    """Vérifie l'intégrité des données, du journal et des fichiers reçus."""
    from clauses.db import reading
    from clauses.reports.integrity import faults

    chosen = chosen_settings()
    with reading(database(chosen)) as session:
        found = faults(session, chosen.files)
    for fault in found:
        click.echo(fault)
    if found:
        click.echo(f"{len(found)} défaut(s). Restaurez une sauvegarde, ou montrez cette liste à qui tient la base.")
        sys.exit(FOUND)
    click.echo("Données, journal et fichiers sont intègres.")


@click.command(cls=Command)
def settings() -> None:
    """Liste les réglages, leur sens et leur valeur."""
    from clauses.settings import Settings

    wrong: Misused | None = None
    try:
        chosen = chosen_settings()
    except Misused as refusal:  # the list says what is expected: it is what the person needs now
        chosen, wrong = Settings.model_construct(), refusal
    for name, field in Settings.model_fields.items():
        value = str(getattr(chosen, name))
        shown = "(renseigné, masqué)" if value and chosen.hides(name) else value or "(vide)"
        kind = "valeur par défaut" if wrong else "valeur"
        click.echo(f"CLAUSES_{name.upper()}\n    {field.description}\n    {kind} : {shown}\n")
    if wrong is not None:
        raise wrong
