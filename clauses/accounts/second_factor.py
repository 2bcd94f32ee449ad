"""The second factor: six digits every thirty seconds (RFC 6238), each taken once, and codes written down beside."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pyotp
import segno
from sqlalchemy import delete, update
from sqlmodel import Session, col

from clauses.accounts.keys import RecoveryCode
from clauses.accounts.models import User
from clauses.accounts.rules import RECOVERY_CODES
from clauses.accounts.secrets_drawn import drawn_code, kept, same

_PERIOD = 30
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


def take_code(session: Session, user: User, code: str, *, now: datetime) -> bool:
    """Takes a code of the second factor, once: the database itself refuses the same step twice."""
    step = step_of(user.totp_secret, code, now=now) if user.totp_secret else None
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
