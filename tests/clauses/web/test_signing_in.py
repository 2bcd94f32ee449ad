"""Signing in and out: sessions that nobody chooses, replays or steals; the same answer for an account that is not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from clauses.accounts.keys import SignedIn
from clauses.accounts.models import Membership, User
from clauses.accounts.queries import user_by_email
from clauses.accounts.rules import ABSOLUTE, IDLE, ActorKind
from clauses.accounts.secrets_drawn import kept
from clauses.accounts.users import approve, disable_user, end_membership, grant
from clauses.audit import Journal
from clauses.db import reading, writing
from tests.clauses.web.browser import PASSWORD, Browser, browsing, signed_up

NOW = datetime.now(UTC)


def acts(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(Journal.act).order_by(col(Journal.number))).all())


def sessions(session: Session) -> list[SignedIn]:
    return list(session.exec(select(SignedIn)).all())


def test_somebody_signs_in_and_out(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        assert browser.get("/").headers["location"] == "/connexion?suite=/"
        assert browser.sign_in(f"  {email.upper()} ").headers["location"] == "/"
        assert browser.get("/api/me").status_code == 200
        assert browser.send("/deconnexion", {}, page="/confirmer").status_code == 303
        assert browser.get("/api/me").status_code == 401
    assert [act for act in acts(engine) if act.startswith("sign")] == ["sign_in", "sign_out"]


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        cookie = browser.sign_in(email).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_in_production_the_cookie_is_of_this_host_by_https_alone(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine, ActorKind.S)
    given = {"environment": "production", "base_url": "https://clauses.exemple.fr", "secret": "s" * 40}
    with browsing(engine, tmp_path, **given) as browser:
        answer = browser.sign_in(email)
        assert answer.headers["set-cookie"].startswith("__Host-session=")
        assert "Secure" in answer.headers["set-cookie"]
        assert "Domain" not in answer.headers["set-cookie"]
        assert "max-age=63072000" in answer.headers["strict-transport-security"]
        assert browser.get("/api/me").status_code == 200


def test_an_id_chosen_by_the_browser_opens_nothing_and_does_not_survive(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.bring("choisi-par-l-attaquant-0123456789")
        assert browser.get("/api/me").status_code == 401
        browser.sign_in(email)
        assert browser.cookie() != "choisi-par-l-attaquant-0123456789"
    with reading(engine) as session:
        assert [one.token_hash for one in sessions(session)] != [kept("choisi-par-l-attaquant-0123456789")]


def test_signing_in_again_changes_the_id_and_closes_the_former_one(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        before = browser.cookie()
        browser.send("/connexion", {"email": email, "password": PASSWORD}, page="/connexion")
        assert browser.cookie() != before
        browser.bring(before)
        assert browser.get("/api/me").status_code == 401


def test_a_cookie_replayed_after_signing_out_opens_nothing(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        stolen = browser.cookie()
        browser.send("/deconnexion", {}, page="/confirmer")
        browser.bring(stolen)
        assert browser.get("/api/me").status_code == 401
    with reading(engine) as session:
        assert sessions(session) == []


@pytest.mark.parametrize("moved", [{"seen_at": NOW - IDLE}, {"opened_at": NOW - ABSOLUTE}])
def test_a_session_ends_by_itself(engine: Engine, tmp_path: Path, moved: dict[str, datetime]) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        assert browser.get("/api/me").status_code == 200
        with writing(engine) as session:
            session.execute(update(SignedIn).values(**moved))
        assert browser.get("/api/me").status_code == 401


def test_only_the_hash_of_an_id_is_kept(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        with reading(engine) as session:
            (one,) = sessions(session)
            assert one.token_hash == kept(browser.cookie())
            assert browser.cookie() not in str(one.model_dump())


def test_a_change_of_rights_holds_at_the_next_request_under_another_id(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine, None)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        assert browser.get("/api/people").status_code == 403
        before = browser.cookie()
        with writing(engine) as session:
            user = user_by_email(session, email)
            assert user is not None
            held = grant(
                session, user_id=user.id or 0, kind=ActorKind.S, territory_id=1, starts_on=NOW.date(), by="Ana"
            )
            held_id = held.id or 0
        assert browser.get("/api/people").status_code == 403
        with writing(engine) as session:
            approve(session, membership_id=held_id, by="Bilal")
        assert browser.get("/api/people").status_code == 200
        assert browser.cookie() != before
        with writing(engine) as session:
            end_membership(session, membership_id=held_id, today=NOW.date(), by="Ana")
        assert browser.get("/api/people").status_code == 403
        browser.bring(before)
        assert browser.get("/api/me").status_code == 401


def test_a_closed_account_is_out_at_once_and_cannot_come_back(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        with writing(engine) as session:
            user = user_by_email(session, email)
            disable_user(session, user_id=(user and user.id) or 0, now=NOW, by="Ana")
        assert browser.get("/api/me").status_code == 401
        assert browser.sign_in(email).status_code == 401


def test_an_unknown_account_a_closed_one_and_a_wrong_password_have_one_answer(engine: Engine, tmp_path: Path) -> None:
    email, closed = signed_up(engine), signed_up(engine)
    invited = signed_up(engine)
    with writing(engine) as session:
        session.execute(update(User).where(col(User.email) == closed).values(disabled_at=NOW))
        session.execute(update(User).where(col(User.email) == invited).values(password_hash=None))
    answers = set()
    with browsing(engine, tmp_path) as browser:
        for asked, password in ((email, "faux"), (closed, PASSWORD), (invited, PASSWORD), ("nul@exemple.fr", PASSWORD)):
            answer = browser.sign_in(asked, password)
            text = answer.text.replace(asked, "…").replace(browser.proof(), "…")
            answers.add((answer.status_code, text))
    assert {status for status, _ in answers} == {401}
    assert len(answers) == 1


def test_the_same_work_is_done_for_an_unknown_account(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time is not compared, which no machine repeats: what takes it is counted."""
    from clauses.accounts import passwords

    verified: list[str] = []

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept)
            return real.verify(kept, password)

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    real = passwords._HASHER
    passwords._nobody()
    monkeypatch.setattr(passwords, "_HASHER", Counting())
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email, "faux")
        browser.sign_in("nul@exemple.fr", "faux")
    assert len(verified) == 2
    assert all("m=19456,t=2,p=1" in one for one in verified)


def test_after_ten_wrong_tries_even_the_right_password_waits(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        statuses = [browser.sign_in(email, f"faux {number}").status_code for number in range(10)]
        assert statuses == [401] * 10
        assert browser.sign_in(email).status_code == 429
        other = signed_up(engine)
        assert browser.sign_in(other).status_code == 429, "the address is counted too"


def test_those_who_get_in_are_not_counted(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        assert {browser.sign_in(email).status_code for _ in range(12)} == {303}


def test_x_forwarded_for_of_nobody_in_particular_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        statuses = [
            browser.sign_in(f"{number}{email}", "faux", headers={"x-forwarded-for": f"203.0.113.{number}"}).status_code
            for number in range(12)
        ]
    assert statuses == [401] * 10 + [429] * 2


def test_x_forwarded_for_of_a_listed_proxy_tells_the_address_nearest_to_it(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path, peer="192.0.2.7", trusted_proxies="192.0.2.0/24") as browser:
        told = [{"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9"} for number in range(12)]
        statuses = [
            browser.sign_in(f"{number}{email}", "faux", headers=one).status_code for number, one in enumerate(told)
        ]
        assert statuses == [401] * 10 + [429] * 2, "what the client itself wrote before is not believed"
        away = {"x-forwarded-for": "203.0.113.10"}
        assert browser.sign_in(email, headers=away).status_code == 303


@pytest.mark.parametrize(
    "suite", ["//attacker.example", "https://attacker.example", "/\\attacker.example", "javascript:x"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(engine: Engine, tmp_path: Path, suite: str) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        answer = browser.send("/connexion", {"email": email, "password": PASSWORD, "suite": suite})
    assert answer.headers["location"] == "/"


# Forms


def post(browser: Browser, email: str, proof: str | None, **headers: str) -> int:
    data = {"email": email, "password": PASSWORD} | ({} if proof is None else {"preuve": proof})
    return browser.client.post("/connexion", data=data, headers=headers, follow_redirects=False).status_code


def test_a_form_without_its_proof_or_with_another_one_is_refused(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as other:
        foreign = other.proof()
    with browsing(engine, tmp_path) as browser:
        own = browser.proof()
        assert post(browser, email, None) == 403
        assert post(browser, email, "") == 403
        assert post(browser, email, foreign) == 403
        assert post(browser, email, own, origin="https://attacker.example") == 403
        assert post(browser, email, own, origin="null") == 403
        assert post(browser, email, own, referer="https://attacker.example/page") == 403
        assert post(browser, email, own, **{"sec-fetch-site": "cross-site"}) == 403
        assert post(browser, email, own, origin="http://127.0.0.1:8000") == 303
        before = browser.proof("/confirmer")
        assert before != own
        assert browser.client.post("/deconnexion", data={"preuve": own}).status_code == 403, "of before signing in"
        browser.send("/connexion", {"email": email, "password": PASSWORD}, page="/connexion")
        refused = browser.client.post("/deconnexion", data={"preuve": before})
        assert refused.status_code == 403, "of the former session"
        assert browser.send("/deconnexion", {}, page="/confirmer").status_code == 303


def test_the_proof_may_come_in_a_header(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        proof = browser.proof("/confirmer")
        assert (
            browser.client.post("/deconnexion", headers={"x-csrf-token": proof}, follow_redirects=False).status_code
            == 303
        )


def test_a_link_is_never_made_of_the_host_of_a_request(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    with browsing(engine, tmp_path) as browser:
        refused = browser.client.post(
            "/mot-de-passe-oublie", data={"email": email}, headers={"host": "attacker.example"}
        )
        assert refused.status_code == 400
        poisoned = {"x-forwarded-host": "attacker.example", "forwarded": "host=attacker.example"}
        assert browser.send("/mot-de-passe-oublie", {"email": email}, headers=poisoned).status_code == 200
    (mail,) = list((tmp_path / "mails").iterdir())
    text = mail.read_text(encoding="utf-8")
    assert "http://127.0.0.1:8000/lien/" in text
    assert "attacker" not in text


def test_a_form_too_heavy_is_refused_before_it_is_read(engine: Engine, tmp_path: Path) -> None:
    with browsing(engine, tmp_path) as browser:
        proof = browser.proof()
        answer = browser.client.post("/connexion", data={"preuve": proof, "email": "x" * 20_000})
        assert answer.status_code == 413


def test_an_account_has_no_standing_until_two_people_gave_it(engine: Engine) -> None:
    email = signed_up(engine, None)
    with writing(engine) as session:
        user = user_by_email(session, email)
        assert user is not None
        held = grant(session, user_id=user.id or 0, kind=ActorKind.F, territory_id=1, starts_on=NOW.date(), by="Ana")
        with pytest.raises(Exception, match="deux personnes"):
            approve(session, membership_id=held.id or 0, by="Ana")
        approve(session, membership_id=held.id or 0, by="Bilal")
        assert session.get_one(Membership, held.id).approved_by == "Bilal"
