"""Imports on demand, each in a process of its own: one that can be killed, or that runs beside others.

`python -m tests.stress.workers` loads everything once, then forks for each job it reads (a line of JSON on its input),
and says what becomes of it (lines of JSON on its output). A fork costs a hundredth of a new program.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import imports.run
from clauses.db import engine_for
from clauses.files.rules import FileKind
from clauses.hours import actions
from imports.run import Order, import_file
from tests.imports.office import TODAY, unguarded

ROOT = Path(__file__).parents[2]
LONGEST = 60
"""Seconds after which a job that says nothing has failed."""


def main() -> None:
    """Forks for each job of the input, until it ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    setattr(imports.run, "read_sheets", unguarded)  # noqa: B010  # where the guard costs more than the import
    for line in sys.stdin:
        job = json.loads(line)
        if os.fork() == 0:
            _work(job, partial(_say, job["number"]))
            os._exit(0)


def _say(number: int, told: dict[str, Any]) -> None:
    os.write(1, json.dumps({"number": number, "pid": os.getpid(), **told}).encode() + b"\n")


def _work(job: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
    say({"step": "started"})
    if job["torn"]:
        _commit_midway(say)
    order = Order(
        kind=FileKind(job["kind"]),
        path=Path(job["path"]),
        by=job["by"],
        today=TODAY,
        step=lambda step: say({"step": step}),
    )
    time.sleep(max(0, job["at"] - time.monotonic()))
    try:
        report = import_file(engine_for(job["url"]), Path(job["shelf"]), order)
    except Exception as error:  # noqa: BLE001  # whatever happened is what the test is told
        say({"end": "crashed", "error": repr(error)})
    else:
        say({"end": "done", "status": report.status, "changes": vars(report.changes)})


def _commit_midway(say: Callable[[dict[str, Any]], None]) -> None:
    """What an import without its one transaction would do: the harness must see it."""
    declare = actions.declare

    def and_commit(session: Any, declarations: Any) -> list[int]:
        numbers = declare(session, declarations)
        session.commit()
        say({"step": "midway"})
        time.sleep(0.05)
        return numbers

    actions.declare = and_commit


@dataclass
class Job:
    """One import under way, as far as it has said."""

    number: int
    said: queue.Queue[dict[str, Any]] = field(default_factory=queue.Queue)
    pid: int = 0
    steps: list[str] = field(default_factory=list)
    end: dict[str, Any] | None = None

    def wait(self, step: str | None = None, *, limit: float = LONGEST) -> bool:
        """Waits for a step, or for the end; whether the step was reached."""
        until = time.monotonic() + limit
        while self.end is None and step not in self.steps:
            told = self.said.get(timeout=max(0.001, until - time.monotonic()))
            self.pid = told["pid"]
            if "end" in told:
                self.end = told
            else:
                self.steps.append(told["step"])
        return step in self.steps

    def kill(self) -> None:
        """Ends the process at once, whatever it was doing; hears what it had said before."""
        self.wait("started")
        try:
            os.kill(self.pid, signal.SIGKILL)
            while True:
                os.kill(self.pid, 0)
                time.sleep(0.001)
        except ProcessLookupError:
            pass
        time.sleep(0.01)  # what it said last is on its way
        while self.end is None and not self.said.empty():
            told = self.said.get()
            self.end = told if "end" in told else None


class Workers:
    """The process that forks, and the jobs given to it."""

    def __enter__(self) -> Workers:
        command = [sys.executable, "-m", "tests.stress.workers"]
        self.process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.jobs: dict[int, Job] = {}
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(LONGEST)
        self.listener.join(LONGEST)
        self.process.stdout.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told = json.loads(line)
            self.jobs[told["number"]].said.put(told)

    def start(
        self, kind: FileKind, path: Path, *, url: str, shelf: Path, by: str = "Maçons du Sud", at: float = 0,
        torn: bool = False,
    ) -> Job:  # fmt: skip
        """Starts an import in a process of its own, not before ``at`` (`time.monotonic`)."""
        job = self.jobs[len(self.jobs)] = Job(len(self.jobs))
        order = {"number": job.number, "kind": kind.value, "path": str(path), "url": url, "shelf": str(shelf)}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({**order, "by": by, "at": at, "torn": torn}) + "\n")
        self.process.stdin.flush()
        return job


def day(number: int) -> str:
    """A date of birth of somebody invented."""
    return date.fromordinal(date(1970, 1, 1).toordinal() + 37 * number).strftime("%d/%m/%Y")


if __name__ == "__main__":
    main()
