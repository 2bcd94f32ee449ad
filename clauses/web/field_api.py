"""What a phone enters that pages write otherwise: presences marked, photographs; each sent twice acts once."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath, JSONBody
from sqlmodel import Session

from clauses.access.queries import found
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import writing
from clauses.errors import Invalid
from clauses.proofs.models import Proof
from clauses.sites.entries import stored_by
from clauses.sites.models import Attendance
from clauses.sites.rules import EntryKind
from clauses.web import site_shapes as shapes
from clauses.web.api_parts import AnyRequest, Once, acts, adds, versioned
from clauses.web.api_writes import create
from clauses.web.proofs_api import ProofShown, proofs_shown
from clauses.web.rule import every, on
from clauses.web.site_photos import add_photo
from clauses.web.site_writing import mark_once
from clauses.web.sites_api import LARGEST, TAG, picture_of
from clauses.web.visitors import asker, place_of


@acts("/api/site/attendances/{number:int}/mark", on(Attendance, "number", Act.MODIFY), TAG)
def mark_attendance(
    request: AnyRequest, number: FromPath[int], data: JSONBody[shapes.MarkGiven]
) -> Response[shapes.AttendanceShown]:
    """Dit qu'une personne attendue est venue ou non, d'un appareil qui peut l'envoyer deux fois."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        mark_once(session, scope, attendance_id=number, **data.model_dump())
        (shown,) = shapes.attendances(session, scope, [found(session, scope, Attendance, number)])
    return versioned(shown)


@adds("/api/site/photos", every(Resource.PROOF, Act.CREATE), TAG, request_max_body_size=LARGEST)
def create_photo(request: AnyRequest, data: JSONBody[shapes.PhotoGiven], once: Once = None) -> Response[ProofShown]:
    """Garde la photo d'une rencontre : un PNG ou un JPEG, sans ce qu'un appareil y ajoute. Elle se lit en pièce."""
    place = place_of(request)

    def enter(session: Session, scope: Scope) -> int:
        meeting_id = data.meeting_id
        if meeting_id is None:
            if data.meeting_key is None:
                raise Invalid("Dites de quelle rencontre est la photo.", field="meeting_id")
            meeting_id = stored_by(session, data.meeting_key, EntryKind.MEETING)
        content = picture_of(data.picture) or b""
        return add_photo(session, scope, place.settings.files, meeting_id=meeting_id, content=content)

    return create(request, data, Proof, proofs_shown, enter, subject="proof", where="/api/proofs")


HANDLERS: list[Any] = [mark_attendance, create_photo]
