"""The columns of a file of markets: one row per lot and contractor."""

from __future__ import annotations

from imports.columns.field import Field, Parser
from imports.columns.shared import CONTRACTOR_NAME, CONTRACTOR_SIRET, LOT, MARKET, SAID

MARKETS = (
    MARKET,
    Field(
        "title", "Intitulé marché",
        (
            "Intitulé du marché", "Objet du marché", "Objet", "Libellé marché", "Intitulé", "Nom du marché",
            "Désignation du marché", "Libellé", "Titre du marché", "Intitulé de l'opération",
        ),
        required=True, example="Réhabilitation du groupe scolaire", grouped=True,
    ),
    Field(
        "buyer_name", "Donneur d'ordre",
        (
            "Maître d'ouvrage", "Acheteur", "Pouvoir adjudicateur", "Collectivité", "MOA", "Donneur d'ordres",
            "Maîtrise d'ouvrage", "Nom du donneur d'ordre", "Acheteur public", "Commanditaire", "DO", "Nom acheteur",
            "Nom du maître d'ouvrage", "Entité adjudicatrice",
        ),
        required=True, example="Dijon Métropole", grouped=True,
    ),
    Field(
        "buyer_siret", "SIRET donneur d'ordre",
        (
            "SIRET acheteur", "SIRET maître d'ouvrage", "SIRET MOA", "SIRET du pouvoir adjudicateur",
            "SIRET collectivité", "SIRET du donneur d'ordre",
        ),
        parser=Parser.SIRET, example="24210041000016", grouped=True,
    ),
    Field(
        "nature", "Nature",
        (
            "Nature du marché", "Type de marché", "Nature marché", "Catégorie de marché", "Nature de la prestation",
            "Type marché", "Nature des prestations", "Famille",
        ),
        required=True, parser=Parser.WORD, example="Travaux", grouped=True,
        choices=("Travaux", "Services", "Prestations intellectuelles", "Fournitures"),
    ),
    Field(
        "consulted_on", "Date de consultation",
        (
            "Consultation", "Consultation le", "Date de publication", "Date de lancement",
            "Date de lancement de la consultation", "Date AAPC",
        ),
        parser=Parser.DATE, example="15/01/2024", grouped=True,
    ),
    Field(
        "notified_on", "Date de notification",
        (
            "Notification", "Notifié le", "Date notif.", "Date de début", "Date de début du marché",
            "Début du marché", "Date de notification du marché", "Début", "Date d'attribution",
        ),
        parser=Parser.DATE, example="02/04/2024", grouped=True,
        unless=r"avenants?|sous trait\w*|rejets?|previs\w*|prevues?|estime\w*|penalites?|mise demeure|resiliation"
        r"|consultation|publication|garantie|reconduction|courriers?|preparation",
    ),
    Field(
        "ends_on", "Date de fin",
        (
            "Fin", "Fin du marché", "Date de fin du marché", "Échéance", "Date d'échéance", "Date de fin d'exécution",
            "Date de fin prévisionnelle", "Fin prévisionnelle", "Fin de marché", "Terme",
        ),
        parser=Parser.END, example="31/03/2026", grouped=True,
        unless=r"garanties?|parfait|achevement|consultation|publication|offres?|depots?|candidatures?|preparation"
        r"|validite|essai|etudes?|publicite|levee|reserves?|contrats?|salaries?|agrements?",
    ),
    LOT,
    Field(
        "lot_title", "Intitulé lot",
        ("Intitulé du lot", "Libellé lot", "Désignation du lot", "Objet du lot", "Nom du lot", "Titre du lot"),
        example="Gros œuvre",
    ),
    Field(
        "sector", "Secteur d'activité", ("Secteur", "Activité", "Domaine d'activité", "Secteur activité", "Domaine"),
        example="maçonnerie",
    ),
    Field(
        "cpv", "CPV", ("Code CPV", "CPV principal", "Codes CPV"),
        parser=Parser.CPV, example="45223220-4", on_bad=SAID,
    ),
    Field(
        "contractor_name", "Attributaire", CONTRACTOR_NAME.synonyms, unless=CONTRACTOR_NAME.unless,
        example="Maçonnerie de l'Ouche", note="Vide tant que le marché est en préparation.",
    ),
    Field(
        "contractor_siret", "SIRET attributaire", CONTRACTOR_SIRET.synonyms, unless=CONTRACTOR_SIRET.unless,
        parser=Parser.SIRET, example="73282932000074",
        note="14 chiffres. Écrivez-le en texte pour garder le zéro du début.",
    ),
    Field(
        "role", "Rôle",
        (
            "Rôle de l'entreprise", "Rôle attributaire", "Qualité", "Rôle dans le groupement", "Rang",
            "Statut de l'entreprise",
        ),
        parser=Parser.WORD, example="titulaire", choices=("titulaire", "cotraitant", "sous-traitant"),
    ),
    Field(
        "obligation", "Heures d'insertion",
        (
            "Heures dues", "Volume d'heures", "Heures d'insertion dues", "Objectif", "Nombre d'heures d'insertion",
            "Objectif d'heures", "Engagement", "Heures d'insertion prévues", "Obligation", "Volume horaire",
            "Heures à réaliser", "Heures prévues", "Objectif heures d'insertion", "Heures",
            "Volume d'heures d'insertion", "Nombre d'heures à réaliser", "Objectif horaire", "Engagement horaire",
            "Heures d'insertion à réaliser", "Nb heures", "Effort d'insertion", "Nombre d'heures dues",
        ),
        parser=Parser.OBLIGATION, example="1 200",
        note="Un nombre d'heures, ou une formule : 1 h / 2 000 € au-delà de 2 700 000 €.",
        beside="prevu prevus prevues marche lot contrat contractuelles realiser duree total totales global globales"
        " minimum minimales mini clause clauses sociale sociales social inserer attendu attendues du dues titulaire"
        " attributaire entreprise effectuer execution consultation cahier charges ccap",
        unless=r"realisees?|realises?|realisation|effectuees?|travaillees?|faites|validees?|declarees?|saisies?"
        r"|acquises?|restant\w*|reste|solde|ecart|manquant\w*|cumul\w*|mensuelles|mois|hebdo\w*|semaines?|annuel\w*"
        r"|annees?|an|trimestr\w*|formation|taux|pourcentages?|couts?|etp|montant|euros?|penalites?|personnes?"
        r"|supplementaires?|non|excedent\w*|depassement|postes?|date|avancement|payees?|qpv|femmes",
    ),
    Field(
        "amount_cents", "Montant HT",
        (
            "Montant", "Montant du lot", "Montant (€ HT)", "Montant du marché", "Montant € HT", "Montant du lot HT",
            "Montant HT du marché", "Montant du marché HT", "Montant notifié", "Prix HT",
        ),
        beside="initial initiale total global globale lot marche notifie attribue contrat offre euros base travaux",
        unless=r"ttc|tva|k|ke|keur|milliers?|millions?|annuel\w*|an|mensuel\w*|mois|mini\w*|maxi\w*|factur\w*"
        r"|realisees?|paye\w*|regle\w*|mandate\w*|liquide\w*|consomme\w*|restant\w*|reste|solde|penalites?"
        r"|avances?|retenues?|avenants?|tranches?|parts?|sous trait\w*|estime\w*|estimation|previs\w*|commande\w*"
        r"|heures?|insertion|main|taux|revise\w*|actualise\w*|cautions?|garanties?|unitaires?|moyens?|ecart",
        parser=Parser.MONEY, example="850 000,00",
    ),
    Field(
        "penalty_cents_per_hour", "Pénalité (€/h)",
        (
            "Pénalité", "Pénalités", "Pénalité par heure", "Pénalité €/h", "Pénalité horaire",
            "Pénalité par heure non réalisée", "Montant de la pénalité", "Pénalité par heure manquante",
            "Pénalités € par heure",
        ),
        beside="insertion horaire ht euros non realisee realisees effectuee manquante manquantes clause sociale ccap",
        unless=r"j|jours?|journ\w*|retards?|taux|pourcentages?|plafonds?|forfait\w*|appliquees?|facturees?|total\w*"
        r"|absences?|mois|mensuel\w*|semaines?|documents?|justificatifs?|attestations?|transmission|reporting|max\w*"
        r"|exonere\w*|notifiees?|percues?|encourues?|dues|calculees?|date|montants totaux|base",
        parser=Parser.MONEY, example="60",
    ),
    Field(
        "social_consideration", "Considération sociale",
        ("Type de clause", "Clause sociale", "Clause", "Type de clause sociale", "Article du code"),
        example="condition d'exécution",
    ),
    Field(
        "publics", "Publics éligibles", ("Publics", "Public éligible", "Publics visés", "Public visé"),
        parser=Parser.LIST, example="DELD ; RSA ; QPV", note="Un point-virgule entre deux publics.",
    ),
)  # fmt: skip
