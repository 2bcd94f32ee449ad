"""The description of the API, for whoever is signed in; `clauses openapi` prints it."""

from __future__ import annotations

import json
from typing import Any

from litestar import Litestar, Request, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, Contact, SecurityScheme

from clauses.web.api_parts import Given
from clauses.web.rule import SIGNED_IN

VERSION = "0.1.0"


class _Described(JsonRenderPlugin):
    """Serves what `clauses openapi` prints."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002
        return described(request.app).encode()


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
    render_plugins=(_Described(),),
    use_handler_docstrings=True,
)


def described(app: Litestar) -> str:
    """The OpenAPI document, as text: what is given holds the fields listed and no other."""
    whole = app.openapi_schema.to_schema()
    for shape in _shapes(Given):
        if shape.__name__ in whole["components"]["schemas"]:
            whole["components"]["schemas"][shape.__name__]["additionalProperties"] = False
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)


def _shapes(above: type[Given]) -> list[type[Given]]:
    return [shape for child in above.__subclasses__() for shape in (child, *_shapes(child))]
