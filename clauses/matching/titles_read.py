"""What the job search understood of each text, kept in a file beside the index: reading a text takes a millisecond,
reading those of ten thousand people again would take ten seconds each time.

The file holds only the texts in use the last time, so that what is erased from the records leaves it too; it is of one
index, and made again for another. Torn, foreign or absent, it costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from clauses.matching.corpus import Corpus
from clauses.matching.jobs import JobIndex
from clauses.matching.storage import rules_fingerprint

Read = tuple[tuple[str, float], ...]
"""Codes with scores from 0 to 1, best first."""

MOST_CODES = 3
FILE_NAME = "metiers-lus.json"


class TitlesRead:
    """A job in words → codes with scores: each text is looked for once, and kept from one day to the next."""

    def __init__(self, index: JobIndex, folder: Path | None = None) -> None:
        self._index = index
        self._place = folder / FILE_NAME if folder else None
        self._mark = mark_of(index.titles.corpus, index.titles.tuning.towns)
        self._kept: Mapping[str, Read] = _kept(self._place, self._mark) if self._place else {}
        self._used: dict[str, Read] = {}

    def __call__(self, text: str) -> Read:
        """The codes that a text may mean."""
        if text not in self._used:
            self._used[text] = self._kept[text] if text in self._kept else self._read(text)
        return self._used[text]

    def _read(self, text: str) -> Read:
        best: dict[str, float] = {}
        for position, score in self._index.titles.search(text, MOST_CODES):
            best.setdefault(self._index.rows[position][0], score)
        return tuple(best.items())

    def keep(self) -> None:
        """Writes what was asked so far, and nothing else; a full or read-only disk stops nobody."""
        if self._place is None or self._used.keys() == self._kept.keys():
            return
        with contextlib.suppress(OSError):
            _write(self._place, {"mark": self._mark, "read": self._used})
        self._kept = dict(self._used)


def mark_of(corpus: Corpus, towns: frozenset[str] = frozenset()) -> str:
    """What tells one index from another: the rules of the search, its titles, its codes, what weighs in them, towns."""
    digest = hashlib.sha256(rules_fingerprint().encode())
    digest.update(json.dumps(sorted(towns)).encode())
    digest.update(json.dumps([corpus.titles, corpus.group_names]).encode())
    digest.update(corpus.fields.shares.tobytes())
    return digest.hexdigest()


def _kept(place: Path, mark: str) -> dict[str, Read]:
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        if found["mark"] != mark:
            return {}
        return {
            str(text): tuple((str(code), float(score)) for code, score in codes)
            for text, codes in found["read"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _write(place: Path, content: object) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=place.parent, prefix=place.name, suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file)
        Path(draft).replace(place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
