"""The columns of a file of hours: one row per person, contract, lot and month."""

from __future__ import annotations

from dataclasses import replace

from imports.columns.field import Field, Parser
from imports.columns.shared import (
    BIRTH_DATE,
    CONTRACT_KIND,
    CONTRACTOR_NAME,
    CONTRACTOR_SIRET,
    EMPLOYER_KIND,
    ENDS_ON,
    FIRST_NAME,
    FULL_NAME,
    LAST_NAME,
    LOT,
    MARKET,
    SAID,
    STARTS_ON,
)

HOURS = (
    Field(
        "buyer_name", "Donneur d'ordre",
        (
            "Maître d'ouvrage", "Acheteur", "Pouvoir adjudicateur", "Collectivité", "MOA", "Donneur d'ordres",
            "Acheteur public",
        ),
        example="", grouped=True, note="Utile seulement quand deux donneurs d'ordre ont la même référence de marché.",
    ),
    MARKET,
    replace(LOT, may_be_blank=True),
    CONTRACTOR_SIRET,
    CONTRACTOR_NAME,
    Field(
        "employer_siret", "SIRET employeur",
        (
            "SIRET de l'employeur", "SIRET structure", "SIRET ETTI", "SIRET GEIQ", "SIRET SIAE",
            "SIRET sous-traitant", "SIRET de la structure employeuse", "N° SIRET employeur", "SIRET agence",
        ),
        parser=Parser.SIRET, example="91099069600064", grouped=True,
        note="Quand l'employeur n'est pas l'attributaire : ETTI, GEIQ, EI…",
    ),
    Field(
        "employer_name", "Employeur",
        (
            "Nom de l'employeur", "Structure employeuse", "Entreprise employeuse", "Structure", "ETTI", "Agence",
            "Agence d'intérim", "ETTI / GEIQ", "Nom de l'ETTI", "Nom du GEIQ", "GEIQ", "SIAE",
            "Structure d'insertion", "Entreprise de travail temporaire", "Nom structure", "Raison sociale employeur",
            "Employeur (si différent)", "Sous-traitant", "ETT", "Employeur du salarié",
            "Entreprise utilisatrice employeur", "Raison sociale de l'ETTI", "Raison sociale de la structure",
            "Raison sociale GEIQ", "Nom de la structure", "Nom de l'agence", "Agence de travail temporaire",
        ),
        example="ID Intérim Insertion", grouped=True,
    ),
    EMPLOYER_KIND,
    Field(
        "modality", "Modalité",
        (
            "Modalité de mise en œuvre", "Modalité d'insertion", "Modalités", "Mode de recrutement",
            "Modalité de réalisation", "Mode de réalisation", "Modalité d'exécution", "Modalité de recours",
        ),
        parser=Parser.WORD, example="mise à disposition", on_bad=SAID, grouped=True,
        choices=("embauche directe", "mise à disposition", "sous-traitance"),
    ),
    LAST_NAME,
    FIRST_NAME,
    FULL_NAME,
    BIRTH_DATE,
    CONTRACT_KIND,
    STARTS_ON,
    ENDS_ON,
    Field(
        "job", "Poste",
        (
            "Métier", "Emploi", "Poste occupé", "Fonction", "Emploi occupé", "Qualification", "Intitulé du poste",
            "Poste de travail", "Métier exercé", "Métier / poste", "Poste / métier", "Libellé emploi",
        ),
        example="Maçon", grouped=True,
    ),
    Field(
        "month", "Mois",
        (
            "Mois de travail", "Période", "Mois concerné", "Mois / année", "Mois travaillé", "Mois de paie",
            "Mois d'activité", "Période de travail", "Mois de réalisation", "Mois déclaré", "Mois/an", "Date",
            "Mois et année", "Période concernée", "Date du mois", "Mois de référence", "Month", "Période de paie",
            "Mois d'exécution", "Mois de la prestation", "Période du",
            "Début de période", "Date de début de période", "Début période",
        ),
        unless=r"essai|naissance|embauche|signature|saisie|paiement|edition|validation|depot|envoi",
        required=True, parser=Parser.MONTH, example="03/2024", grouped=True, note="mm/aaaa : le mois de travail.",
    ),
    Field(
        "period_end", "Fin de période",
        ("Période au", "Date de fin de période", "Fin période", "Fin de la période"),
        unless=r"essai|facturation",
        parser=Parser.DATE, on_bad=SAID, offered=False,
    ),
    Field("year", "Année", ("An", "Exercice", "Year"), parser=Parser.YEAR, stored=False, grouped=True),
    Field(
        "hours", "Heures travaillées",
        (
            "Heures", "Heures réalisées", "Nombre d'heures", "Nb heures travaillées", "Heures effectuées", "H. trav.",
            "Nombre d'heures travaillées", "Nombre d'heures réalisées", "Heures d'insertion",
            "Heures d'insertion réalisées", "Heures du mois", "Volume horaire", "Nombre d'heures effectuées",
            "Heures mensuelles", "Heures travaillées dans le mois", "Heures réalisées dans le mois",
            "Nombre d'heures d'insertion", "Heures mois", "Total heures du mois", "Heures mensuelles réalisées",
            "Temps de travail", "Temps travaillé", "Nombre d'heures du mois", "Quantité d'heures", "Heures faites",
            "Heures réelles", "Heures réellement travaillées", "Heures réellement effectuées", "Heures pointées",
            "Heures travaillées réelles", "Heures de présence", "Durée travaillée",
            "Heures travaillées mois", "Volume d'heures réalisées", "Heures productives",
            "Heures insertion réalisées", "Heures d'insertion du mois", "Heures clause", "Heures clause d'insertion",
            "Heures de clause sociale", "Heures d'insertion effectuées", "Heures d'insertion travaillées",
            "Total mois", "Volume d'heures", "Heures de travail",
            "Nombre d'heures mensuel", "Durée", "Heures effectives", "Heures de mise à disposition",
            "Heures mises à disposition", "Heures MAD", "Heures passées", "Heures déclarées", "Heures validées",
            "Heures décimales", "Heures en décimal", "Heures centièmes", "Heures en centièmes",
            "Réalisé", "Réalisées", "Effectuées", "Travaillées",
        ),
        required=True, parser=Parser.HOURS, example="151,67",
        note="Heures travaillées, sans congés ni intempéries : 151,67 ou 151h40.",
    ),
    Field(
        "minutes", "Minutes", ("Min", "Mn", "Minute", "Dont minutes", "Nb minutes", "Heures (minutes)"), stored=False,
        note="Quand les heures et les minutes sont dans deux colonnes.",
    ),
    Field(
        "training_hours", "Heures de formation",
        (
            "Formation", "Heures formation", "Dont formation", "H. formation", "Nombre d'heures de formation",
            "Heures de formation du mois", "Dont heures de formation", "Formation (h)", "Temps de formation",
            "Durée de formation", "Heures de formation réalisées", "Heures de formation suivies",
            "Heures de formation effectuées", "Formation réalisée", "Formation effectuée", "Formation suivie",
            "Heures en formation", "Volume de formation",
        ),
        parser=Parser.HOURS,
    ),
)  # fmt: skip
