"""Forms that only our own pages send: a proof bound to the session (or to the visit), and the Origin they come from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Request
from litestar.enums import RequestEncodingType
from litestar.exceptions import HTTPException

from clauses.accounts.secrets_drawn import keyed, same
from clauses.errors import Forbidden
from clauses.web.installation import Installation
from clauses.web.visitors import Connection, Visitor, place_of, visitor_of

FIELD = "preuve"
HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_STRANGE = "Ce formulaire ne vient pas de cette application, ou a trop attendu. Rouvrez la page, puis recommencez."


def proof_for(place: Installation, visitor: Visitor, visit: str) -> str:
    """What a form must carry: another session, another visit or another installation makes another one."""
    if visitor.raw:
        return keyed(place.secret, "session", visitor.new_cookie or visitor.raw)
    return keyed(place.secret, "visit", visit) if visit else ""


def proof_of(connection: Connection) -> str:
    """The proof to write in the forms of the page being answered."""
    place = place_of(connection)
    visit = connection.scope["state"].get("visit") or connection.cookies.get(place.visit_cookie, "")
    return proof_for(place, visitor_of(connection), visit)


async def require_own_form(request: Request[Any, Any, Any], visitor: Visitor) -> None:
    """Raises ``Forbidden`` for a request that a page of elsewhere may have made. A program sends no cookie."""
    if request.method in SAFE or visitor.program:
        return
    place = place_of(request)
    origin = request.headers.get("origin")
    if origin is None:
        referer = request.headers.get("referer", "")
        origin = "/".join(referer.split("/")[:3]) if referer else None
    if origin is not None and origin.lower() not in place.origins:
        raise Forbidden(_STRANGE, code="csrf")
    if origin is None and request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden(_STRANGE, code="csrf")
    visit = "" if visitor.raw else request.cookies.get(place.visit_cookie, "")
    expected = proof_for(place, replace(visitor, new_cookie=""), visit)
    given = request.headers.get(HEADER) or await _field(request)
    if not expected or not given or not same(given, expected):
        raise Forbidden(_STRANGE, code="csrf")


async def _field(request: Request[Any, Any, Any]) -> str:
    if request.content_type[0] not in (RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART):
        return ""
    try:
        form = await request.form()
    except HTTPException:
        raise
    except ValueError:
        return ""
    given = form.get(FIELD, "")
    return given if isinstance(given, str) else ""
