"""The columns of a file of meetings and site visits: one row per person and meeting."""

from __future__ import annotations

from dataclasses import replace

from clauses.sites.rules import MeetingKind
from imports.columns.field import Field, Parser
from imports.columns.shared import BORN, FIRST_NAME, FULL_NAME, LAST_NAME, LOT, MARKET, SAID, YES_NO

MEETINGS = (
    Field(
        "operator", "Opérateur", ("Nom de l'opérateur", "Structure opératrice", "Opérateur de suivi"),
        example="Chantiers Ensemble", note="Vide quand une seule action couvre la date.",
    ),
    LAST_NAME,
    FIRST_NAME,
    FULL_NAME,
    BORN,
    Field(
        "meeting_kind", "Objet",
        ("Type de rencontre", "Rencontre", "Objet de la rencontre", "Nature de la rencontre", "Type d'entretien"),
        required=True, parser=Parser.WORD, example="Module de présentation des métiers",
        choices=tuple(kind.label for kind in MeetingKind),
    ),
    Field(
        "held_on", "Date",
        ("Date de la rencontre", "Date de visite", "Rencontre le", "Visite le", "Le", "Jour", "Date de l'entretien"),
        required=True, parser=Parser.DATE, example="05/02/2024",
    ),
    Field("venue", "Lieu", ("Lieu de la rencontre", "Adresse du chantier"), example="Salle du Lavoir"),
    replace(MARKET, required=False, note="Pour une visite de chantier."),
    replace(LOT, required=False, note="Pour une visite de chantier."),
    Field("company", "Entreprise", ("Entreprise visitée", "Entreprise d'accueil"), example="Maçonnerie de l'Ouche"),
    Field("tutor", "Tuteur", ("Nom du tuteur", "Tuteur présent"), example="M. Petit"),
    Field(
        "present", "Présent", ("Présence", "Présent (oui/non)", "Présent(e)", "Venu"),
        parser=Parser.YES_NO, example="oui", choices=YES_NO, note="Vide : oui.",
    ),
    Field(
        "test_taken_on", "Test passé le",
        ("Date du test", "Test le", "Test sécurité le", "Test de sécurité passé le"),
        parser=Parser.DATE, example="05/02/2024", note="Test de sécurité et de développement durable, au module.",
    ),
    Field(
        "score", "Résultat du test", ("Note du test", "Résultat", "Score", "Note"),
        example="14/20", note="Avec son total : 14/20.", on_bad=SAID,
    ),
    Field(
        "exception", "Motif d'exception", ("Exception", "Dérogation", "Motif de dérogation"),
        note="Pourquoi un entretien de motivation a eu lieu avant le module ou son test.",
    ),
    Field(
        "seen", "Constat", ("Observations", "Compte rendu", "Constats", "Commentaire"),
        example="Gestes sûrs, casque usé",
    ),
    Field("task", "À faire", ("Reste à faire", "Action à mener", "Suite à donner"), example="Changer le casque"),
    Field("task_who", "Par qui", ("À faire par", "Responsable"), example="Le tuteur"),
    Field(
        "task_due_on", "À faire pour le", ("Échéance", "Avant le", "À faire avant le"),
        parser=Parser.DATE, example="20/02/2024",
    ),
    Field(
        "signature", "Émargement", ("Émargement (preuve)", "Preuve d'émargement", "Signature"),
        example="feuille papier classée par l'opérateur",
        note="Où est la preuve de la signature. Vide : la rencontre apparaît sans émargement.",
    ),
    Field(
        "sent_on", "Adressé le", ("Adressé(e) le", "Envoyé le", "Orienté vers l'opérateur le"),
        parser=Parser.DATE, example="15/01/2024", note="Vide : le jour de la première rencontre.",
    ),
    Field(
        "referent", "Référent", ("Référent PLIE", "Référent de parcours", "Nom du référent", "Adressé par"),
        example="Mme Dubois",
    ),
    Field(
        "fse_informed_on", "Information FSE+ le", ("FSE+ informé le", "Information FSE le", "Informé FSE+ le"),
        parser=Parser.DATE, example="05/02/2024",
    ),
    Field(
        "people_foreseen", "Personnes prévues", ("Objectif de personnes", "Nombre de personnes prévues"),
        parser=Parser.COUNT, example="90", note="Ouvre l'action de l'année quand elle ne l'est pas encore.",
    ),
    Field(
        "positive_percent", "Sorties positives visées (%)",
        ("Objectif de sorties positives", "Objectif de sorties positives (%)", "% de sorties positives"),
        parser=Parser.COUNT, example="25",
    ),
    Field(
        "fse_plus", "Cofinancement FSE+", ("FSE+ (oui/non)", "Financement FSE+", "Action FSE+"),
        parser=Parser.YES_NO, example="oui", choices=YES_NO, note="De l'action que le fichier ouvre. Vide : non.",
    ),
    Field(
        "objective_source", "Source des objectifs", ("Source de l'objectif", "Convention"),
        example="appel à projets 2024",
    ),
)  # fmt: skip
