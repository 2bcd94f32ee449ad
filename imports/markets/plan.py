"""A file of markets + what is recorded → markets, lots, contractors and obligations to write. Nothing is written here.

Nothing recorded is overwritten in silence: an obligation that changes gets a new version; a date, title or role that
changes is replaced and counted as such, and the run keeps the file. What a row leaves blank is kept. Where two rows of
one file differ about their market or their lot, the first one is kept and the other is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from clauses.dates import french_day
from clauses.files.rules import Issue, Severity
from clauses.markets.before import rewriting_of
from clauses.markets.rules import MarketField, ObligationKind, Rewriting
from clauses.reference.rules import Nature, Role
from clauses.words import folded
from imports.companies import Companies
from imports.markets import crediting
from imports.markets.facts import ContractorFacts, KnownMarkets, LotFacts, MarketFacts, ObligationFacts, Place
from imports.said import Headers, Row, Saying, issue_of

Facts = TypeVar("Facts")


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


def plan(
    rows: Iterable[Row], known: KnownMarkets, headers: Headers, *, today: date, correction: bool = False
) -> MarketsPlan:
    """Decides every row in the order of the file; one that says otherwise of a contractor already read is refused.

    What changes holds from ``today``. ``correction``: what the file changes was a slip (`clauses.markets.before`).
    """
    made, seen, rows = MarketsPlan(Companies(known.bodies, known.other_names)), _Seen(), list(rows)
    for body in ("buyer", "contractor"):
        made.companies.learn((row[f"{body}_name"], row[f"{body}_siret"]) for row in rows)
    read = _read(rows, made.companies, known)
    held = (facts.contractor for _, facts in read if isinstance(facts, _RowFacts) and facts.contractor)
    chains = crediting.refused(held, known, today=today, correction=correction)
    for row, facts in read:
        if isinstance(facts, _RowFacts) and facts.key in chains:
            made.issues.append(issue_of(row, chains[facts.key], headers))
            continue
        if isinstance(facts, Saying):
            made.issues.append(issue_of(row, facts, headers))
            continue
        made.accepted.add((row["sheet"], row["row"]))
        again = facts.key in seen.rows
        told = seen.add(facts)
        said = (
            *told.remarks,
            *_unheld(row, facts),
            *_rewritten(told, made, known, correction=correction),
            *_amended_before(told, made, known),
            *_set_since(facts, known),
        )
        made.issues.extend(issue_of(row, saying, headers) for saying in said)
        changed = not again and _take(made, told, row, known)
        is_new = not again and not _is_known(facts, known)
        made.created += is_new
        made.replaced += changed and not is_new
        made.unchanged += not changed and not is_new
    made.companies.only(seen.bodies())
    return made


def _read(rows: Sequence[Row], companies: Companies, known: KnownMarkets) -> list[tuple[Row, _RowFacts | Saying]]:
    """What each row says, or why it is refused."""
    first: dict[object, _RowFacts] = {}
    read: list[tuple[Row, _RowFacts | Saying]] = []
    for row in rows:
        facts = _refusal(row) or _facts(row, companies, known)
        if isinstance(facts, _RowFacts) and first.setdefault(facts.key, facts) != facts:
            facts = _TWICE
        read.append((row, facts))
    spans = _spans([facts for _, facts in read if isinstance(facts, _RowFacts)], known)
    return [(row, _in_order(facts, spans) if isinstance(facts, _RowFacts) else facts) for row, facts in read]


def _spans(rows: Sequence[_RowFacts], known: KnownMarkets) -> dict[tuple[int, str], tuple[date | None, date | None]]:
    """When each market starts and ends once the file is applied, whatever the rows that say it."""
    seen = _Seen()
    for facts in rows:
        seen.add(facts)
    recorded = {key: known.markets[key][1] if key in known.markets else market for key, market in seen.markets.items()}
    after = [_completed(recorded[key], market) for key, market in seen.markets.items()]
    return {market.key: (market.notified_on, market.ends_on) for market in after}


def _in_order(facts: _RowFacts, spans: Mapping[tuple[int, str], tuple[date | None, date | None]]) -> _RowFacts | Saying:
    start, end = spans[facts.market.key]
    if start is None or end is None or start <= end or not (facts.market.notified_on or facts.market.ends_on):
        return facts
    return Saying("markets.ends_before_start", "ends_on", Severity.ERROR, _reversed(start, end))


def _refusal(row: Row) -> Saying | None:
    if row["notified_on"] and row["ends_on"] and row["ends_on"] < row["notified_on"]:
        in_words = _reversed(row["notified_on"], row["ends_on"])
        return Saying("markets.ends_before_start", "ends_on", Severity.ERROR, in_words)
    if not folded(row["market"]):
        return Saying("markets.missing_value", "market", Severity.ERROR, _no_reference)
    return None


def _twice(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le lot {row['lot']} du marché « {row['market']} » figure déjà plus haut pour ce même "
        "attributaire, avec d'autres valeurs. Gardez une seule ligne par lot et attributaire."
    )


_TWICE = Saying("markets.said_twice", "lot", Severity.ERROR, _twice)


def _reversed(notified_on: date, ends_on: date) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        return (
            f"Ligne {row['row']} : le marché finit le {french_day(ends_on)}, avant sa notification du "
            f"{french_day(notified_on)}. Corrigez l'une des deux dates."
        )

    return sentence


def _no_reference(row: Row) -> str:
    return f"Ligne {row['row']} : « {row['market']} » n'est pas une référence de marché. Écrivez par exemple 2024-T001."


@dataclass(frozen=True)
class _RowFacts:
    """What one row says; the nature of its lot is the one written, even where it is the market's."""

    market: MarketFacts
    lot: LotFacts
    contractor: ContractorFacts | None
    obligation: ObligationFacts | None
    penalty: int | None

    @property
    def key(self) -> object:
        return self.contractor.key if self.contractor else self.lot.key


@dataclass(frozen=True)
class _Told:
    """A row that is accepted, with what the file says of its market and its lot up to there."""

    facts: _RowFacts
    market: MarketFacts
    lot: LotFacts
    remarks: tuple[Saying, ...]


_OF_A_MARKET = ("title", "consulted_on", "notified_on", "ends_on", "social_consideration", "publics")
_OF_A_LOT = {"title": "lot_title", "sector": "sector", "cpv": "cpv", "nature": "nature"}


@dataclass
class _Seen:
    """What the file has said so far: the first value written of each thing."""

    rows: dict[object, _RowFacts] = field(default_factory=dict)
    markets: dict[tuple[int, str], MarketFacts] = field(default_factory=dict)
    lots: dict[tuple[tuple[int, str], str], LotFacts] = field(default_factory=dict)

    def add(self, facts: _RowFacts) -> _Told:
        market = _completed(facts.market, self.markets.get(facts.market.key, facts.market))
        lot = _completed(facts.lot, self.lots.get(facts.lot.key, facts.lot))
        self.rows[facts.key], self.markets[market.key], self.lots[lot.key] = facts, market, lot
        otherwise = [
            *(name for name in _OF_A_MARKET if _differ(facts.market, market, name)),
            *(column for name, column in _OF_A_LOT.items() if _differ(facts.lot, lot, name)),
        ]
        remarks = tuple(Saying("markets.said_differently", name, Severity.WARNING, _differently) for name in otherwise)
        return _Told(facts, market, lot, remarks)

    def bodies(self) -> set[int]:
        """The organisations that accepted rows name."""
        buyers = {market.buyer_id for market in self.markets.values()}
        return buyers | {facts.contractor.organisation_id for facts in self.rows.values() if facts.contractor}


def _differ(row: Any, told: Any, name: str) -> bool:
    value = getattr(row, name)
    return value is not None and value != getattr(told, name)


def _differently(row: Row) -> str:
    return (
        f"Ligne {row['row']} : plus haut dans ce fichier, une autre valeur est écrite ici pour le même lot ou le même "
        f"marché (« {row['market']} »). La première est gardée : corrigez celle qui est fausse."
    )


def _unheld(row: Row, facts: _RowFacts) -> list[Saying]:
    """An amount and a penalty belong to a contractor: a market in preparation cannot keep them yet."""
    if facts.contractor is not None:
        return []
    lost = [name for name in ("amount_cents", "penalty_cents_per_hour") if row[name] is not None]
    return [Saying("markets.kept_once_held", name, Severity.WARNING, _kept_once_held) for name in lost]


_MOVES = (MarketField.NOTIFIED_ON, MarketField.ENDS_ON, MarketField.PUBLICS)
"""What decides which hours count: writing it over is told."""


def _rewritten(told: _Told, made: MarketsPlan, known: KnownMarkets, *, correction: bool) -> list[Saying]:
    """What a row writes over on a market recorded; told on the first row that does."""
    key = told.market.key
    if key not in known.markets:
        return []
    recorded, planned = known.markets[key][1], made.markets.get(key)
    found = []
    for moved in _MOVES:
        was, says = getattr(recorded, moved.value), getattr(told.market, moved.value)
        again = planned is not None and getattr(planned, moved.value) == says
        if was is None or says in (None, was) or again:
            continue
        changed = rewriting_of(moved, str(was), correction=correction) is Rewriting.CHANGE
        code, sentence = ("changed", _changed(moved, was)) if changed else ("corrected", _corrected(moved, was))
        found.append(Saying(f"markets.{code}", moved.value, Severity.WARNING, sentence))
    return found


def _amended_before(told: _Told, made: MarketsPlan, known: KnownMarkets) -> list[Saying]:
    """A notification written after a day on which the market is amended: told on the first row that says it."""
    key, notified_on = told.market.key, told.market.notified_on
    amended_on = known.amended.get(known.markets[key][0]) if key in known.markets else None
    planned = made.markets.get(key)
    if notified_on is None or amended_on is None or amended_on >= notified_on:
        return []
    if planned is not None and planned.notified_on == notified_on:
        return []
    return [Saying("markets.amended_before_notification", "notified_on", Severity.WARNING, _amended_on(amended_on))]


def _amended_on(amended_on: date) -> Callable[[Row], str]:
    return lambda row: (
        f"Ligne {row['row']} : une modification du marché « {row['market']} » prend effet le {french_day(amended_on)}, "
        "avant la notification écrite ici. Vérifiez les deux dates."
    )


def _set_since(facts: _RowFacts, known: KnownMarkets) -> list[Saying]:
    """What a file says again where an amendment, or a person, has said otherwise since: it stays, and it is told."""
    number = known.contractors.get(facts.contractor.key, (0, None))[0] if facts.contractor is not None else 0
    lot_id = known.lots.get(facts.lot.key, (0, None))[0] if facts.contractor is None else 0
    last = known.obligations.get(number) or known.lot_obligations.get(lot_id)
    told = known.told.get(number) or known.lot_told.get(lot_id)
    said = []
    if facts.obligation is not None and last is not None and facts.obligation == told != last:
        said.append(("obligation", _amended_since))
    price = known.penalties_told.get(number)
    if facts.penalty is not None and facts.penalty == price != known.penalties[number]:
        said.append(("penalty_cents_per_hour", _priced_since))
    return [Saying("markets.amended_since", column, Severity.WARNING, sentence) for column, sentence in said]


def _amended_since(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le fichier redit les heures d'insertion du dernier envoi ; une modification enregistrée "
        "depuis en a fixé d'autres, et elle reste. Pour revenir en arrière, retirez-la, ou enregistrez un avenant."
    )


def _priced_since(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le fichier redit la pénalité du dernier envoi ; une autre, enregistrée depuis, reste. "
        "Pour revenir en arrière, dites de nouveau ce que coûte une heure manquante sur la page du marché."
    )


def _changed(moved: MarketField, was: object) -> Callable[[Row], str]:
    return lambda row: (
        f"Ligne {row['row']} : « {moved.label} » du marché « {row['market']} » change à partir d'aujourd'hui ; une "
        f"date passée répond toujours {_shown(was)}. Si c'était une erreur, renvoyez le fichier comme une correction "
        "(clauses import markets --correction)."
    )


def _corrected(moved: MarketField, was: object) -> Callable[[Row], str]:
    return lambda row: (
        f"Ligne {row['row']} : « {moved.label} » du marché « {row['market']} » est corrigé pour tous les jours : "
        f"c'était {_shown(was)}. Ce qui a été répondu à une date passée peut changer."
    )


def _shown(was: object) -> str:
    return french_day(was) if isinstance(was, date) else f"« {was} »"


def _kept_once_held(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le lot n'a pas encore d'attributaire : son montant et sa pénalité ne sont pas gardés. "
        "Écrivez-les de nouveau quand il en aura un."
    )


def _facts(row: Row, companies: Companies, known: KnownMarkets) -> _RowFacts | Saying:
    buyer = companies.find(row["buyer_name"], row["buyer_siret"])
    contractor = companies.find(row["contractor_name"], row["contractor_siret"])
    if buyer is None:
        return Saying("markets.ambiguous_buyer", "buyer_name", Severity.ERROR, _ambiguous_buyer)
    if contractor is None and row["contractor_name"]:
        return Saying("markets.ambiguous_contractor", "contractor_name", Severity.ERROR, _ambiguous_contractor)
    market = MarketFacts(
        buyer_id=buyer,
        reference=known.other_references.get((buyer, folded(row["market"])), row["market"]),
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
        role = Role(row["role"]) if row["role"] else None
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


def _take(made: MarketsPlan, told: _Told, row: Row, known: KnownMarkets) -> bool:
    """Adds a row to the plan; whether it changes anything."""
    facts = told.facts
    recorded = known.markets.get(told.market.key)
    market = (
        told.market
        if recorded is None
        else replace(_completed(recorded[1], told.market), reference=recorded[1].reference, nature=recorded[1].nature)
    )
    recorded_lot = known.lots.get(told.lot.key)
    lot = told.lot if recorded_lot is None else _completed(recorded_lot[1], told.lot)
    lot = replace(lot, nature=None if told.lot.nature is market.nature else told.lot.nature)
    changed = _put(made.markets, market.key, market, known.markets) | _put(made.lots, lot.key, lot, known.lots)
    contractor_id: int | None = None
    if facts.contractor is not None:
        key = facts.contractor.key
        contractor_id, held = known.contractors.get(key, (None, replace(facts.contractor, role=Role.TITULAIRE)))
        changed |= _put(made.contractors, key, _completed(held, facts.contractor), known.contractors)
        prices = (known.penalties.get(contractor_id or 0), known.penalties_told.get(contractor_id or 0))
        if facts.penalty is not None and facts.penalty not in prices:
            made.penalties[key] = facts.penalty
            changed = True
    if facts.obligation is not None:
        changed |= _owe(made, facts, facts.obligation, contractor_id, Place(row["sheet"], row["row"]), known=known)
    return changed


def _owe(
    made: MarketsPlan,
    facts: _RowFacts,
    owed: ObligationFacts,
    contractor_id: int | None,
    place: Place,
    *,
    known: KnownMarkets,
) -> bool:
    """A new version where the hours due are neither those in force nor those of the last file: an amendment recorded
    since stands. Of the contractor, else of the lot."""
    if facts.contractor is None:
        lot_id = known.lots[facts.lot.key][0] if facts.lot.key in known.lots else 0
        last, told, holder = known.lot_obligations.get(lot_id), known.lot_told.get(lot_id), None
    else:
        number, holder = contractor_id or 0, facts.contractor.organisation_id
        last, told = known.obligations.get(number), known.told.get(number)
    if last is not None and owed in (last, told):
        return False
    made.obligations[facts.lot.key, holder] = (owed, place)
    return True


def _completed(before: Facts, said: Facts) -> Facts:
    """``before`` with what is said: a blank says nothing."""
    return replace(before, **{name: value for name, value in vars(said).items() if value is not None})  # type: ignore[type-var]  # dataclasses all


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
