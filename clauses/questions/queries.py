"""Questions read: those that wait, what was answered, who and what they are about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from clauses.accounts.models import Organisation
from clauses.dates import french_day
from clauses.errors import NotFound
from clauses.markets.models import Market
from clauses.people.models import Person
from clauses.questions.linking import waiting
from clauses.questions.models import Question
from clauses.questions.rules import Claimed, QuestionKind, QuestionState

Confirmed = dict[tuple[str, str, date | None, int | None], int]
"""Folded last and first names, birth date, else the employer → the person that somebody said it is."""


@dataclass(frozen=True)
class Candidate:
    """One who may be meant: ``number`` is what a person types."""

    number: int
    id: int
    said: str


@dataclass(frozen=True)
class Shown:
    """A question as people read it. ``lines`` and ``hours`` (hundredths) are those that wait for it."""

    question: Question
    said: str
    candidates: tuple[Candidate, ...]
    lines: int = 0
    hours: int = 0


def question(session: Session, question_id: int) -> Question:
    """One question, as it is now. Raises ``NotFound``."""
    found = session.exec(
        select(Question).where(col(Question.id) == question_id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(f"La question {question_id} n'existe pas.")
    return found


def asked(session: Session, *, every: bool = False) -> list[Shown]:
    """The questions that wait, the oldest first; all of them with ``every``."""
    query = select(Question).order_by(col(Question.id))
    if not every:
        query = query.where(col(Question.state) == QuestionState.OPEN)
    return [shown(session, found) for found in session.exec(query).all()]


def shown(session: Session, found: Question) -> Shown:
    """A question with the names of those it is about."""
    subject = json.loads(found.subject)
    said = _said(session, found.kind, json.loads(found.candidates))
    candidates = tuple(Candidate(number, each, text) for number, (each, text) in enumerate(said.items(), start=1))
    if found.kind is QuestionKind.SAME_PERSON and found.subject_id is None:
        claimed = Claimed.of(subject)
        lines = [each.line for each in waiting(session, claimed)] if found.state is QuestionState.OPEN else []
        return Shown(found, _claim_said(claimed), candidates, len(lines), sum(line.hours for line in lines))
    return Shown(found, subject["said"], candidates)


def _claim_said(claimed: Claimed) -> str:
    born = f", né(e) le {french_day(claimed.birth_date)}" if claimed.birth_date else ", sans date de naissance"
    return f"{claimed.first_name} {claimed.last_name}{born}, dans des heures à vérifier"


def _said(session: Session, kind: QuestionKind, ids: list[int]) -> dict[int, str]:
    """Candidates in words, in the order of the question; those that are no longer there are left out."""
    texts: Mapping[int, str]
    if kind is QuestionKind.SAME_PERSON:
        people = session.exec(select(Person).where(col(Person.id).in_(ids))).all()
        texts = {_id(person.id): person_said(person) for person in people}
    elif kind is QuestionKind.SAME_COMPANY:
        bodies = session.exec(select(Organisation).where(col(Organisation.id).in_(ids))).all()
        texts = {_id(body.id): body_said(body) for body in bodies}
    else:
        markets = session.exec(select(Market).where(col(Market.id).in_(ids))).all()
        texts = {_id(market.id): market_said(market) for market in markets}
    return {each: texts[each] for each in ids if each in texts}


def person_said(person: Person) -> str:
    """Somebody recorded, in words."""
    number = f" ({person.identifier})" if person.identifier else ""
    return f"{person.first_name} {person.last_name}, né(e) le {french_day(person.birth_date)}{number}"


def body_said(body: Organisation) -> str:
    """An organisation, in words."""
    return f"{body.name} ({body.siret or 'sans SIRET'})"


def market_said(market: Market) -> str:
    """A market, in words."""
    return f"{market.reference} – {market.title}"


def confirmed_people(session: Session) -> Confirmed:
    """Who each name is, where somebody settled it: for the imports to come."""
    found = session.exec(
        select(Question.subject, Question.answer_id).where(
            col(Question.kind) == QuestionKind.SAME_PERSON, col(Question.state) == QuestionState.ACCEPTED
        )
    ).all()
    people = set(session.exec(select(Person.id)).all()) if found else set()
    return {_place(json.loads(subject)): answer for subject, answer in found if answer is not None and answer in people}


def other_names(session: Session) -> list[tuple[str, int]]:
    """Names that somebody said are an organisation's too: (name, id), for the imports to come."""
    return [(subject["name"], answer) for subject, answer in _accepted(session, QuestionKind.SAME_COMPANY)]


def other_references(session: Session) -> list[tuple[str, int]]:
    """References that somebody said are a market's too: (reference, id), for the imports to come."""
    return [(subject["reference"], answer) for subject, answer in _accepted(session, QuestionKind.SAME_MARKET)]


def _accepted(session: Session, kind: QuestionKind) -> list[tuple[dict[str, Any], int]]:
    found = session.exec(
        select(Question.subject, Question.answer_id).where(
            col(Question.kind) == kind, col(Question.state) == QuestionState.ACCEPTED
        )
    ).all()
    return [(json.loads(subject), answer) for subject, answer in found if answer is not None]


def _place(subject: Mapping[str, Any]) -> tuple[str, str, date | None, int | None]:
    claimed = Claimed.of(subject)
    return claimed.name.last, claimed.name.first, claimed.birth_date, claimed.employer_id


def _id(number: int | None) -> int:
    return number if number is not None else 0
