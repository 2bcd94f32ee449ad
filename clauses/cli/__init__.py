"""The one entry point: `clauses`, one command a verb.

French for people, JSON for programs, no traceback for bad input. Libraries are imported by the commands that need them:
the help and the messages come at once.
"""

from __future__ import annotations

import sys

from clauses.cli.app import application


def main() -> None:
    """Runs the command line; ends the process with the status of the contract."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    application()
