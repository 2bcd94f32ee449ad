"""From when somebody's data must no longer name them, and what their birth date becomes. Pure.

Source: the product's note on privacy, « 2 ans après le dernier contact, la dernière heure comptée ou la fin du marché,
le plus tard des trois » ; règlement (UE) 2021/1060, art. 82, for what the European Social Fund paid: five years from 31
December of the year of the last payment.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clauses.dates import add_months

KEPT_MONTHS: Final = 24
FSE_YEARS: Final = 5
_LEAP: Final = 2000
"""A year that has every day."""


@dataclass(frozen=True)
class Trace:
    """The last day that counts of somebody: contact, hour, end of a market. None: something of theirs still runs.

    ``fse``: accompanied by the PLIE, whose operations the European Social Fund pays for.
    """

    person_id: int
    last: date | None
    fse: bool


def free_on(trace: Trace, paid: int | None = None) -> date | None:
    """The first day that somebody may be made anonymous; None while that cannot be told.

    ``paid`` is the year of the last payment of the operation that paid for them: without it, nobody whom the Fund may
    have paid for is free.
    """
    if trace.last is None or (trace.fse and paid is None):
        return None
    own = add_months(trace.last, KEPT_MONTHS)
    held = date(paid + FSE_YEARS, 12, 31) if trace.fse and paid is not None else own
    return max(own, held) + timedelta(days=1)


@dataclass(frozen=True)
class FileTrace:
    """A file on the shelf that names people: how many of them have a name no longer (``gone``), or still (``kept``).

    ``waits``: lines that it brought and that nobody has settled. ``names_known``: whether it is known whom it names; a
    file that repeated what was recorded brought nothing, and only its age says when it goes. ``may_name_others``: some
    of its rows were refused, or repeated what was recorded, and may be about people who still have a name.
    """

    file_id: int
    sha256: str
    name: str
    what: str
    kept_on: date
    gone: int = 0
    kept: int = 0
    waits: int = 0
    names_known: bool = True
    may_name_others: bool = False


def goes_with_them(file: FileTrace) -> bool:
    """Whether a file goes in the very act that makes the last of its people anonymous: it names nobody else."""
    return bool(file.gone) and not (file.kept or file.waits or file.may_name_others)


def may_be_destroyed(file: FileTrace, today: date) -> bool:
    """Whether nobody in a file has a name any more, nor waits to be recognised.

    A file with rows of which nobody is recorded (refused, repeated) goes after the same time as people do; a document
    issued before it was written whom it names goes after the longest time that anything is kept.
    """
    if file.kept or file.waits:
        return False
    if goes_with_them(file):
        return True
    months = KEPT_MONTHS if file.names_known else 12 * FSE_YEARS
    return add_months(file.kept_on, months) < today


def blurred(born: date, hired: Iterable[date]) -> date:
    """A birth date of the same year, as early in it as leaves every age at hiring what it was.

    What counts on a market may depend on that age (under 26, over 50): figures must not move.
    """
    before = [start for start in hired if (start.month, start.day) < (born.month, born.day)]
    if not before:
        return date(born.year, 1, 1)
    latest = max(before, key=lambda start: (start.month, start.day))
    after = date(_LEAP, latest.month, latest.day) + timedelta(days=1)
    if (after.month, after.day) == (2, 29) and not isleap(born.year):
        after = date(_LEAP, 3, 1)
    return after.replace(year=born.year)
