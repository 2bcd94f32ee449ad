"""The operator's year on one page: who is received, what is late, where people work, whom to answer."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from clauses.access.followed import READERS, Followed, followed
from clauses.access.queries import found, narrowed
from clauses.access.sites import visits_of
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope, Standing
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound, Unusable
from clauses.sites.alerts import Alert, AlertKind
from clauses.sites.models import OperatorAction
from clauses.web import site_reads, site_writing
from clauses.web.days import day_of
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form
from clauses.web.typed_fields import Typed, kept
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_OPENS = every(Resource.ORGANISATION, Act.CREATE, also=Resource.SITE, programs=False)
SHOWN = 30
"""Presences without émargement listed on the first page; the others stand on the pages of meetings."""


def answer(seen: Followed) -> str:
    """What the title of an action says: what to do today, else where it stands."""
    parts = []
    if seen.waiting:
        number = len(seen.waiting)
        parts.append("1 personne attend une réponse" if number == 1 else f"{number} personnes attendent une réponse")
    if seen.alerts:
        number = len(seen.alerts)
        parts.append("1 point à regarder" if number == 1 else f"{number} points à regarder")
    return ", ".join(parts) or "rien ne vous attend"


@get("/suivi", rule=every(Resource.SITE, programs=False), sync_to_thread=True)
def first(request: AnyRequest) -> Response[Any]:
    """The latest action that one sees; a company, the visits of its people."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        choices = site_reads.actions_seen(session, scope)
        if choices:
            chosen = f"/suivi/actions/{choices[0].id}"
            asked = f"?au={day_of(request).isoformat()}" if request.query_params.get("au") else ""
            return Redirect(chosen + asked, status_code=303)
        rows = visits_of(session, scope)
    may_open = scope.may(Resource.SITE, Act.CREATE) and scope.may(Resource.ORGANISATION, Act.CREATE)
    return Template("site/empty.html", context={"rows": rows, "may_open": may_open})


@get("/suivi/actions/{action_id:int}", rule=on(OperatorAction, "action_id", programs=False), sync_to_thread=True)
def today(request: AnyRequest, action_id: FromPath[int]) -> Template:
    """« Aujourd'hui »: who waits, what is late, the sites of the day, the two objectives with numerator and base."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        seen = followed(session, scope, action_id, day_of(request))
        choices = site_reads.actions_seen(session, scope)
    context = {
        "answer": answer(seen),
        "choices": choices,
        "groups": by_kind(seen),
        "shown": SHOWN,
        **common(scope, seen),
    }
    return Template("site/today.html", context=context)


def by_kind(seen: Followed) -> list[tuple[AlertKind, list[Alert]]]:
    """What is to be looked at, kind by kind, in the order of the codes."""
    found = [(kind, [alert for alert in seen.alerts if alert.kind is kind]) for kind in AlertKind]
    return [(kind, alerts) for kind, alerts in found if alerts]


def common(scope: Scope, seen: Followed) -> dict[str, Any]:
    """What every page of an action shows."""
    return {
        "seen": seen,
        "action": seen.facts.objectives,
        "sees_paths": bool(scope.kinds & READERS),
        "sees_papers": scope.may(Resource.PROOF, Act.READ),
        "may_write": scope.may(Resource.SITE, Act.CREATE),
        "may_report": scope.may(Resource.REPORT, Act.EXPORT) and seen.whole is not None,
        "referrals": {person.id: person.referral_id for person in seen.facts.people},
    }


@get(
    "/suivi/actions/{action_id:int}/personnes",
    rule=on(OperatorAction, "action_id", programs=False),
    sync_to_thread=True,
)
def people(request: AnyRequest, action_id: FromPath[int]) -> Template:
    """Everybody sent to an action, and how far each has come."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        seen = followed(session, scope, action_id, day_of(request))
    state = request.query_params.get("etat", "")
    rows = [person for person in seen.facts.people if state in ("", person.state.value)]
    return Template("site/people.html", context={"rows": rows, "state": state, **common(scope, seen)})


@get("/suivi/ouvrir", rule=_OPENS, sync_to_thread=True)
def opening(request: AnyRequest) -> Template:
    """The form of a new action."""
    return _form(request, {"year": str(asker(request).today.year)}, {}, 200)


def _standing(scope: Scope) -> Standing:
    """As whom an action is opened, in whose territory: somebody to whom both cells of the rule are open."""
    return next(standing for standing, _ in scope.rights(Resource.SITE, Act.CREATE))


def _form(request: AnyRequest, typed: dict[str, Any], errors: dict[str, str], status: int) -> Template:
    with reading(place_of(request).engine) as session:
        bodies = _bodies(session, asker(request))
    context = {"typed": kept(typed), "errors": errors, "bodies": bodies}
    return Template("site/open.html", context=context, status_code=status)


def _bodies(session: Session, scope: Scope) -> list[tuple[int, str]]:
    rows = session.exec(narrowed(scope, Organisation)).all()
    return sorted(((row.id or 0, row.name) for row in rows), key=lambda pair: pair[1].casefold())


@post(
    "/suivi/ouvrir",
    rule=_OPENS,
    sync_to_thread=True,
    status_code=303,
)
def open_action(request: AnyRequest, data: Form) -> Response[Any]:
    """Opens the action of an operator, in one's territory."""
    scope, typed = asker(request), Typed(data)
    standing = _standing(scope)
    operator = typed.row("operator", missing="Choisissez l'opérateur.")
    year = typed.number("year", most=2100, missing="Dites l'année, par exemple 2024.") or 0
    foreseen = typed.number("people_foreseen", missing="Dites combien de personnes sont prévues, par exemple 90.")
    percent = typed.number("positive_percent", most=100, missing="Dites la part de sorties positives, par exemple 25.")
    name = typed.text("name", missing="Donnez un nom à l'action, par exemple « Suivi BTP ».", most=200)
    source = typed.text("source", missing="Dites d'où viennent les objectifs, par exemple l'appel à projets 2024.")
    funding = typed.text("funding_source")
    if not typed.errors and not 2000 <= year <= 2100:
        typed.errors["year"] = "L'année s'écrit en quatre chiffres, par exemple 2024."
    if not typed.errors:
        try:
            with writing(place_of(request).engine) as session:
                found(session, scope, Organisation, operator or 0)
                number = site_writing.open_action(
                    session, scope, operator_id=operator or 0, territory_id=standing.territory_id, year=year, name=name,
                    people_foreseen=foreseen, positive_percent=percent, source=source, funding_source=funding or None,
                    fse_plus=bool(typed.text("fse_plus")),
                )  # fmt: skip
            return Redirect(f"/suivi/actions/{number}", status_code=303)
        except (Conflict, NotFound, Unusable) as refusal:
            typed.errors["name"] = refusal.message
    return _form(request, dict(data), typed.errors, 422)


HANDLERS = [first, today, people, opening, open_action]
