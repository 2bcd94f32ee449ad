"""Drafts filed from publications, accepted into markets, or set aside: nothing that someone typed is overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from clauses import audit
from clauses.accounts.actions import add_organisations
from clauses.accounts.models import Organisation
from clauses.errors import Conflict
from clauses.markets.actions import credit_subcontractors, record_contractor, record_lot, record_market
from clauses.markets.draft_models import MarketDraft, MarketDraftVersion
from clauses.markets.draft_queries import against_market, draft, same_market
from clauses.markets.drafts import Difference, DraftFacts, DraftState, Holder, as_text, changes, from_text
from clauses.markets.events import amend, group
from clauses.markets.rules import AmendmentKind, GroupingKind
from clauses.reference.rules import Nature, Role
from clauses.words import folded

SOURCE = "Données essentielles de la commande publique (DECP)"


@dataclass(frozen=True)
class Publication:
    """What is published of a contract, and where it stands in the file of an import."""

    facts: DraftFacts
    run_id: int
    sheet: str
    row: int


@dataclass(frozen=True)
class Accepted:
    """What accepting a draft did: the market, whether it is new, and what the two accounts do not say alike."""

    market_id: int
    created: bool
    differences: tuple[Difference, ...] = ()


def add_drafts(session: Session, publications: Sequence[Publication]) -> None:
    """Files contracts that were not known."""
    rows = [
        {"reference_key": one.facts.key[1], "version": 1, "state": DraftState.OPEN, **_columns(one)}
        for one in publications
    ]
    if rows:
        session.execute(insert(MarketDraft), rows)


def renew_draft(session: Session, draft_id: int, publication: Publication) -> None:
    """Files a newer publication of a contract; the one before stays, and so does what was decided."""
    kept = draft(session, draft_id)
    session.add(
        MarketDraftVersion(
            draft_id=draft_id,
            version=kept.version,
            facts=kept.facts,
            run_id=kept.run_id,
            sheet=kept.sheet,
            row=kept.row,
        )
    )
    for name, value in _columns(publication).items():
        setattr(kept, name, value)
    kept.version += 1
    session.add(kept)
    session.flush()


def _columns(one: Publication) -> dict[str, Any]:
    facts = one.facts
    said = (
        facts.reference,
        facts.title,
        facts.buyer_name,
        facts.buyer_siret,
        *(holder.called for holder in facts.holders),
    )
    return {
        "buyer_siret": facts.buyer_siret,
        "buyer_name": facts.buyer_name,
        "reference": facts.reference,
        "title": facts.title,
        "search_key": folded(" ".join(filter(None, said))),
        "social": facts.social,
        "notified_on": facts.notified_on,
        "amount_cents": facts.amount_cents,
        "facts": as_text(facts),
        "run_id": one.run_id,
        "sheet": one.sheet,
        "row": one.row,
    }


def accept_draft(session: Session, draft_id: int, *, by: str, nature: Nature | None = None) -> Accepted:
    """Makes a market of a draft, with its lot, its companies and its amendments; or links the one already there.

    A market of that buyer under that reference is left as it is: what differs is told. ``nature`` is what a person says
    when the publication does not. Raises ``NotFound``, and ``Conflict`` for a draft already decided or without nature.
    """
    kept = _undecided(session, draft_id)
    facts = from_text(kept.facts)
    there = same_market(session, facts)
    if there is not None and there.id is not None:
        result = Accepted(there.id, created=False, differences=tuple(against_market(session, facts, there)))
    else:
        known = nature or facts.nature
        if known is None:
            raise Conflict(
                "La publication ne dit pas la nature du marché. Donnez-la avec --nature (BTP, MS, PI ou FOURNITURES).",
                code="draft.no_nature",
            )
        result = Accepted(_market(session, facts, known, by=by), created=True)
    _decide(session, kept, DraftState.ACCEPTED, by=by, market_id=result.market_id)
    audit.record(
        session,
        "accept",
        by=by,
        subject="market_draft",
        subject_id=draft_id,
        market=result.market_id,
        new=result.created,
    )
    return result


def dismiss_draft(session: Session, draft_id: int, *, by: str, reason: str | None = None) -> None:
    """Sets a draft aside. Raises ``NotFound``, and ``Conflict`` for a draft already decided."""
    kept = _undecided(session, draft_id)
    _decide(session, kept, DraftState.DISMISSED, by=by, reason=reason)
    audit.record(session, "dismiss", by=by, subject="market_draft", subject_id=draft_id)


def _undecided(session: Session, draft_id: int) -> MarketDraft:
    kept = draft(session, draft_id)
    if kept.state is not DraftState.OPEN:
        raise Conflict(
            f"Le brouillon {draft_id} est déjà décidé ({kept.state.label.lower()}, par {kept.decided_by}). "
            "Rechargez la page ; pour y revenir, annulez d'abord cette décision.",
            code="draft.decided",
        )
    return kept


def _decide(session: Session, kept: MarketDraft, state: DraftState, *, by: str, **values: Any) -> None:
    kept.state, kept.decided_by, kept.decided_at = state, by, datetime.now(UTC)
    for name, value in values.items():
        setattr(kept, name, value)
    session.add(kept)
    session.flush()


def _market(session: Session, facts: DraftFacts, nature: Nature, *, by: str) -> int:
    end = facts.ends_on()
    buyer = _organisation(session, Holder(facts.buyer_siret, siret=facts.buyer_siret, name=facts.buyer_name))
    market_id = record_market(
        session,
        reference=facts.reference,
        buyer_id=buyer,
        title=facts.title,
        nature=nature,
        notified_on=facts.notified_on,
        ends_on=end,
        social_consideration=", ".join(facts.considerations) or None,
    )
    lot_id = record_lot(session, market_id=market_id, number="1", title=None, cpv=facts.cpv)
    _contractors(session, lot_id, facts)
    if facts.grouping is not None and len(facts.holders) > 1:
        kind = GroupingKind(facts.grouping)
        group(session, lot_id=lot_id, kind=kind, by=by, in_force_on=facts.notified_on, source=SOURCE)
    for change in changes(facts):
        amend(
            session,
            lot_id=lot_id,
            kind=AmendmentKind.AVENANT,
            number=change.number,
            effective_on=change.effective_on,
            subject=change.subject,
            amount_cents=change.amount_cents,
            ends_on=change.ends_on,
            source=SOURCE,
            by=by,
        )
    return market_id


def _contractors(session: Session, lot_id: int, facts: DraftFacts) -> None:
    """The first holder is the titulaire, with the whole amount; the others are cotraitants; then subcontractors."""
    placed: set[int] = set()
    first = True
    for holder in facts.holders:
        number = _organisation(session, holder)
        if number not in placed:
            placed.add(number)
            record_contractor(
                session,
                lot_id=lot_id,
                organisation_id=number,
                role=Role.TITULAIRE if first else Role.COTRAITANT,
                amount_cents=facts.amount_cents if first else None,
            )
            first = False
    for holder in facts.subcontractors:
        number = _organisation(session, holder)
        if number not in placed:
            placed.add(number)
            record_contractor(
                session, lot_id=lot_id, organisation_id=number, role=Role.SOUS_TRAITANT, amount_cents=None
            )
    credit_subcontractors(session, [lot_id])


def _organisation(session: Session, holder: Holder) -> int:
    """The organisation of that SIRET, or of that name where it has none; added when it is new."""
    name = holder.name or (f"SIRET {holder.siret}" if holder.siret else holder.called)
    if holder.siret is not None:
        found = session.exec(select(Organisation.id).where(col(Organisation.siret) == holder.siret)).first()
    else:
        same = select(Organisation.id).where(col(Organisation.siret).is_(None))
        found = session.exec(same.where(col(Organisation.name_key) == (folded(name[:300]) or name[:300]))).first()
    return int(found) if found is not None else add_organisations(session, [(name[:300], holder.siret)])[0]
