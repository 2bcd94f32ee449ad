"""The bilan of a database: who and what is asked for is found by name, then read and computed."""

from __future__ import annotations

from typing import cast

from sqlmodel import Session, col, select

from clauses.access.counted import Countable
from clauses.accounts.models import Organisation
from clauses.dates import Period
from clauses.errors import Misused, NotFound
from clauses.hours.models import Declaration
from clauses.hours.rules import DeclarationState
from clauses.markets.models import Market
from clauses.reference.rules import Nature
from clauses.reports import frames
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
    include_submitted: bool = False,
    only: Countable | None = None,
) -> Bilan:
    """The bilan of a period, with its checks.

    ``buyer`` is a name, in any spelling, or a SIRET; ``market`` a reference. Raises ``NotFound`` for one that no market
    has, ``Misused`` for a reference that two buyers use while none is named. ``only`` is what the reader may count.
    """
    selection = selected(
        session,
        period=period,
        perimeter=perimeter,
        buyer=buyer,
        market=market,
        nature=nature,
        include_submitted=include_submitted,
        only=only,
    )
    return compute(frames.read(session, selection, only), selection)


def selected(
    session: Session,
    *,
    period: Period,
    perimeter: Perimeter,
    buyer: str | None = None,
    market: str | None = None,
    nature: Nature | None = None,
    include_submitted: bool = False,
    only: Countable | None = None,
) -> Selection:
    """What is asked for, found by name. Raises as ``bilan`` does."""
    found_buyer = _buyer(session, buyer, only) if buyer else None
    return Selection(
        period=period,
        perimeter=perimeter,
        buyer=found_buyer,
        market=_market(session, market, found_buyer, only) if market else None,
        nature=nature,
        include_submitted=include_submitted,
    )


def chosen_market(
    session: Session, reference: str, *, buyer: str | None = None, only: Countable | None = None
) -> Chosen:
    """A market found by its reference, and its buyer where two use it. Raises as ``bilan`` does."""
    return _market(session, reference, _buyer(session, buyer, only) if buyer else None, only)


def _buyer(session: Session, asked: str, only: Countable | None) -> Chosen:
    siret = "".join(asked.split())
    named = col(Organisation.siret) == siret if siret.isdigit() else col(Organisation.name_key) == folded(asked)
    buyers = select(Market.buyer_id)
    if only is not None:
        buyers = buyers.where(only.markets)
    wanted = select(Organisation.id, Organisation.name, Organisation.siret)
    found = session.exec(wanted.where(named, col(Organisation.id).in_(buyers))).all()
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
