"""Whether the application and its database answer; the only route that will never ask for a session."""

from __future__ import annotations

from litestar import get
from litestar.datastructures import State

from clauses.migrations.upgrade import require_current
from clauses.web.rule import OPEN


@get("/health", rule=OPEN, sync_to_thread=True)
def health(state: State) -> dict[str, str]:
    """``{"status": "ok"}`` when the database answers and has this program's version."""
    require_current(state.engine)
    return {"status": "ok"}
