"""What the pages of the follow-up offer to choose among: the actions, lots and contractors that one sees."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from clauses.access.queries import ABSENT, within
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.errors import NotFound
from clauses.markets.models import Contractor, Lot, Market
from clauses.sites.models import Meeting, OperatorAction


@dataclass(frozen=True)
class Choice:
    """An action that one sees, in words."""

    id: int
    label: str
    year: int


def actions_seen(session: Session, scope: Scope) -> list[Choice]:
    """The actions that one sees, the latest first."""
    rows = session.execute(
        select(OperatorAction.id, OperatorAction.name, OperatorAction.year, Organisation.name)
        .join(Organisation, col(Organisation.id) == col(OperatorAction.operator_id))
        .where(within(scope, OperatorAction))
        .order_by(col(OperatorAction.year).desc(), col(OperatorAction.id).desc())
    )
    return [Choice(number or 0, f"{operator}, « {name} » {year}", year) for number, name, year, operator in rows]


def action_of_meeting(session: Session, meeting_id: int) -> int:
    """The action that a meeting belongs to. Raises ``NotFound``."""
    found = session.exec(select(Meeting.action_id).where(col(Meeting.id) == meeting_id)).first()
    if found is None:
        raise NotFound(ABSENT)
    return found


def lots(session: Session, scope: Scope) -> list[tuple[int, str]]:
    """The lots that one sees, as the choices of a form."""
    rows = session.execute(
        select(Lot.id, Market.reference, Lot.number)
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(within(scope, Lot))
        .order_by(col(Market.reference), col(Lot.number))
    )
    return [(number or 0, f"{reference}, lot {lot}") for number, reference, lot in rows]


def contractors(session: Session, scope: Scope) -> list[tuple[int, str]]:
    """The contractors that one sees, as the choices of a form."""
    rows = session.execute(
        select(Contractor.id, Organisation.name, Market.reference, Lot.number)
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .where(within(scope, Contractor))
        .order_by(col(Organisation.name), col(Market.reference), col(Lot.number))
    )
    return [(number or 0, f"{name} ({reference}, lot {lot})") for number, name, reference, lot in rows]
