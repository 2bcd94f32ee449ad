"""A file of needs + what is recorded → needs to add, and new versions of those that changed.

A need is told by its market and its reference. A column that a file does not have says nothing; a cell left blank in a
column that it has says that nothing is asked for any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from clauses.files.rules import Issue, Severity
from clauses.matching.decisions import NeedState, state_after
from clauses.reference.rules import ContractKind
from clauses.words import folded
from imports.needs.checks import refusal, remarks
from imports.needs.facts import KnownNeeds, NeedFacts, NeedKey, Place, RecordedMarket
from imports.said import Headers, Row, Saying, issue_of, quoted

OPTIONAL = ("ends_on", "skills", "licences", "french_level", "commune", "contract_kind", "weekly_hours", "qpv_only")
"""What a file may leave out without saying that it is not asked for any more."""


@dataclass(frozen=True)
class PlannedNeed:
    """A version to write. ``version`` 1 is of a new need; ``state``: where the need then stands."""

    reference: str
    version: int
    state: NeedState
    facts: NeedFacts
    place: Place


@dataclass
class NeedsPlan:
    """What to write, by market and reference."""

    needs: dict[NeedKey, PlannedNeed] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    accepted: set[tuple[str, int]] = field(default_factory=set)
    created: int = 0
    replaced: int = 0
    unchanged: int = 0


def plan(rows: Iterable[Row], known: KnownNeeds, headers: Headers, *, today: date) -> NeedsPlan:
    """Decides every row in the order of the file; one that says otherwise of a need already read is refused."""
    made = NeedsPlan()
    seen: dict[NeedKey, NeedFacts] = {}
    for row in rows:
        found = refusal(row) or _holder(row, known)
        if isinstance(found, Saying):
            made.issues.append(issue_of(row, found, headers))
            continue
        market, contractor = found
        key = (market.id, folded(row["reference"]))
        facts = _facts(row, contractor, key, known, headers)
        if seen.setdefault(key, facts) != facts:
            made.issues.append(issue_of(row, _TWICE, headers))
            continue
        _take(made, key, facts, row, known)
        said = remarks(row, today=today, market_ends_on=market.ends_on, nowhere=known.nowhere) + _of_state(key, known)
        made.issues.extend(issue_of(row, saying, headers) for saying in said)
    return made


def _take(made: NeedsPlan, key: NeedKey, facts: NeedFacts, row: Row, known: KnownNeeds) -> None:
    made.accepted.add((row["sheet"], row["row"]))
    recorded = known.needs.get(key)
    if key in made.needs or (recorded is not None and recorded.facts == facts):
        made.unchanged += 1
        return
    place = Place(row["sheet"], row["row"])
    if recorded is None:
        made.needs[key] = PlannedNeed(row["reference"], 1, NeedState.OPEN, facts, place)
        made.created += 1
        return
    state = state_after(recorded.state, posts=facts.posts, retained=recorded.retained)
    made.needs[key] = PlannedNeed(row["reference"], recorded.version + 1, state, facts, place)
    made.replaced += 1


def _facts(row: Row, contractor: int, key: NeedKey, known: KnownNeeds, headers: Headers) -> NeedFacts:
    said = NeedFacts(
        contractor_id=contractor,
        job=row["job"],
        posts=row["posts"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        skills=_joined(row["skills"]),
        licences=_joined(row["licences"]),
        french_level=row["french_level"],
        commune=row["commune"],
        contract_kind=ContractKind(row["contract_kind"]) if row["contract_kind"] else None,
        weekly_hours=row["weekly_hours"],
        qpv_only=bool(row["qpv_only"]),
    )
    if key not in known.needs:
        return said
    before = known.needs[key].facts
    left_out = {name: getattr(before, name) for name in OPTIONAL if (row["sheet"], name) not in headers.sent}
    if left_out.get("ends_on") and left_out["ends_on"] < said.starts_on:
        del left_out["ends_on"]  # the need has moved past the end that it had
    return replace(said, **left_out)


def _joined(texts: Sequence[str] | None) -> str | None:
    return " ; ".join(texts) if texts else None


# Whose need it is


def _holder(row: Row, known: KnownNeeds) -> tuple[RecordedMarket, int] | Saying:
    """The market, and the contractor of the lot; or why they cannot be told."""
    markets = known.markets.get(folded(row["market"]), ())
    if len(markets) > 1:  # two buyers use this reference: the company tells which
        held = [market for market in markets if any(row["contractor_siret"] in lot for lot in market.lots.values())]
        if len(held) != 1:
            return Saying("needs.ambiguous_market", "market", Severity.ERROR, _ambiguous_market)
        markets = tuple(held)
    if not markets:
        return Saying("needs.unknown_market", "market", Severity.ERROR, _unknown_market)
    market = markets[0]
    return _contractor(row, market)


def _contractor(row: Row, market: RecordedMarket) -> tuple[RecordedMarket, int] | Saying:
    if row["lot"] is not None:
        if row["lot"] not in market.lots:
            return Saying("needs.unknown_lot", "lot", Severity.ERROR, _unknown_lot(market))
        contractor = market.lots[row["lot"]].get(row["contractor_siret"])
        return _known(market, contractor, [row["lot"]])
    holding = [lot for lot, holders in market.lots.items() if row["contractor_siret"] in holders]
    if len(holding) > 1:
        return Saying("needs.lot_missing", "lot", Severity.ERROR, _lot_missing(holding))
    return _known(market, market.lots[holding[0]][row["contractor_siret"]] if holding else None, list(market.lots))


def _known(market: RecordedMarket, contractor: int | None, lots: Sequence[str]) -> tuple[RecordedMarket, int] | Saying:
    if contractor is not None:
        return market, contractor
    bare = sorted({name for lot in lots for name in market.without_siret.get(lot, ())})
    if bare:
        return Saying("needs.contractor_without_siret", "contractor_siret", Severity.ERROR, _without_siret(bare))
    there = sorted({market.names[holder] for lot in lots for holder in market.lots[lot].values()})
    return Saying("needs.unknown_contractor", "contractor_siret", Severity.ERROR, _unknown_contractor(there))


def _of_state(key: NeedKey, known: KnownNeeds) -> list[Saying]:
    recorded = known.needs.get(key)
    if recorded is None or recorded.state is not NeedState.CLOSED:
        return []
    return [Saying("needs.closed", "reference", Severity.WARNING, _closed)]


# What is said


def _ambiguous_market(row: Row) -> str:
    return (
        f"Ligne {row['row']} : plusieurs donneurs d'ordre ont un marché « {row['market']} », et le SIRET de "
        "l'attributaire ne dit pas lequel. Écrivez celui d'un attributaire enregistré sur ce marché."
    )


def _unknown_market(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le marché « {row['market']} » n'est pas enregistré. "
        "Corrigez la référence, ou enregistrez d'abord le marché."
    )


def _unknown_lot(market: RecordedMarket) -> Callable[[Row], str]:
    return lambda row: (
        f"Ligne {row['row']} : le marché « {row['market']} » n'a pas de lot « {row['lot']} ». "
        f"Ses lots : {quoted(sorted(market.lots))}."
    )


def _lot_missing(holding: Sequence[str]) -> Callable[[Row], str]:
    return lambda row: (
        f"Ligne {row['row']} : le lot manque, et cette entreprise en a plusieurs sur le marché « {row['market']} ». "
        f"Écrivez {quoted(sorted(holding))}."
    )


def _unknown_contractor(there: Sequence[str]) -> Callable[[Row], str]:
    held_by = f"Attributaires enregistrés : {quoted(there)}." if there else "Personne n'y est encore attributaire."
    return lambda row: (
        f"Ligne {row['row']} : le SIRET « {row['contractor_siret']} » n'est pas celui d'un attributaire "
        f"{_where(row)}. {held_by}"
    )


def _without_siret(bare: Sequence[str]) -> Callable[[Row], str]:
    held, its = ("sont attributaires", "leur") if len(bare) > 1 else ("est attributaire", "son")
    return lambda row: (
        f"Ligne {row['row']} : {quoted(bare)} {held} {_where(row)}, sans SIRET enregistré : {its} SIRET ne peut pas "
        "être reconnu. Écrivez-le dans le fichier des marchés et renvoyez-le, puis renvoyez celui-ci."
    )


def _where(row: Row) -> str:
    return f"du lot {row['lot']} du marché « {row['market']} »" if row["lot"] else f"du marché « {row['market']} »"


def _twice(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le besoin « {row['reference']} » figure déjà plus haut, avec d'autres valeurs. "
        "Gardez une seule ligne par besoin, ou donnez à celle-ci sa propre référence."
    )


_TWICE = Saying("needs.said_twice", "reference", Severity.ERROR, _twice)


def _closed(row: Row) -> str:
    return (
        f"Ligne {row['row']} : le besoin « {row['reference']} » a été fermé et le reste. "
        "Rouvrez-le si vous l'attendez toujours (clauses needs reopen)."
    )
