"""Photographs of meetings: optional, kept as documents of the meeting, without what a camera adds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session, col

from clauses.access.queries import found, narrowed
from clauses.accounts.scope import Scope
from clauses.errors import Unusable
from clauses.files.papers import begun_as, suffix_of
from clauses.proofs.actions import attach
from clauses.proofs.models import Proof
from clauses.proofs.rules import ProofKind, Subject
from clauses.sites.meetings import LARGEST_PICTURE
from clauses.sites.models import Meeting
from clauses.sites.pictures import bare
from clauses.web.proof_work import PICTURES, body_of, require_open


def add_photo(session: Session, scope: Scope, shelf: Path, *, meeting_id: int, content: bytes) -> int:
    """Keeps a photograph of a meeting that one sees, dated by the meeting; its id as a document.

    Raises as `require_open` and `attach`, and ``Unusable`` for what is not a picture, or is too heavy.
    """
    require_open(session, scope, Subject.MEETING, meeting_id)
    if len(content) > LARGEST_PICTURE:
        words = f"Cette photo dépasse {LARGEST_PICTURE >> 20} Mo. Réduisez-la."
        raise Unusable(words, code="sites.picture_too_large")
    if begun_as(content) not in PICTURES:
        raise Unusable("Une photo est un PNG ou un JPEG. Reprenez-la.", code="sites.picture_form")
    held = found(session, scope, Meeting, meeting_id)
    kept = bare(content)
    return attach(
        session,
        shelf,
        about=Subject.MEETING,
        number=meeting_id,
        content=kept,
        file_name=f"photo-{held.held_on}-{hashlib.sha256(kept).hexdigest()[:8]}.{suffix_of(kept)}",
        kind=ProofKind.OTHER,
        dated_on=held.held_on,
        today=scope.today,
        by=scope.author,
        organisation_id=body_of(session, scope, Subject.MEETING, meeting_id),
    )


def photos_of(session: Session, scope: Scope, meeting_id: int) -> Sequence[Proof]:
    """The photographs of a meeting that one may read, in the order in which they came: one query."""
    pictures = narrowed(scope, Proof).where(
        col(Proof.meeting_id) == meeting_id,
        col(Proof.withdrawn_at).is_(None),
        col(Proof.form).in_(PICTURES),
    )
    return session.exec(pictures.order_by(col(Proof.id))).all()
