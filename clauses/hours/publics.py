"""The publics that a market asks for on a day: those of its rule, else those that it names. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clauses.hours.counting import Counting, rule_on
from clauses.markets.before import Before, said_on
from clauses.markets.rules import MarketField
from clauses.people.publics import Criterion, listed, named


@dataclass(frozen=True)
class MarketPublics:
    """All that a market ever said of its publics: the versions of its rules, and what it names.

    ``written`` is what it names today, ``before`` what it named until it was written over.
    """

    rules: Sequence[Counting] = ()
    before: Sequence[Before] = ()
    written: str | None = None

    def on(self, day: date) -> frozenset[Criterion] | None:
        """The publics asked for on a day; None, all of them. A rule that says nothing of them leaves what is named."""
        ruled = rule_on(self.rules, day).publics
        return named(self._named(day)) if ruled is None else ruled

    def in_words(self, day: date) -> str | None:
        """The same as people read it: what a rule asks for, else what is named as it is written; None, all of them."""
        ruled = rule_on(self.rules, day).publics
        return self._named(day) if ruled is None else listed(ruled)

    def _named(self, day: date) -> str | None:
        return said_on(self.before, MarketField.PUBLICS, self.written, day)
