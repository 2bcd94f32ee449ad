"""Compliance of a database at a day: what is asked for is found by name, then read and computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from clauses.access.counted import Countable
from clauses.markets.ends import latest
from clauses.markets.preparation import Dossier, notes, stage
from clauses.markets.queries import dossier_of
from clauses.reports import compliance_facts
from clauses.reports.bilan_query import chosen_market
from clauses.reports.collecting import uncollected
from clauses.reports.compliance import Compliance, compliance
from clauses.reports.overview import Overview, overview


def market_at(
    session: Session, reference: str, *, on: date, buyer: str | None = None, only: Countable | None = None
) -> Compliance:
    """One market at a day. Raises ``NotFound`` for an unknown reference, ``Misused`` for one that two buyers use.

    ``only`` is what the reader may count: a market outside is not found.
    """
    chosen = chosen_market(session, reference, buyer=buyer, only=only)
    found = compliance(compliance_facts.read(session, on=on, market_id=chosen.id), on)[0]
    dossier = dossier_of(session, chosen.id)
    return replace(found, stage=stage(_ended(dossier, found), on), notes=notes(dossier, on))


def _ended(dossier: Dossier, found: Compliance) -> Dossier:
    """The same, with the end of the last of its lots: as amended, as it stood that day."""
    if not found.lots:
        return dossier
    return replace(dossier, ends_on=latest(lot.span.ends_on for lot in found.lots), before=())


def overview_at(session: Session, *, on: date, only: Countable | None = None) -> Overview:
    """Every lot open at a day, of the markets that the reader may count."""
    with uncollected():
        return overview(compliance(compliance_facts.read(session, on=on, only=only), on), on)
