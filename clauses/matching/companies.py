"""« Same company? »: two names, two SIRET, and a suggestion with its reason. Nothing is ever merged here.

`EIFFAGE CONSTRUCTION BOURGOGNE` and `Eiffage Constr. Bourgogne SAS` are likely one; `Colas Dijon` and `Colas Rouen` are
one group and two companies, unless their SIREN says otherwise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from clauses.matching.sirets import digits, key_agrees, siren_of
from clauses.matching.wording import quoted
from clauses.reference.rules import Labelled
from clauses.words import folded

_FORM_WORDS = """
sa sas sasu sarl eurl ei eirl snc sci scop scic scea sel selarl gie geie coop cooperative ste societe soc ets
etablissement etablissements entreprise entreprises cie compagnie groupe holding association asso
"""
_LINKING_WORDS = "a au aux d de des du en et l la le les pour sur"
_FORMS = frozenset(_FORM_WORDS.split())
_LINKS = frozenset(_LINKING_WORDS.split())

_SHORT_WORDS = """
constr construction
const construction
constructions construction
bat batiment
batiments batiment
btp batiment
tp travaux publics
tvx travaux
trx travaux
pub publics
elec electricite
electr electricite
electrique electricite
maconn maconnerie
mac maconnerie
menuis menuiserie
nett nettoyage
net nettoyage
proprete nettoyage
amenag amenagement
amgt amenagement
paysag paysage
paysages paysage
env environnement
envt environnement
environ environnement
serv services
service services
sces services
ind industries
indus industries
industrie industries
transp transports
transport transports
trans transports
log logistique
int interim
tt travail temporaire
reg regie
quart quartier
bourg bourgogne
bgne bourgogne
bfc bourgogne franche comte
fc franche comte
nd normandie
norm normandie
st saint
ste sainte
gal generale
gle generale
gale generale
ent entretien
renov renovation
couv couverture
chauff chauffage
plomb plomberie
demol demolition
terr terrassement
"""
_LONG = {short: words for short, *words in (line.split() for line in _SHORT_WORDS.strip().splitlines())}
_CUT_SHORT = frozenset(word for words in _LONG.values() for word in words)
"""The words that people cut short in any other way (« construc »): a family name is never one of them."""

_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")

LEAST = 0.85
"""The likeness of names from which two companies are suggested as one."""


class Sameness(Labelled):
    """What the identifiers and the names of two companies say together."""

    SAME = "same", "Même établissement"
    SAME_COMPANY = "same_company", "Même entreprise, autre établissement"
    LIKELY = "likely", "Probablement la même entreprise"
    DIFFERENT = "different", "Entreprises différentes"


@dataclass(frozen=True)
class Company:
    """A company as recorded or as a file names it; ``key`` is the caller's."""

    key: str
    name: str
    siret: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """Two companies that may be one, for a person to decide; ``score`` from 0 to 1."""

    one: str
    other: str
    sameness: Sameness
    score: float
    reason: str


def compare(one: Company, other: Company) -> Suggestion:
    """What may be said of two companies. A SIRET whose key is wrong proves nothing: names decide, and it is said."""
    sirets = [digits(company.siret) for company in (one, other)]
    if sirets[0] is not None and sirets[0] == sirets[1]:
        return _suggest(one, other, Sameness.SAME, 1.0, f"Même SIRET {sirets[0]}.")
    known = [siret for siret in sirets if siret is not None and key_agrees(siret)]
    doubt = " La clé d'un des SIRET est fausse." if len(known) < sum(siret is not None for siret in sirets) else ""
    likeness = alike(one.name, other.name)
    names = f"{quoted(one.name)} et {quoted(other.name)}"
    if len(known) == 2 and siren_of(known[0]) == siren_of(known[1]):
        reason = f"Même SIREN {siren_of(known[0])}, deux établissements\u00a0: {names}."
        return _suggest(one, other, Sameness.SAME_COMPANY, 1.0, reason)
    if len(known) == 2:
        reason = f"SIREN différents ({siren_of(known[0])} et {siren_of(known[1])})\u00a0: {names}."
        return _suggest(one, other, Sameness.DIFFERENT, 0.0, reason)
    if likeness >= LEAST:
        return _suggest(one, other, Sameness.LIKELY, likeness, f"Noms proches\u00a0: {names}.{doubt}")
    return _suggest(one, other, Sameness.DIFFERENT, likeness, f"Noms différents\u00a0: {names}.{doubt}")


def _suggest(one: Company, other: Company, sameness: Sameness, score: float, reason: str) -> Suggestion:
    return Suggestion(one.key, other.key, sameness, score, reason)


def name_words(name: str) -> tuple[str, ...]:
    """The words that tell a company apart: no legal form, no small word, abbreviations written out.

    A name made of nothing else keeps all its words.
    """
    whole = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", name[:200])
    said = folded(whole).split()
    told = [word for word in said if word not in _FORMS and word not in _LINKS]
    return tuple(long for word in told or said for long in _LONG.get(word, [word]))


def alike(one: str, other: str) -> float:
    """The share of the words that two names have in common, from 0 to 1, a slip of a letter allowed.

    Every word of the shorter name counts as much as one of the longer: « Colas Dijon » and « Colas Rouen » share half.
    """
    words, others = list(dict.fromkeys(name_words(one))), list(dict.fromkeys(name_words(other)))
    if not words or not others:
        return 0.0
    if "".join(words) == "".join(others):
        return 1.0
    left = list(others)
    found = 0.0
    for word in words:
        match = max(((_same_word(word, candidate), candidate) for candidate in left), default=(0.0, ""))
        if match[0]:
            found += match[0]
            left.remove(match[1])
    return 2 * found / (len(words) + len(others))


def _same_word(one: str, other: str) -> float:
    """1 for the same word, 0.9 for one slip or a word cut short (« constr », « construc »), 0 otherwise."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 4 and longer in _CUT_SHORT and longer.startswith(shorter):
        return 0.9
    near = len(shorter) >= 5 and OSA.distance(one, other, score_cutoff=1) <= 1
    return 0.9 if near and not any(sign.isdigit() for sign in one + other) else 0.0


def suggestions(companies: Sequence[Company]) -> list[Suggestion]:
    """The pairs that may be one company, the surest first; only those with a word or a SIREN in common are compared."""
    found = [
        suggestion
        for one, other in _pairs(companies)
        if (suggestion := compare(companies[one], companies[other])).sameness is not Sameness.DIFFERENT
    ]
    order = list(Sameness)
    return sorted(found, key=lambda one: (order.index(one.sameness), -one.score, one.one, one.other))


MOST_ALIKE = 200
"""A word that more companies than this have in common (« construction ») says nothing of who they are."""


def _pairs(companies: Sequence[Company]) -> Iterator[tuple[int, int]]:
    shared: defaultdict[str, list[int]] = defaultdict(list)
    for at, company in enumerate(companies):
        for sign in _signs(company):
            shared[sign].append(at)
    seen: set[tuple[int, int]] = set()
    for together in shared.values():
        if len(together) > MOST_ALIKE:
            continue
        for first, one in enumerate(together):
            seen.update((one, other) for other in together[first + 1 :])
    yield from sorted(seen)


def _signs(company: Company) -> Iterable[str]:
    """What two companies worth comparing have in common: a SIREN, the start of a word, or the whole name."""
    siret = digits(company.siret)
    words = name_words(company.name)
    return {*(word[:4] for word in words), " ".join(sorted(words)), *([f"#{siren_of(siret)}"] if siret else [])}
