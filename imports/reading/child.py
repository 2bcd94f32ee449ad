"""Inside the guarded child process: limits first, then one file, then the answer on standard output."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from clauses.errors import Unusable
from imports.reading import refusals
from imports.reading.guard import Described, named
from imports.reading.limits import Limits

if TYPE_CHECKING:
    from imports.containers import Sheet

READERS = {
    "sheets": ("imports.reading.any_file", "read_any"),
    "texts": ("imports.reading.archive_of_texts", "read_texts"),
    "contracts": ("imports.reading.contracts", "read_contracts"),
    "features": ("imports.reading.geojson", "read_features"),
}
"""What may be asked of the child: a module, and its function of a path, a name and limits."""
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system")
_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000  # of linux/sched.h
_OUTPUT_PER_BYTE = 60
_OUTPUT_LEAST = 256_000_000


def prepare() -> None:
    """Loads what nearly every file needs, while there is none yet."""
    for module in ("any_file", "csv_text", "xlsx"):
        importlib.import_module(f"imports.reading.{module}")


def main(job: dict[str, Any]) -> NoReturn:
    """Read the file of ``job``; say frames or a refusal; leave at once, whatever threads remain."""
    limits = Limits(**job["limits"])
    path, folder = Path(job["path"]), Path(job["folder"])
    leave_the_network()
    how = job.get("how", "sheets")
    importlib.import_module(READERS[how][0])  # before the limits: what they stop is then the file's doing

    confine(limits, path.stat().st_size)
    answer = examined(path, job["name"], folder, limits, how)
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(answer))
        sys.stdout.flush()
    os._exit(0)


def confine(limits: Limits, size: int) -> None:
    """No more processor, memory, output, core dump, network or program than reading needs; the kernel holds to it."""
    seconds = int(limits.seconds_for(size)) + 1
    memory = limits.memory_for(size)
    output = max(_OUTPUT_LEAST, _OUTPUT_PER_BYTE * size)
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(what)[1]
        kept = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (kept, kept))
    signal.alarm(4 * seconds + 10)  # should the parent be gone
    sys.addaudithook(_refuse_to_go_out)


def leave_the_network() -> None:
    """A network of its own, without a way out, where the kernel lets this user have one.

    Root keeps its user: in a new one it could no longer read the files of others.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if libc.unshare(_NEW_NETWORK) and os.geteuid():
            libc.unshare(_NEW_USER | _NEW_NETWORK)


def _refuse_to_go_out(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def examined(path: Path, name: str, folder: Path, limits: Limits, how: str = "sheets") -> dict[str, Any]:
    """The answer about one file, frames written to ``folder``: refusals are answers, faults of readers too."""
    try:
        module, reader = READERS[how]
        sheets: Iterable[Sheet] = getattr(importlib.import_module(module), reader)(path, name, limits)
        described = [_described(sheet, folder / f"{number}.arrow") for number, sheet in enumerate(sheets)]
    except Unusable as refusal:
        return _refused(named(name, refusal))
    except MemoryError:
        return _refused(named(name, refusals.too_heavy()))
    except BaseException as error:  # noqa: BLE001  (native code panics outside of Exception; a stranger's file stops here)
        return {**_refused(named(name, refusals.damaged())), "fault": _fault(error)}
    return {"sheets": described, "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def _refused(refusal: Unusable) -> dict[str, Any]:
    return {"refused": refusal.message, "code": refusal.code}


def _fault(error: BaseException) -> str:
    """What went wrong and where, without a word of the file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


def _described(sheet: Sheet, frame: Path) -> Described:
    from imports.reading.coded import write

    words = write(sheet.cells, frame) if sheet.cells.width else None
    return {
        "name": sheet.name,
        "frame": frame.name if sheet.cells.width else None,
        "words": words.name if words else None,
        "hidden": sheet.hidden,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "merged": list(sheet.merged),
        "without_value": sorted(sheet.without_value),
    }
