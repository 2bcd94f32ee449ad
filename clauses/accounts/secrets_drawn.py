"""Secrets drawn here, and the hash under which each is kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

TOKEN_PREFIX = "clauses_"  # noqa: S105  # what tells a leaked token from any other text
_BYTES = 32


def drawn() -> str:
    """256 random bits, as they travel in a cookie or a link."""
    return secrets.token_urlsafe(_BYTES)


def drawn_token() -> str:
    """A machine's token: recognisable in a text where it would have been left."""
    return TOKEN_PREFIX + drawn()


def drawn_code() -> str:
    """A recovery code, as it is written down: ``k3fq-9xza-7m2p-w4tn`` (80 bits)."""
    text = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def kept(secret: str) -> str:
    """What is stored of a random secret: 256 bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(key: str, *parts: str) -> str:
    """A hash that only this installation can make: doors tried, proofs of forms."""
    return hmac.new(key.encode(), "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def same(given: str, expected: str) -> bool:
    """Whether two secrets are the same, in a time that says nothing of where they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())
