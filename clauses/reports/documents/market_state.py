"""The state of a market for its buyer, on one page: where each lot stands today and at its end, without any name of a
person."""

from __future__ import annotations

from collections import Counter
from datetime import date

from clauses.dates import french_day
from clauses.quantities import NO_BREAK_SPACE, french_hours, french_share
from clauses.reports.compliance import Compliance, LotPosition, Position
from clauses.reports.documents.content import Chapter, Document, SignatureBox
from clauses.reports.sheets import InHours, Row, Table

_HEADERS = ("Lot et attributaire", "Dues", "Comptées", "Projetées", "État")


def market_state(found: Compliance, *, established_on: date) -> Document:
    """The state of a market at the day that it was judged."""
    positions = [position for lot in found.lots for position in lot.positions]
    due = sum(position.due.hours for position in positions)
    counted = sum(position.hours.counted for position in positions)
    states = Counter(position.standing.status.label for position in positions)
    said = ", ".join(f"{label.lower()} ({number})" for label, number in states.items())
    return Document(
        title=f"État du marché {found.market.reference}",
        answer=f"{french_hours(counted)} comptées sur {french_hours(due)} dues, au {french_day(found.on)}",
        heading=(f"{found.market.title}, pour {found.market.buyer}.",),
        chapters=(
            Chapter(
                "Où en est chaque lot",
                sentences=(f"Attributaires{NO_BREAK_SPACE}: {said or 'aucun'}.", _reached(positions)),
                tables=(_table(found),),
                boxes=(SignatureBox("Le facilitateur : nom, date et signature"),),
            ),
        ),
        established_on=established_on,
        mentions=(
            f"Heures validées des mois commencés au {french_day(found.on)}.",
            "Les heures projetées supposent le rythme des trois derniers mois validés.",
        ),
    )


def _reached(positions: list[Position]) -> str:
    """How many of those who owe hours are done or on their way."""
    owing = [position for position in positions if position.due.hours > 0]
    good = sum(position.standing.status.value in ("done", "on_track") for position in owing)
    return f"Réalisés ou en bonne voie{NO_BREAK_SPACE}: {french_share(good, len(owing))}."


def _table(found: Compliance) -> Table:
    rows = [row for lot in found.lots for row in _rows(lot)]
    if len(rows) > 1:
        rows.append(_total(found))
    joint = any(position.judged_at_lot for lot in found.lots for position in lot.positions)
    note = "(lot) : jugé pour le lot entier, comme un groupement solidaire." if joint else None
    return Table("Heures d'insertion", _HEADERS, tuple(rows or [Row(("Aucun lot", *[None] * 4))]), note)


def _total(found: Compliance) -> Row:
    """The sums of the lots; of what is projected, when every company that owes hours has a projection."""
    held = [position for lot in found.lots for position in lot.positions]
    projected = [position.projected for position in held if position.projected is not None]
    whole = InHours(sum(projected)) if held and len(projected) == len(held) else None
    due, counted = sum(each.due.hours for each in held), sum(each.hours.counted for each in held)
    return Row(("Total", InHours(due), InHours(counted), whole, None), total=True)


def _rows(lot: LotPosition) -> list[Row]:
    if not lot.positions:
        return [Row((f"{lot.lot.number}, sans attributaire", *[None] * 4))]
    return [
        Row(
            (
                f"{lot.lot.number}, {position.contractor.name}",
                InHours(position.due.hours),
                InHours(position.hours.counted),
                None if position.projected is None else InHours(position.projected),
                position.standing.status.label + (" (lot)" if position.judged_at_lot else ""),
            )
        )
        for position in lot.positions
    ]
