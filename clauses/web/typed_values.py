"""What a person types in a form, read as values: hours, euros. Nothing is guessed: what is not one is None."""

from __future__ import annotations

import re
from typing import Any

from clauses.quantities import HUNDREDTHS_PER_HOUR

_NUMBER = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?", re.ASCII)


def text(data: dict[str, Any], name: str) -> str:
    """The words of a field, on one line."""
    value = data.get(name, "")
    return " ".join(value.replace("\x00", "").split())[:400] if isinstance(value, str) else ""


def ticked(data: dict[str, Any], name: str) -> str:
    """The codes ticked in a list, a space between: a form sends one as a text, several as a list."""
    value = data.get(name, "")
    codes = value if isinstance(value, list) else [value]
    return text({name: " ".join(code for code in codes if isinstance(code, str))}, name)


def hundredths(typed: str) -> int | None:
    """« 1 234,5 h » → hundredths of an hour."""
    found = _NUMBER.fullmatch(re.sub(r"\s|h$", "", typed).replace(",", "."))
    return None if found is None else int(found[1]) * HUNDREDTHS_PER_HOUR + int((found[2] or "").ljust(2, "0"))


def cents(typed: str) -> int | None:
    """« -1 234,50 € » → cents; a minus sign for what is taken back."""
    bare = re.sub(r"\s|€$", "", typed).replace(",", ".").replace("−", "-")  # as a word processor writes it
    found = _NUMBER.fullmatch(bare.removeprefix("-"))
    if found is None:
        return None
    amount = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return -amount if bare.startswith("-") else amount


def months(typed: str) -> int | None:
    """« 24 mois » → 24; from one month to a century."""
    bare = re.sub(r"\s|mois$", "", typed)
    return int(bare) if re.fullmatch(r"\d{1,4}", bare, re.ASCII) and 0 < int(bare) <= 1_200 else None
