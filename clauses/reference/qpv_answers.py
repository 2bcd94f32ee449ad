"""What a QPV column says without naming a quartier: yes, no, outside, not known. Texts are folded (`clauses.words`)."""

from __future__ import annotations

import re

NO = frozenset({"", "0", "non", "n", "faux", "no", "neant", "aucun", "hors qpv", "non qpv", "pas de qpv", "sans objet"})
OUTSIDE = re.compile(
    r"^non\b(?! (?:renseigne|communique|connu|precise|repondu|verifie|determine|evalue|dispo\w*|su))|^aucune?\b"
    r"|\bhors\b|\bpas (?:en|dans|de|un|le|du|qpv|quartier|concerne\w*|eligible|resident\w*|habitant)\b"
    r"(?! (?:reponse|information|loup|lac|la))|^autres?(?: (?:quartier|commune|ville|zone|secteur|territoire)s?)?$"
    r"|^sans(?: (?:qpv|quartier)\b|$)|\bnon (?:qpv|eligible|concerne\w*|prioritaire)\b"
)
"""What says that somebody does not live in one, even beside the name of one: « Grésilles (hors périmètre) »."""
UNSURE = re.compile(
    r"^(?:n c|nc|n a|na|n r|nr|nsp|ns|nd|ras|vide|x+|inconnue?s?|\d{1,4}|rien|a voir)$"
    r"|^(?:ne sait|ne se prononce|je ne sais|on ne sait|sans (?:reponse|information|precision|adresse|domicile)"
    r"|pas de (?:reponse|information)|pas (?:renseigne|connu|su|precise|communique))"
    r"|\bnon (?:renseigne|communique|connu|precise|repondu|verifie|determine|evalue|dispo\w*|su)\w*"
    r"|\b(?:a|en cours de) (?:verif\w*|precis\w*|complet\w*|confirm\w*|determin\w*|renseigne\w*|demand\w*)\b"
    r"|^(?:en )?(?:attente|cours)\b|\b(?:limite|limitrophe|lisiere|bordure|proche|proximite|voisin|abords)\b"
    r"|^(?:ex|ancien(?:ne)?) (?:qpv|quartier|zus|prioritaire)|^(?:zus|zrr|zfu|frr|cucs|zup|zac|anru)\b|\bpeut etre\b"
    r"|^indetermine\w*"
)
"""What is neither yes nor no."""
_YES_FIRST = re.compile(r"^(?:oui|o|en|en qpv|qpv|resident qpv|habite)\b[ :–—,;/(-]*", re.IGNORECASE)
YES_ALONE = frozenset(
    {"", "2015", "2024", "non precise", "sans precision", "sans nom", "non renseigne", "quartier non precise",
     "a preciser"}
)  # fmt: skip
"""What may follow « oui » without naming a quartier."""
YES = frozenset({"1", "oui", "o", "vrai", "x", "yes", "qpv", "en qpv"})


def after_yes(given: str) -> str:
    """The text (not folded) less a yes in front: « oui (Grésilles) » → ``Grésilles``; the same text where none is."""
    return _YES_FIRST.sub("", given).strip(" )") if _YES_FIRST.match(given) else given
