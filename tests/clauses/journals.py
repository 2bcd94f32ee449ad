"""Journals for tests: some acts, an attacker who may change the schema, what `verify` says."""

from sqlalchemy import Engine, text

from clauses.audit import record, verify
from clauses.db import reading, writing

ACTS = 5
DROPPED = {
    "sqlite": (
        "DROP TRIGGER journal_no_update",
        "DROP TRIGGER journal_no_delete",
        "DROP TRIGGER journal_head_no_delete",
        "DROP TRIGGER journal_head_forward",
        "DROP TRIGGER journal_no_replace",
        "DROP TRIGGER journal_head_no_replace",
    ),
    "postgresql": ("ALTER TABLE journal DISABLE TRIGGER USER", "ALTER TABLE journal_head DISABLE TRIGGER USER"),
}
"""What an attacker who may change the schema does first."""


def record_acts(engine: Engine, count: int = ACTS) -> None:
    for number in range(1, count + 1):
        with writing(engine) as session:
            record(
                session,
                "validate",
                by="Facilitatrice",
                subject="line",
                subject_id=number * 100,
                version=number,
                month="2023-04-01",
            )


def as_attacker(engine: Engine, *statements: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def faults_of(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return verify(session)
