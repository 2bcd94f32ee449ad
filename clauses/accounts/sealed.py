"""Secrets that must be read again (those of second factors), kept encrypted: AES-256-GCM, under the installation's key.

The key is derived from the installation's secret (HKDF, RFC 5869), so that a copy of the database alone opens nothing.
A former secret still reads what it sealed, and whatever is used is sealed again under the secret of today: changing the
secret takes no migration, and a row written in clear by an earlier version is sealed at its next use.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_TAG = 16


@dataclass(frozen=True)
class Unsealed:
    """A secret in clear. ``fresh``: it was sealed under the secret of today."""

    secret: bytes
    fresh: bool


@dataclass(frozen=True)
class Seals:
    """The keys of an installation: the first one seals, all of them open."""

    keys: tuple[bytes, ...]

    @classmethod
    def of(cls, secrets_of_installation: Sequence[str]) -> Seals:
        """Keys of secrets, the one of today first."""
        return cls(tuple(_key(one) for one in secrets_of_installation))

    def seal(self, secret: bytes, *, about: str) -> str:
        """Encrypts, in base 64. ``about`` (whose secret) is bound to it: moved elsewhere, it no longer opens."""
        nonce = secrets.token_bytes(_NONCE)
        made = nonce + AESGCM(self.keys[0]).encrypt(nonce, secret, about.encode())
        return base64.urlsafe_b64encode(made).decode()

    def open(self, sealed: str, *, about: str) -> Unsealed | None:
        """Decrypts; None for what no key of ours sealed, or that was changed or moved since."""
        try:
            made = base64.urlsafe_b64decode(sealed.encode())
        except (binascii.Error, ValueError):
            return None
        if len(made) < _NONCE + _TAG:
            return None
        for rank, key in enumerate(self.keys):
            try:
                return Unsealed(AESGCM(key).decrypt(made[:_NONCE], made[_NONCE:], about.encode()), fresh=rank == 0)
            except InvalidTag:
                continue
        return None


def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"clauses: secrets of second factors").derive(
        secret.encode()
    )
