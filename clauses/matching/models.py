"""Needs in versions, proposals, what the machine said of them, what people decided, and the weights in force."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.matching.decisions import NeedState
from clauses.matching.rules import ProposalState, RefusalReason, Verdict
from clauses.reference.rules import ContractKind


class WeightsVersion(SQLModel, table=True):
    """The points of each criterion and the limits of a territory, from a day on. Never changed: another is added.

    ``points`` and ``limits`` are JSON objects of whole numbers, but for ``least_score``, in ten-thousandths.
    """

    __tablename__ = "weights_version"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="named"),
        CheckConstraint("length(author) > 0", name="author_named"),
        Index("uq_weights_version_name", "name", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    since: date
    points: str
    limits: str
    source: str = ""
    author: str = Field(max_length=200)
    at: datetime


class PostedNeed(SQLModel, table=True):
    """A need of a market, known by its reference; what it asks for is in its versions."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("length(reference_key) > 0", name="referenced"),
        Index("uq_need_market_reference", "market_id", "reference_key", unique=True),
        Index("ix_need_reference_key", "reference_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    market_id: int = Field(foreign_key="market.id")
    reference: str = Field(max_length=120)
    reference_key: str = Field(max_length=120)
    state: NeedState = Field(default=NeedState.OPEN, sa_type=coded(NeedState))


class NeedVersion(SQLModel, table=True):
    """What a need asks for, as a row of a file said it; the last version holds, those before stay readable.

    ``weekly_hours`` are hundredths of an hour. ``skills`` and ``licences`` are lists written with « ; ».
    """

    __tablename__ = "need_version"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("length(job) > 0", name="job_said"),
        CheckConstraint("posts >= 1", name="posts"),
        CheckConstraint("weekly_hours IS NULL OR weekly_hours >= 0", name="weekly_hours"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index("uq_need_version_need_version", "need_id", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    version: int
    contractor_id: int = Field(foreign_key="contractor.id", index=True)
    job: str
    skills: str | None = None
    licences: str | None = None
    french_level: str | None = Field(default=None, max_length=80)
    commune: str | None = Field(default=None, max_length=120)
    posts: int
    contract_kind: ContractKind | None = Field(default=None, sa_type=coded(ContractKind))
    weekly_hours: int | None = None
    starts_on: date
    ends_on: date | None = None
    qpv_only: bool = False
    run_id: int = Field(foreign_key="import_run.id")
    sheet: str
    row: int


class Proposal(SQLModel, table=True):
    """Someone put forward for a need: where it stands today. ``version`` grows with each decision."""

    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        Index("uq_proposal_need_person", "need_id", "person_id", unique=True),
        Index("ix_proposal_person_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    person_id: int = Field(foreign_key="person.id")
    state: ProposalState = Field(sa_type=coded(ProposalState))
    version: int = 1


class Suggestion(SQLModel, table=True):
    """What the machine said of a proposal, the day somebody took it up: kept apart from what people decide.

    ``score`` is in ten-thousandths; ``details`` is JSON: every criterion and every blocking reason, as they were shown.
    """

    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 10000", name="score"),
        Index("ix_suggestion_proposal_id", "proposal_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id")
    need_version_id: int = Field(foreign_key="need_version.id")
    weights_id: int = Field(foreign_key="weights_version.id")
    score: int
    verdict: Verdict = Field(sa_type=coded(Verdict))
    details: str
    at: datetime


class ProposalDecision(SQLModel, table=True):
    """What a person decided of a proposal, signed; never changed: undoing is another decision.

    ``number`` counts from 1 within the proposal; ``after`` is the state that it leaves.
    ``suggestion_id``: what the machine had said, with its weights.
    """

    __tablename__ = "proposal_decision"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("length(author) > 0", name="author_named"),
        CheckConstraint("(after = 'refused') = (reason IS NOT NULL)", name="refused_with_reason"),
        Index("uq_proposal_decision_number", "proposal_id", "number", unique=True),
        Index("uq_proposal_decision_undoes_id", "undoes_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id")
    suggestion_id: int = Field(foreign_key="suggestion.id")
    number: int
    after: ProposalState = Field(sa_type=coded(ProposalState))
    reason: RefusalReason | None = Field(default=None, sa_type=coded(RefusalReason))
    comment: str | None = None
    undoes_id: int | None = Field(default=None, foreign_key="proposal_decision.id")
    author: str = Field(max_length=200)
    at: datetime


class SentCv(SQLModel, table=True):
    """The CV that went with a proposal when it was sent: its bytes stay those that left, whatever changes since."""

    __tablename__ = "sent_cv"
    __table_args__ = (
        Index("uq_sent_cv_decision_id", "decision_id", unique=True),
        Index("ix_sent_cv_stored_file_id", "stored_file_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    decision_id: int = Field(foreign_key="proposal_decision.id")
    stored_file_id: int = Field(foreign_key="stored_file.id")
