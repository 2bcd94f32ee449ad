"""The end of a lot and of a market on a day, whatever was amended or written over."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, true
from sqlmodel import Session, col

from clauses.db import writing
from clauses.markets.actions import rewrite_market
from clauses.markets.before import Before
from clauses.markets.ends import Ends, end_on, ends_said, latest
from clauses.markets.models import Market
from clauses.markets.queries import ends_changed
from clauses.markets.rules import MarketField, Rewriting
from tests import factories
from tests.factories import NOON, id_of

MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)
FIRST, NEXT, LAST = date(2024, 12, 31), date(2025, 6, 30), date(2026, 6, 30)
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
SAID = st.lists(st.tuples(DAYS, DAYS), max_size=4).map(lambda ends: sorted(ends, key=lambda end: end[0]))


def test_the_last_end_in_force_holds_and_of_one_day_that_of_the_lot() -> None:
    assert end_on(FIRST, (), JUNE) == FIRST
    market, lot = [(MAY, NEXT), (JUNE, None)], [(JUNE, LAST)]
    assert [end_on(FIRST, (market, lot), day) for day in (MAY - timedelta(days=1), MAY, JUNE, JULY)] == [
        FIRST, NEXT, LAST, LAST
    ]  # fmt: skip
    assert end_on(FIRST, (market, ()), JUNE) is None


def test_a_market_ends_with_its_last_lot() -> None:
    assert Ends(FIRST).on(JUNE) == FIRST
    assert Ends(FIRST, (), {1: [(MAY, NEXT)], 2: ()}).on(JUNE) == NEXT
    assert Ends(FIRST, (), {1: [(MAY, date(2024, 6, 30))]}).on(JUNE) == date(2024, 6, 30)
    assert Ends(None, (), {1: [(MAY, NEXT)], 2: ()}).on(JUNE) is None
    assert Ends(FIRST, (), {1: [(MAY, NEXT)]}).of_lot(9, JUNE) == FIRST
    assert latest([]) is None


def test_what_was_written_over_a_market_goes_after_its_amendments_of_that_day() -> None:
    over = Before(MarketField.ENDS_ON, FIRST.isoformat(), JUNE, Rewriting.CHANGE, "Ana")
    agreed, said = ends_said({1: [over]}, {1: LAST}, {(1, None): [(MAY, NEXT), (JUNE, NEXT)], (2, 7): [(MAY, NEXT)]})
    assert agreed == {1: FIRST}
    assert said == {(1, None): [(MAY, NEXT), (JUNE, NEXT), (JUNE, LAST)], (2, 7): [(MAY, NEXT)]}


@given(DAYS, SAID, SAID, DAYS, st.tuples(DAYS, DAYS))
def test_an_end_said_later_never_changes_the_days_before(
    agreed: date, market: list[tuple[date, date]], lot: list[tuple[date, date]], on: date, late: tuple[date, date]
) -> None:
    before = end_on(agreed, (market, lot), on)
    if late[0] > on:
        assert end_on(agreed, (sorted([*market, late]), lot), on) == before
        assert end_on(agreed, (market, sorted([*lot, late])), on) == before


def test_only_the_markets_whose_row_no_longer_says_their_end_are_told(engine: Engine) -> None:
    with writing(engine) as session:
        plain, amended, rewritten = (id_of(factories.market(session, ends_on=FIRST)) for _ in range(3))
        prolonged = id_of(factories.lot(session, market_id=amended, number="1"))
        beside = id_of(factories.lot(session, market_id=amended, number="2"))
        factories.amendment(session, market_id=amended, lot_id=prolonged, effective_on=JUNE, ends_on=NEXT)
        gone = {"withdrawn_by": "Ana", "withdrawn_at": NOON}
        factories.amendment(session, market_id=amended, lot_id=beside, effective_on=JUNE, ends_on=LAST, **gone)
        factories.amendment(session, market_id=plain, effective_on=JUNE, ends_on=LAST, **gone)
        rewrite_market(session, rewritten, on=JUNE, by="Ana", ends_on=LAST)
        rewrite_market(session, plain, on=JUNE, by="Ana", title="Autre intitulé")
        found = ends_changed(session, true())
        assert set(found) == {amended, rewritten}
        assert [found[amended].on(day) for day in (MAY, JUNE)] == [FIRST, NEXT]
        assert (found[amended].of_lot(prolonged, JUNE), found[amended].of_lot(beside, JUNE)) == (NEXT, FIRST)
        assert [found[rewritten].on(day) for day in (MAY, JUNE)] == [FIRST, LAST]
        assert _of(session, amended) == {amended}


def _of(session: Session, market: int) -> set[int]:
    return set(ends_changed(session, col(Market.id) == market))
