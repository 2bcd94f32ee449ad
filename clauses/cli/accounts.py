"""Accounts opened, invited, closed from the command line: the first ones, and those of emergencies."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import rich_click as click

from clauses.cli.context import database, settings, today, whoever_runs
from clauses.cli.french import Between, Command, Group, OneOf
from clauses.errors import Misused, NotFound

if TYPE_CHECKING:
    from sqlmodel import Session

    from clauses.accounts.models import User

_ROLES = ("F", "S", "E", "O", "D", "P", "R", "A")
APPROVED = "ligne de commande"
"""Whoever runs the command holds the machine: it stands for the second person."""


@click.group(name="users", cls=Group)
def users() -> None:
    """Ouvre, liste, invite et ferme des comptes ; donne des jetons aux logiciels."""


def _now() -> datetime:
    return datetime.now(UTC)


@users.command(cls=Command)
@click.argument("email", metavar="ADRESSE")
@click.option("--name", metavar="NOM", required=True, help="Prénom et nom.")
@click.option("--role", "roles", type=OneOf(_ROLES), multiple=True, required=True, help="F S E O D P R A ; répétable.")
@click.option("--organisation", metavar="SIRET", help="L'organisme pour lequel agit le compte (E, O, D, P, R).")
@click.option("--territory", metavar="NOM", help="Le territoire ; le premier sans cela.")
@click.option("--manager", is_flag=True, help="Gère les comptes de son organisme.")
@click.option("--password-stdin", is_flag=True, help="Lit le mot de passe sur l'entrée ; sinon, un lien d'invitation.")
def create(
    *,
    email: str,
    name: str,
    roles: tuple[str, ...],
    organisation: str | None,
    territory: str | None,
    manager: bool,
    password_stdin: bool,
) -> None:
    """Ouvre un compte, avec ses rôles."""
    from clauses.accounts.rules import ActorKind, LinkKind
    from clauses.accounts.users import create_user, grant, make_link, set_password
    from clauses.db import writing

    chosen, by = settings(), whoever_runs()
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with writing(database(chosen)) as session:
        user = create_user(session, email=email, name=name, now=_now(), by=by)
        for role in dict.fromkeys(roles):
            kind = ActorKind(role)
            body, place = _where(session, kind, organisation, territory)
            grant(
                session,
                user_id=user.id or 0,
                kind=kind,
                organisation_id=body,
                territory_id=place,
                manager=manager,
                starts_on=today(),
                by=by,
                approved_by=APPROVED,
            )
        if password is not None:
            set_password(session, user, password, now=_now(), by=by)
            link = None
        else:
            link = make_link(session, kind=LinkKind.INVITATION, user=user, now=_now(), by=by)
        click.echo(f"Compte {user.id} : {user.name}, {', '.join(ActorKind(role).label.lower() for role in roles)}.")
    if link is not None:
        click.echo(f"À lui remettre (7 jours, une seule fois) : {chosen.public_url}/lien/{link}")


def _where(session: Session, kind: Any, siret: str | None, territory: str | None) -> tuple[int | None, int | None]:
    """The body and the territory of a role, found by SIRET and by name."""
    from sqlmodel import col, select

    from clauses.accounts.models import Organisation, Territory
    from clauses.accounts.rules import FIRST_TERRITORY, OF_A_TERRITORY, ActorKind

    place: int | None = FIRST_TERRITORY
    if territory is not None:
        place = session.exec(select(Territory.id).where(col(Territory.name) == territory)).first()
        if place is None:
            raise NotFound(f"Aucun territoire ne s'appelle « {territory} ».")
    if kind in OF_A_TERRITORY or kind is ActorKind.A:
        return None, place
    if siret is None:
        raise Misused(
            f"Le rôle {kind.value} ({kind.label.lower()}) demande un organisme : ajoutez --organisation SIRET."
        )
    digits = "".join(siret.split())
    body = session.exec(select(Organisation.id).where(col(Organisation.siret) == digits)).first()
    if body is None:
        raise NotFound(f"Aucun organisme n'a le SIRET « {siret} ». Importez d'abord ses marchés ou ses heures.")
    return body, place


@users.command(name="list", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="Pour un programme.")
def list_(*, as_json: bool) -> None:
    """Liste les comptes, leurs rôles et leur état."""
    from clauses.accounts.listing import accounts
    from clauses.db import reading

    with reading(database()) as session:
        found = accounts(session, today())
    if as_json:
        click.echo(json.dumps([vars(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(f"{one.id:>5}  {one.email:<40} {one.name} – {', '.join(one.roles) or 'aucun rôle'} – {one.state}")
    if not found:
        click.echo("Aucun compte. Ouvrez le premier : clauses users create ADRESSE --name NOM --role A.")


@users.command(cls=Command)
@click.argument("email", metavar="ADRESSE")
def disable(*, email: str) -> None:
    """Ferme un compte à l'instant, avec ses sessions et ses jetons."""
    from clauses.accounts.users import disable_user
    from clauses.db import writing

    with writing(database()) as session:
        user = _known(session, email)
        disable_user(session, user_id=user.id or 0, now=_now(), by=whoever_runs())
        click.echo(f"Compte {user.id} fermé.")


@users.command(cls=Command)
@click.argument("email", metavar="ADRESSE")
def invite(*, email: str) -> None:
    """Donne un nouveau lien d'invitation à un compte ; les liens d'avant ne marchent plus."""
    from clauses.accounts.rules import LinkKind
    from clauses.accounts.users import make_link
    from clauses.db import writing

    chosen = settings()
    with writing(database(chosen)) as session:
        user = _known(session, email)
        link = make_link(session, kind=LinkKind.INVITATION, user=user, now=_now(), by=whoever_runs())
    click.echo(f"À lui remettre (7 jours, une seule fois) : {chosen.public_url}/lien/{link}")


@users.command(name="single-validator", cls=Command)
@click.argument("territory", metavar="TERRITOIRE")
@click.option("--on/--off", "on", default=True, help="Ouvre ce mode, ou y met fin.")
def single_validator(*, territory: str, on: bool) -> None:
    """Pôle d'une seule personne : elle valide aussi ce qu'elle a déposé elle-même. Inscrit au journal."""
    from sqlmodel import col, select

    from clauses.accounts.models import Territory
    from clauses.accounts.single import set_single_validator
    from clauses.db import writing
    from clauses.errors import NotFound

    with writing(database()) as session:
        number = session.exec(select(Territory.id).where(col(Territory.name) == territory)).first()
        if number is None:
            raise NotFound(f"Aucun territoire ne s'appelle « {territory} ».")
        set_single_validator(session, territory_id=number, on=on, today=today(), by=whoever_runs())
    click.echo(f"« {territory} » : validateur unique {'en vigueur' if on else 'terminé'}.")


@users.command(name="forget-second-factor", cls=Command)
@click.argument("email", metavar="ADRESSE")
def forget_second_factor_(*, email: str) -> None:
    """Retire le second facteur d'un compte : téléphone perdu, ou secret de l'installation perdu."""
    from clauses.accounts.second_factor import forget_second_factor
    from clauses.db import writing

    with writing(database()) as session:
        user = _known(session, email)
        forget_second_factor(session, user, by=whoever_runs())
        click.echo(f"Compte {user.id} : second facteur retiré. Il en enregistre un autre à sa prochaine connexion.")


@users.command(cls=Command)
@click.argument("email", metavar="ADRESSE")
@click.option("--name", metavar="NOM", required=True, help="À quel logiciel il sert.")
@click.option(
    "--scope", type=OneOf(("read", "deposit")), default="read", help="Ce qu'il permet : lire, ou lire et déposer."
)
@click.option("--days", type=Between(1, 365), default=365, help="Jours avant qu'il expire.")
def token(*, email: str, name: str, scope: str, days: int) -> None:
    """Donne un jeton à un logiciel, au titre du premier rôle d'un compte. Il n'est affiché qu'une fois."""
    from datetime import timedelta

    from clauses.accounts.queries import memberships_in_force
    from clauses.accounts.rules import TokenScope
    from clauses.accounts.users import make_token
    from clauses.db import writing

    with writing(database()) as session:
        user = _known(session, email)
        held = memberships_in_force(session, user.id or 0, today())
        if not held:
            raise Misused("Ce compte n'a aucun rôle : un jeton n'ouvrirait rien. Donnez-lui d'abord un rôle.")
        _, raw = make_token(
            session,
            membership_id=held[0].id or 0,
            name=name,
            allows=TokenScope(scope),
            now=_now(),
            expires_at=_now() + timedelta(days=days),
            by=whoever_runs(),
        )
    click.echo(raw)


def _known(session: Session, email: str) -> User:
    from clauses.accounts.queries import user_by_email

    user = user_by_email(session, email)
    if user is None:
        raise NotFound(f"Aucun compte n'a l'adresse « {email} ». « clauses users list » les donne toutes.")
    return user
