"""How many hours to ask for, before the tender."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import rich_click as click

from clauses.cli.context import database, today
from clauses.cli.days import day
from clauses.cli.french import Between, Command
from clauses.errors import Misused
from clauses.markets.calibration import Calibration, Part, calibrate, trade_part
from clauses.markets.obligations import euros
from clauses.quantities import NO_BREAK_SPACE, exact, french, french_hours, grouped, half_up

_DECIMAL = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)


@click.command(name="calibrate", cls=Command)
@click.option("--amount", metavar="EUROS", help="Le montant du marché, hors taxes ; avec --share.")
@click.option("--share", metavar="%", help="La part de main-d'œuvre dans ce montant.")
@click.option(
    "--trade", "trades", metavar="MÉTIER=EUROS", multiple=True, help="Un corps de métier et son montant ; répétable."
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
    rate: str,
    cost: str,
    months: int | None,
    on: str | None,
    as_json: bool,
) -> None:
    """Les heures à demander dans un marché : montant × part de main-d'œuvre × taux d'insertion ÷ coût horaire."""
    if (amount is None) != (share is None):
        raise Misused("--amount et --share vont ensemble ; sinon, donnez des métiers avec --trade.")
    parts = [Part(_number(amount, "--amount"), _number(share, "--share"))] if amount and share else []
    if trades:
        parts += _trades(trades, on)
    found = calibrate(parts, rate=_number(rate, "--rate"), cost_cents=_number(cost, "--cost"))
    click.echo(json.dumps(_shape(found, months), ensure_ascii=False, indent=2) if as_json else _said(found, months))


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
