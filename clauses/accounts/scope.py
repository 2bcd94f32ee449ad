"""Who asks, as a value: someone's standings of today. `clauses.access` turns it into rows; nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clauses.accounts.matrix import Act, Grant, Reach, Resource, granted
from clauses.accounts.rules import ActorKind, TokenScope

_READS = frozenset({Act.READ})
_DEPOSITS = frozenset({Act.READ, Act.CREATE})


@dataclass(frozen=True)
class Standing:
    """One membership in force: a kind of actor, for an organisation or in a territory.

    ``glass``: the territories whose personal data are open to this administrator now, each for a motive.
    """

    membership_id: int
    kind: ActorKind
    organisation_id: int | None
    territory_id: int
    manager: bool = False
    glass: frozenset[int] = frozenset()


def _keeps_accounts(standing: Standing) -> bool:
    """Accounts of a body are kept by its manager, who invites colleagues; those of the house, by administrators."""
    return standing.manager or standing.kind is ActorKind.A


@dataclass(frozen=True)
class Scope:
    """Who asks and in what capacities. ``author`` signs what is written; ``today`` is the day of the request.

    ``token`` narrows what a program may do to reading, or reading and depositing, whatever its entity may.
    """

    user_id: int
    author: str
    standings: tuple[Standing, ...]
    today: date
    token: TokenScope | None = None

    def rights(self, resource: Resource, act: Act) -> Iterator[tuple[Standing, Grant]]:
        """Each standing that may do ``act`` on some rows of ``resource``, with its grant."""
        if self.token is not None and act not in (_READS if self.token is TokenScope.READ else _DEPOSITS):
            return
        for standing in self.standings:
            if resource is Resource.ACCOUNT and act is not Act.READ and not _keeps_accounts(standing):
                continue
            for grant in granted(standing.kind, resource, act):
                yield standing, grant

    def may(self, resource: Resource, act: Act) -> bool:
        """Whether there is any row on which this may be done."""
        return next(self.rights(resource, act), None) is not None

    def by_glass(self, resource: Resource, act: Act) -> bool:
        """Whether an emergency access, open now, shows rows that nothing else would: each look is journalised."""
        return any(grant.reach is Reach.GLASS and standing.glass for standing, grant in self.rights(resource, act))

    @property
    def kinds(self) -> frozenset[ActorKind]:
        """The kinds of actors that they are today."""
        return frozenset(standing.kind for standing in self.standings)
