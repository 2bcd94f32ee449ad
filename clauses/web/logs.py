"""Logs: one JSON object a line, without personal data: routes as written in the code, never addresses or values."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

_KEPT = ("method", "route", "status", "milliseconds", "incident", "kind", "frames")


class OneLine(logging.Formatter):
    """A record as JSON: its message is a constant of the code, its values are the ones listed here."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": str(record.msg),
        }
        told = {name: getattr(record, name) for name in _KEPT if getattr(record, name, "") not in ("", None)}
        return json.dumps(said | told, ensure_ascii=False)


def to_stderr() -> None:
    """Sends the logs of the application to the error stream."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logger = logging.getLogger("clauses.web")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def frames_of(error: BaseException) -> list[str]:
    """Where it happened, without the message, which may quote a person."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)][
        -12:
    ]
