"""Who is of the publics of a market on a day, for everyone at once: the answers of `people.eligibility`, in columns.

Most people have neither a document that ages nor an opinion about them: for them the rule is three comparisons.
Everyone else is asked one by one, once for each publics and day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from clauses.dates import add_months
from clauses.matching.population import LATEST, UNSAID, Eligibility
from clauses.people.eligibility import SENIOR_YEARS, PersonFacts, Verdict, eligible
from clauses.people.publics import Criterion
from clauses.reference.parameters import BUILT_IN, Dated

_ANSWERS = {Verdict.ELIGIBLE: 1, Verdict.NOT_ELIGIBLE: 0, Verdict.TO_CHECK: UNSAID}


class EligiblePeople:
    """Some people, ready to be asked about any publics and any day."""

    def __init__(self, facts: Sequence[PersonFacts], values: Sequence[Dated] = BUILT_IN) -> None:
        self._facts = list(facts)
        self._values = values
        self._documented = [at for at, one in enumerate(facts) if one.proofs or one.overrides]
        self._validated = np.array([bool(one.validated) for one in facts], bool)
        senior_on = [add_months(one.birth_date, 12 * SENIOR_YEARS).toordinal() for one in facts]
        self._senior_on = np.array(senior_on, np.int64)
        times = [(at, *time) for at, one in enumerate(facts) for time in one.participations]
        self._times = np.array([at for at, _, _ in times], np.int64)
        self._starts = np.array([start.toordinal() for _, start, _ in times], np.int64)
        self._ends = np.array([LATEST if end is None else end.toordinal() for _, _, end in times], np.int64)
        self._known: dict[tuple[frozenset[Criterion] | None, date], Eligibility] = {}

    def answer(self, publics: frozenset[Criterion] | None, day: date) -> Eligibility:
        """What is known of everyone, in their order, for these publics (None: all of them)."""
        if (publics, day) not in self._known:
            self._known[publics, day] = self._answer(publics, day)
        return self._known[publics, day]

    def _answer(self, asked: frozenset[Criterion] | None, day: date) -> Eligibility:
        number = day.toordinal()
        found = self._validated.copy()
        found[self._times[(self._starts <= number) & (self._ends >= number)]] = True
        if asked is None or Criterion.SENIOR in asked:
            found |= self._senior_on <= number
        answers = np.where(found, 1, UNSAID).astype(np.int8)
        for at in self._documented:
            answers[at] = _ANSWERS[eligible(self._facts[at], asked, day, values=self._values).verdict]
        return Eligibility(answers)
