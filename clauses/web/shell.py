"""Around the whole application: known hosts, the true address of who calls, headers, cookies, logs, denials kept.

It wraps the router itself, so that an address that does not exist has the same headers as one that does.
"""

from __future__ import annotations

import ipaddress
import logging
import secrets
import time
from collections.abc import Sequence
from typing import Any, cast

import anyio.to_thread
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from clauses import audit
from clauses.accounts.rules import ABSOLUTE
from clauses.db import writing
from clauses.web.installation import Installation, Network
from clauses.web.visitors import NOBODY, Visitor

log = logging.getLogger("clauses.web")

_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-frame-options": b"DENY",
}
_FIELD = "worker-src 'self'; manifest-src 'self'; "
"""What a phone needs to work without network: our own worker, our own manifest."""
_LONG = b"max-age=63072000; includeSubDomains"
_UNREADABLE_HOST = b"Cette adresse n'est pas celle de l'application."


class Shell:
    """The ASGI application around the router."""

    def __init__(self, inside: ASGIApp, place: Installation) -> None:
        self.inside, self.place = inside, place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if str(scope["type"]) != "http":
            await self.inside(scope, receive, send)
            return
        started = time.perf_counter()
        asked = cast("dict[str, Any]", scope)
        state: dict[str, Any] = asked.setdefault("state", {})
        state["nonce"] = secrets.token_urlsafe(16)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                await self._keep_denial(asked, state)
                message["headers"] = self._headers(asked["path"], state, list(message.get("headers", [])))
            await send(message)

        headers = asked["headers"]
        self._true_address(asked, headers)
        if _one(headers, b"host").lower() not in self.place.hosts:
            await self._refuse_host(sending)
        else:
            await self.inside(scope, receive, sending)
        milliseconds = round((time.perf_counter() - started) * 1000)
        log.info(
            "request",
            extra={
                "method": asked["method"],
                "route": str(asked.get("path_template") or "(inconnue)"),
                "status": status,
                "milliseconds": milliseconds,
                "incident": state.get("incident", ""),
            },
        )

    def _headers(self, path: str, state: dict[str, Any], given: list[tuple[bytes, bytes]]) -> list[Any]:
        kept = [(name, value) for name, value in given if name.lower() != b"server"]
        nonce = state["nonce"]
        script = "" if path.startswith("/api/") else f"script-src 'self' 'nonce-{nonce}'; connect-src 'self'; {_FIELD}"
        style = (
            ""
            if path.startswith("/api/")
            else f"style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
        )
        policy = f"default-src 'none'; {script}{style}form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        kept += [*_HEADERS.items(), (b"content-security-policy", policy.encode())]
        if not path.startswith("/static/"):  # assets say themselves how long they keep: their name is their content
            kept = [(name, value) for name, value in kept if name.lower() != b"cache-control"]
            kept.append((b"cache-control", b"no-store"))
        if self.place.secure:
            kept.append((b"strict-transport-security", _LONG))
        visitor = state.get("visitor")
        if isinstance(visitor, Visitor) and visitor.new_cookie and not state.get("cookie_written"):
            kept.append((b"set-cookie", session_cookie(self.place, visitor.new_cookie).encode()))
        return kept

    async def _keep_denial(self, asked: dict[str, Any], state: dict[str, Any]) -> None:
        """A denial is an act of the journal, whoever was denied."""
        denied = state.pop("denied", None)
        if denied is None:
            return
        visitor = state.get("visitor")
        author = visitor.scope.author if isinstance(visitor, Visitor) else NOBODY
        number = next((value for value in asked.get("path_params", {}).values() if isinstance(value, int)), None)

        def kept() -> None:
            with writing(self.place.engine) as session:
                audit.record(
                    session,
                    "denied",
                    by=author[:200],
                    subject=str(asked.get("path_template") or "")[:80],
                    subject_id=number if number is None or abs(number) < 2**62 else None,
                    method=asked["method"],
                    code=denied,
                )

        await anyio.to_thread.run_sync(kept)

    def _true_address(self, asked: dict[str, Any], headers: Sequence[tuple[bytes, bytes]]) -> None:
        """The address of who calls: the peer's, or what the servers placed in front say of it, from the nearest."""
        peer = (asked.get("client") or ("", 0))[0]
        if not _among(peer, self.place.proxies):
            return
        told = ",".join(value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for")
        for address in reversed([part.strip() for part in told.split(",") if part.strip()]):
            if not _among(address, self.place.proxies):
                asked["client"] = (address[:60], 0)
                return

    async def _refuse_host(self, send: Send) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        await send({"type": "http.response.start", "status": 400, "headers": headers})
        await send({"type": "http.response.body", "body": _UNREADABLE_HOST, "more_body": False})


def session_cookie(place: Installation, raw: str) -> str:
    """The Set-Cookie of a session; empty ``raw`` takes it away."""
    age = int(ABSOLUTE.total_seconds()) if raw else 0
    secure = "; Secure" if place.secure else ""
    return f"{place.session_cookie}={raw}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}"


def visit_cookie(place: Installation, raw: str) -> str:
    """The Set-Cookie of a visit, before anybody signs in."""
    secure = "; Secure" if place.secure else ""
    return f"{place.visit_cookie}={raw}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600{secure}"


def _one(headers: Sequence[tuple[bytes, bytes]], wanted: bytes) -> str:
    """The only value of a header; nothing when it is given twice."""
    found = [value for name, value in headers if name == wanted]
    return found[0].decode("latin-1") if len(found) == 1 else ""


def _among(address: str, networks: Sequence[Network]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
