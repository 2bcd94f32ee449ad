"""Rows of contracts + the drafts that are kept → drafts to add and to renew, and what is said of each row (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clauses.markets.drafts import DraftFacts, as_text, merged, only_modifies
from imports.decp.contract import contract
from imports.official import Place, Rows

Key = tuple[str, str]


@dataclass(frozen=True)
class KnownDraft:
    """A draft that is kept: its id, its facts as text, the day of its publication."""

    id: int
    facts: str
    published_on: date | None


@dataclass(frozen=True)
class Told:
    """The facts of one contract, all its rows together, and the place of the first."""

    facts: DraftFacts
    place: Place


@dataclass
class DraftsPlan:
    """What a batch of rows does. ``renewed`` are drafts whose publication changes."""

    added: list[Told] = field(default_factory=list)
    renewed: list[tuple[KnownDraft, Told]] = field(default_factory=list)
    unchanged: int = 0
    accepted: set[Place] = field(default_factory=set)
    rows: Rows = field(default_factory=Rows)


def told_of(groups: Iterable[Sequence[tuple[Place, Any]]], made: DraftsPlan, *, today: date) -> list[Told]:
    """The contracts of a batch, each with all its rows; what cannot be read is said in ``made``."""
    found = []
    for group in groups:
        rows = [
            (place, facts)
            for place, raw in group
            if (facts := contract(raw, place, made.rows, today=today)) is not None
        ]
        if rows:
            found.append(_one(rows, made))
    return found


def plan(told: Iterable[Told], known: Mapping[Key, KnownDraft], made: DraftsPlan) -> DraftsPlan:
    """Compares contracts with the drafts that are kept: an older publication changes nothing."""
    for one in told:
        draft = known.get(one.facts.key)
        if draft is None:
            made.added.append(one)
        elif draft.facts == as_text(one.facts):
            made.unchanged += 1
        elif _older(one.facts, draft):
            made.unchanged += 1
            message = "Cette publication est plus ancienne que celle déjà enregistrée : le brouillon ne change pas."
            made.rows.say("decp.older_publication", message, one.place, value=one.facts.reference)
        else:
            made.renewed.append((draft, one))
    return made


def _older(facts: DraftFacts, draft: KnownDraft) -> bool:
    return facts.published_on is not None and draft.published_on is not None and facts.published_on < draft.published_on


def _one(rows: list[tuple[Place, DraftFacts]], made: DraftsPlan) -> Told:
    """Rows of one contract as one: several holders are a groupement; of several accounts the last published is kept."""
    accounts: dict[DraftFacts, list[tuple[Place, DraftFacts]]] = {}
    modifying = [row for row in rows if only_modifies(row[1])]
    for row in rows:
        if not only_modifies(row[1]):
            accounts.setdefault(_bare(row[1]), []).append(row)
    whole = list(accounts.values()) or [modifying]
    kept = max(whole, key=lambda one: (one[0][1].published_on or date.min, rows.index(one[0])))
    for account in whole:
        if account is not kept:
            for place, facts in account:
                _ignore(
                    made,
                    place,
                    "decp.twice",
                    "Ce marché est publié plusieurs fois : la dernière publication est gardée.",
                    facts,
                )
    seen: set[DraftFacts] = set()
    counted = []
    for place, facts in [*kept, *(modifying if accounts else [])]:
        if facts in seen:
            _ignore(made, place, "decp.repeated", "Ce marché est déjà dans ce fichier, à l'identique.", facts)
            continue
        seen.add(facts)
        made.accepted.add(place)
        counted.append(facts)
    return Told(merged(counted), kept[0][0])


def _bare(facts: DraftFacts) -> DraftFacts:
    """What all the rows of one contract say alike."""
    return replace(facts, holders=(), subcontractors=(), modifications=())


def _ignore(made: DraftsPlan, place: Place, code: str, message: str, facts: DraftFacts) -> None:
    made.rows.ignored += 1
    made.rows.say(code, message, place, value=facts.reference)
