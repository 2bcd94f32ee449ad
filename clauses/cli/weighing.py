"""The weights of the criteria: listed, and set anew from a day on."""

from __future__ import annotations

import json
from datetime import date

import rich_click as click

from clauses.cli.context import database, today
from clauses.cli.french import Group
from clauses.cli.writing import tell
from clauses.dates import french_day
from clauses.errors import Misused


@click.group(cls=Group)
def weights() -> None:
    """Les poids des critères de rapprochement."""


@weights.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def list_weights(*, as_json: bool) -> None:
    """Donne toutes les versions des poids, et celle en vigueur aujourd'hui."""
    from clauses.db import reading
    from clauses.matching import queries

    with reading(database()) as session:
        known = queries.every_weights(session)
        in_force = queries.weights_in_force(session, today())[1].version
    if as_json:
        shown = [
            {
                "name": each.weights.version,
                "since": each.since.isoformat(),
                "in_force": each.weights.version == in_force,
                "points": dict(each.weights.points),
                "source": each.source,
                "author": each.author,
            }
            for each in known
        ]
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for each in known:
        held = " – en vigueur" if each.weights.version == in_force else ""
        points = ", ".join(f"{name} {number}" for name, number in each.weights.points.items())
        tell(f"{each.weights.version}, dès le {french_day(each.since)} ({each.author}){held} : {points}")


@weights.command()
@click.argument("name", metavar="NOM")
@click.option("--points", metavar="CRITERE=N,…", required=True, help="Les points de chaque critère ; un absent vaut 0.")
@click.option("--limits", metavar="SEUIL=N,…", default="", help="Les seuils qui ne sont pas ceux du produit.")
@click.option("--since", metavar="AAAA-MM-JJ", required=True, help="Le premier jour où ils valent.")
@click.option("--source", metavar="TEXTE", required=True, help="D'où ils viennent : un comité, une délibération…")
@click.option("--by", metavar="NOM", required=True, help="Qui les fixe.")
def add(*, name: str, points: str, limits: str, since: str, source: str, by: str) -> None:
    """Fixe de nouveaux poids, sous un NOM ; ceux d'avant restent lisibles, et les décisions gardent les leurs."""
    from clauses.db import writing
    from clauses.matching.actions import add_weights
    from clauses.matching.weighing import from_data

    chosen = from_data(name.strip(), _numbers(points, "--points"), _numbers(limits, "--limits"))
    with writing(database()) as session:
        add_weights(session, chosen, since=_day(since), source=source, by=by)
    tell(f"Les poids « {chosen.version} » valent dès le {french_day(_day(since))}.")


def _numbers(text: str, option: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, _, number = part.partition("=")
        if not number.strip().isdecimal() or len(number) > 9:
            raise Misused(f"{option} : « {part[:60]} » ne se lit pas. Écrivez par exemple metier=40,distance=20.")
        found[name.strip()] = int(number)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Misused(f"--since : « {text[:60]} » n'est pas un jour. Écrivez par exemple 2024-03-01.") from error
