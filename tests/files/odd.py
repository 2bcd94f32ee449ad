"""Files that a careful person understands, and the texts that they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

NBSP = "\u00a0"


@dataclass(frozen=True)
class Odd:
    """A file to read: ``texts`` of the first sheet by place (None is blank), and what else is to be said of it.

    ``said`` holds attributes of `Sheet` for the first sheet; ``size`` is (rows, columns).
    """

    name: str
    sent_as: str
    build: Callable[[], bytes]
    texts: Mapping[str, str | None] = field(default_factory=dict)
    size: tuple[int, int] | None = None
    sheets: tuple[str, ...] | None = None
    said: Mapping[str, object] = field(default_factory=dict)
