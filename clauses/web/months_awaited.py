"""The months awaited, as those who ask for them and those who send them see them: one rule, `reports.awaited`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from clauses.access.depositing import Depositor
from clauses.access.deposits import Place
from clauses.access.exchanges import last_talks
from clauses.access.reminders import addresses_of, days_asked, to_ask
from clauses.accounts.scope import Scope
from clauses.reports.awaited import Awaited, awaited


@dataclass(frozen=True)
class Missing:
    """A month that a contractor has not sent. ``asked`` are the days when it was asked for; ``addresses`` those of the
    company's accounts; ``talked_on`` the day of the last exchange with it."""

    awaited: Awaited
    organisation_id: int
    asked: tuple[date, ...] = ()
    addresses: tuple[str, ...] = ()
    talked_on: date | None = None

    @property
    def key(self) -> str:
        """The contractor and the month, as a form carries them."""
        return f"{self.awaited.contractor_id}:{self.awaited.month:%Y-%m}"


def missing(session: Session, scope: Scope) -> list[Missing]:
    """What somebody asks the companies of their territory for; the latest first."""
    reached = to_ask(session, scope)
    found = awaited(session, reached, scope.today, markets={one.market_id for one in reached.values()})
    asked = days_asked(session, sorted({one.contractor_id for one in found}))
    talks = last_talks(session, scope, [one.contractor_id for one in found])
    bodies = {one.contractor_id: reached[one.contractor_id].organisation_id for one in found}
    addresses = addresses_of(session, sorted(set(bodies.values())), scope.today)
    return [
        Missing(
            one,
            bodies[one.contractor_id],
            tuple(asked.get((one.contractor_id, f"{one.month:%Y-%m}"), ())),
            tuple(addresses.get(bodies[one.contractor_id], ())),
            talks.get(one.contractor_id),
        )
        for one in found
    ]


@dataclass(frozen=True)
class MonthDue:
    """A month to send, and the lot that it is awaited on."""

    place: Place
    month: date


def months_to_send(session: Session, who: Depositor, places: Sequence[Place], today: date) -> list[MonthDue]:
    """The months awaited on the lots where a company may write, the oldest first. A facilitateur owes none."""
    if who.employer_id is None:
        return []
    by_contractor = {place.contractor_id: place for place in places}
    found = awaited(session, by_contractor, today, markets={place.market_id for place in places})
    return [MonthDue(by_contractor[one.contractor_id], one.month) for one in found]
