"""Runs a script that starts `clauses` many times, each command in a process of its own, forked from one that is ready.

``python -m tests.forked_commands SCRIPT ARGUMENT…``: what `subprocess.run` would start is forked instead, so each
command has its own memory, environment, folder, output and status; only the loading of libraries is shared, which is
most of what a short command costs.
"""

from __future__ import annotations

import importlib
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from typing import IO, Any

_LOADED = ("clauses.cli", "clauses.migrations.upgrade", "clauses.reports.bilan_query", "imports.run")
"""What nearly every command needs."""


def main(script: str, *arguments: str) -> None:
    """Runs ``script`` as if it was started with ``arguments``."""
    for name in _LOADED:
        importlib.import_module(name)
    subprocess.run = _forked  # type: ignore[assignment]
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")


def _forked(command: Sequence[str], *, env: Mapping[str, str], cwd: str, **_usual: Any) -> Any:
    """`subprocess.run` of the command line, its output captured as text."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        child = os.fork()
        if child == 0:
            os._exit(_ended(command, env, cwd, out, err))
        _, status = os.waitpid(child, 0)
        said = [_read(file) for file in (out, err)]
    return subprocess.CompletedProcess(command, os.waitstatus_to_exitcode(status), *said)


def _ended(command: Sequence[str], env: Mapping[str, str], cwd: str, out: IO[str], err: IO[str]) -> int:
    """The status with which the command ends, in the child."""
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = list(command)
    try:
        importlib.import_module("clauses.cli").main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  # as the interpreter would say it
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
