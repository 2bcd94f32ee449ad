"""Doubts that files raised, as whoever settles them sees them: the list, and one with its sides compared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel, col

from clauses.access.queries import narrowed, within
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.files.models import ImportRun
from clauses.hours.models import Line
from clauses.markets.models import Market
from clauses.people.models import Person
from clauses.questions.linking import Waiting, waiting
from clauses.questions.models import Question
from clauses.questions.queries import body_said, market_said, person_said
from clauses.questions.rules import Claimed, QuestionKind, QuestionState

ELSEWHERE: Final = "quelqu'un d'un autre territoire"
TABLES: Final[Mapping[QuestionKind, type[SQLModel]]] = {
    QuestionKind.SAME_PERSON: Person,
    QuestionKind.SAME_COMPANY: Organisation,
    QuestionKind.SAME_MARKET: Market,
}


@dataclass(frozen=True)
class DoubtRow:
    """One doubt of the list: what was written, who or what it may be."""

    id: int
    kind: QuestionKind
    state: QuestionState
    said: str
    candidates: tuple[str, ...]
    file_name: str
    asked_at: datetime
    decided_by: str | None


def doubts(
    session: Session, scope: Scope, *, state: QuestionState, kind: QuestionKind | None, page: int, size: int
) -> tuple[list[DoubtRow], int]:
    """A page of doubts, the oldest first; and how many there are. Five queries at most."""
    query = narrowed(scope, Question).where(col(Question.state) == state)
    if kind is not None:
        query = query.where(col(Question.kind) == kind)
    total = session.execute(query.with_only_columns(func.count())).scalar_one()
    rows: Any = session.execute(
        query.outerjoin(ImportRun, col(ImportRun.id) == col(Question.run_id))
        .add_columns(col(ImportRun.file_name))
        .order_by(col(Question.id))
        .offset((page - 1) * size)
        .limit(size)
    ).all()
    named = _names(session, scope, [question for question, _ in rows])
    return [_row(question, file_name, named) for question, file_name in rows], int(total)


def _row(question: Question, file_name: str | None, named: Mapping[tuple[QuestionKind, int], str]) -> DoubtRow:
    return DoubtRow(
        id=question.id or 0,
        kind=question.kind,
        state=question.state,
        said=subject_said(question),
        candidates=tuple(named.get((question.kind, each), ELSEWHERE) for each in json.loads(question.candidates)),
        file_name=file_name or "",
        asked_at=question.asked_at,
        decided_by=question.decided_by,
    )


def open_doubts(session: Session, scope: Scope) -> int:
    """How many wait."""
    query = narrowed(scope, Question).where(col(Question.state) == QuestionState.OPEN)
    return int(session.execute(query.with_only_columns(func.count())).scalar_one())


def _names(session: Session, scope: Scope, questions: Sequence[Question]) -> dict[tuple[QuestionKind, int], str]:
    """The candidates that the reader may see, in words: one query a kind."""
    found: dict[tuple[QuestionKind, int], str] = {}
    for kind in TABLES:
        numbers = {each for one in questions if one.kind is kind for each in json.loads(one.candidates)}
        for number, row in _seen(session, scope, kind, numbers).items():
            found[kind, number] = _in_words(row)
    return found


def candidates_of(session: Session, scope: Scope, questions: Sequence[Question]) -> dict[int, dict[int, str]]:
    """The candidates of each question, by id, in words; empty words for those that the reader does not see."""
    named = _names(session, scope, questions)
    return {
        one.id or 0: {number: named.get((one.kind, number), "") for number in json.loads(one.candidates)}
        for one in questions
    }


def _seen(session: Session, scope: Scope, kind: QuestionKind, numbers: set[int]) -> dict[int, Any]:
    if not numbers:
        return {}
    table: Any = TABLES[kind]
    rows = session.scalars(select(table).where(table.id.in_(numbers), within(scope, table)))
    return {row.id: row for row in rows}


def _in_words(row: Any) -> str:
    if isinstance(row, Person):
        return person_said(row)
    return body_said(row) if isinstance(row, Organisation) else market_said(row)


def subject_said(question: Question) -> str:
    """What was written, in words."""
    subject = json.loads(question.subject)
    if "last_name" not in subject:
        return str(subject.get("said", "–"))
    claimed = Claimed.of(subject)
    return f"{claimed.first_name} {claimed.last_name}, {_born(claimed.birth_date)}"


def _born(day: date | None) -> str:
    return f"né(e) le {french_day(day)}" if day else "sans date de naissance"


@dataclass(frozen=True)
class Doubt:
    """One doubt: ``sides`` are the ids of those that may be meant and that the reader may see; ``gone`` the record that
    would go. ``lines`` and ``hours`` (hundredths) are those that wait for the answer; ``places`` where they stand."""

    question: Question
    file_name: str
    subject: Mapping[str, Any]
    sides: tuple[int, ...]
    hidden: int
    lines: int
    hours: int
    places: tuple[str, ...]
    employers: tuple[int, ...]

    @property
    def waits(self) -> bool:
        """Whether it is to be settled."""
        return self.question.state is QuestionState.OPEN

    @property
    def undoable(self) -> bool:
        """Whether an answer was given, that can be taken back."""
        return self.question.state in (QuestionState.ACCEPTED, QuestionState.REFUSED)


MOST_PLACES: Final = 20


def one(session: Session, scope: Scope, question: Question) -> Doubt:
    """A doubt that the reader was let in to."""
    numbers = json.loads(question.candidates)
    seen = _seen(session, scope, question.kind, set(numbers))
    sides = tuple(number for number in numbers if number in seen)
    run = session.get(ImportRun, question.run_id) if question.run_id is not None else None
    subject = json.loads(question.subject)
    held = _held(session, scope, question, subject)
    places = (f"feuille {each.line.sheet}, ligne {each.line.row}" for each in held)
    return Doubt(
        question=question,
        file_name=run.file_name if run else "",
        subject=subject,
        sides=sides,
        hidden=len(numbers) - len(sides),
        lines=len(held),
        hours=sum(each.line.hours for each in held),
        places=tuple(dict.fromkeys(places))[:MOST_PLACES],
        employers=tuple(sorted({each.declaration.employer_id for each in held})),
    )


def _held(session: Session, scope: Scope, question: Question, subject: Mapping[str, Any]) -> list[Waiting]:
    """The lines that wait for the answer about somebody, as far as the reader sees them."""
    if "last_name" not in subject or question.state is not QuestionState.OPEN:
        return []
    return waiting(session, Claimed.of(subject), among=within(scope, Line))
