"""Who asks, made by hand: no account is needed to see what a right reaches."""

from datetime import date

from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.scope import Scope, Standing
from tests.factories import NOON

TODAY = NOON.date()


def asking(
    kind: ActorKind = ActorKind.F,
    *,
    body: int | None = None,
    territory: int = FIRST_TERRITORY,
    today: date = TODAY,
) -> Scope:
    """Somebody in one capacity: a facilitateur of the first territory unless told otherwise."""
    return Scope(0, "Ana", (Standing(0, kind, body, territory),), today)
