"""French words → the codes of the profession's closed lists.

Words are compared folded (no case, accents or punctuation). A word that is not here is an issue with a suggestion,
never
a guess: « alternance » may be either of two contracts, « stage » none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from clauses.pathways.rules import ExitReason
from clauses.people.rules import Sector
from clauses.reference.rules import ContractKind, Decision, EmployerKind, Labelled, Modality, Nature, Origin, Role, Sex
from clauses.sites.rules import MeetingKind
from clauses.words import folded
from imports.attempts import Parsed, first_read, judged
from imports.decisions import EXIT_DECISIONS

_K, _E, _M, _N, _R, _X = ContractKind, EmployerKind, Modality, Nature, Role, ExitReason

_CONTRACTS: dict[Labelled, tuple[str, ...]] = {
    _K.CDDI: (
        "cdd d'insertion", "cdd-i", "cdd insertion", "cdd i", "contrat à durée déterminée d'insertion",
        "contrat a duree determinee insertion", "cddi insertion", "cdd d'insertion (cddi)", "cddi (cdd d'insertion)",
        "contrat d'insertion cddi", "contrat cddi", "cdd en insertion", "cdd insertion (cddi)",
        "cdd d insertion cddi",
    ),
    _K.CTTI: (
        "contrat de travail temporaire d'insertion", "intérim d'insertion", "ctt-i", "ctt insertion", "ctt i",
        "intérim insertion", "ctt d'insertion", "mission d'insertion", "contrat de mission d'insertion",
        "intérimaire d'insertion", "contrat de mission etti", "mission etti", "intérim etti", "ctti (etti)",
        "travail temporaire d'insertion", "mission intérim d'insertion", "contrat ctti", "ctt etti",
        "contrat de travail temporaire d'insertion (ctti)", "contrat d'intérim d'insertion",
        "mission d'intérim d'insertion",
    ),
    _K.CDI: (
        "contrat à durée indéterminée", "cdi de chantier", "cdi chantier", "cdi d'inclusion", "cdi inclusion", "cdic",
        "cdi de droit commun", "cdi classique", "contrat cdi", "durée indéterminée", "cdi d'opération",
        "cdi (droit commun)", "contrat a duree indeterminee (cdi)",
    ),
    _K.CPRO: (
        "contrat de professionnalisation", "contrat pro", "contrat pro.", "pro", "professionnalisation", "c pro",
        "contrat de professionalisation", "cdd contrat de professionnalisation", "cdd de professionnalisation",
        "contrat de pro", "contrat prof", "cdi de professionnalisation", "cp pro", "contrat professionnalisation",
        "contrat de professionnalisation (cpro)", "contrats pro", "cdd pro", "contrat pro geiq", "cpro geiq",
    ),
    _K.CDD: (
        "contrat à durée déterminée", "cdd de droit commun", "cddu", "cdd d'usage", "cdd de remplacement",
        "cdd remplacement", "cdd saisonnier", "saisonnier", "cdd senior", "cdd tremplin", "contrat cdd",
        "cdd classique", "durée déterminée", "cdd accroissement d'activité", "cdd (droit commun)",
        "contrat a duree determinee (cdd)", "cdd de mission", "cdd à objet défini",
    ),
    _K.APPRENTISSAGE: (
        "contrat d'apprentissage", "apprenti", "apprentie", "apprenti(e)", "contrat apprentissage", "capp",
        "contrat d'apprenti", "cdd apprentissage",
    ),
    _K.CDI_INTERIMAIRE: (
        "cdi intérimaire", "cdi intérim", "cdi-intérimaire", "contrat à durée indéterminée intérimaire",
        "cdi d'intérim", "cdi intérimaires",
    ),
    _K.INTERIM: (
        "intérim", "ctt", "contrat de travail temporaire", "mission", "mission d'intérim", "contrat de mission",
        "travail temporaire", "intérimaire", "contrat d'intérim", "mission intérim", "intérim classique",
        "intérim (ctt)", "ctt (intérim)", "contrat intérim", "intérim de droit commun", "contrat intérimaire",
    ),
    _K.CUI: (
        "contrat aidé", "cui", "pec", "parcours emploi compétences", "cui-cae", "cui-cie", "cae", "cie", "cui pec",
        "contrat unique d'insertion", "contrat aidé (cui, pec)", "pec cui", "contrat aidé pec", "cui / pec",
        "contrat parcours emploi compétences", "contrat d'accompagnement dans l'emploi", "contrat initiative emploi",
        "parcours emploi competence", "cae cui", "cie jeunes", "pec jeunes",
    ),
    _K.GEIQ: ("geiq", "contrat geiq", "mise à disposition geiq"),
    _K.AUTRE: ("autre", "autres", "autre contrat", "autre type de contrat", "contrat autre"),
}  # fmt: skip

_EMPLOYERS: dict[Labelled, tuple[str, ...]] = {
    _E.ENTREPRISE: (
        "entreprise", "entreprise classique", "attributaire", "titulaire", "entreprise attributaire", "société",
        "entreprise privée", "entreprise de droit commun", "entreprise titulaire", "cotraitant", "pme", "tpe",
        "secteur marchand", "privé",
    ),
    _E.ETT: (
        "ett", "entreprise de travail temporaire", "agence d'intérim", "intérim", "agence d'emploi",
        "agence de travail temporaire",
    ),
    _E.ETTI: (
        "etti", "entreprise de travail temporaire d'insertion", "intérim d'insertion", "agence d'intérim d'insertion",
        "ett d'insertion", "ett insertion",
    ),
    _E.EI: ("ei", "entreprise d'insertion", "entreprise insertion"),
    _E.ACI: (
        "aci", "atelier et chantier d'insertion", "chantier d'insertion", "ateliers et chantiers d'insertion",
        "atelier chantier d'insertion", "atelier d'insertion",
    ),
    _E.AI: ("ai", "association intermédiaire"),
    _E.GEIQ: (
        "geiq", "groupement d'employeurs pour l'insertion et la qualification", "groupement d'employeurs", "ge",
    ),
    _E.REGIE: ("régie", "régie de quartier", "régie de quartiers", "régie des quartiers", "régie de territoire"),
    _E.EA: ("ea", "entreprise adaptée", "eatt", "entreprise adaptée de travail temporaire"),
    _E.ESAT: (
        "esat", "établissement et service d'aide par le travail", "établissement ou service d'aide par le travail",
    ),
    _E.PARTICULIER: ("particulier", "particulier employeur", "cesu"),
}  # fmt: skip

_MODALITIES: dict[Labelled, tuple[str, ...]] = {
    _M.EMBAUCHE_DIRECTE: (
        "embauche directe", "embauche", "recrutement direct", "direct", "embauche en direct", "ed", "recrutement",
        "en direct", "salarié de l'entreprise", "contrat direct", "embauches directes",
    ),
    _M.MISE_A_DISPOSITION: (
        "mise à disposition", "mad", "mise à dispo", "intérim", "mise à disposition de personnel",
        "mise à disposition etti", "mise à disposition geiq", "mise à disposition ai", "etti", "geiq",
        "mise à disposition de salariés", "mise a disposition (etti)", "mad etti", "mises à disposition",
    ),
    _M.SOUS_TRAITANCE: (
        "sous-traitance", "cotraitance", "co-traitance", "sous-traitance ou cotraitance", "st", "sous traitance ei",
        "sous-traitance insertion", "sous traitance ou cotraitance", "sous-traitant", "cotraitant",
        "sous-traitance / cotraitance", "soustraitance", "sous-traitance à une siae",
    ),
}  # fmt: skip

_NATURES: dict[Labelled, tuple[str, ...]] = {
    _N.BTP: (
        "travaux", "btp", "marché de travaux", "marchés de travaux", "travaux (btp)", "travaux publics", "bâtiment",
        "t", "tx",
    ),
    _N.MS: (
        "services", "service", "ms", "marché de services", "marchés de services", "prestations de services",
        "prestation de services", "prestation de service", "s", "marché de service", "prestations de service",
    ),
    _N.PI: (
        "prestations intellectuelles", "pi", "prestation intellectuelle", "marché de prestations intellectuelles",
        "prestations intellectuelles (pi)", "maîtrise d'œuvre",
    ),
    _N.FOURNITURES: ("fournitures", "fourniture", "marché de fournitures", "f"),
}  # fmt: skip

_ROLES: dict[Labelled, tuple[str, ...]] = {
    _R.TITULAIRE: (
        "titulaire", "mandataire", "attributaire", "titulaire mandataire", "titulaire unique",
        "mandataire du groupement", "mandataire solidaire", "entreprise titulaire", "mandataire (titulaire)",
    ),
    _R.COTRAITANT: ("cotraitant", "co-traitant", "cotraitante", "membre du groupement", "cotraitants"),
    _R.SOUS_TRAITANT: (
        "sous-traitant", "sous traitant", "soustraitant", "sous-traitante", "st", "sous-traitants", "sous traitance",
    ),
}  # fmt: skip

_SEXES: dict[Labelled, tuple[str, ...]] = {
    Sex.F: ("f", "femme", "féminin", "mme", "madame", "mlle", "mademoiselle", "2", "fille", "f (femme)", "w"),
    Sex.M: ("m", "h", "homme", "masculin", "mr", "monsieur", "1", "garçon", "h (homme)", "m (homme)", "m."),
}  # fmt: skip

_ORIGINS: dict[Labelled, tuple[str, ...]] = {
    Origin.PLIE: ("plie", "participant plie", "plie dijon", "issu du plie"),
    Origin.AUTRES: ("autres", "autre", "hors plie", "non plie", "autre origine", "autres origines"),
}  # fmt: skip

_DECISIONS: dict[Labelled, tuple[str, ...]] = {
    Decision.VALIDATED: (
        "validé", "validée", "valide", "intégré", "intégrée", "accepté", "acceptée", "retenu", "retenue", "oui",
        "favorable", "avis favorable", "ok", "validé(e)", "intégré(e)", "positionné",
    ),
    Decision.NOT_INTEGRATED: (
        "non intégré", "non intégrée", "non validé", "non validée", "refusé", "refusée", "non retenu", "non retenue",
        "rejeté", "défavorable", "avis défavorable", "non", "non intégré(e)", "nonintegre", "pas intégré",
        "non integre e",
    ),
}  # fmt: skip
_MEETINGS: dict[Labelled, tuple[str, ...]] = {
    MeetingKind.MODULE: (
        "module", "module métiers", "module de présentation", "présentation des métiers", "module btp",
        "atelier métiers", "information collective", "module de présentation des métiers du btp",
    ),
    MeetingKind.EVALUATION: ("évaluation", "bilan", "entretien d'évaluation", "positionnement", "diagnostic"),
    MeetingKind.MOTIVATION: ("entretien de motivation", "motivation", "entretien motivation", "entretien"),
    MeetingKind.FOLLOW_UP: ("suivi", "suivi de mission", "point de suivi", "suivi en entreprise"),
    MeetingKind.SITE_VISIT: ("visite de chantier", "visite", "chantier", "visite chantier", "visite sur site"),
    MeetingKind.OTHER: ("autre", "autre rencontre"),
}  # fmt: skip
_WAITING = ("en attente", "à décider", "attente", "en cours", "à l'étude", "sans décision")

_SECTORS: dict[Labelled, tuple[str, ...]] = {
    Sector.BTP: (
        "btp", "travaux", "bâtiment", "bâtiment et travaux publics", "marchés de travaux", "travaux publics",
    ),
    Sector.MS: ("ms", "services", "marché de services", "marchés de services", "service", "marche de service"),
    Sector.PI: ("pi", "prestations intellectuelles", "prestation intellectuelle"),
}  # fmt: skip

_REASONS: dict[Labelled, tuple[str, ...]] = {
    _X.EMPLOI: (
        "emploi", "sortie emploi", "emploi durable", "accès à l'emploi", "sortie en emploi", "sortie positive emploi",
        "cdi", "cdd", "cdd de plus de 6 mois", "cdd > 6 mois", "intérim", "contrat aidé",
        "contrat de professionnalisation", "retour à l'emploi", "cdd plus de 6 mois", "reprise d'emploi", "en emploi",
    ),
    _X.FORMATION: (
        "formation", "formation qualifiante", "formation validée", "entrée en formation", "sortie formation",
        "formation qualifiante validée", "diplôme", "qualification", "formation diplômante",
    ),
    _X.CREATION: (
        "création", "création d'entreprise", "création ou reprise d'entreprise", "reprise d'entreprise",
        "création d'activité", "création / reprise d'entreprise", "créateur d'entreprise", "micro-entreprise",
        "création reprise d'entreprise",
    ),
    _X.NON_RESPECT: (
        "non-respect du contrat d'engagement", "non respect", "non-respect", "non respect des engagements",
        "non respect du contrat", "non-respect de l'engagement", "non respect de l'engagement",
    ),
    _X.SANTE: (
        "santé", "raisons de santé", "problème de santé", "maladie", "raison de santé", "état de santé",
        "motif de santé",
    ),
    _X.SUIVI_LONG: (
        "suivi de plus de 30 mois", "suivi > 30 mois", "suivi plus de 30 mois", "plus de 30 mois",
        "durée de parcours", "parcours de plus de 30 mois", "suivi 30 mois",
    ),
    _X.AUTRE_ACCOMPAGNEMENT: (
        "autre accompagnement plus adapté", "autre accompagnement", "réorientation", "accompagnement plus adapté",
    ),
    _X.INDISPONIBLE: ("indisponible", "indisponibilité", "non disponible"),
    _X.DEMENAGEMENT: ("déménagement", "déménagé", "départ du territoire", "a déménagé", "changement de territoire"),
    _X.A_SA_DEMANDE: (
        "à sa demande", "à la demande du participant", "demande du participant", "à la demande de la personne",
        "abandon", "demande de la personne",
    ),
    _X.MATERNITE: ("maternité", "congé maternité", "congé de maternité", "congé parental"),
    _X.SITUATION_ADMINISTRATIVE: (
        "situation administrative incompatible", "situation administrative", "titre de séjour",
    ),
    _X.RETRAITE: ("retraite", "départ en retraite", "départ à la retraite"),
    _X.DECES: ("décès", "décédé", "décédée"),
    _X.AUTRE: ("autre", "autres", "autre motif"),
}  # fmt: skip

_LEVELS: dict[str, tuple[str, ...]] = {
    "1": ("1", "niveau 1"),
    "2": ("2", "niveau 2", "vi", "niveau vi", "v bis", "niveau v bis", "vbis"),
    "3": ("3", "niveau 3", "v", "niveau v", "cap", "bep", "cap bep", "cap / bep", "niveau 3 (cap, bep)"),
    "4": ("4", "niveau 4", "iv", "niveau iv", "bac", "baccalauréat", "bac pro", "bp", "niveau 4 (bac)", "niveau bac"),
    "5": (
        "5", "niveau 5", "iii", "niveau iii", "bac+2", "bac +2", "bac + 2", "bts", "dut", "deug", "niveau 5 (bac+2)",
    ),
    "6": (
        "6", "niveau 6", "ii", "niveau ii", "bac+3", "bac +3", "bac + 3", "bac+4", "licence", "maîtrise", "bac + 4",
    ),
    "7": ("7", "niveau 7", "i", "niveau i", "bac+5", "bac +5", "bac + 5", "master", "niveau 8", "8", "doctorat"),
    "9": ("9", "niveau 9", "diplôme étranger", "diplôme étranger sans équivalence", "diplôme étranger non reconnu"),
    "10": ("10", "niveau 10", "illettrisme", "illettré", "illettrée", "analphabète", "non lecteur"),
}  # fmt: skip
"""Levels of education of the bilan PLIE 2023 (1-7, 9, 10) and the Roman figures of the nomenclature of 1969."""

_FRENCH: dict[str, tuple[str, ...]] = {
    level: (level, f"niveau {level}", f"{level} (cecrl)", f"cecrl {level}")
    for level in ("A1.1", "A1", "A2", "B1", "B2", "C1", "C2")
}
_NO_WORDS = ("non", "n", "no", "faux", "0", "false")
_YES_WORDS = ("oui", "o", "yes", "y", "vrai", "x", "1", "true", "v")

_TABLES: dict[str, dict[str, tuple[str, ...]]] = {
    name: {str(code): (str(code), code.label, *words) for code, words in table.items()}
    for name, table in (
        ("contract_kind", _CONTRACTS), ("employer_kind", _EMPLOYERS), ("modality", _MODALITIES), ("nature", _NATURES),
        ("role", _ROLES), ("sex", _SEXES), ("origin", _ORIGINS), ("decision", _DECISIONS), ("sector", _SECTORS),
        ("reason", _REASONS), ("meeting_kind", _MEETINGS),
    )
} | {"education_level": _LEVELS, "french_level": _FRENCH, "exit_decision": EXIT_DECISIONS,
"yes_no": {"true": _YES_WORDS, "false": _NO_WORDS}}  # fmt: skip

_SILENT: dict[str, tuple[str, ...]] = {
    "decision": _WAITING,
    "french_level": ("non évalué", "nr", "nsp"),
    "education_level": ("nr", "non renseigné"),
    "yes_no": ("nr", "nsp", "non renseigné"),
}
"""Words that say that nothing is known (yet): a null without a code."""

_QUALIFIERS = (
    r"\b(?:a )?(?:temps (?:plein|partiel|complet)|tp|tc|mi temps|\d+ (?:h|heures?|mois|semaines?|ans?)"
    r"(?: hebdo\w*| semaine)?"
    r"|\d+h(?:\d+)?(?: hebdo\w*| semaine)?|renouvele\w*|renouvellement|en cours|de \d+ mois)\b"
)


@cache
def words(name: str) -> dict[str, str]:
    """Folded word → code, for the field (or ``yes_no``) of that name."""
    return table_of(name, _TABLES[name])


def table_of(name: str, spellings: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Folded word → code; raises ValueError for a word that two codes claim."""
    table: dict[str, str] = {}
    for code, texts in spellings.items():
        for text in texts:
            if table.setdefault(folded(text), code) != code:
                raise ValueError(f"« {text} » has two codes in {name}")
    return table


_LIGATURES = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss"}


def fold(text: pl.Expr) -> pl.Expr:
    """`clauses.words.folded` as an expression."""
    apart = text.str.normalize("NFKD").str.to_lowercase().str.replace_many(_LIGATURES)
    bare = apart.str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    return bare.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars(" ")


def coded(text: pl.Series, name: str) -> Parsed:
    """The code of a word. Codes of failure: ``unknown_<name>``, ``cell_error``.

    How long a contract lasts or how full it is, said beside its kind, is left out (« CDD 6 mois »).
    """
    table = words(name)

    def look_up(bare: pl.Series) -> pl.Series:
        return bare.replace_strict(table, default=None, return_dtype=pl.String)

    def without_qualifiers(bare: pl.Series) -> pl.Series:
        return look_up(bare.str.replace_all(_QUALIFIERS, " ").str.replace_all(" +", " ").str.strip_chars(" "))

    joined = text.str.replace_all(r"\b(\pL)\.", "${1}")  # « C.D.I. » is one word
    bare = joined.to_frame("text").select(fold(pl.col("text"))).to_series()
    ways = (look_up, without_qualifiers) if name == "contract_kind" else (look_up,)
    silent = bare.is_in([folded(word) for word in _SILENT.get(name, ())]).fill_null(value=False)
    said = text.zip_with(~silent, pl.Series([None], dtype=pl.String))
    return judged(said, first_read(bare, ways, pl.String()), f"unknown_{name}")


def yes_no(text: pl.Series) -> Parsed:
    """A boolean. Codes: ``unknown_yes_no``, ``cell_error``."""
    found = coded(text, "yes_no")
    return Parsed(found.value == "true", found.code)
