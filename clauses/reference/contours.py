"""Whether a point is in a contour: the even–odd rule, in whole numbers, so that a border is a border.

Coordinates are whole ten-millionths of a degree (about a centimetre): every product below is exact, and a point is on a
side, or it is not. A contour is polygons; a polygon is rings, of which a point is inside when it crosses an odd number
(the first ring is the outside, the others are holes).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

_GLOBE = (1_800_000_000, 900_000_000)
"""The furthest longitude and latitude."""

Point = Sequence[int]
Ring = Sequence[Point]
Contour = Sequence[Sequence[Ring]]
"""Polygons of rings of points (longitude, latitude)."""

Bounds = tuple[int, int, int, int]
"""West, south, east, north."""


class Standing(IntEnum):
    """Where a point stands beside a contour."""

    OUTSIDE = 0
    BORDER = 1
    INSIDE = 2


def standing(contour: Contour, x: int, y: int) -> Standing:
    """Where a point stands: on a border as soon as it is on a side of any ring, the sides of holes included."""
    inside = False
    for polygon in contour:
        crossed = False
        for ring in polygon:
            found = _crossings(ring, x, y)
            if found is None:
                return Standing.BORDER
            crossed ^= found
        inside |= crossed
    return Standing.INSIDE if inside else Standing.OUTSIDE


def _crossings(ring: Ring, x: int, y: int) -> bool | None:
    """Whether the ray from the point to the east crosses an odd number of sides; None when the point is on one."""
    odd = False
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if turn == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return None
        # A side holds its lower end and not its upper one: a corner is crossed once, a flat side never.
        if (y1 > y) != (y2 > y) and (turn > 0) == (y2 > y1):
            odd = not odd
        x1, y1 = x2, y2
    return odd


def bounds(contour: Contour) -> Bounds:
    """The box that holds a contour, which has a point at least."""
    points = [point for polygon in contour for ring in polygon for point in ring]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def tidied(contour: Contour) -> Contour:
    """Without the points said twice in a row, the rings that hold no area, and the polygons that hold no ring."""
    found = []
    for polygon in contour:
        rings = [_open(ring) for ring in polygon]
        if rings and _has_area(rings[0]):
            found.append([rings[0], *(ring for ring in rings[1:] if _has_area(ring))])
    return found


def _open(ring: Ring) -> list[Point]:
    points = [point for place, point in enumerate(ring) if place == 0 or list(point) != list(ring[place - 1])]
    return points[:-1] if len(points) > 1 and list(points[0]) == list(points[-1]) else points


def _has_area(ring: Ring) -> bool:
    return len({tuple(point) for point in ring}) >= 3


def written(contour: Contour) -> str:
    """A contour as it is kept."""
    return json.dumps(
        [[[list(point) for point in ring] for ring in polygon] for polygon in contour], separators=(",", ":")
    )


def understood(text: str) -> Contour:
    """A contour as it was kept."""
    contour: Contour = json.loads(text)
    return contour


def understood_from_others(text: str) -> Contour | None:
    """A contour written by who knows whom: None for what is not one, whole and on the globe. Never raises."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):  # a number of five thousand digits is a ValueError
        return None
    if not _is_contour(given):
        return None
    return tidied(given) or None


def _is_contour(given: Any) -> bool:
    return _all(given, lambda polygon: _all(polygon, lambda ring: _all(ring, _is_point)))


def _all(given: Any, holds: Callable[[Any], bool]) -> bool:
    return isinstance(given, list) and bool(given) and all(map(holds, given))


def _is_point(given: Any) -> bool:
    if not isinstance(given, list) or len(given) != len(_GLOBE):
        return False
    return all(type(one) is int and abs(one) <= most for one, most in zip(given, _GLOBE, strict=True))
