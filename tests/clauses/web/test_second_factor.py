"""The second factor: enrolled, asked for, each code taken once; codes written down; links that work once."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from clauses.accounts.keys import Mail, OnceLink
from clauses.accounts.models import User
from clauses.accounts.rules import ActorKind, LinkKind
from clauses.accounts.sealed import Seals
from clauses.accounts.second_factor import (
    draw_recovery_codes,
    forget_second_factor,
    keep_secret,
    secret_of,
    step_of,
    take_code,
    take_recovery_code,
)
from clauses.accounts.users import make_link, set_password
from clauses.db import reading, writing
from clauses.errors import Conflict, Misused
from tests import accounts
from tests.clauses.web.browser import PASSWORD, Browser, browsing, code_now, signed_up

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SEALS = Seals.of(["a" * 40])
PRODUCTION = {"environment": "production", "base_url": "https://clauses.exemple.fr", "secret": "s" * 40}


def enrolled(engine: Engine, kind: ActorKind = ActorKind.F) -> str:
    email = signed_up(engine, kind)
    with writing(engine) as session:
        values = {"totp_secret": SECRET, "totp_confirmed_at": datetime.now(UTC)}
        session.execute(update(User).where(col(User.email) == email).values(**values))
    return email


def give(browser: Browser, code: str) -> int:
    return browser.send("/second-facteur", {"code": code}).status_code


def test_the_filters_of_a_page_come_through_the_code(engine: Engine, tmp_path: Path) -> None:
    page = "/lignes?mois=2024-01&etat=x#bas"
    with browsing(engine, tmp_path) as browser:
        answer = browser.send("/connexion", {"email": enrolled(engine), "password": PASSWORD, "suite": page})
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"suite": [page]}


def test_somebody_enrolled_gives_a_code_and_gets_another_id(engine: Engine, tmp_path: Path) -> None:
    email = enrolled(engine)
    with browsing(engine, tmp_path) as browser:
        assert browser.sign_in(email).headers["location"] == "/second-facteur?suite=/"
        half = browser.cookie()
        assert browser.get("/").headers["location"].startswith("/second-facteur")
        assert give(browser, "000000") == 401
        assert give(browser, code_now(SECRET)) == 303
        assert browser.cookie() != half
        assert browser.get("/api/me").status_code == 200
        browser.bring(half)
        assert browser.get("/api/me").status_code == 401


def test_a_code_is_taken_once_however_it_is_typed(engine: Engine, tmp_path: Path) -> None:
    email = enrolled(engine)
    code = code_now(SECRET)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        assert give(browser, f" {code[:3]} {code[3:]} ") == 303
        browser.send("/deconnexion", {}, page="/confirmer")
        browser.sign_in(email)
        assert [
            give(browser, again)
            for again in (code, f"{code[:3]} {code[3:]}", f"\t{code}\n", f"{code[:2]}\u00a0{code[2:]}")
        ] == [401] * 4


def test_codes_are_counted_too(engine: Engine, tmp_path: Path) -> None:
    email = enrolled(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        assert [give(browser, f"{number:06d}") for number in range(11)][-1] == 429


def test_in_production_nothing_shows_before_a_second_factor_is_enrolled(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine, ActorKind.D)
    with browsing(engine, tmp_path, **PRODUCTION) as browser:
        browser.sign_in(email)
        assert browser.get("/").headers["location"] == "/second-facteur/inscription?suite=/"
        assert browser.get("/api/me").json()["code"] == "enrol_second_factor"
        page = browser.get("/second-facteur/inscription").text
        found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
        assert found
        assert "<svg" in page
        secret = found[1].replace(" ", "")
        assert browser.send("/second-facteur/inscription", {"code": "123"}).status_code == 422
        shown = browser.send("/second-facteur/inscription", {"code": code_now(secret)})
        codes = re.findall(r"<code>([a-z2-7-]{19})</code>", shown.text)
        assert len(set(codes)) == 10
        assert browser.get("/api/me").status_code == 200
        assert browser.get("/second-facteur/inscription").status_code == 409
        browser.send("/deconnexion", {}, page="/confirmer")
        browser.sign_in(email)
        assert give(browser, codes[3].upper().replace("-", " ")) == 303
        browser.send("/deconnexion", {}, page="/confirmer")
        browser.sign_in(email)
        assert give(browser, codes[3]) == 401


def test_a_company_needs_no_second_factor(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        from tests.factories import id_of, organisation

        body = id_of(organisation(session))
    email = signed_up(engine, ActorKind.E, organisation_id=body)
    with browsing(engine, tmp_path, **PRODUCTION) as browser:
        browser.sign_in(email)
        assert browser.get("/api/me").status_code == 200


@pytest.mark.parametrize(("late", "taken"), [(-31, True), (0, True), (30, True), (61, False), (-90, False)])
def test_a_clock_may_be_half_a_minute_off(late: int, taken: bool) -> None:
    moment = datetime(2026, 3, 4, 12, 0, 10, tzinfo=UTC)
    code = pyotp.TOTP(SECRET).at(moment)
    assert (step_of(SECRET, code, now=moment + timedelta(seconds=late)) is not None) == taken


def test_of_two_uses_at_once_one_is_taken(engine: Engine) -> None:
    now = datetime.now(UTC)
    with writing(engine) as session:
        user = accounts.user(session, totp_secret=SECRET, totp_confirmed_at=now)
        (code, *_) = draw_recovery_codes(session, user)
        held = user.id
    taken = []
    for _ in range(2):
        with writing(engine) as session:
            user = session.get_one(User, held)
            taken.append(
                (
                    take_code(session, user, code_now(SECRET), seals=SEALS, now=now),
                    take_recovery_code(session, user, code, now=now),
                )
            )
    assert taken == [(True, True), (False, False)]


# Kept encrypted


def kept_secret(engine: Engine, email: str) -> str:
    with reading(engine) as session:
        return session.exec(select(User.totp_secret).where(col(User.email) == email)).one() or ""


def test_a_secret_enrolled_is_not_readable_in_the_database(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        page = browser.get("/second-facteur/inscription").text
        found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
        assert found
        secret = found[1].replace(" ", "")
        kept = kept_secret(engine, email)
        assert secret not in kept
        assert len(kept) == 64, "as long as the column"
        assert browser.get("/second-facteur/inscription").text.count(found[1]) == 1, (
            "the same one until it is confirmed"
        )
        assert browser.send("/second-facteur/inscription", {"code": code_now(secret)}).status_code == 200


def test_a_secret_written_in_clear_by_an_earlier_version_is_encrypted_when_it_is_used(
    engine: Engine, tmp_path: Path
) -> None:
    email = enrolled(engine)
    assert kept_secret(engine, email) == SECRET
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        assert give(browser, code_now(SECRET)) == 303
    kept = kept_secret(engine, email)
    assert SECRET not in kept
    assert len(kept) == 64


def test_a_secret_of_the_installation_is_changed_without_losing_second_factors(engine: Engine, tmp_path: Path) -> None:
    email = enrolled(engine)
    before, after = "a" * 40, "b" * 40
    with browsing(engine, tmp_path, secret=before) as browser:
        browser.sign_in(email)
        assert give(browser, "000000") == 401
    sealed = kept_secret(engine, email)
    with browsing(engine, tmp_path, secret=after) as browser:
        browser.sign_in(email)
        assert give(browser, code_now(SECRET)) == 401, "the former secret is not said"
    assert kept_secret(engine, email) == sealed, "what cannot be opened is left as it is"
    with browsing(engine, tmp_path, secret=after, former_secrets=f" {'c' * 40}, {before}") as browser:
        browser.sign_in(email)
        assert give(browser, code_now(SECRET)) == 303
    with reading(engine) as session:
        user = session.exec(select(User).where(col(User.email) == email)).one()
        assert secret_of(session, user, Seals.of([after])) == SECRET, "sealed again under the secret of today"


def test_a_secret_moved_to_another_account_no_longer_opens(engine: Engine) -> None:
    with writing(engine) as session:
        one, other = accounts.user(session), accounts.user(session)
        keep_secret(session, one, SECRET, SEALS)
        other.totp_secret = one.totp_secret
        session.add(other)
        session.flush()
        assert secret_of(session, one, SEALS) == SECRET
        assert secret_of(session, other, SEALS) is None
        assert not take_code(session, other, code_now(SECRET), seals=SEALS, now=datetime.now(UTC))


def test_a_second_factor_taken_away_is_enrolled_again(engine: Engine, tmp_path: Path) -> None:
    email = enrolled(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        give(browser, code_now(SECRET))
        with writing(engine) as session:
            user = session.exec(select(User).where(col(User.email) == email)).one()
            (code, *_) = draw_recovery_codes(session, user)
            forget_second_factor(session, user, by="Ana")
            with pytest.raises(Conflict):
                forget_second_factor(session, user, by="Ana")
            assert not take_recovery_code(session, user, code, now=datetime.now(UTC))
        assert browser.get("/api/me").status_code == 401
        assert browser.sign_in(email).headers["location"] == "/"
        assert browser.get("/second-facteur/inscription").status_code == 200


# Links


def link(engine: Engine, email: str, kind: LinkKind = LinkKind.RESET) -> str:
    with writing(engine) as session:
        user = session.exec(select(User).where(col(User.email) == email)).one()
        return make_link(session, kind=kind, user=user, now=datetime.now(UTC), by="Ana")


NEW = "la Saône en crue de mars"


def choose(browser: Browser, raw: str, password: str = NEW, again: str = "") -> int:
    fields = {"password": password, "again": again or password}
    return browser.send(f"/lien/{raw}", fields).status_code


def test_a_link_sets_a_password_once_and_ends_open_sessions(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        raw = link(engine, email)
        assert choose(browser, raw, NEW, "autre chose") == 422
        assert choose(browser, raw, "trop court") == 422
        assert choose(browser, raw) == 303
        assert browser.get("/api/me").status_code == 401
        assert browser.get(f"/lien/{raw}").status_code == 404
        assert browser.sign_in(email, PASSWORD).status_code == 401
        assert browser.sign_in(email, NEW).status_code == 303


def test_a_link_expires_and_a_new_one_replaces_it(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    first, second = link(engine, email), link(engine, email)
    with browsing(engine, tmp_path) as browser:
        assert browser.get(f"/lien/{first}").status_code == 404
        assert browser.get(f"/lien/{second}").status_code == 200
        with writing(engine) as session:
            session.execute(
                update(OnceLink).values(
                    created_at=datetime(2020, 1, 1, tzinfo=UTC), expires_at=datetime(2020, 1, 2, tzinfo=UTC)
                )
            )
        assert browser.get(f"/lien/{second}").status_code == 404
        assert browser.get("/lien/inconnu").status_code == 404


def test_only_the_hash_of_a_link_is_kept_and_its_mail_is_emptied_once_sent(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        same = browser.send("/mot-de-passe-oublie", {"email": "nul@exemple.fr"})
        sent = browser.send("/mot-de-passe-oublie", {"email": email})
        assert (same.status_code, same.text) == (sent.status_code, sent.text)
        (mail,) = list((tmp_path / "mails").iterdir())
        found = re.search(r"/lien/(\S+)", mail.read_text(encoding="utf-8"))
        assert found
        raw = found[1]
        with reading(engine) as session:
            assert _everywhere(session, raw) == []
            assert [(one.body, one.sent_at is not None) for one in session.exec(select(Mail)).all()] == [("", True)]
        assert mail.stat().st_mode & 0o077 == 0
        assert choose(browser, raw) == 303


def _everywhere(session: Session, secret: str) -> list[str]:
    return [
        str(one)
        for table in (OnceLink, Mail, User)
        for one in session.exec(select(table)).all()
        if secret in str(one.model_dump())
    ]


def test_a_weak_password_is_refused_by_the_action_itself(engine: Engine) -> None:
    with writing(engine) as session:
        user = accounts.user(session)
        with pytest.raises(Misused, match="14"):
            set_password(session, user, "court", now=datetime.now(UTC), by="Ana")


def test_the_password_is_asked_again(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        before = browser.cookie()
        assert browser.send("/confirmer", {"password": "faux"}).status_code == 401
        assert browser.send("/confirmer", {"password": PASSWORD, "suite": "/"}).headers["location"] == "/"
        assert browser.cookie() != before
        assert browser.get("/api/me").status_code == 200
