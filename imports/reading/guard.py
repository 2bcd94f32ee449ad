"""A child process that reads one file and dies: whatever the file does to it, the caller gets frames or a refusal.

The file is a stranger's, and its readers are partly native code: a crash, an endless loop or a memory bill stays in the
child. Nothing of the caller's environment (secrets, settings) reaches it.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypedDict

from clauses.errors import Unusable
from imports.reading import refusals
from imports.reading.limits import Limits
from imports.reading.spare import Spare

_LOG = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]
_START = """\
import importlib, json, sys
job = json.load(sys.stdin)
sys.path[:0] = job["modules"]
main = importlib.import_module(job["main"]).main
main(job)
"""
_READER = "imports.reading.child"
_WAIT = """\
import importlib, json, sys
said = json.loads(sys.stdin.readline())
sys.path[:0] = said["modules"]
child = importlib.import_module(said["main"])
child.prepare()
child.main(json.load(sys.stdin))
"""
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # without which some interpreters do not start
_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
"""Children at the same time: ten files sent together wait for each other rather than share the memory of two."""
_CLOCK = 3.0  # seconds of the clock for one of processor: the machine has other work
_STARTING = 5.0  # and what an overloaded machine may need to start an interpreter
_TOO_HEAVY = frozenset({signal.SIGXCPU, signal.SIGKILL, signal.SIGABRT, signal.SIGXFSZ})
"""Out of processor time, killed for memory, allocation refused to native code, output past its limit."""


class Described(TypedDict):
    """A sheet on its way out of the child: all of `imports.containers.Sheet` but its cells, which are in a file.

    ``words``: the file of the texts that the codes of the first one stand for, where there is any.
    """

    name: str
    frame: str | None
    words: str | None
    hidden: bool
    hidden_rows: list[int]
    hidden_columns: list[str]
    merged: list[str]
    without_value: list[tuple[int, str]]


@dataclass(frozen=True)
class Answer:
    """What the child says: sheets as plain values, their cells in ``folder``, and the most memory it used."""

    sheets: list[Described]
    folder: Path
    peak_bytes: int


@contextmanager
def reading(path: Path, name: str, limits: Limits, how: str = "sheets") -> Iterator[Answer]:
    """Read ``path`` in a child process, as ``how`` of `imports.reading.child.READERS` does.

    The frames stand in the answer's folder until the block ends.

    Raises ``Unusable``, and nothing else, whatever becomes of the child.
    """
    try:
        held = tempfile.TemporaryDirectory(prefix="clauses-", ignore_cleanup_errors=True)
    except OSError as error:
        raise named(name, refusals.not_now()) from error
    with held as folder:
        yield _answer(path, name, limits, Path(folder), how)


def _answer(path: Path, name: str, limits: Limits, folder: Path, how: str) -> Answer:
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise named(name, refusals.missing()) from error
    if size > limits.file_bytes:
        most = limits.file_bytes // 1_000_000
        advice = f"ce fichier pèse {size // 1_000_000} Mo (au plus {most} Mo). Découpez-le en plusieurs fichiers."
        raise named(name, refusals.too_large(advice))
    job = {"path": str(path.resolve()), "folder": str(folder), "name": name, "how": how, "limits": asdict(limits)}
    try:
        with _AT_ONCE:
            said, status = _run(_READER, job, _STARTING + _CLOCK * limits.seconds_for(size))
    except OSError as error:
        raise named(name, refusals.not_now()) from error
    verdict = _verdict(said) if status == 0 else None
    if verdict is None:
        raise named(name, _death(status))
    if fault := verdict.get("fault"):
        _LOG.warning("a reader of files failed on one: %s", fault)
    if "refused" in verdict:
        raise Unusable(verdict["refused"], code=verdict["code"])
    return Answer(sheets=verdict["sheets"], folder=folder, peak_bytes=verdict["peak_bytes"])


def work(main: str, job: dict[str, Any], limits: Limits, size: int) -> dict[str, Any] | None:
    """What another child says, started the same way on a file of ``size`` bytes; None when it died without a word.

    ``main`` is the module whose function of that name takes the job, confines itself, and answers on its output.
    """
    try:
        with _AT_ONCE:
            said, status = _run(main, job | {"limits": asdict(limits)}, _STARTING + _CLOCK * limits.seconds_for(size))
    except OSError:
        return None
    return _verdict(said) if status == 0 else None


def _run(main: str, job: dict[str, Any], seconds: float) -> tuple[bytes, int]:
    """What the child wrote, and how it ended: minus a signal, like `subprocess`."""
    said = json.dumps(job | {"modules": _modules(), "main": main}).encode()
    with (_SPARE.take() if main == _READER else None) or _started(_START) as child:
        try:
            return child.communicate(said, timeout=seconds)[0], child.returncode
        except subprocess.TimeoutExpired:
            return b"", -signal.SIGXCPU
        finally:
            child.kill()
            _SPARE.refill()


def _modules() -> list[str]:
    return [str(_ROOT), *(place for place in sys.path if Path(place).is_absolute())]


def _started(code: str) -> subprocess.Popen[bytes]:
    settings = {"POLARS_MAX_THREADS": "2", "TMPDIR": tempfile.gettempdir()}
    return subprocess.Popen(  # noqa: S603  (our own interpreter and code; what the sender wrote only goes to its input)
        [sys.executable, "-I", "-X", "utf8", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # native code that panics quotes cells: nothing of the file goes to the logs
        env=settings | {name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=True,  # an interrupt at the terminal is the caller's to handle
    )


def _waiting() -> subprocess.Popen[bytes]:
    """A reader that loads its libraries, then waits for a file, or for the end of its caller."""
    child = _started(_WAIT)
    said = json.dumps({"modules": _modules(), "main": _READER}).encode()
    with suppress(BrokenPipeError):  # it died at once: `Spare.take` will see it
        child.stdin.write(said + b"\n")  # type: ignore[union-attr]  # a pipe was asked for
        child.stdin.flush()  # type: ignore[union-attr]
    return child


_SPARE = Spare(_waiting)


@contextmanager
def expecting(files: float) -> Iterator[None]:
    """While files are about to be read, so many (`math.inf`: there is always one more), the next reader waits ready."""
    _SPARE.expect(files)
    try:
        yield
    finally:
        _SPARE.dismiss()


def _verdict(said: bytes) -> dict[str, Any] | None:
    try:
        verdict = json.loads(said)
    except ValueError:
        return None
    return verdict if isinstance(verdict, dict) else None


def _death(status: int) -> Unusable:
    """A child that died without a word."""
    return refusals.too_heavy() if -status in _TOO_HEAVY else refusals.damaged()


def named(name: str, refusal: Unusable) -> Unusable:
    """The refusal with the file's name in front: « heures.xlsx » : ce fichier…"""
    return Unusable(f"« {name} » : {refusal.message}", code=refusal.code)
