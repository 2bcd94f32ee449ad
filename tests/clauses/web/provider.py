"""A provider of identities for tests, on this machine: it signs with a key of its own and checks what it is told.

Made of joserfc's primitives behind the standard library's server; ``claims``, ``person`` and ``document`` say what it
answers, so that a test can make it lie.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "clauses", "un secret partagé".encode().hex()


@dataclass
class Provider:
    """What it says, and what it was asked."""

    base: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    shown: RSAKey | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "sujet-1"})
    document: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "1"})
    signed_person: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def described(self) -> dict[str, Any]:
        told = {
            "issuer": self.base,
            "authorization_endpoint": f"{self.base}/authorize",
            "token_endpoint": f"{self.base}/token",
            "userinfo_endpoint": f"{self.base}/userinfo",
            "jwks_uri": f"{self.base}/jwks",
            "end_session_endpoint": f"{self.base}/end",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        return {name: value for name, value in (told | self.document).items() if value is not None}

    def keys(self) -> dict[str, Any]:
        return KeySet([self.shown or self.key]).as_dict(private=False)  # type: ignore[return-value]

    def authorize(self, asked: dict[str, str]) -> str:
        """Where it sends somebody back who signed in."""
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        code = f"code{len(self.codes)}"
        self.asked, self.codes[code] = asked, asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.base})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The tokens of a code, once, for who began with it."""
        asked = self.codes.pop(form.get("code", ""), None)
        verified = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        secret = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not secret or verified.rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        assert form["redirect_uri"] == asked["redirect_uri"]
        now = int(time.time())
        claims = {
            "iss": self.base, "aud": CLIENT, "sub": "sujet-1", "iat": now, "exp": now + 60, "nonce": asked["nonce"],
            "auth_time": now,
        } | self.claims  # fmt: skip
        told = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "acces", "token_type": "Bearer", "id_token": jwt.encode(self.header, told, self.key)}

    def told(self, path: str, authorization: str | None) -> tuple[bytes, str]:
        """The answer to a question: its description, its keys, or the person that a token is about."""
        if path == "/userinfo":
            assert authorization == "Bearer acces"
            if self.signed_person:
                return self.userinfo().encode(), "application/jwt"
        pages: dict[str, Callable[[], dict[str, Any]]] = {
            "/.well-known/openid-configuration": self.described,
            "/jwks": self.keys,
            "/userinfo": lambda: self.person,
        }
        return json.dumps(pages[path]()).encode(), "application/json"

    def userinfo(self) -> str:
        return jwt.encode(self.header, self.person | {"iss": self.base, "aud": CLIENT}, self.key)


@contextmanager
def providing(**values: Any) -> Iterator[Provider]:
    """A provider that answers on this machine."""
    made = Provider(**values)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the server calls
            parts = urlsplit(self.path)
            made.seen.append(parts.path)
            if parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", made.authorize(asked))
                self.end_headers()
            else:
                self._answer(*made.told(parts.path, self.headers.get("Authorization")))

        def do_POST(self) -> None:
            made.seen.append(self.path)
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = made.token({name: values[0] for name, values in parse_qs(sent).items()})
            if told is None:
                self.send_error(400)
            else:
                self._answer(json.dumps(told).encode())

        def _answer(self, body: bytes, kind: str = "application/json") -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
