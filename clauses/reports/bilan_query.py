"""The bilan of a database: who and what is asked for is found by name, then read and computed."""

from __future__ import annotations

from sqlmodel import Session, col, select

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
from clauses.reports.figures import Bilan, Perimeter, Selection
from clauses.reports.frames import Narrowing
from clauses.words import folded


def bilan(
    session: Session,
    *,
    period: Period,
    perimeter: Perimeter,
    buyer: str | None = None,
    market: str | None = None,
    nature: Nature | None = None,
    include_submitted: bool = False,
) -> Bilan:
    """The bilan of a period, with its checks.

    ``buyer`` is a name, in any spelling, or a SIRET; ``market`` a reference. Raises ``NotFound`` for one that no market
    has, ``Misused`` for a reference that two buyers use while none is named.
    """
    selection, narrowing = selected(
        session,
        period=period,
        perimeter=perimeter,
        buyer=buyer,
        market=market,
        nature=nature,
        include_submitted=include_submitted,
    )
    return compute(frames.read(session, period, narrowing), selection)


def selected(
    session: Session,
    *,
    period: Period,
    perimeter: Perimeter,
    buyer: str | None = None,
    market: str | None = None,
    nature: Nature | None = None,
    include_submitted: bool = False,
) -> tuple[Selection, Narrowing]:
    """What is asked for, as printed and as identifiers. Raises as ``bilan`` does."""
    found_buyer = _buyer(session, buyer) if buyer else None
    found_market = _market(session, market, found_buyer) if market else None
    selection = Selection(
        period=period,
        perimeter=perimeter,
        buyer=found_buyer.name if found_buyer else None,
        market=found_market.reference if found_market else None,
        nature=nature,
        include_submitted=include_submitted,
    )
    narrowing = Narrowing(
        buyer_id=found_buyer.id if found_buyer else None,
        market_id=found_market.id if found_market else None,
        nature=nature,
    )
    return selection, narrowing


def _buyer(session: Session, asked: str) -> Organisation:
    siret = "".join(asked.split())
    named = col(Organisation.siret) == siret if siret.isdigit() else col(Organisation.name_key) == folded(asked)
    buyers = select(Market.buyer_id)
    found = session.exec(select(Organisation).where(named, col(Organisation.id).in_(buyers))).all()
    if not found:
        raise NotFound(
            f"{quoted(asked)} n'est le donneur d'ordre d'aucun marché. Vérifiez le nom, ou donnez son SIRET.",
            code="buyer.not_found",
        )
    if len(found) > 1:
        sirets = ", ".join(sorted(one.siret or "sans SIRET" for one in found))
        raise Misused(
            f"{quoted(asked)} est le nom de plusieurs donneurs d'ordre ({sirets}). Donnez le SIRET.",
            code="buyer.ambiguous",
        )
    return found[0]


def _market(session: Session, asked: str, buyer: Organisation | None) -> Market:
    wanted = select(Market).where(col(Market.reference_key) == folded(asked))
    if buyer is not None:
        wanted = wanted.where(col(Market.buyer_id) == buyer.id)
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
    return found[0]


def last_whole_year(session: Session) -> int | None:
    """The last year whose December was declared, else the last year declared at all; None without a declaration."""
    month, current = col(Declaration.month), col(Declaration.state) == DeclarationState.CURRENT
    newest = session.exec(select(month).where(current).order_by(month.desc()).limit(1)).first()
    oldest = session.exec(select(month).where(current).order_by(month).limit(1)).first()
    if newest is None or oldest is None:
        return None
    return max(newest.year if newest.month == 12 else newest.year - 1, oldest.year)
