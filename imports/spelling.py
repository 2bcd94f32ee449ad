"""What is compared of a header: its words, folded, without abbreviations nor little words."""

from __future__ import annotations

import re
from functools import lru_cache

from clauses.words import folded

_ABBREVIATIONS = {
    "n": "numero", "no": "numero", "num": "numero", "nr": "numero", "ref": "reference", "refce": "reference",
    "nat": "nature", "typ": "type", "mche": "marche", "mch": "marche", "effectue": "effectuees",
    "nb": "nombre", "nbr": "nombre", "nbre": "nombre", "nbres": "nombre",
    "h": "heures", "hr": "heures", "hrs": "heures",
    "hre": "heures", "hres": "heures", "heure": "heures", "heur": "heures", "trav": "travaillees",
    "travaillee": "travaillees", "travailles": "travaillees", "travaille": "travaillees", "real": "realisees",
    "realisee": "realisees", "realise": "realisees", "realises": "realisees",
    "effect": "effectuees", "effectuee": "effectuees",
    "dt": "date",
    "dte": "date", "naiss": "naissance", "nais": "naissance", "deb": "debut", "ctr": "contrat", "cont": "contrat",
    "contr": "contrat", "contrats": "contrat", "prenoms": "prenom", "pren": "prenom", "sal": "salarie",
    "salaries": "salarie", "salariee": "salarie", "qte": "quantite", "attrib": "attributaire", "ent": "entreprise",
    "entr": "entreprise", "ets": "etablissement", "etab": "etablissement", "marches": "marche", "form": "formation",
    "notif": "notification", "tel": "telephone", "empl": "employeur", "mensuel": "mensuelles", "siretn": "siret",
    "jr": "jours", "jrs": "jours", "jour": "jours", "dob": "naissance", "benef": "beneficiaire", "int": "intitule",
    "tps": "temps", "hebdo": "hebdomadaires", "hebdomadaire": "hebdomadaires", "lieux": "lieu", "vol": "volume",
}  # fmt: skip
_LITTLE = frozenset(
    ("a", "au", "aux", "d", "dans", "de", "des", "du", "e", "en", "es", "et", "l", "la", "le", "les", "ou", "par",
     "pour", "s", "sur", "un", "une")
)  # fmt: skip
_JOINED_UP = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-Ö])")
"""Between the words of a program's header: DateNaissance."""


@lru_cache(maxsize=20_000)
def key(header: str) -> str:
    """What is compared of a header: « N° de\\nlot » → ``numero lot``, « Nbre d'heures » → ``nombre heures``."""
    words = [_ABBREVIATIONS.get(word, word) for word in folded(_JOINED_UP.sub(" ", header)).split()]
    # The last word is kept: « Décision » and « Décision le » are two columns.
    return " ".join(word for place, word in enumerate(words, start=1) if place == len(words) or word not in _LITTLE)
