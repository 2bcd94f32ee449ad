"""How many hours to ask for, before the tender."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING

import rich_click as click

from clauses.cli.context import database, settings, today
from clauses.cli.days import day
from clauses.cli.french import Between, Command
from clauses.errors import Misused
from clauses.markets.calibration import Calibration, Part, calibrate, trade_part
from clauses.markets.obligations import euros
from clauses.quantities import NO_BREAK_SPACE, exact, french, french_hours, grouped, half_up

if TYPE_CHECKING:
    from clauses.reports.available import Available

_DECIMAL = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)


@click.command(name="calibrate", cls=Command)
@click.option("--amount", metavar="EUROS", help="Le montant du marché, hors taxes ; avec --share.")
@click.option("--share", metavar="%", help="La part de main-d'œuvre dans ce montant.")
@click.option(
    "--trade", "trades", metavar="MÉTIER=EUROS", multiple=True, help="Un corps de métier et son montant ; répétable."
)
@click.option(
    "--job",
    "jobs",
    metavar="MÉTIER",
    multiple=True,
    help="Un métier du marché, en toutes lettres ou par son code ROME : combien de candidats sont disponibles ce jour. "
    "Ceux de --trade sont comptés aussi. Répétable.",
)
@click.option("--rate", metavar="%", required=True, help="La part des heures de travail réservée à l'insertion.")
@click.option("--cost", metavar="EUROS", required=True, help="Le coût d'une heure de travail, charges comprises.")
@click.option("--months", type=Between(1, 1200), help="La durée du marché, en mois.")
@click.option("--on", metavar="DATE", help="Le jour dont on prend les parts de main-d'œuvre ; aujourd'hui sans cela.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def calibration(
    *,
    amount: str | None,
    share: str | None,
    trades: tuple[str, ...],
    jobs: tuple[str, ...],
    rate: str,
    cost: str,
    months: int | None,
    on: str | None,
    as_json: bool,
) -> None:
    """Les heures à demander dans un marché : montant × part de main-d'œuvre × taux d'insertion ÷ coût horaire.

    Avec des métiers, dit aussi combien de personnes enregistrées les cherchent et pourraient être proposées ce jour.
    """
    if (amount is None) != (share is None):
        raise Misused("--amount et --share vont ensemble ; sinon, donnez des métiers avec --trade.")
    parts = [Part(_number(amount, "--amount"), _number(share, "--share"))] if amount and share else []
    if trades:
        parts += _trades(trades, on)
    found = calibrate(parts, rate=_number(rate, "--rate"), cost_cents=_number(cost, "--cost"))
    people = _available(found, jobs, on)
    if as_json:
        shape = _shape(found, months) | ({"candidates": [_counted(each) for each in people]} if people else {})
        click.echo(json.dumps(shape, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join([_said(found, months), *map(_in_words, people)]))


def _available(found: Calibration, jobs: tuple[str, ...], on: str | None) -> list[Available]:
    """The candidates for the jobs asked about and for the trades of the market; nothing is read without any."""
    asked = list(dict.fromkeys([*(part.trade for part in found.parts if part.trade), *filter(str.strip, jobs)]))
    if not asked:
        return []

    from clauses.db import reading
    from clauses.reports.available import available
    from clauses.reports.shortlisting import load

    chosen = settings()
    with reading(database(chosen)) as session:
        board = load(session, today=day(on, "--on") if on else today(), folder=chosen.home)
    return [available(board, job) for job in asked]


def _counted(each: Available) -> dict[str, object]:
    return {"job": each.job, "rome": list(each.codes), "people": each.people, "near": each.near}


def _in_words(each: Available) -> str:
    if not each.codes and not each.people:
        return f"Candidats pour « {each.job} » : métier non reconnu. Écrivez-le autrement, ou donnez son code ROME."
    people = "1 personne disponible" if each.people == 1 else f"{grouped(each.people)} personnes disponibles"
    return f"Candidats pour « {each.job} » : {people}, et {grouped(each.near)} pour un métier voisin."


def _trades(trades: tuple[str, ...], on: str | None) -> list[Part]:
    from clauses.db import reading
    from clauses.people.queries import known_values

    with reading(database()) as session:
        values = known_values(session)
    asked = day(on, "--on") if on else today()
    parts = []
    for each in trades:
        name, equals, amount = each.rpartition("=")
        if not equals:
            raise Misused(f"--trade : écrivez « {each}=montant », par exemple peinture=250000.")
        parts.append(trade_part(name, _number(amount, "--trade"), on=asked, values=values))
    return parts


def _number(text: str, option: str) -> int:
    """A written number in hundredths: cents, or hundredths of a percent."""
    bare = "".join(text.split()).removesuffix("%").removesuffix("€")
    if not _DECIMAL.fullmatch(bare):
        raise Misused(f"{option} : « {text} » n'est pas un nombre. Écrivez par exemple 30 ou 12,5.")
    return half_up(Fraction(bare.replace(",", ".")) * 100)


def _shape(found: Calibration, months: int | None) -> dict[str, object]:
    shape: dict[str, object] = {
        "hours": exact(found.hours),
        "whole_hours": found.whole_hours,
        "work_hours": exact(found.work),
        "person_months": exact(found.person_months),
        "rate": exact(found.rate),
        "hourly_cost": exact(found.cost_cents),
        "parts": [
            {"trade": part.trade, "amount": exact(part.amount_cents), "share": exact(part.share), "source": part.source}
            for part in found.parts
        ],
    }
    return shape | {"months": months, "people": found.people(months)} if months else shape


def _said(found: Calibration, months: int | None) -> str:
    percent = f"{NO_BREAK_SPACE}%"
    lines = [
        f"{part.trade or 'Montant'} : {euros(part.amount_cents)}, dont {french(part.share)}{percent} de main-d'œuvre"
        + (f" ({part.source})." if part.source else ".")
        for part in found.parts
    ]
    lines.append(
        f"{french_hours(found.work)} de travail à {euros(found.cost_cents)} l'heure, dont {french(found.rate)}{percent}"
        f" pour l'insertion : {grouped(found.whole_hours)}{NO_BREAK_SPACE}h ({french_hours(found.hours)})."
    )
    lines.append(f"Soit {french(found.person_months)} mois de travail à temps plein.")
    if months:
        people = found.people(months)
        who = "1 personne" if people == 1 else f"{grouped(people)} personnes"
        lines.append(f"Sur {months} mois : {who} à temps plein.")
    return "\n".join(lines)
