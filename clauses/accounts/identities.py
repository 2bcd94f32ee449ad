"""Whose account an identity of elsewhere opens: one already there, with that very address; none is ever created."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from clauses import audit
from clauses.accounts.elsewhere import Identity, Provider, Stray
from clauses.accounts.keys import ExternalIdentity
from clauses.accounts.models import User
from clauses.accounts.queries import user_by_email

_NOBODY = "Cette identité n'ouvre aucun compte ici. Demandez une invitation à l'adresse qu'elle porte."
"""One sentence for an address unknown, a closed account and a subject that is not the one known."""
_NOT_YOURS = "Cette identité n'est pas la vôtre ici. Recommencez, et choisissez la vôtre chez ce fournisseur."


def user_of(
    session: Session, provider: Provider, identity: Identity, *, only: int | None = None, now: datetime
) -> User:
    """The account that an identity opens (``only``: and no other than this one).

    Its subject is remembered the first time, and held to from then on: an address that changed hands at the provider
    has another subject, and opens nothing. Raises `Stray`.
    """
    user = user_by_email(session, identity.email)
    if user is None or user.disabled_at is not None:
        raise Stray(_NOBODY, code="unknown_account")
    if only is not None and user.id != only:
        raise Stray(_NOT_YOURS, code="somebody_else")
    mine = (col(ExternalIdentity.issuer) == provider.issuer, col(ExternalIdentity.user_id) == user.id)
    held = session.exec(select(ExternalIdentity).where(*mine)).one_or_none()
    if held is not None and held.subject != identity.subject:
        raise Stray(_NOBODY, code="other_subject")
    if held is None:
        same = (col(ExternalIdentity.issuer) == provider.issuer, col(ExternalIdentity.subject) == identity.subject)
        if session.exec(select(ExternalIdentity.id).where(*same)).first() is not None:
            raise Stray(_NOBODY, code="subject_of_another")
        session.add(
            ExternalIdentity(user_id=user.id or 0, issuer=provider.issuer, subject=identity.subject, linked_at=now)
        )
        session.flush()
        audit.record(session, "link_identity", by=user.author, subject="user", subject_id=user.id)
    return user
