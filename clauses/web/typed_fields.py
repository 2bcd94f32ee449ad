"""What a form holds, read field by field: each fault is a sentence beside its field, nothing is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from clauses.web.days import day_typed
from clauses.web.sound import row_number

LINE: Final = 300
"""Signs of a line of text."""
PARAGRAPH: Final = 4000


@dataclass
class Typed:
    """A form being read; ``errors`` maps the name of a field to what is wrong with it."""

    data: Mapping[str, Any]
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, *, missing: str = "", most: int = LINE) -> str:
        """A text without control signs; ``missing`` is said when it is empty and must not be."""
        value = self.data.get(name, "")
        lines = value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""
        kept = "".join(sign for sign in lines if sign.isprintable() or sign in "\n\t").strip()[:most]
        if not kept and missing:
            self.errors[name] = missing
        return kept

    def day(self, name: str, *, missing: str = "") -> date | None:
        """A date, as a calendar gives it or as one writes it: 2024-03-12, 12/03/2024."""
        text = self.text(name, missing=missing, most=40)
        if not text:
            return None
        found = day_typed(text)
        if found is None:
            self.errors[name] = f"« {text} » n'est pas une date : écrivez par exemple 12/03/2024."
        return found

    def number(self, name: str, *, most: int = 10_000, missing: str = "") -> int | None:
        """A whole number from 0 to ``most``."""
        text = self.text(name, missing=missing, most=20).replace("\u202f", "").replace(" ", "")
        if not text:
            return None
        if text.isascii() and text.isdigit() and int(text) <= most:
            return int(text)
        self.errors[name] = f"« {text} » n'est pas un nombre entier de 0 à {most}."
        return None

    def row(self, name: str, *, missing: str = "") -> int | None:
        """The number of the row chosen in a list."""
        text = self.text(name, missing=missing, most=40)
        if not text:
            return None
        number = row_number(text)
        if number is None:
            self.errors[name] = f"« {text} » n'est pas dans la liste : choisissez à nouveau."
        return number

    def many(self, name: str) -> list[str]:
        """The values of boxes ticked."""
        value = self.data.get(name, [])
        ticked = value if isinstance(value, list) else [value]
        return [each for each in ticked if isinstance(each, str)]

    def numbers(self, name: str) -> list[int]:
        """The ids of boxes ticked; what is no number is as if unticked."""
        return [number for each in self.many(name) if (number := row_number(each)) is not None]


def kept(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was typed, to be shown again; a field that the form does not hold is empty."""
    return defaultdict(str, {name: value for name, value in data.items() if isinstance(value, str | list)})
