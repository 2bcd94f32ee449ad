"""In which quartier prioritaire a place is, from the command line."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import rich_click as click

from clauses.cli.context import database, settings, today
from clauses.cli.days import day
from clauses.cli.french import Command
from clauses.dates import french_day

if TYPE_CHECKING:
    from sqlmodel import Session

_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*")
_DEGREE = 10_000_000


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("text", metavar="TEXTE")
@click.option("--commune", metavar="NOM", help="La commune, quand TEXTE est le nom d'un quartier.")
@click.option("--on", metavar="DATE", help="Le jour demandé ; aujourd'hui sans cela.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def qpv(text: str, commune: str | None, on: str | None, as_json: bool) -> None:
    """Dit le quartier prioritaire d'un point (« latitude, longitude » en degrés), d'un nom ou d'un code, à une date."""
    from clauses.db import reading

    asked = day(on, "--on") if on else today()
    with reading(database(settings())) as session:
        point = _POINT.fullmatch(text)
        told = _of_point(session, point[1], point[2], asked) if point else _of_name(session, text, commune, asked)
    if as_json:
        click.echo(json.dumps(told | {"on": asked.isoformat()}, ensure_ascii=False))
        return
    for one in told["quartiers"]:
        border = ", sur la limite" if one["on_border"] else ""
        force = "" if one["in_force"] else f" : pas de périmètre en vigueur connu le {french_day(asked)}"
        click.echo(f"{one['key']}  {one['name']}{border}{force}")
    if not told["quartiers"]:
        unknown = f"On ne sait pas : aucun périmètre du {french_day(asked)} n'est chargé (« clauses import qpv »)."
        click.echo("Hors quartier prioritaire, ou inconnu sous ce nom." if told["known"] else unknown)


def _of_point(session: Session, latitude: str, longitude: str, asked: date) -> dict[str, Any]:
    from clauses.reference.qpv_queries import qpv_at

    x, y = (int(Decimal(text) * _DEGREE) for text in (longitude, latitude))
    found = qpv_at(session, longitude=x, latitude=y, day=asked)
    quartiers = [
        {"key": one.key, "name": one.name, "on_border": one.on_border, "in_force": True} for one in found.quartiers
    ]
    return {"known": found.known, "quartiers": quartiers}


def _of_name(session: Session, text: str, commune: str | None, asked: date) -> dict[str, Any]:
    from clauses.reference.qpv_queries import quartiers

    table = quartiers(session)
    found = table.quartier_of(table.recognise(text, commune).key or "")
    if found is None:
        return {"known": True, "quartiers": []}
    force = table.in_force(found.key, asked)
    one = {"key": found.key, "name": found.name, "on_border": False, "in_force": bool(force)}
    return {"known": True, "quartiers": [one]}
