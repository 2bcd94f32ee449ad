"""Days as pages read them: the one that an address asks for, those that forms say. Those of this life, and no other."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from clauses.dates import FIRST_YEAR, LAST_YEAR
from clauses.errors import Misused
from clauses.web.visitors import asker

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(request: Any) -> date:
    """The day asked for by « au », else today. Raises ``Misused`` for what is not a date."""
    text = request.query_params.get("au", "")
    if not text:
        return asker(request).today
    found = day_said(text)
    if found is None:
        raise Misused(f"« {text[:20]} » n'est pas une date : choisissez-la dans le calendrier.")
    return found


def day_said(text: str) -> date | None:
    """``2024-03-31`` → that day; None for anything else, and for a year before 1900 or after 2199: months are added to
    it, and it must stay in the calendar."""
    try:
        found = date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None
    return found if found is not None and FIRST_YEAR <= found.year <= LAST_YEAR else None


def day_typed(text: str) -> date | None:
    """A day as a browser sends it (``2024-03-31``) or as a person writes it (``31/03/2024``); else None."""
    parts = text.strip().replace(".", "/").split("/")
    return day_said("-".join(f"{part:0>2}" for part in reversed(parts)) if len(parts) == 3 else text.strip())


def month_said(text: str) -> date | None:
    """``2024-03`` → its first day; None for anything else."""
    return day_said(f"{text}-01")


def month_typed(text: str) -> date | None:
    """A month as a browser sends it (``2024-03``) or as a person writes it (``03/2024``): its first day; else None."""
    parts = text.strip().replace(".", "/").split("/")
    return month_said("-".join(f"{part:0>2}" for part in reversed(parts)) if len(parts) == 2 else text.strip())
