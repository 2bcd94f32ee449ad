"""Drafts of markets as published: those to decide first, one with its history, and how it differs from a market."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from clauses.accounts.models import Organisation
from clauses.errors import NotFound
from clauses.markets.draft_models import MarketDraft, MarketDraftVersion
from clauses.markets.drafts import Difference, DraftFacts, DraftState, shown
from clauses.markets.models import Contractor, Lot, Market
from clauses.words import folded

PAGE = 50


@dataclass(frozen=True)
class KeptDraft:
    """A draft as far as comparing it needs."""

    id: int
    buyer_siret: str
    reference_key: str
    facts: str


def drafts_of(session: Session, keys: Iterable[tuple[str, str]]) -> list[KeptDraft]:
    """The drafts of these contracts, given as (SIRET of the buyer, folded reference)."""
    wanted = set(keys)
    if not wanted:
        return []
    asked = select(MarketDraft.id, MarketDraft.buyer_siret, MarketDraft.reference_key, MarketDraft.facts).where(
        col(MarketDraft.buyer_siret).in_({buyer for buyer, _ in wanted}),
        col(MarketDraft.reference_key).in_({reference for _, reference in wanted}),
    )
    rows = [KeptDraft(int(number or 0), *rest) for number, *rest in session.exec(asked).all()]
    return [row for row in rows if (row.buyer_siret, row.reference_key) in wanted]


def list_drafts(
    session: Session,
    *,
    social: bool = False,
    search: str | None = None,
    state: DraftState | None = DraftState.OPEN,
    page: int = 1,
    only: ColumnElement[bool] | None = None,
) -> tuple[list[MarketDraft], int]:
    """A page of drafts, and how many there are: those with a social clause first, then the last notified.

    ``only`` narrows them further: to those that somebody may see.
    """
    asked = select(MarketDraft)
    if only is not None:
        asked = asked.where(only)
    if state is not None:
        asked = asked.where(col(MarketDraft.state) == state)
    if social:
        asked = asked.where(col(MarketDraft.social).is_(True))
    for word in folded(search or "").split():
        asked = asked.where(col(MarketDraft.search_key).contains(word, autoescape=True))
    count = session.exec(select(func.count()).select_from(asked.subquery())).one()
    ordered = asked.order_by(
        col(MarketDraft.social).desc(),
        col(MarketDraft.notified_on).is_(None),
        col(MarketDraft.notified_on).desc(),
        col(MarketDraft.id),
    )
    return list(session.exec(ordered.offset((page - 1) * PAGE).limit(PAGE)).all()), count


def draft(session: Session, draft_id: int) -> MarketDraft:
    """One draft. Raises ``NotFound``."""
    found = session.get(MarketDraft, draft_id)
    if found is None:
        raise NotFound(f"Le brouillon {draft_id} n'existe pas. « clauses drafts list » les donne.", code="draft.absent")
    return found


def versions(session: Session, draft_id: int) -> list[MarketDraftVersion]:
    """The publications that later ones took the place of, the first first."""
    asked = select(MarketDraftVersion).where(col(MarketDraftVersion.draft_id) == draft_id)
    return list(session.exec(asked.order_by(col(MarketDraftVersion.version))).all())


def same_market(session: Session, facts: DraftFacts) -> Market | None:
    """The market that the same buyer already has under that reference."""
    buyer, reference = facts.key
    asked = (
        select(Market)
        .join(Organisation, col(Organisation.id) == col(Market.buyer_id))
        .where(col(Organisation.siret) == buyer, col(Market.reference_key) == reference)
    )
    return session.exec(asked).first()


def against_market(session: Session, facts: DraftFacts, market: Market) -> list[Difference]:
    """What is published and what is recorded of a market, where they do not say the same."""
    holders = session.exec(
        select(Organisation.siret, Organisation.name)
        .join(Contractor, col(Contractor.organisation_id) == col(Organisation.id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .where(col(Lot.market_id) == market.id)
        .order_by(col(Organisation.id))
    ).all()
    pairs = [
        ("Intitulé", market.title, facts.title),
        ("Nature", market.nature.label, facts.nature.label if facts.nature else None),
        ("Notification", shown("notified_on", market.notified_on), shown("notified_on", facts.notified_on)),
        ("Fin", shown("ends_on", market.ends_on), shown("ends_on", facts.ends_on())),
    ]
    found = [Difference(field, recorded, told) for field, recorded, told in pairs if told not in (None, "–", recorded)]
    recorded_sirets = {siret for siret, _ in holders}
    published = [one for one in (*facts.holders, *facts.subcontractors) if one.siret not in recorded_sirets]
    if published:
        recorded = ", ".join(name for _, name in holders) or "–"
        found.append(Difference("Attributaires", recorded, ", ".join(one.called for one in published)))
    return found
