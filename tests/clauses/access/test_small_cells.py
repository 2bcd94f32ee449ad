"""What a buyer reads of people gives no small group back."""

from hypothesis import given
from hypothesis import strategies as st

from clauses.access.small_cells import FEW, FEW_SENSITIVE, hidden

TABLES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), max_size=6)


def test_a_small_row_hides_with_the_next_one() -> None:
    shown = hidden({"Femmes": 3, "Hommes": 30, "Non dit": 12})
    assert (shown.cells, shown.total) == ({"Femmes": None, "Hommes": 30, "Non dit": None}, 45)


def test_two_rows_of_which_one_is_small_say_the_total_alone() -> None:
    shown = hidden({"Femmes": 3, "Hommes": 30})
    assert (shown.cells, shown.total) == ({"Femmes": None, "Hommes": None}, 33)


def test_a_small_total_is_hidden() -> None:
    assert hidden({"Hommes": 3}).total is None
    assert hidden({"Femmes": 1, "Hommes": 3}).total is None
    assert hidden({"Hommes": 10}, FEW_SENSITIVE).total is None


def test_nobody_is_nobody() -> None:
    assert hidden({"Femmes": 0, "Hommes": 9}).cells == {"Femmes": 0, "Hommes": 9}
    assert (hidden({}).cells, hidden({}).total) == ({}, 0)


@given(TABLES, st.sampled_from([FEW, FEW_SENSITIVE]))
def test_no_row_that_shows_is_small_and_no_margin_gives_one_back(counts: dict[str, int], threshold: int) -> None:
    shown = hidden(counts, threshold)
    assert all(number is None or number == 0 or number >= threshold for number in shown.cells.values())
    unknown = [name for name, number in shown.cells.items() if number is None]
    if unknown and shown.total is not None:
        rest = shown.total - sum(number or 0 for number in shown.cells.values())
        assert len(unknown) > 1
        assert rest >= threshold
