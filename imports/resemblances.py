"""Organisations and markets just added that may be ones that were there: a question each, never a choice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import func
from sqlmodel import Session, col, select

from clauses.accounts.models import Organisation
from clauses.markets.models import Market
from clauses.matching.companies import Company, Sameness, name_words, suggestions
from clauses.questions.actions import ask
from clauses.questions.queries import body_said, market_said
from clauses.questions.rules import Asked, QuestionKind, of_record

_START = 4
MOST = 2_000
"""Records added at once past which nothing is asked: a first takeover names everybody for the first time."""


def last_ones(session: Session) -> tuple[int, int]:
    """The last organisation and the last market before an import writes."""
    body = session.exec(select(func.max(Organisation.id))).one()
    market = session.exec(select(func.max(Market.id))).one()
    return body or 0, market or 0


def ask_about_new(session: Session, before: tuple[int, int], *, run_id: int) -> None:
    """Asks about each record added since ``before`` that looks like one that was there."""
    body, market = before
    if body:
        ask(session, _companies(session, body), run_id=run_id)
    if market:
        ask(session, _markets(session, market), run_id=run_id)


def _companies(session: Session, last: int) -> Iterator[Asked]:
    added = session.exec(select(Organisation.id).where(col(Organisation.id) > last)).all()
    new = {number for number in added if number is not None}
    if not new or len(new) > MOST:
        return
    bodies = {each.id: each for each in session.exec(select(Organisation)).all() if each.id is not None}
    found: dict[int, set[int]] = {}
    # Two establishments of one company are two: only names and identifiers that may be one record are asked about.
    starts = {word[:_START] for number in new for word in name_words(bodies[number].name)}
    near_enough = [
        Company(str(number), each.name, each.siret)
        for number, each in bodies.items()
        if number in new or not starts.isdisjoint(word[:_START] for word in name_words(each.name))
    ]
    for near in suggestions(near_enough):
        one, other = sorted((int(near.one), int(near.other)))
        nameless = bodies[one].siret is None or bodies[other].siret is None
        if near.sameness is Sameness.LIKELY and other in new and one not in new and nameless:
            found.setdefault(other, set()).add(one)
    for number, candidates in found.items():
        subject = {"said": body_said(bodies[number]), "name": bodies[number].name}
        yield of_record(QuestionKind.SAME_COMPANY, number, subject, candidates)


def _markets(session: Session, last: int) -> Iterator[Asked]:
    """A reference that differs by its punctuation or its zeros only, from the same buyer."""
    new = session.exec(select(Market).where(col(Market.id) > last)).all()
    if not new or len(new) > MOST:
        return
    there: dict[tuple[int, str], set[int]] = {}
    for market in session.exec(select(Market).where(col(Market.id) <= last)).all():
        there.setdefault((market.buyer_id, _bare(market.reference_key)), set()).add(market.id or 0)
    for market in new:
        near = there.get((market.buyer_id, _bare(market.reference_key)))
        if near and market.id is not None:
            subject = {"said": market_said(market), "reference": market.reference}
            yield of_record(QuestionKind.SAME_MARKET, market.id, subject, near)


def _bare(key: str) -> str:
    """« 2024 t 007 » and « 2024t07 » are near: without spaces, nor zeros in front of a number."""
    return "".join(part.lstrip("0") or "0" for part in re.findall(r"\d+|[^\W\d]+", key))
