"""What everybody may read: legal notice, data protection, accessibility statement."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.response import Template

from clauses.web.menu import entries
from clauses.web.rule import OPEN, SIGNED_IN
from clauses.web.visitors import asker


@get("/mentions-legales", rule=OPEN, sync_to_thread=False)
def notice() -> Template:
    """Who publishes, who hosts: to be completed by whoever installs."""
    return Template("legal/notice.html")


@get("/donnees-personnelles", rule=OPEN, sync_to_thread=False)
def personal_data() -> Template:
    """What is kept of people, why, how long, and their rights."""
    return Template("legal/personal_data.html")


@get("/accessibilite", rule=OPEN, sync_to_thread=False)
def accessibility() -> Template:
    """The accessibility statement."""
    return Template("legal/accessibility.html")


@get("/plan", rule=SIGNED_IN, sync_to_thread=False)
def site_map(request: Request[Any, Any, Any]) -> Template:
    """Every page that whoever asks may open, with what it is for: the second way to find them."""
    return Template("legal/site_map.html", context={"entries": entries(asker(request))})


HANDLERS = [notice, personal_data, accessibility, site_map]
