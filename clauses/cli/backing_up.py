"""Safe copies made and brought back."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from clauses.cli.context import database
from clauses.cli.context import settings as chosen_settings
from clauses.cli.french import Command
from clauses.errors import Misused


@click.command(cls=Command)
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copie la base et les fichiers reçus dans FICHIER, pendant que d'autres travaillent."""
    from clauses.backups.save import save

    chosen = chosen_settings()
    if file.exists():
        raise Misused(f"« {file} » existe déjà. Choisissez un autre nom : une sauvegarde n'en remplace pas une autre.")
    try:
        made = save(database(chosen), chosen.files, file)
    except OSError as error:
        raise Misused(f"« {file} » ne peut pas être écrit : {error.strerror}. Choisissez un autre endroit.") from error
    click.echo(f"{file} : {sum(made.rows.values())} lignes de tables, {made.rows['stored_file']} fichiers reçus.")


@click.command(cls=Command)
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Ramène une sauvegarde dans une base vide, après l'avoir vérifiée."""
    from clauses.backups.restore import restore as bring_back
    from clauses.db import engine_for
    from clauses.reports.copy_files import drop

    chosen = chosen_settings()
    made = bring_back(engine_for(chosen.url), chosen.files, file)
    drop(chosen.copy_of_months)  # of the database that was there before
    click.echo(f"Sauvegarde du {made.made_at} restaurée : {sum(made.rows.values())} lignes, journal vérifié.")
