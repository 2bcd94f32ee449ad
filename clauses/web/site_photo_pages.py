"""Photographs of a meeting added from its page; each is read as any other document of it."""

from __future__ import annotations

from typing import Any

from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect

from clauses.accounts.matrix import Act, Resource
from clauses.db import writing
from clauses.errors import Conflict, Unusable
from clauses.sites.meetings import LARGEST_PICTURE
from clauses.sites.models import Meeting
from clauses.web.errors import status_of_form
from clauses.web.rule import on
from clauses.web.site_meeting_pages import shown_meeting
from clauses.web.site_photos import add_photo
from clauses.web.site_signing_pages import LARGEST, AnyRequest, Upload
from clauses.web.visitors import asker, place_of


@post("/suivi/rencontres/{meeting_id:int}/photo", sync_to_thread=True, request_max_body_size=LARGEST, status_code=303,
      rule=on(Meeting, "meeting_id", Act.CREATE, resource=Resource.PROOF, programs=False))  # fmt: skip
def add(request: AnyRequest, meeting_id: FromPath[int], data: Upload) -> Response[Any]:
    """Keeps a photograph of the meeting."""
    place, file = place_of(request), data.get("photo")
    if not isinstance(file, UploadFile) or not file.filename:
        return shown_meeting(request, meeting_id, {"photo": "Choisissez une photo : un PNG ou un JPEG."}, 422)
    content = file.file.read(LARGEST_PICTURE + 1)
    try:
        with writing(place.engine) as session:
            add_photo(session, asker(request), place.settings.files, meeting_id=meeting_id, content=content)
    except (Conflict, Unusable) as refusal:
        return shown_meeting(request, meeting_id, {"photo": refusal.message}, status_of_form(refusal))
    return Redirect(f"/suivi/rencontres/{meeting_id}", status_code=303)


HANDLERS = [add]
