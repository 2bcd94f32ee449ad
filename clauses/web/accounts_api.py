"""Oneself, accounts, capacities, tokens, journal: for programs. Rights ask for the password again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final

from litestar import Response
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import Field
from sqlmodel import Session

from clauses.access.acts import told
from clauses.access.lists import Wanted
from clauses.access.queries import found
from clauses.accounts import keepers, users
from clauses.accounts.keys import Token
from clauses.accounts.listing import state_of
from clauses.accounts.mailing import deliver
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Membership, User
from clauses.accounts.rules import TOKEN_LIFE, ActorKind, LinkKind, TokenScope
from clauses.accounts.scope import Scope
from clauses.audit import Journal
from clauses.db import writing
from clauses.errors import Invalid, Misused
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    Limit,
    Listing,
    Short,
    Shown,
    Sort,
    Text,
    acts,
    adds,
    one,
    page,
    shows,
)
from clauses.web.rule import SIGNED_IN, every, on
from clauses.web.sign_in_pages import send_link
from clauses.web.visitors import asker, now, place_of, visitor_of

TAG = "Comptes"


class StandingShown(Shown):
    """A capacity in force."""

    kind: ActorKind
    organisation_id: int | None
    territory_id: int
    manager: bool


class MeShown(Shown):
    """Who asks, and what they may do: letters of the matrix by resource."""

    id: int
    name: str
    standings: list[StandingShown]
    rights: dict[Resource, str]
    password_asked_again: bool


@shows("/api/me", SIGNED_IN, TAG)
def me(request: AnyRequest) -> MeShown:
    """Qui l'on est, à quels titres, et ce que l'on peut faire."""
    visitor, scope = visitor_of(request), asker(request)
    letters = {one_: "".join(act.value for act in Act if scope.may(one_, act)) for one_ in Resource}
    return MeShown(
        id=scope.user_id,
        name=visitor.name,
        standings=[StandingShown.model_validate(one_) for one_ in scope.standings],
        rights={resource: said for resource, said in letters.items() if said},
        password_asked_again=not visitor.proven,
    )


class UserShown(Shown):
    """An account."""

    id: int
    email: str
    name: str
    state: str
    second_factor: bool


class UserGiven(Given):
    """An account to open, in a first capacity; its holder receives an invitation."""

    email: Annotated[str, Field(min_length=3, max_length=200)]
    name: Annotated[Text, Field(max_length=120)]
    kind: ActorKind
    organisation_id: int | None = None
    territory_id: int | None = None
    manager: bool = False


class MembershipShown(Shown):
    """A capacity; in force once a second person approved it, between two dates."""

    id: int
    user_id: int
    kind: ActorKind
    organisation_id: int | None
    territory_id: int | None
    manager: bool
    starts_on: date
    ends_on: date | None
    granted_by: str
    approved_by: str | None


class MembershipGiven(Given):
    """A capacity to grant."""

    user_id: int
    kind: ActorKind
    organisation_id: int | None = None
    territory_id: int | None = None
    manager: bool = False
    ends_on: date | None = None


def _users(_session: Session, _scope: Scope, rows: Sequence[User]) -> list[UserShown]:
    return [
        UserShown(
            id=row.id or 0,
            email=row.email,
            name=row.name,
            state=state_of(row),
            second_factor=row.totp_confirmed_at is not None,
        )
        for row in rows
    ]


def _memberships(_session: Session, _scope: Scope, rows: Sequence[Membership]) -> list[MembershipShown]:
    return [MembershipShown.model_validate(row) for row in rows]


@shows("/api/users", every(Resource.ACCOUNT), TAG)
def list_users(request: AnyRequest, sort: Sort = "email", cursor: Cursor = "", limit: Limit = 50) -> Listing[UserShown]:
    """Les comptes de son organisme, ou de son territoire."""
    return page(request, User, _users, Wanted("", sort, cursor, limit))


@shows("/api/users/{number:int}", on(User, "number"), TAG)
def get_user(request: AnyRequest, number: FromPath[int]) -> Response[UserShown]:
    """Un compte."""
    return one(request, User, number, _users)


@adds("/api/users", every(Resource.ACCOUNT, Act.CREATE, proven=True, programs=False), TAG)
def create_user(request: AnyRequest, data: JSONBody[UserGiven]) -> Response[UserShown]:
    """Ouvre un compte et envoie son invitation. Le rôle donné par un administrateur en attend un second."""
    scope, place, moment = asker(request), place_of(request), now()
    with writing(place.engine) as session:
        user = users.create_user(session, email=data.email, name=data.name, now=moment, by=scope.author)
        wanted = MembershipGiven(user_id=user.id or 0, **data.model_dump(exclude={"email", "name"}))
        _grant(session, scope, wanted)
        found(session, scope, User, user.id or 0, Act.CREATE)
        raw = users.make_link(session, kind=LinkKind.INVITATION, user=user, now=moment, by=scope.author)
        send_link(session, place, LinkKind.INVITATION, user, raw=raw, moment=moment)
        (shown,) = _users(session, scope, [user])
    sending = BackgroundTask(deliver, place.engine, place.settings)
    return Response(shown, status_code=201, headers={"Location": f"/api/users/{shown.id}"}, background=sending)


_FIELDS: Final = {
    "account.ends_on": "ends_on",
    "account.body": "organisation_id",
    "account.territory": "territory_id",
}


def _grant(session: Session, scope: Scope, data: MembershipGiven) -> Membership:
    try:
        return keepers.grant(session, scope, **data.model_dump())
    except Misused as fault:
        raise Invalid(fault.message, field=_FIELDS.get(fault.code, "kind")) from fault


@acts("/api/users/{number:int}/disable", on(User, "number", Act.MODIFY, proven=True, programs=False), TAG)
def disable_user(request: AnyRequest, number: FromPath[int]) -> Response[UserShown]:
    """Ferme un compte à l'instant, avec ses sessions et ses jetons."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        found(session, scope, User, number, Act.MODIFY)
        user = keepers.close(session, scope, number, now=now())
        (shown,) = _users(session, scope, [user])
    return Response(shown)


@shows("/api/memberships", every(Resource.ACCOUNT), TAG)
def list_memberships(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    user_id: FromQuery[int | None] = None,
    organisation_id: FromQuery[int | None] = None,
    kind: FromQuery[ActorKind | None] = None,
) -> Listing[MembershipShown]:
    """Les rôles, accordés ou en attente d'une seconde personne."""
    filters = {"user_id": user_id, "organisation_id": organisation_id, "kind": kind}
    return page(request, Membership, _memberships, Wanted("", sort, cursor, limit, filters))


@shows("/api/memberships/{number:int}", on(Membership, "number"), TAG)
def get_membership(request: AnyRequest, number: FromPath[int]) -> Response[MembershipShown]:
    """Un rôle."""
    return one(request, Membership, number, _memberships)


@adds("/api/memberships", every(Resource.ACCOUNT, Act.CREATE, proven=True, programs=False), TAG)
def create_membership(request: AnyRequest, data: JSONBody[MembershipGiven]) -> Response[MembershipShown]:
    """Accorde un rôle à un compte que l'on peut voir."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        found(session, scope, User, data.user_id, Act.CREATE)
        held = _grant(session, scope, data)
        (shown,) = _memberships(session, scope, [held])
    return Response(shown, status_code=201, headers={"Location": f"/api/memberships/{shown.id}"})


@acts("/api/memberships/{number:int}/approve", on(Membership, "number", Act.MODIFY, proven=True, programs=False), TAG)
def approve_membership(request: AnyRequest, number: FromPath[int]) -> Response[MembershipShown]:
    """Approuve un rôle : la seconde personne."""
    return _on_membership(request, number, approving=True)


@acts("/api/memberships/{number:int}/end", on(Membership, "number", Act.MODIFY, proven=True, programs=False), TAG)
def end_membership(request: AnyRequest, number: FromPath[int]) -> Response[MembershipShown]:
    """Met fin à un rôle, dès la demande suivante."""
    return _on_membership(request, number, approving=False)


def _on_membership(request: AnyRequest, number: int, *, approving: bool) -> Response[MembershipShown]:
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = found(session, scope, Membership, number, Act.MODIFY)
        row = (keepers.approve if approving else keepers.end)(session, scope, row)
        (shown,) = _memberships(session, scope, [row])
    return Response(shown)


class TokenShown(Shown):
    """A program's token; its secret shows once, when it is made."""

    id: int
    name: str
    membership_id: int
    allows: TokenScope
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    secret: str | None = None


class TokenGiven(Given):
    """A token to make for a program of one's own body, or in one's own capacity."""

    name: Short
    allows: TokenScope
    days: Annotated[int, Field(ge=1, le=TOKEN_LIFE.days)] = 365


def _tokens(_session: Session, _scope: Scope, rows: Sequence[Token]) -> list[TokenShown]:
    return [TokenShown.model_validate(row) for row in rows]


@shows("/api/tokens", every(Resource.ACCOUNT), TAG)
def list_tokens(request: AnyRequest, sort: Sort = "", cursor: Cursor = "", limit: Limit = 50) -> Listing[TokenShown]:
    """Les jetons de son organisme, ou de son territoire."""
    return page(request, Token, _tokens, Wanted("", sort, cursor, limit))


@adds("/api/tokens", every(Resource.ACCOUNT, Act.CREATE, proven=True, programs=False), TAG)
def create_token(request: AnyRequest, data: JSONBody[TokenGiven]) -> Response[TokenShown]:
    """Donne un jeton à un logiciel, au titre que l'on a soi-même. Le secret n'est montré qu'ici."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        standing = next(standing for standing, _ in scope.rights(Resource.ACCOUNT, Act.CREATE))
        token, raw = users.make_token(
            session,
            membership_id=standing.membership_id,
            name=data.name,
            allows=data.allows,
            now=now(),
            expires_at=now() + timedelta(days=data.days),
            by=scope.author,
        )
        (shown,) = _tokens(session, scope, [token])
    told = shown.model_copy(update={"secret": raw})
    return Response(told, status_code=201)


@acts("/api/tokens/{number:int}/revoke", on(Token, "number", Act.MODIFY, proven=True, programs=False), TAG)
def revoke_token(request: AnyRequest, number: FromPath[int]) -> Response[TokenShown]:
    """Révoque un jeton à l'instant."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        token = found(session, scope, Token, number, Act.MODIFY)
        keepers.revoke(session, scope, token, now=now())
        (shown,) = _tokens(session, scope, [token])
    return Response(shown)


class ActShown(Shown):
    """One act of the journal. Whoever reads it without names or values finds them empty."""

    number: int
    at: datetime
    author: str
    act: str
    subject: str
    subject_id: int | None
    details: dict[str, Any]


def _acts(session: Session, scope: Scope, rows: Sequence[Journal]) -> list[ActShown]:
    return [
        ActShown(
            number=one.number,
            at=one.at,
            author=one.author or "",
            act=one.act,
            subject=one.subject,
            subject_id=one.subject_id,
            details={} if one.details is None else json.loads(one.details),
        )
        for one in told(session, scope, rows)
    ]


@shows("/api/journal", every(Resource.JOURNAL), TAG)
def list_journal(
    request: AnyRequest,
    sort: Sort = "-id",
    cursor: Cursor = "",
    limit: Limit = 50,
    act: FromQuery[str | None] = None,
    subject: FromQuery[str | None] = None,
    subject_id: FromQuery[int | None] = None,
) -> Listing[ActShown]:
    """Le journal, du plus récent au plus ancien."""
    filters = {"act": act, "subject": subject, "subject_id": subject_id}
    return page(request, Journal, _acts, Wanted("", sort, cursor, limit, filters))


HANDLERS = [
    me, list_users, get_user, create_user, disable_user,
    list_memberships, get_membership, create_membership, approve_membership, end_membership,
    list_tokens, create_token, revoke_token, list_journal,
]  # fmt: skip
