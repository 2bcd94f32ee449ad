"""The day that a page speaks of: today, or the one that its address asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from clauses.errors import Misused
from clauses.web.visitors import asker


def day_of(request: Any) -> date:
    """The day asked for by « au », else today. Raises ``Misused`` for what is not a date."""
    text = request.query_params.get("au", "")
    if not text:
        return asker(request).today
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Misused(f"« {text[:20]} » n'est pas une date : choisissez-la dans le calendrier.") from error
