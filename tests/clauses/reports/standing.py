"""A market told in a few words, with hours as a validated declaration a month: for the tests of compliance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from clauses.hours.models import Contract
from clauses.hours.rules import LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.reports.compliance import Compliance, Position
from clauses.reports.compliance_query import market_at
from tests import factories as f
from tests.factories import NOON, id_of


@dataclass
class Told:
    """One market with one lot and one titulaire, and one person at work."""

    session: Session
    market: Market
    lot: Lot
    holder: Contractor

    @classmethod
    def of(cls, session: Session, **market: Any) -> "Told":
        made = f.market(session, **{"reference": "2023-T01", "ends_on": date(2024, 6, 30), **market})
        lot = f.lot(session, market_id=id_of(made), number="1")
        return cls(session, made, lot, f.contractor(session, lot_id=id_of(lot)))

    @property
    def holder_id(self) -> int:
        return id_of(self.holder)

    @property
    def lot_id(self) -> int:
        return id_of(self.lot)

    def another(self, **values: Any) -> Contractor:
        """One more company of the lot."""
        return f.contractor(self.session, lot_id=self.lot_id, **values)

    def work(
        self,
        months: Mapping[date, int],
        *,
        contractor_id: int | None = None,
        contract: Contract | None = None,
        state: LineState = LineState.VALIDATED,
        **line: Any,
    ) -> None:
        """Declares hundredths of an hour a month, validated unless said otherwise."""
        contract = contract or f.contract(self.session, starts_on=date(2023, 1, 2))
        signed = {"validated_by": "Ana", "validated_at": NOON} if state is LineState.VALIDATED else {}
        for month, hours in months.items():
            declaration = f.declaration(
                self.session,
                contractor_id=contractor_id or self.holder_id,
                employer_id=contract.employer_id,
                month=month,
            )
            f.line(
                self.session,
                declaration_id=id_of(declaration),
                contract_id=id_of(contract),
                hours=hours,
                state=state,
                **signed,
                **line,
            )

    def at(self, on: date) -> Compliance:
        self.session.flush()
        return market_at(self.session, self.market.reference, on=on)

    def position(self, on: date, contractor_id: int | None = None) -> Position:
        """Where one contractor of the lot stands."""
        number = contractor_id or self.holder_id
        return next(each for each in self.at(on).lots[0].positions if each.contractor.id == number)


def each_month(start: date, count: int, hours: int) -> dict[date, int]:
    """The same hours for ``count`` months from one on."""
    first = start.year * 12 + start.month - 1
    return {date((first + i) // 12, (first + i) % 12 + 1, 1): hours for i in range(count)}
