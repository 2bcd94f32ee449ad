"""What a column of figures measures when it is not the hours of the month: totals, paid or foreseen hours, leave.

A header is judged whole: « (prévues) » in brackets says as much as « prévues », and « % » as « taux ».
"""

from __future__ import annotations

import re
from functools import lru_cache

from imports.spelling import key

SIGNS = re.compile(r"[%€$]")
"""A rate or an amount, never hours."""

_ABSENCES = (
    r"absences?|absent\w*|conges?|cp|rtt|maladies?|arrets?|accidents?|maternite|paternite|intemperies?|feri(?:e|ee)s?"
    r"|chome\w*|chomage|repos|recup\w*|greves?|indisponib\w*"
)
_OVERTIME = r"heures (?:sup\w*|complementaires?|majorees?)|hs|heures? structurelles?"
_APART_FROM = (
    rf"(?:{_ABSENCES}|{_OVERTIME}|formations?|pauses?|payes?|payees?|jours|primes?|paniers?|trajets?|temps|travail)"
)
_LEFT_OUT = re.compile(
    rf"\b(?:hors|sans|sauf|hormis|excepte\w*|excluant|non (?:compris\w*|inclus\w*)|deduction faite)"
    rf"(?: {_APART_FROM})+\b"
    rf"|\b(?:{_ABSENCES})(?: {_APART_FROM})* (?:deduit\w*|exclu\w*|retranche\w*|non (?:compris\w*|inclus\w*))\b"
    rf"|\b(?:(?:y compris|dont|avec|incluant|inclus) )?(?:{_OVERTIME}|sup\w*)(?: et)? (?:compris\w*|inclus\w*)\b"
    rf"|\b(?:y compris|avec|incluant) (?:{_OVERTIME})\b"
)
"""What the column says it leaves out (« hors congés »), or holds as it should (« heures sup comprises »)."""

_FIGURE = re.compile(r"\b(?:heures|horaires?|temps|duree|volume|realis\w*|effectuees?|travail\w*|presence|quantite)\b")
"""Words without which the doubtful ones below are of another kind of column: « Date », « Contrat », « Non »."""

_LEAVE_PAID = rf"(?:y compris|avec|incluant) (?:{_ABSENCES})|(?:{_ABSENCES})(?: pay\w+)? (?:compris\w*|inclus\w*)"
_NOT_HOURS = (
    rf"{_ABSENCES}|mise pied|sans solde|improductiv\w*|inactiv\w*|jours|journees?|journalier\w*|quotidien\w*"
    r"|quinzaines?|hebdomadaires|semaines?|taux|cout|salaires?|brut|net|montants?|prix|tarifs?|valeur|euros?|primes?"
    r"|paniers?|indemnites?|coef\w*|etp|pourcentages?|ratio"
)
_SUMMED = r"cumul\w*|total\w*|totaux|recap\w*|annuel\w*|depuis (?:debut|origine)"
_OF_OTHER_MONTHS = (
    r"depuis|date$|(?<!mois )annees?(?! mois)|an|trimestr\w*|semestr\w*|ytd|anterieur\w*|precedent\w*|globa\w*"
    r"|report\w*|historique|bilan|plusieurs|t[1-4]"
)
_PAID = r"payees?|payes?|remunere\w*|facturees?|facturables?"
_FOR_PAY = r"payer|paye|paie|paies|facturer|factur\w*|bulletins?|indemnise\w*|mensualise\w*|lissees?|brutes"
_FORESEEN = (
    r"prevues?|prevus?|previs\w*|theoriques?|theo|contractuel\w*|objectifs?|dues?|restant\w*|reste|solde|ecart"
    r"|moyennes?|moyens?|supplementaires|complementaires|majorees?|realiser|effectuer|fournir|accomplir|rattraper"
    r"|planifie\w*|planning|budget\w*|estime\w*|estimations?|attendu\w*|engage\w*|manquant\w*|projetee?s?"
)
_OTHER_HOURS = (
    r"non|pas|contrat|base|debut|fin|arrivee|depart|autres?|machines?|tutorat|tuteurs?|accompagnement|suivi"
    r"|encadre\w*|perdu\w*|hors|faire|executer|venir|travailler|avance|retard|mini\w*|maxi\w*|command\w*|vendu\w*"
    r"|permanents?|trajets?|deplacements?|route|pauses?|nuit|dimanches?|samedis?|depassement|excedent\w*|deficit"
    r"|surplus|sup|supp|suppl|delegation|refuse\w*|rejete\w*|litige\w*|annule\w*|obligatoires?|obligations?"
    r"|s[0-9]{1,2}|compl|activite partielle|at|permis|entretiens?|sociopro\w*|cible|convention\w*|plafond|seuil"
    r"|legales?|programme\w*|dus"
)
_NOT_WORKED = tuple(
    (re.compile(rf"\b(?:{words})\b"), what, needs_hours)
    for words, what, needs_hours in (
        (_LEAVE_PAID, "paid", True),
        (_NOT_HOURS, "other", False),
        (_SUMMED, "total", False),
        (_OF_OTHER_MONTHS, "total", True),
        (_PAID, "paid", False),
        (_FOR_PAY, "paid", True),
        (_FORESEEN, "other", False),
        (_OTHER_HOURS, "other", True),
        (r"^dont\b(?!.*\bformation)", "other", True),
    )
)
"""Words, what they say of a column, and whether they say it only beside a word of hours; the first to match decides."""

_BEFORE = re.compile(r"(?i)\b[nm] ?[-–−] ?[1-9]\b")
"""« N-1 », « M-1 »: another year, another month."""

SAID = {
    "total": "cumul ou total : recalculé, jamais importé",
    "paid": "heures payées, qui ne sont pas les heures travaillées",
    "other": "colonne sans usage pour cet import",
}
"""Why a column that measures something else is not read."""

OF_WORK = frozenset(
    ("heures", "travaillees", "realisees", "effectuees", "nombre", "insertion", "mois", "faites", "volume", "reelles",
     "reel", "reels", "reellement", "effectives", "effectif", "productives", "pointees", "mensuelles", "mensuel",
     "clause", "clauses", "sociale", "sociales", "social", "travail", "temps", "duree", "presence")
)  # fmt: skip
"""Words that say the hours worked in a month, and nothing else."""

_BESIDE = OF_WORK | {
    "salarie", "chantier", "site", "marche", "lot", "personne", "beneficiaire", "participant", "interimaire",
    "public", "prestation", "mission", "cours", "pendant", "durant", "courant", "concerne", "concernes", "concernee",
    "titulaire", "attributaire", "entreprise", "decimal", "decimales", "decimale", "centiemes", "centieme",
    "quantite", "periode", "ce", "operation", "execution", "declarees", "validees", "dont", "formation", "numero",
    "hhmm", "mm", "minutes", "min", "hh", "effective", "cdd", "cddi", "ctti", "poste", "parcours",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def measure(header: str) -> str | None:
    """What a column of figures is when it is not the month's work: ``total``, ``paid``, ``other``; else None."""
    if SIGNS.search(header):
        return "other"
    text = without_left_out(header)
    hourly = _FIGURE.search(text) is not None
    if hourly and _BEFORE.search(header):
        return "total"
    for pattern, what, needs_hours in _NOT_WORKED:
        if (hourly or not needs_hours) and pattern.search(text):
            return what
    return None


def without_left_out(header: str) -> str:
    """The key of a header, less what it says that the hours leave out, or hold as they should."""
    return " ".join(_LEFT_OUT.sub(" ", key(header)).split())


def standing_apart(header: str) -> str | None:
    """`measure` by the words that say so in any column: leave, days, money, totals, what is foreseen."""
    text = key(header)
    return next((what for pattern, what, needs_hours in _NOT_WORKED if not needs_hours and pattern.search(text)), None)


def speaks_of_hours(header: str) -> bool:
    """Whether a header that is not known speaks of hours worked all the same: « Heures chantier », « Réalisé ETTI »."""
    words = set(key(header).split())
    return measure(header) is None and not words.isdisjoint(
        {"heures", "realisees", "effectuees", "travaillees", "faites", "productives"}
    )


def plain(extra: frozenset[str]) -> bool:
    """Whether words beside those of hours worked change nothing: « dans le mois », « du salarié »."""
    return extra <= _BESIDE
