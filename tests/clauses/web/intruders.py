"""Every column of every table, sent beside the fields that a form names: none of them may be written.

Mass assignment is heard in every test that sends a form (`journalled`), on whatever the form then does.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from clauses import tables

INTRUDER: Final = "987654321"
"""A text as good as a number, that no test writes of its own."""

COLUMNS: Final = frozenset(column.name for table in tables.metadata.tables.values() for column in table.columns)


OWN: Final = {
    r"/besoins/\d+/proposer": ("comment",),
    r"/mises-en-relation/\d+/decider": ("comment", "reason"),
    r"/suivi/presences/\d+": ("present", "test_taken_on", "score", "out_of", "remark", "exception_motive"),
    r"/suivi/envois/\d+/repondre": ("decided_on", "motive"),
}
"""The fields of forms that their page shows in some states alone, or that a test sends from another page."""


def intruders(named: Collection[str], path: str = "") -> dict[str, str]:
    """What the form of a path does not name, as fields."""
    own = [name for form, names in OWN.items() if re.fullmatch(form, path) for name in names]
    return dict.fromkeys(sorted(COLUMNS.difference(named, own)), INTRUDER)
