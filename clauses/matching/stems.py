"""What French words of trades have in common: gender, number, then the trade itself (soudage, soudeur, soudure).

Rules of suffixes, with the families that rules miss or mix up written out. Words come folded (`clauses.words`).
"""

from __future__ import annotations

from functools import lru_cache


def listed(words: str) -> list[str]:
    """Words written one after the other, in a list."""
    return words.split()


_GENDERS = (
    ("trices", "teur"),
    ("trice", "teur"),
    ("euses", "eur"),
    ("euse", "eur"),
    ("iennes", "ien"),
    ("ienne", "ien"),
    ("eennes", "een"),
    ("eenne", "een"),
    ("onnes", "on"),
    ("onne", "on"),
    ("ieres", "ier"),
    ("iere", "ier"),
    ("cheres", "cher"),
    ("chere", "cher"),
    ("geres", "ger"),
    ("gere", "ger"),
    ("elles", "el"),
    ("elle", "el"),
    ("ives", "if"),
    ("ive", "if"),
    ("eaux", "eau"),
    ("aux", "al"),
    ("ales", "al"),
    ("ale", "al"),
)

_SUFFIXES = sorted(
    listed(
        "isation isateur isat ificateur ification ation ateur atif ition iteur teur tion tif eur ag ur er ement ment "
        "eri ier ist ism ien icien icit iqu al el if ant ent enc anc iti it air ic ateri at ariat atoir oir ie y ing"
    ),
    key=lambda suffix: (-len(suffix), suffix),
)
"""Endings left by ``light`` (which has already dropped a final -e), the longest first. The last is English, and of many
trades (marketing, consulting, welding): it changes nothing on French titles, and helps on others."""

_CROPS = ("iculteur", "icultur", "icult", "icol")
"""arboriculteur, arboriculture and arboricole are one trade."""

_FAMILIES = """
conduct conducteur conduit conduction conduir
vent vendeur vendr
couvr couvreur couvertur
peint peintr peintur
agric agricol agriculteur agricultur
compta comptabl comptabilit
livraison livreur
entret entretien entreteneur entretenir
maint maintenanc mainteneur mainten
produc produir
construc construir
traduc traduir
fourn fournitur fournisseur fournis
protec proteg protegeur
redac rediger
emballag emballeur
gestion gestionnair
analys analyst analyt analytiqu
diagnost diagnosticien diagnostiqueur diagnostic diagnostiqu
laborantin laboratoir labo
bibliothec bibliothecair bibliothequ
navig naviguant
chiroprac chiropraticien chiropracteur
pharmac pharmaceutiqu
syndic syndical syndicat
tourism touristiqu tourist
publicit publicitair
hote hotess
techn technico technical technic
assist assistant assistanc
soci socio social
general generalist
environnement environnemental environnementalist
client clientel
cultur culturel
aer aero aerien
charpent charpentier
financ financier financement
special specialist specialis specialisation specialit
instrument instrumentist instrumentation
document documentair documentation documentalist
automat automatiqu automaticien automatism automatis automatisation
mus music musical musicien musiqu
model modeleur modelist modelag modelisation modelisateur
voyag voyageur voyagist
paysag paysagist paysager
fromag fromager fromageri
menag menager menageri
garag garagist
chauf chauffag chauffagist
eclair eclairag eclairagist
passag passager
bagag bagagist bagageri
imag imageri
messag messager messageri
natur naturel naturalist
departement departemental
journal journalist journalism
reglement reglementair reglementation
audit auditeur
tol tole tolier toleri
tissu tissag tisseur tisserand tisser tiss
dent dento dentair dentist
dentel dentelier dentellier denteleur
sci scie scieri scieur sciag
coutur couturier
accessoir accessoirist
teint teintur teinturier teintureri
secour secourist secourism
serrur serrurier serrureri
fruit fruitier
ciment cimentier cimenteri
cave cavist
fleur fleurist
pepinier pepinierist
universit universitair
galeri galerist
conferenc conferencier
signal signaleur signalisation signaletiqu
fiscal fiscalist fiscalit
influenc influenceur
element elementair
brasseur brasseri
braseur brasag
courtier courtag
fraiseur fraisag
notair notariat notarial
planning planification planificateur planneur
serv servic servant
commandant commandement
fonction fonctionnel fonctionnement fonctionnair
fourrur fourreur fourr
reception receptionnist receptionnair
chargeur chargement
elevag eleveur
ouvr ouvrier
mine minier mineur minag miner
"""
"""A root, then the words (as ``light`` leaves them) that the rules would take elsewhere."""

_APART = listed(
    "tournag public mobilier mobilit format formeur formag animalier animal transit transition specification comit "
    "comiqu organist section logic colon colonel pharmaceut societ travel rayon chantier courrier cours gouvernant "
    "gouverneur clavist tablet parti patron particul pompist pompier portier porteur portiqu cadreur carist serveur "
    "solair solist ouvrag ouvreur emploi comptoir conserveri contrat foncier primeur realit chauffeur elevateur "
    "equipement routag enseignist placement pressing parking camping"
)
"""Words that the rules would mix with others: each stays as it is."""

_ROOTS = {word: listed(family)[0] for family in _FAMILIES.split("\n") for word in listed(family)}
_ROOTS |= {word: word for word in _APART}


@lru_cache(maxsize=65536)
def light(word: str) -> str:
    """A folded word without gender or number: "ouvrieres" → "ouvrier", "maconne" → "macon", "employee" → "employ"."""
    if len(word) <= 3:
        return word
    for feminine, masculine in _GENDERS:
        if word.endswith(feminine) and len(word) - len(feminine) >= 2:
            return word[: -len(feminine)] + masculine
    if word[-1] in "sx":
        word = word[:-1]
    for _ in range(2):
        if word[-1] == "e" and len(word) > 4:
            word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2] and word[-1] in "fnlt":
        word = word[:-1]
    return word


def root(word: str) -> str:
    """What a folded word shares with its family: "soudage", "soudeuse", "soudure" → "soud"."""
    return family(light(word))


@lru_cache(maxsize=65536)
def family(word: str) -> str:
    """The root of a word that ``light`` has already been through (doing so twice would take more away)."""
    if word in _ROOTS:
        return _ROOTS[word]
    if word.endswith(("ogu", "ogi")):
        word = word[:-1]  # archéologue, archéologie
    for crop in _CROPS:
        if word.endswith(crop) and len(word) - len(crop) >= 2:
            return word[: -len(crop)] + "icul"
    word = _without_suffix(word)
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    if len(word) > 4 and word[-1] == "t":
        word = word[:-1]  # transport, transporteur; projet, projeteur
    if len(word) > 4 and word[-1] in "iey":
        word = word[:-1]
    if len(word) > 4 and word.endswith(("gu", "qu")):
        word = word[:-2] + ("g" if word[-2] == "g" else "c")  # élingueur, élingage; banque, bancaire
    return word


def _without_suffix(word: str) -> str:
    """The longest suffix goes, if four letters remain; else if three do."""
    for remaining in (4, 3):
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= remaining:
                return word[: -len(suffix)]
    return word
