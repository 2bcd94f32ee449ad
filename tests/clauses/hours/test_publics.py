"""The publics of a market on a day: its rule, else what it named that day, else all of them."""

from datetime import date

import pytest

from clauses.hours.counting import Counting
from clauses.hours.publics import MarketPublics
from clauses.markets.before import Before
from clauses.markets.rules import MarketField, Rewriting
from clauses.people.publics import Criterion, named

DAY = date(2024, 3, 1)
RSA, DELD, QPV = (frozenset({one}) for one in (Criterion.RSA, Criterion.DELD, Criterion.QPV))
BEFORE = Before(MarketField.PUBLICS, "DELD", DAY, Rewriting.CHANGE, "Ana")


@pytest.mark.parametrize(
    ("market", "before_that_day", "that_day"),
    [
        (MarketPublics(), None, None),
        (MarketPublics(written="RSA"), RSA, RSA),
        (MarketPublics(written="des gens motivés"), None, None),
        (MarketPublics(before=[BEFORE], written="RSA"), DELD, RSA),
        (MarketPublics(rules=[Counting(publics=QPV, in_force_on=DAY)], written="RSA"), RSA, QPV),
        (MarketPublics(rules=[Counting(publics=QPV), Counting(number=1, in_force_on=DAY)], written="RSA"), QPV, RSA),
        (MarketPublics(rules=[Counting(in_force_on=DAY)], before=[BEFORE]), DELD, None),
    ],
)
def test_the_rule_in_force_goes_over_what_is_named_that_day(
    market: MarketPublics, before_that_day: frozenset[Criterion] | None, that_day: frozenset[Criterion] | None
) -> None:
    eve = date(2024, 2, 29)
    assert (market.on(eve), market.on(DAY)) == (before_that_day, that_day)
    assert (named(market.in_words(eve)), named(market.in_words(DAY))) == (before_that_day, that_day)


def test_what_a_market_names_is_told_as_it_is_written_and_what_its_rule_asks_for_by_its_label() -> None:
    market = MarketPublics(rules=[Counting(publics=RSA, in_force_on=DAY)], written="des gens motivés")
    told = [market.in_words(date(2024, 2, 29)), market.in_words(DAY), MarketPublics().in_words(DAY)]
    assert told == ["des gens motivés", "Bénéficiaire du RSA, ou ayant droit", None]
