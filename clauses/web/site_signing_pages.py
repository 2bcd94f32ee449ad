"""Émargements: drawn on the screen, or another way for who cannot or will not; kept with time, author and hash."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template

from clauses.access.followed import followed
from clauses.access.queries import ABSENT, found
from clauses.accounts.matrix import Act
from clauses.accounts.secrets_drawn import drawn
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound, Unusable
from clauses.files.actions import shelf_place
from clauses.files.papers import suffix_of
from clauses.sites.facts import AttendanceFacts, Participant
from clauses.sites.meetings import LARGEST_PICTURE
from clauses.sites.models import Attendance
from clauses.sites.rules import Manner
from clauses.web import site_reads, site_writing
from clauses.web.attached import attached
from clauses.web.errors import status_of_form
from clauses.web.rule import on
from clauses.web.site_pages import common
from clauses.web.typed_fields import Typed, kept
from clauses.web.visitors import asker, now, place_of

AnyRequest = Request[Any, Any, Any]
Upload = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]
LARGEST: Final = 2 * LARGEST_PICTURE
"""Bytes of the form: a picture drawn travels as text, a third longer than it is."""
_DRAWN: Final = "data:image/png;base64,"


@get("/suivi/presences/{attendance_id:int}/signer", rule=on(Attendance, "attendance_id", Act.CREATE, programs=False),
     sync_to_thread=True)  # fmt: skip
def signing(request: AnyRequest, attendance_id: FromPath[int]) -> Template:
    """The pad, and the other ways to sign."""
    return _shown(request, attendance_id, {"cle": drawn()[:40]}, {}, 200)


def _shown(
    request: AnyRequest, attendance_id: int, typed: dict[str, Any], errors: dict[str, str], status: int
) -> Template:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        meeting_id = found(session, scope, Attendance, attendance_id).meeting_id
        seen = followed(session, scope, site_reads.action_of_meeting(session, meeting_id), scope.today)
    person, each = _one(seen.meeting(meeting_id)[1], attendance_id)
    context = {"person": person, "each": each, "typed": kept(typed), "errors": errors, **common(scope, seen)}
    return Template("site/sign.html", context=context, status_code=status)


def _one(there: list[tuple[Participant, AttendanceFacts]], attendance_id: int) -> tuple[Participant, AttendanceFacts]:
    for person, each in there:
        if each.id == attendance_id:
            return person, each
    raise NotFound(ABSENT)


@post(
    "/suivi/presences/{attendance_id:int}/signer",
    rule=on(Attendance, "attendance_id", Act.CREATE, programs=False),
    sync_to_thread=True,
    request_max_body_size=LARGEST,
    status_code=303,
)
def sign(request: AnyRequest, attendance_id: FromPath[int], data: Upload) -> Response[Any]:
    """Keeps the émargement."""
    scope, place, typed = asker(request), place_of(request), Typed(data)
    manner = next((each for each in Manner if each.value == typed.text("manner")), None)
    if manner is None:
        return _shown(request, attendance_id, data, {"dessin": "Choisissez une façon d'émarger."}, 422)
    try:
        with writing(place.engine) as session:
            row = found(session, scope, Attendance, attendance_id, Act.CREATE)
            site_writing.sign(
                session, scope, place.settings.files, attendance_id=attendance_id, manner=manner, signed_at=now(),
                key=typed.text("cle", most=64) or None, picture=_picture(manner, data),
                witnesses=[name for name in (typed.text("first", most=200), typed.text("second", most=200)) if name],
                reason=typed.text("reason") or None,
            )  # fmt: skip
            meeting_id = row.meeting_id
        return Redirect(f"/suivi/rencontres/{meeting_id}", status_code=303)
    except (Conflict, Unusable) as refusal:
        name = {Manner.DRAWN: "dessin", Manner.FILED: "fichier", Manner.WITNESSED: "first", Manner.TYPED: "reason"}
        errors = {name[manner]: refusal.message}
        return _shown(request, attendance_id, data, errors, status_of_form(refusal))


def _picture(manner: Manner, data: dict[str, Any]) -> bytes | None:
    if manner is Manner.DRAWN:
        return drawn_picture(str(data.get("dessin", "")))
    file = data.get("fichier")
    if manner is Manner.FILED and isinstance(file, UploadFile) and file.filename:
        return file.file.read(LARGEST_PICTURE + 1)
    return None


def drawn_picture(text: str) -> bytes | None:
    """The PNG that the pad made; None when nothing was drawn. Raises ``Unusable`` for what is no picture."""
    if not text:
        return None
    try:
        return base64.b64decode(text.removeprefix(_DRAWN), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unusable("Le dessin n'est pas lisible. Signez à nouveau.", code="sites.picture_form") from error


@get("/suivi/presences/{attendance_id:int}/signature", rule=on(Attendance, "attendance_id", programs=False),
     sync_to_thread=True)  # fmt: skip
def picture(request: AnyRequest, attendance_id: FromPath[int]) -> Response[bytes]:
    """The picture of a signature, read again and checked against its hash."""
    scope, place = asker(request), place_of(request)
    with reading(place.engine) as session:
        meeting_id = found(session, scope, Attendance, attendance_id).meeting_id
        seen = followed(session, scope, site_reads.action_of_meeting(session, meeting_id), scope.today)
    person, each = _one(seen.meeting(meeting_id)[1], attendance_id)
    sha256 = each.signature.sha256 if each.signature else None
    kept_at = shelf_place(place.settings.files, sha256) if sha256 else None
    content = kept_at.read_bytes() if kept_at is not None and kept_at.is_file() else b""
    if not sha256 or hashlib.sha256(content).hexdigest() != sha256:
        raise Conflict("Cet émargement n'a pas d'image, ou elle a changé. Dites-le à qui tient le serveur.")
    return attached(content, f"emargement {each.meeting.held_on} {person.name}", suffix_of(content))


HANDLERS = [signing, sign, picture]
