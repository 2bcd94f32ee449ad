"""Attestations d'heures of a period, all at once: asked for, watched, left and come back to, taken away."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import File, Redirect, Template

from clauses import audit
from clauses.accounts.matrix import Act, Resource
from clauses.dates import Period, add_months, first_day, last_day
from clauses.db import writing
from clauses.errors import Conflict, NotFound
from clauses.web import batches
from clauses.web.errors import status_of_form
from clauses.web.rule import every
from clauses.web.sign_in_pages import Form
from clauses.web.typed_fields import Typed, kept
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_MAY = every(Resource.REPORT, Act.EXPORT, programs=False)
_PROVEN = every(Resource.REPORT, Act.EXPORT, proven=True, programs=False)
_SUBJECT: Final = "attestations"


@get("/attestations", rule=_MAY, sync_to_thread=True)
def ask(request: AnyRequest) -> Template:
    """The form of a period (the last whole month, unless said otherwise), and the batches already asked for."""
    before = add_months(first_day(asker(request).today), -1)
    typed = {"since": before.isoformat(), "until": last_day(before).isoformat()}
    return _ask(request, typed, {}, 200)


def _ask(request: AnyRequest, typed: dict[str, Any], errors: dict[str, str], status: int) -> Template:
    scope = asker(request)
    context = {
        "typed": kept(typed),
        "errors": errors,
        "batches": batches.batches_of(place_of(request), scope),
        "issues": scope.may(Resource.REPORT, Act.CREATE),
    }
    return Template("attestations/ask.html", context=context, status_code=status)


@post("/attestations", rule=_PROVEN, sync_to_thread=True, status_code=303)
def begin(request: AnyRequest, data: Form) -> Response[Any]:
    """Begins a batch, or goes back to the one under way. Each document that it issues leaves its act."""
    scope, place, typed = asker(request), place_of(request), Typed(data)
    since = typed.day("since", missing="Dites le premier jour de la période.")
    until = typed.day("until", missing="Dites le dernier jour de la période.")
    if since is not None and until is not None and until < since:
        typed.errors["until"] = "La période finit avant de commencer. Corrigez l'une des deux dates."
    if since is None or until is None or typed.errors:
        return _ask(request, data, typed.errors, 422)
    try:
        batch = batches.begun(place, scope, Period(since, until))
    except (Conflict, NotFound) as refusal:
        return _ask(request, data, {"since": refusal.message}, status_of_form(refusal))
    return Redirect(f"/attestations/{batch.token}", status_code=303)


@get("/attestations/{token:str}", rule=_MAY, sync_to_thread=True)
def batch(request: AnyRequest, token: FromPath[str]) -> Template:
    """How far a batch is; its archive once it is ready."""
    found = batches.found(place_of(request), asker(request), token)
    context = {"batch": found, "period": found.period, "state": found.state}
    return Template("attestations/batch.html", context=context)


@get("/attestations/{token:str}/archive", rule=_PROVEN, sync_to_thread=True)
def archive(request: AnyRequest, token: FromPath[str]) -> File:
    """The archive; that it leaves is written first."""
    scope, place = asker(request), place_of(request)
    found = batches.found(place, scope, token)
    period, state = found.period, found.state
    if not state.ready or not found.archive.is_file():
        raise NotFound(batches.GONE)
    since, until = period.starts_on.isoformat(), period.ends_on.isoformat()
    with writing(place.engine) as session:
        audit.record(
            session, "export", by=scope.author, subject=_SUBJECT, since=since, until=until, documents=state.total
        )
    name = f"attestations-{since}-{until}.zip"
    return File(found.archive, filename=name, media_type="application/zip", content_disposition_type="attachment")


HANDLERS = [ask, begin, batch, archive]
