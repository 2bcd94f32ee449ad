"""Declarations and their versions; corrections that wait for a decision."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import rich_click as click

from clauses.cli.asking import author
from clauses.cli.context import database
from clauses.cli.french import NUMBER, Command, Group
from clauses.dates import french_day, french_month, iso_month
from clauses.errors import Misused
from clauses.quantities import exact, french_hours

if TYPE_CHECKING:
    from clauses.hours.differences import Difference, LineFacts
    from clauses.hours.versions import Listed

_JSON = click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
_BY = click.option("--by", metavar="NOM", required=True, help="Qui décide.")
_CHANGED = {"kind": "type de contrat", "starts_on": "début de contrat", "hours": "heures", "training": "formation"}


@click.group(cls=Group)
def declarations() -> None:
    """Les déclarations d'heures, dans leurs versions."""


@declarations.command(name="list", cls=Command)
@click.option("--month", metavar="AAAA-MM", help="Un seul mois.")
@_JSON
def list_(month: str | None, *, as_json: bool) -> None:
    """Liste les déclarations et leurs versions, avec le numéro que demande `declarations diff`."""
    from clauses.db import reading
    from clauses.hours.versions import listed

    with reading(database()) as session:
        _show(listed(session, month=_month(month)), as_json=as_json)


def _month(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        raise Misused(f"--month : « {text} » n'est pas un mois. Écrivez par exemple 2024-03.") from None


def _show(found: list[Listed], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in found], ensure_ascii=False))
        return
    for each in found:
        version = each.declaration
        click.echo(
            f"{version.id}. {french_month(version.month)}, marché {each.market}, lot {each.lot}, {each.contractor}, "
            f"employeur {each.employer} : version {version.version}, {version.state.label.lower()}, "
            f"{each.lines} ligne{'s' if each.lines > 1 else ''}, {french_hours(each.hours)} "
            f"(par {version.author} le {french_day(version.at)})"
        )
    if not found:
        click.echo("Aucune déclaration.")


def _as_json(each: Listed) -> dict[str, Any]:
    version = each.declaration
    return {
        "id": version.id,
        "month": iso_month(version.month),
        "market": each.market,
        "lot": each.lot,
        "contractor": each.contractor,
        "employer": each.employer,
        "version": version.version,
        "state": version.state.value,
        "lines": each.lines,
        "hours": exact(each.hours),
        "author": version.author,
        "at": version.at.isoformat(),
    }


@declarations.command(cls=Command)
@click.argument("declaration", metavar="NUMÉRO", type=NUMBER)
@click.option("--against", metavar="NUMÉRO", type=NUMBER, help="L'autre version ; par défaut, celle qu'elle remplace.")
@_JSON
def diff(declaration: int, against: int | None, *, as_json: bool) -> None:
    """Dit ce qu'une version change à une autre, ligne par ligne : ajouts, retraits, changements."""
    from clauses.db import reading
    from clauses.hours.versions import changes

    with reading(database()) as session:
        found = changes(session, declaration, against=against)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
        return
    _tell(found)


def _tell(found: Difference) -> None:
    for line in found.removed:
        click.echo(f"- {_line(line)}")
    for line in found.added:
        click.echo(f"+ {_line(line)}")
    for each in found.changed:
        told = ", ".join(
            f"{_CHANGED[name]} {_said(each.before, name)} → {_said(each.after, name)}" for name in each.fields
        )
        click.echo(f"~ {each.after.name} : {told}")
    gained = f"{'+' if found.hours > 0 else ''}{french_hours(found.hours)}"
    same = len(found.unchanged)
    click.echo(f"{same} ligne{'s' if same > 1 else ''} inchangée{'s' if same > 1 else ''} ; heures : {gained}.")


def _line(line: LineFacts) -> str:
    kind = f" ({line.kind.value})" if line.kind else ""
    return f"{line.name}{kind} : {french_hours(line.hours)}"


def _said(line: LineFacts, name: str) -> str:
    value = getattr(line, name)
    if isinstance(value, date):
        return french_day(value)
    if name in ("hours", "training"):
        return french_hours(value)
    return "non dit" if value is None else str(value.value)


@click.group(cls=Group)
def corrections() -> None:
    """Les envois qui touchent des heures validées : ils attendent d'être acceptés ou refusés."""


@corrections.command(name="list", cls=Command)
@_JSON
def waiting(*, as_json: bool) -> None:
    """Liste les corrections à accepter ; `declarations diff` dit ce que chacune change."""
    from clauses.db import reading
    from clauses.hours.rules import DeclarationState
    from clauses.hours.versions import listed

    with reading(database()) as session:
        _show(listed(session, states=[DeclarationState.PROPOSED]), as_json=as_json)


@corrections.command(cls=Command)
@click.argument("declaration", metavar="NUMÉRO", type=NUMBER)
@_BY
def accept(declaration: int, by: str) -> None:
    """Met une correction en vigueur à la place de la version validée. Ses lignes restent à valider."""
    from clauses.db import writing
    from clauses.hours.actions import accept_correction

    with writing(database()) as session:
        accept_correction(session, declaration_id=declaration, by=author(by))
    click.echo(f"Correction {declaration} acceptée : elle est en vigueur, et ses lignes sont à valider.")


@corrections.command(cls=Command)
@click.argument("declaration", metavar="NUMÉRO", type=NUMBER)
@_BY
def refuse(declaration: int, by: str) -> None:
    """Laisse en vigueur la version validée."""
    from clauses.db import writing
    from clauses.hours.actions import refuse_correction

    with writing(database()) as session:
        refuse_correction(session, declaration_id=declaration, by=author(by))
    click.echo(f"Correction {declaration} refusée : la version validée reste en vigueur.")


@corrections.command(cls=Command)
@click.argument("declaration", metavar="NUMÉRO", type=NUMBER)
@_BY
def undo(declaration: int, by: str) -> None:
    """Annule sa propre décision : la correction attend de nouveau, tant que rien n'est venu après."""
    from clauses.db import writing
    from clauses.hours.correction_undoing import undo_correction

    with writing(database()) as session:
        undo_correction(session, declaration_id=declaration, by=author(by))
    click.echo(f"Décision annulée : la correction {declaration} attend de nouveau.")
