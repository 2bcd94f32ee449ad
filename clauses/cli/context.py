"""What every command needs: the settings, a database of the right version, today."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from clauses.settings import Settings


def settings() -> Settings:
    """The settings of this process. Raises ``Misused`` naming the one that cannot be read."""
    from clauses.settings import load

    return load()


def database(chosen: Settings | None = None) -> Engine:
    """The database, refused with advice when it is of another version."""
    from clauses.db import engine_for
    from clauses.migrations.upgrade import require_current

    engine = engine_for((chosen or settings()).url)
    require_current(engine)
    return engine


def database_if_any(chosen: Settings) -> Engine | None:
    """The database, None while there is none yet; refused with advice when it is of another version."""
    from clauses.db import engine_for
    from clauses.migrations.upgrade import require_current, version

    if not chosen.database_url and not chosen.embedded.is_file():
        return None  # opening it would create it
    engine = engine_for(chosen.url)
    if version(engine) is None:
        return None
    require_current(engine)
    return engine


def today() -> date:
    """The day in France, wherever the machine is: a month is in the future for its users, not for Greenwich."""
    from clauses.dates import local_day

    return local_day(datetime.now(UTC))  # the edge reads the clock once


def whoever_runs() -> str:
    """The author of what is done from the command line without a name."""
    try:
        return f"{getpass.getuser()} (ligne de commande)"
    except (KeyError, OSError):
        return "ligne de commande"
