"""Standing × reach → which rows: the conditions that narrow a query, one function a kind of row.

Whatever a function does not know is `false()`: a reach that the matrix gives and that no function here answers shows
nothing. Sub-queries, never joins: a condition neither multiplies rows nor changes what the query selects.

Each subject has its file; they are one behind this name.
"""

from clauses.access.conditions.accounts import (
    break_glass,
    member_here,
    member_placed,
    membership,
    organisation,
    token,
    user,
)
from clauses.access.conditions.files import issue, run, run_listed
from clauses.access.conditions.grounds import any_of, entrusted_lots, in_territory
from clauses.access.conditions.hours import contract, declaration, line
from clauses.access.conditions.markets import contractor, lot, market, obligation
from clauses.access.conditions.people import hired_by, of_person, person, showing

__all__ = [
    "any_of",
    "break_glass",
    "contract",
    "contractor",
    "declaration",
    "entrusted_lots",
    "hired_by",
    "in_territory",
    "issue",
    "line",
    "lot",
    "market",
    "member_here",
    "member_placed",
    "membership",
    "obligation",
    "of_person",
    "organisation",
    "person",
    "run",
    "run_listed",
    "showing",
    "token",
    "user",
]
