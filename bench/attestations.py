"""A batch of a thousand attestations as a page asks for it: how long, and how much memory at the highest.

``python -m bench.attestations`` makes the batch alone in this process and says what it took as JSON.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import Engine, insert
from sqlmodel import Session, SQLModel

from bench.databases import fresh
from bench.hours_year import Size, record
from bench.measures import Measure
from clauses.dates import Period
from clauses.db import reading, writing
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.reference.rules import ContractKind
from clauses.reports.attested_hours import attested_hours, pairs_with_hours
from clauses.reports.attesting import issued_attestations
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.attestation import attestation

DOCUMENTS = 1_000
LINES = 12
"""Lines of an attestation: three people, four months."""

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))
TODAY = date(2024, 1, 15)
_SAMPLE = 40
_LIMIT_TIME, _LIMIT_MEMORY = 2.5, 1.5


def measure() -> Iterator[Measure]:
    """The time against that of the compiler alone; the memory against that of the first documents."""
    told = subprocess.run([sys.executable, "-m", "bench.attestations"], check=True, capture_output=True, text=True)
    took = json.loads(told.stdout)
    work = f"{DOCUMENTS} attestations de {LINES} lignes en une archive, SQLite"
    yield Measure("Attestations par lot", work, took["clock"], took["compiling"], _LIMIT_TIME)
    yield Measure(
        "Attestations par lot : mémoire", f"{work} ; plancher : après les {_SAMPLE} premières", took["peak"],
        took["first"], _LIMIT_MEMORY, unit="Mo",
    )  # fmt: skip


def _filled(engine: Engine) -> None:
    """A thousand markets, with the validated hours of three people and four months on one lot of each."""
    size = Size(lines=DOCUMENTS * 50)
    record(engine, size)
    workers = [(market, market * 3 + rank) for market in range(1, DOCUMENTS + 1) for rank in range(3)]
    sent = [(market, month) for market in range(1, DOCUMENTS + 1) for month in range(1, 5)]
    firm, told = 2, {"run_id": 1, "author": "banc", "at": datetime.now(UTC)}
    with writing(engine) as session:
        _add(
            session,
            Contract,
            [
                {"id": at, "person_id": person, "employer_id": firm, "kind": ContractKind.CDDI,
                 "starts_on": date(2023, 1, 2)}
                for at, (_, person) in enumerate(workers, start=1)
            ],
        )  # fmt: skip
        _add(
            session,
            Declaration,
            [
                {"id": at, "contractor_id": (market - 1) * 4 + 1, "employer_id": firm, "month": date(2023, month, 1),
                 "version": 1, "state": DeclarationState.CURRENT, **told}
                for at, (market, month) in enumerate(sent, start=1)
            ],
        )  # fmt: skip
        _add(
            session,
            Line,
            [
                {"declaration_id": at, "contract_id": (market - 1) * 3 + rank + 1, "hours": 1 + at * 7919 % 15_167,
                 "sent": "…", "state": LineState.VALIDATED, "validated_by": "banc", "validated_at": told["at"],
                 "sheet": "Feuil1", "row": at * 3 + rank}
                for at, (market, _) in enumerate(sent, start=1)
                for rank in range(3)
            ],
        )  # fmt: skip


def _add(session: Session, table: type[SQLModel], rows: list[dict[str, object]]) -> None:
    session.execute(insert(table), rows)


def main() -> None:
    """Makes the batch, says what it took: seconds, and megabytes held at the highest."""
    with fresh("sqlite") as engine, tempfile.TemporaryDirectory(prefix="clauses-bench-") as folder:
        _filled(engine)
        print(json.dumps(_taken(engine, Path(folder))))


def _taken(engine: Engine, folder: Path) -> dict[str, float]:
    with reading(engine) as session:
        pairs = pairs_with_hours(session, YEAR)
        sample = [attestation(attested_hours(session, *pair, YEAR), established_on=TODAY) for pair in pairs[-_SAMPLE:]]
    alone = []
    for document in sample:
        began = perf_counter()
        pdf_bytes(document)
        alone.append(perf_counter() - began)
    del sample
    gc.collect()
    first, size, began = _held(), 0, perf_counter()
    made = issued_attestations(engine, folder / "files", pairs, YEAR, established_on=TODAY, by="banc")
    with zipfile.ZipFile(folder / "attestations.zip", "w", zipfile.ZIP_STORED) as archive:
        for each in made:
            archive.writestr(each.name, each.content)
            size += 1
    clock = perf_counter() - began
    if size != len(pairs):
        raise AssertionError(f"{size} documents for {len(pairs)} contractors")
    return {"clock": clock, "compiling": median(alone) * size, "first": first, "peak": _held()}


def _held() -> float:
    """The megabytes held at the highest until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
