"""Refusals as pages: what happened and what to do, with the status that HTTP has for it."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Template
from litestar.types import ExceptionHandlersMap

from clauses.errors import ClausesError, Conflict, NotFound

_STATUSES: dict[type[ClausesError], int] = {NotFound: 404, Conflict: 409}
_WORDS = {
    404: "Cette page n'existe pas. Vérifiez l'adresse, ou revenez à l'accueil.",
    405: "Cette adresse ne se consulte pas ainsi. Revenez à l'accueil.",
}


def refused(request: Request[Any, Any, Any], refusal: ClausesError) -> Response[Any]:
    """A refusal of the domain, in its own words."""
    status = next((status for kind, status in _STATUSES.items() if isinstance(refusal, kind)), 422)
    return _page(request, status, refusal.message, refusal.code)


def failed(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """An address that does not exist, a value that cannot be read."""
    return _page(request, error.status_code, _WORDS.get(error.status_code, "Demande illisible."), "http")


def _page(request: Request[Any, Any, Any], status: int, message: str, code: str) -> Response[Any]:
    if request.url.path == "/health":
        body = {"status": status, "code": code, "message": message}
        return Response(body, status_code=status, media_type=MediaType.JSON)
    return Template("refused.html", context={"message": message}, status_code=status)


HANDLERS: ExceptionHandlersMap = {ClausesError: refused, HTTPException: failed}
