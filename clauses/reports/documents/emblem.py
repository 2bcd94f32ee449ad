"""The emblem of the European Union, drawn: it stands beside the mention of what it cofinances.

Source: règlement (UE) 2021/1060, annexe IX, and the graphical guide to the European emblem: a rectangle half as long
again as it is high, twelve stars on a circle of a third of the height, each within a circle of an eighteenth of it.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final

_HIGH, _WIDE = 180, 270
_BLUE, _GOLD = "#003399", "#ffcc00"
_INNER = sin(pi / 10) / cos(pi / 5)  # of a five-pointed star whose edges go on from one point to the next

DESCRIBED: Final = "Emblème de l'Union européenne"


def emblem() -> str:
    """The emblem as an SVG image; the same each time."""
    stars = "".join(_star(_WIDE / 2 + 60 * sin(hour * pi / 6), 90 - 60 * cos(hour * pi / 6)) for hour in range(12))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}" height="{_HIGH}">'
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="{_BLUE}"/><g fill="{_GOLD}">{stars}</g></svg>'
    )


def _star(right: float, down: float) -> str:
    """A star that points up, around a place."""
    corners = (
        (right + reach * sin(turn * pi / 5), down - reach * cos(turn * pi / 5))
        for turn in range(10)
        for reach in (10 if turn % 2 == 0 else 10 * _INNER,)
    )
    return f'<polygon points="{" ".join(f"{x:.2f},{y:.2f}" for x, y in corners)}"/>'
