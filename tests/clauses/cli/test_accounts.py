"""`clauses users`: accounts opened, listed, invited, closed, and tokens given."""

import json
import re
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from clauses.accounts.models import Territory
from clauses.accounts.queries import scope_of_token, user_by_email
from clauses.accounts.rules import TokenScope
from clauses.dates import local_day
from clauses.db import engine_for, reading, writing
from clauses.settings import load
from tests import accounts, factories
from tests.clauses.cli.conftest import CommandLine

ADMIN = ("users", "create", "zoe@exemple.fr", "--name", "Zoé Technique", "--role", "A")


@pytest.fixture
def migrated(clauses: CommandLine) -> CommandLine:
    clauses("migrate", status=0)
    return clauses


def test_the_first_account_is_opened_with_an_invitation(migrated: CommandLine) -> None:
    told = migrated(*ADMIN, status=0).out
    assert "administrateur" in told
    assert re.search(r"http://127\.0\.0\.1:8000/lien/\S{40,}", told)
    assert migrated(*ADMIN, status=3).err.startswith("Refusé")
    (one,) = json.loads(migrated("users", "list", "--json", status=0).out)
    assert (one["email"], one["roles"], one["state"]) == ("zoe@exemple.fr", ["A"], "invité")
    again = migrated("users", "invite", "ZOE@exemple.fr", status=0).out
    assert "/lien/" in again
    assert again.split("/lien/")[1] not in told


def test_an_account_is_closed(migrated: CommandLine) -> None:
    migrated(*ADMIN, status=0)
    migrated("users", "disable", "zoe@exemple.fr", status=0)
    assert "fermé" in migrated("users", "list", status=0).out
    assert "déjà fermé" in migrated("users", "disable", "zoe@exemple.fr", status=3).err


def test_a_second_factor_is_taken_away(migrated: CommandLine) -> None:
    migrated(*ADMIN, status=0)
    assert "pas de second facteur" in migrated("users", "forget-second-factor", "zoe@exemple.fr", status=3).err
    engine = engine_for(load().url)
    with writing(engine) as session:
        someone = user_by_email(session, "zoe@exemple.fr")
        assert someone is not None
        someone.totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        session.add(someone)
    engine.dispose()
    assert "retiré" in migrated("users", "forget-second-factor", "zoe@exemple.fr", status=0).out


def test_a_territory_of_one_person_is_told_so(migrated: CommandLine) -> None:
    command = ("users", "single-validator")
    assert "Aucun territoire" in migrated(*command, "Nulle part", status=2).err
    engine = engine_for(load().url)
    with reading(engine) as session:
        name = session.exec(select(Territory.name)).one()
    assert "0 facilitateurs" in migrated(*command, name, status=3).err
    with writing(engine) as session:
        accounts.membership(session)
    engine.dispose()
    assert "en vigueur" in migrated(*command, name, status=0).out
    assert "terminé" in migrated(*command, name, "--off", status=0).out


def test_the_secrets_of_an_installation_are_not_shown(migrated: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSES_SECRET", "s" * 40)
    monkeypatch.setenv("CLAUSES_FORMER_SECRETS", "t" * 40)
    monkeypatch.setenv("CLAUSES_SMTP_URL", "smtps://compte:motdepasse@courrier.exemple.fr:465")
    shown = migrated("settings", status=0).out
    assert not [one for one in ("s" * 40, "t" * 40, "motdepasse") if one in shown]


def test_without_an_account_the_list_says_how_to_open_one(migrated: CommandLine) -> None:
    assert "clauses users create" in migrated("users", "list", status=0).out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("users", "create", "zoe", "--name", "Zoé", "--role", "A"), "adresse"),
        (("users", "create", "zoe@exemple.fr", "--name", "Zoé", "--role", "E"), "--organisation"),
        (("users", "create", "zoe@exemple.fr", "--name", "Zoé", "--role", "E", "--organisation", "123"), "SIRET"),
        (("users", "create", "zoe@exemple.fr", "--name", "Zoé", "--role", "F", "--territory", "Ici"), "territoire"),
        (("users", "create", "zoe@exemple.fr", "--name", "Zoé", "--role", "Z"), "n'est pas possible"),
        (("users", "disable", "nul@exemple.fr"), "Aucun compte"),
        (("users", "token", "nul@exemple.fr", "--name", "Paie"), "Aucun compte"),
    ],
)
def test_what_cannot_be_is_said_in_french(migrated: CommandLine, arguments: tuple[str, ...], word: str) -> None:
    assert word in migrated(*arguments, status=2).err


def test_a_company_gets_an_account_and_a_token(migrated: CommandLine) -> None:
    engine = engine_for(load().url)
    with writing(engine) as session:
        body = factories.organisation(session)
        siret, number = str(body.siret), body.id
        accounts.territory(session, name="Val de Test")
    who = (
        "users",
        "create",
        "paul@exemple.fr",
        "--name",
        "Paul",
        "--role",
        "E",
        "--role",
        "R",
        "--territory",
        "Val de Test",
    )
    migrated(*who, "--organisation", f" {siret[:3]} {siret[3:]}", "--manager", status=0)
    raw = migrated("users", "token", "paul@exemple.fr", "--name", "Paie", "--scope", "deposit", status=0).out.strip()
    assert raw.startswith("clauses_")
    now = datetime.now(UTC)
    with reading(engine) as session:
        found = scope_of_token(session, raw, now=now, today=local_day(now))
    assert found is not None
    (held,) = found[0].standings
    assert (held.organisation_id, held.manager, found[0].token) == (number, True, TokenScope.DEPOSIT)
    engine.dispose()


def test_a_token_without_a_role_is_refused(migrated: CommandLine) -> None:
    engine = engine_for(load().url)
    with writing(engine) as session:
        accounts.user(session, email="seule@exemple.fr")
    assert "aucun rôle" in migrated("users", "token", "seule@exemple.fr", "--name", "Paie", status=2).err
    engine.dispose()
