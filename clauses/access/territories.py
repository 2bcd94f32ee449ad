"""In which territory what somebody adds is put."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from clauses.accounts.rules import FIRST_TERRITORY, OF_A_TERRITORY
from clauses.accounts.scope import Scope


def put_in_territory(session: Session, scope: Scope, table: Any, **key: int) -> None:
    """What somebody adds is of their own territory; the first one needs no row."""
    territory = next((one.territory_id for one in scope.standings if one.kind in OF_A_TERRITORY), FIRST_TERRITORY)
    if scope.standings and not scope.kinds & OF_A_TERRITORY:
        territory = scope.standings[0].territory_id
    if territory != FIRST_TERRITORY:
        session.add(table(**key, territory_id=territory))
