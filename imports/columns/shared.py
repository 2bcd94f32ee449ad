"""Columns that several kinds of file share, and the choices that their templates offer."""

from __future__ import annotations

from dataclasses import replace

from clauses.files.rules import Severity
from clauses.reference.rules import ContractKind, EmployerKind
from imports.columns.field import Field, Parser

SAID = Severity.WARNING
"""An unreadable cell is said and left out: no figure depends on it."""

YES_NO = ("oui", "non")
CONTRACT_KINDS = tuple(kind.label if len(kind.label) <= 40 else kind.value for kind in ContractKind)
EMPLOYER_KINDS = tuple(kind.value for kind in EmployerKind)
_FRENCH = ("A1.1", "A1", "A2", "B1", "B2", "C1", "C2")

MARKET = Field(
    "market", "Référence marché",
    (
        "Réf. marché", "N° marché", "Marché", "Marché n°", "Référence du marché", "Code marché", "Marché public",
        "Numéro de marché public", "Réf.", "Référence", "Référence de la consultation", "Market reference",
        "N° de consultation", "Identifiant marché", "Id marché", "Opération", "N° opération", "Chantier marché",
    ),
    required=True, parser=Parser.REFERENCE, example="2024-T001", grouped=True,
    note="La référence que porte le marché chez le donneur d'ordre.",
)  # fmt: skip
LOT = Field(
    "lot", "Lot",
    (
        "N° lot", "Numéro du lot", "Lot n°", "Lots", "Code lot", "Réf. lot", "N° de lot du marché", "Lot marché",
        "Numéro lot concerné", "Lot concerné", "Lot / tranche", "Lot ou tranche",
    ),
    required=True, parser=Parser.LOT, example="1", grouped=True,
    note="Le numéro du lot : 1, 01 et Lot 1 sont un même lot.",
)  # fmt: skip
CONTRACTOR_SIRET = Field(
    "contractor_siret", "SIRET attributaire",
    (
        "SIRET", "N° SIRET", "SIRET entreprise", "SIRET titulaire", "SIRET de l'entreprise attributaire",
        "SIRET société", "Siret du titulaire", "N° SIRET attributaire", "SIRET entreprise attributaire",
        "SIRET entreprise titulaire", "Code SIRET", "SIRET entreprise utilisatrice",
    ),
    unless=r"ett|etti|geiq|aci|ei|siae|employeu\w*|agence|interim|structure|sous trait\w*|maitre|ouvrage|acheteur",
    parser=Parser.SIRET, example="73282932000074", one_of="contractor", grouped=True,
    note="14 chiffres. Écrivez-le en texte pour garder le zéro du début.",
)  # fmt: skip
CONTRACTOR_NAME = Field(
    "contractor_name", "Attributaire",
    (
        "Entreprise", "Entreprise attributaire", "Titulaire", "Nom de l'attributaire", "Nom de l'entreprise",
        "Société", "Raison sociale", "Entreprise titulaire", "Titulaire du lot", "Attributaire du lot",
        "Nom entreprise attributaire", "Nom du titulaire", "Raison sociale attributaire", "Raison sociale titulaire",
        "Raison sociale entreprise", "Nom société", "Attributaire du marché", "Titulaire du marché",
        "Ets attributaire", "Établissement attributaire", "Entreprise utilisatrice",
    ),
    unless=r"ett|etti|geiq|aci|ei|siae|employeu\w*|agence|interim|structure|sous trait\w*|maitre|ouvrage|acheteur",
    parser=Parser.TEXT, example="Maçonnerie de l'Ouche", one_of="contractor", grouped=True,
)  # fmt: skip
LAST_NAME = Field(
    "last_name", "Nom",
    (
        "Nom du salarié", "Nom salarié", "Nom de famille", "Nom de naissance", "Nom d'usage", "Noms",
        "Nom participant", "Nom du participant", "Nom bénéficiaire", "Nom du bénéficiaire", "Nom du candidat",
        "Nom de la personne", "Patronyme", "Nom usuel", "Nom du salarié en insertion", "Nom de l'intérimaire",
        "Nom employé", "Last name", "Surname", "Nom patronymique",
    ),
    required=True, parser=Parser.NAME, example="MARTIN", grouped=True,
)  # fmt: skip
FIRST_NAME = Field(
    "first_name", "Prénom",
    (
        "Prénoms", "Prénom du salarié", "Prénom salarié", "Prénom participant", "Prénom du participant",
        "Prénom bénéficiaire", "Prénom du bénéficiaire", "Prénom du candidat", "Prénom de la personne",
        "Prénom usuel", "Prénom du salarié en insertion", "Prénom de l'intérimaire", "Prénom employé", "First name",
    ),
    required=True, parser=Parser.NAME, example="Claire", grouped=True,
)  # fmt: skip
FULL_NAME = Field(
    "full_name", "NOM Prénom",
    (
        "Nom et prénom", "Nom / Prénom", "Nom - Prénom", "Salarié", "Salariés", "Nom complet", "Identité",
        "Participant", "Bénéficiaire", "Nom et prénom du salarié", "Nom prénom salarié", "Nom prénom du bénéficiaire",
        "Candidat", "Intérimaire", "Personne", "Salarié en insertion", "Employé", "Prénom Nom", "Prénom et nom",
        "Noms et prénoms", "Nom prénom participant", "Nom et prénom de l'intérimaire", "Salarié (NOM Prénom)",
        "Identité du salarié", "Nom prénom de la personne", "Prénom NOM du salarié", "Collaborateur",
        "Agent (nom prénom)",
    ),
    parser=Parser.NAME, stored=False, grouped=True,
)  # fmt: skip
BIRTH_DATE = Field(
    "birth_date", "Date de naissance",
    (
        "Né(e) le", "Né le", "Née le", "Naissance", "Date naiss.", "DDN", "Date naissance salarié", "Date de naiss",
        "Dt naissance", "D. naissance", "Date naissance (jj/mm/aaaa)", "Date de naissance du salarié", "Birth date",
        "Date de naissance du bénéficiaire", "DN", "Nais.", "Dte naissance",
    ),
    parser=Parser.BIRTH, example="12/03/1985", grouped=True, note="jj/mm/aaaa.",
)  # fmt: skip
BORN = replace(BIRTH_DATE, required=True, grouped=False)
"""Where a person is told by it, row by row."""

CONTRACT_KIND = Field(
    "contract_kind", "Type de contrat",
    (
        "Contrat", "Nature du contrat", "Type contrat", "Type de contrat de travail", "Nature contrat",
        "Contrat de travail", "Forme du contrat", "Type", "Typologie de contrat", "Catégorie de contrat",
        "Statut du contrat", "Type ctr", "Contrat (type)", "Modalité de contrat", "Nature du contrat de travail",
    ),
    unless=r"precedent\w*|anterieur\w*|avant|entree|date|duree|numero|heures|prochain|marche|commercial|horaires?",
    parser=Parser.WORD, example="CDD d'insertion", choices=CONTRACT_KINDS, grouped=True,
)  # fmt: skip
STARTS_ON = Field(
    "starts_on", "Début de contrat",
    (
        "Date de début", "Début", "Date début contrat", "Date de début de contrat", "Date d'embauche", "Embauche",
        "Entrée", "Date d'entrée", "Début du contrat", "Date de début du contrat de travail", "Contrat du", "Du",
        "Date embauche", "Début mission", "Date de début de mission", "Début contrat le", "Embauché le",
        "Contrat début", "Date d'entrée dans l'entreprise", "Date de recrutement", "Début contrat de travail",
        "Date d'arrivée", "Date déb", "Embauché(e) le", "Contrat débutant le",
    ),
    unless=r"arrets?|absences?|conges?|maladie|essai|periode|droits?|agrement|pass|titre|sejour|formation|inscription"
    r"|stage|immersion|suivi|accompagnement|parcours|chantier|travaux|marche|facturation|visite",
    parser=Parser.DATE, example="04/03/2024", grouped=True, note="jj/mm/aaaa.",
)  # fmt: skip
ENDS_ON = Field(
    "ends_on", "Fin de contrat",
    (
        "Date de fin", "Fin", "Date fin contrat", "Date de fin de contrat", "Fin du contrat", "Date de sortie",
        "Sortie", "Date de fin du contrat de travail", "Contrat au", "Au", "Fin mission", "Date de fin de mission",
        "Fin contrat le", "Contrat fin", "Date de départ", "Fin contrat de travail", "Échéance du contrat",
        "Terme du contrat", "Date de fin prévue", "Fin prévue",
    ),
    unless=r"arrets?|absences?|conges?|maladie|essai|periode|droits?|agrement|pass|titre|sejour|formation|inscription"
    r"|stage|immersion|suivi|accompagnement|parcours|chantier|travaux|marche|facturation|visite|rsa|rqth|validite",
    parser=Parser.END, example="31/08/2024", grouped=True, note="Vide pour un CDI ou un contrat sans terme.",
)  # fmt: skip
EMPLOYER_KIND = Field(
    "employer_kind", "Type d'employeur",
    (
        "Type de structure", "Nature de l'employeur", "Type employeur", "Type SIAE", "Catégorie d'employeur",
        "Type de structure employeuse", "Statut de l'employeur", "Type de structure d'insertion",
    ),
    parser=Parser.WORD, example="ETTI", choices=EMPLOYER_KINDS, on_bad=SAID, grouped=True,
)  # fmt: skip
FRENCH_LEVEL = Field(
    "french_level", "Niveau de français",
    ("Niveau français", "Français", "Niveau FLE", "Niveau linguistique", "Niveau CECRL", "Niveau de langue", "FLE"),
    unless=r"date|debut|fin|anglais|vise|objectif|formation|prescription",
    parser=Parser.WORD, example="B1", choices=_FRENCH, on_bad=SAID, note="De A1.1 à C2 (CECRL).",
)  # fmt: skip
SKILLS = Field(
    "skills", "Compétences",
    ("Savoir-faire", "Compétences clés", "Compétences professionnelles", "Compétences requises"),
    parser=Parser.LIST, example="lecture de plan ; coffrage", note="Un point-virgule entre deux compétences.",
)  # fmt: skip
