"""The description of the API, for whoever is signed in; `clauses openapi` prints it."""

from __future__ import annotations

import json

from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, Contact, SecurityScheme

from clauses.web.rule import SIGNED_IN

VERSION = "0.1.0"
CONFIG = OpenAPIConfig(
    title="Clauses",
    version=VERSION,
    description="Le suivi des clauses sociales d'insertion. Les heures sont des textes à deux décimales, les montants "
    "des centimes, les dates sont ISO. Hors de son étendue, la réponse est celle de ce qui n'existe pas.",
    contact=Contact(name="Clauses"),
    components=Components(
        security_schemes={
            "jeton": SecurityScheme(type="http", scheme="bearer", description="Jeton d'un logiciel."),
            "session": SecurityScheme(type="apiKey", name="session", security_scheme_in="cookie"),
        }
    ),
    security=[{"jeton": []}, {"session": []}],
    openapi_router=Router("/schema", route_handlers=[], opt={"rule": SIGNED_IN}, include_in_schema=False),
    render_plugins=(JsonRenderPlugin(),),
    use_handler_docstrings=True,
)


def described(app: Litestar) -> str:
    """The OpenAPI document, as text."""
    return json.dumps(app.openapi_schema.to_schema(), ensure_ascii=False, indent=1, sort_keys=True)
