"""Templates, and the French forms of the figures that they show."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from clauses.dates import french_day
from clauses.quantities import french, french_hours, french_share, grouped
from clauses.reference.rules import ContractKind, Nature, Origin


def environment(folder: Path) -> Environment:
    """Jinja that escapes everything and refuses an unknown name."""
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters |= {
        "hours": french_hours,
        "hundredths": french,
        "count": grouped,
        "day": french_day,
    }
    made.filters["said"] = said
    made.globals["share"] = french_share
    return made


_WORDS: dict[str, str] = {
    **{code.value: code.label for code in (*Nature, *ContractKind, *Origin)},
    "FORMATION": "Formation qualifiante",
    "CREATION": "Création d'entreprise",
}


def said(code: str) -> str:
    """The French words of a code that heads a row; a name stays what it is."""
    return _WORDS.get(code, code)
