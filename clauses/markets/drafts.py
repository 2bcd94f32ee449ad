"""A market as public data publish it: what a person may accept, and how it differs from what is recorded (pure).

Source: arrêtés of 22 December 2022 on the données essentielles de la commande publique (schema 2.0.4), and the schema
of 2019. What is published is a declaration of the buyer: it fills a draft, never a market by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from clauses.dates import add_months, french_day
from clauses.quantities import french
from clauses.reference.rules import Labelled, Nature
from clauses.words import folded

SOCIAL_CLAUSE = "clause sociale"
"""The consideration that puts a draft first: a condition of execution, folded."""


class DraftState(Labelled):
    """What a person decided of a draft."""

    OPEN = "open", "À décider"
    ACCEPTED = "accepted", "Accepté"
    DISMISSED = "dismissed", "Écarté"


@dataclass(frozen=True)
class Holder:
    """A company as published: its identifier, of what kind, its SIRET where it is one, its name where it is given."""

    identifier: str
    kind: str = "SIRET"
    siret: str | None = None
    name: str | None = None

    @property
    def called(self) -> str:
        """Its name, else its identifier."""
        return self.name or f"{self.kind} {self.identifier}"


@dataclass(frozen=True)
class Modification:
    """A published change: the new amount and length, and new holders where they change. Amounts are in cents."""

    number: str
    notified_on: date | None = None
    amount_cents: int | None = None
    months: int | None = None
    holders: tuple[Holder, ...] = ()
    subject: str | None = None


@dataclass(frozen=True)
class DraftFacts:
    """What is published of one contract. ``amount_cents`` is the whole amount, before tax, all holders together."""

    reference: str
    buyer_siret: str
    title: str
    buyer_name: str | None = None
    concession: bool = False
    nature: Nature | None = None
    cpv: str | None = None
    procedure: str | None = None
    framework: str | None = None
    considerations: tuple[str, ...] = ()
    notified_on: date | None = None
    published_on: date | None = None
    months: int | None = None
    amount_cents: int | None = None
    place: str | None = None
    grouping: str | None = None
    holders: tuple[Holder, ...] = ()
    subcontractors: tuple[Holder, ...] = ()
    modifications: tuple[Modification, ...] = ()

    @property
    def social(self) -> bool:
        """Whether the buyer declares a social clause."""
        return any(folded(said).startswith(SOCIAL_CLAUSE) for said in self.considerations)

    @property
    def key(self) -> tuple[str, str]:
        """What tells a contract: its buyer and its folded reference."""
        return self.buyer_siret, folded(self.reference) or self.reference

    def ends_on(self) -> date | None:
        """The last day, by the notification and the length in months, before any modification."""
        return _end(self.notified_on, self.months)


def _end(start: date | None, months: int | None) -> date | None:
    if start is None or not months:
        return None
    return add_months(start, months) - timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """A modification as an amendment says it: the change of the amount in cents, and the new end."""

    number: str
    effective_on: date
    amount_cents: int | None
    ends_on: date | None
    subject: str


def changes(facts: DraftFacts) -> list[Change]:
    """The modifications in order of their days: each published amount is a whole one, an amendment is a difference.

    An end before the modification itself is left out. A modification without a day, or published with one before the
    notification of the contract, is dated by that notification; without either, by the publication.
    """
    found, amount = [], facts.amount_cents
    day_of = {one.number: _day_of(one, facts) for one in facts.modifications}
    for one in sorted(facts.modifications, key=lambda each: (day_of[each.number] or date.max, each.number)):
        day = day_of[one.number]
        if day is None:
            continue
        moved = None if one.amount_cents is None or amount is None else one.amount_cents - amount
        end = _end(facts.notified_on, one.months) if one.months != facts.months else None
        end = None if end is not None and end < day else end  # published so, and impossible
        found.append(Change(one.number, day, moved, end, one.subject or ""))
        amount = one.amount_cents if one.amount_cents is not None else amount
    return found


def _day_of(one: Modification, facts: DraftFacts) -> date | None:
    if one.notified_on is None or comes_early(one.notified_on, facts.notified_on):
        return facts.notified_on or facts.published_on
    return one.notified_on


def comes_early(modified_on: date | None, notified_on: date | None) -> bool:
    """Whether a contract is said to be modified before it was notified, which cannot be."""
    return modified_on is not None and notified_on is not None and modified_on < notified_on


@dataclass(frozen=True)
class Difference:
    """A field that two accounts of one market do not say alike, each as people read it."""

    field: str
    recorded: str
    published: str


_SHOWN: Mapping[str, str] = {
    "title": "Intitulé",
    "nature": "Nature",
    "cpv": "CPV",
    "considerations": "Considérations sociales",
    "notified_on": "Notification",
    "months": "Durée (mois)",
    "amount_cents": "Montant HT",
    "holders": "Titulaires",
    "subcontractors": "Sous-traitants",
    "grouping": "Groupement",
    "modifications": "Modifications",
}


def differences(before: DraftFacts, after: DraftFacts) -> list[Difference]:
    """What changed from one publication of a contract to the next."""
    return [
        Difference(label, shown(name, getattr(before, name)), shown(name, getattr(after, name)))
        for name, label in _SHOWN.items()
        if getattr(before, name) != getattr(after, name)
    ]


def shown(name: str, value: Any) -> str:
    """A value as people read it; « – » for none."""
    if value is None or value == ():
        return "–"
    if name == "amount_cents":
        return f"{french(value)} €"
    if isinstance(value, date):
        return french_day(value)
    if isinstance(value, Nature):
        return value.label
    if isinstance(value, tuple):
        return ", ".join(_one(item) for item in value)
    return str(value)


def _one(item: Any) -> str:
    if isinstance(item, Holder):
        return item.called
    return f"n° {item.number}" if isinstance(item, Modification) else str(item)


def as_text(facts: DraftFacts) -> str:
    """Facts as they are kept: JSON, the same for the same facts."""
    return json.dumps(asdict(facts), ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept")


def from_text(text: str) -> DraftFacts:
    """Facts as they were kept."""
    told = json.loads(text)
    return DraftFacts(
        **{
            **told,
            "nature": Nature(told["nature"]) if told["nature"] else None,
            "considerations": tuple(told["considerations"]),
            "notified_on": _day(told["notified_on"]),
            "published_on": _day(told["published_on"]),
            "holders": _holders(told["holders"]),
            "subcontractors": _holders(told["subcontractors"]),
            "modifications": tuple(
                Modification(**{**one, "notified_on": _day(one["notified_on"]), "holders": _holders(one["holders"])})
                for one in told["modifications"]
            ),
        }
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _holders(told: list[dict[str, Any]]) -> tuple[Holder, ...]:
    return tuple(Holder(**one) for one in told)


def merged(rows: list[DraftFacts]) -> DraftFacts:
    """Several rows of one contract as one: their holders together, in order, each once; modifications likewise.

    The rest is that of the first row that is not only a modification.
    """
    first = next((row for row in rows if not only_modifies(row)), rows[0])
    holders = _distinct([holder for row in rows for holder in row.holders])
    subcontractors = _distinct([holder for row in rows for holder in row.subcontractors])
    modifications = {one.number: one for row in rows for one in row.modifications}
    return replace(first, holders=holders, subcontractors=subcontractors, modifications=tuple(modifications.values()))


def only_modifies(facts: DraftFacts) -> bool:
    """Whether a row of an export says nothing but a modification of its contract."""
    return bool(facts.modifications) and facts.amount_cents is None and facts.months is None


def _distinct(holders: list[Holder]) -> tuple[Holder, ...]:
    return tuple({(holder.kind, holder.identifier): holder for holder in reversed(holders)}.values())[::-1]
