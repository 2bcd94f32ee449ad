"""A point is inside, outside or on a border: in whole numbers, so exactly."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.reference.contours import (
    Contour,
    Standing,
    bounds,
    standing,
    tidied,
    understood,
    understood_from_others,
    written,
)

SQUARE = [[[(0, 0), (10, 0), (10, 10), (0, 10)]]]
RING = [[[(0, 0), (30, 0), (30, 30), (0, 30)], [(10, 10), (20, 10), (20, 20), (10, 20)]]]
STAIRS = [[[(0, 0), (30, 0), (30, 10), (20, 10), (20, 20), (10, 20), (10, 30), (0, 30)]]]
TWO = [*SQUARE, [[(20, 0), (30, 0), (30, 10), (20, 10)]]]
SLOPE = [[[(0, 0), (9, 3), (3, 9)]]]

small = st.integers(-40, 40)
points = st.tuples(small, small)


@pytest.mark.parametrize(
    ("contour", "point", "expected"),
    [
        (SQUARE, (5, 5), Standing.INSIDE),
        (SQUARE, (0, 0), Standing.BORDER),
        (SQUARE, (10, 5), Standing.BORDER),
        (SQUARE, (5, 10), Standing.BORDER),
        (SQUARE, (11, 5), Standing.OUTSIDE),
        (SQUARE, (-1, 0), Standing.OUTSIDE),
        (SQUARE, (-1, 10), Standing.OUTSIDE),
        (RING, (15, 15), Standing.OUTSIDE),
        (RING, (10, 15), Standing.BORDER),
        (RING, (5, 15), Standing.INSIDE),
        (RING, (25, 10), Standing.INSIDE),
        (STAIRS, (5, 25), Standing.INSIDE),
        (STAIRS, (15, 15), Standing.INSIDE),
        (STAIRS, (25, 15), Standing.OUTSIDE),
        (STAIRS, (-5, 10), Standing.OUTSIDE),
        (STAIRS, (-5, 20), Standing.OUTSIDE),
        (TWO, (25, 5), Standing.INSIDE),
        (TWO, (15, 5), Standing.OUTSIDE),
        (SLOPE, (6, 2), Standing.BORDER),
        (SLOPE, (6, 3), Standing.INSIDE),
        (SLOPE, (6, 1), Standing.OUTSIDE),
        ([], (0, 0), Standing.OUTSIDE),
    ],
)
def test_a_point_stands_where_one_sees_it(contour: Contour, point: tuple[int, int], expected: Standing) -> None:
    assert standing(contour, *point) is expected


def _by_halves(one: tuple[int, int], other: tuple[int, int], third: tuple[int, int], x: int, y: int) -> Standing:
    """The same answer for a triangle, by another way: the side of each edge."""

    def side(a: tuple[int, int], b: tuple[int, int]) -> int:
        turn = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
        return (turn > 0) - (turn < 0)

    sides = {side(one, other), side(other, third), side(third, one)}
    if {-1, 1} <= sides:
        return Standing.OUTSIDE
    return Standing.BORDER if 0 in sides else Standing.INSIDE


@given(points, points, points, points)
def test_a_triangle_answers_as_its_three_sides_do(
    one: tuple[int, int], other: tuple[int, int], third: tuple[int, int], point: tuple[int, int]
) -> None:
    area = (other[0] - one[0]) * (third[1] - one[1]) - (other[1] - one[1]) * (third[0] - one[0])
    if area == 0:
        return
    assert standing([[[one, other, third]]], *point) is _by_halves(one, other, third, *point)


@given(st.lists(points, min_size=3, max_size=8, unique=True), st.integers(0, 7), st.fractions(0, 1))
def test_every_point_of_a_side_is_on_the_border(ring: list[tuple[int, int]], side: int, share: Fraction) -> None:
    """Coordinates are scaled so that the point of the side is a whole one."""
    scale = share.denominator
    scaled = [(x * scale, y * scale) for x, y in ring]
    (x1, y1), (x2, y2) = scaled[side % len(ring)], scaled[(side + 1) % len(ring)]
    x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
    assert standing([[scaled]], int(x), int(y)) is Standing.BORDER


MOVES: list[Callable[[list[tuple[int, int]]], list[tuple[int, int]]]] = [
    lambda ring: ring[1:] + ring[:1],
    lambda ring: ring[::-1],
    lambda ring: [*ring, ring[0]],
]


@given(st.lists(points, min_size=3, max_size=8, unique=True), points, st.sampled_from(MOVES))
def test_where_a_ring_starts_its_way_and_its_closing_change_nothing(
    ring: list[tuple[int, int]],
    point: tuple[int, int],
    moved: Callable[[list[tuple[int, int]]], list[tuple[int, int]]],
) -> None:
    assert standing([[moved(ring)]], *point) is standing([[ring]], *point)


@given(st.lists(points, min_size=3, max_size=8, unique=True), points)
def test_what_is_outside_of_the_box_is_outside(ring: list[tuple[int, int]], point: tuple[int, int]) -> None:
    west, south, east, north = bounds([[ring]])
    if not (west <= point[0] <= east and south <= point[1] <= north):
        assert standing([[ring]], *point) is Standing.OUTSIDE


@given(st.lists(points, min_size=3, max_size=8, unique=True))
def test_a_contour_is_read_as_it_was_written(ring: list[tuple[int, int]]) -> None:
    assert understood(written([[ring]])) == [[[list(point) for point in ring]]]


def test_what_holds_no_area_is_left_out() -> None:
    line = [(0, 0), (5, 5), (0, 0)]
    square = [(0, 0), (0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert tidied([[line], [square, line], []]) == [[[(0, 0), (10, 0), (10, 10), (0, 10)]]]


@given(st.lists(st.lists(points, min_size=3, max_size=8, unique=True), min_size=1, max_size=3))
def test_a_contour_of_ours_is_understood_from_others_too(rings: list[list[tuple[int, int]]]) -> None:
    text = written([rings])
    assert understood_from_others(text) == understood(text)


@given(st.text(alphabet='[]0123456789,-."{}: eE') | st.recursive(st.integers() | st.none(), st.lists).map(str))
def test_anything_else_is_no_contour_and_stops_nothing(text: str) -> None:
    found = understood_from_others(text)
    assert found is None or understood(written(found)) == found
