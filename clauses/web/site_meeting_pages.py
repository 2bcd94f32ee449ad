"""Meetings: recorded with who was there, shown with who signed, corrected person by person."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from clauses.access.followed import followed
from clauses.access.queries import found, open_to
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.secrets_drawn import drawn
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound, Unusable
from clauses.sites.models import Attendance, Meeting, OperatorAction, VisitTask
from clauses.sites.rules import MeetingKind, Present, Task
from clauses.web import site_reads, site_writing
from clauses.web.errors import status_of_form
from clauses.web.lists import PAGE_SIZE, asked
from clauses.web.rule import on
from clauses.web.sign_in_pages import Form
from clauses.web.site_pages import common
from clauses.web.site_photos import photos_of
from clauses.web.sound import row_number
from clauses.web.typed_fields import PARAGRAPH, Typed, kept
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
TASKS = 3
"""Things left to be done that the form has room for."""


@get(
    "/suivi/actions/{action_id:int}/rencontres", rule=on(OperatorAction, "action_id", programs=False),
    sync_to_thread=True,
)  # fmt: skip
def meetings(request: AnyRequest, action_id: FromPath[int]) -> Template:
    """The meetings of an action, the latest first; those without every signature say so."""
    scope = asker(request)
    wanted = asked(request, sorts=(), default="", filters={"sans": ["signature"]})
    with reading(place_of(request).engine) as session:
        seen = followed(session, scope, action_id, scope.today)
    rows = []
    for meeting in reversed(seen.facts.meetings):
        there = [each for _, each in seen.meeting(meeting.id)[1]]
        unsigned = sum(each.unsigned for each in there)
        if not wanted.filters["sans"] or unsigned:
            rows.append((meeting, sum(bool(each.present) for each in there), unsigned))
    first = (wanted.page - 1) * PAGE_SIZE
    shown = {"rows": rows[first : first + PAGE_SIZE], "total": len(rows), "wanted": wanted, "size": PAGE_SIZE}
    return Template("site/meetings.html", context=shown | common(scope, seen))


@get(
    "/suivi/actions/{action_id:int}/rencontre",
    rule=on(OperatorAction, "action_id", Act.CREATE, programs=False),
    sync_to_thread=True,
)
def meeting_form(request: AnyRequest, action_id: FromPath[int]) -> Template:
    """The form of a meeting, of one kind."""
    given = request.query_params
    typed = {
        "kind": given.get("genre", MeetingKind.MODULE.value),
        "people": [given.get("personne", "")],
        "held_on": asker(request).today.isoformat(),
        "cle": drawn()[:40],
        "tested": "oui",
    }
    return _form(request, action_id, typed, {}, 200)


def _form(request: AnyRequest, action_id: int, typed: dict[str, Any], errors: dict[str, str], status: int) -> Template:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        seen = followed(session, scope, action_id, scope.today)
        lots = site_reads.lots(session, scope)
    chosen = typed.get("people", [])
    context = {
        "kinds": list(MeetingKind),
        "people": sorted(seen.accepted, key=lambda person: person.id not in _ids(chosen)),
        "chosen": _ids(chosen),
        "lots": lots,
        "rows": range(TASKS),
        "typed": kept(typed),
        "errors": errors,
        **common(scope, seen),
    }
    return Template("site/meeting_form.html", context=context, status_code=status)


def _ids(chosen: Any) -> set[int]:
    found = [chosen] if isinstance(chosen, str) else chosen
    return {number for each in found if isinstance(each, str) and (number := row_number(each)) is not None}


@post(
    "/suivi/actions/{action_id:int}/rencontre",
    rule=on(OperatorAction, "action_id", Act.CREATE, programs=False),
    sync_to_thread=True,
    status_code=303,
)
def record(request: AnyRequest, action_id: FromPath[int], data: Form) -> Response[Any]:
    """Records the meeting; an interview before the module and its test is refused, or says its exception."""
    scope, typed = asker(request), Typed(data)
    kind = next((each for each in MeetingKind if each.value == typed.text("kind")), None)
    held_on = typed.day("held_on", missing="Dites le jour de la rencontre.")
    people = typed.numbers("people")
    tasks = _tasks(typed)
    if kind is None:
        typed.errors["kind"] = "Choisissez l'objet de la rencontre."
    if held_on is not None and held_on > scope.today and typed.text("came") != "":
        typed.errors["held_on"] = "Ce jour n'est pas venu : décochez « Les personnes étaient là »."
    lot = typed.row("lot_id")
    if not people:
        typed.errors["people"] = "Cochez au moins une personne."
    if kind is None or held_on is None or typed.errors:
        return _form(request, action_id, data, typed.errors, 422)
    came = True if typed.text("came") else None
    tested = held_on if kind is MeetingKind.MODULE and came and typed.text("tested") else None
    motive = typed.text("exception_motive") or None
    present = [Present(each, came, test_taken_on=tested, exception_motive=motive) for each in people]
    values = {name: typed.text(name) or None for name in ("place", "company", "tutor")}
    try:
        with writing(place_of(request).engine) as session:
            number = site_writing.hold(
                session, scope, action_id=action_id, kind=kind, held_on=held_on, people=present, tasks=tasks,
                key=typed.text("cle", most=64) or None, lot_id=lot,
                seen=typed.text("seen", most=PARAGRAPH) or None, **values,
            )  # fmt: skip
        return Redirect(f"/suivi/rencontres/{number}", status_code=303)
    except (Conflict, Unusable, NotFound) as refusal:
        errors = {_FIELDS.get(refusal.code, "people"): refusal.message}
        return _form(request, action_id, data, errors, status_of_form(refusal))


_FIELDS = {
    "sites.module_missing": "exception_motive",
    "sites.test_missing": "exception_motive",
    "sites.mark_missing": "exception_motive",
    "sites.lot_missing": "lot_id",
    "sites.task_incomplete": "what-0",
}
"""Where a refusal stands on the form."""


def _tasks(typed: Typed) -> list[Task]:
    """What is left to be done: a row begun must be whole."""
    found = []
    for row in range(TASKS):
        what, who, due_on = typed.text(f"what-{row}"), typed.text(f"who-{row}", most=200), typed.day(f"due_on-{row}")
        if not (what or who or due_on):
            continue
        if not (what and who and due_on):
            typed.errors.setdefault(f"what-{row}", "Ce qui reste à faire dit quoi, par qui, et pour quand.")
            continue
        found.append(Task(what, who, due_on))
    return found


@get("/suivi/rencontres/{meeting_id:int}", rule=on(Meeting, "meeting_id", programs=False), sync_to_thread=True)
def meeting(request: AnyRequest, meeting_id: FromPath[int]) -> Template:
    """Who was there, who signed and how, what was seen, what is left to be done."""
    return shown_meeting(request, meeting_id, {}, 200)


def shown_meeting(request: AnyRequest, meeting_id: int, errors: dict[str, str], status: int) -> Template:
    """The page of a meeting, with what is to be corrected in it."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        seen = followed(session, scope, site_reads.action_of_meeting(session, meeting_id), scope.today)
        photos = photos_of(session, scope, meeting_id)
        may_add = open_to(session, scope, Meeting, meeting_id, Act.CREATE, resource=Resource.PROOF)
    held, there = seen.meeting(meeting_id)
    context = {
        "meeting": held, "there": there, "errors": errors, "day": scope.today, "photos": photos,
        "may_add_photos": may_add and held.held_on <= scope.today, **common(scope, seen),
    }  # fmt: skip
    return Template("site/meeting.html", context=context, status_code=status)


@post(
    "/suivi/presences/{attendance_id:int}",
    rule=on(Attendance, "attendance_id", Act.MODIFY, programs=False),
    sync_to_thread=True,
    status_code=303,
)
def mark(request: AnyRequest, attendance_id: FromPath[int], data: Form) -> Response[Any]:
    """Says that somebody came or not, writes the test of the module, or a remark."""
    scope, typed = asker(request), Typed(data)
    meeting_id = _meeting_of(request, attendance_id)
    said: dict[str, Any] = {}
    if typed.text("present"):
        said["present"] = typed.text("present") == "oui"
    if "test_taken_on" in data:
        said |= {"test_taken_on": typed.day("test_taken_on"), "score": typed.number("score"),
                 "out_of": typed.number("out_of")}  # fmt: skip
    if "remark" in data:
        said["remark"] = typed.text("remark", most=PARAGRAPH) or None
    if "exception_motive" in data:
        said["exception_motive"] = typed.text("exception_motive") or None
    name = f"presence-{attendance_id}"
    if typed.errors:
        return shown_meeting(request, meeting_id, {name: " ".join(typed.errors.values())}, 422)
    try:
        with writing(place_of(request).engine) as session:
            site_writing.mark(session, scope, attendance_id=attendance_id, **said)
    except (Conflict, Unusable) as refusal:
        return shown_meeting(request, meeting_id, {name: refusal.message}, status_of_form(refusal))
    return Redirect(f"/suivi/rencontres/{meeting_id}", status_code=303)


def _meeting_of(request: AnyRequest, attendance_id: int) -> int:
    with reading(place_of(request).engine) as session:
        return found(session, asker(request), Attendance, attendance_id).meeting_id


@post(
    "/suivi/taches/{task_id:int}",
    rule=on(VisitTask, "task_id", Act.MODIFY, programs=False),
    sync_to_thread=True,
    status_code=303,
)
def finish(request: AnyRequest, task_id: FromPath[int], data: Form) -> Response[Any]:
    """Writes that what was left to be done is."""
    scope, typed = asker(request), Typed(data)
    day: date = typed.day("done_on") or scope.today
    with reading(place_of(request).engine) as session:
        meeting_id = found(session, scope, VisitTask, task_id).meeting_id
    try:
        with writing(place_of(request).engine) as session:
            site_writing.finish(session, scope, task_id=task_id, done_on=day)
    except Conflict as refusal:
        return shown_meeting(request, meeting_id, {f"tache-{task_id}": refusal.message}, 409)
    return Redirect(f"/suivi/rencontres/{meeting_id}", status_code=303)


HANDLERS = [meetings, meeting_form, record, meeting, mark, finish]
