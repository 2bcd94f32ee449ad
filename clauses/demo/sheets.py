"""What stands in each file: the territory as rows, under the headers that a user's files have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from clauses.demo.exits import Exit
from clauses.demo.lines import Line
from clauses.demo.markets import MARKETS, Holder, Lot, Market
from clauses.demo.needs import NEEDS, DemoNeed
from clauses.demo.people import Orientation, Person
from clauses.demo.profiles import profile
from clauses.demo.writing import Cell, Table
from clauses.quantities import exact
from clauses.reference.rules import ContractKind, Decision, EmployerKind, Modality, Nature, Role

MARKET_HEADER: Final = (
    "Référence marché", "Intitulé marché", "Donneur d'ordre", "SIRET donneur d'ordre", "Nature", "Date de consultation",
    "Date de notification", "Date de fin", "Lot", "Intitulé lot", "Secteur d'activité", "CPV", "Attributaire",
    "SIRET attributaire", "Rôle", "Heures d'insertion", "Montant HT", "Pénalité (€/h)", "Considération sociale",
    "Publics éligibles",
)  # fmt: skip
PEOPLE_HEADER: Final = (
    "Identifiant", "Nom", "Prénom", "Date de naissance", "Sexe", "Adresse", "Code postal", "Commune", "QPV", "Origine",
    "Prescripteur", "Référent", "Entrée PLIE le", "Sortie PLIE le", "Orienté le", "Secteur d'orientation", "Décision",
    "Décision le", "Motif", "RSA", "RQTH", "Autorisation de travail jusqu'au", "Demandeur d'emploi depuis",
    "Niveau de formation", "Niveau de français", "Métiers recherchés", "Compétences", "Habilitations", "Mobilité (km)",
    "Disponible le",
)  # fmt: skip
HOURS_HEADER: Final = (
    "Référence marché", "Lot", "SIRET attributaire", "Attributaire", "SIRET employeur", "Employeur", "Type d'employeur",
    "Modalité", "Nom", "Prénom", "Date de naissance", "Type de contrat", "Début de contrat", "Fin de contrat", "Poste",
    "Mois", "Heures travaillées", "Heures de formation",
)  # fmt: skip
NEEDS_HEADER: Final = (
    "Référence besoin", "Référence marché", "Lot", "SIRET attributaire", "Métier", "Compétences",
    "Habilitations exigées", "Niveau de français", "Commune du poste", "Nombre de postes", "Type de contrat",
    "Heures par semaine", "Début", "Fin", "QPV uniquement",
)  # fmt: skip
EXITS_HEADER: Final = (
    "Nom", "Prénom", "Date de naissance", "Sortie le", "Motif", "Type de contrat", "Début de contrat", "Fin de contrat",
    "Heures par semaine", "Temps partiel accepté", "Contrat aidé", "Employeur", "Type d'employeur", "Métier",
    "Justificatif", "Décision de la commission le",
)  # fmt: skip

_NATURES: Final = {
    Nature.BTP: "Travaux",
    Nature.MS: "Services",
    Nature.PI: "Prestations intellectuelles",
    Nature.FOURNITURES: "Fournitures",
}
_ROLES: Final = {Role.TITULAIRE: "titulaire", Role.COTRAITANT: "cotraitant", Role.SOUS_TRAITANT: "sous-traitant"}
_MODALITIES: Final = {
    Modality.EMBAUCHE_DIRECTE: "embauche directe",
    Modality.MISE_A_DISPOSITION: "mise à disposition",
    Modality.SOUS_TRAITANCE: "sous-traitance",
}
_EMPLOYERS: Final = {EmployerKind.REGIE: "Régie de quartier"}
_DECISIONS: Final = {Decision.VALIDATED: "validé", Decision.NOT_INTEGRATED: "non intégré", None: None}
_PUBLICS: Final = "DELD ; RSA ; RQTH ; moins de 26 ans sans qualification ; QPV ; PLIE ; IAE"


def markets() -> Table:
    """One row per lot and company."""
    rows = [_market(market, lot, holder) for market in MARKETS for lot in market.lots for holder in lot.holders]
    return Table("Marchés", MARKET_HEADER, rows)


def people(persons: Iterable[Person]) -> Table:
    """One row per person and orientation."""
    rows = [_person(person, orientation) for person in persons for orientation in person.orientations]
    return Table("Personnes", PEOPLE_HEADER, rows)


def hours(lines: Sequence[Line], *, capitals: bool = False) -> Table:
    """One row per person, contract, lot and month; ``capitals`` writes surnames as some payrolls do."""
    return Table("Heures", HOURS_HEADER, [_line(line, capitals=capitals) for line in lines], frozenset({"Mois"}))


def with_a_stranger(table: Table, like: Line) -> Table:
    """The table and one more row, like that line, for someone whom nobody oriented: a question to the facilitateur."""
    stranger: dict[str, Cell] = {"Nom": "Vasseur-Okoye", "Prénom": "Célestin", "Date de naissance": date(1991, 7, 14)}
    row = tuple(
        stranger.get(header, cell) for header, cell in zip(HOURS_HEADER, _line(like, capitals=False), strict=True)
    )
    return Table(table.title, table.header, [*table.rows, row], table.months)


def needs() -> Table:
    """One row per need."""
    return Table("Besoins", NEEDS_HEADER, [_need(need) for need in NEEDS])


def exits(left: Iterable[Exit]) -> Table:
    """One row per person leaving."""
    return Table("Sorties", EXITS_HEADER, [_exit(each) for each in left])


def _market(market: Market, lot: Lot, holder: Holder) -> tuple[Cell, ...]:
    return (
        market.reference, market.title, market.buyer.name, market.buyer.siret, _NATURES[market.nature],
        market.consulted_on, market.notified_on, market.ends_on, lot.number, lot.title, lot.sector, lot.cpv,
        holder.company.name, holder.company.siret, _ROLES[holder.role], holder.due, holder.amount,
        market.penalty if holder.due else None, market.consideration, _PUBLICS,
    )  # fmt: skip


def _person(person: Person, orientation: Orientation) -> tuple[Cell, ...]:
    known = profile(person)
    return (
        person.identifier, person.last_name, person.first_name, person.birth_date, person.sex.value, person.address,
        person.postal_code, person.commune, person.quartier.name if person.quartier else None,
        orientation.origin.value, orientation.prescriber, person.referent if person.plie_from else None,
        person.plie_from, person.plie_until, orientation.oriented_on, orientation.sector.value,
        _DECISIONS[orientation.decision], orientation.decided_on, orientation.reason, known.rsa, known.rqth,
        known.work_permit_until, known.unemployed_since, known.education_level, known.french_level, known.jobs,
        known.skills, known.licences, known.mobility_km, known.available_on,
    )  # fmt: skip


def _line(line: Line, *, capitals: bool) -> tuple[Cell, ...]:
    contract, company = line.contract, line.post.holder.company
    person, team, employer = contract.person, contract.team, contract.team.employer
    return (
        line.post.market.reference, line.post.lot.number, company.siret, company.name, employer.siret, employer.name,
        _EMPLOYERS.get(employer.kind, employer.kind.value), _MODALITIES[employer.modality(company)],
        person.last_name.upper() if capitals else person.last_name, person.first_name, person.birth_date,
        team.kind.value, contract.starts_on, contract.ends_on, team.job, line.month, Decimal(exact(line.hours)),
        Decimal(exact(line.training)) if line.training else None,
    )  # fmt: skip


def _need(need: DemoNeed) -> tuple[Cell, ...]:
    return (
        need.reference, need.post.market.reference, need.post.lot.number, need.post.holder.company.siret, need.job,
        need.skills, need.licences, need.french_level, need.commune, need.posts, need.kind.label, Decimal(need.hours),
        need.starts_on, need.ends_on, "oui" if need.qpv_only else "non",
    )  # fmt: skip


def _exit(each: Exit) -> tuple[Cell, ...]:
    person, leaving, job = each.person, each.leaving, each.job
    facts: tuple[Cell, ...] = (None,) * 9
    if job is not None:
        facts = (
            "Contrat de professionnalisation" if job.kind is ContractKind.CPRO else job.kind.value, job.starts_on,
            job.ends_on, Decimal(exact(job.weekly_hours)), "non", "non", job.employer,
            _EMPLOYERS.get(job.employer_kind, job.employer_kind.value), job.job,
        )  # fmt: skip
    evidence = "contrat de travail" if job else "entretien avec le référent"
    return (
        person.last_name, person.first_name, person.birth_date, leaving.day, leaving.reason, *facts, evidence,
        leaving.decided_on,
    )  # fmt: skip
