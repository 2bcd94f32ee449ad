"""What an installation is, once its settings were judged: its secret, its hosts, the names of its cookies."""

from __future__ import annotations

import ipaddress
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine

from clauses.accounts.elsewhere import Acquaintance, Provider
from clauses.accounts.sealed import Seals
from clauses.errors import Misused, Unusable, cause
from clauses.reports.documents.look import Look, look_of
from clauses.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names under which a machine calls itself; another one in Host is a page of elsewhere reaching in."""

_SHORTEST_SECRET = 32
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Installation:
    """A database and everything that its pages need to know of where they are served.

    ``former``: the secrets of before, that open what they sealed and seal nothing more.
    """

    engine: Engine
    settings: Settings
    secret: str
    former: tuple[str, ...]
    hosts: frozenset[str]
    origins: frozenset[str]
    proxies: tuple[Network, ...]
    seals: Seals
    provider: Provider | None = None
    acquaintance: Acquaintance = field(default_factory=Acquaintance, compare=False)

    @property
    def secure(self) -> bool:
        """Whether cookies travel by https alone. Not on the loopback of a demonstration."""
        return self.settings.public_url.startswith("https://")

    @property
    def look(self) -> Look:
        """How its documents look."""
        return look_of(self.settings.home)

    @property
    def session_cookie(self) -> str:
        """`__Host-`: of this host alone, by https alone, set by no other page."""
        return "__Host-session" if self.secure else "session"

    @property
    def trip_cookie(self) -> str:
        """Holds, sealed, what is kept of somebody sent to sign in elsewhere."""
        return "__Host-ailleurs" if self.secure else "ailleurs"

    @property
    def visit_cookie(self) -> str:
        """Binds the forms of somebody who has not signed in yet."""
        return "__Host-visit" if self.secure else "visit"


def installation(engine: Engine, settings: Settings) -> Installation:
    """The installation of these settings. Raises ``Misused`` for what would not be safe to serve."""
    public = urlsplit(settings.public_url)
    if public.scheme not in ("http", "https") or not public.netloc or public.path:
        raise Misused("CLAUSES_BASE_URL n'est pas une adresse : écrivez par exemple https://clauses.exemple.fr.")
    if settings.in_production:
        if public.scheme != "https":
            raise Misused("En production, CLAUSES_BASE_URL commence par https://. Donnez l'adresse publique.")
        if not settings.secret:
            raise Misused("En production, donnez CLAUSES_SECRET : 32 caractères au hasard au moins.")
    local = {f"{name}:{settings.port}" for name in LOOPBACK}
    hosts = {public.netloc.lower()} | (set() if settings.in_production else local)
    secret, former = _secret(settings), _former(settings)
    return Installation(
        engine=engine,
        settings=settings,
        secret=secret,
        former=former,
        seals=Seals.of([secret, *former]),
        provider=_provider(settings),
        hosts=frozenset(hosts),
        origins=frozenset(f"{public.scheme}://{host}" for host in hosts),
        proxies=_networks(settings.trusted_proxies),
    )


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise Misused(
            "CLAUSES_TRUSTED_PROXIES : donnez des adresses ou des réseaux, séparés par des virgules."
        ) from error


def _secret(settings: Settings) -> str:
    """The secret given, else one drawn once and kept beside the data, readable by this account alone."""
    if settings.secret:
        if len(settings.secret) < _SHORTEST_SECRET:
            raise Misused(f"CLAUSES_SECRET : donnez {_SHORTEST_SECRET} caractères au moins.")
        return settings.secret
    place = settings.home / "secret"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        return _drawn_once(place)
    except OSError as error:
        raise Unusable(
            f"Le secret ne peut pas être gardé dans {place} : {cause(error)}. Ouvrez ce dossier à ce compte, ou donnez "
            "CLAUSES_SECRET."
        ) from error


def _provider(settings: Settings) -> Provider | None:
    if not settings.oidc_issuer:
        return None
    address = urlsplit(settings.oidc_issuer)
    loopback = address.hostname in ("127.0.0.1", "localhost", "::1") and not settings.in_production
    if not address.netloc or (address.scheme != "https" and not (loopback and address.scheme == "http")):
        raise Misused("CLAUSES_OIDC_ISSUER n'est pas une adresse en https://. Recopiez celle que le fournisseur donne.")
    if not settings.oidc_client_id or not settings.oidc_client_secret:
        raise Misused("Avec CLAUSES_OIDC_ISSUER, donnez CLAUSES_OIDC_CLIENT_ID et CLAUSES_OIDC_CLIENT_SECRET.")
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        scope=settings.oidc_scope,
        name=settings.oidc_name,
        trusts_email=settings.oidc_trusts_email,
    )


def _former(settings: Settings) -> tuple[str, ...]:
    return tuple(one for part in settings.former_secrets.split(",") if (one := part.strip()))


def _drawn_once(place: Path) -> str:
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = place.read_text(encoding="ascii", errors="replace").strip()
        if len(kept) >= _SHORTEST_SECRET:
            return kept
        place.unlink()  # cut while it was written: nothing was ever made of it
        return _drawn_once(place)
    drawn = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(drawn)
    return drawn
