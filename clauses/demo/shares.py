"""Sharing out without a remainder and without chance: hours over months, attributes over people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")


def shared(total: int, weights: Sequence[int], ceilings: Sequence[int]) -> list[int]:
    """``total`` shared in proportion to ``weights``, none above its ceiling, to the unit (largest remainders).

    All are in the same unit (hundredths of an hour here); the first of equal remainders is served first.
    Raises ValueError when the ceilings leave no room for the total, or when there is nothing to weigh by.
    """
    if total < 0 or len(weights) != len(ceilings) or any(weight <= 0 for weight in weights):
        raise ValueError("a total is not negative, and each weight is positive and has its ceiling")
    if sum(ceilings) < total:
        raise ValueError(f"{total} does not fit under ceilings that add up to {sum(ceilings)}")
    full: set[int] = set()
    while True:
        left = total - sum(ceilings[place] for place in full)
        open_places = [place for place in range(len(weights)) if place not in full]
        whole = sum(weights[place] for place in open_places)
        exact = {place: Fraction(left * weights[place], whole) for place in open_places}
        above = {place for place, share in exact.items() if share > ceilings[place]}
        if not above:
            return _rounded(left, exact, ceilings)
        full |= above


def _rounded(left: int, exact: Mapping[int, Fraction], ceilings: Sequence[int]) -> list[int]:
    """Each exact share rounded down, then one more unit to the largest remainders; the others stay at their ceiling.

    A share with a remainder is below its ceiling, a whole number: one more unit never passes it.
    """
    shares = list(ceilings)
    for place, share in exact.items():
        shares[place] = share.numerator // share.denominator
    missing = left - sum(shares[place] for place in exact)
    by_remainder = sorted(exact, key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[:missing]:
        shares[place] += 1
    return shares


def spread(counts: Mapping[T, int]) -> list[T]:
    """Each value as many times as its count says, the rare ones evenly among the others: {a: 1, b: 3} → b, a, b, b."""
    places = [
        (Fraction(2 * copy + 1, 2 * count), rank, value)
        for rank, (value, count) in enumerate(counts.items())
        for copy in range(count)
    ]
    return [value for _, _, value in sorted(places, key=lambda place: place[:2])]
