"""What a column of a file is, and the ways a cell can be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clauses.files.rules import Severity


class Parser(StrEnum):
    """How the text of a cell becomes a value (`imports.values`)."""

    TEXT = "text"
    NAME = "name"
    REFERENCE = "reference"
    LOT = "lot"
    SIRET = "siret"
    CPV = "cpv"
    POSTAL = "postal"
    DATE = "date"
    BIRTH = "birth"
    END = "end"
    MONTH = "month"
    YEAR = "year"
    HOURS = "hours"
    MONEY = "money"
    COUNT = "count"
    DISTANCE = "distance"
    OBLIGATION = "obligation"
    YES_NO = "yes_no"
    LIST = "list"
    WORD = "word"
    """One of the words of `imports.vocabulary`, by the name of the field."""


@dataclass(frozen=True)
class Field:
    """One column of a kind of file.

    ``one_of`` names a group of which one column is enough (the SIRET or the name of a contractor).
    ``on_bad`` is what an unreadable cell does: refuse the row, or be said and left out where no figure depends on it.
    ``stored`` is False for a column that only helps to read others (a year beside months, a name in one cell).
    """

    name: str
    header: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    parser: Parser = Parser.TEXT
    example: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()
    one_of: str = ""
    on_bad: Severity = Severity.ERROR
    stored: bool = True
    may_be_blank: bool = False
    """Whether a required column may be blank, or absent: what is recorded completes it (the only lot of a market)."""
    grouped: bool = False
    """Whether a blank may stand for the cell above, where the sheet is clearly laid out in groups."""

    offered: bool = True
    """Whether templates have this column; some are only met in the files of others."""

    unless: str = ""
    """Words (a pattern, on the folded header) that make a header which resembles this one another column.

    They are looked for in the whole header, brackets included, unless it is a synonym to the letter.
    """

    beside: str = ""
    """Words that may stand beside a synonym and change nothing."""
