"""What those who keep accounts may do of them: one rule for every door, the pages as the API.

An administrator gives every role, and a second one approves it; the manager of a body gives at once their own role, in
their own body. Nobody approves their own role, and a body closes only the accounts that act for it alone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import or_
from sqlmodel import Session, col, select

from clauses.accounts import users
from clauses.accounts.keys import Token
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.models import Membership, Organisation, Territory, User
from clauses.accounts.rules import OF_A_TERRITORY, ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.errors import Conflict, Forbidden, Misused

_NOT_YOURS: Final = "Vous n'accordez de rôle que dans votre organisme, et du même titre que le vôtre."
_NOT_KEPT: Final = "Ce rôle n'est pas du même titre que le vôtre. Demandez à un administrateur."
PLACED: Final = OF_A_TERRITORY | {ActorKind.D, ActorKind.P, ActorKind.R}
"""Roles whose reach, or whatever they add, is of a territory."""


def is_house(scope: Scope, act: Act) -> bool:
    """Whether somebody keeps the accounts of everybody."""
    return any(grant.reach is Reach.ALL for _, grant in scope.rights(Resource.ACCOUNT, act))


def keeps_as(scope: Scope, act: Act, kind: ActorKind, organisation_id: int | None) -> Standing | None:
    """The standing in which somebody keeps such roles of such a body; None: they do not."""
    for standing, grant in scope.rights(Resource.ACCOUNT, act):
        own = standing.kind is kind and standing.organisation_id == organisation_id is not None
        if grant.reach is Reach.ALL or (grant.reach is Reach.OWN and own):
            return standing
    return None


def grant(
    session: Session,
    scope: Scope,
    *,
    user_id: int,
    kind: ActorKind,
    organisation_id: int | None = None,
    territory_id: int | None = None,
    manager: bool = False,
    ends_on: date | None = None,
) -> Membership:
    """Grants a role from today: in force for the manager of the body, waiting for a second person otherwise.

    Raises ``Misused`` (codes account.ends_on, account.body, account.territory) for a role that cannot be, ``Forbidden``
    for one that is not theirs to give.
    """
    if ends_on is not None and ends_on < scope.today:
        raise Misused("Ce rôle finirait avant de commencer. Corrigez les dates.", code="account.ends_on")
    if kind not in (*OF_A_TERRITORY, ActorKind.A) and organisation_id is None:
        raise Misused("Ce rôle demande un organisme. Choisissez-le.", code="account.body")
    house = is_house(scope, Act.CREATE)
    keeper = keeps_as(scope, Act.CREATE, kind, organisation_id)
    if keeper is None or (not house and territory_id not in (None, keeper.territory_id)):
        raise Forbidden(_NOT_YOURS)
    if not house and user_id == scope.user_id:
        raise Forbidden("Personne ne s'accorde de rôle : demandez à un administrateur.")
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise Misused("Cet organisme n'existe pas. Choisissez-en un autre.", code="account.body")
    return users.grant(
        session,
        user_id=user_id,
        kind=kind,
        organisation_id=organisation_id,
        territory_id=_territory(session, kind, territory_id) if house else keeper.territory_id,
        manager=manager,
        starts_on=scope.today,
        ends_on=ends_on,
        by=scope.author,
        approved_by=None if house else f"organisme {organisation_id}",
    )


def _territory(session: Session, kind: ActorKind, said: int | None) -> int | None:
    """The territory said, which exists; without one, the only one there is."""
    known = session.exec(select(Territory.id).order_by(col(Territory.id))).all()
    if said is not None:
        if said not in known:
            raise Misused("Ce territoire n'existe pas. Choisissez-en un dans la liste.", code="account.territory")
        return said
    if kind not in PLACED:
        return None
    if len(known) > 1:
        raise Misused("Il y a plusieurs territoires : dites celui de ce rôle.", code="account.territory")
    return known[0]


def approve(session: Session, scope: Scope, membership: Membership) -> Membership:
    """The second person of a role. Raises ``Forbidden`` for one's own role and for one that is not theirs to keep."""
    _kept(scope, membership)
    if membership.user_id == scope.user_id:
        raise Forbidden("Personne n'approuve son propre rôle. Demandez à un collègue.")
    return users.approve(session, membership_id=membership.id or 0, by=scope.author)


def end(session: Session, scope: Scope, membership: Membership) -> Membership:
    """Ends a role, from the next request on. Raises ``Forbidden`` for one that is not theirs to keep."""
    _kept(scope, membership)
    return users.end_membership(session, membership_id=membership.id or 0, today=scope.today, by=scope.author)


def revoke(session: Session, scope: Scope, token: Token, *, now: datetime) -> None:
    """Ends a program's token at once. Raises ``Forbidden`` when the role that it acts in is not theirs to keep."""
    _kept(scope, session.get_one(Membership, token.membership_id))
    users.revoke_token(session, token, now=now, by=scope.author)


def _kept(scope: Scope, membership: Membership) -> None:
    if keeps_as(scope, Act.MODIFY, membership.kind, membership.organisation_id) is None:
        raise Forbidden(_NOT_KEPT)


def close(session: Session, scope: Scope, user_id: int, *, now: datetime) -> User:
    """Closes an account at once. Raises ``Conflict`` for one's own, and for one that acts for others.

    A role that has ended gives its body no hold on the account: the one who left may work elsewhere today.
    """
    if user_id == scope.user_id:
        raise Conflict("On ne ferme pas son propre compte : demandez à quelqu'un d'autre.", code="account.own")
    if not is_house(scope, Act.MODIFY):
        lasting = or_(col(Membership.ends_on).is_(None), col(Membership.ends_on) >= scope.today)
        held = session.exec(select(Membership).where(col(Membership.user_id) == user_id, lasting)).all()
        if not held or any(keeps_as(scope, Act.MODIFY, one.kind, one.organisation_id) is None for one in held):
            words = "Ce compte agit pour d'autres, ou n'agit plus pour vous : demandez à un administrateur."
            raise Conflict(words, code="account.elsewhere")
    return users.disable_user(session, user_id=user_id, now=now, by=scope.author)
