"""May this person count for this market, on this day?"""

from __future__ import annotations

import json

import rich_click as click

from clauses.cli.context import database, today
from clauses.cli.days import day
from clauses.cli.french import Command


@click.command(cls=Command)
@click.argument("who", metavar="PERSONNE")
@click.option("--market", "reference", help="Le marché : sa référence. Sans lui, tous les publics d'une clause.")
@click.option("--buyer", help="Le donneur d'ordre, quand deux ont un marché de cette référence : nom ou SIRET.")
@click.option("--on", metavar="DATE", help="Le jour de l'embauche ; aujourd'hui sans cela.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def eligibility(*, who: str, reference: str | None, buyer: str | None, on: str | None, as_json: bool) -> None:
    """Dit si une PERSONNE (identifiant, ou « NOM Prénom jj/mm/aaaa ») est éligible, jusqu'à quand, ou quoi vérifier."""
    from clauses.db import reading
    from clauses.privacy.queries import person_named
    from clauses.reports.eligibility_query import eligibility_at

    asked = day(on, "--on") if on else today()
    with reading(database()) as session:
        found = eligibility_at(session, person_named(session, who), on=asked, reference=reference, buyer=buyer)
    if not as_json:
        sentence = found.answer.sentence
        click.echo(f"{sentence[:1].upper()}{sentence[1:]}.")
        return
    shape = {
        "market": found.market,
        "on": found.on.isoformat(),
        "publics": None if found.publics is None else sorted(found.publics),
        "verdict": found.answer.verdict.value,
        "until": found.answer.until.isoformat() if found.answer.until else None,
        "reasons": list(found.answer.reasons),
        "sentence": found.answer.sentence,
    }
    click.echo(json.dumps(shape, ensure_ascii=False, indent=2))
