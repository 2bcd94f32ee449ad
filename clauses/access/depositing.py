"""Scope → whose hours may be deposited: the units that somebody may write, before a file is read.

A company writes its own rows, as an employer, on the lots where it works: those that it holds a part of, those where it
has declared hours for whoever holds them (an ETTI, a GEIQ), and those that a facilitateur has entrusted to it. A
facilitateur writes on the markets of the territory, in the name of a company when one is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import ColumnElement, CompoundSelect, and_, false, or_, select
from sqlmodel import Session, col

from clauses.access import conditions as on
from clauses.access.queries import REFUSED, within
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.models import Deposit, Organisation
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.errors import Forbidden
from clauses.files.rules import FileKind
from clauses.hours.models import Declaration
from clauses.markets.models import Contractor
from clauses.people.models import Person


@dataclass(frozen=True)
class Sending:
    """What somebody who sends people may write of them. Each condition is on `Person`.

    ``here``: the people of the territory, the only ones known to them; ``changed``: those whose record they may change;
    ``oriented``: those to whom they may add an orientation. Somebody new is of ``territory_id``, and is entrusted to
    ``follower`` (a membership), who would not see them again otherwise.
    """

    territory_id: int
    here: ColumnElement[bool]
    changed: ColumnElement[bool]
    oriented: ColumnElement[bool]
    follower: int | None


@dataclass(frozen=True)
class Depositor:
    """Who deposits: the account, what it acts for, and how the declaration is signed.

    ``employer_id``: the only employer whose rows may be written; None: any employer of the contractors reached.
    ``contractors`` is the condition on the contractors whose units may be written; ``people`` the one on the people of
    whom it may be told why a row waits.
    """

    user_id: int
    by: str
    contractors: ColumnElement[bool]
    people: ColumnElement[bool]
    organisation_id: int | None = None
    territory_id: int | None = None
    employer_id: int | None = None
    sends: Sending | None = None

    def receipt(self, run_id: int) -> Deposit:
        """For whom that run was deposited."""
        return Deposit(
            run_id=run_id, user_id=self.user_id, organisation_id=self.organisation_id, territory_id=self.territory_id
        )


def depositor(scope: Scope, organisation_id: int | None = None) -> Depositor:
    """Whose rows ``scope`` may write: a company's own; else those of a territory.

    ``organisation_id`` chooses among the companies of somebody who works for several; it is not a right. Raises
    ``Forbidden`` for whoever deposits nothing.
    """
    rights = sorted(
        scope.rights(Resource.HOURS, Act.CREATE),
        key=lambda right: (right[0].organisation_id != organisation_id, right[0].membership_id),
    )
    for standing, grant in rights:
        if standing.kind is ActorKind.E and grant.reach is Reach.OWN and standing.organisation_id is not None:
            return Depositor(
                user_id=scope.user_id,
                by=scope.author,
                contractors=_where_it_employs(standing, scope),
                people=on.person(standing, grant.reach, scope.today),
                organisation_id=standing.organisation_id,
                employer_id=standing.organisation_id,
            )
    for standing, grant in scope.rights(Resource.FILE, Act.CREATE):
        if grant.reach is Reach.TERRITORY:
            return Depositor(
                user_id=scope.user_id,
                by=scope.author,
                contractors=on.contractor(standing, grant.reach, scope.today),
                people=on.person(standing, grant.reach, scope.today),
                territory_id=standing.territory_id,
            )
    raise Forbidden(REFUSED)


_DESCRIBES: Final[Mapping[FileKind, Resource]] = {
    FileKind.PEOPLE: Resource.IDENTITY,
    FileKind.MARKETS: Resource.MARKET,
    FileKind.NEEDS: Resource.NEED,
    FileKind.EXITS: Resource.EXIT,
}
"""What a file describes beside hours: who may create it one by one may send a file of it."""


def open_kinds(scope: Scope, who: Depositor, kinds: Iterable[FileKind]) -> tuple[FileKind, ...]:
    """Of these kinds of files, those that may be deposited.

    A company deposits its hours, and nothing that describes others; so does the facilitateur of a later territory,
    whose markets and people are entered one by one: a file of them would be judged against those of everybody.
    """
    if who.employer_id is not None or who.territory_id != FIRST_TERRITORY:
        return tuple(kind for kind in kinds if kind is FileKind.HOURS)
    return tuple(kind for kind in kinds if kind not in _DESCRIBES or scope.may(_DESCRIBES[kind], Act.CREATE))


def sender(scope: Scope) -> Depositor:
    """Whoever enters people and sends them to the clauses: writes no hours, and signs what is sent.

    Raises ``Forbidden`` for who enters nobody: an operator orients those that are assigned to it, by the API.
    """
    for standing, _ in scope.rights(Resource.IDENTITY, Act.CREATE):
        own = replace(scope, standings=(standing,))
        sends = Sending(
            territory_id=standing.territory_id,
            here=on.person(standing, Reach.TERRITORY, scope.today),
            changed=within(own, Person, Act.MODIFY),
            oriented=within(own, Person, Act.CREATE, Resource.ORIENTATION),
            follower=standing.membership_id if standing.kind in (ActorKind.P, ActorKind.R) else None,
        )
        return Depositor(
            user_id=scope.user_id,
            by=scope.author,
            contractors=false(),
            people=false(),
            organisation_id=standing.organisation_id,
            territory_id=None if standing.organisation_id is not None else standing.territory_id,
            sends=sends,
        )
    raise Forbidden(REFUSED)


def on_behalf(made: Depositor, company: Organisation) -> Depositor:
    """A facilitateur's deposit of the file that a company sent: the company is the author, and its rows alone pass."""
    number = company.id or 0
    signed = f"{company.name[:100]} (déposé par {made.by})"[:200]
    return replace(made, by=signed, people=on.hired_by(number), organisation_id=number, employer_id=number)


def kept_to(made: Depositor, contractor_id: int) -> Depositor:
    """The same, for the units of one contractor: the others are as if unknown."""
    return replace(made, contractors=and_(made.contractors, col(Contractor.id) == contractor_id))


def contractors_of(session: Session, made: Depositor) -> list[int]:
    """The contractors whose units may be written."""
    return list(session.execute(select(col(Contractor.id)).where(made.contractors)).scalars())


def told_of(session: Session, made: Depositor, among: CompoundSelect[int]) -> frozenset[int]:
    """The people, ``among`` the ids that a query gives, of whom it may be told why a row waits.

    A territory may hold hundreds of thousands of people: those who are not ``among`` are never read.
    """
    query = select(col(Person.id)).where(col(Person.id).in_(among), made.people)
    return frozenset(number for number in session.execute(query).scalars() if number is not None)


def _where_it_employs(standing: Standing, scope: Scope) -> ColumnElement[bool]:
    declared = select(col(Declaration.contractor_id)).where(col(Declaration.employer_id) == standing.organisation_id)
    entrusted = on.entrusted_lots(standing, scope.today)
    return or_(
        col(Contractor.organisation_id) == standing.organisation_id,
        col(Contractor.id).in_(declared),
        col(Contractor.lot_id).in_(entrusted),
    )
