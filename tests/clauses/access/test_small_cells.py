"""What a buyer reads of people gives no small group back."""

import itertools
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.access.small_cells import FEW, FEW_SENSITIVE, hidden, tellable

TABLES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), max_size=6)


def test_a_small_row_hides_every_row_and_leaves_the_total() -> None:
    shown = hidden({"Femmes": 3, "Hommes": 30, "Non dit": 0})
    assert (shown.cells, shown.total) == ({"Femmes": None, "Hommes": None, "Non dit": None}, 33)


def test_a_small_total_is_hidden() -> None:
    assert hidden({"Hommes": 3}).total is None
    assert hidden({"Femmes": 1, "Hommes": 3}).total is None
    assert hidden({"Hommes": 10}, FEW_SENSITIVE).total is None


def test_nobody_is_nobody() -> None:
    assert hidden({"Femmes": 0, "Hommes": 9}).cells == {"Femmes": 0, "Hommes": 9}
    assert (hidden({}).cells, hidden({}).total) == ({}, 0)


@given(TABLES, st.sampled_from([FEW, FEW_SENSITIVE]))
def test_no_number_that_shows_is_small_and_no_margin_gives_one_back(counts: dict[str, int], threshold: int) -> None:
    shown = hidden(counts, threshold)
    numbers = [*shown.cells.values(), shown.total]
    assert all(number is None or number == 0 or number >= threshold for number in numbers)
    closed = [name for name, number in shown.cells.items() if number is None]
    assert closed in ([], list(counts))
    if closed and shown.total is not None:
        assert len(closed) > 1


# The attack: whoever knows the rule, what it published, and nothing else

NAMES = ("a", "b", "c", "d")


def published(table: dict[str, int], threshold: int) -> tuple[int | None, ...]:
    shown = hidden(table, threshold)
    return (*(shown.cells[name] for name in table), shown.total)


@pytest.mark.parametrize(
    ("rows", "largest", "threshold"), [(2, 30, FEW), (3, 12, FEW), (4, 7, FEW), (3, 14, FEW_SENSITIVE)]
)
def test_no_hidden_cell_is_solved_from_what_is_published(rows: int, largest: int, threshold: int) -> None:
    """Every table is tried: those that publish the same cannot be told apart; in none of these families has a hidden
    cell one value only, even for whoever knows how cells are chosen."""
    names = NAMES[:rows]
    families: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(largest + 1), repeat=rows):
        families[published(dict(zip(names, counts, strict=True)), threshold)].append(counts)
    attacked = 0
    for shown, tables in families.items():
        for at in range(rows):
            if shown[at] is None and (shown[-1] or 0) <= largest:  # beyond, some tables alike are not in the box
                attacked += 1
                assert len({table[at] for table in tables}) > 1, (shown, tables)
    assert attacked > 10


def test_the_attack_solves_a_rule_that_hides_fewer_rows() -> None:
    """The control: hide the small rows, and the first one by name when they are one; tables give themselves away."""

    def weaker(table: tuple[int, ...]) -> tuple[object, ...]:
        small = [at for at, number in enumerate(table) if 0 < number < FEW]
        others = [at for at, number in enumerate(table) if number >= FEW]
        closed = [*small, *others[:1]] if len(small) == 1 else small
        return (*(None if at in closed else number for at, number in enumerate(table)), sum(table))

    alike = [table for table in itertools.product(range(14), repeat=3) if weaker(table) == (5, None, None, 13)]
    assert alike == [(5, 4, 4)]


GROUPS = st.lists(st.frozensets(st.integers(0, 25), max_size=25), max_size=3)


@given(GROUPS, st.frozensets(st.integers(0, 25), max_size=25))
def test_what_is_told_beside_other_groups_leaves_no_small_one(
    told: list[frozenset[int]], people: frozenset[int]
) -> None:
    if not tellable(people, told):
        return
    assert not 0 < len(people) < FEW
    for group in told:
        if people <= group or group <= people:  # then the two numbers give the difference
            assert abs(len(group) - len(people)) == 0 or abs(len(group) - len(people)) >= FEW


def test_a_year_that_leaves_two_people_of_the_market_is_not_told() -> None:
    market = frozenset(range(12))
    assert not tellable(frozenset(range(10)), [market])
    assert tellable(frozenset(range(7)), [market])
    assert tellable(market, [market])
    assert not tellable(frozenset(range(3)), [])
    assert tellable(frozenset(), [])
