"""What everybody may read: legal notice, data protection, accessibility statement."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from clauses.web.rule import OPEN


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


HANDLERS = [notice, personal_data, accessibility]
