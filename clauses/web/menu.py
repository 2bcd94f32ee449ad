"""The menu: what each person may open, from the permission matrix. Pure.

A page is added by one line of `MENU`; who sees it follows from the cell of the matrix that its route asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope


@dataclass(frozen=True)
class Entry:
    """A page of the menu. ``kinds``: those whose work it is, where the matrix opens it to more people than that;
    ``work``: what it stands under where a line has no room for every page, nothing for a page of its own."""

    label: str
    href: str
    resource: Resource
    act: Act = Act.READ
    kinds: frozenset[ActorKind] = frozenset(ActorKind)
    work: str = ""
    of_others: tuple[frozenset[ActorKind], str] = (frozenset(), "")
    """What these see of it has another name: a company opens accounts for its own people, and administers nothing."""

    def open_to(self, scope: Scope) -> bool:
        """Whether it stands in the menu of somebody: one of the capacities that may open it is one of ``kinds``."""
        return any(standing.kind in self.kinds for standing, _ in scope.rights(self.resource, self.act))

    def named_for(self, scope: Scope) -> Entry:
        """The same under the name it has for somebody, all of whose capacities may see less of it."""
        kinds, label = self.of_others
        known = {standing.kind for standing, _ in scope.rights(self.resource, self.act)}
        return replace(self, label=label) if label and known <= kinds else self

    def holds(self, path: str) -> bool:
        """Whether a page is this one, or below it."""
        return path == self.href or (path.startswith(self.href.rstrip("/") + "/") and self.href != "/")


HOME: Final = Entry("Tableau de bord", "/", Resource.MARKET, kinds=frozenset({ActorKind.F, ActorKind.S}))
"""What needs a facilitateur today; the others start on the first page of their own work."""

FOLLOWING: Final = frozenset({ActorKind.F, ActorKind.S, ActorKind.O, ActorKind.P})
"""Those who follow people; a company and a prescriber see theirs on pages of their own."""

SENDING: Final = frozenset({ActorKind.R, ActorKind.S, ActorKind.P})
"""Those who send people to the clauses."""

ATTESTING: Final = frozenset({ActorKind.F, ActorKind.S, ActorKind.E})
"""Those who see all the hours that an attestation adds up."""

ADMINISTRATION: Final = (
    Entry("Comptes", "/administration", Resource.ACCOUNT),
    Entry("Fichiers déposés", "/depots", Resource.FILE),
    Entry("Journal", "/administration/journal", Resource.JOURNAL),
    Entry("Durées de conservation", "/administration/conservation", Resource.ACCOUNT),
    Entry("Réglages", "/administration/reglages", Resource.ACCOUNT),
)
"""The pages of the administration, that stand above each of them; the first one is in the menu too."""

_FOR_THEIR_OWN: Final = frozenset({ActorKind.E, ActorKind.D})
"""Those who open accounts for the people of their own body."""

_HOURS: Final = "Heures"
_PEOPLE: Final = "Personnes"

MENU: Final = (
    HOME,
    Entry("Suivi de chantier", "/suivi", Resource.SITE, kinds=FOLLOWING),
    Entry("Mon entreprise", "/entreprise", Resource.ELIGIBILITY, Act.CREATE),
    Entry("Marchés", "/marches", Resource.MARKET),
    Entry("À valider", "/a-valider", Resource.HOURS, Act.DECIDE, work=_HOURS),
    Entry("Relances", "/relances", Resource.HOURS, Act.DECIDE, work=_HOURS),
    Entry("Déposer", "/deposer", Resource.HOURS, Act.CREATE, work=_HOURS),
    Entry("Liste des personnes", "/personnes", Resource.IDENTITY, kinds=FOLLOWING, work=_PEOPLE),
    Entry("Besoins", "/besoins", Resource.NEED, kinds=HOME.kinds, work=_PEOPLE),
    Entry("Orienter", "/orienter", Resource.IDENTITY, Act.CREATE, SENDING, _PEOPLE),
    Entry("Bilan", "/bilan", Resource.REPORT),
    replace(ADMINISTRATION[0], label="Administration", of_others=(_FOR_THEIR_OWN, "Comptes")),
)  # fmt: skip
"""In the order of the work: what needs somebody today, then what it is about, then what is drawn from it."""

NOWHERE: Final = "/accueil"
"""Where somebody starts whose capacities open no page yet."""


@dataclass(frozen=True)
class Item:
    """An entry as it shows: ``current`` is the page that is open, or the list above it."""

    label: str
    href: str
    current: bool
    work: str = ""


@dataclass(frozen=True)
class Group:
    """What stands in the line of the menu: a page, or several of the same work under its name."""

    label: str
    pages: tuple[Item, ...]

    @property
    def current(self) -> bool:
        """Whether the page that is open stands under this name."""
        return any(item.current for item in self.pages)


def menu(scope: Scope, path: str) -> tuple[Item, ...]:
    """The menu of somebody on a page; nothing for whoever is not signed in."""
    shown = [entry.named_for(scope) for entry in MENU if entry.open_to(scope)]
    return tuple(Item(entry.label, entry.href, entry.holds(path), entry.work) for entry in shown)


def in_one_line(items: Iterable[Item]) -> tuple[Group, ...]:
    """The same pages, those of one work together, each work where its first page stood.

    Somebody who opens a single page of a work has that page: a name to unfold would cost them a click for nothing.
    """
    by_work: dict[str, list[Item]] = {}
    for item in items:
        by_work.setdefault(item.work or item.href, []).append(item)
    return tuple(Group(work if len(found) > 1 else found[0].label, tuple(found)) for work, found in by_work.items())


def administration(scope: Scope, path: str) -> tuple[Item, ...]:
    """The pages of the administration that open to somebody on one of them."""
    return tuple(Item(entry.label, entry.href, path == entry.href) for entry in ADMINISTRATION if entry.open_to(scope))


_BELOW: Final = (
    Entry("Créer un marché", "/marches/nouveau", Resource.MARKET, Act.CREATE),
    Entry("Marchés publiés", "/brouillons", Resource.MARKET, Act.CREATE),
    Entry("Combien d'heures demander ?", "/calibrage", Resource.MARKET, Act.CREATE),
    Entry("Attestations d'heures", "/attestations", Resource.REPORT, Act.EXPORT, ATTESTING),
    Entry("Corrections à accepter", "/corrections", Resource.HOURS, Act.DECIDE),
    Entry("Doublons à trancher", "/doublons", Resource.HOURS, Act.DECIDE),
    Entry("Lignes d'heures", "/lignes", Resource.HOURS),
    Entry("Saisir un mois à la main", "/deposer/saisie", Resource.HOURS, Act.CREATE),
    Entry("Mises en relation d'ensemble", "/besoins/ensemble", Resource.NEED, Act.DECIDE),
    Entry("Personnes à anonymiser", "/conservation", Resource.IDENTITY, Act.MODIFY),
    *ADMINISTRATION[1:],
)  # fmt: skip
"""Pages reached from those of the menu, that the site map names too."""


def entries(scope: Scope) -> tuple[Entry, ...]:
    """Every page with an address of its own that somebody may open, those of the menu first."""
    return tuple(entry.named_for(scope) for entry in (*MENU, *_BELOW) if entry.open_to(scope))


def first_page(scope: Scope) -> str:
    """Where somebody starts: the first page of their menu."""
    return next((entry.href for entry in MENU if entry.open_to(scope)), NOWHERE)
