"""« Éligible ou non », as far as a reader may know it of each person: the answer, its reasons, or nothing.

The verdict and its last day go to whom the matrix tells them; the reasons only to those who read the criteria whole;
what tells of health or of justice to nobody here: it is asked for apart, and written down (`protected_reasons`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlmodel import Session, col

from clauses.access.conditions import showing
from clauses.accounts.matrix import Resource
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.people.eligibility import Answer, PersonFacts, Verdict, eligible
from clauses.people.models import Person
from clauses.people.publics import PROTECTED, Criterion
from clauses.people.queries import facts_of, known_values
from clauses.quantities import NO_BREAK_SPACE
from clauses.reference.parameters import Dated


@dataclass(frozen=True)
class Told:
    """The true verdict with the reasons that the reader may read, perhaps none. ``protected``: some were left out that
    they may ask for."""

    answer: Answer
    protected: bool = False


@dataclass(frozen=True)
class Answers:
    """The people of whom a reader is told something, and what it is told from; ``whole`` are those whose criteria they
    read."""

    facts: Mapping[int, PersonFacts]
    whole: frozenset[int]
    values: Sequence[Dated]

    def told(self, person_id: int, publics: frozenset[Criterion] | None, on: date) -> Told | None:
        """What the reader is told of somebody, for the publics of a market on a day; None: nothing."""
        facts = self.facts.get(person_id)
        if facts is None:
            return None
        true = eligible(facts, publics, on, values=self.values)
        if person_id not in self.whole:
            return Told(_said(true, ()))
        shown = eligible(_without(facts), publics, on, values=self.values).reasons
        kept = tuple(reason for reason in true.reasons if reason in shown)
        return Told(_said(true, kept), protected=kept != true.reasons)


def answers(session: Session, scope: Scope, people: Collection[int]) -> Answers:
    """What ``scope`` may be told of these people. A number of queries that does not grow with them."""
    if not people:
        return Answers({}, frozenset(), ())
    whole = showing(scope, Resource.CRITERIA)
    told = or_(whole, showing(scope, Resource.CRITERIA, "eligible"), showing(scope, Resource.ELIGIBILITY))
    query = select(col(Person.id), whole.label("whole")).where(col(Person.id).in_(sorted(people)), told)
    rows = session.execute(query).all()
    facts = facts_of(session, [int(number or 0) for number, _ in rows]) if rows else {}
    values = known_values(session) if rows else ()
    return Answers(facts, frozenset(int(number or 0) for number, is_whole in rows if is_whole), values)


def protected_reasons(session: Session, person_id: int, on: date) -> tuple[str, ...]:
    """What is left out of the answer. Whoever shows it has let the reader in, and writes down who asked."""
    facts, values = facts_of(session, [person_id])[person_id], known_values(session)
    shown = eligible(_without(facts), None, on, values=values).reasons
    return tuple(reason for reason in eligible(facts, None, on, values=values).reasons if reason not in shown)


def _without(facts: PersonFacts) -> PersonFacts:
    kept = tuple(proof for proof in facts.proofs if proof.criterion not in PROTECTED)
    return replace(facts, proofs=kept, rqth=None)


def _said(true: Answer, reasons: tuple[str, ...]) -> Answer:
    """The answer with these reasons alone, in its sentence too: no reason, no colon."""
    end = f" jusqu'au {french_day(true.until)}" if true.until and true.verdict is Verdict.ELIGIBLE else ""
    why = f"{NO_BREAK_SPACE}: {' ; '.join(reasons)}" if reasons else "."
    return replace(true, reasons=reasons, sentence=f"{true.verdict.label.capitalize()}{end}{why}")
