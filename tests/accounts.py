"""Rows of accounts for tests: someone who signs in, in some capacity. As in `tests.factories`, give what matters."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from clauses.accounts.keys import Answered, ExternalIdentity, Mail, OnceLink, RecoveryCode, SignedIn, Token, Tries
from clauses.accounts.models import (
    Assignment,
    BreakGlass,
    Deposit,
    Membership,
    Territory,
    TerritoryMarket,
    TerritoryPerson,
    User,
)
from clauses.accounts.rules import FIRST_TERRITORY, OF_A_TERRITORY, ActorKind, LinkKind, TokenScope
from tests import factories
from tests.factories import NOON, _add, _parent

_numbers = count(1)
LATER = NOON + timedelta(days=7)


def _hash() -> str:
    return f"{next(_numbers):064x}"


def territory(session: Session, **values: Any) -> Territory:
    """Another territory than the first."""
    return _add(session, Territory, {"name": f"Pays de Test {next(_numbers)}"}, values)


def territory_market(session: Session, **values: Any) -> TerritoryMarket:
    """A market put in another territory."""
    _parent(values, "market_id", lambda: factories.market(session))
    _parent(values, "territory_id", lambda: territory(session))
    return _add(session, TerritoryMarket, {}, values)


def territory_person(session: Session, **values: Any) -> TerritoryPerson:
    """A person put in another territory."""
    _parent(values, "person_id", lambda: factories.person(session))
    _parent(values, "territory_id", lambda: territory(session))
    return _add(session, TerritoryPerson, {}, values)


def user(session: Session, **values: Any) -> User:
    """Someone who may sign in once a password is given."""
    number = next(_numbers)
    defaults = {"email": f"camille{number}@exemple.fr", "name": f"Camille Exemple {number}", "created_at": NOON}
    return _add(session, User, defaults, values)


def membership(session: Session, **values: Any) -> Membership:
    """Someone in a capacity, granted by two; a facilitateur of the first territory unless ``kind`` says otherwise."""
    _parent(values, "user_id", lambda: user(session))
    kind = values.setdefault("kind", ActorKind.F)
    if kind in OF_A_TERRITORY:
        values.setdefault("territory_id", FIRST_TERRITORY)
    elif kind is not ActorKind.A:
        _parent(values, "organisation_id", lambda: factories.organisation(session))
    defaults = {"starts_on": date(2023, 1, 1), "granted_by": "Ana", "approved_by": "Bilal"}
    return _add(session, Membership, defaults, values)


def assignment(session: Session, **values: Any) -> Assignment:
    """A person entrusted to a référent."""
    _parent(values, "membership_id", lambda: membership(session, kind=ActorKind.P))
    if "lot_id" not in values:
        _parent(values, "person_id", lambda: factories.person(session))
    return _add(session, Assignment, {"starts_on": date(2023, 1, 1), "assigned_by": "Ana"}, values)


def lot_assignment(session: Session, **values: Any) -> Assignment:
    """A lot entrusted to an operator."""
    _parent(values, "membership_id", lambda: membership(session, kind=ActorKind.O))
    _parent(values, "lot_id", lambda: factories.lot(session))
    return assignment(session, **values)


def break_glass(session: Session, **values: Any) -> BreakGlass:
    """Half an hour on the first territory."""
    _parent(values, "user_id", lambda: user(session))
    defaults = {"territory_id": FIRST_TERRITORY, "motive": "Doublon signalé", "opened_by": "Ana", "opened_at": NOON}
    return _add(session, BreakGlass, defaults | {"ends_at": NOON + timedelta(minutes=30)}, values)


def deposit(session: Session, **values: Any) -> Deposit:
    """A file deposited for nobody in particular."""
    _parent(values, "run_id", lambda: factories.run(session))
    _parent(values, "user_id", lambda: user(session))
    return _add(session, Deposit, {}, values)


def signed_in(session: Session, **values: Any) -> SignedIn:
    """A session."""
    _parent(values, "user_id", lambda: user(session))
    defaults = {"token_hash": _hash(), "rights_version": 1, "opened_at": NOON, "seen_at": NOON, "proven_at": NOON}
    return _add(session, SignedIn, defaults, values)


def external_identity(session: Session, **values: Any) -> ExternalIdentity:
    """Somebody at a provider."""
    _parent(values, "user_id", lambda: user(session))
    defaults = {"issuer": "https://identites.exemple.fr", "subject": f"sujet {next(_numbers)}", "linked_at": NOON}
    return _add(session, ExternalIdentity, defaults, values)


def once_link(session: Session, **values: Any) -> OnceLink:
    """An invitation that has not been used."""
    _parent(values, "user_id", lambda: user(session))
    defaults = {
        "kind": LinkKind.INVITATION,
        "token_hash": _hash(),
        "created_by": "Ana",
        "created_at": NOON,
        "expires_at": LATER,
    }
    return _add(session, OnceLink, defaults, values)


def recovery_code(session: Session, **values: Any) -> RecoveryCode:
    """A code that has not been used."""
    _parent(values, "user_id", lambda: user(session))
    return _add(session, RecoveryCode, {"code_hash": _hash()}, values)


def token(session: Session, **values: Any) -> Token:
    """What a payroll program signs in with."""
    _parent(values, "membership_id", lambda: membership(session, kind=ActorKind.E))
    defaults = {
        "token_hash": _hash(),
        "name": "Logiciel de paie",
        "allows": TokenScope.DEPOSIT,
        "created_by": "Ana",
        "created_at": NOON,
        "expires_at": LATER,
    }
    return _add(session, Token, defaults, values)


def tries(session: Session, **values: Any) -> Tries:
    """A door tried once."""
    return _add(session, Tries, {"door": _hash(), "since": NOON, "count": 1}, values)


def mail(session: Session, **values: Any) -> Mail:
    """A mail to send."""
    defaults = {"recipient": "camille@exemple.fr", "subject": "Votre compte", "body": "Bonjour,", "created_at": NOON}
    return _add(session, Mail, defaults, values)


def answered(session: Session, **values: Any) -> Answered:
    """The answer to a creation."""
    number = next(_numbers)
    defaults = {"actor": f"user:{number}", "key": f"{number}", "fingerprint": _hash(), "status": 201, "body": "{}"}
    return _add(session, Answered, defaults | {"at": NOON}, values)
