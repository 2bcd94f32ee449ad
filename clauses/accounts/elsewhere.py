"""Signing in elsewhere: the part of OpenID Connect that a service plays (ProConnect, a directory of the body…).

Authorization code with PKCE (RFC 7636), discovery, state and nonce, keys of the provider (JWKS). Signatures and claims
are judged by joserfc; nothing here opens a session nor reads the database.

Source: OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4, RP-Initiated Logout 1.0; RFC 9207 for ``iss`` in the answer.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from clauses.accounts.secrets_drawn import drawn, same
from clauses.errors import Unusable

TRIP_LIFE: Final = 600
"""Seconds that somebody has to sign in at the provider."""

ACQUAINTED: Final = timedelta(minutes=5)
"""How long the provider's description of itself is kept, for those who leave."""

_ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures by a key of the provider alone: neither « none », nor one made with the shared secret."""

_SLACK = 60
_SECONDS = 10.0
_LARGEST = 200_000


LONGEST_SUBJECT: Final = 255
"""Characters of the name that a provider gives to somebody (Core 1.0 §2): a longer one is not cut, it is refused."""

_AGAIN: Final = "Recommencez depuis la page de connexion."
_OTHER_WAY: Final = "Entrez avec un mot de passe, et dites-le à qui tient le serveur."


class Stray(Unusable):
    """What came back from the provider cannot be trusted; the code says why, for the journal.

    The message says what to do: begin again, or come in by the other door while somebody mends this one.
    """


@dataclass(frozen=True)
class Provider:
    """Where one signs in. ``trusts_email``: it vouches for every address that it gives, without « email_verified »."""

    issuer: str
    client_id: str
    client_secret: str
    scope: str
    name: str
    trusts_email: bool = False


@dataclass(frozen=True)
class Trip:
    """What is kept of somebody sent to the provider, sealed in their own browser, until they come back."""

    state: str
    nonce: str
    verifier: str
    suite: str
    again: bool
    left_at: int

    @classmethod
    def begun(cls, suite: str, *, again: bool, now: datetime) -> Trip:
        """A new one: every secret of it is drawn."""
        return cls(drawn(), drawn(), drawn(), suite, again, int(now.timestamp()))

    def written(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, text: bytes, *, now: datetime) -> Trip | None:
        """The trip, while it lasts."""
        trip = cls(**json.loads(text))
        return trip if 0 <= int(now.timestamp()) - trip.left_at <= TRIP_LIFE else None


@dataclass(frozen=True)
class Identity:
    """Who the provider says came back. ``token`` is what ends the session there.

    ``entered``: when they said there who they are, in seconds (« auth_time », Core 1.0 §2); None when it does not say.
    """

    subject: str
    email: str
    token: str
    entered: int | None = None

    def entered_lately(self, now: datetime) -> bool:
        """Whether they said who they are within the minute, not in a session that the provider had kept open."""
        return self.entered is not None and abs(int(now.timestamp()) - self.entered) <= _SLACK


@dataclass(frozen=True)
class Presented:
    """A provider as it describes itself."""

    provider: Provider
    document: Mapping[str, Any]

    def address(self, trip: Trip, back: str) -> str:
        """Where to send somebody to sign in."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(trip.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.provider.client_id,
            "redirect_uri": back,
            "scope": self.provider.scope,
            "state": trip.state,
            "nonce": trip.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if trip.again:
            asked |= {"prompt": "login", "max_age": "0"}
        return _with(str(self.document["authorization_endpoint"]), asked)

    def farewell(self, token: str, back: str) -> str | None:
        """Where to end the session of the provider too; None when it has no such address."""
        end = self.document.get("end_session_endpoint")
        if not isinstance(end, str):
            return None
        return _with(end, {"id_token_hint": token, "post_logout_redirect_uri": back, "state": drawn()})


def meet(provider: Provider) -> Presented:
    """Reads how the provider describes itself. Raises `Stray`."""
    with _client() as client:
        document = _object(client, "GET", provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if document.get("issuer") != provider.issuer:
        raise Stray(f"Le fournisseur d'identité ne se présente pas sous le nom attendu. {_OTHER_WAY}", code="issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _sound(provider, document.get(name))
    for name in ("userinfo_endpoint", "end_session_endpoint"):
        if document.get(name) is not None:
            _sound(provider, document[name])
    return Presented(provider, document)


class Acquaintance:
    """How a provider described itself, kept some minutes: who is sent there does not have it asked again each time."""

    def __init__(self) -> None:
        self._kept: tuple[datetime, Presented] | None = None

    def met(self, provider: Provider, *, now: datetime) -> Presented:
        """The provider as it described itself lately. Raises `Stray`; what could not be read is not kept."""
        kept = self._kept
        if kept is not None and kept[1].provider == provider and kept[0] <= now < kept[0] + ACQUAINTED:
            return kept[1]
        presented = meet(provider)
        self._kept = (now, presented)
        return presented


def come_back(presented: Presented, trip: Trip, answer: Mapping[str, str], *, back: str, now: datetime) -> Identity:
    """Who came back, once everything that the provider says of them was verified. Raises `Stray`."""
    provider, document = presented.provider, presented.document
    if not answer.get("state") or not same(answer["state"], trip.state):
        raise Stray(f"Ce retour n'est pas celui de la demande. {_AGAIN}", code="state")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise Stray(f"Ce retour vient d'un autre fournisseur. {_AGAIN}", code="iss")
    if "error" in answer or not answer.get("code"):
        raise Stray(f"Le fournisseur d'identité n'a laissé entrer personne. {_AGAIN}", code="refused")
    with _client() as client:
        told = _exchanged(client, presented, trip, answer["code"], back)
        keys = _keys(client, str(document["jwks_uri"]))
        token = told.get("id_token")
        if not isinstance(token, str):
            raise Stray(f"Le fournisseur d'identité ne dit pas qui est entré. {_OTHER_WAY}", code="id_token")
        claims = _claims(token, keys)
        _judged(claims, provider, trip, now=now)
        if "email" not in claims and "userinfo_endpoint" in document:
            claims |= _person(client, presented, told, keys, claims["sub"])
    email = claims.get("email")
    if not isinstance(email, str) or not email:
        raise Stray(
            "Le fournisseur d'identité ne donne pas d'adresse électronique. Ajoutez-la à votre compte chez lui, ou "
            "entrez avec un mot de passe.",
            code="no_email",
        )
    if claims.get("email_verified") is not True and not provider.trusts_email:
        raise Stray(
            "Le fournisseur d'identité n'a pas vérifié cette adresse électronique. Faites-la vérifier chez lui, ou "
            "entrez avec un mot de passe.",
            code="email_not_verified",
        )
    entered = claims.get("auth_time")
    return Identity(str(claims["sub"]), email, token, entered if type(entered) is int else None)


def _exchanged(client: httpx.Client, presented: Presented, trip: Trip, code: str, back: str) -> dict[str, Any]:
    """The tokens of a code. The secret goes in the way that the provider lists: in a header, unless it wants a form."""
    provider, document = presented.provider, presented.document
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": trip.verifier}
    ways = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in ways:
        auth = httpx.BasicAuth(provider.client_id, provider.client_secret)
        return _object(client, "POST", str(document["token_endpoint"]), data=form, auth=auth)
    form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    return _object(client, "POST", str(document["token_endpoint"]), data=form)


def _judged(claims: Mapping[str, Any], provider: Provider, trip: Trip, *, now: datetime) -> None:
    """Core 1.0 §3.1.3.7: of whom, for whom, of now, for this very demand."""
    audience = claims.get("aud")
    several = isinstance(audience, list) and len(audience) > 1
    for_us: dict[str, Any] = {"essential": True, "value": provider.client_id}
    wanted: dict[str, Any] = {"azp": for_us} if several or "azp" in claims else {}
    registry = jwt.JWTClaimsRegistry(
        now=lambda: int(now.timestamp()),
        leeway=_SLACK,
        **wanted,
        iss={"essential": True, "value": provider.issuer},
        sub={"essential": True},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": trip.nonce},
    )
    try:
        registry.validate(dict(claims))
    except JoseError as error:
        raise Stray(f"La preuve du fournisseur d'identité n'est pas valable. {_AGAIN}", code="claims") from error
    if trip.again:
        entered = claims.get("auth_time")
        if not isinstance(entered, int) or entered < trip.left_at - _SLACK:
            raise Stray(f"Le fournisseur d'identité n'a pas redemandé qui vous êtes. {_AGAIN}", code="auth_time")
    if not 0 < len(str(claims["sub"])) <= LONGEST_SUBJECT:
        raise Stray(f"Le fournisseur d'identité nomme cette personne trop longuement. {_OTHER_WAY}", code="subject")


def _person(
    client: httpx.Client, presented: Presented, told: Mapping[str, Any], keys: KeySet, subject: str
) -> dict[str, Any]:
    """What the provider tells of the person: as an object, or signed (ProConnect); of the same person."""
    headers = {"Authorization": f"Bearer {told.get('access_token', '')}"}
    answer = _asked(client, "GET", str(presented.document["userinfo_endpoint"]), headers=headers)
    if answer.headers.get("content-type", "").startswith("application/jwt"):
        claims = _claims(answer.text, keys)
        for_us = claims.get("aud") in (None, presented.provider.client_id, [presented.provider.client_id])
        if claims.get("iss", presented.provider.issuer) != presented.provider.issuer or not for_us:
            raise Stray(f"Le fournisseur d'identité parle à un autre que nous. {_OTHER_WAY}", code="userinfo")
    else:
        claims = _as_object(answer)
    if claims.get("sub") != subject:
        raise Stray(f"Le fournisseur d'identité parle de quelqu'un d'autre. {_AGAIN}", code="userinfo")
    return {name: claims[name] for name in ("email", "email_verified") if name in claims}


def _claims(token: str, keys: KeySet) -> dict[str, Any]:
    try:
        return dict(jwt.decode(token, keys, algorithms=_ALGORITHMS).claims)
    except (JoseError, ValueError) as error:
        words = f"La signature du fournisseur d'identité n'est pas la sienne. {_OTHER_WAY}"
        raise Stray(words, code="signature") from error


def _keys(client: httpx.Client, address: str) -> KeySet:
    try:
        return KeySet.import_key_set(_object(client, "GET", address))  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise Stray(f"Les clés du fournisseur d'identité ne sont pas lisibles. {_OTHER_WAY}", code="jwks") from error


def _client() -> httpx.Client:
    return httpx.Client(timeout=_SECONDS, follow_redirects=False, trust_env=True)


def _object(client: httpx.Client, method: str, address: str, **more: Any) -> dict[str, Any]:
    return _as_object(_asked(client, method, address, **more))


def _asked(client: httpx.Client, method: str, address: str, **more: Any) -> httpx.Response:
    try:
        answer = client.request(method, address, **more)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Stray("Le fournisseur d'identité ne répond pas. Réessayez, ou entrez avec un mot de passe.") from error
    if answer.status_code != 200 or len(answer.content) > _LARGEST:
        raise Stray(f"Le fournisseur d'identité a refusé de répondre. {_OTHER_WAY}", code="answer")
    return answer


def _as_object(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError as error:
        raise Stray(f"Le fournisseur d'identité répond ce qui ne se lit pas. {_OTHER_WAY}", code="answer") from error
    if not isinstance(told, dict):
        raise Stray(f"Le fournisseur d'identité répond ce qui ne se lit pas. {_OTHER_WAY}", code="answer")
    return told


def _sound(provider: Provider, address: Any) -> None:
    """Addresses are read by https, unless the provider itself is of this machine."""
    parts = urlsplit(address) if isinstance(address, str) else None
    schemes = ("https", urlsplit(provider.issuer).scheme)
    if parts is None or not parts.netloc or parts.scheme not in schemes:
        raise Stray(f"Le fournisseur d'identité donne une adresse qui n'est pas sûre. {_OTHER_WAY}", code="address")


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
