"""A day as an option of a command gives it."""

from __future__ import annotations

import re
from datetime import date

from clauses.errors import Misused


def day(text: str, option: str) -> date:
    """``2023-12-31`` or ``31/12/2023``. Raises ``Misused`` for anything else."""
    french = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip(), re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip(), re.ASCII)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1]))
        return date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else _no_day(text, option)
    except ValueError:
        return _no_day(text, option)


def _no_day(text: str, option: str) -> date:
    raise Misused(f"{option} : « {text} » n'est pas une date. Écrivez par exemple 2023-12-31 ou 31/12/2023.")
