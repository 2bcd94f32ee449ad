"""Questions asked by imports, and what was answered."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.questions.rules import QuestionKind, QuestionState


class Question(SQLModel, table=True):
    """A doubt that only a person settles; one is open at a time about the same thing.

    ``subject`` and ``candidates`` are JSON: what was written, the ids that may be meant. ``effects`` (JSON) is what the
    answer changed, so that it can be undone.
    """

    __table_args__ = (
        CheckConstraint("length(key) > 0", name="named"),
        CheckConstraint("(state = 'open') = (decided_by IS NULL)", name="decided_by_someone"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_when"),
        CheckConstraint("state <> 'accepted' OR answer_id IS NOT NULL", name="accepted_as_something"),
        Index(
            "uq_question_kind_key_open",
            "kind",
            "key",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_question_state", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: QuestionKind = Field(sa_type=coded(QuestionKind))
    key: str = Field(max_length=500)
    subject: str
    subject_id: int | None = Field(default=None, sa_type=BigInteger)
    candidates: str = "[]"
    state: QuestionState = Field(default=QuestionState.OPEN, sa_type=coded(QuestionState))
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    asked_at: datetime
    answer_id: int | None = Field(default=None, sa_type=BigInteger)
    decided_by: str | None = Field(default=None, max_length=200)
    decided_at: datetime | None = None
    reason: str | None = None
    effects: str = "[]"
