"""Whom the first ranks show beside whom the population is made of, and why proposals were refused."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import rich_click as click

from clauses.cli.context import database, settings, today
from clauses.cli.french import Between, Command
from clauses.cli.writing import tell

if TYPE_CHECKING:
    from clauses.matching.equity import GroupExposure
    from clauses.matching.statistics import Outcomes

_GROUPS = {"sex": "Sexe", "qpv": "Quartier prioritaire"}


@click.command(cls=Command)
@click.option("--top", default=20, show_default=True, type=Between(1, 1000), help="Combien de premiers rangs.")
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def equity(*, top: int, as_json: bool) -> None:
    """Compare qui est montré aux premiers rangs des besoins ouverts et qui compose la population.

    Par sexe et par résidence en quartier prioritaire. Rien de cela n'entre dans les scores : c'est un contrôle.
    """
    from clauses.db import reading
    from clauses.reports.shortlisting import load

    chosen = settings()
    with reading(database(chosen)) as session:
        board = load(session, today=today(), folder=chosen.home)
    found = board.exposures(top)
    ranked = len(board.awaiting)
    if as_json:
        groups = {name: [_exposure_as_json(one) for one in each] for name, each in found.items()}
        click.echo(json.dumps({"first": top, "needs": ranked, **groups}, ensure_ascii=False))
        return
    tell(f"Les {top} premiers rangs de {ranked} besoins ouverts, à côté de la population.")
    for name, each in found.items():
        tell(_GROUPS[name])
        tell("\n".join(_exposure_as_text(each)))


def _exposure_as_json(one: GroupExposure) -> dict[str, Any]:
    return {
        "group": one.group,
        "people": one.people,
        "population": one.population,
        "population_percent": one.population_percent,
        "ranked": one.ranked,
        "places": one.places,
        "exposure_percent": one.exposure_percent,
        "ratio_percent": one.ratio_percent,
    }


def _exposure_as_text(groups: Iterable[GroupExposure]) -> list[str]:
    return [
        f"  {one.group} : {one.people} sur {one.population} personnes ({_shown(one.population_percent)}), "
        f"{one.ranked} places sur {one.places}, exposition {_shown(one.exposure_percent)} "
        f"(rapport {_shown(one.ratio_percent)})"
        for one in groups
    ]


def _shown(percent: str | None) -> str:
    return "non calculable" if percent is None else f"{percent.replace('.', ',')}\u00a0%"


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def refusals(*, as_json: bool) -> None:
    """Donne les motifs de refus des mises en relation, du plus fréquent au moins fréquent."""
    from clauses.db import reading
    from clauses.matching import queries
    from clauses.matching.statistics import outcomes

    with reading(database()) as session:
        found = outcomes((each.state, each.reason) for each in queries.proposals(session))
    if as_json:
        click.echo(json.dumps(_outcomes_as_json(found), ensure_ascii=False))
        return
    tell(_outcomes_as_text(found))


def _outcomes_as_json(found: Outcomes) -> dict[str, Any]:
    return {
        "total": found.total,
        "by_state": {state.value: count for state, count in found.states.items()},
        "refusals": [
            {
                "reason": each.reason.value,
                "label": each.reason.label,
                "numerator": each.count,
                "base": each.base,
                "percent": each.percent,
            }
            for each in found.reasons
        ],
    }


def _outcomes_as_text(found: Outcomes) -> str:
    lines = [f"{found.total} mises en relation"]
    lines += [f"  {state.label} : {count}" for state, count in found.states.items()]
    lines += ["Motifs de refus"] if found.reasons else ["Aucun refus."]
    lines += [
        f"  {each.reason.label} : {each.count} sur {each.base} ({_shown(each.percent)})" for each in found.reasons
    ]
    return "\n".join(lines)
