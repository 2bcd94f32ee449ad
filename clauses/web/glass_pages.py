"""Emergency accesses: opened by an administrator who says why, seen by the territory that they open."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Redirect, Template

from clauses.access import account_lists as reads
from clauses.access.queries import found
from clauses.accounts.glass import close_glass, open_glass
from clauses.accounts.mailing import deliver
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import BreakGlass
from clauses.accounts.rules import LONGEST_MOTIVE
from clauses.db import reading, writing
from clauses.errors import Conflict, Misused
from clauses.web.lists import asked
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import AnyRequest, Form, field
from clauses.web.visitors import asker, now, place_of

_PATH = "/administration/acces-urgence"
_SIZE = 25


@get(_PATH, rule=every(Resource.BREAK_GLASS, programs=False), sync_to_thread=True)
def glasses(request: AnyRequest) -> Response[Any]:
    """Those of one's territory, the last one first; and the form, for an administrator."""
    return _shown(request, {"territoire": "", "motif": ""}, {})


def _shown(request: AnyRequest, typed: dict[str, str], errors: dict[str, str], status: int = 200) -> Template:
    scope = asker(request)
    wanted = asked(request, sorts=(), default="", filters={})
    with reading(place_of(request).engine) as session:
        rows, total = reads.glass_rows(session, scope, page=wanted.page, size=_SIZE, now=now())
        territories = reads.territories(session)
    context: dict[str, Any] = {
        "rows": rows,
        "total": total,
        "size": _SIZE,
        "wanted": wanted,
        "typed": typed,
        "errors": errors,
        "territories": territories,
        "opens": scope.may(Resource.BREAK_GLASS, Act.CREATE),
        "longest": LONGEST_MOTIVE,
    }
    return Template("admin/glass.html", context=context, status_code=status)


@post(_PATH, rule=every(Resource.BREAK_GLASS, Act.CREATE, proven=True, programs=False), sync_to_thread=True,
      status_code=200)  # fmt: skip
def break_glass(request: AnyRequest, data: Form) -> Response[Any]:
    """Opens a territory to oneself for half an hour; its facilitateurs are told."""
    place = place_of(request)
    typed = {name: field(data, name).strip()[:400] for name in ("territoire", "motif")}
    number = typed["territoire"]
    try:
        with writing(place.engine) as session:
            territory = int(number) if number.isdecimal() and len(number) < 10 else 0
            open_glass(session, asker(request), territory_id=territory, motive=typed["motif"], now=now())
    except (Misused, Conflict) as refusal:
        where = "motif" if refusal.code == "glass.motive" else "territoire"
        return _shown(request, typed, {where: refusal.message}, 422)
    background = BackgroundTask(deliver, place.engine, place.settings)
    return Redirect(_PATH, status_code=303, background=background)


@post(f"{_PATH}/{{number:int}}/fermer", sync_to_thread=True, status_code=200,
      rule=on(BreakGlass, "number", Act.MODIFY, proven=True, programs=False))  # fmt: skip
def close(request: AnyRequest, number: FromPath[int]) -> Redirect:
    """Closes one before its time."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        close_glass(session, found(session, scope, BreakGlass, number, Act.MODIFY), now=now(), by=scope.author)
    return Redirect(_PATH, status_code=303)


HANDLERS = [glasses, break_glass, close]
