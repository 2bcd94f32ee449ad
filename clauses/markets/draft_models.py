"""Markets drafted from public data, each publication kept; what a person decided of them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.markets.drafts import DraftState


class MarketDraft(SQLModel, table=True):
    """A contract that a buyer published: its last publication, and what was decided of it.

    ``market_id`` is the market that accepting it made, or that was already there. Amounts are in cents.
    """

    __tablename__ = "market_draft"
    __table_args__ = (
        CheckConstraint("length(reference_key) > 0", name="referenced"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("(state = 'open') = (decided_by IS NULL)", name="decided_by_someone"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_when"),
        CheckConstraint("(state = 'accepted') = (market_id IS NOT NULL)", name="accepted_into_a_market"),
        Index("uq_market_draft_buyer_reference", "buyer_siret", "reference_key", unique=True),
        Index("ix_market_draft_listed", "state", "social", "notified_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    buyer_siret: str = Field(max_length=20)
    reference: str = Field(max_length=120)
    reference_key: str = Field(max_length=120)
    buyer_name: str | None = None
    title: str
    search_key: str
    social: bool = False
    notified_on: date | None = None
    amount_cents: int | None = Field(default=None, sa_type=BigInteger)
    version: int = 1
    facts: str
    state: DraftState = Field(default=DraftState.OPEN, sa_type=coded(DraftState))
    market_id: int | None = Field(default=None, foreign_key="market.id")
    decided_by: str | None = Field(default=None, max_length=200)
    decided_at: datetime | None = None
    reason: str | None = None
    run_id: int = Field(foreign_key="import_run.id")
    sheet: str
    row: int


class MarketDraftVersion(SQLModel, table=True):
    """A publication of a draft that a later one took the place of, with where it stood."""

    __tablename__ = "market_draft_version"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        Index("uq_market_draft_version_draft_version", "draft_id", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="market_draft.id")
    version: int
    facts: str
    run_id: int = Field(foreign_key="import_run.id")
    sheet: str
    row: int
