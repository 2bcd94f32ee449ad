"""Signing in elsewhere (OpenID Connect): against a provider on this machine, that tells the truth, then lies."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from httpx import Response
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import Engine, update
from sqlmodel import col, func, select

from clauses.accounts.elsewhere import ACQUAINTED, Acquaintance
from clauses.accounts.keys import ExternalIdentity, SignedIn
from clauses.accounts.models import User
from clauses.accounts.rules import RECENT, ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.errors import Misused
from clauses.web.installation import installation
from tests import accounts
from tests.clauses.web.browser import Browser, browsing, code_now, settings, signed_up
from tests.clauses.web.provider import CLIENT, SECRET, Provider, providing

TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Trip:
    """A provider, a browser, and somebody invited whose address the provider gives."""

    engine: Engine
    browser: Browser
    provider: Provider
    email: str

    def leave(self, more: str = "") -> str:
        """The address at the provider where one is sent."""
        answer = self.browser.get(f"/connexion/ailleurs?suite=/marches{more}")
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def back(self, address: str) -> str:
        """Signs in there; the address, here, where one is sent back."""
        location = httpx.get(address, follow_redirects=False).headers["location"]
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "http://127.0.0.1:8000/connexion/retour"
        return f"{parts.path}?{parts.query}"

    def sign_in(self, more: str = "") -> Response:
        return self.browser.get(self.back(self.leave(more)))

    @property
    def inside(self) -> bool:
        return self.browser.get("/api/me").status_code == 200

    def why(self) -> list[str]:
        """What the journal says of those who were not let in."""
        with reading(self.engine) as session:
            failed = select(Journal.details).where(col(Journal.act) == "sign_in_failed")
            told = session.exec(failed.order_by(col(Journal.number))).all()
        return [found[1] for one in told if (found := re.search(r'"elsewhere": "(\w+)"', one))]


@contextmanager
def travelling(engine: Engine, home: Path, kind: ActorKind = ActorKind.S, **values: Any) -> Iterator[Trip]:
    email = signed_up(engine, kind)
    with providing() as provider:
        provider.person |= {"email": email, "email_verified": True}
        given = {"oidc_issuer": provider.base, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET} | values
        with browsing(engine, home, **given) as browser:
            yield Trip(engine, browser, provider, email)


@pytest.fixture
def trip(engine: Engine, tmp_path: Path) -> Iterator[Trip]:
    with travelling(engine, tmp_path) as made:
        yield made


# Let in


def test_somebody_invited_signs_in_and_lands_where_they_were_going(trip: Trip) -> None:
    assert "Se connecter avec ProConnect" in trip.browser.get("/connexion").text
    answer = trip.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/marches")
    assert trip.inside
    asked = trip.provider.asked
    assert asked["scope"] == "openid email"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    with reading(trip.engine) as session:
        (held,) = session.exec(select(SignedIn)).all()
        (linked,) = session.exec(select(ExternalIdentity)).all()
        acts = session.exec(select(Journal.act).order_by(col(Journal.number))).all()
    assert (linked.issuer, linked.subject) == (trip.provider.base, "sujet-1")
    assert held.id_token
    assert "eyJ" not in held.id_token, "sealed"
    assert acts[-2:] == ["link_identity", "sign_in"]


def test_it_works_again_and_with_an_address_in_capitals(trip: Trip) -> None:
    trip.provider.person["email"] = trip.email.upper()
    for _ in range(2):
        assert trip.sign_in().status_code == 303
    with reading(trip.engine) as session:
        assert session.exec(select(func.count()).select_from(ExternalIdentity)).one() == 1


@pytest.mark.parametrize("way", ["in the id token", "signed", "by the header"])
def test_providers_tell_it_in_several_ways(trip: Trip, way: str) -> None:
    if way == "in the id token":
        trip.provider.claims |= {"email": trip.email, "email_verified": True}
        trip.provider.person = {"sub": "sujet-1"}
    elif way == "signed":
        trip.provider.signed_person = True
    else:
        trip.provider.claims |= {"aud": [CLIENT]}
    assert trip.sign_in().status_code == 303
    assert ("/userinfo" in trip.provider.seen) is (way != "in the id token")


def test_a_second_factor_is_asked_for_all_the_same(engine: Engine, tmp_path: Path) -> None:
    with travelling(engine, tmp_path, ActorKind.F) as trip:
        values = {"totp_secret": TOTP, "totp_confirmed_at": datetime.now(UTC)}
        with writing(engine) as session:
            session.execute(update(User).where(col(User.email) == trip.email).values(**values))
        assert trip.sign_in().headers["location"] == "/second-facteur?suite=/marches"
        assert not trip.inside
        trip.browser.send("/second-facteur", {"code": code_now(TOTP)})
        assert trip.inside


def test_filters_come_through_the_second_factor(engine: Engine, tmp_path: Path) -> None:
    with travelling(engine, tmp_path, ActorKind.F) as trip:
        values = {"totp_secret": TOTP, "totp_confirmed_at": datetime.now(UTC)}
        with writing(engine) as session:
            session.execute(update(User).where(col(User.email) == trip.email).values(**values))
        address = trip.browser.get("/connexion/ailleurs?suite=/lignes%3Fmois%3D2024-01%26etat%3Dx").headers["location"]
        sent = trip.browser.get(trip.back(address)).headers["location"]
    assert parse_qs(urlsplit(sent).query) == {"suite": ["/lignes?mois=2024-01&etat=x"]}


@pytest.mark.parametrize("entered", [None, "hier", True, -3600, 3600])
def test_coming_in_by_a_session_kept_there_proves_nothing_of_now(trip: Trip, entered: Any) -> None:
    """A machine left open at the provider: what validates, exports or grants asks who it is."""
    told = int(time.time()) + entered if type(entered) is int else entered
    trip.provider.claims["auth_time"] = told
    assert trip.sign_in().status_code == 303
    assert trip.browser.get("/api/me").json()["password_asked_again"] is True


def test_coming_in_just_after_the_provider_asked_is_as_good_as_a_password(trip: Trip) -> None:
    assert trip.sign_in().status_code == 303
    assert trip.browser.get("/api/me").json()["password_asked_again"] is False


def test_a_session_that_an_attacker_put_there_is_not_the_one_that_opens(trip: Trip) -> None:
    trip.browser.bring("choisi-par-l-attaquant-0123456789")
    trip.sign_in()
    assert trip.browser.cookie() != "choisi-par-l-attaquant-0123456789"


# Kept out: the account


def test_no_account_is_ever_created(trip: Trip) -> None:
    trip.provider.person["email"] = "inconnue@exemple.fr"
    with reading(trip.engine) as session:
        before = session.exec(select(func.count()).select_from(User)).one()
    answer = trip.sign_in()
    assert (answer.status_code, trip.inside, trip.why()) == (401, False, ["unknown_account"])
    with reading(trip.engine) as session:
        assert session.exec(select(func.count()).select_from(User)).one() == before


def test_a_closed_account_an_unknown_one_and_another_subject_have_one_answer(trip: Trip) -> None:
    assert trip.sign_in().status_code == 303
    trip.browser.client.cookies.clear()
    said = set()
    trip.provider.claims["sub"] = trip.provider.person["sub"] = "sujet-2"
    said.add(_words(trip.sign_in()))
    trip.provider.person["email"] = "inconnue@exemple.fr"
    said.add(_words(trip.sign_in()))
    trip.provider.person["email"] = trip.email
    with writing(trip.engine) as session:
        session.execute(update(User).values(disabled_at=datetime.now(UTC)))
    said.add(_words(trip.sign_in()))
    assert len(said) == 1
    assert trip.why() == ["other_subject", "unknown_account", "unknown_account"]
    assert not trip.inside


def _words(answer: Response) -> str:
    assert answer.status_code == 401
    return answer.text.partition("<main")[2].partition("</main>")[0]


def test_a_subject_that_is_somebody_does_not_become_somebody_else(trip: Trip) -> None:
    trip.sign_in()
    trip.browser.client.cookies.clear()
    other = signed_up(trip.engine, ActorKind.S)
    trip.provider.person["email"] = other
    assert trip.sign_in().status_code == 401
    assert trip.why() == ["subject_of_another"]


@pytest.mark.parametrize("said", [None, False, "true"])
def test_an_address_that_was_not_verified_opens_nothing(trip: Trip, said: Any) -> None:
    trip.provider.person["email_verified"] = said
    if said is None:
        del trip.provider.person["email_verified"]
    assert trip.sign_in().status_code == 401
    assert trip.why() == ["email_not_verified"]


def test_unless_the_installation_says_that_the_provider_vouches_for_it(engine: Engine, tmp_path: Path) -> None:
    with travelling(engine, tmp_path, oidc_trusts_email=True) as trip:
        del trip.provider.person["email_verified"]
        assert trip.sign_in().status_code == 303


# Kept out: the proof


def _other_key(provider: Provider) -> None:
    provider.shown = RSAKey.generate_key(2048, {"kid": "1"})


def _shared_secret(provider: Provider) -> None:
    provider.key, provider.header = OctKey.import_key(SECRET), {"alg": "HS256"}  # type: ignore[assignment]
    provider.shown = RSAKey.generate_key(2048, {"kid": "1"})


LIES: dict[str, Callable[[Provider], object]] = {
    "signature": _other_key,
    "signature ": _shared_secret,
    "claims": lambda told: told.claims.update(nonce="autre"),
    "claims ": lambda told: told.claims.update(nonce=None),
    "claims  ": lambda told: told.claims.update(aud="un autre service"),
    "claims   ": lambda told: told.claims.update(iss="https://un-autre.exemple.fr"),
    "claims    ": lambda told: told.claims.update(exp=int(time.time()) - 120),
    "claims     ": lambda told: told.claims.update(iat=int(time.time()) + 3600),
    "claims      ": lambda told: told.claims.update(aud=[CLIENT, "autre"]),
    "claims       ": lambda told: told.claims.update(aud=[CLIENT, "autre"], azp="autre"),
    "userinfo": lambda told: told.person.update(sub="quelqu'un d'autre"),
    "no_email": lambda told: told.person.update(email=None),
    "subject": lambda told: told.claims.update(sub="s" * 256),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_the_provider_does_not_prove_opens_nothing(trip: Trip, lie: str) -> None:
    LIES[lie](trip.provider)
    answer = trip.sign_in()
    assert (answer.status_code, trip.inside, trip.why()) == (401, False, [lie.strip()])
    assert re.search(r"Recommencez|[Ee]ntrez avec un mot de passe", _words(answer)), "what to do now is said"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"issuer": "https://un-autre.exemple.fr"}, "issuer"),
        ({"token_endpoint": None}, "address"),
        ({"jwks_uri": "ftp://127.0.0.1/cles"}, "address"),
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_visited(
    trip: Trip, document: dict[str, Any], code: str
) -> None:
    trip.provider.document = document
    assert trip.browser.get("/connexion/ailleurs").status_code == 401
    assert trip.why() == [code]


def test_a_provider_that_does_not_answer_is_said(engine: Engine, tmp_path: Path) -> None:
    with travelling(engine, tmp_path) as trip:
        gone = trip.leave()
        back = trip.back(gone)
        trip.provider.document = {"token_endpoint": "http://127.0.0.1:9/token"}
        answer = trip.browser.get(back)
        assert (answer.status_code, "ne répond pas" in answer.text) == (401, True)


# Kept out: the return


def test_a_return_that_was_not_asked_for_here_is_refused(trip: Trip) -> None:
    """Somebody sent back with another's code (login CSRF), or with nothing of theirs."""
    stolen = trip.back(trip.leave())
    trip.browser.client.cookies.clear()
    assert trip.browser.get(stolen).status_code == 401
    mine = trip.back(trip.leave())
    assert trip.browser.get(stolen).status_code == 401
    assert trip.browser.get(mine).status_code == 401, "a trip that failed is over"
    assert trip.why() == ["no_trip", "state", "no_trip"]
    assert not trip.inside


def test_a_code_serves_once(trip: Trip) -> None:
    address = trip.back(trip.leave())
    held = trip.browser.client.cookies.get("ailleurs")
    assert trip.browser.get(address).status_code == 303
    assert not trip.browser.client.cookies.get("ailleurs")
    trip.browser.client.cookies.clear()
    trip.browser.client.cookies.set("ailleurs", held or "", domain="127.0.0.1", path="/")
    assert trip.browser.get(address).status_code == 401
    assert not trip.inside


def test_a_code_is_bound_to_who_asked_for_it(trip: Trip) -> None:
    """PKCE: the code of a trip, brought back with the cookie and the state of another one."""
    first = parse_qs(urlsplit(trip.back(trip.leave())).query)["code"][0]
    second = trip.back(trip.leave())
    state = parse_qs(urlsplit(second).query)["state"][0]
    assert trip.browser.get(f"/connexion/retour?code={first}&state={state}").status_code == 401
    assert trip.why() == ["answer"]


@pytest.mark.parametrize(
    ("query", "code"),
    [("state={state}&error=access_denied", "refused"), ("state={state}", "refused"), ("code=c", "state"),
     ("state={state}&code=c&iss=https://un-autre.exemple.fr", "iss")],
)  # fmt: skip
def test_an_answer_that_lets_nobody_in_is_said(trip: Trip, query: str, code: str) -> None:
    state = parse_qs(urlsplit(trip.leave()).query)["state"][0]
    assert trip.browser.get("/connexion/retour?" + query.format(state=state)).status_code == 401
    assert trip.why() == [code]


def test_a_trip_that_lasted_too_long_is_over(trip: Trip, monkeypatch: pytest.MonkeyPatch) -> None:
    address = trip.back(trip.leave())
    monkeypatch.setattr("clauses.accounts.elsewhere.TRIP_LIFE", -1)
    assert trip.browser.get(address).status_code == 401
    assert trip.why() == ["no_trip"]


def test_nobody_is_sent_elsewhere_afterwards(trip: Trip) -> None:
    address = trip.browser.get("/connexion/ailleurs?suite=//attacker.example").headers["location"]
    assert trip.browser.get(trip.back(address)).headers["location"] == "/"


def test_returns_are_counted(trip: Trip) -> None:
    statuses = [trip.browser.get("/connexion/retour?code=c&state=s").status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


def test_departures_are_counted_apart_and_do_not_have_the_provider_asked_each_time(trip: Trip) -> None:
    statuses = [trip.browser.get("/connexion/ailleurs").status_code for _ in range(11)]
    assert statuses == [303] * 10 + [429]
    assert trip.provider.seen.count("/.well-known/openid-configuration") == 1
    assert trip.browser.get("/connexion/retour?code=c&state=s").status_code == 401, "no other door is closed"


def test_an_office_that_comes_back_is_not_kept_from_leaving(trip: Trip) -> None:
    assert {trip.sign_in().status_code for _ in range(12)} == {303}


def test_what_a_provider_says_of_itself_is_kept_five_minutes(trip: Trip) -> None:
    known, provider = Acquaintance(), installation(
        trip.engine, settings(Path(), secret="s" * 40, oidc_issuer=trip.provider.base, oidc_client_id=CLIENT,
                              oidc_client_secret=SECRET)
    ).provider  # fmt: skip
    assert provider is not None
    start = datetime.now(UTC)
    first = known.met(provider, now=start)
    assert known.met(provider, now=start + ACQUAINTED - timedelta(seconds=1)) is first
    assert known.met(provider, now=start + ACQUAINTED) is not first


# Confirming, and leaving


def test_it_confirms_who_one_is_when_the_provider_asked_again(trip: Trip) -> None:
    trip.sign_in()
    with writing(trip.engine) as session:
        session.execute(update(SignedIn).values(proven_at=datetime.now(UTC) - RECENT))
    assert trip.browser.get("/api/me").json()["password_asked_again"] is True
    assert "Confirmer avec ProConnect" in trip.browser.get("/confirmer").text
    before = trip.browser.cookie()
    trip.provider.claims["auth_time"] = int(time.time()) - 3600
    assert trip.sign_in("&confirmer=true").status_code == 401
    assert trip.provider.asked["prompt"] == "login"
    assert trip.browser.get("/api/me").json()["password_asked_again"] is True
    del trip.provider.claims["auth_time"]
    assert trip.sign_in("&confirmer=true").status_code == 303
    assert trip.browser.get("/api/me").json()["password_asked_again"] is False
    assert trip.browser.cookie() != before
    assert trip.why() == ["auth_time"]


def test_nobody_confirms_for_somebody_else(trip: Trip) -> None:
    trip.sign_in()
    other = signed_up(trip.engine, ActorKind.S)
    trip.provider.claims["sub"] = trip.provider.person["sub"] = "sujet-2"
    trip.provider.person["email"] = other
    assert trip.sign_in("&confirmer=true").status_code == 401
    assert trip.why() == ["somebody_else"]


def test_leaving_ends_the_session_here_and_shows_how_to_end_it_there(trip: Trip) -> None:
    trip.sign_in()
    stolen = trip.browser.cookie()
    page = trip.browser.send("/deconnexion", {}, page="/confirmer")
    found = re.search(r'href="([^"]+/end\?[^"]+)"', page.text)
    assert found, page.text
    asked = parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)
    assert asked["id_token_hint"][0].startswith("eyJ")
    assert asked["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/connexion"]
    trip.browser.bring(stolen)
    assert not trip.inside


def test_leaving_does_not_have_the_provider_describe_itself_again(trip: Trip) -> None:
    trip.sign_in()
    asked = len(trip.provider.seen)
    trip.browser.send("/deconnexion", {}, page="/confirmer")
    assert trip.provider.seen[asked:] == []


def test_leaving_goes_on_when_the_provider_has_no_such_address_or_does_not_answer(
    trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clauses.accounts.elsewhere.ACQUAINTED", timedelta(0))
    for document in ({"end_session_endpoint": None}, {"issuer": "autre"}):
        trip.provider.document = {}
        trip.sign_in()
        trip.provider.document = document
        answer = trip.browser.send("/deconnexion", {}, page="/confirmer")
        assert (answer.status_code, answer.headers["location"]) == (303, "/connexion")
        assert not trip.inside


# Settings


def test_without_a_provider_there_is_no_such_page(engine: Engine, tmp_path: Path) -> None:
    with browsing(engine, tmp_path) as browser:
        assert "ProConnect" not in browser.get("/connexion").text
        for path in ("/connexion/ailleurs", "/connexion/retour?code=c&state=s"):
            assert browser.get(path).status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"oidc_issuer": "http://identites.exemple.fr", "oidc_client_id": "a", "oidc_client_secret": "b"},
        {"oidc_issuer": "https://identites.exemple.fr", "oidc_client_id": "a"},
        {"oidc_issuer": "https://identites.exemple.fr", "oidc_client_secret": "b"},
        {"oidc_issuer": "identites", "oidc_client_id": "a", "oidc_client_secret": "b"},
    ],
)
def test_a_provider_that_is_not_whole_is_not_served(engine: Engine, tmp_path: Path, values: dict[str, Any]) -> None:
    with pytest.raises(Misused, match="OIDC"):
        installation(engine, settings(tmp_path, **values))


def test_in_production_the_cookie_of_a_trip_is_of_this_host_by_https_alone(engine: Engine, tmp_path: Path) -> None:
    chosen = settings(
        tmp_path, environment="production", base_url="https://clauses.exemple.fr", secret="s" * 40,
        oidc_issuer="https://identites.exemple.fr", oidc_client_id="a", oidc_client_secret="b",
    )  # fmt: skip
    place = installation(engine, chosen)
    assert place.trip_cookie.startswith("__Host-")
    with writing(engine) as session:
        accounts.external_identity(session)
