"""The hours to check and validate: a queue, each line with its reasons; validated, refused, asked about, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from clauses import audit
from clauses.access import waiting_lines as reads
from clauses.access.queries import ABSENT, found
from clauses.accounts.mailing import deliver
from clauses.accounts.mailing import post as post_mail
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.single import validates_alone
from clauses.db import reading, writing
from clauses.errors import Conflict, Invalid, NotFound
from clauses.files.actions import shelf_place
from clauses.files.destroyed import destroyed_by_sha256
from clauses.hours.actions import reject_line, validate_line
from clauses.hours.models import Declaration, Line
from clauses.hours.queries import market_of
from clauses.hours.rules import LineState
from clauses.hours.undoing import undo_decision
from clauses.markets.models import Market
from clauses.people.models import Person
from clauses.web.days import month_said
from clauses.web.lists import Asked, asked, holds, unaccented
from clauses.web.origin import Excerpt, excerpt
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form, field
from clauses.web.sound import row_number
from clauses.web.visitors import asker, now, place_of, visitor_of

AnyRequest = Request[Any, Any, Any]
SIZE: Final = 50
MOST: Final = 200
"""Lines decided at once."""

MOTIVES: Final = (
    "Heures hors du marché", "Heures déclarées deux fois", "Personne non éligible", "Contrat ou dates à corriger",
    "Nombre d'heures à justifier",
)  # fmt: skip
STATES: Final = (("propre", "Sans remarque"), ("regarder", "À regarder d'abord"), ("verifier", "Personne à vérifier"))
_DECIDE = every(Resource.HOURS, Act.DECIDE, proven=True, programs=False)
_LARGEST = 64_000


@dataclass(frozen=True)
class Done:
    """What was just decided: the sentence, the lines as they now are, and what was refused."""

    sentence: str
    keys: Sequence[str]
    faults: Sequence[str] = ()
    undoable: bool = True


@get("/a-valider", rule=every(Resource.HOURS, Act.DECIDE, programs=False), sync_to_thread=True)
def queue(request: AnyRequest) -> Template:
    """The lines to decide, the oldest month first."""
    return _queue(request, None)


def _queue(request: AnyRequest, done: Done | None, status: int = 200) -> Template:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        months = reads.months_waiting(session, scope)
        known = {"mois": [month.strftime("%Y-%m") for month, _ in months], "etat": [code for code, _ in STATES]}
        wanted = asked(request, sorts=(), default="", filters=known)
        rows, total, hours = reads.queue(session, scope, _conditions(wanted), page=wanted.page, size=SIZE)
    context: dict[str, Any] = {
        "rows": rows,
        "total": total,
        "hours": hours,
        "wanted": wanted,
        "months": months,
        "states": STATES,
        "motives": MOTIVES,
        "size": SIZE,
        "done": done,
        "proven": visitor_of(request).proven,
    }
    return Template("validation/queue.html", context=context, status_code=status)


def _conditions(wanted: Asked) -> list[ColumnElement[bool]]:
    """The filters of the address."""
    found = holds(
        wanted.terms,
        col(Market.reference_key),
        unaccented(col(Market.title)),
        col(Organisation.name_key),
        reads.EMPLOYER_KEY,
        col(Person.last_key),
        col(Person.first_key),
    )
    month = month_said(wanted.filters["mois"]) if wanted.filters["mois"] else None
    if month is not None:
        found.append(col(Declaration.month) == month)
    match wanted.filters["etat"]:
        case "propre":
            found += [col(Line.state) == LineState.SUBMITTED, col(Line.blocking).is_(False)]
        case "regarder":
            found += [col(Line.state) == LineState.SUBMITTED, col(Line.blocking).is_(True)]
        case "verifier":
            found.append(col(Line.state) == LineState.TO_CHECK)
    return found


@get("/a-valider/{number:int}", rule=on(Line, "number", programs=False), sync_to_thread=True)
def line_page(request: AnyRequest, number: FromPath[int]) -> Template:
    """One line: where it was written, what was said of it, who the person is to the market, the months before."""
    scope, place = asker(request), place_of(request)
    with reading(place.engine) as session:
        shown = reads.one(session, scope, number)
        if shown is None:
            raise NotFound(ABSENT)
        before = reads.worked_before(session, scope, shown)
        sha256 = reads.shelf_name(session, shown.run_id)
        days = destroyed_by_sha256(session, place.settings.files, [] if sha256 is None else [sha256])
    cells: Excerpt | None = None
    if sha256 is not None and shown.reads_file:
        path = shelf_place(place.settings.files, sha256)
        cells = excerpt(path, shown.file_name, shown.line.sheet, shown.line.row, shown.line.column)
    context = {
        "one": shown,
        "before": before,
        "cells": cells,
        "gone": next(iter(days.values()), None),
        "motives": MOTIVES,
        "may": scope.may(Resource.HOURS, Act.DECIDE),
        "proven": visitor_of(request).proven,
    }
    return Template("validation/line.html", context=context)


@post("/a-valider", rule=_DECIDE, sync_to_thread=True, request_max_body_size=_LARGEST, status_code=200)
def decide(request: AnyRequest, data: Form) -> Response[Any]:
    """Decides the lines ticked. All that can be decided are; what cannot is said, with its reason."""
    scope, act = asker(request), field(data, "decision")
    keys = _keys(data)
    if not keys:
        raise Invalid("Cochez au moins une ligne.", field="ligne")
    motive = " : ".join(part for part in (field(data, "motif"), field(data, "precision").strip()) if part)
    if act in ("refuser", "demander") and not motive:
        raise Invalid("Choisissez un motif, ou écrivez-le.", field="motif")
    decided: list[str] = []
    faults: list[str] = []
    with writing(place_of(request).engine) as session:
        if reads.decidable(session, scope, [number for number, _ in keys]) != {number for number, _ in keys}:
            raise NotFound(ABSENT)
        for number, version in keys:
            try:
                decided.append(_one(session, request, (act, motive[:1_000]), number, version))
            except Conflict as refusal:
                faults.append(refusal.message)
    if not decided and faults:
        raise Conflict(faults[0])
    shown = _queue(request, Done(_said(act, len(decided)), decided, sorted(set(faults)), act in ("valider", "refuser")))
    shown.background = BackgroundTask(deliver, place_of(request).engine, place_of(request).settings)
    return shown


def _keys(data: dict[str, Any]) -> list[tuple[int, int]]:
    """The lines ticked, each with the version that was seen."""
    given = data.get("ligne", [])
    found = []
    for text in [given] if isinstance(given, str) else list(given)[:MOST]:
        number, _, version = str(text).partition(":")
        held = row_number(number), row_number(version)
        if held[0] is not None and held[1] is not None:
            found.append((held[0], held[1]))
    return found


def _one(session: Session, request: AnyRequest, decision: tuple[str, str], number: int, version: int) -> str:
    """Decides one line; its key, as it now is."""
    act, motive = decision
    by = asker(request).author
    match act:
        case "valider":
            row = found(session, asker(request), Line, number, Act.DECIDE)
            alone = validates_alone(session, asker(request), market_id=market_of(session, row.declaration_id))
            line = validate_line(session, line_id=number, version=version, by=by, alone=alone)
        case "refuser":
            line = reject_line(session, line_id=number, version=version, reason=motive, by=by)
        case "annuler":
            line = undo_decision(session, line_id=number, version=version, by=by)
        case "demander":
            line = _ask(session, number, motive, request)
        case _:
            raise Invalid("Choisissez ce qu'il faut faire de ces lignes.", field="decision")
    return f"{line.id}:{line.version}"


def _ask(session: Session, number: int, question: str, request: AnyRequest) -> Line:
    """Writes to whoever deposited the file; the line waits on."""
    scope, place = asker(request), place_of(request)
    shown = reads.one(session, scope, number)
    address = reads.sender_of(session, shown.run_id) if shown is not None else None
    if shown is None or address is None:
        raise Conflict("Ce fichier n'a pas été déposé par un compte : demandez la précision par un autre moyen.")
    row = f"ligne {shown.line.row} de la feuille « {shown.line.sheet} »"
    body = (
        f"Bonjour,\n\nUne précision vous est demandée sur votre dépôt « {shown.file_name} », {row} :\n\n{question}\n\n"
        f"Votre dépôt : {place.settings.public_url}/depots/{shown.run_id}\n"
    )
    post_mail(session, recipient=address, subject="Une précision sur vos heures", body=body, now=now())
    audit.record(session, "ask", by=scope.author, subject="line", subject_id=number, run_id=shown.run_id)
    return shown.line


_WORDS: Final = {"valider": "validée", "refuser": "refusée", "annuler": "remise en attente", "demander": "en question"}


def _said(act: str, number: int) -> str:
    words = _WORDS[act]
    if number == 1:
        return f"1 ligne {words}."
    plural = "remises en attente" if act == "annuler" else words if act == "demander" else f"{words}s"
    return f"{number} lignes {plural}."


HANDLERS = [queue, line_page, decide]
