"""Exposure in the first ranks, beside the population."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.equity import UNKNOWN_GROUP, exposures, of_rank

GROUPS = {"P1": "F", "P2": "M", "P3": "M", "P4": None}


def test_attention_goes_down_with_the_rank() -> None:
    assert [of_rank(rank) for rank in (1, 2, 3, 4, 20)] == [10_000, 6_309, 5_000, 4_307, 2_277]


def test_each_group_is_shown_beside_its_share_of_the_population() -> None:
    men, women, unknown = exposures([["P1", "P2", "P3"], ["P2", "P4"]], GROUPS)
    assert (men.group, men.people, men.population, men.ranked, men.places) == ("M", 2, 4, 3, 5)
    assert (women.group, women.people, women.ranked) == ("F", 1, 1)
    assert (unknown.group, unknown.people, unknown.ranked) == (UNKNOWN_GROUP, 1, 1)
    assert men.exposure == 6_309 + 5_000 + 10_000
    assert men.whole_exposure == women.whole_exposure == 6_309 + 5_000 + 10_000 + 10_000 + 6_309
    assert (men.population_percent, men.exposure_percent) == ("50.0", "56.6")
    assert men.ratio_percent == "113.3"
    assert women.ratio_percent == "106.3"


def test_only_the_first_ranks_count() -> None:
    (men, women, _) = exposures([["P1", "P2"]], GROUPS, first=1)
    assert (men.ranked, men.exposure, men.ratio_percent) == (0, 0, "0.0")
    assert women.exposure_percent == "100.0"


def test_nobody_ranked_or_nobody_at_all_has_no_share() -> None:
    nobody_ranked = exposures([], GROUPS)
    assert {group.exposure_percent for group in nobody_ranked} == {None}
    assert {group.ratio_percent for group in nobody_ranked} == {None}
    assert exposures([], {}) == ()
    (stranger,) = exposures([["P9"]], {})
    assert (stranger.group, stranger.population_percent, stranger.ratio_percent) == (UNKNOWN_GROUP, None, None)


rankings = st.lists(st.lists(st.sampled_from(["P1", "P2", "P3", "P4", "P9"]), unique=True, max_size=5), max_size=5)


@given(rankings, st.integers(0, 6))
def test_groups_add_up_to_the_whole(ranked: list[list[str]], first: int) -> None:
    found = exposures(ranked, GROUPS, first)
    assert sum(group.people for group in found) == len(GROUPS)
    assert sum(group.ranked for group in found) == sum(len(ranking[:first]) for ranking in ranked)
    for group in found:
        assert sum(each.exposure for each in found) == group.whole_exposure
        assert sum(each.ranked for each in found) == group.places


@pytest.mark.parametrize("ranked", [[["P1", "P2"], ["P2", "P1"]], [["P3", "P1"], ["P1", "P2"]]])
def test_the_order_of_needs_changes_nothing(ranked: Sequence[Sequence[str]]) -> None:
    assert exposures(ranked, GROUPS) == exposures(list(reversed(ranked)), GROUPS)
