"""Distances between centroids."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.distance import EARTH_RADIUS_KM, Places, Point, haversine, reach

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
DIJON, ROUEN = (47.3220, 5.0415), (49.4431, 1.0993)


def test_dijon_to_rouen_is_375_km_as_the_crow_flies() -> None:
    assert round(haversine(DIJON, ROUEN)) == 375


def test_a_degree_of_latitude_is_111_km() -> None:
    assert haversine((47.0, 5.0), (48.0, 5.0)) == pytest.approx(111.19, abs=0.01)


@given(points, points)
def test_a_distance_is_the_same_both_ways_and_at_most_half_the_earth(one: Point, other: Point) -> None:
    assert haversine(one, other) == pytest.approx(haversine(other, one), abs=1e-6)
    assert 0 <= haversine(one, other) <= math.pi * EARTH_RADIUS_KM + 1e-6


def test_an_unknown_place_has_no_distance() -> None:
    places = Places({"21231": DIJON, "76540": ROUEN})
    assert places.km("21231", "76540") == places.km("21231", "76540") == 375
    assert places.km("21231", "21231") == 0
    assert places.km("99999", "99999") == 0
    assert places.km("21231", "99999") is None
    assert places.km("99999", "21231") is None
    assert places.km(None, "21231") is None
    assert places.km("21231", None) is None


@pytest.mark.parametrize(
    ("mobility", "drives", "expected"),
    [(25, None, 25), (0, True, 1), (None, True, 30), (None, False, 15), (None, None, 15)],
)
def test_someone_goes_as_far_as_they_say_else_as_people_usually_do(
    mobility: int | None, drives: bool | None, expected: int
) -> None:
    assert reach(mobility, drives, driving=30, otherwise=15) == expected
