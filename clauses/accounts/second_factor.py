"""The second factor: six digits every thirty seconds (RFC 6238), each taken once, and codes written down beside.

The secret is kept encrypted (`clauses.accounts.sealed`). One that an earlier version wrote in clear, or that a former
secret of the installation sealed, still works, and is sealed again when it is used.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from datetime import datetime

import pyotp
import segno
from sqlalchemy import delete, update
from sqlmodel import Session, col

from clauses import audit
from clauses.accounts.keys import RecoveryCode
from clauses.accounts.models import User
from clauses.accounts.rules import RECOVERY_CODES
from clauses.accounts.sealed import Seals
from clauses.accounts.secrets_drawn import drawn_code, kept, same
from clauses.accounts.sessions import close_every_session
from clauses.errors import Conflict

_PERIOD = 30
_CLEAR = 32
"""Signs of a secret in base 32; encrypted, it has twice as many."""

_SLACK = 1
"""Steps of clock apart that are accepted, before and after."""


def drawn_secret() -> str:
    """A secret to enrol, in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, email: str) -> str:
    """What the QR code says to the telephone."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Clauses")


def qr_code(address: str) -> str:
    """The QR code as an SVG image, without a style or a script of its own."""
    written = io.BytesIO()
    segno.make(address, error="m").save(written, kind="svg", xmldecl=False, svgns=True, scale=5, border=4)
    return written.getvalue().decode()


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The time step whose code this is; None for a wrong one. Spaces are how people type it."""
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    current = int(now.timestamp()) // _PERIOD
    made = pyotp.TOTP(secret)
    found = None
    for step in range(current - _SLACK, current + _SLACK + 1):
        if same(made.generate_otp(step), digits):
            found = step
    return found


def keep_secret(session: Session, user: User, secret: str, seals: Seals) -> None:
    """Keeps a secret (base 32), encrypted for this account alone."""
    user.totp_secret = seals.seal(base64.b32decode(secret), about=_about(user))
    session.add(user)
    session.flush()


def secret_of(session: Session, user: User, seals: Seals) -> str | None:
    """The secret of an account, in base 32; None without one, or when no key of the installation opens it."""
    kept = user.totp_secret
    if kept is None:
        return None
    if _in_clear(kept):
        keep_secret(session, user, kept, seals)
        return kept
    opened = seals.open(kept, about=_about(user))
    if opened is None:
        return None
    secret = base64.b32encode(opened.secret).decode()
    if not opened.fresh:
        keep_secret(session, user, secret, seals)
    return secret


def _about(user: User) -> str:
    return f"second factor of account {user.id}"


def _in_clear(kept: str) -> bool:
    """Whether it was written by a version that did not encrypt: 160 bits in base 32."""
    if len(kept) != _CLEAR:
        return False
    try:
        return len(base64.b32decode(kept)) == _CLEAR * 5 // 8
    except binascii.Error:
        return False


def take_code(session: Session, user: User, code: str, *, seals: Seals, now: datetime) -> bool:
    """Takes a code of the second factor, once: the database itself refuses the same step twice."""
    secret = secret_of(session, user, seals)
    step = None if secret is None else step_of(secret, code, now=now)
    if step is None:
        return False
    taken = session.execute(
        update(User)
        .where(col(User.id) == user.id, col(User.totp_step) < step)
        .values(totp_step=step)
        .returning(col(User.id))
    )
    return taken.first() is not None


def take_recovery_code(session: Session, user: User, code: str, *, now: datetime) -> bool:
    """Takes a code written down, once."""
    plain = re.sub(r"[\s-]", "", code).lower()
    if not re.fullmatch(r"[a-z2-7]{16}", plain):
        return False
    written = "-".join(plain[start : start + 4] for start in range(0, 16, 4))
    taken = session.execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.user_id) == user.id,
            col(RecoveryCode.code_hash) == kept(written),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now)
        .returning(col(RecoveryCode.id))
    )
    return taken.first() is not None


def draw_recovery_codes(session: Session, user: User) -> list[str]:
    """Ten new codes to write down; the former ones no longer work."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    codes = [drawn_code() for _ in range(RECOVERY_CODES)]
    session.add_all([RecoveryCode(user_id=user.id or 0, code_hash=kept(code)) for code in codes])
    session.flush()
    return codes


def forget_second_factor(session: Session, user: User, *, by: str) -> None:
    """Takes a second factor away, with its codes and every session: its owner enrols another one at the next sign-in.

    Raises ``Conflict`` when there is none.
    """
    if user.totp_secret is None:
        raise Conflict("Ce compte n'a pas de second facteur. Activez-le d'abord.", code="account.no_second_factor")
    user.totp_secret, user.totp_confirmed_at = None, None
    session.add(user)
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    session.flush()
    close_every_session(session, user.id or 0)
    audit.record(session, "forget_second_factor", by=by, subject="user", subject_id=user.id)
