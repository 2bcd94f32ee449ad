"""People: the list, the file of one, what is read of their health only when asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Template

from clauses import audit
from clauses.access.eligibility import protected_reasons
from clauses.accounts.matrix import Act, Resource
from clauses.dates import french_day
from clauses.db import reading, writing
from clauses.people.eligibility import Verdict
from clauses.people.models import Person
from clauses.reference.rules import Decision
from clauses.web import people_reads, person_reads
from clauses.web.days import day_of
from clauses.web.lists import PAGE_SIZE, asked
from clauses.web.person_reads import PersonFile
from clauses.web.rule import every
from clauses.web.rule import on as on_row
from clauses.web.visitors import asker


@get("/personnes", rule=every(Resource.IDENTITY, programs=False), sync_to_thread=True)
def people(request: Request[Any, Any, Any], state: State) -> Template:
    """The people that one sees, searched, filtered and sorted by the address."""
    scope, on = asker(request), day_of(request)
    wanted = asked(request, sorts=people_reads.SORTS, default="nom", filters=people_reads.FILTERS)
    with reading(state.engine) as session:
        rows, total = people_reads.list_people(session, scope, wanted, on)
        near = people_reads.near(session, scope, wanted) if not total and wanted.q else []
    return Template(
        "people/list.html",
        context={
            "rows": rows,
            "total": total,
            "near": near,
            "wanted": wanted,
            "on": on,
            "size": PAGE_SIZE,
            "decisions": [(people_reads.WAITING, "En attente"), *((each.value, each.label) for each in Decision)],
            "sees_plie": people_reads.sees_plie(scope),
            "sees_homes": scope.may(Resource.ADDRESS, Act.READ),
            "sees_orientations": scope.may(Resource.ORIENTATION, Act.READ),
        },
    )


@get("/personnes/{person_id:int}", rule=on_row(Person, "person_id", programs=False), sync_to_thread=True)
def person(request: Request[Any, Any, Any], state: State, person_id: FromPath[int]) -> Template:
    """Somebody: eligible or not, until when; what they went through."""
    on = day_of(request)
    with reading(state.engine) as session:
        file = person_reads.person_file(session, asker(request), person_id, on)
    return _shown(file, on, ())


@post(
    "/personnes/{person_id:int}/sante",
    rule=on_row(Person, "person_id", resource=Resource.HEALTH, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def health(request: Request[Any, Any, Any], state: State, person_id: FromPath[int]) -> Template:
    """The same file with what tells of health or justice: who asked is written in the journal before it shows."""
    scope, on = asker(request), day_of(request)
    with writing(state.engine) as session:
        audit.record(session, "read_protected", by=scope.author, subject="person", subject_id=person_id)
        reasons = protected_reasons(session, person_id, on)
        file = person_reads.person_file(session, scope, person_id, on)
        session.expunge_all()
    return _shown(file, on, reasons or ("rien n'est enregistré de sa santé ni de la justice",))


def _shown(file: PersonFile, on: date, protected: tuple[str, ...]) -> Template:
    return Template(
        "people/person.html",
        context={"file": file, "person": file.person, "on": on, "answer": _said(file), "protected": protected},
    )


def _said(file: PersonFile) -> str:
    """What the title says of somebody."""
    if file.answer is None:
        return ""
    if file.answer.verdict is Verdict.ELIGIBLE:
        return f"éligible jusqu'au {french_day(file.answer.until)}" if file.answer.until else "éligible"
    return "non éligible" if file.answer.verdict is Verdict.NOT_ELIGIBLE else "éligibilité à vérifier"


HANDLERS = [people, person, health]
