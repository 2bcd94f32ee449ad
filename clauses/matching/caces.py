"""The recommandations of the CACES, today's and those before 2020, in the categories of today.

Sources: recommandations CNAM R482, R483, R484, R485, R486, R487, R489 and R490, in force since 1 January 2020, with the
equivalences that they give for the certificates obtained before (R372m, R377m, R383m, R386, R389, R390); R318 was no
CACES but is written as one. R372m category 5 (finishers) has no equivalent. Validity: 10 years for R482 and R372m,
5 for the others. A certificate of before 2020 was obtained on 31 December 2019 at the latest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CATEGORIES: dict[str, tuple[str, ...]] = {
    "R482": ("A", "B1", "B2", "B3", "C1", "C2", "C3", "D", "E", "F", "G"),
    "R483": ("A", "B"),
    "R484": ("1", "2"),
    "R485": ("1", "2"),
    "R486": ("A", "B", "C"),
    "R487": ("1", "2", "3"),
    "R489": ("1A", "1B", "2A", "2B", "3", "4", "5", "6", "7"),
    "R490": ("",),
}
"""Today's families and their categories; the loading crane (R490) has none."""

_LOOSE: dict[tuple[str, str], tuple[str, ...]] = {
    ("R482", "B"): ("B1", "B2", "B3"),
    ("R482", "C"): ("C1", "C2", "C3"),
    ("R489", "1"): ("1A", "1B"),
    ("R489", "2"): ("2A", "2B"),
    ("R486", "1A"): ("A",),
    ("R486", "3A"): ("A",),
    ("R486", "1B"): ("B",),
    ("R486", "3B"): ("B",),
    ("R487", "GME"): ("1", "2"),
    ("R487", "GMA"): ("3",),
}
"""Ways people write a category that is none, and the categories that it may be: « R489 1 » is 1A or 1B."""

_BEFORE: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "R372": (
        "R482",
        {
            "1": ("A",), "2": ("B1", "B2", "B3"), "3": ("C2",), "4": ("C1",), "5": (), "6": ("C3",), "7": ("D",),
            "8": ("E",), "9": ("F",), "10": ("G",),
        },
    ),
    "R377": ("R487", {"GME": ("1",), "GMA": ("3",)}),
    "R383": (
        "R483",
        {"A": ("A",), "B": ("B",), "1A": ("A",), "2A": ("A",), "2C": ("A",), "1B": ("B",), "2B": ("B",)},
    ),
    "R386": (
        "R486",
        {
            "A": ("A",), "B": ("B",), "1A": ("A",), "3A": ("A",), "1B": ("B",), "3B": ("B",), "2A": (), "2B": (),
        },
    ),
    "R389": ("R489", {"1": ("1A",), "2": ("2A", "2B"), "3": ("3",), "4": ("4",), "5": ("5",), "6": ("7",)}),
    "R390": ("R490", {}),
    "R318": ("R484", {"1": ("1",), "2": ("2",)}),
}  # fmt: skip
"""The family before 2020 → today's, and what each of its categories became; () when it became nothing."""

FAMILIES = frozenset(CATEGORIES) | frozenset(_BEFORE)

_LONG = frozenset({"R482", "R372"})
_LAST_OLD_EXAMINATION = 2019


@dataclass(frozen=True)
class Meaning:
    """A certificate in today's words: all these categories, or one of them when ``vague``."""

    family: str
    categories: frozenset[str]
    vague: bool = False


def meaning(family: str, category: str) -> Meaning:
    """What a family and a category as written come to today; what came to nothing only answers itself."""
    if family in _BEFORE:
        today, became = _BEFORE[family]
        if not category:
            return Meaning(today, frozenset(CATEGORIES[today]), vague=len(CATEGORIES[today]) > 1)
        categories = became.get(category, ())
        return Meaning(today, frozenset(categories)) if categories else Meaning(family, frozenset({category}))
    known = CATEGORIES[family]
    if not category:
        return Meaning(family, frozenset(known), vague=len(known) > 1)
    if category in known:
        return Meaning(family, frozenset({category}))
    loose = _LOOSE[family, category]
    return Meaning(family, frozenset(loose), vague=len(loose) > 1)


def is_category(family: str, category: str) -> bool:
    """Whether such a category can be written for this family."""
    if family in _BEFORE:
        return category in _BEFORE[family][1]
    return bool(category) and (category in CATEGORIES[family] or (family, category) in _LOOSE)


def years_of(family: str) -> int:
    """How many years a certificate of this family holds."""
    return 10 if family in _LONG else 5


def last_day_of_old(family: str) -> date | None:
    """The last day on which a certificate of before 2020 can be valid; None for today's families."""
    return date(_LAST_OLD_EXAMINATION + years_of(family), 12, 31) if family in _BEFORE else None
