"""Certificates of trades that have a name of their own: recognised so that nobody is asked twice what they hold.

Two texts that name the same certificate are one; what is not here stays as it was written.
"""

from __future__ import annotations

import re

_NAMED: tuple[tuple[str, str], ...] = (
    ("SST", r"\bS\.?S\.?T\b|SAUVETEUR[ -]SECOURISTE|SECOURISTE DU TRAVAIL|SAUVETAGE[ -]SECOURISME"),
    ("PSC1", r"\bPSC ?1\b|\bAFPS\b|PREVENTION ET SECOURS CIVIQUES"),
    ("FIMO voyageurs", r"\bFIMO\b.*VOYAGEURS?"),
    ("FCO voyageurs", r"\bFCO\b.*VOYAGEURS?"),
    ("FIMO", r"\bFIMO\b"),
    ("FCO", r"\bFCO\b|\bFCOS\b"),
    ("carte conducteur", r"\bCARTE (?:DE )?(?:QUALIFICATION |CHRONOTACHYGRAPHE )?CONDUCTEUR\b|\bCQC\b"),
    ("ADR", r"\bADR\b|MATIERES DANGEREUSES"),
    ("travail en hauteur", r"\bTRAVA(?:IL|UX) (?:EN )?HAUTEUR\b|\bPORT DU HARNAIS\b"),
    ("cordiste", r"\bCORDISTE\b|\bCQP TECHNICIEN CORDISTE\b"),
    ("échafaudage R408", r"\bR ?[.-]? ?408\b|ECHAFAUDAGES? (?:DE PIED|FIXES?)"),
    ("échafaudage R457", r"\bR ?[.-]? ?457\b|ECHAFAUDAGES? ROULANTS?"),
    ("échafaudage", r"\bECHAFAUDAGES?\b"),
    ("amiante SS3", r"\bSS ?3\b|SOUS[ -]SECTION 3"),
    ("amiante SS4", r"\bSS ?4\b|SOUS[ -]SECTION 4"),
    ("CATEC", r"\bCATEC\b|ESPACES? CONFINES?"),
    ("ATEX", r"\bATEX\b"),
    ("SSIAP 1", r"\bSSIAP ?1\b"),
    ("SSIAP 2", r"\bSSIAP ?2\b"),
    ("SSIAP 3", r"\bSSIAP ?3\b"),
    ("carte professionnelle de sécurité", r"\bCNAPS\b|CARTE PRO\w* (?:DE )?(?:SECURITE|AGENT)"),
    ("Certiphyto", r"\bCERTI[ -]?PHYTO\b"),
    ("HACCP", r"\bHACCP\b|HYGIENE ALIMENTAIRE"),
    ("PRAP", r"\bPRAP\b|GESTES ET POSTURES"),
    ("élingage", r"\bELINGAGE\b|\bELINGUEUR\b"),
    ("chef de manœuvre", r"\bCHEF DE MAN(?:OE|Œ)UVRES?\b"),
    ("permis feu", r"\bPERMIS (?:DE )?FEU\b"),
    (
        "permis bateau",
        r"\bPERMIS (?:BATEAU|COTIER|HAUTURIER|FLUVIAL|RIVIERE|MER|PLAISANCE|CARTE MER)\b|PERMIS DE NAVIGATION",
    ),
    ("permis de chasser", r"\bPERMIS DE CHASSER?\b"),
    ("BAFA", r"\bBAFA\b"),
    ("BAFD", r"\bBAFD\b"),
    ("ADVF", r"\bADVF\b|ASSISTANTE? DE VIE AUX FAMILLES"),
    ("soudure", r"\bLICENCE DE SOUDURE\b|\bQUALIFICATIONS? (?:DE )?SOUD\w+|\bHABILITATION SOUD\w+"),
    ("gaz PGN", r"\bPGN\b|\bPGP\b"),
    ("passeport sécurité", r"\bPASSEPORT (?:SECURITE|PREVENTION)\b|\bPASI\b"),
    ("AFGSU", r"\bAFGSU\b"),
)
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _NAMED)
_DIPLOMA = re.compile(
    r"^(?:CAP|BEP|BTS|DUT|BUT|BAC|BACCALAUREAT|CQP|CFG|DNB|BREVET DES COLLEGES|LICENCE PRO\w*|MASTER|TITRE PRO\w*|TP"
    r"|DIPLOME|CLEA|CERTIFICAT DE QUALIFICATION)\b.*$"
)


def certificate(text: str) -> str:
    """The name of the certificate that a text in capitals without accents tells; "" when it tells none of them.

    A diploma is its own name: it is known, and is no licence for a machine.
    """
    for name, pattern in _PATTERNS:
        if pattern.search(text):
            return name
    return text.capitalize() if _DIPLOMA.match(text) else ""
