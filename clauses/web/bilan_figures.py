"""What the page of the bilan adds to its figures: the address of their lines, another period beside them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from clauses.quantities import NO_BREAK_SPACE, french, grouped
from clauses.reference.rules import ContractKind, Modality, Nature
from clauses.reports.figures import Bilan, Perimeter


@dataclass(frozen=True)
class Links:
    """The addresses of the lines behind the hours; none for whoever sees no line."""

    total: str | None = None
    by_nature: Mapping[str, str] | None = None
    by_contract: Mapping[str, str] | None = None


def links(bilan: Bilan, *, sees_lines: bool) -> Links:
    """Each figure of hours with the address of the lines that add up to it."""
    if not sees_lines:
        return Links()
    selection = bilan.selection
    common = {
        "du": selection.period.starts_on.isoformat(),
        "au": selection.period.ends_on.isoformat(),
        "etat": "validated",
    }
    if selection.perimeter is Perimeter.PLIE:
        common["perimetre"] = "plie"
    if selection.market is not None:
        common["marche"] = str(selection.market.id)
    if selection.buyer is not None:
        common["donneur"] = str(selection.buyer.id)
    if selection.nature is not None:
        common["nature"] = selection.nature.value
    if selection.lot is not None:
        common["lot"] = str(selection.lot.id)
    if selection.company is not None:
        common["entreprise"] = str(selection.company.id)
    if selection.modality is not None:
        common["modalite"] = selection.modality.value
    return Links(
        total=_address(common),
        by_nature={name: _address(common | {"nature": name}) for name in bilan.hours.by_nature},
        by_contract={name: _address(common | {"contrat": name}) for name in bilan.hours.by_contract},
    )


def _address(parts: Mapping[str, str]) -> str:
    return f"/lignes?{urlencode(parts)}"


@dataclass(frozen=True)
class Compared:
    """One figure of the two periods, in words, how much it moved, and the address of the lines behind each."""

    name: str
    now: str
    before: str
    change: str
    now_lines: str | None = None
    before_lines: str | None = None


def compared(now: Bilan, before: Bilan, *, people: bool, sees_lines: bool) -> tuple[Compared, ...]:
    """The main figures of a bilan beside those of another one."""
    behind = links(now, sees_lines=sees_lines), links(before, sees_lines=sees_lines)
    total = behind[0].total, behind[1].total
    rows = [_hours("Heures", now.hours.total, before.hours.total, total)]
    for name in {**now.hours.by_nature, **before.hours.by_nature}:
        first, second = now.hours.by_nature.get(name, 0), before.hours.by_nature.get(name, 0)
        rows.append(_hours(Nature(name).label, first, second, _behind(behind, "by_nature", name), inside=True))
    for name in {**now.hours.by_contract, **before.hours.by_contract}:
        first, second = now.hours.by_contract.get(name, 0), before.hours.by_contract.get(name, 0)
        rows.append(_hours(ContractKind(name).label, first, second, _behind(behind, "by_contract", name), inside=True))
    if people:
        rows += [
            _heads("Personnes au travail", now.employees.total, before.employees.total),
            _heads("dont quartiers prioritaires", now.employees.qpv.numerator, before.employees.qpv.numerator),
            _heads("Personnes orientées", now.orientations.total, before.orientations.total),
            _heads("Sorties positives", now.exits.positive, before.exits.positive),
        ]
    return tuple(rows)


Behind = tuple[str | None, str | None]
"""The addresses of the lines behind a figure of each period."""


def _behind(both: tuple[Links, Links], part: str, name: str) -> Behind:
    first, second = ((getattr(each, part) or {}).get(name) for each in both)
    return first, second


def _hours(name: str, now: int, before: int, lines: Behind, *, inside: bool = False) -> Compared:
    sign = "+" if now > before else ""
    label = f"– {name}" if inside else name
    behind = (lines[0] if now else None), (lines[1] if before else None)
    return Compared(label, french(now), french(before), f"{sign}{french(now - before)}", *behind)


def _heads(name: str, now: int, before: int) -> Compared:
    sign = "+" if now > before else ""
    return Compared(name, grouped(now), grouped(before), f"{sign}{grouped(now - before)}")


_WORDS: Final = {
    "hours": "Heures",
    "total": "total",
    "by_nature": "par nature",
    "by_contract": "par contrat",
    "training": "formation",
    "orientations": "Orientations",
    "employees": "Personnes au travail",
    "exits": "Sorties",
    "qpv": "quartiers prioritaires",
    "by_qpv": "par quartier",
    "by_sector": "par secteur",
    "by_origin": "par origine",
    "by_prescriber": "par prescripteur",
    "by_kind": "par type",
    "validated": "validées",
    "not_integrated": "non intégrées",
    "pending": "en attente",
    "positive": "positives",
    "undecided": "à décider",
    "women": "femmes",
    "men": "hommes",
    "rate": "taux",
    "numerator": "numérateur",
    "base": "base",
    "percent": "part (%)",
    "qpv_share": "part des quartiers",
    "excluded": "exclues du taux",
}


def told(name: str) -> str:
    """The French words of a figure of the JSON: « hours.by_nature.BTP » → « Heures, par nature, BTP »."""
    return ", ".join(_WORDS.get(part, part) for part in name.split("."))


_IN_FORCE: Final = {
    "nature": "Nature", "marche": "Marché", "lot": "Lot", "donneur": "Donneur d'ordre", "entreprise": "Entreprise",
    "modalite": "Modalité", "comparer": "Comparé à", "face_du": "Comparé du", "face_au": "Comparé au",
}  # fmt: skip
_COMPARED: Final = {"an": "la même période, un an avant", "avant": "autant de mois, juste avant"}


def in_force(given: Mapping[str, str]) -> list[tuple[str, str]]:
    """What narrows or compares a bilan, in words, each with the address of the same bilan without it."""
    words = {code.value: code.label for code in (*Nature, *Modality)} | _COMPARED
    return [
        (
            f"{label}{NO_BREAK_SPACE}: {words.get(given[name], given[name])}",
            "/bilan?" + urlencode({other: value for other, value in given.items() if value and other != name}),
        )
        for name, label in _IN_FORCE.items()
        if given.get(name)
    ]
