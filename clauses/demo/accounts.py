"""The accounts of the demonstration: one for each kind of actor, with a password that everybody may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.models import Organisation, User
from clauses.accounts.queries import user_by_email
from clauses.accounts.rules import FIRST_TERRITORY, OF_A_TERRITORY, ActorKind
from clauses.accounts.users import create_user, entrust, grant, set_password
from clauses.db import writing
from clauses.demo import organisations as org
from clauses.demo import site_year
from clauses.people.models import Orientation
from clauses.sites.models import Meeting, OperatorAction
from clauses.words import folded

PASSWORD: Final = "un pont sur la Norge"  # noqa: S105  # printed on the screen: it opens invented people, on this machine alone
_APPROVED = "Démonstration (seconde personne)"


@dataclass(frozen=True)
class Account:
    """Somebody invented, in one capacity. ``siret`` names the body they act for; ``named``, one known by its name."""

    local: str
    name: str
    kind: ActorKind
    siret: str | None = None
    manager: bool = False
    named: str | None = None

    @property
    def email(self) -> str:
        """An address of a domain that cannot exist (RFC 2606)."""
        return f"{self.local}@demonstration.example"


ACCOUNTS: Final = (
    Account("facilitatrice", "Nadia Berthelot", ActorKind.F),
    Account("facilitateur", "Simon Delorme", ActorKind.F),
    Account("animation", "Hélène Marchand", ActorKind.S),
    Account("entreprise", "Paul Grandjean", ActorKind.E, org.TABLES.siret, manager=True),
    Account("etti", "Inès Carrel", ActorKind.E, org.PASSERELLE.siret, manager=True),
    Account("operateur", "Karim Lemaire", ActorKind.O, named=site_year.OPERATOR),
    Account("donneur", "Odile Prévost", ActorKind.D, org.VILLE.siret, manager=True),
    Account("referent", "Lucie Ferrandis", ActorKind.P, org.REGIE.siret),
    Account("prescripteur", "Marc Jolivet", ActorKind.R, org.RELAIS.siret),
    Account("admin", "Zoé Technique", ActorKind.A),
)


def open_accounts(engine: Engine, *, now: datetime, today: date, by: str) -> Iterable[Account]:
    """Opens the accounts that are missing; gives them all. What somebody changed since is left as it is."""
    with writing(engine) as session:
        for account in ACCOUNTS:
            if user_by_email(session, account.email) is None:
                _open(session, account, now=now, today=today, by=by)
    return ACCOUNTS


def _open(session: Session, account: Account, *, now: datetime, today: date, by: str) -> None:
    user = create_user(session, email=account.email, name=account.name, now=now, by=by)
    set_password(session, user, PASSWORD, now=now, by=by)
    body = _body(session, account)
    if account.kind not in (*OF_A_TERRITORY, ActorKind.A) and body is None:
        return  # the body is not in this demonstration: the account opens nothing
    membership = grant(
        session,
        user_id=_number(user),
        kind=account.kind,
        organisation_id=body,
        territory_id=FIRST_TERRITORY,
        manager=account.manager,
        starts_on=today,
        by=by,
        approved_by=_APPROVED,
    )
    if account.kind in (ActorKind.P, ActorKind.R):
        for person_id in _some_people(session, account.kind):
            entrust(session, membership_id=membership.id or 0, person_id=person_id, today=today, by=by)
    if account.kind is ActorKind.O:  # its people are those sent to its action
        for lot_id in _lots_visited(session, body):
            entrust(session, membership_id=membership.id or 0, lot_id=lot_id, today=today, by=by)


def _body(session: Session, account: Account) -> int | None:
    """The body that somebody acts for: by its SIRET, else by its name."""
    known = col(Organisation.siret) == account.siret
    if account.named is not None:
        known = col(Organisation.name_key) == folded(account.named)
    return session.exec(select(Organisation.id).where(known)).first()


def _lots_visited(session: Session, operator_id: int | None) -> list[int]:
    """The lots whose sites an operator visited."""
    visited = (
        select(Meeting.lot_id)
        .join(OperatorAction, col(OperatorAction.id) == col(Meeting.action_id))
        .where(col(OperatorAction.operator_id) == operator_id, col(Meeting.lot_id).is_not(None))
        .distinct()
        .order_by(col(Meeting.lot_id))
    )
    return [number for number in session.exec(visited).all() if number is not None]


def _some_people(session: Session, kind: ActorKind) -> list[int]:
    """Twelve people each: enough to look at, and not the same for everybody."""
    step = {ActorKind.P: 0, ActorKind.R: 12}[kind]
    people = select(col(Orientation.person_id)).distinct().order_by(col(Orientation.person_id))
    return list(session.exec(people.offset(step).limit(12)).all())


def _number(user: User) -> int:
    if user.id is None:
        raise ValueError("the account is not stored yet")
    return user.id
