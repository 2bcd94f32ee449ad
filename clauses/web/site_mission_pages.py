"""Missions followed, and their fiches d'activités et de tâches."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from clauses.access.followed import Followed, followed
from clauses.access.queries import ABSENT, found
from clauses.accounts.matrix import Act
from clauses.accounts.secrets_drawn import drawn
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound, Unusable
from clauses.files.rules import DocumentKind
from clauses.reports.documents.issued import issued_number
from clauses.reports.documents.site_documents import activity_sheet
from clauses.sites.facts import MissionFacts, Participant, SheetFacts
from clauses.sites.models import ActivitySheet, Mission, Referral
from clauses.sites.rules import Done, Level
from clauses.web import site_reads, site_writing
from clauses.web.errors import status_of_form
from clauses.web.rule import on
from clauses.web.sign_in_pages import Form
from clauses.web.site_pages import common
from clauses.web.site_referral_pages import action_of
from clauses.web.typed_fields import PARAGRAPH, Typed, kept
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
TASKS: Final = 8
"""Tasks that the form of a fiche has room for."""


def mission_of(seen: Followed, mission_id: int) -> tuple[Participant, MissionFacts]:
    """A mission, and whose it is. Raises ``NotFound``."""
    for person in seen.facts.people:
        for mission in person.missions:
            if mission.id == mission_id:
                return person, mission
    raise NotFound(ABSENT)


def sheet_of(seen: Followed, sheet_id: int) -> tuple[Participant, MissionFacts, SheetFacts]:
    """A fiche d'activités, its mission, and whose it is. Raises ``NotFound``."""
    for person in seen.facts.people:
        for mission in person.missions:
            for sheet in mission.sheets:
                if sheet.id == sheet_id:
                    return person, mission, sheet
    raise NotFound(ABSENT)


def of_mission(request: AnyRequest, mission_id: int) -> Followed:
    """The action of a mission that one sees."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        row = found(session, scope, Mission, mission_id)
        return followed(session, scope, row.action_id, scope.today)


def of_sheet(request: AnyRequest, sheet_id: int) -> Followed:
    """The action of a fiche d'activités that one sees."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        mission_id = found(session, scope, ActivitySheet, sheet_id).mission_id
    return of_mission(request, mission_id)


def of_referral(request: AnyRequest, referral_id: int) -> Followed:
    """The action that somebody seen was sent to."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        return followed(session, scope, action_of(session, scope, referral_id), scope.today)


# Missions


@get("/suivi/envois/{referral_id:int}/mission", rule=on(Referral, "referral_id", Act.CREATE, programs=False),
     sync_to_thread=True)  # fmt: skip
def mission_form(request: AnyRequest, referral_id: FromPath[int]) -> Template:
    """The form of a mission."""
    return _mission(request, referral_id, {"cle": drawn()[:40]}, {}, 200)


def _mission(
    request: AnyRequest, referral_id: int, typed: dict[str, Any], errors: dict[str, str], status: int
) -> Template:
    scope = asker(request)
    seen = of_referral(request, referral_id)
    with reading(place_of(request).engine) as session:
        choices = site_reads.contractors(session, scope)
    context = {
        "person": seen.person(referral_id), "contractors": choices, "typed": kept(typed), "errors": errors,
        **common(scope, seen),
    }  # fmt: skip
    return Template("site/mission.html", context=context, status_code=status)


@post("/suivi/envois/{referral_id:int}/mission", rule=on(Referral, "referral_id", Act.CREATE, programs=False),
      sync_to_thread=True, status_code=303)  # fmt: skip
def begin(request: AnyRequest, referral_id: FromPath[int], data: Form) -> Response[Any]:
    """Follows a mission."""
    scope, typed = asker(request), Typed(data)
    contractor = typed.row("contractor_id", missing="Choisissez l'entreprise et son lot.")
    starts_on = typed.day("starts_on", missing="Dites le premier jour de la mission.")
    ends_on = typed.day("ends_on")
    if contractor is None or starts_on is None or typed.errors:
        return _mission(request, referral_id, data, typed.errors, 422)
    seen = of_referral(request, referral_id)
    try:
        with writing(place_of(request).engine) as session:
            site_writing.begin_mission(
                session, scope, action_id=seen.facts.objectives.id, person_id=seen.person(referral_id).id,
                contractor_id=contractor, starts_on=starts_on, ends_on=ends_on, job=typed.text("job") or None,
                tutor=typed.text("tutor", most=200) or None, key=typed.text("cle", most=64) or None,
            )  # fmt: skip
    except (Conflict, Unusable, NotFound) as refusal:
        name = "ends_on" if isinstance(refusal, Unusable) else "contractor_id"
        return _mission(request, referral_id, data, {name: refusal.message}, status_of_form(refusal))
    return Redirect(f"/suivi/envois/{referral_id}", status_code=303)


@post("/suivi/missions/{mission_id:int}/fin", rule=on(Mission, "mission_id", Act.MODIFY, programs=False),
      sync_to_thread=True, status_code=303)  # fmt: skip
def end(request: AnyRequest, mission_id: FromPath[int], data: Form) -> Response[Any]:
    """Writes the last day of a mission."""
    scope, typed = asker(request), Typed(data)
    day = typed.day("ends_on", missing="Dites le dernier jour de la mission.")
    if day is None:
        return _sheet(request, mission_id, {}, typed.errors, 422)
    try:
        with writing(place_of(request).engine) as session:
            site_writing.end_mission(session, scope, mission_id=mission_id, ends_on=day)
    except Unusable as refusal:
        return _sheet(request, mission_id, {}, {"ends_on": refusal.message}, 422)
    person, _ = mission_of(of_mission(request, mission_id), mission_id)
    return Redirect(f"/suivi/envois/{person.referral_id}", status_code=303)


# Fiches d'activités et de tâches


@get("/suivi/missions/{mission_id:int}/fiche", rule=on(Mission, "mission_id", Act.CREATE, programs=False),
     sync_to_thread=True)  # fmt: skip
def sheet_form(request: AnyRequest, mission_id: FromPath[int]) -> Template:
    """The form of a fiche: the tasks of the last one stand in it, their level to be said again."""
    return _sheet(request, mission_id, {"cle": drawn()[:40]}, {}, 200)


def _sheet(
    request: AnyRequest, mission_id: int, typed: dict[str, Any], errors: dict[str, str], status: int
) -> Template:
    seen = of_mission(request, mission_id)
    person, mission = mission_of(seen, mission_id)
    if "task-0" not in typed and mission.sheets:
        typed = typed | {f"task-{row}": task for row, (task, _) in enumerate(mission.sheets[-1].tasks[:TASKS])}
    context = {
        "person": person, "mission": mission, "levels": list(Level), "rows": range(TASKS), "typed": kept(typed),
        "errors": errors, **common(asker(request), seen),
    }  # fmt: skip
    return Template("site/sheet_form.html", context=context, status_code=status)


@post("/suivi/missions/{mission_id:int}/fiche", rule=on(Mission, "mission_id", Act.CREATE, programs=False),
      sync_to_thread=True, status_code=303)  # fmt: skip
def write_sheet(request: AnyRequest, mission_id: FromPath[int], data: Form) -> Response[Any]:
    """Writes the fiche of a period."""
    scope, typed = asker(request), Typed(data)
    starts_on = typed.day("starts_on", missing="Dites le premier jour de la période.")
    ends_on = typed.day("ends_on", missing="Dites le dernier jour de la période.")
    levels = {each.value: each for each in Level}
    tasks = []
    for row in range(TASKS):
        task, level = typed.text(f"task-{row}"), levels.get(typed.text(f"level-{row}"))
        if task and level is None:
            typed.errors[f"level-{row}"] = "Dites le niveau atteint."
        elif task and level is not None:
            tasks.append(Done(task, level))
    if not tasks and not typed.errors:
        typed.errors["task-0"] = "Une fiche dit au moins une tâche."
    if starts_on is None or ends_on is None or typed.errors:
        return _sheet(request, mission_id, data, typed.errors, 422)
    try:
        with writing(place_of(request).engine) as session:
            number = site_writing.write_sheet(
                session, scope, mission_id=mission_id, tasks=tasks, key=typed.text("cle", most=64) or None,
                starts_on=starts_on, ends_on=ends_on, tutor_remark=typed.text("tutor_remark", most=PARAGRAPH) or None,
                person_remark=typed.text("person_remark", most=PARAGRAPH) or None,
            )  # fmt: skip
    except (Conflict, Unusable) as refusal:
        return _sheet(request, mission_id, data, {"starts_on": refusal.message}, status_of_form(refusal))
    return Redirect(f"/suivi/fiches/{number}", status_code=303)


@get("/suivi/fiches/{sheet_id:int}", rule=on(ActivitySheet, "sheet_id", programs=False), sync_to_thread=True)
def sheet(request: AnyRequest, sheet_id: FromPath[int]) -> Template:
    """A fiche as it was written."""
    seen = of_sheet(request, sheet_id)
    person, mission, shown = sheet_of(seen, sheet_id)
    made = activity_sheet(seen.facts, person, mission, shown, established_on=asker(request).today)
    with reading(place_of(request).engine) as session:
        issued = issued_number(session, made, DocumentKind.ACTIVITY_SHEET)
    context = {"person": person, "mission": mission, "sheet": shown, "issued": issued}
    return Template("site/sheet.html", context=context | common(asker(request), seen))


HANDLERS = [mission_form, begin, end, sheet_form, write_sheet, sheet]
