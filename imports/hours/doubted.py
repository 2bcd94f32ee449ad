"""People of whom a document or an opinion says no: their hours wait, where they were not eligible when hired.

The one rule is `clauses.people.eligibility`; what is unknown is never a refusal, and the file says nothing of the
reasons, which are not its sender's to know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl
from sqlalchemy import select
from sqlmodel import Session, col

from clauses.dates import french_day
from clauses.files.rules import Issue, Severity
from clauses.hours.publics import MarketPublics
from clauses.hours.queries import market_publics
from clauses.hours.rules import LineState
from clauses.markets.models import Market
from clauses.people.eligibility import PersonFacts, Verdict, eligible
from clauses.people.queries import doubted_people, facts_of, known_values
from clauses.reference.parameters import BUILT_IN, Dated
from imports.said import Headers, Row, Saying, say


@dataclass(frozen=True)
class Doubted:
    """The facts of those people, and the publics of each market (by id)."""

    people: Mapping[int, PersonFacts] = field(default_factory=dict)
    markets: Mapping[int, MarketPublics] = field(default_factory=dict)
    values: Sequence[Dated] = BUILT_IN

    def is_refused(self, person: int, market: int, on: date) -> bool:
        """Whether somebody is known not to be of the publics of a market on a day."""
        publics = self.markets.get(market, MarketPublics()).on(on)
        return eligible(self.people[person], publics, on, values=self.values).verdict is Verdict.NOT_ELIGIBLE


def load(session: Session) -> Doubted:
    """The people of whom something says no, and nothing more where there is nobody."""
    people = session.scalars(doubted_people()).all()
    if not people:
        return Doubted()
    return Doubted(
        people=facts_of(session, people),
        markets=market_publics(session, select(col(Market.id))),
        values=known_values(session),
    )


def set_aside(
    frame: pl.DataFrame, contracts: pl.DataFrame, doubted: Doubted, headers: Headers, seen: frozenset[int] | None = None
) -> tuple[pl.DataFrame, list[Issue], pl.Series]:
    """Rows of people known not to be eligible at hiring wait for a person; (all the rows, what is said, unsaid).

    ``seen`` are the people of whom the sender may be told (None: anybody). ``unsaid`` holds the ``row_id`` of the rows
    of the others that should wait: nothing is done to them here (`imports.hours.discreet`).

    ``contracts`` are those recorded: one that follows another without a day between is no new hiring. A row waits only
    where the answer is no for its own contract too: a contract of another market may have come before.
    """
    if not doubted.people:
        return frame, [], frame["row_id"].clear()
    theirs = frame.filter(pl.col("person_id").is_in(list(doubted.people)), pl.col("state") == LineState.SUBMITTED.value)
    pairs = theirs.select("person_id", "market_id", "starts_on").unique()
    known = pl.concat([contracts, frame], how="diagonal_relaxed").filter(pl.col("starts_on").is_not_null())
    spans = known.select("person_id", "starts_on", "ends_on").unique().rows_by_key("person_id")
    refused = [
        all(doubted.is_refused(person, market, day) for day in {starts_on, _hired_on(starts_on, spans.get(person, []))})
        for person, market, starts_on in pairs.iter_rows()
    ]
    waiting = pairs.filter(pl.Series(refused, dtype=pl.Boolean))
    on = ["person_id", "market_id", "starts_on"]
    refused_rows = theirs.join(waiting, on=on, how="semi", maintain_order="left")
    is_seen = pl.lit(value=True) if seen is None else pl.col("person_id").is_in(sorted(seen))
    said_rows, unsaid = refused_rows.filter(is_seen), refused_rows.filter(~is_seen)["row_id"]
    aside = pl.col("row_id").is_in(said_rows["row_id"].implode())
    state = pl.when(aside).then(pl.lit(LineState.TO_CHECK.value)).otherwise("state").alias("state")
    saying = Saying("hours.not_eligible", "last_name", Severity.TO_CHECK, _not_eligible)
    return frame.with_columns(state), say(said_rows, saying, headers), unsaid


def _hired_on(starts_on: date, spans: Sequence[tuple[date, date | None]]) -> date:
    """The start of the first of the contracts that follow one another up to this one."""
    hired = starts_on
    for since, until in sorted(spans, key=lambda span: span[0], reverse=True):
        if since < hired and (until is None or until >= hired - timedelta(days=1)):
            hired = since
    return hired


def _not_eligible(row: Row) -> str:
    return (
        f"Ligne {row['row']} : d'après son dossier, {row['first_name']} {row['last_name']} ne relevait pas des publics "
        f"de ce marché à son embauche du {french_day(row['starts_on'])}. Les heures sont gardées et ne comptent pas "
        "tant qu'un facilitateur n'a pas tranché."
    )
