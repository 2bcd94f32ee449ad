"""The one table of permissions: resource × actor → what may be done, on which rows, and which fields show.

Source: « Qui peut faire quoi », the security note of the product. Guards, object scopes, field visibility, the page
`docs/securite.md`, the start-up check and the generated tests all come from this table; nothing else grants anything.

A cell reads « letters reach: fields »: L read, C create, M modify, V decide, X export; a letter followed by « 2 » takes a
second person. ``reach`` says which rows (`Reach`). ``fields``, where it stands, are the only ones that show. Cells that
hold several grants separate them by « ; ».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from clauses.accounts.rules import ActorKind
from clauses.reference.rules import Labelled


class Act(Labelled):
    """What may be asked of a resource."""

    READ = "L", "lire"
    CREATE = "C", "créer"
    MODIFY = "M", "modifier"
    DECIDE = "V", "décider"
    EXPORT = "X", "exporter"


class Reach(Labelled):
    """On which rows a grant holds."""

    ALL = "all", "tout"
    TERRITORY = "territory", "son territoire"
    OWN = "own", "les siens"
    ASSIGNED = "assigned", "ceux qui lui sont confiés"
    LINKED = "linked", "ceux où travaillent les siens"
    PROPOSED = "proposed", "les siens, et les candidats qui lui sont proposés"
    OPEN = "open", "tant qu'une mise en relation vers lui est ouverte"
    SENT = "sent", "les personnes envoyées"
    RELEASED = "released", "les siens, une fois communiqués"
    COUNTED = "counted", "des totaux, au-dessus du seuil"
    TOLD = "told", "l'état seulement"
    ACTS = "acts", "ses propres actes"
    NAMELESS = "nameless", "sans les valeurs"
    GLASS = "glass", "par accès d'urgence motivé"


class Resource(Labelled):
    """What permissions are about: the rows of the matrix."""

    MARKET = "market", "Marchés, lots, attributaires"
    OBLIGATION = "obligation", "Heures dues et règle de pénalité"
    IDENTITY = "identity", "Personne : identité"
    CONTACT = "contact", "Personne : coordonnées, CV"
    ADDRESS = "address", "Personne : adresse, quartier prioritaire"
    CRITERIA = "criteria", "Personne : critères (RSA, chômage de longue durée, langue)"
    HEALTH = "health", "Personne : RQTH (donnée de santé), justice"
    PROOF = "proof", "Pièces justificatives"
    ORIENTATION = "orientation", "Orientations et décisions"
    ELIGIBILITY = "eligibility", "Réponse avant embauche (« puis-je embaucher ? »)"
    CONTRACT = "contract", "Contrats de travail"
    HOURS = "hours", "Heures déposées et validées"
    MONTH = "month", "Verrou d'un mois"
    FILE = "file", "Fichiers déposés"
    NEED = "need", "Besoins, propositions, décisions"
    SITE = "site", "Suivi de chantier"
    PENALTY = "penalty", "Pénalité : simulation et remise"
    EXIT = "exit", "Sorties"
    REPORT = "report", "Bilan, conformité, attestation"
    NOMINATIVE = "nominative", "Export nominatif"
    JOURNAL = "journal", "Journal"
    ORGANISATION = "organisation", "Organismes"
    ACCOUNT = "account", "Comptes, rôles, réglages"
    BREAK_GLASS = "break_glass", "Accès d'urgence"


_COLUMNS: Final = tuple(ActorKind)

# fmt: off
_TABLE: Final[dict[Resource, tuple[str, str, str, str, str, str, str, str]]] = {
    # resource              F                    S                   E                              O                                D                          P                R                      A
    Resource.MARKET:       ("LCM territory",     "L territory",      "L own",                       "L assigned",                    "LC own",                  "L linked",      "",                    "L all"),
    Resource.OBLIGATION:   ("LCMV territory",    "L territory",      "L own",                       "L assigned",                    "LV own",                  "",              "",                    ""),
    Resource.IDENTITY:     ("LCM territory",     "LCM territory",    "L proposed",                  "L assigned",                    "",                        "LCM own",       "C territory; L sent", "L glass"),
    Resource.CONTACT:      ("LCM territory",     "LCM territory",    "L open",                      "L assigned",                    "",                        "LCM own",       "C territory; L sent", ""),
    Resource.ADDRESS:      ("LCM territory",     "LCM territory",    "",                            "L assigned: commune in_qpv",    "",                        "LCM own",       "C territory",         ""),
    Resource.CRITERIA:     ("LCM territory",     "LCM territory",    "L proposed: eligible until",  "L assigned: french_level",      "L counted",               "LCM own",       "C territory",         ""),
    Resource.HEALTH:       ("L territory",       "L territory",      "",                            "",                              "L counted",               "L own",         "C territory",         ""),
    Resource.PROOF:        ("LC territory",      "LC territory",     "LC own",                      "LC own",                        "",                        "LC own",        "C territory",         ""),
    Resource.ORIENTATION:  ("LCMV territory",    "LCM territory",    "",                            "LC assigned",                   "",                        "LC own",        "C territory; L sent", ""),
    Resource.ELIGIBILITY:  ("LV territory",      "L territory",      "LC own",                      "",                              "",                        "L own",         "",                    ""),
    Resource.CONTRACT:     ("LCM territory",     "L territory",      "LCM own",                     "L assigned",                    "L counted",               "L own",         "",                    ""),
    Resource.HOURS:        ("LCMV territory",    "L territory",      "LCM own",                     "L assigned",                    "L counted",               "L own",         "",                    ""),
    Resource.MONTH:        ("LV2 all",           "L all",            "",                            "",                              "L told",                  "L told",        "",                    ""),
    Resource.FILE:         ("LC territory",      "L territory",      "LC own",                      "LC own",                        "",                        "",              "",                    ""),
    Resource.NEED:         ("LCMV territory",    "L territory",      "LCM own",                     "LC assigned",                   "",                        "LC own",        "",                    ""),
    Resource.SITE:         ("LCM territory",     "L territory",      "L own",                       "LCM assigned",                  "",                        "L own",         "",                    ""),
    Resource.PENALTY:      ("LCV territory",     "L territory",      "L released",                  "",                              "LV2 own",                 "",              "",                    ""),
    Resource.EXIT:         ("LCMV territory",    "LCM territory",    "",                            "L assigned",                    "",                        "LCM own",       "L sent: outcome",     ""),
    Resource.REPORT:       ("LCX territory",     "LX territory",     "LX own",                      "LX assigned",                   "LX own",                  "LX own",        "",                    ""),
    Resource.NOMINATIVE:   ("X territory",       "X territory",      "X own",                       "",                              "",                        "X own",         "",                    ""),
    Resource.JOURNAL:      ("L territory",       "L territory",      "L own",                       "L acts",                        "L nameless",              "L acts",        "",                    "L nameless"),
    Resource.ORGANISATION: ("LCM all",           "L all",            "L linked",                    "L assigned",                    "L linked",                "L own",         "L own",               "LCM all"),
    Resource.ACCOUNT:      ("L territory",       "L territory",      "LCM own",                     "",                              "LCM own",                 "",              "",                    "LCM2 all"),
    Resource.BREAK_GLASS:  ("L territory",       "L territory",      "",                            "",                              "",                        "",              "",                    "LCM all"),
}
# fmt: on


@dataclass(frozen=True)
class Grant:
    """One right: the acts it gives on the rows it reaches. ``fields`` empty: all of them show."""

    acts: frozenset[Act]
    reach: Reach
    by_two: frozenset[Act] = frozenset()
    fields: frozenset[str] = frozenset()


def _grants(cell: str) -> tuple[Grant, ...]:
    return tuple(_grant(part.strip()) for part in cell.split(";") if part.strip())


def _grant(text: str) -> Grant:
    right, _, fields = text.partition(":")
    letters, reach = right.split()
    pairs = list(zip(letters, f"{letters[1:]} ", strict=True))
    return Grant(
        acts=frozenset(Act(letter) for letter, _ in pairs if letter != "2"),
        reach=Reach(reach),
        by_two=frozenset(Act(letter) for letter, after in pairs if after == "2"),
        fields=frozenset(fields.split()),
    )


MATRIX: Final[Mapping[Resource, Mapping[ActorKind, tuple[Grant, ...]]]] = {
    resource: {kind: _grants(cell) for kind, cell in zip(_COLUMNS, cells, strict=True)}
    for resource, cells in _TABLE.items()
}


def granted(kind: ActorKind, resource: Resource, act: Act) -> Iterator[Grant]:
    """The grants of an actor that hold ``act`` on a resource; none: denied. What the table does not say is denied."""
    return (grant for grant in MATRIX[resource][kind] if act in grant.acts)
