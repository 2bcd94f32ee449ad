"""The closed lists of the profession: stable codes, each with the French label people read.

Sources: kinds and natures, bilan PLIE Dijon 2023; other kinds and publics, a CCAP of 2021 for intellectual services.
"""

from __future__ import annotations

from enum import StrEnum


class Labelled(StrEnum):
    """A stable code with its French label: ``CDDI = "CDDI", "CDD d'insertion"``."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Labelled:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class ContractKind(Labelled):
    """The kinds of contract an hour is worked under: the rows of the bilan, then the others, never dropped."""

    CDDI = "CDDI", "CDD d'insertion"
    CTTI = "CTTI", "Contrat de travail temporaire d'insertion"
    CDI = "CDI", "CDI"
    CPRO = "CPRO", "Contrat de professionnalisation"
    CDD = "CDD", "CDD"
    APPRENTISSAGE = "APPRENTISSAGE", "Contrat d'apprentissage"
    CDI_INTERIMAIRE = "CDI_INTERIMAIRE", "CDI intérimaire"
    INTERIM = "INTERIM", "Intérim"
    CUI = "CUI", "Contrat aidé (CUI, PEC)"
    GEIQ = "GEIQ", "Contrat GEIQ"
    AUTRE = "AUTRE", "Autre"


class EmployerKind(Labelled):
    """What kind of body employs the person: it decides which contracts it may sign."""

    ENTREPRISE = "entreprise", "Entreprise"
    ETT = "ETT", "Entreprise de travail temporaire"
    ETTI = "ETTI", "Entreprise de travail temporaire d'insertion"
    EI = "EI", "Entreprise d'insertion"
    ACI = "ACI", "Atelier et chantier d'insertion"
    AI = "AI", "Association intermédiaire"
    GEIQ = "GEIQ", "Groupement d'employeurs pour l'insertion et la qualification"
    REGIE = "REGIE", "Régie de quartier"
    EA = "EA", "Entreprise adaptée"
    ESAT = "ESAT", "Établissement et service d'aide par le travail"
    PARTICULIER = "particulier", "Particulier employeur"


class Modality(Labelled):
    """How the hours reach the market."""

    EMBAUCHE_DIRECTE = "embauche_directe", "Embauche directe"
    MISE_A_DISPOSITION = "mise_a_disposition", "Mise à disposition"
    SOUS_TRAITANCE = "sous_traitance", "Sous-traitance ou cotraitance"


class Nature(Labelled):
    """The nature of a market or a lot; its code is the row of the bilan."""

    BTP = "BTP", "Travaux (BTP)"
    MS = "MS", "Services"
    PI = "PI", "Prestations intellectuelles"
    FOURNITURES = "FOURNITURES", "Fournitures"


class Role(Labelled):
    """The place of a contractor on a lot."""

    TITULAIRE = "titulaire", "Titulaire"
    COTRAITANT = "cotraitant", "Cotraitant"
    SOUS_TRAITANT = "sous_traitant", "Sous-traitant"


class Sex(Labelled):
    """As the file of people gives it; it never weighs in a match."""

    F = "F", "Femme"
    M = "M", "Homme"


class Origin(Labelled):
    """Who oriented the person, and nothing else: participation in the PLIE is a matter of dates."""

    PLIE = "PLIE", "PLIE"
    AUTRES = "AUTRES", "Autres"


class Decision(Labelled):
    """What was decided of an orientation."""

    VALIDATED = "validated", "Validé"
    NOT_INTEGRATED = "not_integrated", "Non intégré"


CDDI_EMPLOYERS = frozenset({EmployerKind.EI, EmployerKind.ACI, EmployerKind.AI, EmployerKind.REGIE})
"""Who may sign a CDDI (Code du travail L5132-5, L5132-11-1, L5132-15-1); a régie de quartier does as EI or ACI."""

TEMPORARY_WORK_EMPLOYERS = frozenset({EmployerKind.ETT, EmployerKind.ETTI})
"""Who may sign missions and a CDI intérimaire (Code du travail L1251-1 and L1251-58-1; L5132-6 for the ETTI)."""


def may_sign(employer: EmployerKind, kind: ContractKind) -> bool:
    """Whether this kind of employer can sign this kind of contract; a doubt is never a refusal."""
    if kind is ContractKind.CTTI:
        return employer is EmployerKind.ETTI
    if kind is ContractKind.CDDI:
        return employer in CDDI_EMPLOYERS
    if kind in (ContractKind.INTERIM, ContractKind.CDI_INTERIMAIRE):
        return employer in TEMPORARY_WORK_EMPLOYERS
    return True
