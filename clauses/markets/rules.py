"""What a market asks for: the closed lists. The formulas themselves are in `obligations`, penalties in `penalties`."""

from __future__ import annotations

from clauses.reference.rules import Labelled


class ObligationKind(Labelled):
    """How hours due are computed."""

    FIXED = "fixed", "Volume fixe"
    PER_EURO = "per_euro", "Selon le montant facturé"


class Effect(Labelled):
    """What a version of an obligation does to those in force before it."""

    SETS = "sets", "Fixe les heures dues"
    ADDS = "adds", "Ajoute aux heures dues"
    REMOVES = "removes", "Retire des heures dues"


class AmendmentKind(Labelled):
    """What changed a market after its signature."""

    AVENANT = "avenant", "Avenant"
    TRANCHE = "tranche", "Tranche affermie"
    BON_DE_COMMANDE = "bon_de_commande", "Bon de commande"
    REDUCTION = "reduction", "Réduction convenue"
    TRANSFERT = "transfert", "Transfert à un autre attributaire"
    AUTRE = "autre", "Autre modification"


class GroupingKind(Labelled):
    """How the companies of one lot answer for it."""

    CONJOINT = "conjoint", "Groupement conjoint"
    SOLIDAIRE = "solidaire", "Groupement solidaire"


class ShortfallMotive(Labelled):
    """Why hours are missing, as the contractor says it and the facilitateur records it."""

    CANDIDATS = "candidats", "Pas de candidat adapté"
    PLANNING = "planning", "Chantier décalé ou interrompu"
    ACTIVITE = "activite", "Moins d'activité que prévu"
    ENTREPRISE = "entreprise", "Manquement de l'entreprise"
    AUTRE = "autre", "Autre motif"


class PenaltyKind(Labelled):
    """How the price of a missing hour is set."""

    PER_HOUR = "per_hour", "Montant par heure manquante"
    MULTIPLE = "multiple", "Multiple d'un taux de référence"


class WaiverKind(Labelled):
    """How a buyer gives up a penalty: by its own will, or because the market exempts the company."""

    RENUNCIATION = "renunciation", "Renonciation"
    EXEMPTION = "exemption", "Exonération"


class Mention(Labelled):
    """The four mentions that the documents of a market must give at least (CCAG-TIC 2021, art. 16.1)."""

    PERIMETER = "perimeter", "Le périmètre de la clause"
    FACILITATOR = "facilitator", "Les coordonnées du facilitateur"
    PUBLICS = "publics", "Les publics éligibles"
    HOURS = "hours", "Le volume d'heures"


class DerogationMotive(Labelled):
    """Why a market above the thresholds has no social condition (loi Climat et Résilience, art. 35).

    The motives are those of Code de la commande publique L2112-2-1 as commonly summarised: to be read again in the text
    in force before one is printed in a document of a market.
    """

    DISPONIBLE = "disponible", "Le besoin a une solution immédiatement disponible"
    SANS_LIEN = "sans_lien", "Pas de lien suffisant avec l'objet du marché"
    CONCURRENCE = "concurrence", "Concurrence restreinte, ou exécution techniquement ou économiquement difficile"
    COURT = "court", "Travaux de moins de six mois"
    AUTRE = "autre", "Autre motif, à préciser"


class Stage(Labelled):
    """Where a market stands at a day."""

    PREPARATION = "preparation", "En préparation"
    RUNNING = "running", "En cours"
    ENDED = "ended", "Terminé"


class MarketField(Labelled):
    """What may be written over on a market: the columns of its table, its reference and its buyer apart."""

    TITLE = "title", "Intitulé"
    NATURE = "nature", "Nature"
    CONSULTED_ON = "consulted_on", "Date de consultation"
    NOTIFIED_ON = "notified_on", "Date de notification"
    ENDS_ON = "ends_on", "Date de fin"
    SOCIAL_CONSIDERATION = "social_consideration", "Considération sociale"
    PUBLICS = "publics", "Publics éligibles"


class Rewriting(Labelled):
    """How another value is taken where one was written: from that day on, or as what should always have been there."""

    CHANGE = "change", "Changement, à partir de ce jour"
    CORRECTION = "correction", "Correction, pour tous les jours"
