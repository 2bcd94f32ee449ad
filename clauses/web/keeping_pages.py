"""Retention: whose data must no longer name them, which files go with them; asked by one person, done by another."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.response import Redirect, Template
from sqlmodel import Session, col

from clauses.access.queries import ABSENT, narrowed, within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.errors import Conflict, Misused, NotFound
from clauses.files.destroyed import SUBJECT, take_off_shelf
from clauses.files.models import ImportRun
from clauses.people.models import Person
from clauses.privacy import keeping
from clauses.privacy.due import FileTrace, may_be_destroyed
from clauses.privacy.files_naming import Seen, files_of_the_gone
from clauses.reports.copy_files import drop
from clauses.tables import metadata
from clauses.web.lists import PAGE_SIZE
from clauses.web.rule import every
from clauses.web.sign_in_pages import Form, field
from clauses.web.sound import row_number
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_READS = every(Resource.IDENTITY, Act.MODIFY, programs=False)
_DECIDES = every(Resource.IDENTITY, Act.MODIFY, proven=True, programs=False)
_PAGE: Final = "/conservation"
_YEARS: Final = range(2000, 2101)


@get(_PAGE, rule=_READS, sync_to_thread=True)
def people_due(request: AnyRequest) -> Template:
    """Who is due, who waits for a second person, what was done."""
    return _page(request, {}, request.query_params.get("paiement", ""))


def _page(request: AnyRequest, errors: dict[str, str], typed: str, status: int = 200) -> Template:
    scope = asker(request)
    paid = _year(typed)
    if typed and paid is None:
        errors, status = {"paiement": "Écrivez une année, par exemple 2019."}, 422
    with reading(place_of(request).engine) as session:
        named = keeping.named(within(scope, Person, Act.MODIFY))
        held = keeping.traces(session, named)
        asked = keeping.waiting(session, [each.person_id for each in keeping.due(held, today=scope.today, paid=2000)])
        due = [each for each in keeping.due(held, today=scope.today, paid=paid) if each.person_id not in asked]
        unpaid = sum(each.fse for each in keeping.due(held, today=scope.today, paid=2000)) if paid is None else 0
        shown = due[:PAGE_SIZE]
        names = _names(session, scope, [*(each.person_id for each in shown), *asked])
        done = keeping.done(session, narrowed(scope, Person).with_only_columns(col(Person.id)))
        files = _files(session, scope)
        files_asked = keeping.files_asked(session, [each.file_id for each in files])
        files_done = keeping.counted(session.exec(_destroyed(scope)).all())
    context = {
        "due": [(names[each.person_id], each) for each in shown],
        "total": len(due),
        "asked": [(names[number], number, one) for number, one in asked.items()],
        "author": scope.author,
        "files": _to_ask(files, files_asked, scope.today)[:PAGE_SIZE],
        "files_asked": [(each, files_asked[each.file_id]) for each in files if each.file_id in files_asked],
        "files_held": [each for each in files if each.gone and not may_be_destroyed(each, scope.today)][:PAGE_SIZE],
        "files_done": files_done,
        "done": done,
        "unpaid": unpaid,
        "typed": typed,
        "errors": errors,
    }
    return Template("admin/keeping.html", context=context, status_code=status)


def _files(session: Session, scope: Scope) -> list[FileTrace]:
    """The files that name somebody anonymous whom one may modify, old ones that brought nobody, and old documents of
    which nothing tells whom they name: where one sees who brought or issued them."""
    people = narrowed(scope, Person, Act.MODIFY).with_only_columns(col(Person.id))
    runs = narrowed(scope, ImportRun).with_only_columns(col(ImportRun.id))
    acts = narrowed(scope, Journal).where(col(Journal.act) == "issue", col(Journal.subject) == "issued_document")
    issued = acts.with_only_columns(col(Journal.subject_id))
    return files_of_the_gone(session, metadata, Seen(people, runs, issued), scope.today)


def _to_ask(files: list[FileTrace], asked: dict[int, keeping.Asked], today: date) -> list[FileTrace]:
    return [each for each in files if may_be_destroyed(each, today) and each.file_id not in asked]


def _destroyed(scope: Scope) -> Any:
    acts = narrowed(scope, Journal).where(col(Journal.act) == "destroy_file", col(Journal.subject) == SUBJECT)
    return acts.order_by(col(Journal.number).desc())


def _names(session: Session, scope: Scope, people: list[int]) -> dict[int, str]:
    rows = session.exec(narrowed(scope, Person, Act.MODIFY).where(col(Person.id).in_(people)))
    return {each.id or 0: f"{each.last_name} {each.first_name}" for each in rows}


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) in _YEARS else None


def _chosen(session: Session, scope: Scope, data: dict[str, Any]) -> list[int]:
    """The people ticked, all of whom whoever asks may modify."""
    numbers = _ticked(data, "personne")
    if not numbers:
        raise Conflict("Cochez au moins une personne.", code="privacy.nobody")
    found = session.exec(narrowed(scope, Person, Act.MODIFY).where(col(Person.id).in_(numbers))).all()
    if len(found) != len(numbers):
        raise NotFound(ABSENT)
    return numbers


def _chosen_files(session: Session, scope: Scope, data: dict[str, Any]) -> list[int]:
    """The files ticked, all of them among those that the page shows to whoever asks."""
    numbers = _ticked(data, "fichier")
    if not numbers:
        raise Conflict("Cochez au moins un fichier.", code="privacy.nobody")
    if not set(numbers) <= {each.file_id for each in _files(session, scope)}:
        raise NotFound(ABSENT)
    return numbers


def _ticked(data: dict[str, Any], name: str) -> list[int]:
    given = data.get(name, [])
    texts = [given] if isinstance(given, str) else list(given)
    return sorted({number for text in texts[:PAGE_SIZE] if (number := row_number(str(text))) is not None})


@post(_PAGE, rule=_DECIDES, sync_to_thread=True, status_code=303)
def decide(request: AnyRequest, data: Form) -> Response[Any]:
    """Asks for some, takes it back, or does it, as the second person."""
    scope, place, act = asker(request), place_of(request), field(data, "acte")
    typed = field(data, "paiement")
    files: list[str] = []
    today, by = scope.today, scope.author
    try:
        with writing(place.engine) as session:
            chosen = (_chosen_files if act.endswith("_fichiers") else _chosen)(session, scope, data)
            match act:
                case "demander":
                    keeping.ask_anonymising(session, people=chosen, paid=_year(typed), today=today, by=by)
                case "retirer":
                    keeping.withdraw_anonymising(session, people=chosen, by=by)
                case "faire":
                    files = keeping.anonymise(session, people=chosen, today=today, by=by)
                case "demander_fichiers":
                    keeping.ask_destroying(session, files=chosen, today=today, by=by)
                case "retirer_fichiers":
                    keeping.withdraw_destroying(session, files=chosen, by=by)
                case "detruire_fichiers":
                    files = keeping.destroy(session, files=chosen, today=today, by=by)
                case _:
                    raise Misused("Choisissez ce qu'il faut faire de ces fiches.")
    except Conflict as refusal:
        return _page(request, {"liste": refusal.message}, typed, 409)
    try:
        if act == "faire":
            drop(place.settings.copy_of_months)  # nobody believes it any more, and nothing of before is kept
    finally:  # one does not wait for the other
        if files:
            with writing(place.engine) as session:
                take_off_shelf(session, place.settings.files, files)
    return Redirect(_PAGE + (f"?paiement={_year(typed)}" if _year(typed) else ""), status_code=303)


HANDLERS = [people_due, decide]
