"""What is kept of the talks with a company about a lot: how, with whom, and what is to be done next (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from clauses.reference.rules import Labelled

LONGEST_ACTION = 400
LONGEST_NAME = 200
LONGEST_TEXT = 4_000


class ExchangeKind(Labelled):
    """How an exchange was held."""

    CALL = "call", "Appel"
    MAIL = "mail", "Courriel"
    MEETING = "meeting", "Rendez-vous"
    VISIT = "visit", "Visite sur place"
    OTHER = "other", "Autre"


class CounterpartRole(Labelled):
    """What somebody of a company is to the follow-up of a lot."""

    REFERENT = "referent", "Référent insertion"
    TUTOR = "tutor", "Tuteur"
    SITE = "site", "Conducteur de travaux"
    PAYROLL = "payroll", "Paie"
    OTHER = "other", "Autre"


@dataclass(frozen=True)
class Noted:
    """An exchange to be kept. ``next_on`` is the day by which ``next_action`` is to be done."""

    kind: ExchangeKind
    held_on: date
    said: str
    with_whom: str | None = None
    next_action: str | None = None
    next_on: date | None = None


def faults(noted: Noted, today: date) -> dict[str, str]:
    """What is wrong with an exchange, by the name of the field at fault; nothing when it may be kept."""
    wrong: dict[str, str] = {}
    if noted.held_on > today:
        wrong["held_on"] = "Un échange à venir est une prochaine action : notez-le plus bas."
    if not noted.said:
        wrong["said"] = "Dites en une phrase ce qui s'est dit."
    if noted.next_action and noted.next_on is None:
        wrong["next_on"] = "Donnez le jour de cette action : c'est lui qui la fait paraître."
    if noted.next_on is not None and not noted.next_action:
        wrong["next_action"] = "Dites ce qu'il y a à faire ce jour-là."
    if noted.next_on is not None and noted.next_on < noted.held_on:
        wrong["next_on"] = "Cette action viendrait avant l'échange. Corrigez l'une des deux dates."
    return wrong


@dataclass(frozen=True)
class Named:
    """Somebody of a company to be kept, with what reaches them."""

    role: CounterpartRole
    name: str
    email: str | None = None
    phone: str | None = None


def contact_faults(named: Named) -> dict[str, str]:
    """What is wrong with a contact, by the name of the field at fault."""
    wrong: dict[str, str] = {}
    if not named.name:
        wrong["name"] = "Écrivez son nom."
    if named.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", named.email):
        wrong["email"] = f"« {named.email[:60]} » n'est pas une adresse. Écrivez par exemple nom@entreprise.fr."
    if named.phone and not re.fullmatch(r"\+?[\d\s.()-]{6,30}", named.phone):
        wrong["phone"] = f"« {named.phone[:40]} » n'est pas un numéro. Écrivez par exemple 03 80 00 00 00."
    return wrong
