"""A generator of messy years: one truth, written the way companies write it.

A seed draws a year of lines, splits it into files and gives each file a combination of shapes (`Shape`). The truth is
kept beside: what was written, line by line, in hundredths of an hour.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from clauses.dates import add_months
from tests.imports.messy_shapes import FIRST, KINDS, LAST, Mess, Person, Shape
from tests.imports.messy_writer import Writer


def messy_year(seed: int, files: int = 4) -> list[Mess]:
    """The files of one year."""
    draw = random.Random(seed)
    people = [_person(draw, number) for number in range(draw.randint(4, 14))]
    return [Writer(draw, Shape.drawn(draw), people).write() for _ in range(files)]


def _person(draw: random.Random, number: int) -> Person:
    kind = draw.choice(tuple(KINDS))
    starts = date(2024, 1, 1) + timedelta(days=draw.randrange(0, 60))
    return Person(
        LAST[number % len(LAST)], draw.choice(FIRST),
        date(draw.randint(1960, 2004), draw.randint(1, 12), draw.randint(1, 28)),
        kind, starts, None if kind == "CDI" else add_months(starts, draw.randint(10, 16)),
    )  # fmt: skip
