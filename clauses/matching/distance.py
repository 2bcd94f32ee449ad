"""How far two communes are, from their centroids, and how far someone goes.

A straight line between two centroids says the order of things, not a journey: nobody is excluded within a few
kilometres of it, and an unknown place excludes nobody.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

Point = tuple[float, float]
"""Latitude and longitude, in degrees."""


def haversine(one: Point, other: Point) -> float:
    """Kilometres between two points along a great circle."""
    latitude, other_latitude = math.radians(one[0]), math.radians(other[0])
    half_latitude = math.sin((other_latitude - latitude) / 2) ** 2
    half_longitude = math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    share = half_latitude + math.cos(latitude) * math.cos(other_latitude) * half_longitude
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, share)))


@dataclass(frozen=True)
class Places:
    """The centroids of communes, by INSEE code. Distances are remembered: there are few pairs, asked many times."""

    centroids: Mapping[str, Point] = field(default_factory=dict)
    _known: dict[tuple[str, str], int] = field(default_factory=dict, repr=False, compare=False)

    def km(self, one: str | None, other: str | None) -> int | None:
        """Whole kilometres between two communes, 0 within one; None when either is not known."""
        if one is None or other is None:
            return None
        if one == other:
            return 0
        pair = (one, other)
        if pair not in self._known:
            if one not in self.centroids or other not in self.centroids:
                return None
            self._known[pair] = round(haversine(self.centroids[one], self.centroids[other]))
        return self._known[pair]


def reach(mobility_km: int | None, can_drive: bool | None, *, driving: int, otherwise: int) -> int:
    """How many kilometres someone goes: as said, else as far as people usually go with or without a car."""
    if mobility_km is not None:
        return max(mobility_km, 1)
    return driving if can_drive else otherwise
