"""How a command ends: 0 done, 1 some rows rejected or something found, 2 unusable, 3 refused by a rule."""

from __future__ import annotations

from clauses.errors import ClausesError, Conflict

DONE, FOUND, UNUSABLE, REFUSED = 0, 1, 2, 3


def status_of(refusal: ClausesError) -> int:
    """A state that forbids is a rule (3); an input or an option that cannot be used is 2."""
    return REFUSED if isinstance(refusal, Conflict) else UNUSABLE
