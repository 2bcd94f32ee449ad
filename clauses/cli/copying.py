"""The copy of locked months: made, looked at, removed."""

from __future__ import annotations

from time import monotonic

import rich_click as click

from clauses.cli.context import database
from clauses.cli.context import settings as chosen_settings
from clauses.cli.french import Group

_MEGABYTE = 1_000_000


@click.group(cls=Group)
def copy() -> None:
    """La copie des mois verrouillés, dont un bilan se lit plus vite : jamais la référence, refaite à volonté."""


@copy.command()
@click.option("--whole", is_flag=True, help="Tout relire dans la base : après une réparation faite hors du produit.")
def build(*, whole: bool) -> None:
    """Fait la copie des mois verrouillés, ou la met à jour."""
    from clauses.reports.copy_building import build as make

    chosen, began = chosen_settings(), monotonic()
    made = make(database(chosen), chosen.copy_of_months, whole=whole)
    months = len(made.copied.months)
    if not months:
        click.echo(
            "Aucun mois n'est verrouillé : il n'y a rien à copier. Verrouillez les mois terminés, puis relancez."
        )
        return
    lines = sum(year.lines for year in made.copied.years.values())
    click.echo(
        f"Mois copiés : {months} ({lines} lignes, {_megabytes(made.size)} Mo), dont {made.read_again} relus dans la "
        f"base, en {round(monotonic() - began)} s."
    )


@copy.command()
def status() -> None:
    """Dit ce que la copie tient, et ce qui en sert aujourd'hui."""
    from clauses.db import reading
    from clauses.reports import copy_belief, copy_files

    chosen = chosen_settings()
    folder = chosen.copy_of_months
    with reading(database(chosen)) as session:
        locked = copy_belief.locks(session)
        held = copy_files.account(folder)
        if held is None:
            click.echo(f"Aucune copie. Mois verrouillés : {len(locked)}. Pour la faire : clauses copy build.")
            return
        trusted = copy_belief.believed(session, held)
    whole = copy_files.intact(folder, held)
    serving = len(trusted.months) if whole else 0
    people = "servent aussi" if whole and trusted.people else "se lisent dans la base"
    click.echo(
        f"Copie à l'acte n° {held.stamp.act} du journal, {_megabytes(copy_files.size(folder, held))} Mo. Mois "
        f"verrouillés : {len(locked)}, copiés : {len(held.months)}, qui servent : {serving}. "
        f"Contrats et personnes {people}."
    )
    if serving < len(locked) or not trusted.people:
        click.echo("Pour la mettre à jour : clauses copy build.")


@copy.command()
def drop() -> None:
    """Efface la copie ; les bilans se lisent dans la base."""
    from clauses.reports.copy_files import drop as remove

    removed = remove(chosen_settings().copy_of_months)
    click.echo("Copie effacée." if removed else "Il n'y avait pas de copie : rien n'est effacé.")


def _megabytes(size: int) -> str:
    return str(-(-size // _MEGABYTE))
