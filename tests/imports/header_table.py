"""Headers of real workbooks (payrolls, temporary work, insertion structures) and what each is: a field, or none.

``guessed``: read, and someone is asked to look. ``apart``: resembles a column and says something else. ``unknown``:
nothing that is read.
"""

from __future__ import annotations

from clauses.files.rules import FileKind

READ: dict[FileKind, dict[str, str]] = {
    FileKind.HOURS: {
        "hours": (
            "Heures Trav. Mois|Nb Heures Réal.|Nb d'heures d'insertion réalisées dans le mois|Heures hors congés"
            "|Nombre d'heures effectuées sur le chantier|Heures réalisées par le salarié|Heures travaillées (centièmes)"
            "|Heures travaillées en centièmes|Heures travaillées (hors congés payés)|Heures congés déduits|Qté heures"
            "|Heures travaillées (heures sup comprises)|Heures y compris HS|Heures travaillées sans les absences|H"
            "|Heures insertion hors formation|Heures MAD|Nombre d'heures de mise à disposition|Vol horaire réalisé"
            "|Réalisé|Réalisées|Temps de travail mensuel|Total heures du mois|Heures décimales|Heures passées"
        ),
        "training_hours": (
            "Heures de formation réalisées|Formation (h)|Temps de formation|Heures de formation suivies|Heures form"
            "|Heures de formation hors temps de travail"
        ),
        "starts_on": "Contrat du|Début mission|Date d'embauche",
        "ends_on": "Contrat au|Date fin de mission|Date de fin prévue|Date de fin de contrat (prévue)",
        "employer_name": "Raison sociale de l'ETTI|Employeur (ETTI)|Agence d'intérim",
        "contractor_name": "Entreprise utilisatrice|Nom de l'entreprise attributaire du lot",
        "contractor_siret": "SIRET de l'entreprise utilisatrice",
        "contract_kind": "Nature du contrat (CDDI/CTTI)",
        "birth_date": "Date de naissance du salarié (jj/mm/aaaa)",
        "month": "Période de paie",
    },
    FileKind.MARKETS: {
        "obligation": (
            "Heures d'insertion prévues au marché|Volume d'heures d'insertion prévu|Obligation (h)|Heures à réaliser"
            "|Nb d'heures d'insertion à réaliser sur la durée du marché"
        ),
        "amount_cents": "Montant initial HT|Montant total HT|Montant (€ HT)",
        "penalty_cents_per_hour": (
            "Pénalité / h|Pénalités (€ HT/h)|Pénalité horaire HT|Pénalité par heure d'insertion non réalisée"
        ),
        "ends_on": "Date de fin de marché prévue|Date de fin d'exécution",
        "contractor_name": "Nom du titulaire (mandataire)",
        "lot": "Lot(s)",
    },
    FileKind.PEOPLE: {
        "last_name": "Nom d'usage|Nom de naissance",
        "prescriber": "Prescripteur (structure)",
        "referent": "Nom du référent RSA",
        "qpv": "QPV (O/N)",
        "oriented_on": "Date de prescription",
        "work_permit_until": "Date de fin de titre de séjour",
    },
    FileKind.NEEDS: {
        "posts": "Nombre de postes à pourvoir",
        "weekly_hours": "Heures par semaine (prévues)",
        "starts_on": "Date de début souhaitée",
        "ends_on": "Date de fin prévue",
        "job": "Intitulé du poste (ROME)|Code ROME du poste",
    },
    FileKind.EXITS: {
        "exit_decision": "Décision|Avis de la commission|Validation|Décision CSES|Statut de la sortie",
        "decided_on": "Validé le|Date de la CSES|Date de validation",
        "exited_on": "Date de sortie du PLIE",
    },
}

GUESSED: dict[FileKind, dict[str, str]] = {
    FileKind.HOURS: {
        "hours": (
            "Heures travaillées dont formation|Heures (dont formation)|Heures dont formation|Heures travailléess"
            "|Heures travaillées Dupont|Somme de Heures travaillées"
        ),
        "training_hours": "Formation interne (h)",
    },
    FileKind.MARKETS: {
        "obligation": "Heures dues cotraitant",
        "penalty_cents_per_hour": "Montant des pénalités",
    },
}

APART: dict[FileKind, str] = {
    FileKind.HOURS: (
        "Heures travaillées (cumul)|Heures travaillées (cumulées)|Heures travaillées [cumul]|Heures (prévues)"
        "|Heures (payées)|Heures (hebdo)|Heures (absence)|Heures (congés)|H (dues)|Heures non travaillées"
        "|Heures non réalisées|Heures non productives|Heures improductives|Heures à réaliser|Heures à effectuer"
        "|Heures d'insertion à réaliser|Heures d'insertion attendues|Nb h engagées|Heures mensuelles contrat"
        "|Heures travaillées N-1|Heures travaillées année|Heures travaillées trimestre|Heures réalisées à date"
        "|Heures réalisées depuis le démarrage|Heures travaillées machine|Heures hors clause|Heures (congés inclus)"
        "|Temps de travail hebdomadaire|Temps de travail contractuel|Volume horaire du contrat|Heures (global)"
        "|Nombre d'heures rémunérées|Nb heures payées CDDI|Heures du mois précédent|Heures M-1|Heures (€)|% heures"
        "|Nb heures par jour|Formation (€)|Coût formation|Heures sous-traitant|Heure début mission"
        "|Date de fin de période d'essai|Date de début de période d'essai|Date de début PASS IAE|Congés payés"
        "|Date de fin d'agrément|Nom du référent du salarié|Téléphone entreprise attributaire|Total heures travaillées"
        "|Heures T1|Base horaire|Horaire contractuel|Heures sup. 50|Heures à 25%|Heures S14|ETP réalisé|Heure de fin"
        "|Durée hebdo du contrat|dont heures de nuit|Heures conventionnées|Prévu janvier 2024|Date d'arrêt maladie"
    ),
    FileKind.MARKETS: (
        "Pénalité (€/jour)|Pénalité (€/j de retard)|Pénalité (%)|Montant pénalité retard|Montant TTC|Montant (TTC)"
        "|Montant du marché TTC|Montant HT (k€)|Montant (K€ HT)|Montant maximum HT|Montant minimum HT"
        "|Montant HT avenant 1|Montant HT annuel|Heures réalisées|Heures d'insertion réalisées|Heures (réalisées)"
        "|Heures d'insertion validées|Heures d'insertion restantes|Heures prévues (formation)|Objectif %|Nb heures/an"
        "|Heures insertion (%)|Date de fin de garantie|Date de fin (garantie)|Date de notification de l'avenant"
        "|Date prévisionnelle de notification|Nom acheteur (contact)|Adresse du titulaire du marché"
    ),
    FileKind.PEOPLE: (
        "Date de naissance du conjoint|Code postal de naissance|Sortie PLIE prévue le|Date d'entrée PLIE prévue"
        "|Motif de sortie PLIE|Date d'inscription PLIE|Date du niveau de français|Date de fin de disponibilité"
    ),
    FileKind.NEEDS: "Nombre de postes pourvus|Nombre de postes restants|Date de fin de publication",
    FileKind.EXITS: (
        "Date de sortie prévue|Sortie prévue le|Date de sortie de formation|Temps de travail (%)"
        "|Date de fin de formation|Type de contrat précédent|Date de création du dossier"
        "|Type de sortie (positive/négative)"
    ),
}

UNKNOWN: dict[FileKind, str] = {
    FileKind.HOURS: "N° facture|Date de facture|Client|Matricule|N° PASS IAE|S14|HS 25|Nom du tuteur|Durée mission",
    FileKind.MARKETS: "Pénalité par jour|Taux d'insertion|Nombre de postes|Type de procédure|Nombre de lots",
    FileKind.PEOPLE: "Commune de naissance|Nom du conjoint|RQTH jusqu'au|Téléphone du référent|Ancien QPV|Âge",
    FileKind.NEEDS: "Postes pourvus|Heures par mois|Salaire|Nom du contact",
    FileKind.EXITS: "Statut|Entrée PLIE le|Sortie positive|Employeur précédent",
}
