"""Asking companies for the months that they have not sent: by mail, with the page where to deposit, a proof kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.response import Template
from sqlmodel import Session

from clauses import audit
from clauses.access.exchanges import NextAction, next_actions
from clauses.accounts.mailing import deliver
from clauses.accounts.mailing import post as post_mail
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.dates import french_day, french_month, local_day
from clauses.db import one_at_a_time, reading, writing
from clauses.errors import Invalid
from clauses.hours.calendar import due_day
from clauses.web.months_awaited import Missing, missing
from clauses.web.rule import every
from clauses.web.sign_in_pages import Form
from clauses.web.visitors import asker, now, place_of

AnyRequest = Request[Any, Any, Any]
SHOWN: Final = 50
AHEAD: Final = timedelta(days=30)
"""How far the next actions are shown."""

_MAY = every(Resource.HOURS, Act.DECIDE, programs=False)


@get("/relances", rule=_MAY, sync_to_thread=True)
def reminders(request: AnyRequest) -> Template:
    """The months that nobody sent, the latest first."""
    with reading(place_of(request).engine) as session:
        found = missing(session, asker(request))
        plans = planned(session, asker(request))
    return _shown(found, plans, "")


def planned(session: Session, scope: Scope) -> Sequence[NextAction]:
    """What somebody has planned with companies within the coming month."""
    return next_actions(session, scope, until=scope.today + AHEAD, limit=SHOWN)


def _shown(found: list[Missing], plans: Sequence[NextAction], done: str) -> Template:
    context = {"rows": found[:SHOWN], "total": len(found), "plans": plans, "done": done}
    return Template("reminders/reminders.html", context=context)


@post("/relances", rule=_MAY, sync_to_thread=True, status_code=200)
def remind(request: AnyRequest, data: Form) -> Response[Any]:
    """Writes once to each company for all the months ticked, but for those asked for this very day."""
    given = data.get("mois", [])
    ticked = {given} if isinstance(given, str) else set(given)
    place, scope = place_of(request), asker(request)
    with writing(place.engine) as session:
        one_at_a_time(session)
        chosen = [one for one in missing(session, scope) if one.key in ticked and one.addresses]
        if not chosen:
            raise Invalid("Cochez au moins un mois d'une entreprise qui a un compte.", field="mois")
        today = local_day(now())  # as the journal dates what was asked
        due = [one for one in chosen if today not in one.asked]
        companies = sorted({one.organisation_id for one in due})
        for body in companies:
            _write(session, request, [one for one in due if one.organisation_id == body])
    with reading(place.engine) as session:
        found = missing(session, scope)
        plans = planned(session, scope)
    shown = _shown(found, plans, _told(len(companies), len(chosen) - len(due)))
    shown.background = BackgroundTask(deliver, place.engine, place.settings)
    return shown


def _told(companies: int, already: int) -> str:
    """What was done, and the months left because somebody asked for them today (a second click, a colleague)."""
    done = {0: "Aucune entreprise relancée.", 1: "1 entreprise relancée."}
    told = done.get(companies, f"{companies} entreprises relancées.")
    if already == 1:
        return f"{told} 1 mois déjà demandé aujourd'hui n'a pas été redemandé."
    return f"{told} {already} mois déjà demandés aujourd'hui n'ont pas été redemandés." if already else told


def _write(session: Session, request: AnyRequest, months: list[Missing]) -> None:
    place, scope = place_of(request), asker(request)
    lines = "\n".join(
        f"- {french_month(one.awaited.month)}, {one.awaited.market}, lot {one.awaited.lot} "
        f"(attendu le {french_day(due_day(one.awaited.month))})"
        for one in months
    )
    again = any(one.asked for one in months)
    subject = "Rappel : vos heures d'insertion" if again else "Vos heures d'insertion sont attendues"
    body = (
        f"Bonjour,\n\nVoici les mois que nous n'avons pas reçus :\n\n{lines}\n\n"
        f"Déposez votre fichier tel qu'il est, ou saisissez le mois : {place.settings.public_url}/deposer\n\n"
        "Si personne n'a travaillé ce mois-là, répondez-nous simplement.\n"
    )
    for address in months[0].addresses:
        post_mail(session, recipient=address, subject=subject, body=body, now=now())
    for one in months:
        audit.record(
            session, "remind", by=scope.author, subject="contractor", subject_id=one.awaited.contractor_id,
            month=f"{one.awaited.month:%Y-%m}", mails=len(one.addresses), time=len(one.asked) + 1,
        )  # fmt: skip


HANDLERS = [reminders, remind]
