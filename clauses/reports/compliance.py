"""Facts and a day → where every contractor stands: due, done, counted, projected, penalty. Pure.

Hours of a subcontractor credit the one who subcontracts: they stand in that row, and in no other. A groupement
solidaire is judged at its lot: its companies have one status, and the penalty stands once, at the titulaire's row; so
has a lot whose hours were never shared out between several companies. Everyone else answers for their own hours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clauses.hours.compliance import Span, Standing, Status, stands
from clauses.markets import obligations
from clauses.markets.obligations import Due, Invoiced
from clauses.markets.penalties import Penalty, simulate, tariff_on
from clauses.markets.rules import GroupingKind, Stage
from clauses.markets.waivers import remaining, waived
from clauses.reference.rules import Role
from clauses.reports.compliance_facts import ContractorHead, Facts, LotHead, MarketHead
from clauses.reports.compliance_hours import Hours, hours_of
from clauses.reports.spans import span_of


@dataclass(frozen=True)
class Position:
    """One contractor of a lot at a day. Hours are hundredths, credited ones included.

    ``projected`` is its own; ``standing`` is the lot's for a groupement solidaire. ``at_risk`` is the penalty that the
    projection leads to while the lot runs. ``waived`` is what the buyer gave up of ``penalty`` by that day, in cents.
    """

    contractor: ContractorHead
    due: Due
    hours: Hours
    standing: Standing
    projected: int | None
    penalty: Penalty
    at_risk: Penalty
    judged_at_lot: bool = False
    waived: int = 0

    @property
    def remaining(self) -> int:
        """Cents of the penalty simulated that nobody gave up."""
        return remaining(self.penalty.cents, self.waived)

    @property
    def exposed(self) -> int:
        """Cents simulated, and those that the projection adds for hours missing while the lot runs."""
        return self.penalty.cents + self.at_risk.hours_cents

    @property
    def still_exposed(self) -> int:
        """Cents of ``exposed`` that nobody gave up: what is to come never was."""
        return self.remaining + self.at_risk.hours_cents


@dataclass(frozen=True)
class LotPosition:
    """A lot at a day. ``group`` is the standing of the lot as a whole, where it is judged so: a group's, and that of a
    lot of a market notified whose hours nobody holds."""

    lot: LotHead
    span: Span
    positions: tuple[Position, ...]
    due: Due
    grouping: GroupingKind | None = None
    group: Standing | None = None
    checks: tuple[str, ...] = ()

    @property
    def statuses(self) -> tuple[Status, ...]:
        if not self.positions and self.group is not None:
            return (self.group.status,)
        return tuple(position.standing.status for position in self.positions)


@dataclass(frozen=True)
class Compliance:
    """The lots of a market at a day, in the order of their numbers; ``notes`` is what else must be known of it."""

    market: MarketHead
    on: date
    lots: tuple[LotPosition, ...] = field(default=())
    stage: Stage = Stage.RUNNING
    notes: tuple[str, ...] = ()


def compliance(facts: Facts, on: date) -> list[Compliance]:
    """Where every lot of the markets asked stands at a day, by reference of market."""
    hours = hours_of(facts, on)
    holders: dict[int, list[ContractorHead]] = defaultdict(list)
    for contractor in facts.contractors.values():
        holders[contractor.lot_id].append(contractor)
    found: dict[int, list[LotPosition]] = defaultdict(list)
    for lot in sorted(facts.lots.values(), key=lambda each: _natural(each.number)):
        if lot.market_id in facts.asked:
            found[lot.market_id].append(_lot(facts, lot, sorted(holders[lot.id], key=_place), hours, on))
    markets = sorted((facts.markets[each] for each in facts.asked), key=lambda each: (each.reference, each.id))
    return [Compliance(market, on, tuple(found[market.id])) for market in markets]


def _natural(number: str) -> tuple[int, str]:
    """Lot 2 before lot 10; lots named otherwise after them."""
    return (int(number), "") if number.isdecimal() else (10**9, number)


_ROLES = (Role.TITULAIRE, Role.COTRAITANT, Role.SOUS_TRAITANT)


def _place(contractor: ContractorHead) -> tuple[int, str, int]:
    return _ROLES.index(contractor.role), contractor.name, contractor.id


@dataclass(frozen=True)
class Dues:
    """Hours due on a lot at a day: by contractor id, what nobody holds yet, and the whole."""

    held: Mapping[int, Due]
    unshared: Due
    whole: Due
    grouping: GroupingKind | None


def dues_of(facts: Facts, lot: LotHead, holders: Sequence[ContractorHead], on: date) -> Dues:
    """What each company of a lot owes at a day.

    Hours of the lot itself are those of its only company until that one's own are set, and what adds to or removes from
    that company's applies to them; of several companies, they are owed together until one has its own. What a
    subcontractor owes in its own name changes nothing to what the others owe.
    """
    kind = _grouping(facts.groupings.get(lot.id, ()), on)
    members = _members(holders)
    dues = _held(facts, holders, members, on, together=kind is GroupingKind.SOLIDAIRE)
    nothing, everything = obligations.due((), (), on), _all(facts.invoices, holders)
    of_lot = facts.lot_obligations.get(lot.id, ())
    unshared = obligations.due(of_lot, everything, on)
    if any(obligations.is_set(dues[each.id].versions) for each in members):
        unshared = nothing
    elif unshared.versions and len(members) == 1:
        (only,) = members
        whole = obligations.after(of_lot, facts.obligations.get(only.id, ()))
        dues[only.id], unshared = obligations.due(whole, everything, on), nothing
    return Dues(
        dues,
        unshared,
        _sum([*dues.values(), *([unshared] if unshared.versions else [])]) if holders else unshared,
        kind,
    )


def _members(holders: Sequence[ContractorHead]) -> list[ContractorHead]:
    return [each for each in holders if each.role is not Role.SOUS_TRAITANT]


def _lot(
    facts: Facts, lot: LotHead, holders: Sequence[ContractorHead], hours: Mapping[int, Hours], on: date
) -> LotPosition:
    span, owed, members = span_of(facts, lot, on), dues_of(facts, lot, holders, on), _members(holders)
    together = len(members) > 1 and (owed.grouping is GroupingKind.SOLIDAIRE or bool(owed.unshared.versions))
    unheld = not holders and owed.whole.hours > 0 and span.starts_on is not None and span.starts_on <= on
    group = _group(members, hours, owed.whole, span, on) if together or unheld else None
    pays_for_all = _priced(facts, members, span, on)
    positions = []
    for each in holders:
        own = hours.get(each.id, Hours())
        alone = stands(due=owed.held[each.id].hours, counted=own.counted, validated=own.months, span=span, on=on)
        shared = group if group is not None and each.role is not Role.SOUS_TRAITANT else None
        standing = shared or alone
        pays = shared is None or each.id == pays_for_all
        penalty, at_risk = _penalties(facts, each, standing if pays else None, span, on)
        positions.append(
            Position(
                each,
                owed.held[each.id],
                own,
                standing,
                alone.projected,
                penalty,
                at_risk,
                shared is not None,
                waived(facts.waivers.get(each.id, ()), on),
            )
        )
    return LotPosition(
        lot,
        span,
        tuple(positions),
        owed.whole,
        owed.grouping,
        group,
        tuple(_checks(lot, span, positions, unheld=unheld)),
    )


def _grouping(versions: Sequence[tuple[date | None, GroupingKind]], on: date) -> GroupingKind | None:
    known = [(since or date.min, place, kind) for place, (since, kind) in enumerate(versions)]
    return max(((since, place, kind) for since, place, kind in known if since <= on), default=(None, 0, None))[2]


def _held(
    facts: Facts,
    holders: Sequence[ContractorHead],
    members: Sequence[ContractorHead],
    on: date,
    *,
    together: bool,
) -> dict[int, Due]:
    """What each one owes. In a groupement solidaire whose obligation one company bears, all its invoices count."""
    bearing = [each for each in members if obligations.in_force(facts.obligations.get(each.id, ()), on)]
    shared = _all(facts.invoices, holders) if together and len(bearing) == 1 else None
    return {
        each.id: obligations.due(
            facts.obligations.get(each.id, ()),
            shared if shared is not None and each in bearing else facts.invoices.get(each.id, ()),
            on,
        )
        for each in holders
    }


def _all(invoices: Mapping[int, Sequence[Invoiced]], holders: Iterable[ContractorHead]) -> list[Invoiced]:
    return [invoice for each in holders for invoice in invoices.get(each.id, ())]


def _sum(parts: Sequence[Due]) -> Due:
    """The hours due of a lot: what its companies owe, and what nobody holds yet."""
    if len(parts) == 1:
        return parts[0]
    versions = tuple(version for part in parts for version in part.versions)
    return Due(sum(each.hours for each in parts), sum(each.invoiced for each in parts), versions, parts[0].on)


def _group(members: Sequence[ContractorHead], hours: Mapping[int, Hours], due: Due, span: Span, on: date) -> Standing:
    months: dict[date, int] = defaultdict(int)
    for each in members:
        for month, counted in hours.get(each.id, Hours()).months.items():
            months[month] += counted
    counted = sum(hours.get(each.id, Hours()).counted for each in members)
    return stands(due=due.hours, counted=counted, validated=months, span=span, on=on)


def _priced(facts: Facts, members: Sequence[ContractorHead], span: Span, on: date) -> int | None:
    """The company of a group that carries its penalty: the first that has a tariff that day, else the first."""
    day = _rated_on(span, on)
    priced = [each.id for each in members if tariff_on(facts.tariffs.get(each.id, ()), day) is not None]
    return next(iter([*priced, *(each.id for each in members)]), None)


def _rated_on(span: Span, on: date) -> date:
    """The day whose tariff holds: the day asked, or that on which the lot ended."""
    over = [day for day in (span.closed_on, span.ends_on) if day is not None]
    return min([*over, on]) if span.over(on) else on


def _penalties(
    facts: Facts, contractor: ContractorHead, standing: Standing | None, span: Span, on: date
) -> tuple[Penalty, Penalty]:
    """What is due for hours missing and proofs late at a day; what the projection would cost while the lot runs."""
    rated_on = _rated_on(span, on)
    tariff = tariff_on(facts.tariffs.get(contractor.id, ()), rated_on)
    missing = standing.missing if standing else 0
    notices = facts.notices.get(contractor.id, ())
    penalty = simulate(tariff, missing, on=on, notices=notices, rated_on=rated_on, values=facts.values)
    short = (standing.short or 0) if standing and not span.over(on) else 0
    return penalty, simulate(tariff, short, on=on, values=facts.values, foreseen=True)


def _checks(lot: LotHead, span: Span, positions: Sequence[Position], *, unheld: bool) -> Iterable[str]:
    """What must be known to read a lot."""
    if unheld:
        yield f"Lot {lot.number} : des heures sont dues et personne ne le tient. Indiquez son attributaire."
    if span.ends_on is None:
        yield f"Lot {lot.number} : sans date de fin, rien ne peut être projeté. Ajoutez-la au marché."
    for position in positions:
        each = position.contractor
        if each.role is Role.SOUS_TRAITANT and each.credits == each.id and position.hours.worked:
            yield (
                f"Lot {lot.number} : on ne sait pas qui sous-traite à {each.name}, dont les heures ne créditent "
                "personne d'autre. Indiquez-le."
            )
        if each.credits != each.id and position.due.hours:
            yield (
                f"Lot {lot.number} : {each.name} est sous-traitant et doit des heures en propre, alors que les siennes "
                "créditent celui qui sous-traite. Vérifiez qui les doit."
            )
