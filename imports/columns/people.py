"""The columns of a file of people: one row per person and orientation."""

from __future__ import annotations

from imports.columns.field import Field, Parser
from imports.columns.shared import BORN, FIRST_NAME, FRENCH_LEVEL, FULL_NAME, LAST_NAME, SAID, SKILLS, YES_NO

PEOPLE = (
    Field(
        "identifier", "Identifiant",
        (
            "Id", "N° dossier", "Numéro", "Matricule", "Code participant", "N° participant",
            "Identifiant participant", "ID personne", "N° de dossier", "Numéro de participant", "Référence dossier",
            "N°",
        ),
        example="P0001",
    ),
    LAST_NAME,
    FIRST_NAME,
    FULL_NAME,
    BORN,
    Field(
        "sex", "Sexe", ("Genre", "Civilité", "F/M", "H/F", "M/F", "Sexe (F/M)", "Civ."),
        required=True, parser=Parser.WORD, example="F", choices=("F", "M"),
    ),
    Field(
        "address", "Adresse", ("Rue", "Adresse postale", "Adresse complète", "Domicile"),
        example="3 rue de la Préfecture",
    ),
    Field(
        "postal_code", "Code postal", ("CP", "C.P.", "Code post."),
        parser=Parser.POSTAL, example="21000", on_bad=SAID, unless=r"naissance|employeur|entreprise|agence|referent",
    ),
    Field(
        "commune", "Commune",
        ("Ville", "Commune de résidence", "Ville de résidence", "Localité", "Commune d'habitation"),
        unless=r"naissance|employeur|entreprise|agence|travail|chantier",
        required=True, example="Dijon",
    ),
    Field(
        "qpv", "QPV",
        (
            "Quartier prioritaire", "Quartier", "Nom du QPV", "Code QPV", "QPV de résidence", "Quartier QPV",
            "Quartier prioritaire de la ville", "Résident QPV", "QPV (nom)",
        ),
        example="Fontaine d'Ouche", note="Le nom du quartier ou son code (QN02102M). Vide hors quartier prioritaire.",
    ),
    Field(
        "origin", "Origine",
        ("Origine de la candidature", "Origine (PLIE / AUTRES)", "PLIE / AUTRES", "Public", "Provenance"),
        parser=Parser.WORD, example="PLIE", choices=("PLIE", "AUTRES"),
    ),
    Field(
        "prescriber", "Prescripteur",
        (
            "Orienté par", "Organisme prescripteur", "Structure prescriptrice", "Prescription",
            "Prescripteur / orienteur", "Orienteur", "Adressé par",
        ),
        example="France Travail",
    ),
    Field(
        "referent", "Référent",
        (
            "Référent PLIE", "Référent de parcours", "Conseiller", "Nom du référent", "Accompagnateur",
            "Référent parcours",
        ),
        example="Mme Dubois",
    ),
    Field(
        "plie_from", "Entrée PLIE le",
        (
            "Entrée PLIE", "Date d'entrée PLIE", "Date entrée dans le PLIE", "Entré au PLIE le",
            "Date d'intégration PLIE", "Intégration PLIE le",
        ),
        unless=r"prevues?|previs\w*|refus\w*|demande\w*|commission|sortie",
        parser=Parser.DATE, example="05/02/2024",
    ),
    Field(
        "plie_until", "Sortie PLIE le",
        ("Sortie PLIE", "Date de sortie PLIE", "Date de sortie du PLIE", "Sorti du PLIE le"),
        unless=r"prevues?|previs\w*|envisagees?|motifs?|types?|commission",
        parser=Parser.END,
    ),
    Field(
        "oriented_on", "Orienté le",
        (
            "Orienté(e) le", "Date d'orientation", "Orientation", "Orientation le", "Date de prescription",
            "Date de l'orientation", "Positionné le", "Date de positionnement",
        ),
        parser=Parser.DATE, example="18/03/2024",
    ),
    Field(
        "sector", "Secteur d'orientation",
        (
            "Secteur", "Orientation secteur", "Secteur orientation", "BTP / MS / PI", "Secteur (BTP / MS / PI)",
            "Secteur visé", "Filière",
        ),
        parser=Parser.WORD, example="BTP", choices=("BTP", "MS", "PI"),
    ),
    Field(
        "decision", "Décision",
        (
            "Décision d'intégration", "Statut", "Avis", "Résultat", "Décision de la commission", "Validation",
            "Suite donnée",
        ),
        parser=Parser.WORD, example="validé", choices=("validé", "non intégré"),
    ),
    Field(
        "decided_on", "Décision le",
        ("Date de décision", "Date décision", "Décidé le", "Date de la décision", "Validé le", "Date de validation"),
        parser=Parser.DATE, example="25/03/2024",
    ),
    Field(
        "reason", "Motif",
        ("Motif de non intégration", "Motif de refus", "Raison", "Motif de la décision", "Motif refus"),
    ),
    Field(
        "rsa", "RSA", ("Bénéficiaire du RSA", "BRSA", "Allocataire RSA", "Bénéficiaire RSA"),
        parser=Parser.YES_NO, example="oui", choices=YES_NO, on_bad=SAID,
    ),
    Field(
        "rqth", "RQTH", ("TH", "Travailleur handicapé", "BOETH", "Reconnaissance TH"),
        parser=Parser.YES_NO, example="non", choices=YES_NO, on_bad=SAID,
    ),
    Field(
        "work_permit_until", "Autorisation de travail jusqu'au",
        (
            "Titre de séjour jusqu'au", "Fin du titre de séjour", "Autorisation de travail",
            "Validité du titre de séjour", "Fin de validité titre de séjour",
        ),
        unless=r"debut|demande|depot|obtention|delivr\w*|numero|type|nature",
        parser=Parser.END, on_bad=SAID,
    ),
    Field(
        "unemployed_since", "Demandeur d'emploi depuis",
        (
            "DE depuis", "Inscrit depuis", "Date d'inscription", "Inscrit à France Travail depuis",
            "Inscrit à Pôle emploi depuis", "Date inscription France Travail", "Date inscription Pôle emploi",
            "DELD depuis",
        ),
        unless=r"plie|fle|fin|formation|rsa|clauses?|module|stage|demande|radiation",
        parser=Parser.DATE, example="01/02/2023", on_bad=SAID,
    ),
    Field(
        "education_level", "Niveau de formation",
        (
            "Niveau d'études", "Niveau", "Niveau scolaire", "Niveau de qualification", "Niveau d'étude",
            "Niveau de diplôme",
        ),
        parser=Parser.WORD, example="3", choices=("1", "2", "3", "4", "5", "6", "7", "9", "10"), on_bad=SAID,
        note="De 1 à 7 ; 9 : diplôme étranger sans équivalence ; 10 : illettrisme.",
    ),
    FRENCH_LEVEL,
    Field(
        "jobs", "Métiers recherchés",
        (
            "Métier recherché", "Métiers", "Métier", "Projet professionnel", "Postes recherchés", "Emploi recherché",
            "Métier visé", "Métiers visés",
        ),
        parser=Parser.LIST, example="maçon ; coffreur", note="Un point-virgule entre deux métiers.",
    ),
    SKILLS,
    Field(
        "licences", "Habilitations",
        (
            "Permis", "Permis et habilitations", "CACES", "Certifications", "Habilitations et permis",
            "Permis / CACES", "CACES / permis", "Habilitations / CACES",
        ),
        parser=Parser.LIST, example="CACES R482 A ; Permis B", note="Un point-virgule entre deux habilitations.",
    ),
    Field(
        "mobility_km", "Mobilité (km)",
        ("Mobilité", "Rayon de mobilité", "Distance maximale", "Mobilité en km", "Mobilité géographique (km)"),
        parser=Parser.DISTANCE, example="20", on_bad=SAID,
    ),
    Field(
        "available_on", "Disponible le",
        ("Disponibilité", "Disponible à partir du", "Date de disponibilité", "Disponible dès le"),
        unless=r"fin|jusqu|non|horaires?",
        parser=Parser.DATE, example="01/04/2024", on_bad=SAID,
    ),
)  # fmt: skip
