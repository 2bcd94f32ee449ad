"""Compliance and overview as the tables that people read, on a terminal or in a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from clauses.dates import french_day
from clauses.hours.compliance import over_since
from clauses.hours.counting import Uncounted
from clauses.markets.waivers import said
from clauses.quantities import NO_BREAK_SPACE, french_hours
from clauses.reference.rules import Role
from clauses.reports.compliance import Compliance, LotPosition, Position
from clauses.reports.overview import Overview, OverviewLot
from clauses.reports.sheets import Cell, InEuros, InHours, Row, Sheet, Table

MARKET_HEADERS = (
    "Lot", "Attributaire", "Dues", "Faites", "Comptées", "À vérifier", "Projetées", "État", "Manquantes", "Pénalité",
    "Retard",
)  # fmt: skip
OVERVIEW_HEADERS = (
    "Marché", "Donneur d'ordre", "Lot", "Intitulé", "Dues", "Faites", "Comptées", "Projetées", "État", "Manque",
    "En jeu",
)  # fmt: skip


def market_title(found: Compliance) -> str:
    """The title of a market's report."""
    return f"Marché {found.market.reference} au {french_day(found.on)}"


def market_heading(found: Compliance) -> tuple[str, ...]:
    """Who the market is for, and what was counted."""
    return (
        f"{found.market.title}, pour {found.market.buyer}.",
        f"Heures validées des mois commencés au {french_day(found.on)}. Les pénalités sont simulées, jamais notifiées.",
    )


def market_sheets(found: Compliance) -> tuple[Sheet, ...]:
    """Where each contractor stands, then why, in sentences."""
    rows = [row for lot in found.lots for row in _rows(lot)] or [Row(("Aucun lot", *[None] * 10))]
    told = [*(sentence for lot in found.lots for sentence in _sentences(lot)), *found.notes]
    why = [Row((sentence,)) for sentence in told or ["Rien à expliquer."]]
    note = "Pénalité : heures manquantes d'un lot terminé. Retard : justificatifs attendus depuis une mise en demeure."
    return (
        Sheet("Lots", (Table("Où en est chaque lot (heures)", MARKET_HEADERS, tuple(rows), note),)),
        Sheet("Explications", (Table("Pourquoi", ("Explication",), tuple(why)),)),
    )


def _rows(lot: LotPosition) -> Iterator[Row]:
    if not lot.positions:
        due: Cell = InHours(lot.due.hours) if lot.due.versions else None
        yield Row((lot.lot.number, "En préparation, sans attributaire", due, *[None] * 8))
    for position in lot.positions:
        yield Row(_cells(lot, position))


def _cells(lot: LotPosition, position: Position) -> tuple[Cell, ...]:
    hours, penalty = position.hours, position.penalty
    return (
        lot.lot.number,
        position.contractor.name + _role(position.contractor.role),
        InHours(position.due.hours),
        InHours(hours.done),
        InHours(hours.counted),
        InHours(hours.to_check),
        None if position.projected is None else InHours(position.projected),
        position.standing.status.label + (" (lot)" if position.judged_at_lot else ""),
        InHours(penalty.missing),
        InEuros(penalty.hours_cents),
        InEuros(penalty.proofs_cents),
    )


def _role(role: Role) -> str:
    return "" if role is Role.TITULAIRE else f" ({role.label.lower()})"


def _sentences(lot: LotPosition) -> Iterator[str]:
    for position in lot.positions:
        who = f"Lot {lot.lot.number}, {position.contractor.name} ({over_since(lot.span)})"
        yield f"{who}{NO_BREAK_SPACE}: {position.due.sentence} {position.standing.sentence}"
        for sentence in position.penalty.sentences:
            yield f"{who}{NO_BREAK_SPACE}: {sentence}"
        if position.waived:
            yield f"{who}{NO_BREAK_SPACE}: {said(position.penalty.cents, position.waived)}"
        for reason, hours in position.hours.uncounted.items():
            yield f"{who}{NO_BREAK_SPACE}: {_not_counted(reason, hours)}"
    yield from lot.checks


def _not_counted(reason: str, hours: int) -> str:
    return f"{french_hours(hours)} ne comptent pas{NO_BREAK_SPACE}: {Uncounted(reason).label}."


def overview_title(found: Overview) -> str:
    """The title of the overview."""
    return f"Lots en cours au {french_day(found.on)}"


def overview_heading(found: Overview) -> tuple[str, ...]:
    """What is shown, in a sentence."""
    late = f"{found.late} en retard sur {len(found.lots)}"
    return (f"{late}. Les pénalités sont simulées, jamais notifiées.",)


def overview_sheets(found: Overview) -> tuple[Sheet, ...]:
    """The open lots, those that risk most first, and their sums."""
    rows = [_open_row(lot) for lot in found.lots]
    total = Row(
        ("Total", None, None, None, InHours(found.due), InHours(found.done), InHours(found.counted), None, None,
         InHours(found.short), InEuros(found.at_risk_cents)),
        total=True,
    )  # fmt: skip
    note = "Manque : heures qui manqueraient à la fin. En jeu : la pénalité qu'elles coûteraient, avant toute remise."
    note = note if rows else "Aucun lot en cours ce jour-là."
    return (
        Sheet(
            "Lots en cours",
            (Table("Ceux qui risquent le plus d'abord (heures)", OVERVIEW_HEADERS, (*rows, total), note),),
        ),
    )


def _open_row(lot: OverviewLot) -> Row:
    return Row(
        (
            lot.market.reference,
            lot.market.buyer,
            lot.position.lot.number,
            lot.position.lot.title,
            InHours(lot.due),
            InHours(lot.done),
            InHours(lot.counted),
            None if lot.projected is None else InHours(lot.projected),
            lot.status.label,
            InHours(lot.short),
            InEuros(lot.at_risk_cents),
        )
    )
