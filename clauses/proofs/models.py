"""Documents kept as proofs: the file under its SHA-256, what it establishes, its dates, who deposited it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from clauses.db import coded
from clauses.files.papers import PaperForm
from clauses.proofs.rules import ProofKind

_SUBJECTS = ("evidence_id", "contract_id", "declaration_id", "exit_id", "meeting_id", "person_id")
_STANDS = text("withdrawn_at IS NULL")


class Proof(SQLModel, table=True):
    """One document about one thing. The same bytes about the same thing are attached once.

    ``organisation_id``: the body for which it was deposited, None for a Pôle. One attached by mistake is withdrawn:
    nobody reads it any more, and that it was there stays readable.
    """

    __table_args__ = (
        CheckConstraint(" + ".join(f"(CASE WHEN {name} IS NULL THEN 0 ELSE 1 END)" for name in _SUBJECTS) + " = 1",
                        name="one_subject"),
        CheckConstraint("valid_until IS NULL OR valid_until >= dated_on", name="in_order"),
        CheckConstraint("length(file_name) > 0", name="named"),
        CheckConstraint("length(author) > 0", name="author_named"),
        CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_someone"),
        *(
            Index(f"uq_proof_{name}_file", name, "stored_file_id", unique=True, sqlite_where=_STANDS,
                  postgresql_where=_STANDS)
            for name in _SUBJECTS
        ),
        Index("ix_proof_stored_file_id", "stored_file_id"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    contract_id: int | None = Field(default=None, foreign_key="contract.id")
    declaration_id: int | None = Field(default=None, foreign_key="declaration.id")
    exit_id: int | None = Field(default=None, foreign_key="exit.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    kind: ProofKind = Field(sa_type=coded(ProofKind))
    form: PaperForm = Field(sa_type=coded(PaperForm))
    stored_file_id: int = Field(foreign_key="stored_file.id")
    file_name: str = Field(max_length=200)
    dated_on: date
    valid_until: date | None = None
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    author: str = Field(max_length=200)
    at: datetime
    withdrawn_by: str | None = Field(default=None, max_length=200)
    withdrawn_at: datetime | None = None
