"""What a commission says of an exit, as files write it: only when it decided does the motive of the row count."""

from __future__ import annotations

EXIT_DECISIONS: dict[str, tuple[str, ...]] = {
    "decided": (
        "validé", "validée", "validé(e)", "validation", "oui", "o", "ok", "x", "1", "v", "vrai", "favorable",
        "avis favorable", "acceptée", "accepté", "actée", "acté", "décidé", "décidée", "confirmé", "confirmée",
        "sortie validée", "sortie actée", "sortie confirmée", "approuvée", "approuvé", "adoptée", "clos", "close",
        "positive", "positif", "sortie positive", "non positive", "sortie non positive", "négative", "négatif",
        "sortie négative", "accord", "dynamique", "sortie dynamique", "sortie",
    ),
    "waiting": (
        "en attente", "attente", "en attente de validation", "en attente de décision", "en attente commission",
        "à décider", "en cours", "en cours de validation", "à l'étude", "sans décision", "ajournée", "ajourné",
        "reportée", "reporté", "à revoir", "à valider", "à compléter", "à confirmer", "à étudier", "à examiner",
        "à traiter", "à présenter", "à passer en commission", "prochaine commission", "non décidée", "non décidé",
        "pas encore", "dossier incomplet", "incomplet", "sursis", "en suspens", "proposée", "proposé", "demandée",
        "nr", "non renseigné", "n", "0", "faux",
    ),
    "refused": (
        "refusée", "refusé", "refus", "non", "défavorable", "avis défavorable", "rejetée", "rejeté", "non validée",
        "non validé", "non acceptée", "non accepté", "annulée", "annulé", "désaccord", "maintien", "maintenu",
        "maintenue", "maintien dans le parcours",
    ),
}  # fmt: skip
