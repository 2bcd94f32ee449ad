"""What the installation is set to: how long each kind of data is kept, the dated values, how it is served."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request, get
from litestar.response import Template

from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import ABSOLUTE, IDLE, ActorKind
from clauses.accounts.scope import Scope
from clauses.db import reading
from clauses.people.queries import known_values
from clauses.privacy.retention import KEPT
from clauses.quantities import ABSENT, french
from clauses.reference.parameters import Dated, Family, all_in_force
from clauses.settings import Settings
from clauses.web.rule import every
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_READ = every(Resource.ACCOUNT, programs=False)


@dataclass(frozen=True)
class Told:
    """One setting in words: its name in the environment, its value, what it is for."""

    name: str
    value: str
    meaning: str


@get("/administration/conservation", rule=_READ, sync_to_thread=False)
def retention() -> Template:
    """How long each kind of data is kept, and by what rule."""
    return Template("admin/retention.html", context={"kept": KEPT})


@get("/administration/reglages", rule=_READ, sync_to_thread=True)
def settings(request: AnyRequest) -> Template:
    """The dated values in force; for administrators, how the installation is served."""
    scope, place = asker(request), place_of(request)
    with reading(place.engine) as session:
        values = all_in_force(known_values(session), scope.today)
    context = {
        "families": {family: [one for one in values if one.family is family] for family in Family},
        "said": said,
        "installation": told(place.settings) if _administers(scope) else [],
        "idle": int(IDLE.total_seconds() // 3600),
        "absolute": int(ABSOLUTE.total_seconds() // 3600),
        "on": scope.today,
    }
    return Template("admin/settings.html", context=context)


def _administers(scope: Scope) -> bool:
    return ActorKind.A in scope.kinds and scope.may(Resource.ACCOUNT, Act.MODIFY)


def said(value: Dated) -> str:
    """A dated value with its unit."""
    match value.family:
        case Family.REFERENCE_RATE:
            return f"{french(value.value)}\u00a0€ par heure"
        case Family.LABOUR_SHARE:
            return f"{french(value.value)}\u00a0%"
        case Family.EVIDENCE_AGE:
            return f"{value.value}\u00a0mois"


def told(settings: Settings) -> list[Told]:
    """Every setting in words; what is not known to hold no secret is told as given or not."""
    found = []
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = str(value) or ABSENT
        if settings.hides(name):
            shown = "donné" if value else "par défaut"
        found.append(Told(f"CLAUSES_{name.upper()}", shown, field.description or ""))
    return found


HANDLERS = [retention, settings]
