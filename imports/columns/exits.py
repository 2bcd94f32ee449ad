"""The columns of a file of exits: one row per person leaving."""

from __future__ import annotations

from clauses.files.rules import Severity
from imports.columns.field import Field, Parser
from imports.columns.shared import (
    BIRTH_DATE,
    CONTRACT_KIND,
    CONTRACT_KINDS,
    EMPLOYER_KIND,
    ENDS_ON,
    FIRST_NAME,
    FULL_NAME,
    LAST_NAME,
    STARTS_ON,
    YES_NO,
)

EXITS = (
    LAST_NAME,
    FIRST_NAME,
    FULL_NAME,
    Field(
        "birth_date", "Date de naissance", BIRTH_DATE.synonyms,
        required=True, parser=Parser.BIRTH, example="12/03/1985",
    ),
    Field(
        "exited_on", "Sortie le",
        (
            "Date de sortie", "Sorti(e) le", "Sortie", "Date de sortie du PLIE", "Date sortie", "Sorti le",
            "Sortie PLIE le",
        ),
        unless=r"prevues?|previs\w*|envisagees?|estimees?|theoriques?|formation|contrat|essai|saisie|commission|chantier",
        required=True, parser=Parser.DATE, example="30/06/2024",
    ),
    Field(
        "reason", "Motif",
        (
            "Motif de sortie", "Motif de la sortie", "Type de sortie", "Nature de la sortie", "Raison",
            "Sortie (motif)",
        ),
        unless=r"decision|refus|positi\w*|negati\w*|dynamiques?|prevue|retard",
        required=True, parser=Parser.WORD, example="Emploi", on_bad=Severity.BLOCKING,
    ),
    Field(
        "contract_kind", "Type de contrat", CONTRACT_KIND.synonyms, unless=CONTRACT_KIND.unless,
        parser=Parser.WORD, example="CDI", choices=CONTRACT_KINDS,
    ),
    Field(
        "starts_on", "Début de contrat", STARTS_ON.synonyms,
        parser=Parser.DATE, example="04/12/2023", unless=STARTS_ON.unless + "|plie",
    ),
    Field(
        "ends_on", "Fin de contrat", tuple(word for word in ENDS_ON.synonyms if "ortie" not in word),
        parser=Parser.END, unless=ENDS_ON.unless + "|plie",
    ),
    Field(
        "weekly_hours", "Heures par semaine",
        (
            "Heures hebdomadaires", "Durée hebdomadaire", "Temps de travail hebdomadaire", "H / semaine",
            "Heures hebdo", "Temps de travail", "Heures/semaine",
        ),
        unless=r"mensuel\w*|mois|annuel\w*|an|total\w*|jours?|supplementaires?|realisees?|formation",
        parser=Parser.HOURS, example="35",
    ),
    Field(
        "part_time_agreed", "Temps partiel accepté",
        ("Temps partiel choisi", "Temps partiel accepté (oui/non)", "Accord temps partiel"),
        parser=Parser.YES_NO, example="non", choices=YES_NO,
    ),
    Field(
        "aided", "Contrat aidé", ("Contrat aidé (oui/non)", "Aidé", "Aide à l'emploi"),
        parser=Parser.YES_NO, example="non", choices=YES_NO,
    ),
    Field(
        "employer", "Employeur", ("Nom de l'employeur", "Entreprise", "Structure", "Société", "Raison sociale"),
        example="Maçonnerie de l'Ouche",
    ),
    EMPLOYER_KIND,
    Field("job", "Métier", ("Poste", "Emploi", "Fonction", "Emploi occupé", "Métier exercé"), example="Maçon"),
    Field(
        "certified_on", "Diplôme obtenu le",
        (
            "Diplôme obtenu le (formation)", "Date du diplôme", "Date d'obtention du diplôme",
            "Certification obtenue le", "Date de certification", "Titre obtenu le", "Diplôme le",
        ),
        parser=Parser.DATE,
    ),
    Field(
        "registered_on", "Immatriculée le",
        (
            "Immatriculée le (création)", "Date d'immatriculation", "Immatriculation", "Date de création",
            "Entreprise immatriculée le", "Immatriculé le",
        ),
        unless=r"dossier|compte|fiche|poste|vehicule|besoin",
        parser=Parser.DATE,
    ),
    Field(
        "evidence", "Justificatif", ("Pièce justificative", "Preuve", "Pièce", "Justificatifs"),
        example="contrat de travail",
    ),
    Field(
        "decided_on", "Décision de la commission le",
        (
            "Date de décision", "Commission le", "Décision le", "Date de commission", "Date de la commission",
            "Décidé le", "Validé le", "Validée le", "Date de validation", "Date de la CSES", "Passage en commission le",
            "Date de passage en commission", "Date du comité technique", "Date de l'avis", "Comité technique le",
            "Date de la cellule de suivi", "Avis le",
        ),
        parser=Parser.DATE, example="10/07/2024",
    ),
    Field(
        "exit_decision", "Décision",
        (
            "Décision de la commission", "Décision commission", "Avis de la commission", "Avis", "Avis commission",
            "Validation", "Validation de la commission", "Validation commission", "Sortie validée", "Validé",
            "Validée", "Décision CSES", "Avis CSES", "Décision de la cellule de suivi", "Décision du comité technique",
            "Avis du comité technique", "Décision du comité", "Décision finale", "Résultat de la commission",
            "Suite donnée", "Statut de la sortie", "État de la sortie", "Statut de la décision", "Décidé",
            "Décision prise", "Décision de sortie", "Avis de sortie", "Statut de validation", "État de validation",
        ),
        parser=Parser.WORD, on_bad=Severity.WARNING, offered=False, choices=("validée", "en attente", "refusée"),
    ),
    Field("protocol", "Protocole", ("Protocole applicable", "Règle"), example="", note="Vide : celui du territoire."),
)  # fmt: skip
