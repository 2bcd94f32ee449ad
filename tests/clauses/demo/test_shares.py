import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.demo.shares import shared, spread


def test_a_total_is_shared_in_proportion_and_the_remainder_goes_to_the_largest() -> None:
    assert shared(100, [1, 1, 1], [100, 100, 100]) == [34, 33, 33]
    assert shared(10, [5, 3, 2], [100, 100, 100]) == [5, 3, 2]
    assert shared(11, [5, 3, 2], [100, 100, 100]) == [6, 3, 2]
    assert shared(12, [5, 3, 2], [100, 100, 100]) == [6, 4, 2]


def test_what_does_not_fit_under_a_ceiling_goes_to_the_others() -> None:
    assert shared(90, [8, 1, 1], [30, 100, 100]) == [30, 30, 30]
    assert shared(60, [8, 2, 2], [30, 20, 10]) == [30, 20, 10]


def test_a_total_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        shared(61, [8, 2, 2], [30, 20, 10])


@pytest.mark.parametrize(("total", "weights", "ceilings"), [(-1, [1], [1]), (1, [0], [1]), (1, [1], [])])
def test_what_cannot_be_weighed_is_refused(total: int, weights: list[int], ceilings: list[int]) -> None:
    with pytest.raises(ValueError, match="positive"):
        shared(total, weights, ceilings)


@given(
    cells=st.lists(st.tuples(st.integers(1, 20_000), st.integers(0, 15_167)), min_size=1, max_size=40),
    part=st.fractions(0, 1),
)
def test_shares_add_up_exactly_and_none_passes_its_ceiling(cells: list[tuple[int, int]], part: object) -> None:
    weights, ceilings = [cell[0] for cell in cells], [cell[1] for cell in cells]
    total = int(sum(ceilings) * part)  # type: ignore[operator]  # a Fraction, which hypothesis does not type
    shares = shared(total, weights, ceilings)
    assert sum(shares) == total
    assert all(0 <= share <= ceiling for share, ceiling in zip(shares, ceilings, strict=True))


@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=40), st.integers(0, 1_000_000))
def test_without_ceilings_every_share_is_the_exact_one_rounded_up_or_down(weights: list[int], total: int) -> None:
    whole = sum(weights)
    for share, weight in zip(shared(total, weights, [total] * len(weights)), weights, strict=True):
        assert total * weight // whole <= share <= -(-total * weight // whole)


def test_rare_values_stand_evenly_among_the_others() -> None:
    assert spread({"a": 1, "b": 3}) == ["b", "a", "b", "b"]
    assert spread({"x": 2, "y": 0}) == ["x", "x"]
    assert spread({}) == []


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 12), max_size=6))
def test_each_value_is_dealt_as_often_as_it_counts(counts: dict[str, int]) -> None:
    dealt = spread(counts)
    assert {value: dealt.count(value) for value in counts} == counts
    assert len(dealt) == sum(counts.values())
