"""The page that works without network: a shell without anybody's data, its worker, and what installs it.

The shell and the assets it names are all that the worker keeps; people and sites are kept apart by the page itself,
sealed (ADR 0031).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Final

from litestar import Response, get
from litestar.response import Template

from clauses.sites.rules import Level, Manner, MeetingKind
from clauses.web.assets import asset, assets
from clauses.web.rule import OPEN

PAGE: Final = "/suivi/terrain"
KEPT: Final = ("bootstrap.css", "clauses.css", "icon.svg", "device.js", "pad.js", "field.js")
"""What the shell names, and the worker keeps."""


@get(PAGE, rule=OPEN, sync_to_thread=False)
def shell() -> Template:
    """The shell: forms and no data."""
    context = {"kinds": list(MeetingKind), "levels": list(Level), "manners": list(Manner)}
    return Template("site/field.html", context=context)


@get("/suivi/terrain.js", rule=OPEN, sync_to_thread=False)
def worker() -> Response[str]:
    """The worker, with the addresses that it keeps: another asset makes another worker, which drops the former ones."""
    return Response(_worker(), media_type="text/javascript", headers={"Service-Worker-Allowed": "/suivi/"})


@cache
def _worker() -> str:
    kept = [PAGE, *(asset(name) for name in KEPT)]
    version = hashlib.sha256("".join(kept).encode()).hexdigest()[:16]
    return (
        f"const KEPT = {json.dumps(kept)}, VERSION = {json.dumps(version)};\n{assets()['worker.js'].content.decode()}"
    )


@get("/suivi/terrain.webmanifest", rule=OPEN, sync_to_thread=False)
def manifest() -> Response[str]:
    """What a phone reads to install the page."""
    told = {
        "name": "Clauses, suivi de chantier",
        "short_name": "Chantier",
        "lang": "fr",
        "start_url": PAGE,
        "scope": "/",
        "display": "standalone",
        "background_color": "#fffdf9",
        "theme_color": "#1d5f55",
        "icons": [{"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return Response(json.dumps(told, ensure_ascii=False), media_type="application/manifest+json")


HANDLERS = [shell, worker, manifest]
