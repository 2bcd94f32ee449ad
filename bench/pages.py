"""The pages that a facilitateur opens most, in a small installation and in a national one, on PostgreSQL.

A territory holds 5 000 lines, about a year of one; the national installation holds six hundred such territories,
3 000 000 lines. The same facilitateur opens the same pages of their own territory in both: what others store must not
slow them. Each page is asked for in turn in one and in the other, so that a busy moment weighs on both. Times are 95th
percentiles.

``CLAUSES_BENCH_TERRITORIES`` sets the number of territories of the larger one (600 by default).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from litestar.testing import TestClient
from sqlalchemy import BigInteger, Engine, bindparam, text

from bench.databases import fresh
from bench.measures import Measure
from clauses.accounts.rules import ActorKind
from clauses.accounts.sessions import open_session
from clauses.accounts.users import create_user, grant
from clauses.db import writing
from clauses.settings import Settings
from clauses.web.app import application

TERRITORIES = int(os.environ.get("CLAUSES_BENCH_TERRITORIES", "600"))
LIMIT = 2.0
RUNS, WARM = 20, 2
DAY = "2023-11-15"
MARKETS, MONTHS, LINES = 50, 10, 10
"""Of one territory: markets of one lot, months of each, lines of each month."""
PAGES = {
    "tableau de bord": f"/?au={DAY}",
    "marchés": f"/marches?au={DAY}",
    "un marché": f"/marches/7?au={DAY}",
    "personnes": "/personnes",
    "à valider": "/a-valider",
}
_FIRST = 2
"""The territory of the reader: the first one, made with the database, stays empty."""

_STATEMENTS = (
    "INSERT INTO territory (id, name) SELECT t + 1, 'Pays ' || t FROM generate_series(1, :territories) t",
    "INSERT INTO stored_file (id, sha256, size, stored_at) VALUES (1, repeat('a', 64), 1, now())",
    """INSERT INTO import_run (id, kind, stored_file_id, file_name, author, at, options, rows_read, rows_accepted,
        rows_rejected, rows_ignored, rows_warned, lines_created, lines_replaced, lines_unchanged, hours)
       SELECT t, 'hours', 1, 'heures.xlsx', 'x', now(), '{}', 0, 0, 0, 0, 0, 0, 0, 0, 0
       FROM generate_series(1, :territories) t""",
    """INSERT INTO deposit (run_id, user_id, territory_id)
       SELECT t, 1, t + 1 FROM generate_series(1, :territories) t""",
    """INSERT INTO organisation (id, name, name_key)
       SELECT o, 'Organisme ' || o, 'organisme ' || o FROM generate_series(1, :territories * (:markets + 1)) o""",
    """INSERT INTO market (id, buyer_id, reference, reference_key, title, nature, notified_on, ends_on)
       SELECT m, 1 + (m - 1) / :markets, 'M' || m, 'm' || m, 'Chantier', 'BTP', '2023-01-02', '2024-06-30'
       FROM generate_series(1, :territories * :markets) m""",
    """INSERT INTO territory_market (market_id, territory_id)
       SELECT m, 2 + (m - 1) / :markets FROM generate_series(1, :territories * :markets) m""",
    "INSERT INTO lot (id, market_id, number) SELECT m, m, '1' FROM generate_series(1, :territories * :markets) m",
    """INSERT INTO contractor (id, lot_id, organisation_id, role)
       SELECT m, m, :territories + m, 'titulaire' FROM generate_series(1, :territories * :markets) m""",
    """INSERT INTO obligation (id, lot_id, contractor_id, version, kind, due, threshold_cents, effect, source)
       SELECT m, m, m, 1, 'fixed', 200000 + m % 50 * 10000, 0, 'sets', 'CCAP'
       FROM generate_series(1, :territories * :markets) m""",
    """INSERT INTO person (id, identifier, last_name, first_name, last_key, first_key, birth_date)
       SELECT p, 'P' || p, 'Nom' || p, 'Prénom', 'nom' || p, 'prenom', '1985-01-01'
       FROM generate_series(1, :territories * :markets * :lines) p""",
    """INSERT INTO territory_person (person_id, territory_id)
       SELECT p, 2 + (p - 1) / (:markets * :lines) FROM generate_series(1, :territories * :markets * :lines) p""",
    """INSERT INTO contract (id, person_id, employer_id, kind, starts_on)
       SELECT p, p, :territories + 1 + (p - 1) / :lines, 'CDDI', '2023-01-02'
       FROM generate_series(1, :territories * :markets * :lines) p""",
    """INSERT INTO submission (contractor_id, employer_id, run_id)
       SELECT m, :territories + m, 1 + (m - 1) / :markets FROM generate_series(1, :territories * :markets) m""",
    """INSERT INTO declaration (id, contractor_id, employer_id, month, version, state, run_id, author, at)
       SELECT (m - 1) * :months + n, m, :territories + m, make_date(2023, CAST(n AS integer), 1), 1, 'current',
        1 + (m - 1) / :markets, 'x', now()
       FROM generate_series(1, :territories * :markets) m, generate_series(1, :months) n""",
    """INSERT INTO line (id, declaration_id, contract_id, hours, training, sent, state, blocking, version,
        validated_by, validated_at, sheet, "row", "column")
       SELECT (d - 1) * :lines + k, d, (d - 1) / :months * :lines + k, 10000 + d % 50 * 100, 0, '100', CASE
        WHEN d % :months = 0 THEN 'submitted' ELSE 'validated' END, false, 1, CASE
        WHEN d % :months = 0 THEN NULL ELSE 'x' END, CASE WHEN d % :months = 0 THEN NULL ELSE now() END,
        'Feuil1', k, 'H'
       FROM generate_series(1, :territories * :markets * :months) d, generate_series(1, :lines) k""",
)


def measure() -> Iterator[Measure]:
    """Each page, in the larger installation against the smaller one."""
    with ExitStack() as opened:
        small, large = (_opened(opened, territories) for territories in (1, TERRITORIES))
        size = f"{TERRITORIES * MARKETS * MONTHS * LINES:,}".replace(",", " ")
        for name, path in PAGES.items():
            few, many = _times(small, large, path)
            work = f"{name}, {size} lignes contre 5 000 (95e centile)"
            yield Measure("Pages à l'échelle", work, _p95(many), _p95(few), LIMIT)


def _opened(stack: ExitStack, territories: int) -> TestClient[Any]:
    engine = stack.enter_context(fresh("postgresql"))
    installation(engine, territories)
    home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    app = application(engine, Settings(home=home, _env_file=None))
    client = stack.enter_context(TestClient(app, base_url="http://127.0.0.1:8000"))
    client.cookies.set("session", _session(engine), domain="127.0.0.1", path="/")
    return client


def installation(engine: Engine, territories: int) -> None:
    """Fills a migrated database with as many territories, by the server itself, then lets it look at its rows."""
    numbers = {"territories": territories, "markets": MARKETS, "months": MONTHS, "lines": LINES}
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # the numbers agree by construction
        for statement in _STATEMENTS:
            known = [bindparam(name, type_=BigInteger) for name in numbers if f":{name}" in statement]
            connection.execute(text(statement).bindparams(*known), {one.key: numbers[one.key] for one in known})
        for table in ("territory", "import_run", "organisation", "market", "person"):
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
            )  # names of tables, above
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", writes=True) as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _session(engine: Engine) -> str:
    """A session of a facilitateur of the second territory."""
    moment = datetime.now(UTC)
    with writing(engine) as session:
        user = create_user(session, email="f@exemple.fr", name="Ana", now=moment, by="x")
        grant(
            session, user_id=user.id or 0, kind=ActorKind.F, territory_id=_FIRST, starts_on=date(2020, 1, 1), by="x",
            approved_by="y",
        )  # fmt: skip
        session.flush()
        return open_session(session, user, complete=True, now=moment)


def _times(small: TestClient[Any], large: TestClient[Any], path: str) -> tuple[list[float], list[float]]:
    found: tuple[list[float], list[float]] = ([], [])
    for at in range(RUNS + WARM):
        for client, taken in zip((small, large), found, strict=True):
            began = perf_counter()
            answer = client.get(path, follow_redirects=False)
            seconds = perf_counter() - began
            if answer.status_code != 200:
                raise AssertionError(f"{path}: {answer.status_code}")
            if at >= WARM:
                taken.append(seconds)
    return found


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95) - 1]
