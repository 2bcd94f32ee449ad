"""What a folder of work under way says of itself, as JSON files beside its bytes."""

from __future__ import annotations

import json
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def said(folder: Path, name: str) -> dict[str, Any] | None:
    """What a file of the folder says; None when there is none."""
    try:
        found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found


def say(folder: Path, name: str, values: Mapping[str, Any]) -> None:
    """Whole or not at all: a page may read it meanwhile."""
    aside = folder / f".{name}.{secrets.token_hex(4)}"
    aside.write_text(json.dumps(values, ensure_ascii=False, default=str), encoding="utf-8")
    aside.replace(folder / name)


def sweep(room: Path, kept: float) -> None:
    """Removes the folders that nothing has touched for ``kept`` seconds."""
    for left in room.iterdir():
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > kept:
                shutil.rmtree(left, ignore_errors=True)
