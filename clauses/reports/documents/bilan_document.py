"""The bilan of a period as a document: chapters and tables of the published one (PLIE Dijon, bilan 2023, ch. 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from clauses.pathways.rules import BUSINESS, TRAINING, ExitReason
from clauses.quantities import NO_BREAK_SPACE, french_hours, french_share, grouped
from clauses.reference.rules import ContractKind, Nature
from clauses.reports.documents.content import Chapter, Document
from clauses.reports.documents.pictures import Bar, bar_chart
from clauses.reports.figures import Bilan, Breakdown, Share
from clauses.reports.sheets import Sheet, heading, sheets, title

_COLON = f"{NO_BREAK_SPACE}: "


def bilan_document(bilan: Bilan, *, established_on: date) -> Document:
    """Every table of the bilan, each chapter opened by its sentences and its picture; the checks last."""
    tables = {sheet.name: sheet for sheet in sheets(bilan)}
    return Document(
        title=title(bilan.selection),
        answer=(
            f"{french_hours(bilan.hours.total)} d'insertion, "
            f"{_people(bilan.employees.total, 'personne au travail', 'personnes au travail')}"
        ),
        heading=heading(bilan.selection),
        chapters=(
            Chapter("En bref", tables=tables["Synthèse"].tables),
            _hours(bilan, tables["Heures"]),
            _employees(bilan, tables["Salariés"]),
            _orientations(bilan, tables["Orientations"], tables["Prescripteurs"]),
            _quartiers(bilan, tables["QPV"]),
            _exits(bilan, tables["Sorties"]),
            Chapter(
                "À savoir avant de publier",
                sentences=() if bilan.checks else ("Rien à signaler.",),
                points=tuple(check.message for check in bilan.checks),
            ),
        ),
        established_on=established_on,
    )


def _hours(bilan: Bilan, sheet: Sheet) -> Chapter:
    natures = {nature.value: nature.label for nature in Nature}
    kinds = {kind.value: kind.label for kind in ContractKind}
    return Chapter(
        "Heures d'insertion",
        sentences=(f"{french_hours(bilan.hours.total)} d'insertion ont été faites dans la période.",),
        charts=(
            *bar_chart("Heures par nature de marché", _in_hours(bilan.hours.by_nature, natures)),
            *bar_chart("Heures par type de contrat", _in_hours(bilan.hours.by_contract, kinds)),
        ),
        tables=sheet.tables,
    )


def _employees(bilan: Bilan, sheet: Sheet) -> Chapter:
    found = bilan.employees
    return Chapter(
        "Salariés",
        sentences=(
            (
                f"{_people(found.total, 'personne a', 'personnes ont')} fait des heures"
                f"{_COLON}{_people(found.women, 'femme', 'femmes')} et {_people(found.men, 'homme', 'hommes')}."
            ),
            f"Résidents d'un quartier prioritaire{_COLON}{_share(found.qpv)}.",
        ),
        tables=sheet.tables,
    )


def _orientations(bilan: Bilan, oriented: Sheet, prescribers: Sheet) -> Chapter:
    found = bilan.orientations
    return Chapter(
        "Orientations",
        sentences=(
            (
                f"{_people(found.total, 'personne orientée', 'personnes orientées')}{_COLON}"
                f"{grouped(found.outcome.validated)} validées, {grouped(found.outcome.not_integrated)} non intégrées, "
                f"{grouped(found.outcome.pending)} en attente."
            ),
        ),
        charts=bar_chart("Qui a orienté (origine AUTRES)", _in_people(found.by_prescriber)),
        tables=(*oriented.tables, *prescribers.tables),
    )


def _quartiers(bilan: Bilan, sheet: Sheet) -> Chapter:
    found = bilan.orientations
    return Chapter(
        "Quartiers prioritaires",
        sentences=(
            (
                f"Personnes orientées{_COLON}{_share(found.qpv)}. "
                f"Candidats validés{_COLON}{_share(found.validated_qpv)}. "
                f"Salariés{_COLON}{_share(bilan.employees.qpv)}."
            ),
        ),
        charts=bar_chart("Salariés par quartier prioritaire", _in_people(bilan.employees.by_qpv)),
        tables=sheet.tables,
    )


def _exits(bilan: Bilan, sheet: Sheet) -> Chapter:
    exits = bilan.exits
    labels = {kind.value: kind.label for kind in ContractKind}
    labels |= {TRAINING: ExitReason.FORMATION.label, BUSINESS: ExitReason.CREATION.label}
    return Chapter(
        "Sorties",
        sentences=(
            (
                f"{_people(exits.positive, 'sortie positive', 'sorties positives')} "
                f"sur {grouped(exits.total)} décidées, "
                "parmi les personnes ayant fait des heures avant leur sortie ; "
                f"{grouped(exits.undecided)} en attente."
            ),
            f"Taux de sorties positives{_COLON}{_share(exits.rate)}.",
        ),
        charts=bar_chart(
            "Sorties positives par type",
            [Bar(labels[code], number, grouped(number)) for code, number in exits.by_kind.items()],
        ),
        tables=sheet.tables,
    )


def _in_hours(rows: Breakdown, labels: Mapping[str, str]) -> list[Bar]:
    return [Bar(labels[code], hours, french_hours(hours)) for code, hours in rows.items()]


def _in_people(rows: Breakdown) -> list[Bar]:
    return [Bar(name, people, grouped(people)) for name, people in rows.items()]


def _people(number: int, one: str, several: str) -> str:
    return f"{grouped(number)} {one if number <= 1 else several}"


def _share(share: Share) -> str:
    return french_share(share.numerator, share.base)
