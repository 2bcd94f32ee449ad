"""What happened to the markets of the demonstration after their signature, so that the open lots differ: invented.

None of it touches a line of hours: the bilan of 2023 stays that of the files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from clauses.db import writing
from clauses.markets import events
from clauses.markets.actions import add_penalty_rule
from clauses.markets.models import Contractor, Grouping, Lot, Market, PenaltyRule
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind, GroupingKind, ShortfallMotive
from clauses.reference.rules import Role


@dataclass(frozen=True)
class _Place:
    """A lot and its titulaire."""

    lot_id: int
    contractor_id: int


def happen(engine: Engine, *, by: str) -> None:
    """Records the events, once: a second time changes nothing."""
    with writing(engine) as session:
        if session.scalars(select(Grouping).limit(1)).first() is not None:
            return
        for reference, number, record in EVENTS:
            place = _place(session, reference, number)
            if place is not None:
                record(session, place, by)


def _place(session: Session, reference: str, number: str) -> _Place | None:
    """The lot of the demonstration, and its titulaire; None where its file was not brought in."""
    found = session.execute(
        select(col(Lot.id), col(Contractor.id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Contractor, col(Contractor.lot_id) == col(Lot.id))
        .where(
            col(Market.reference) == reference, col(Lot.number) == number, col(Contractor.role) == Role.TITULAIRE.value
        )
    ).one_or_none()
    return None if found is None else _Place(*found)


def _solidaire(session: Session, place: _Place, by: str) -> None:
    events.group(session, lot_id=place.lot_id, kind=GroupingKind.SOLIDAIRE, source="acte d'engagement", by=by)


def _conjoint(session: Session, place: _Place, by: str) -> None:
    events.group(session, lot_id=place.lot_id, kind=GroupingKind.CONJOINT, source="acte d'engagement", by=by)


def _invoiced(session: Session, place: _Place, by: str) -> None:
    """Above the threshold of 2 700 000 € from the third invoice on: hours become due."""
    for number, day, cents in (
        ("2024-018", date(2024, 3, 29), 110_000_000),
        ("2024-131", date(2024, 11, 29), 120_000_000),
        ("2025-042", date(2025, 4, 30), 90_000_000),
        ("2025-160", date(2025, 12, 19), 80_000_000),
    ):
        events.invoice(session, contractor_id=place.contractor_id, number=number, invoiced_on=day, cents=cents, by=by)


def _amended(session: Session, place: _Place, by: str) -> None:
    events.amend(
        session,
        lot_id=place.lot_id,
        contractor_id=place.contractor_id,
        kind=AmendmentKind.AVENANT,
        number="1",
        effective_on=date(2024, 3, 1),
        subject="Un bâtiment de moins",
        hours=Formula.fixed(750_000),
        by=by,
    )


def _second_part(session: Session, place: _Place, by: str) -> None:
    events.amend(
        session,
        lot_id=place.lot_id,
        contractor_id=place.contractor_id,
        kind=AmendmentKind.TRANCHE,
        number="2",
        effective_on=date(2024, 7, 1),
        subject="Tranche optionnelle affermie",
        hours=Formula.fixed(100_000),
        by=by,
    )


def _late_proofs(session: Session, place: _Place, by: str) -> None:
    """Proofs asked for by a mise en demeure, come eighteen days later, at 75 € a day (CCAP of 2021)."""
    kept = session.scalars(select(PenaltyRule).where(col(PenaltyRule.contractor_id) == place.contractor_id)).one()
    add_penalty_rule(
        session,
        contractor_id=place.contractor_id,
        version=kept.version + 1,
        cents_per_hour=kept.cents_per_hour,
        cents_per_late_day=7_500,
        source="CCAP, pénalités",
    )
    notice = events.serve_notice(
        session, contractor_id=place.contractor_id, served_on=date(2023, 10, 2), about="Bulletins du trimestre", by=by
    )
    events.receive_proofs(session, notice_id=notice, received_on=date(2023, 10, 20), by=by)
    events.state_shortfall(
        session,
        contractor_id=place.contractor_id,
        stated_on=date(2023, 11, 6),
        motive=ShortfallMotive.PLANNING,
        details="Échafaudages livrés avec deux mois de retard",
        by=by,
    )


def _closed(session: Session, place: _Place, by: str) -> None:
    events.close(session, lot_id=place.lot_id, closed_on=date(2024, 4, 15), reason="Travaux reçus", by=by)


EVENTS: tuple[tuple[str, str, Callable[[Session, _Place, str], None]], ...] = (
    ("2021-S02", "2", _solidaire),
    ("2022-T03", "1", _conjoint),
    ("2023-P01", "1", _invoiced),
    ("2023-T09", "1", _amended),
    ("2022-S09", "1", _second_part),
    ("2022-T11", "1", _late_proofs),
    ("2021-T12", "3", _closed),
)
"""Reference of the market, number of the lot, what happened."""
