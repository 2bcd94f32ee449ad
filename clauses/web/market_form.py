"""A form of a market: its fields, what is wrong in what was typed, and the act that it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.web.days import day_typed, month_typed
from clauses.web.typed_values import cents, hundredths, months, text, ticked
from clauses.words import folded


@dataclass(frozen=True)
class Asked:
    """A field. ``form``: text, day, month, hours, times, months, euros; else a list: lot, contractor, subcontractor,
    notice, rate (those of the market), choice (code, label), or several of such choices.

    ``longest``: signs that are taken, at most those that its column keeps.
    """

    name: str
    label: str
    form: str = "text"
    required: bool = False
    help: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 300

    def typed(self, data: dict[str, Any]) -> str:
        """What a form sent of it, on one line."""
        return ticked(data, self.name) if self.form == "several" else text(data, self.name)

    @property
    def listed(self) -> bool:
        """Whether the answer is one of a list."""
        return self.form in LISTS


LISTS = ("choice", "lot", "contractor", "notice", "rate")

Values = Mapping[str, Any]
"""What was typed, as values: ids, days, hundredths, cents, texts; None for what was left blank."""


def _nowhere(_session: Session, _scope: Scope, _given: Values) -> Collection[int]:
    return ()


@dataclass(frozen=True)
class Form:
    """A short page. ``dated``: the field that says from when; ``act`` writes, and raises as the events of a market.

    ``beside``: the other markets whose figures it changes.
    """

    path: str
    title: str
    lead: str
    fields: tuple[Asked, ...]
    act: Callable[[Session, Scope, int, Values], None]
    right: tuple[Resource, Act]
    dated: str = ""
    beside: Callable[[Session, Scope, Values], Collection[int]] = _nowhere

    def faults(self, refused: str) -> str:
        """The field at which a refusal is said, by its code."""
        names = {asked.name for asked in self.fields}
        return next((name for name in _FIELDS_AT_FAULT.get(refused, ()) if name in names), self.fields[0].name)


_FIELDS_AT_FAULT = {
    "markets.dates": ("fin", "date"),
    "markets.before_notification": ("date",),
    "markets.whose_hours": ("attributaire",),
    "markets.no_number": ("numero",),
    "markets.invoice_known": ("numero",),
    "markets.more_than_due": ("heures",),
    "markets.no_hours": ("heures",),
    "markets.owed_together": ("attributaire",),
    "markets.same_contractor": ("entreprise",),
    "markets.unexplained": ("details",),
    "markets.formula": ("par",),
    "markets.one_price": ("heure",),
    "markets.below_zero": ("heure",),
    "markets.no_source": ("source",),
    "markets.credits": ("pour",),
    "markets.not_yet": ("date",),
    "markets.changed_since": ("date",),
    "markets.credited": ("role",),
    "markets.received": ("mise_en_demeure",),
    "markets.unknown_lender": ("marche",),
    "markets.which_lender": ("prete",),
    "waivers.nothing": ("montant",),
    "waivers.too_much": ("montant",),
    "waivers.not_yet": ("date",),
    "waivers.before_another": ("date",),
    "waivers.waiting": ("attributaire",),
    "hours.no_source": ("source",),
    "hours.kinds": ("contrats",),
    "hours.months": ("jusqu",),
    "hours.bounds": ("heures",),
    "hours.no_loan": ("marche",),
    "hours.not_signed": ("signe_autre", "signe"),
    "hours.lent_twice": ("heures",),
    "hours.signed_already": ("signe",),
    "hours.unknown_convention": ("reference",),
    "hours.reference_taken": ("reference",),
}


def read(form: Form, typed: Mapping[str, str], lists: Mapping[str, Mapping[str, str]]) -> tuple[Values, dict[str, str]]:
    """What was typed as values, and what is to be mended, field by field. ``lists``: what shows of lots, companies…"""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for asked in form.fields:
        said = typed[asked.name]
        if not said:
            values[asked.name] = None
            if asked.required:
                errors[asked.name] = f"« {asked.label} » est à remplir."
            continue
        value, fault = _value(asked, said, lists)
        values[asked.name] = value
        if fault:
            errors[asked.name] = fault
    return values, errors


_NUMBERED = frozenset({"lot", "contractor", "notice"})


def _value(asked: Asked, said: str, lists: Mapping[str, Mapping[str, str]]) -> tuple[Any, str]:
    quoted = f"« {said[:40]} »"
    if asked.form == "several":
        known = set(said.split()) <= set(dict(asked.choices))
        return (said.split(), "") if known else (None, f"Cochez des réponses de la liste pour « {asked.label} ».")
    if asked.listed:
        if said not in (dict(asked.choices) if asked.form == "choice" else lists[asked.form]):
            return None, f"Choisissez une réponse de la liste pour « {asked.label} »."
        return (int(said) if asked.form in _NUMBERED else said), ""
    readers: dict[str, tuple[Callable[[str], Any], str]] = {
        "day": (day_typed, f"{quoted} n'est pas une date. Choisissez-la dans le calendrier."),
        "month": (month_typed, f"{quoted} n'est pas un mois. Écrivez par exemple 2024-03."),
        "hours": (hundredths, f"{quoted} n'est pas un nombre d'heures. Écrivez par exemple 1 000."),
        "times": (hundredths, f"{quoted} n'est pas un nombre. Écrivez par exemple 3 ou 1,5."),
        "months": (months, f"{quoted} n'est pas un nombre de mois. Écrivez par exemple 24."),
        "euros": (cents, f"{quoted} n'est pas un montant. Écrivez par exemple 12 000,50."),
    }
    if asked.form not in readers:
        if len(said) > asked.longest:
            return said, f"« {asked.label} » compte au plus {asked.longest} signes : raccourcissez."
        return (said, "") if folded(said) else (said, f"« {asked.label} » est à remplir en toutes lettres.")
    reader, otherwise = readers[asked.form]
    value = reader(said)
    return value, otherwise if value is None else ""


def from_day(form: Form, values: Values, today: date) -> date:
    """The day on which what changes is shown: today, or the day that the act takes effect when it is later."""
    given = values.get(form.dated)
    return max(today, given) if isinstance(given, date) else today
