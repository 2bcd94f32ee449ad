"""Refusals as answers: JSON for programs, a page for people, with the status that HTTP has for each."""

from __future__ import annotations

import logging
import secrets
from typing import Any, Final
from urllib.parse import quote, urlsplit

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect, Template
from litestar.types import ExceptionHandlersMap
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from clauses.access.queries import ABSENT
from clauses.errors import ClausesError, Conflict, Forbidden, NotFound, TooMany, Unknown
from clauses.web.logs import frames_of
from clauses.web.rule import Enrol, Prove

log = logging.getLogger("clauses.web")

AnyRequest = Request[Any, Any, Any]

_STATUSES: dict[type[ClausesError], int] = {NotFound: 404, Conflict: 409, Forbidden: 403, Unknown: 401, TooMany: 429}
_DENIALS = (401, 403, 404, 429)
_WORDS = {
    400: ("unreadable", "Cette demande n'est pas lisible. Vérifiez ce que vous avez envoyé."),
    404: ("not_found", ABSENT),
    405: ("method", "Cette adresse ne se demande pas ainsi. Revenez à l'accueil."),
    413: ("too_large", "Ce que vous envoyez est trop lourd. Partagez-le."),
    415: ("media_type", "Cette adresse n'attend pas cette sorte de contenu."),
}


class Changed(ClausesError):
    """What is written has changed since it was read (If-Match), or no version was given."""

    code = "changed"

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


def status_of(refusal: ClausesError) -> int:
    """The status that HTTP has for a refusal of the domain."""
    status = next((status for kind, status in _STATUSES.items() if isinstance(refusal, kind)), 422)
    return int(getattr(refusal, "status", status))


def status_of_form(refusal: ClausesError) -> int:
    """The status of a form shown again: what is recorded forbids it, else what it says is wrong (a row named, too)."""
    return 409 if status_of(refusal) == 409 else 422


def refused(request: AnyRequest, refusal: ClausesError) -> Response[Any]:
    """A refusal of the domain, in its own words."""
    status = status_of(refusal)
    if status in _DENIALS and request.scope.get("path_template"):
        request.scope["state"]["denied"] = refusal.code
    if status == 401 and not for_program(request):
        return Redirect(f"/{_door(refusal)}?suite={_here(request)}", status_code=303)
    if isinstance(refusal, Prove | Enrol) and not for_program(request):
        door = "confirmer" if isinstance(refusal, Prove) else "second-facteur/inscription"
        return Redirect(f"/{door}?suite={_here(request)}", status_code=303)
    field = getattr(refusal, "field", None)
    return answer(request, status, refusal.code, refusal.message, **({} if field is None else {"field": field}))


def _door(refusal: ClausesError) -> str:
    return "second-facteur" if refusal.code == "second_factor" else "connexion"


def _here(request: AnyRequest) -> str:
    """Where to come back to: the page itself, or the page that a form stood on."""
    try:
        asked = request.url if request.method == "GET" else urlsplit(request.headers.get("referer", ""))
    except ValueError:  # a header says what it likes: « http://[ » is no address
        return "/"
    return quote(f"{asked.path}?{asked.query}" if asked.query else asked.path or "/", safe="/")


def failed(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """An address that does not exist, a value that cannot be read."""
    if isinstance(error, ValidationException) or error.status_code == 400:
        return _unreadable(request, error)
    code, words = _WORDS.get(error.status_code, ("http", "Demande illisible."))
    return answer(request, error.status_code, code, words)


def _unreadable(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """The first field at fault, by its name; the values sent are not repeated."""
    extra = error.extra if isinstance(error.extra, list) else []
    first = next((one for one in extra if isinstance(one, dict) and one.get("key")), None)
    if first is None:
        return answer(request, 422, "invalid", "Cette demande n'est pas lisible : vérifiez sa forme.", field="")
    field = str(first["key"])[:80]
    return answer(request, 422, "invalid", f"« {field} » manque ou n'a pas la forme attendue.", field=field)


def collided(request: AnyRequest, _error: IntegrityError) -> Response[Any]:
    """The database itself refused: somebody recorded the same thing meanwhile."""
    words = "Ceci vient d'être enregistré, ou contredit ce qui l'est déjà. Relisez, puis recommencez."
    return answer(request, 409, "conflict", words)


def outsized(request: AnyRequest, _error: DataError) -> Response[Any]:
    """The database itself refused: a value larger than what is kept of it, which no form had measured."""
    words = "Un texte est trop long, ou un nombre trop grand. Raccourcissez, puis recommencez."
    return answer(request, 422, "too_long", words, **({"field": ""} if for_program(request) else {}))


_STOPPED: Final = {"40001", "40P01", "55P03"}
"""PostgreSQL undid one of two writers that waited for each other, or that one waited too long for."""


def stopped(request: AnyRequest, error: OperationalError) -> Response[Any]:
    """Undone by the database to let another writer through: the same request may be sent again. Else, a failure."""
    if getattr(error.orig, "sqlstate", None) in _STOPPED or "database is locked" in str(error.orig):
        return answer(request, 409, "busy", "Quelqu'un écrivait la même chose au même moment. Recommencez.")
    return crashed(request, error)


def crashed(request: AnyRequest, error: Exception) -> Response[Any]:
    """A bug: an incident number for the person, where it happened for us, nothing of what was asked."""
    incident = secrets.token_hex(4)
    request.scope["state"]["incident"] = incident
    log.error("crash", extra={"incident": incident, "kind": type(error).__name__, "frames": frames_of(error)})
    words = f"L'application s'est trompée. Rien n'a été enregistré. Signalez l'incident {incident}."
    return answer(request, 500, "incident", words)


def for_program(request: AnyRequest) -> bool:
    """Whether the answer is JSON: by the address alone, so that one address has one form."""
    return request.scope["path"].startswith(("/api/", "/schema")) or request.scope["path"] in ("/health", "/api")


def answer(request: AnyRequest, status: int, code: str, message: str, **more: str) -> Response[Any]:
    """The refusal, as JSON or as a page."""
    if for_program(request):
        body = {"status": status, "code": code, "message": message, **more}
        return Response(body, status_code=status, media_type=MediaType.JSON)
    return Template("refused.html", context={"message": message}, status_code=status)


HANDLERS: ExceptionHandlersMap = {
    ClausesError: refused,
    HTTPException: failed,
    IntegrityError: collided,
    DataError: outsized,
    OperationalError: stopped,
    Exception: crashed,
}
