"""What a case of a broken constraint is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel

ABSENT = 999_999
"""The id of nobody and nothing."""

UNKNOWN = "inconnu"
"""A code of no list."""

Make = Callable[..., SQLModel]


@dataclass(frozen=True)
class Case:
    """``make`` stores a valid row (with ``given``); ``broken`` are the columns that are then made wrong.

    ``aside`` is another constraint that refuses the same value first: the test sets it aside.
    """

    make: Make
    given: Mapping[str, Any] = field(default_factory=dict)
    broken: Mapping[str, Any] = field(default_factory=dict)
    twin: bool = False
    aside: str | None = None


def breaks(make: Make, given: Mapping[str, Any] | None = None, /, **broken: Any) -> Case:
    return Case(make, given or {}, broken)


def twice(make: Make, given: Mapping[str, Any] | None = None, /, **second: Any) -> Case:
    """Two rows alike in the index's columns; ``second`` is what else the second one must say to be valid."""
    return Case(make, given or {}, second, twin=True)
