"""The one entry point: `clauses`, one command a verb.

French for people, JSON for programs, no traceback for bad input.
"""

from __future__ import annotations

import sys

from clauses.cli.app import application
from clauses.cli.statuses import status_of
from clauses.errors import ClausesError


def main() -> None:
    """Runs the command line; ends the process with the status of the contract."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        application(standalone_mode=True)
    except ClausesError as refusal:
        sys.stderr.write(f"Refusé : {refusal.message}\n")
        sys.exit(status_of(refusal))
