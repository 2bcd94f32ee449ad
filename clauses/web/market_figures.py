"""What an act changes of a market, as a reader looks at it: figures of each lot and company before, and after."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from clauses.access.hours import penalties_shown
from clauses.access.queries import found
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.markets.models import Market
from clauses.markets.obligations import euros
from clauses.quantities import french_hours
from clauses.web import market_reads

Figures = dict[str, tuple[str, ...]]
_FIGURES = ("Heures dues", "Heures comptées", "Fin", "État", "Pénalité simulée", "Reste après remise")


def figures(session: Session, scope: Scope, market_id: int, beside: Collection[int], day: date) -> Figures:
    """What a reader looks at, of each lot and of each company; of the other markets too that the act changes."""
    told = _of_market(session, scope, market_id, day)
    for number in sorted(set(beside) - {market_id}):
        reference = found(session, scope, Market, number).reference
        told |= {f"{reference}, {name}": each for name, each in _of_market(session, scope, number, day).items()}
    return told


def _of_market(session: Session, scope: Scope, market_id: int, day: date) -> Figures:
    told: Figures = {}
    priced = penalties_shown(session, scope, market_id)
    for view in market_reads.lots(session, scope, market_id, day):
        ends = view.span.closed_on or view.span.ends_on
        lot = f"Lot {view.lot.lot.number}"
        told[lot] = (
            french_hours(view.gauge.due),
            french_hours(view.gauge.done),
            french_day(ends) if ends else "non renseignée",
            view.status.label,
            euros(view.at_risk_cents) if priced else "",
            "",
        )
        for position in view.positions:
            name = f"{position.contractor.name}, {lot.lower()}"
            told[name] = (
                french_hours(position.due.hours),
                french_hours(position.hours.counted),
                "",
                position.standing.status.label,
                euros(position.exposed) if priced else "",
                euros(position.still_exposed) if priced and position.waived else "",
            )
    return told


def differences(before: Figures, after: Figures) -> list[tuple[str, str, str, str]]:
    """(of what, which figure, before, after), where they differ."""
    nothing = ("–",) * len(_FIGURES)
    return [
        (name, figure, was or "–", becomes or "–")
        for name, figures in after.items()
        for figure, was, becomes in zip(_FIGURES, before.get(name, nothing), figures, strict=True)
        if was != becomes
    ]
