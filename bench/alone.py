"""One import after another, alone in a process: time, processor, memory, and how long everything else waited.

``python -m bench.alone ADDRESS SHELF TRIED FILE…`` writes one JSON object a file. ``TRIED`` is first read and judged,
not stored: a server that has taken one file has its modules loaded and its statements ready.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter, thread_time

from sqlalchemy import Engine

from bench.clocks import taken
from clauses.db import engine_for
from clauses.files.rules import FileKind
from imports.reading.guard import expecting
from imports.run import Order, import_file

TODAY = date(2024, 6, 1)
_TICK = 0.002


@dataclass(frozen=True)
class Alone:
    """``clock`` and ``processor`` in seconds, less what watching took; ``freeze`` is the longest time, in seconds, that
    another thread waited for the interpreter, less what a loaded machine made the two wait; ``peak`` are the bytes of
    this process and of the reader's, together, at their highest."""

    clock: float
    processor: float
    freeze: float
    peak: int


def import_alone(engine: Engine, shelf: Path, tried: Path, *files: Path) -> list[Alone]:
    """Imports files in a process of their own, once ``tried`` was; raises where one is not taken whole."""
    address = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "bench.alone", address, str(shelf), str(tried), *map(str, files)]
    engine.dispose()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [Alone(**json.loads(line)) for line in said.splitlines()]


class _Ticking(threading.Thread):
    """Wakes all the time; remembers the longest it was kept waiting, and the most memory that it saw."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.watched = threading.get_native_id()
        self.longest, self.peak, self.over, self.spent = 0.0, 0, threading.Event(), 0.0

    def run(self) -> None:
        both = (self.watched, threading.get_native_id())
        before, starved = perf_counter(), _starved(both)
        while not self.over.wait(_TICK):
            waited = perf_counter() - before - _TICK
            self.longest = max(self.longest, waited - (_starved(both) - starved))
            self.peak = max(self.peak, _memory())
            before, starved = perf_counter(), _starved(both)
        self.spent = thread_time()


def _memory() -> int:
    """The bytes that this process and its children hold now; 0 where the system does not tell."""
    own = Path("/proc/self")
    if not own.is_dir():
        return 0
    children = [number for thread in own.glob("task/*/children") for number in _said(thread)]
    pages = [
        said[1] for place in (own, *(Path("/proc", number) for number in children)) if (said := _said(place / "statm"))
    ]
    return sum(map(int, pages)) * resource.getpagesize()


def _starved(threads: Sequence[int]) -> float:
    """Seconds that threads were ready and had no processor, since they began; 0 where the system does not tell."""
    told = [_said(Path(f"/proc/self/task/{thread}/schedstat")) for thread in threads]
    return sum(int(said[1]) for said in told if said) / 1e9


def _said(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:  # it has just ended
        return []


def main(arguments: Sequence[str]) -> None:
    """Imports each file, says what it took."""
    address, shelf, tried, *files = arguments
    engine = engine_for(address)
    gc.collect()
    gc.freeze()  # as the server does
    with expecting(1 + len(files)):  # as the server does
        _imported(engine, Path(shelf), replace(_order(Path(tried)), dry_run=True))
        for file in files:
            print(json.dumps(asdict(_measured(engine, Path(shelf), Path(file)))))


def _order(file: Path) -> Order:
    return Order(kind=FileKind.HOURS, path=file, by="banc", today=TODAY)


def _measured(engine: Engine, shelf: Path, file: Path) -> Alone:
    order = _order(file)
    ticking = _Ticking()
    ticking.start()
    took = taken(lambda: _imported(engine, shelf, order), engine)
    ticking.over.set()
    ticking.join()
    return Alone(took.clock, took.processor - ticking.spent, ticking.longest, ticking.peak or _highest())


def _highest() -> int:
    """What each held at its highest, perhaps not at once."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * 1024


def _imported(engine: Engine, shelf: Path, order: Order) -> None:
    report = import_file(engine, shelf, order)
    if report.status or report.rows.read != report.rows.accepted:
        raise AssertionError(f"the file of the measure is not clean: {report.rows} {report.issues[:3]}")


if __name__ == "__main__":
    main(sys.argv[1:])
