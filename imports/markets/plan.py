"""A file of markets + what is recorded → markets, lots, contractors and obligations to write. Nothing is written here.

Nothing recorded is overwritten in silence: an obligation that changes gets a new version; a date, title or role that
changes is replaced and counted as such, and the run keeps the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clauses.dates import french_day
from clauses.files.rules import Issue, Severity
from clauses.markets.rules import ObligationKind
from clauses.reference.rules import Nature, Role
from clauses.words import folded
from imports.companies import Body, Companies
from imports.said import Headers, Row, Saying, issue_of


@dataclass(frozen=True)
class MarketFacts:
    """What a row says of a market; None where it says nothing."""

    buyer_id: int
    reference: str
    title: str
    nature: Nature
    consulted_on: date | None = None
    notified_on: date | None = None
    ends_on: date | None = None
    social_consideration: str | None = None
    publics: str | None = None

    @property
    def key(self) -> tuple[int, str]:
        return self.buyer_id, folded(self.reference)


@dataclass(frozen=True)
class LotFacts:
    market: tuple[int, str]
    number: str
    title: str | None = None
    sector: str | None = None
    cpv: str | None = None
    nature: Nature | None = None

    @property
    def key(self) -> tuple[tuple[int, str], str]:
        return self.market, self.number


@dataclass(frozen=True)
class ContractorFacts:
    lot: tuple[tuple[int, str], str]
    organisation_id: int
    role: Role
    amount_cents: int | None = None

    @property
    def key(self) -> tuple[tuple[tuple[int, str], str], int]:
        return self.lot, self.organisation_id


@dataclass(frozen=True)
class ObligationFacts:
    """Hours due: a fixed volume in hundredths of an hour, or cents invoiced per hour above a threshold in cents."""

    kind: ObligationKind
    due: int | None = None
    cents_per_hour: int | None = None
    threshold_cents: int = 0


@dataclass(frozen=True)
class KnownMarkets:
    """What is recorded, by the same keys as the file's; the numbers beside are ids."""

    bodies: Sequence[Body]
    markets: Mapping[tuple[int, str], tuple[int, MarketFacts]]
    lots: Mapping[tuple[tuple[int, str], str], tuple[int, LotFacts]]
    contractors: Mapping[tuple[tuple[tuple[int, str], str], int], tuple[int, ContractorFacts]]
    obligations: Mapping[int, tuple[int, ObligationFacts]]
    """By contractor id: the number and content of the last version."""
    lot_obligations: Mapping[int, tuple[int, ObligationFacts]]
    """By lot id, for lots that nobody holds yet."""
    penalties: Mapping[int, tuple[int, int]]
    """By contractor id: the number of the last version and the cents per missing hour."""


@dataclass(frozen=True)
class Place:
    sheet: str
    row: int


@dataclass
class MarketsPlan:
    """What to write, in order: organisations, markets, lots, contractors, obligations, penalties."""

    companies: Companies
    markets: dict[tuple[int, str], MarketFacts] = field(default_factory=dict)
    lots: dict[tuple[tuple[int, str], str], LotFacts] = field(default_factory=dict)
    contractors: dict[tuple[tuple[tuple[int, str], str], int], ContractorFacts] = field(default_factory=dict)
    obligations: dict[tuple[tuple[tuple[int, str], str], int | None], tuple[ObligationFacts, Place]] = field(
        default_factory=dict
    )
    penalties: dict[tuple[tuple[tuple[int, str], str], int], int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    accepted: set[tuple[str, int]] = field(default_factory=set)
    created: int = 0
    replaced: int = 0
    unchanged: int = 0


def plan(rows: Iterable[Row], known: KnownMarkets, headers: Headers) -> MarketsPlan:
    """Decides every row in the order of the file; one that says otherwise of a contractor already read is refused."""
    made = MarketsPlan(Companies(known.bodies))
    seen: dict[object, _RowFacts] = {}
    for row in rows:
        refusal = _refusal(row)
        if refusal is not None:
            made.issues.append(issue_of(row, refusal, headers))
            continue
        facts = _facts(row, made.companies)
        if isinstance(facts, Saying):
            made.issues.append(issue_of(row, facts, headers))
            continue
        key = facts.contractor.key if facts.contractor else facts.lot.key
        if seen.setdefault(key, facts) != facts:
            made.issues.append(issue_of(row, _TWICE, headers))
            continue
        made.accepted.add((row["sheet"], row["row"]))
        _count(made, _take(made, facts, row, known), known_row=_is_known(facts, known))
    return made


def _refusal(row: Row) -> Saying | None:
    if row["notified_on"] and row["ends_on"] and row["ends_on"] < row["notified_on"]:
        return Saying("markets.ends_before_start", "ends_on", Severity.ERROR, _reversed_dates)
    if not folded(row["market"]):
        return Saying("markets.missing_value", "market", Severity.ERROR, _no_reference)
    return None


def _twice(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le lot {row['lot']} du marché « {row['market']} » figure déjà plus haut pour ce même "
        "attributaire, avec d'autres valeurs. Gardez une seule ligne par lot et attributaire."
    )


_TWICE = Saying("markets.said_twice", "lot", Severity.ERROR, _twice)


def _reversed_dates(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le marché finit le {french_day(row['ends_on'])}, avant sa notification du "
        f"{french_day(row['notified_on'])}. Corrigez l'une des deux dates."
    )


def _no_reference(row: Row) -> str:
    return f"Ligne {row['row']} : « {row['market']} » n'est pas une référence de marché. Écrivez par exemple 2024-T001."


@dataclass(frozen=True)
class _RowFacts:
    market: MarketFacts
    lot: LotFacts
    contractor: ContractorFacts | None
    obligation: ObligationFacts | None
    penalty: int | None


def _facts(row: Row, companies: Companies) -> _RowFacts | Saying:
    buyer = companies.find(row["buyer_name"], row["buyer_siret"])
    contractor = companies.find(row["contractor_name"], row["contractor_siret"])
    if buyer is None:
        return Saying("markets.ambiguous_buyer", "buyer_name", Severity.ERROR, _ambiguous_buyer)
    if contractor is None and row["contractor_name"]:
        return Saying("markets.ambiguous_contractor", "contractor_name", Severity.ERROR, _ambiguous_contractor)
    market = MarketFacts(
        buyer_id=buyer,
        reference=row["market"],
        title=row["title"],
        nature=Nature(row["nature"]),
        consulted_on=row["consulted_on"],
        notified_on=row["notified_on"],
        ends_on=row["ends_on"],
        social_consideration=row["social_consideration"],
        publics=_joined(row["publics"]),
    )
    lot = LotFacts(market.key, row["lot"], row["lot_title"], row["sector"], row["cpv"], market.nature)
    held = None
    if contractor is not None:
        role = Role(row["role"]) if row["role"] else Role.TITULAIRE
        held = ContractorFacts(lot.key, contractor, role, row["amount_cents"])
    return _RowFacts(market, lot, held, _obligation(row), row["penalty_cents_per_hour"])


def _ambiguous_buyer(row: Row) -> str:
    return (
        f"Ligne {row['row']} : plusieurs organismes s'appellent « {row['buyer_name']} ». "
        "Indiquez le SIRET du donneur d'ordre."
    )


def _ambiguous_contractor(row: Row) -> str:
    return (
        f"Ligne {row['row']} : plusieurs entreprises s'appellent « {row['contractor_name']} ». "
        "Indiquez le SIRET de l'attributaire."
    )


def _joined(texts: Sequence[str] | None) -> str | None:
    return " ; ".join(texts) if texts else None


def _obligation(row: Row) -> ObligationFacts | None:
    if row["due"] is not None:
        return ObligationFacts(ObligationKind.FIXED, due=row["due"])
    if row["euros_per_hour_cents"] is not None:
        slope, threshold = row["euros_per_hour_cents"], row["threshold_cents"] or 0
        return ObligationFacts(ObligationKind.PER_EURO, cents_per_hour=slope, threshold_cents=threshold)
    return None


def _take(made: MarketsPlan, facts: _RowFacts, row: Row, known: KnownMarkets) -> bool:
    """Adds a row to the plan; whether it changes anything."""
    market, first = _merged(facts.market, made.markets, known.markets, facts.market.key)
    nature = None if facts.lot.nature is first.nature else facts.lot.nature
    market = replace(market, nature=first.nature)
    lot, _ = _merged(replace(facts.lot, nature=nature), made.lots, known.lots, facts.lot.key)
    changed = _put(made.markets, market.key, market, known.markets) | _put(made.lots, lot.key, lot, known.lots)
    place = Place(row["sheet"], row["row"])
    contractor_id: int | None = None
    if facts.contractor is not None:
        key = facts.contractor.key
        contractor, _ = _merged(facts.contractor, made.contractors, known.contractors, key)
        changed |= _put(made.contractors, key, contractor, known.contractors)
        contractor_id = known.contractors[key][0] if key in known.contractors else None
        if facts.penalty is not None and known.penalties.get(contractor_id or 0, (0, None))[1] != facts.penalty:
            made.penalties[key] = facts.penalty
            changed = True
    if facts.obligation is not None:
        changed |= _owe(made, facts, contractor_id, place, known)
    return changed


def _owe(made: MarketsPlan, facts: _RowFacts, contractor_id: int | None, place: Place, known: KnownMarkets) -> bool:
    if facts.obligation is None:
        return False
    if facts.contractor is None:
        lot_id = known.lots[facts.lot.key][0] if facts.lot.key in known.lots else 0
        last = known.lot_obligations.get(lot_id)
        key: tuple[tuple[tuple[int, str], str], int | None] = (facts.lot.key, None)
    else:
        last = known.obligations.get(contractor_id or 0)
        key = facts.contractor.key
    if last is not None and last[1] == facts.obligation:
        return False
    made.obligations[key] = (facts.obligation, place)
    return True


def _merged(facts: Any, planned: Mapping[Any, Any], known: Mapping[Any, tuple[int, Any]], key: Any) -> tuple[Any, Any]:
    """What the row says completed by what was said before it, and what was said first."""
    before = planned.get(key) or (known[key][1] if key in known else None)
    if before is None:
        return facts, facts
    said = {name: value for name, value in vars(facts).items() if value is not None}
    return replace(before, **said), before


def _put(planned: dict[Any, Any], key: Any, facts: Any, known: Mapping[Any, tuple[int, Any]]) -> bool:
    before = planned.get(key) or (known[key][1] if key in known else None)
    if before == facts:
        return False
    planned[key] = facts
    return True


def _is_known(facts: _RowFacts, known: KnownMarkets) -> bool:
    if facts.contractor is not None:
        return facts.contractor.key in known.contractors
    return facts.lot.key in known.lots


def _count(made: MarketsPlan, changed: bool, *, known_row: bool) -> None:
    if not known_row:
        made.created += 1
    elif changed:
        made.replaced += 1
    else:
        made.unchanged += 1
