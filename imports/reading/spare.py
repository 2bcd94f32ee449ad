"""A child process started before its file comes: the libraries that it loads meanwhile cost its sender no time.

It reads one file and dies, as any other: nothing of a file is ever seen by the reader of another.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress


class Spare:
    """At most one child that waits; ``start`` makes one."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._wanted = 0.0

    def expect(self, files: float) -> None:
        """So many files are about to come (`math.inf`: there will always be one more): a child is started at once."""
        self._wanted = files
        self.refill()

    def refill(self) -> None:
        """Starts the child of the next file, where one is expected."""
        with self._lock:
            if self._child is None and self._wanted > 0:
                with suppress(OSError):  # no process to be had now: the file will start its own, or say why not
                    self._child, self._owner = self._start(), os.getpid()
                    atexit.register(self.dismiss)

    def take(self) -> subprocess.Popen[bytes] | None:
        """The child that waits, for one file; None where there is none, or none alive, or it is another process'."""
        with self._lock:
            child, self._child = self._child, None
            self._wanted = max(0.0, self._wanted - 1)
        if child is None or self._owner != os.getpid():
            return None
        if child.poll() is not None:
            _closed(child)
            return None
        return child

    def dismiss(self) -> None:
        """Nobody is expected any more."""
        atexit.unregister(self.dismiss)
        self._wanted = 0.0
        child = self.take()
        if child is not None:
            child.kill()
            _closed(child)


def _closed(child: subprocess.Popen[bytes]) -> None:
    with suppress(BrokenPipeError), child:
        pass
