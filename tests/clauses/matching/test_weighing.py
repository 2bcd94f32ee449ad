"""Weights kept as whole numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.errors import Misused
from clauses.matching.rules import CRITERIA_NAMES, Limits, Weights
from clauses.matching.weighing import as_data, from_data


@given(
    st.dictionaries(st.sampled_from(CRITERIA_NAMES), st.integers(1, 100), min_size=1),
    st.integers(0, 10_000),
    st.integers(1, 400),
)
def test_weights_are_read_as_they_were_kept(points: dict[str, int], least: int, days: int) -> None:
    weights = Weights("essai", points, Limits(least_score=least / 10_000, late_days=days))
    assert from_data("essai", *as_data(weights)) == weights


def test_a_limit_that_is_not_said_is_that_of_the_product() -> None:
    assert from_data("essai", {"metier": 1}, {"reach_km": 8}).limits == Limits(reach_km=8)


def test_a_limit_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(Misused, match=r"« portee » n'est pas un seuil.*reach_km"):
        from_data("essai", {"metier": 1}, {"portee": 8})
