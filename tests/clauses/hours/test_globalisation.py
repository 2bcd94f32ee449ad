"""Hours that serve another market: signed by the buyers, and counted once."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clauses.hours.globalisation import Loan, moved

APRIL = date(2023, 4, 1)
SIGNED = {1: date(2023, 1, 2), 2: date(2023, 6, 1)}


def loan(hours: int, *, lender: int = 10, borrower: int = 20, buyers: frozenset[int] = frozenset({1, 2})) -> Loan:
    return Loan(lender, borrower, APRIL, hours, buyers, SIGNED)


def test_nothing_moves_before_every_buyer_signed() -> None:
    counted = {(10, APRIL): 5_000}
    assert moved([loan(1_000)], counted, date(2023, 5, 31)) == []
    assert [each.hours for each in moved([loan(1_000)], counted, date(2023, 6, 1))] == [1_000]
    assert moved([loan(1_000, buyers=frozenset({1, 3}))], counted, date(2024, 1, 1)) == []


def test_a_month_that_has_not_started_lends_nothing() -> None:
    assert moved([loan(1_000, buyers=frozenset({1}))], {(10, APRIL): 5_000}, date(2023, 3, 31)) == []


def test_no_more_is_lent_than_what_counts_and_in_the_order_of_the_table() -> None:
    found = moved([loan(3_000), loan(3_000, borrower=30)], {(10, APRIL): 5_000}, date(2023, 12, 31))
    assert [each.hours for each in found] == [3_000, 2_000]


def test_what_is_borrowed_is_not_lent_again() -> None:
    found = moved([loan(3_000), loan(3_000, lender=20, borrower=30)], {(10, APRIL): 5_000}, date(2023, 12, 31))
    assert [each.hours for each in found] == [3_000, 0]


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 9_000)), max_size=8),
    st.dictionaries(st.integers(1, 4), st.integers(0, 9_000)),
)
def test_an_hour_counts_once_over_all_markets(rows: list[tuple[int, int, int]], hours: dict[int, int]) -> None:
    counted = {(contractor, APRIL): each for contractor, each in hours.items()}
    found = moved([loan(each, lender=a, borrower=b) for a, b, each in rows], counted, date(2023, 12, 31))
    after = dict(hours)
    for each in found:
        after[each.loan.lender] = after.get(each.loan.lender, 0) - each.hours
        after[each.loan.borrower] = after.get(each.loan.borrower, 0) + each.hours
    assert sum(after.values()) == sum(hours.values())
    assert all(value >= 0 for value in after.values())
