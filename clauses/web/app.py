"""The application: pages in French, loopback only until there are accounts."""

from __future__ import annotations

from pathlib import Path

from litestar import Litestar
from litestar.contrib.jinja import JinjaTemplateEngine
from litestar.datastructures import ResponseHeader, State
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig
from sqlalchemy import Engine

from clauses.web import bilan_pages, errors
from clauses.web.health import health
from clauses.web.rendering import environment

_HERE = Path(__file__).parent

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def application(engine: Engine) -> Litestar:
    """The application over a migrated database."""
    return Litestar(
        route_handlers=[
            health,
            bilan_pages.bilan,
            create_static_files_router("/static", directories=[_HERE / "static"], name="static"),
        ],
        template_config=TemplateConfig(engine=JinjaTemplateEngine(engine_instance=environment(_HERE / "templates"))),
        response_headers=[ResponseHeader(name=name, value=value) for name, value in _HEADERS.items()],
        exception_handlers=errors.HANDLERS,
        state=State({"engine": engine}),
        openapi_config=None,
        request_max_body_size=64_000,
        debug=False,
    )
