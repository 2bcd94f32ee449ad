"""The bilan of a database: who and what is asked for is found by name, then read and computed."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from clauses.access.counted import Countable
from clauses.accounts.models import Organisation
from clauses.dates import Period
from clauses.errors import Misused, NotFound
from clauses.hours.models import Declaration
from clauses.hours.rules import DeclarationState
from clauses.markets.lot_numbers import lot_key
from clauses.markets.models import Contractor, Lot, Market
from clauses.reference.rules import Modality, Nature
from clauses.reports import copy_reading
from clauses.reports.bilan import compute
from clauses.reports.checks import quoted
from clauses.reports.figures import Bilan, Chosen, Perimeter, Selection
from clauses.reports.lines_behind import lines_behind
from clauses.words import folded

__all__ = ["bilan", "chosen_market", "last_whole_year", "lines_behind", "selected"]


def bilan(
    session: Session,
    *,
    period: Period,
    perimeter: Perimeter,
    buyer: str | None = None,
    market: str | None = None,
    nature: Nature | None = None,
    lot: str | None = None,
    company: str | None = None,
    modality: Modality | None = None,
    include_submitted: bool = False,
    only: Countable | None = None,
    copy: Path | None = None,
) -> Bilan:
    """The bilan of a period, with its checks.

    ``buyer`` and ``company`` (an attributaire or an employer) are names, in any spelling, or SIRETs; ``market`` a
    reference, ``lot`` its number. Raises ``NotFound`` for one that does not exist, ``Misused`` for a reference that two
    buyers use while none is named, or a lot without its market. ``only`` is what the reader may count; ``copy`` the
    folder of the copy of locked months, which changes no figure.
    """
    selection = selected(
        session,
        period=period,
        perimeter=perimeter,
        buyer=buyer,
        market=market,
        nature=nature,
        lot=lot,
        company=company,
        modality=modality,
        include_submitted=include_submitted,
        only=only,
    )
    return compute(copy_reading.read(session, selection, only, copy), selection)


def selected(
    session: Session,
    *,
    period: Period,
    perimeter: Perimeter,
    buyer: str | None = None,
    market: str | None = None,
    nature: Nature | None = None,
    lot: str | None = None,
    company: str | None = None,
    modality: Modality | None = None,
    include_submitted: bool = False,
    only: Countable | None = None,
) -> Selection:
    """What is asked for, found by name. Raises as ``bilan`` does."""
    found_buyer = _buyer(session, buyer, only) if buyer else None
    found_market = _market(session, market, found_buyer, only) if market else None
    return Selection(
        period=period,
        perimeter=perimeter,
        buyer=found_buyer,
        market=found_market,
        nature=nature,
        lot=_lot(session, lot, found_market) if lot else None,
        company=_company(session, company, only) if company else None,
        modality=modality,
        include_submitted=include_submitted,
    )


def chosen_market(
    session: Session, reference: str, *, buyer: str | None = None, only: Countable | None = None
) -> Chosen:
    """A market found by its reference, and its buyer where two use it. Raises as ``bilan`` does."""
    return _market(session, reference, _buyer(session, buyer, only) if buyer else None, only)


def _named(asked: str) -> ColumnElement[bool]:
    """An organisation by its SIRET, or its name in any spelling."""
    siret = "".join(asked.split())
    return col(Organisation.siret) == siret if siret.isdigit() else col(Organisation.name_key) == folded(asked)


def _lot(session: Session, asked: str, market: Chosen | None) -> Chosen:
    if market is None:
        raise Misused(f"Le lot {quoted(asked)} est celui d'un marché : donnez aussi le marché.", code="lot.no_market")
    wanted = select(Lot.id, Lot.number).where(col(Lot.market_id) == market.id)
    known = {lot_key(number): (identifier, number) for identifier, number in session.exec(wanted)}
    if lot_key(asked) not in known:
        listed = ", ".join(number for _, number in known.values()) or "aucun"
        raise NotFound(f"Le marché {quoted(market.name)} n'a pas de lot {quoted(asked)}. Ses lots : {listed}.",
                       code="lot.not_found")  # fmt: skip
    return _chosen(*known[lot_key(asked)])


def _company(session: Session, asked: str, only: Countable | None) -> Chosen:
    """An attributaire or an employer of the markets that the reader may count."""
    held = (
        select(Contractor.organisation_id)
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
    )
    hires = (
        select(Declaration.employer_id)
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
    )
    if only is not None:
        held, hires = held.where(only.markets), hires.where(only.declarations)
    own = or_(col(Organisation.id).in_(held), col(Organisation.id).in_(hires))
    wanted = select(Organisation.id, Organisation.name, Organisation.siret)
    found = session.exec(wanted.where(_named(asked), own)).all()
    if not found:
        raise NotFound(
            f"{quoted(asked)} n'est ni attributaire ni employeur d'aucun marché. Vérifiez le nom, ou donnez son SIRET.",
            code="company.not_found",
        )
    if len(found) > 1:
        sirets = ", ".join(sorted(known or "sans SIRET" for _, _, known in found))
        raise Misused(
            f"{quoted(asked)} est le nom de plusieurs entreprises ({sirets}). Donnez le SIRET.",
            code="company.ambiguous",
        )
    return _chosen(*found[0][:2])


def _buyer(session: Session, asked: str, only: Countable | None) -> Chosen:
    buyers = select(Market.buyer_id)
    if only is not None:
        buyers = buyers.where(only.markets)
    wanted = select(Organisation.id, Organisation.name, Organisation.siret)
    found = session.exec(wanted.where(_named(asked), col(Organisation.id).in_(buyers))).all()
    if not found:
        raise NotFound(
            f"{quoted(asked)} n'est le donneur d'ordre d'aucun marché. Vérifiez le nom, ou donnez son SIRET.",
            code="buyer.not_found",
        )
    if len(found) > 1:
        sirets = ", ".join(sorted(known or "sans SIRET" for _, _, known in found))
        raise Misused(
            f"{quoted(asked)} est le nom de plusieurs donneurs d'ordre ({sirets}). Donnez le SIRET.",
            code="buyer.ambiguous",
        )
    identifier, name, _ = found[0]
    return _chosen(identifier, name)


def _market(session: Session, asked: str, buyer: Chosen | None, only: Countable | None) -> Chosen:
    wanted = select(Market.id, Market.reference).where(col(Market.reference_key) == folded(asked))
    if buyer is not None:
        wanted = wanted.where(col(Market.buyer_id) == buyer.id)
    if only is not None:
        wanted = wanted.where(only.markets)
    found = session.exec(wanted).all()
    if not found:
        whose = f" de {quoted(buyer.name)}" if buyer else ""
        raise NotFound(
            f"Aucun marché{whose} n'a la référence {quoted(asked)}. Vérifiez la référence.", code="market.not_found"
        )
    if len(found) > 1:
        raise Misused(
            f"Plusieurs donneurs d'ordre ont un marché {quoted(asked)}. Précisez le donneur d'ordre.",
            code="market.ambiguous",
        )
    return _chosen(*found[0])


def _chosen(identifier: int | None, name: str) -> Chosen:
    return Chosen(cast("int", identifier), name)  # a stored row has one


def last_whole_year(session: Session) -> int | None:
    """The last year whose December was declared, else the last year declared at all; None without a declaration."""
    month, current = col(Declaration.month), col(Declaration.state) == DeclarationState.CURRENT
    newest = session.exec(select(month).where(current).order_by(month.desc()).limit(1)).first()
    oldest = session.exec(select(month).where(current).order_by(month).limit(1)).first()
    if newest is None or oldest is None:
        return None
    return max(newest.year if newest.month == 12 else newest.year - 1, oldest.year)
