"""Facts of exits as other programs give them: JSON read strictly, every refusal naming the exit and the field.

A file with one unusable entry is refused whole: a list of verdicts with a hole would read as complete.
Fields that the product does not know are left alone, so that a sender can keep its own notes beside the facts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NoReturn, TypeVar

from clauses.errors import Unusable
from clauses.pathways.facts import EARLIEST, LATEST, BusinessFacts, ContractFacts, ExitFacts, TrainingFacts
from clauses.quantities import hundredths
from clauses.reference.rules import ContractKind, EmployerKind, Labelled

HOURS_IN_A_WEEK = 168

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# Room for the digits of a binary fraction (17.499999999999996); no exponent, no sign, nothing endless.
_HOURS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,20})?", re.ASCII)
_LONGEST_SHOWN = 60

Code = TypeVar("Code", bound=Labelled)


def exits_from_text(text: str) -> tuple[ExitFacts, ...]:
    """The exits of a JSON text; numbers stay decimal. Raises Unusable, in French."""
    try:
        document = json.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise Unusable(
            f"Ce n'est pas du JSON\u00a0: ligne {error.lineno}, colonne {error.colno}. "
            "Donnez une liste de sorties entre crochets."
        ) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise Unusable(
            "Ce JSON n'est pas lisible\u00a0: un nombre y est démesuré, ou l'imbrication. Corrigez-le."
        ) from error
    return exits_from_json(document)


def exits_from_json(document: object) -> tuple[ExitFacts, ...]:
    """The exits of a JSON list, in its order. Raises Unusable on a bad entry, or when two bear one id."""
    if not isinstance(document, list):
        raise Unusable(f"{_shown(document)} n'est pas une liste de sorties. Donnez-en une, entre crochets.")
    exits: dict[str, ExitFacts] = {}
    for position, entry in enumerate(document, start=1):
        facts = facts_from_json(entry, place=f"Sortie n°\u00a0{position}")
        if facts.id in exits:
            raise Unusable(
                f"Sortie n°\u00a0{position}\u00a0: l'identifiant {_shown(facts.id)} sert déjà plus haut. "
                "Donnez-en un autre."
            )
        exits[facts.id] = facts
    return tuple(exits.values())


def facts_from_json(entry: object, *, place: str = "Sortie") -> ExitFacts:
    """One exit from one JSON object, as ``docs/contract.md`` gives it. Raises Unusable, in French.

    ``id`` and ``exited_on`` are required, and ``kind`` and ``starts_on`` of a contract. Anything else may be absent or
    null: unknown for a date, hours or an employer, no for a yes or no; but a training that is certified is qualifying
    unless it says otherwise, a certification being what makes one so.
    """
    exit_ = _Entry.of(entry, place)
    identifier = exit_.identifier()
    exit_ = _Entry(exit_.fields, f"{place} ({_shown(identifier)})")
    exited_on = exit_.required_day("exited_on")
    birth_date = exit_.day("birth_date")
    if birth_date is not None and birth_date > exited_on:
        exit_.refuse("birth_date", "est après la sortie\u00a0: corrigez l'une des deux dates")
    return ExitFacts(
        id=identifier,
        exited_on=exited_on,
        birth_date=birth_date,
        contracts=tuple(_contract(contract) for contract in exit_.items("contracts")),
        part_time_agreed=exit_.flag("part_time_agreed"),
        training=_training(exit_.inner("training")),
        business=_business(exit_.inner("business")),
    )


def _contract(contract: _Entry) -> ContractFacts:
    kind = contract.code("kind", ContractKind)
    if kind is None:
        contract.refuse("kind", "manque\u00a0: donnez-le")
    starts_on, ends_on = contract.required_day("starts_on"), contract.day("ends_on")
    if ends_on is not None and ends_on < starts_on:
        contract.refuse(
            "ends_on", "est avant «\u00a0starts_on\u00a0»\u00a0: un contrat ne finit pas avant de commencer"
        )
    return ContractFacts(
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        weekly_hours=contract.hours("weekly_hours"),
        employer=contract.code("employer", EmployerKind),
        aided=contract.flag("aided"),
    )


def _training(training: _Entry) -> TrainingFacts:
    certified_on = training.day("certified_on")
    return TrainingFacts(training.flag("qualifying", absent=certified_on is not None), certified_on)


def _business(business: _Entry) -> BusinessFacts:
    registered_on, active_until = business.day("registered_on"), business.day("active_until")
    if active_until is not None and (registered_on is None or active_until < registered_on):
        business.refuse("active_until", "demande un «\u00a0registered_on\u00a0», le même jour ou avant")
    return BusinessFacts(registered_on, active_until)


class _Entry:
    """A JSON object, and where it stands: what refuses a field says which one."""

    def __init__(self, fields: Mapping[str, object], place: str) -> None:
        self.fields = fields
        self.place = place

    @classmethod
    def of(cls, value: object, place: str) -> _Entry:
        if not isinstance(value, dict):
            raise Unusable(
                f"{place}\u00a0: il faut un objet JSON, entre accolades\u00a0; {_shown(value)} n'en est pas un. "
                "Corrigez-le."
            )
        return cls(value, place)

    def refuse(self, field: str, fault: str) -> NoReturn:
        """``fault``: what is wrong, and what to write instead."""
        raise Unusable(self._told(field, fault))

    def _told(self, field: str, fault: str) -> str:
        return f"{self.place}\u00a0: «\u00a0{field}\u00a0» {fault}."

    def identifier(self) -> str:
        value = self.fields.get("id")
        if value is None:
            self.refuse("id", "manque\u00a0: donnez à chaque sortie un identifiant")
        if not isinstance(value, str) or not value.strip() or not _encodable(value):
            self.refuse("id", f"vaut {_shown(value)}\u00a0: il faut un texte, qui ne soit pas vide")
        return value

    def inner(self, field: str) -> _Entry:
        value = self.fields.get(field)
        return _Entry.of({} if value is None else value, f"{self.place}, «\u00a0{field}\u00a0»")

    def items(self, field: str) -> list[_Entry]:
        value = self.fields.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(field, f"vaut {_shown(value)}\u00a0: il faut une liste, entre crochets")
        return [
            _Entry.of(item, f"{self.place}, contrat n°\u00a0{number}") for number, item in enumerate(value, start=1)
        ]

    def day(self, field: str) -> date | None:
        value = self.fields.get(field)
        if value is None:
            return None
        day = _as_day(value)
        if day is None:
            self.refuse(field, f"vaut {_shown(value)}, qui n'est pas une date. Écrivez AAAA-MM-JJ, comme 2024-06-30")
        if not EARLIEST <= day <= LATEST:
            self.refuse(field, f"vaut {day}\u00a0: donnez une année entre {EARLIEST.year} et {LATEST.year}")
        return day

    def required_day(self, field: str) -> date:
        day = self.day(field)
        if day is None:
            self.refuse(field, "manque\u00a0: donnez une date, comme 2024-06-30")
        return day

    def flag(self, field: str, *, absent: bool = False) -> bool:
        value = self.fields.get(field)
        if value is None:
            return absent
        if not isinstance(value, bool):
            self.refuse(field, f"vaut {_shown(value)}\u00a0: écrivez true ou false, sans guillemets")
        return value

    def hours(self, field: str) -> int | None:
        value = self.fields.get(field)
        if value is None:
            return None
        written = _as_number(value)
        if not _HOURS.fullmatch(written):
            self.refuse(
                field, f"vaut {_shown(value)}, qui n'est pas un nombre d'heures par semaine. Écrivez par exemple 17.50"
            )
        amount = hundredths(Decimal(written.replace(",", ".")))
        if amount > hundredths(HOURS_IN_A_WEEK):
            self.refuse(field, f"vaut {_shown(value)}\u00a0: une semaine n'a que {HOURS_IN_A_WEEK} heures")
        return amount

    def code(self, field: str, codes: type[Code]) -> Code | None:
        value = self.fields.get(field)
        if value is None:
            return None
        known = {member.value: member for member in codes}
        if not isinstance(value, str) or value not in known:
            self.refuse(field, f"vaut {_shown(value)}\u00a0: il faut l'un de {', '.join(known)}")
        return known[value]


def _as_day(value: object) -> date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _as_number(value: object) -> str:
    """A number as it is written; nothing for what is none, nor for one too long to be worth writing."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) > HOURS_IN_A_WEEK * 10):
        return ""
    return str(value) if isinstance(value, (str, int, float, Decimal)) else ""


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(value: object) -> str:
    """A value as it can be quoted in a message: short, printable, whatever it was."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "un objet"
    if isinstance(value, list):
        return "une liste"
    if isinstance(value, int) and abs(value) >= 10**_LONGEST_SHOWN:
        return "un nombre démesuré"
    text = str(value).encode(errors="backslashreplace").decode()
    return f"«\u00a0{text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + '…'}\u00a0»"
