"""A decision on a draft taken back: what accepting it made goes, as long as nothing was built upon it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Table, delete, select
from sqlmodel import Session, SQLModel, col

from clauses import audit
from clauses.audit import Journal
from clauses.errors import Conflict
from clauses.markets.draft_models import MarketDraft
from clauses.markets.draft_queries import against_market, draft
from clauses.markets.drafts import DraftFacts, DraftState, changes, from_text
from clauses.markets.models import Amendment, Contractor, Grouping, Lot, Market

_PUT_BY_ACCEPTING: Final = frozenset({"lot", "contractor", "amendment", "grouping", "territory_market", "market_draft"})
"""Tables whose rows accepting a draft writes: the others speak of the market because somebody worked on it since."""


def reopen_draft(session: Session, draft_id: int, *, by: str) -> None:
    """Puts a decided draft back among those to decide. The market that accepting it made goes with its lot.

    A market that was already there stays. Raises ``NotFound``, and ``Conflict`` for a draft that is not decided, or
    whose market has changed or served since.
    """
    kept = draft(session, draft_id)
    if kept.state is DraftState.OPEN:
        raise Conflict(
            f"Le brouillon {draft_id} n'est pas décidé : il n'y a rien à annuler. Relisez-le, puis décidez.",
            code="draft.open",
        )
    market_id = kept.market_id
    made = kept.state is DraftState.ACCEPTED and _made(session, draft_id)
    kept.state, kept.decided_by, kept.decided_at, kept.reason, kept.market_id = DraftState.OPEN, None, None, None, None
    session.add(kept)
    session.flush()
    if made and market_id is not None:
        _unmake(session, kept, market_id)
    audit.record(session, "undo", by=by, subject="market_draft", subject_id=draft_id, market=market_id, removed=made)
    session.flush()


def _made(session: Session, draft_id: int) -> bool:
    """Whether accepting it made the market, by the journal of that decision."""
    acts = select(col(Journal.details)).where(
        col(Journal.act) == "accept", col(Journal.subject) == "market_draft", col(Journal.subject_id) == draft_id
    )
    last = session.execute(acts.order_by(col(Journal.number).desc()).limit(1)).scalar()
    return bool(json.loads(last or "{}").get("new"))


def _unmake(session: Session, kept: MarketDraft, market_id: int) -> None:
    market = session.get_one(Market, market_id)
    rows = _rows(session, market_id)
    facts = from_text(kept.facts)
    if not _as_made(rows, facts) or against_market(session, facts, market) or _served(session, rows):
        raise Conflict(
            "Ce marché a changé ou servi depuis : la décision ne peut plus être annulée. Corrigez plutôt le marché.",
            code="draft.served",
        )
    tables = SQLModel.metadata.tables
    placed = tables["territory_market"]
    for table in ("amendment", "grouping", "contractor", "lot"):
        session.execute(delete(tables[table]).where(tables[table].c.id.in_(rows[table])))
    session.execute(delete(placed).where(placed.c.market_id == market_id))
    session.execute(delete(tables["market"]).where(tables["market"].c.id == market_id))
    session.expire_all()


def _rows(session: Session, market_id: int) -> dict[str, list[int]]:
    """The ids of what makes the market, by table."""

    def ids(column: Any, condition: Any) -> list[int]:
        return list(session.scalars(select(column).where(condition)))

    lots = ids(col(Lot.id), col(Lot.market_id) == market_id)
    return {
        "market": [market_id],
        "lot": lots,
        "contractor": ids(col(Contractor.id), col(Contractor.lot_id).in_(lots)),
        "amendment": ids(col(Amendment.id), col(Amendment.market_id) == market_id),
        "grouping": ids(col(Grouping.id), col(Grouping.lot_id).in_(lots)),
    }


def _as_made(rows: Mapping[str, Sequence[int]], facts: DraftFacts) -> bool:
    """Whether there are as many lots, amendments and companies as the publication gives, and no more."""
    companies = len(facts.holders) + len(facts.subcontractors)
    return (
        len(rows["lot"]) == 1
        and len(rows["amendment"]) == len(changes(facts))
        and len(rows["contractor"]) <= companies
        and len(rows["grouping"]) <= 1
    )


def _served(session: Session, rows: Mapping[str, Sequence[int]]) -> bool:
    """Whether something else speaks of it: hours due or done, a need, a document."""
    for child in SQLModel.metadata.sorted_tables:
        if child.name not in _PUT_BY_ACCEPTING and any(
            _points(session, child, column.name, rows[key.column.table.name])
            for column in child.columns
            for key in column.foreign_keys
            if key.column.table.name in rows
        ):
            return True
    return False


def _points(session: Session, child: Table, column: str, numbers: Sequence[int]) -> bool:
    found = session.execute(select(child.c[column]).where(child.c[column].in_(numbers)).limit(1)).first()
    return found is not None
