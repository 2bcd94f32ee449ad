"""The columns of a file of needs: one row per post to fill."""

from __future__ import annotations

from imports.columns.field import Field, Parser
from imports.columns.shared import (
    CONTRACT_KIND,
    CONTRACT_KINDS,
    CONTRACTOR_SIRET,
    FRENCH_LEVEL,
    LOT,
    MARKET,
    SAID,
    SKILLS,
    YES_NO,
)

NEEDS = (
    Field(
        "reference", "Référence besoin",
        (
            "Réf. besoin", "Besoin", "N° besoin", "Référence", "Identifiant besoin", "N° offre", "Réf.",
            "Référence de l'offre", "Offre",
        ),
        required=True, example="B001",
    ),
    Field(
        "market", "Référence marché", tuple(word for word in MARKET.synonyms if word not in {"Réf.", "Référence"}),
        required=True, parser=Parser.REFERENCE, example="2024-T001", grouped=True,
    ),
    Field("lot", "Lot", LOT.synonyms, parser=Parser.LOT, example="1", grouped=True),
    Field(
        "contractor_siret", "SIRET attributaire", CONTRACTOR_SIRET.synonyms, unless=CONTRACTOR_SIRET.unless,
        required=True, parser=Parser.SIRET, example="73282932000074", grouped=True,
    ),
    Field(
        "job", "Métier",
        (
            "Poste", "Intitulé du poste", "Emploi", "Code ROME", "Métier / code ROME", "Métier recherché", "ROME",
            "Fonction", "Intitulé",
        ),
        required=True, example="Maçon", note="En toutes lettres, ou un code ROME (F1703), ou les deux.",
    ),
    SKILLS,
    Field(
        "licences", "Habilitations exigées",
        (
            "Habilitations", "Permis exigés", "Habilitations requises", "CACES exigés", "CACES", "Permis",
            "Habilitations et permis exigés",
        ),
        parser=Parser.LIST, example="CACES R482 A ; Permis B",
    ),
    FRENCH_LEVEL,
    Field(
        "commune", "Commune du poste",
        ("Commune", "Lieu de travail", "Ville", "Lieu du poste", "Lieu", "Lieu d'exécution", "Commune du chantier"),
        example="Chenôve",
    ),
    Field(
        "posts", "Nombre de postes",
        ("Postes", "Nb postes", "Nombre", "Effectif", "Nombre de postes à pourvoir", "Postes à pourvoir"),
        unless=r"pourvus?|restants?|reste|annules?|occupes?|candidats?|reels?|heures?|mois|semaines?",
        required=True, parser=Parser.COUNT, example="2",
    ),
    Field(
        "contract_kind", "Type de contrat", CONTRACT_KIND.synonyms, unless=CONTRACT_KIND.unless,
        on_bad=SAID, parser=Parser.WORD, example="CDD d'insertion", choices=CONTRACT_KINDS,
    ),
    Field(
        "weekly_hours", "Heures par semaine",
        (
            "Heures hebdomadaires", "Durée hebdomadaire", "Temps de travail hebdomadaire", "H / semaine",
            "Heures hebdo", "Horaire hebdomadaire", "Heures/semaine",
        ),
        unless=r"mensuel\w*|mois|annuel\w*|an|total\w*|jours?|supplementaires?|realisees?",
        parser=Parser.HOURS, example="35",
    ),
    Field(
        "starts_on", "Début",
        (
            "Date de début", "Début le", "À partir du", "Prise de poste", "Démarrage", "Date de démarrage",
            "Début de mission", "Date de prise de poste", "Début de contrat", "Date de début du contrat",
        ),
        unless=r"publication|candidatures?|annulation|cloture|creation|offres?|marche|chantier|recrutement|formation",
        required=True, parser=Parser.DATE, example="02/05/2024",
    ),
    Field(
        "ends_on", "Fin",
        ("Date de fin", "Fin le", "Jusqu'au", "Fin de mission", "Fin de contrat", "Date de fin du contrat"),
        unless=r"publication|candidatures?|annulation|cloture|validite|offres?|marche|chantier|recrutement|essai",
        parser=Parser.END, example="31/12/2024",
    ),
    Field(
        "qpv_only", "QPV uniquement", ("Réservé QPV", "QPV seulement", "Uniquement QPV", "QPV"),
        parser=Parser.YES_NO, example="non", choices=YES_NO,
    ),
)  # fmt: skip
