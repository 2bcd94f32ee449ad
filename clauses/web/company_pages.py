"""A company's own page: what it owes, in hours and in weeks of one person; its months, its people; whom it may hire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session, col, select

from clauses import audit
from clauses.access import company as reads
from clauses.access import deposits
from clauses.access.depositing import depositor
from clauses.access.small_cells import hidden
from clauses.accounts.mailing import deliver
from clauses.accounts.mailing import post as post_mail
from clauses.accounts.matrix import Act, Resource
from clauses.dates import french_day
from clauses.db import reading, writing
from clauses.markets.models import Market
from clauses.people.eligibility import Answer
from clauses.web import market_reads
from clauses.web.days import day_of, day_typed
from clauses.web.lists import asked
from clauses.web.lot_view import LotView, whole
from clauses.web.markets_reads import standing
from clauses.web.months_awaited import months_to_send
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form, field
from clauses.web.visitors import asker, now, place_of, visitor_of

AnyRequest = Request[Any, Any, Any]
SIZE: Final = 25
WEEK: Final = 35_00
"""Hundredths of an hour of one person in a week: the legal duration of work (code du travail, art. L3121-27)."""

_FIELDS: Final = ("nom", "prenom", "naissance", "embauche")
_MAY = every(Resource.ELIGIBILITY, Act.CREATE, programs=False)


@dataclass(frozen=True)
class OwnLot:
    """A lot where the company owes hours; ``left`` in hundredths, ``weeks`` of one person at 35 h, rounded up."""

    market_id: int
    reference: str
    title: str
    view: LotView

    @property
    def left(self) -> int:
        return max(self.view.gauge.due - self.view.gauge.done, 0)

    @property
    def weeks(self) -> int:
        return weeks_of(self.left)


def weeks_of(hours: int) -> int:
    """Weeks of one person that some hundredths of an hour make, rounded up: 36 h → 2."""
    return -(-hours // WEEK)


@get("/entreprise", rule=_MAY, sync_to_thread=True)
def company(request: AnyRequest) -> Template:
    """What the company owes, sends and employs."""
    return _company(request, dict.fromkeys(_FIELDS, ""), {}, None)


def _company(
    request: AnyRequest, typed: dict[str, str], errors: dict[str, str], answer: tuple[str, Answer | None] | None,
    status: int = 200,
) -> Template:  # fmt: skip
    scope = asker(request)
    wanted = asked(request, sorts=(), default="", filters={})
    with reading(place_of(request).engine) as session:
        lots = _own_lots(session, request)
        who = depositor(scope)
        due = months_to_send(session, who, deposits.places_of(session, who, scope.today), scope.today)
        people, total = reads.team(session, scope, page=wanted.page, size=SIZE)
    context: dict[str, Any] = {
        "lots": lots,
        "left": sum(lot.left for lot in lots),
        "weeks": weeks_of(sum(lot.left for lot in lots)),
        "due": due,
        "people": people,
        "total": total,
        "size": SIZE,
        "wanted": wanted,
        "typed": typed,
        "errors": errors,
        "answer": answer,
    }
    return Template("company/company.html", context=context, status_code=status)


def _own_lots(session: Session, request: AnyRequest) -> list[OwnLot]:
    scope = asker(request)
    markets = reads.markets_worked(session, scope)
    named = {row.id: row for row in session.exec(select(Market).where(col(Market.id).in_(markets))).all()}
    return [
        OwnLot(number, named[number].reference, named[number].title or "", lot)
        for number, lots in sorted(standing(session, scope, markets, scope.today).items())
        for lot in lots
        if lot.gauge.due
    ]


@post("/entreprise", rule=_MAY, sync_to_thread=True, status_code=200)
def hire(request: AnyRequest, data: Form) -> Response[Any]:
    """« Puis-je embaucher ? »: answered at once for those whom the company may see; the others go to the Pôle.

    The words are the same for somebody unknown and somebody known elsewhere.
    """
    scope, place = asker(request), place_of(request)
    typed = {name: field(data, name).strip()[:120] for name in _FIELDS}
    errors = {name: "Écrivez-le comme sur sa pièce d'identité." for name in ("nom", "prenom") if not typed[name]}
    born, day = day_typed(typed["naissance"]), day_typed(typed["embauche"]) if typed["embauche"] else scope.today
    if born is None or born > scope.today:
        errors["naissance"] = "Donnez la date de naissance : par exemple 04/05/1990."
    if day is None:
        wrong = typed["embauche"][:20]
        errors["embauche"] = (
            f"« {wrong} » n'est pas une date : écrivez par exemple 04/05/2026, ou rien pour aujourd'hui."
        )
    if errors or born is None or day is None:
        return _company(request, typed, errors, None, 422)
    who = reads.Asked(typed["nom"], typed["prenom"], born)
    with writing(place.engine) as session:
        answer = reads.answer_for(session, scope, who, on=day)
        entry = audit.record(
            session, "ask_eligibility", by=scope.author, subject="eligibility", answered=answer is not None
        )
        if answer is None:
            _pass_on(session, request, who, day, entry.number)
    shown = _company(request, typed, {}, (f"{who.first} {who.last}", answer))
    shown.background = BackgroundTask(deliver, place.engine, place.settings)
    return shown


def _pass_on(session: Session, request: AnyRequest, who: reads.Asked, day: date, number: int) -> None:
    """Asks the facilitateurs where the company works. A mail names nobody: it opens the file of the person, where one
    is recorded there; else the company is to be asked who it is."""
    visitor, url = visitor_of(request), place_of(request).settings.public_url
    for one in reads.to_be_asked(session, asker(request), who):
        file = f"Son dossier : {url}/personnes/{one.person_id}?au={day.isoformat()}\n"
        unknown = "Personne de ce nom et de cet âge n'est enregistré chez vous : demandez-lui de qui il s'agit.\n"
        body = (
            f"Bonjour,\n\n{visitor.name} ({visitor.email}) demande si une personne est éligible pour une embauche le "
            f"{french_day(day)} (demande n° {number}).\n\n{file if one.person_id else unknown}\nRépondez à cette "
            "adresse.\n"
        )
        post_mail(session, recipient=one.address, subject="Puis-je embaucher ?", body=body, now=now())


@get("/marches/{market_id:int}/etat", rule=on(Market, "market_id", resource=Resource.REPORT, programs=False),
     sync_to_thread=True)  # fmt: skip
def state_of_market(request: AnyRequest, market_id: FromPath[int]) -> Template:
    """One page to print: where a market stands, and who worked, small groups hidden."""
    scope, day = asker(request), day_of(request)
    with reading(place_of(request).engine) as session:
        head = market_reads.head(session, scope, market_id)
        lots = market_reads.lots(session, scope, market_id, day)
        people = reads.at_work(session, scope, market_id)
    context = {
        "head": head,
        "lots": lots,
        "whole": whole(lots) if lots else None,
        "on": day,
        "sexes": hidden(people.by_sex),
        "kinds": hidden(people.by_kind),
    }
    return Template("company/market_state.html", context=context)


HANDLERS = [company, hire, state_of_market]
