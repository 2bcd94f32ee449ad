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
from clauses.hours.counting import Counting, rule_on
from clauses.hours.queries import counting_rules
from clauses.hours.rules import LineState
from clauses.markets.before import Before, said_on
from clauses.markets.models import Market
from clauses.markets.queries import befores
from clauses.markets.rules import MarketField
from clauses.people.eligibility import PersonFacts, Verdict, eligible
from clauses.people.models import Evidence, Opinion
from clauses.people.publics import Criterion, named
from clauses.people.queries import facts_of, known_values
from clauses.reference.parameters import BUILT_IN, Dated
from imports.said import Headers, Row, Saying, say


@dataclass(frozen=True)
class Doubted:
    """The facts of those people, and what each market (by id) asks: its rules, and the publics that it names."""

    people: Mapping[int, PersonFacts] = field(default_factory=dict)
    rules: Mapping[int, Sequence[Counting]] = field(default_factory=dict)
    publics: Mapping[int, str | None] = field(default_factory=dict)
    befores: Mapping[int, Sequence[Before]] = field(default_factory=dict)
    values: Sequence[Dated] = BUILT_IN

    def is_refused(self, person: int, market: int, on: date) -> bool:
        """Whether somebody is known not to be of the publics of a market on a day."""
        return eligible(self.people[person], self._asked(market, on), on, values=self.values).verdict is (
            Verdict.NOT_ELIGIBLE
        )

    def _asked(self, market: int, on: date) -> frozenset[Criterion] | None:
        rule = rule_on(self.rules.get(market, ()), on)
        if rule.publics is not None:
            return rule.publics
        return named(said_on(self.befores.get(market, ()), MarketField.PUBLICS, self.publics.get(market), on))


def load(session: Session) -> Doubted:
    """The people of whom something says no, and nothing more where there is nobody."""
    said_no = (
        select(col(Evidence.person_id)).where(col(Evidence.holds).is_(False), col(Evidence.withdrawn_at).is_(None)),
        select(col(Opinion.person_id)).where(col(Opinion.eligible).is_(False), col(Opinion.withdrawn_at).is_(None)),
    )
    people = {number for query in said_no for number in session.scalars(query)}
    if not people:
        return Doubted()
    markets = select(col(Market.id))
    written = {row[0]: row[1] for row in session.execute(select(col(Market.id), col(Market.publics)))}
    return Doubted(
        people=facts_of(session, people),
        rules=counting_rules(session, markets),
        publics=written,
        befores=befores(session, markets),
        values=known_values(session),
    )


def set_aside(
    frame: pl.DataFrame, contracts: pl.DataFrame, doubted: Doubted, headers: Headers, seen: frozenset[int] | None = None
) -> tuple[pl.DataFrame, list[Issue], pl.Series]:
    """Rows of people known not to be eligible at hiring wait for a person; (all the rows, what is said, others).

    ``seen`` are the people of whom the sender may be told (None: anybody); the ``row_id`` of the rows of the others are
    given last, and nothing is done to them (`imports.hours.discreet`).

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
    rows = theirs.join(waiting, on=on, how="semi", maintain_order="left")
    told = rows if seen is None else rows.filter(pl.col("person_id").is_in(sorted(seen)))
    others = rows.join(told, on="row_id", how="anti")["row_id"]
    rows = told
    aside = pl.col("row_id").is_in(rows["row_id"].implode())
    state = pl.when(aside).then(pl.lit(LineState.TO_CHECK.value)).otherwise("state").alias("state")
    saying = Saying("hours.not_eligible", "last_name", Severity.TO_CHECK, _not_eligible)
    return frame.with_columns(state), say(rows, saying, headers), others


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
