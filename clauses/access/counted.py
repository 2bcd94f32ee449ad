"""Scope → what a report may count: conditions on lines, contracts, orientations and exits, not rows to show.

A donneur d'ordre counts the hours of its own markets, without seeing one line; a company its own; a référent those of
its participants. What `Resource.REPORT` does not reach is not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false
from sqlmodel import col

from clauses.access import conditions as on
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.hours.models import Declaration
from clauses.markets.models import Contractor, Market
from clauses.pathways.models import Exit
from clauses.people.models import Orientation

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Countable:
    """What may be counted. ``lines`` holds where lines are joined with their declaration and contractor; ``contracts``
    are those counted even without a line. ``contractors``: those whose every line is counted, and no other; None where
    lines are told apart otherwise."""

    markets: Condition
    lines: Condition
    contracts: Condition
    orientations: Condition
    exits: Condition
    declarations: Condition
    contractors: Condition | None = None


def countable(scope: Scope, act: Act = Act.READ) -> Countable:
    """What a report made for ``scope`` is computed from."""
    rights = list(scope.rights(Resource.REPORT, act))
    today = scope.today
    return Countable(
        markets=on.any_of(on.market(one, grant.reach, today, col(Market.id)) for one, grant in rights),
        lines=on.any_of(_lines(one, grant.reach, scope) for one, grant in rights),
        contracts=on.any_of(_contracts(one, grant.reach, scope) for one, grant in rights),
        orientations=on.any_of(_of_people(one, grant.reach, scope, Orientation) for one, grant in rights),
        exits=on.any_of(_of_people(one, grant.reach, scope, Exit) for one, grant in rights),
        declarations=on.any_of(_declarations(one, grant.reach, scope) for one, grant in rights),
        contractors=_contractors([(one, grant.reach) for one, grant in rights], scope),
    )


def _contractors(rights: Sequence[tuple[Standing, Reach]], scope: Scope) -> Condition | None:
    """A buyer counts the lines of contractors, and a territory those of its markets (`on.declaration`)."""
    if all(one.kind is ActorKind.D or reach is Reach.TERRITORY for one, reach in rights):
        return on.any_of(on.contractor(one, reach, scope.today, col(Contractor.id)) for one, reach in rights)
    return None


def _declarations(standing: Standing, reach: Reach, scope: Scope) -> Condition:
    if standing.kind is ActorKind.D:
        return on.contractor(standing, reach, scope.today, col(Declaration.contractor_id))
    return on.declaration(standing, reach, scope.today)


def _lines(standing: Standing, reach: Reach, scope: Scope) -> Condition:
    if standing.kind is ActorKind.D:
        return on.contractor(standing, reach, scope.today, col(Contractor.id))
    if standing.kind is ActorKind.E:  # the hours that credit it, whoever employs, and those of its own people elsewhere
        own = on.contractor(standing, reach, scope.today, col(Contractor.id))
        return own | on.line(standing, reach, scope.today)
    return on.line(standing, reach, scope.today)


def _contracts(standing: Standing, reach: Reach, scope: Scope) -> Condition:
    """Contracts that may be said to be without hours: one's own people's. A buyer is told of no contract."""
    return false() if standing.kind is ActorKind.D else on.contract(standing, reach, scope.today)


def _of_people(standing: Standing, reach: Reach, scope: Scope, table: type[Orientation] | type[Exit]) -> Condition:
    """Who was oriented, who left: for those who follow people, not for companies and buyers."""
    if standing.kind in (ActorKind.D, ActorKind.E):
        return false()
    return on.person(standing, reach, scope.today, col(table.person_id))


@dataclass(frozen=True)
class Told:
    """Which breakdowns of a report its reader may see, from what the matrix lets them see of people.

    ``homes``: by quartier prioritaire (whoever reads addresses whole). ``followed``: orientations and exits.
    ``people``: breakdowns of people at all; else hours, which are contract data, and one total of people
    (`clauses.access.told_people`).
    """

    homes: bool
    followed: bool
    people: bool


def told(scope: Scope) -> Told:
    """What a reader is told of the people counted."""
    return Told(
        homes=any(not grant.fields for _, grant in scope.rights(Resource.ADDRESS, Act.READ)),
        followed=scope.may(Resource.ORIENTATION, Act.READ),
        people=bool(scope.kinds - {ActorKind.D, ActorKind.A}),
    )
