"""Which months of the copy may be believed now: its moment is of this database, and what was done since is harmless.

The seal of the last act that the copy knows stands for all that was ever done before it: a copy of another database, or
one made before a restore, is not believed. Six queries at most, however many acts and lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, text
from sqlmodel import Session, col, select

from clauses.audit import Journal, JournalHead
from clauses.dates import Period
from clauses.files.models import ImportRun
from clauses.files.rules import FileKind
from clauses.hours.models import Contract, LockedMonth
from clauses.questions.models import Question
from clauses.reports.copy_rules import Copied, Stamp, Touched, touched, touched_by_imports

_IMPORT, _SAME = ("import", "import_run"), ("accept", "question")


@dataclass(frozen=True)
class Believed:
    """What is believed of a copy: its months still locked as they were; ``people``: contracts and people as well."""

    months: frozenset[date] = frozenset()
    people: bool = False


def now(session: Session) -> Stamp:
    """The moment that this transaction sees."""
    head = session.exec(select(JournalHead).execution_options(populate_existing=True)).one()
    return Stamp(head.count, head.seal, _version(session))


def believed(session: Session, copied: Copied) -> Believed:
    """What this transaction may believe of a copy."""
    stamp = copied.stamp
    seal = session.exec(select(Journal.seal).where(col(Journal.number) == stamp.act)).one_or_none()
    if seal != stamp.seal or _version(session) != stamp.version:
        return Believed()
    since = _touched_since(session, stamp.act)
    if since is Touched.EVERYTHING:
        return Believed()
    held = locks(session)
    months = frozenset(month for month, lock in copied.months.items() if held.get(month) == lock)
    return Believed(months, people=since is Touched.NOTHING)


def locks(session: Session) -> dict[date, int]:
    """The number of the lock of each locked month."""
    locked = select(LockedMonth).where(col(LockedMonth.reopened_at).is_(None))
    return {row.month: row.id for row in session.exec(locked) if row.id is not None}


def adds_contracts(session: Session, copied: Copied, period: Period) -> bool:
    """Whether contracts that start in a period were added since: imports add some, even of past years."""
    added = select(Contract.id).where(
        col(Contract.id) > copied.last_contract, col(Contract.starts_on).between(period.starts_on, period.ends_on)
    )
    return session.exec(added.limit(1)).first() is not None


def anonymised_since(session: Session, act: int) -> bool:
    """Whether somebody was made anonymous after an act."""
    done = select(Journal.number).where(col(Journal.number) > act, col(Journal.act) == "anonymise")
    return session.exec(done.limit(1)).first() is not None


def _touched_since(session: Session, act: int) -> Touched:
    acts = set(session.exec(select(Journal.act, Journal.subject).where(col(Journal.number) > act).distinct()).all())
    if _IMPORT in acts:
        runs = select(ImportRun.kind, ImportRun.options).where(col(ImportRun.id).in_(_subjects(act, *_IMPORT)))
        imported = touched_by_imports((FileKind(kind), options) for kind, options in session.exec(runs.distinct()))
    else:
        imported = Touched.NOTHING
    if _SAME in acts:
        records = select(Question.id).where(
            col(Question.id).in_(_subjects(act, *_SAME)), col(Question.subject_id).is_not(None)
        )
        acts.discard(_SAME)
        united = session.exec(records.limit(1)).first() is not None
        # The name of lines that waited: they get a contract where months are open, and no record goes away.
        imported = max(imported, Touched.EVERYTHING if united else Touched.PEOPLE)
    return max(imported, touched(acts))


def _subjects(since: int, act: str, subject: str) -> Select[Any]:
    return select(Journal.subject_id).where(
        col(Journal.number) > since, col(Journal.act) == act, col(Journal.subject) == subject
    )


def _version(session: Session) -> str:
    return str(session.connection().execute(text("SELECT version_num FROM alembic_version")).scalar_one())
