"""The application: pages in French, an API in JSON, every route behind a rule of the permission matrix."""

from __future__ import annotations

from copy import copy
from pathlib import Path
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.events import BaseEventEmitterBackend
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig
from sqlalchemy import Engine

from clauses.settings import Settings
from clauses.web import (
    admin_pages,
    attestations_pages,
    bilan_pages,
    calibration_pages,
    closing_pages,
    company_pages,
    corrections_pages,
    criteria_pages,
    cv_pages,
    deposit_pages,
    deposits_pages,
    doubts_pages,
    drafts_pages,
    elsewhere_pages,
    errors,
    exchanges_pages,
    field_pages,
    glass_pages,
    home_pages,
    keeping_pages,
    legal_pages,
    lines_pages,
    market_acts_pages,
    market_pages,
    markets_pages,
    needs_pages,
    new_market_pages,
    people_pages,
    proof_pages,
    reminders_pages,
    schema_api,
    second_factor_pages,
    sending_pages,
    settings_pages,
    sign_in_pages,
    site_document_pages,
    site_follow_up_pages,
    site_meeting_pages,
    site_mission_pages,
    site_pages,
    site_photo_pages,
    site_referral_pages,
    site_signing_pages,
    typing_pages,
    validation_pages,
    verifying_pages,
)
from clauses.web.api import api
from clauses.web.assets import static
from clauses.web.guard import guard
from clauses.web.health import health
from clauses.web.installation import installation
from clauses.web.rendering import environment
from clauses.web.rule import without_rule
from clauses.web.shell import Shell

_HERE = Path(__file__).parent
_LARGEST_BODY = 64_000
"""Bytes of a request, where a route says nothing else: a form, a JSON object."""


def application(engine: Engine, settings: Settings) -> Litestar:
    """The application over a migrated database.

    Raises ``Misused`` for settings that would not be safe, ``RuntimeError`` for a route without a rule: a bug that must
    not be served.
    """
    return over(routed(), engine, settings)


def routed() -> Litestar:
    """Every route behind its rule, over no database yet. Raises ``RuntimeError`` for a route without a rule."""
    app = Litestar(
        route_handlers=[_pages(), api()],
        guards=[guard],
        template_config=TemplateConfig(engine=JinjaTemplateEngine(engine_instance=environment(_HERE / "templates"))),
        exception_handlers=errors.HANDLERS,
        event_emitter_backend=_NoEvents,
        openapi_config=schema_api.CONFIG,
        request_max_body_size=_LARGEST_BODY,
        logging_config=None,
        debug=False,
    )
    bare = without_rule(app)
    if bare:
        raise RuntimeError(f"routes without a rule: {', '.join(bare)}")
    return app


def over(app: Litestar, engine: Engine, settings: Settings) -> Litestar:
    """The same routes, over one database. Reading their signatures is most of a start: tests do it once."""
    place = installation(engine, settings)
    made = copy(app)
    made.state = State({"engine": engine, "place": place})
    made.asgi_handler = Shell(app.asgi_handler, place)
    return made


class _NoEvents(BaseEventEmitterBackend):
    """Nothing here listens to the framework's events; its own emitter would serve one database at a time."""

    def emit(self, event_id: str, *_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError(f"nobody listens to {event_id}")

    async def __aexit__(self, *_raised: object) -> None:
        """Holds nothing to let go."""


def _pages() -> Router:
    """Pages, in one router: given to the application one by one, two handlers of one path are registered
    twice, and the first that runs in a thread is then wrapped twice: it answers 500 (Litestar 2.25)."""
    return Router(
        "/",
        include_in_schema=False,
        route_handlers=[
            health,
            *home_pages.HANDLERS,
            *bilan_pages.HANDLERS,
            *attestations_pages.HANDLERS,
            *lines_pages.HANDLERS,
            *markets_pages.HANDLERS,
            *market_pages.HANDLERS,
            *market_acts_pages.HANDLERS,
            *closing_pages.HANDLERS,
            *people_pages.HANDLERS,
            *criteria_pages.HANDLERS,
            *cv_pages.HANDLERS,
            *proof_pages.HANDLERS,
            *needs_pages.HANDLERS,
            *new_market_pages.HANDLERS,
            *calibration_pages.HANDLERS,
            *sign_in_pages.HANDLERS,
            *elsewhere_pages.HANDLERS,
            *second_factor_pages.HANDLERS,
            *company_pages.HANDLERS,
            *deposit_pages.HANDLERS,
            *deposits_pages.HANDLERS,
            *sending_pages.HANDLERS,
            *corrections_pages.HANDLERS,
            *doubts_pages.HANDLERS,
            *drafts_pages.HANDLERS,
            *exchanges_pages.HANDLERS,
            *reminders_pages.HANDLERS,
            *legal_pages.HANDLERS,
            *admin_pages.HANDLERS,
            *glass_pages.HANDLERS,
            *settings_pages.HANDLERS,
            *keeping_pages.HANDLERS,
            *typing_pages.HANDLERS,
            *validation_pages.HANDLERS,
            *verifying_pages.HANDLERS,
            *field_pages.HANDLERS,
            *site_pages.HANDLERS,
            *site_referral_pages.HANDLERS,
            *site_meeting_pages.HANDLERS,
            *site_signing_pages.HANDLERS,
            *site_photo_pages.HANDLERS,
            *site_mission_pages.HANDLERS,
            *site_follow_up_pages.HANDLERS,
            *site_document_pages.HANDLERS,
            static,
        ],
    )
