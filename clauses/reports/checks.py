"""What must be known before the figures are published: sentences made of the figures themselves.

The published bilan of 2023 added people across sectors, took shares over the wrong base and truncated a rate; each of
these has its sentence here.
"""

from __future__ import annotations

from collections.abc import Iterator

from clauses.pathways.rules import Protocol
from clauses.quantities import NO_BREAK_SPACE, french_hours, grouped
from clauses.reports.bilan_orientations import UNKNOWN
from clauses.reports.figures import (
    Bilan,
    Breakdown,
    Check,
    Employees,
    Exits,
    Leftovers,
    Orientations,
    Selection,
)

_COLON = f"{NO_BREAK_SPACE}: "


def checks(bilan: Bilan) -> tuple[Check, ...]:
    """The sentences that these figures call for, always in the same order."""
    return tuple(
        Check(code, message)
        for code, message in (
            *_of_selection(bilan.selection),
            *_of_hours(bilan.hours.training, bilan.leftovers, bilan.selection),
            *_of_employees(bilan.employees),
            *_of_orientations(bilan.orientations),
            *_of_exits(bilan.exits),
        )
    )


def _of_selection(selection: Selection) -> Iterator[tuple[str, str]]:
    if selection.filtered:
        yield (
            "orientations.not_filtered",
            f"Orientations de tout le dispositif{_COLON}elles ne dépendent ni du marché, ni de sa nature.",
        )


def _of_hours(training: int, left: Leftovers, selection: Selection) -> Iterator[tuple[str, str]]:
    if left.submitted.count:
        lines = counted(left.submitted.count, "ligne déposée et non validée", "lignes déposées et non validées")
        fate = "comptées ici" if selection.include_submitted else "non comptées"
        yield "lines.submitted", f"{lines}{_COLON}{french_hours(left.submitted.hours)} {fate}."
    if left.to_check.count:
        lines = counted(left.to_check.count, "ligne à vérifier", "lignes à vérifier")
        yield "lines.to_check", f"{lines}{_COLON}{french_hours(left.to_check.hours)} non comptées."
    if left.corrections:
        units = counted(left.corrections, "correction attend", "corrections attendent")
        yield (
            "declarations.proposed",
            f"{units} une réponse{_COLON}d'ici là, les heures déjà validées comptent.",
        )
    if left.contracts_without_hours:
        idle = counted(left.contracts_without_hours, "contrat sans aucune heure", "contrats sans aucune heure")
        yield (
            "contracts.without_hours",
            f"{idle} sur la période{_COLON}sans heure, personne n'est compté comme salarié.",
        )
    if training:
        yield "hours.training", f"{french_hours(training)} de formation données à part, hors des totaux."


def _of_employees(employees: Employees) -> Iterator[tuple[str, str]]:
    several = employees.in_several_natures
    if several:
        people = counted(several, "personne a travaillé", "personnes ont travaillé")
        yield "people.in_two_sectors", f"{people} dans {_added_up(employees.by_nature, several, employees.total)}."
    if employees.unknown_sex:
        people = counted(employees.unknown_sex, "salarié", "salariés")
        known = f"{counted(employees.women, 'femme', 'femmes')} + {counted(employees.men, 'homme', 'hommes')}"
        yield (
            "people.unknown_sex",
            f"{people} sans sexe renseigné{_COLON}{known} pour {counted(employees.total, 'personne', 'personnes')}.",
        )
    if employees.without_residence:
        people = counted(employees.without_residence, "salarié", "salariés")
        yield (
            "people.unknown_residence",
            f"{people} sans adresse connue{_COLON}la part des quartiers prioritaires est peut-être plus élevée.",
        )
    if employees.qpv_not_in_force:
        yield "people.qpv_not_in_force", _not_in_force(employees.qpv_not_in_force, "salarié", "salariés")


def _of_orientations(found: Orientations) -> Iterator[tuple[str, str]]:
    several = found.in_several_sectors
    if several:
        people = counted(several, "personne a été orientée", "personnes ont été orientées")
        yield "orientations.in_two_sectors", f"{people} vers {_added_up(found.by_sector, several, found.total)}."
    if found.outcome.pending:
        people = counted(found.outcome.pending, "personne orientée", "personnes orientées")
        yield "orientations.pending", f"{people} en attente de décision à la fin de la période."
    if UNKNOWN in found.by_origin:
        people = counted(found.by_origin[UNKNOWN].total, "personne orientée", "personnes orientées")
        yield "orientations.unknown_origin", f"{people} sans origine renseignée (PLIE ou AUTRES)."
    if UNKNOWN in found.by_sector:
        people = counted(found.by_sector[UNKNOWN], "personne orientée", "personnes orientées")
        yield "orientations.unknown_sector", f"{people} sans secteur renseigné (BTP, MS ou PI)."
    if found.qpv_not_in_force:
        yield (
            "orientations.qpv_not_in_force",
            _not_in_force(found.qpv_not_in_force, "personne orientée", "personnes orientées"),
        )


def _of_exits(exits: Exits) -> Iterator[tuple[str, str]]:
    if exits.rate.percent is None:
        yield "exits.no_base", f"Taux non calculable{_COLON}{_why_no_rate(exits)}."
    elif exits.other_bases:
        names = ", ".join(quoted(Protocol(protocol).label) for protocol in exits.other_bases)
        yield (
            "exits.other_base",
            f"Taux calculé sur les sorties{_COLON}le protocole {names} calcule le sien sur les personnes suivies.",
        )
    if exits.undecided:
        leaving = counted(exits.undecided, "sortie", "sorties")
        yield "exits.undecided", f"{leaving} en attente de décision, à part, hors du total."
    if exits.verdict_differs:
        leaving = counted(exits.verdict_differs, "sortie décidée", "sorties décidées")
        yield "exits.verdict_differs", f"{leaving} autrement que ne le dit le protocole{_COLON}le motif décidé compte."
    if exits.unknown_kind:
        leaving = counted(exits.unknown_kind, "sortie", "sorties")
        yield (
            "exits.unknown_kind",
            f"{leaving} en emploi sans type de contrat renseigné{_COLON}à lire dans la ligne {quoted('Autre')}.",
        )
    if exits.qpv_not_in_force:
        yield "exits.qpv_not_in_force", _not_in_force(exits.qpv_not_in_force, "sortie", "sorties")
    if exits.without_hours:
        leaving = counted(exits.without_hours, "autre sortie", "autres sorties")
        yield (
            "exits.without_hours",
            f"{leaving} de la période hors de ce bilan{_COLON}aucune heure comptée avant la sortie.",
        )


def counted(number: int, one: str, several: str) -> str:
    """A number and what it counts, agreed: ``1 ligne``, ``1 234 lignes``."""
    return f"{grouped(number)} {several if abs(number) >= 2 else one}"


def quoted(words: str) -> str:
    """Between French quotation marks, with their no-break spaces."""
    return f"«{NO_BREAK_SPACE}{words}{NO_BREAK_SPACE}»"


def _why_no_rate(exits: Exits) -> str:
    if not exits.total:
        return "aucune sortie enregistrée"
    if exits.total == exits.positive:
        return "aucune autre sortie enregistrée"
    return "toutes les sorties ont un motif exclu de la base"


def _added_up(rows: Breakdown, several: int, total: int) -> str:
    """``deux secteurs : 33 + 48 = 81 pour 80 personnes``."""
    people = [number for number in rows.values() if number]
    excess = sum(people) - total
    where = "deux secteurs" if excess == several else "plusieurs secteurs"
    terms = " + ".join(map(grouped, people))
    return f"{where}{_COLON}{terms} = {grouped(sum(people))} pour {counted(total, 'personne', 'personnes')}"


def _not_in_force(early: Breakdown, one: str, several: str) -> str:
    places = ", ".join(f"{name} ({grouped(people)})" for name, people in early.items())
    people = counted(sum(early.values()), one, several)
    return (
        f"{people} d'un quartier qui n'était pas encore ou n'était plus prioritaire à la date retenue{_COLON}{places}. "
        "Le fichier des personnes a été suivi."
    )
