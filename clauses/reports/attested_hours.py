"""The validated hours of a contractor on a market, as an attestation says them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from clauses.accounts.models import Organisation
from clauses.dates import Period
from clauses.errors import NotFound
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.holding import Held
from clauses.markets.holding_models import ContractorBefore
from clauses.markets.models import Contractor, Lot, Market
from clauses.markets.queries import holdings
from clauses.markets.rules import Rewriting
from clauses.people.models import Person
from clauses.reference.rules import ContractKind
from clauses.words import folded


@dataclass(frozen=True)
class AttestedLine:
    """Hours of somebody under one kind of contract in one month on one lot; hundredths of an hour.

    ``credited``: the subcontractor whose hours these are, None for those declared under the contractor itself.
    ``credits``: the company that these hours of its own credit, None where they are done on its own account.
    """

    last_name: str
    first_name: str
    kind: ContractKind
    month: date
    lot: str
    hours: int
    training: int
    credited: str | None = None
    credits: str | None = None


@dataclass(frozen=True)
class Attested:
    """What is attested: whose hours, on which market, over which period. ``people`` are the numbers of those named."""

    contractor: str
    siret: str | None
    market: str
    title: str
    buyer: str
    period: Period
    lines: tuple[AttestedLine, ...]
    people: frozenset[int] = frozenset()

    @property
    def hours(self) -> int:
        """All of them, in hundredths."""
        return sum(line.hours for line in self.lines)


def pairs_with_hours(
    session: Session, period: Period, only: ColumnElement[bool] | None = None
) -> Sequence[tuple[int, int]]:
    """(organisation, market) of everyone with validated hours in a period, in a steady order.

    A subcontractor has its own pair, beside that of the company whom its hours credit. ``only`` keeps the lines
    (`Line`) that are looked at.
    """
    holder = aliased(Contractor)
    moved = select(col(ContractorBefore.contractor_id)).where(col(ContractorBefore.rewriting) == Rewriting.CHANGE)
    kept = (*_counted(period), *(() if only is None else (only,)))
    stayed = session.execute(
        _declared(select(col(Lot.market_id), col(holder.organisation_id), col(Contractor.organisation_id)))
        .join(holder, col(holder.id) == func.coalesce(col(Contractor.credits_id), col(Contractor.id)))
        .where(*kept, col(Contractor.id).not_in(moved))
        .distinct()
    )
    found = {(int(market), int(body)) for market, *bodies in stayed for body in bodies}
    months = session.execute(
        _declared(select(col(Lot.market_id), col(Contractor.id), col(Declaration.month)))
        .where(*kept, col(Contractor.id).in_(moved))
        .distinct()
    ).all()
    if months:
        lots = select(col(Contractor.lot_id)).where(col(Contractor.id).in_(moved))
        held, bodies = holdings(session, lots), _bodies(session, lots)
        found |= {(market, bodies[held[one].credits(month) or one]) for market, one, month in months}
        found |= {(market, bodies[one]) for market, one, _ in months}
    return [(organisation, market) for market, organisation in sorted(found)]


def _declared(query: Any) -> Any:
    """From the lines declared, with their contractor and its lot."""
    return (
        query.select_from(Declaration)
        .join(Line, col(Line.declaration_id) == col(Declaration.id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
    )


def _bodies(session: Session, lots: Select[Any]) -> dict[int, int]:
    """The organisation that each contractor of some lots is."""
    rows = select(col(Contractor.id), col(Contractor.organisation_id)).where(col(Contractor.lot_id).in_(lots))
    return {int(number or 0): body for number, body in session.execute(rows)}


def find_pair(session: Session, *, contractor: str, market: str) -> tuple[int, int]:
    """The ids of a contractor (name or SIRET) of a market (reference). Raises ``NotFound`` saying which is missing."""
    rows = session.execute(
        select(col(Contractor.organisation_id), col(Market.id), col(Organisation.name_key), col(Organisation.siret))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .where(col(Market.reference_key) == folded(market))
    ).all()
    if not rows:
        raise NotFound(f"Le marché « {market} » n'existe pas, ou n'a pas d'attributaire. Vérifiez sa référence.")
    asked = "".join(contractor.split())
    found = {(row[0], row[1]) for row in rows if asked == row[3] or folded(contractor) == row[2]}
    if len(found) != 1:
        raise NotFound(
            f"« {contractor} » ne désigne pas un attributaire et un seul du marché « {market} ». Donnez son SIRET."
        )
    return found.pop()


def attested_hours(session: Session, organisation_id: int, market_id: int, period: Period) -> Attested:
    """The validated hours of a contractor on a market, by person, kind of contract and month; subcontractors credit it
    for the months when they subcontracted for it.

    Raises ``NotFound`` when it has none in the period: nothing is attested.
    """
    lots = select(col(Lot.id)).where(col(Lot.market_id) == market_id)
    held, bodies = holdings(session, lots), _bodies(session, lots)
    own = {number for number, body in bodies.items() if body == organisation_id}
    subcontractor = aliased(Organisation)
    rows = session.execute(
        _declared(
            select(
                col(Person.last_name), col(Person.first_name), col(Contract.kind), col(Declaration.month),
                col(Lot.number), col(Contractor.id), col(subcontractor.name), func.sum(col(Line.hours)),
                func.sum(col(Line.training)), col(Person.id),
            )
        )
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .join(Person, col(Person.id) == col(Contract.person_id))
        .join(subcontractor, col(subcontractor.id) == col(Contractor.organisation_id))
        .where(*_counted(period), col(Contractor.id).in_(own.union(_under(own, held))))
        .group_by(
            col(Person.id), col(Person.last_key), col(Person.last_name), col(Person.first_key), col(Person.first_name),
            col(Contract.kind), col(Declaration.month), col(Lot.number), col(Contractor.id), col(subcontractor.name),
        )
        .order_by(
            col(Person.last_key), col(Person.first_key), col(Person.id), col(Contract.kind), col(Declaration.month),
            col(Lot.number), col(subcontractor.name),
        )
    ).all()  # fmt: skip
    title, siret, name = _who(session, organisation_id, market_id)
    principals = _principals(session, bodies, own)
    counted = [row for row in rows if row[5] in own or held[row[5]].credits(row[3]) in own]
    lines = tuple(
        AttestedLine(
            last, first, kind, month, lot, int(hours), int(training),
            credited=None if number in own else by,
            credits=principals.get(held[number].credits(month) or 0) if number in own else None,
        )
        for last, first, kind, month, lot, number, by, hours, training, _ in counted
    )  # fmt: skip
    if not lines:
        raise NotFound(f"{name} n'a pas d'heures validées sur le marché « {title[0]} » dans cette période.")
    people = frozenset(int(row[-1]) for row in counted)
    return Attested(name, siret, title[0], title[1], title[2], period, lines, people)


def _principals(session: Session, bodies: Mapping[int, int], own: Collection[int]) -> dict[int, str]:
    """The names of those whom a company may do hours for: every contractor that is not itself."""
    others = {number: body for number, body in bodies.items() if number not in own}
    rows = session.execute(
        select(col(Organisation.id), col(Organisation.name)).where(col(Organisation.id).in_(set(others.values())))
    )
    names = {int(body or 0): name for body, name in rows}
    return {number: names[body] for number, body in others.items()}


def _under(own: Collection[int], held: Mapping[int, Held]) -> set[int]:
    """Who subcontracts, or once did, for some contractors: the months tell when."""
    said = {number: (each.now, *(before.was for before in each.before)) for number, each in held.items()}
    return {number for number, every in said.items() if any(one.credits_id in own for one in every)}


def _who(session: Session, organisation_id: int, market_id: int) -> tuple[tuple[str, str, str], str | None, str]:
    buyer = aliased(Organisation)
    reference, title, bought_by = session.execute(
        select(col(Market.reference), col(Market.title), col(buyer.name))
        .join(buyer, col(buyer.id) == col(Market.buyer_id))
        .where(col(Market.id) == market_id)
    ).one()
    siret, name = session.execute(
        select(col(Organisation.siret), col(Organisation.name)).where(col(Organisation.id) == organisation_id)
    ).one()
    return (reference, title, bought_by), siret, name


def _counted(period: Period) -> tuple[ColumnElement[bool], ...]:
    """Validated lines of declarations in force whose month starts in the period."""
    return (
        col(Declaration.month).between(period.starts_on, period.ends_on),
        col(Declaration.state) == DeclarationState.CURRENT,
        col(Line.state) == LineState.VALIDATED,
    )
