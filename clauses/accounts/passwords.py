"""Passwords: argon2id, at the cost that OWASP gives (19 MiB, two passes), the same time whoever is asked about."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clauses.accounts.rules import LONGEST_PASSWORD

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _HASHER.hash(_plain(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept. Without one (unknown account), the same work is done, for nothing."""
    try:
        _HASHER.verify(kept or _nobody(), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether the hash was made at another cost: it is made again at the next sign-in."""
    return _HASHER.check_needs_rehash(kept)


def _plain(password: str) -> str:
    """The same signs whatever the keyboard made of the accents; no more than a password may have."""
    return unicodedata.normalize("NFC", password)[: LONGEST_PASSWORD + 1]


@cache
def _nobody() -> str:
    return _HASHER.hash("personne ne s'appelle ainsi")
