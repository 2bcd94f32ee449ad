"""The application: pages in French, loopback only until there are accounts."""

from __future__ import annotations

from pathlib import Path

from litestar import Litestar
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.datastructures import ResponseHeader, State
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig
from sqlalchemy import Engine

from clauses.web import bilan_pages, errors
from clauses.web.assets import static
from clauses.web.health import health
from clauses.web.rendering import environment

_HERE = Path(__file__).parent

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""The names under which a machine calls itself; another one in Host is a page of elsewhere reaching in."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def application(engine: Engine, *, port: int) -> Litestar:
    """The application over a migrated database, for requests made to this machine on ``port``."""
    return Litestar(
        route_handlers=[
            health,
            bilan_pages.bilan,
            static,
        ],
        template_config=TemplateConfig(engine=JinjaTemplateEngine(engine_instance=environment(_HERE / "templates"))),
        response_headers=[ResponseHeader(name=name, value=value) for name, value in _HEADERS.items()],
        exception_handlers=errors.HANDLERS,
        state=State({"engine": engine}),
        openapi_config=None,
        request_max_body_size=64_000,
        allowed_hosts=AllowedHostsConfig(allowed_hosts=[f"{name}:{port}" for name in LOOPBACK]),
        logging_config=None,
        debug=False,
    )
