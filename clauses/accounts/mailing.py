"""Mails: written to the outbox in the transaction that needs them, sent after it.

Without a server, each is written to a folder: that is how development and the demonstration read them.
"""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.keys import Mail
from clauses.db import reading, writing
from clauses.errors import Misused
from clauses.settings import Settings

_ATTEMPTS = 20
_SECONDS = 15


def post(session: Session, *, recipient: str, subject: str, body: str, now: datetime) -> None:
    """Puts a mail in the outbox, in the caller's transaction."""
    session.add(Mail(recipient=recipient, subject=subject, body=body, created_at=now))
    session.flush()


def deliver(engine: Engine, settings: Settings) -> int:
    """Sends what waits in the outbox, each once; how many went. What fails is tried again at the next call."""
    with reading(engine) as session:
        waiting = session.exec(
            select(Mail).where(col(Mail.sent_at).is_(None), col(Mail.attempts) < _ATTEMPTS).order_by(col(Mail.id))
        ).all()
    sent = 0
    for mail in waiting:
        with writing(engine) as session:
            held = session.exec(
                select(Mail).where(col(Mail.id) == mail.id, col(Mail.sent_at).is_(None)).with_for_update()
            ).one_or_none()
            if held is None:
                continue
            held.attempts += 1
            if _sent(held, settings):
                held.sent_at, held.body = datetime.now(UTC), ""
                sent += 1
            session.add(held)
    return sent


def _sent(mail: Mail, settings: Settings) -> bool:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, mail.recipient, mail.subject
    message.set_content(mail.body)
    try:
        if settings.smtp_url:
            _by_smtp(message, settings.smtp_url)
        else:
            _to_folder(message, settings.mails, mail.id or 0)
    except (OSError, smtplib.SMTPException):
        return False
    return True


def _to_folder(message: EmailMessage, folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / f"{number:06d}.txt"
    place.write_text(f"À : {message['To']}\nObjet : {message['Subject']}\n\n{message.get_content()}", encoding="utf-8")
    place.chmod(0o600)


def _by_smtp(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Misused(
            "CLAUSES_SMTP_URL n'est pas l'adresse d'un serveur de courrier. Écrivez smtps://compte:secret@hôte:465, ou "
            "smtp://hôte:587."
        )
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, parts.port or 465, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 587, timeout=_SECONDS)
    with server:
        if parts.scheme == "smtp":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
