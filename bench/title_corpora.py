"""What job search is measured on: the official appellations, the development titles, appellations left out.

Files are those of ``CLAUSES_REFERENCE_DIR``. The development titles are read here and nowhere else in the project:
nothing is learned from them, no synonym was written from them.
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clauses.matching.text import forms
from clauses.matching.thesaurus import ours

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONG_WORD = re.compile(r"\w{4,}")
CUT = 5
"""Letters kept of a word that is cut short."""


@dataclass(frozen=True)
class Appellation:
    """Appellation."""

    code: str
    text: str


@dataclass(frozen=True)
class Asked:
    """A title looked for and the codes that answer it."""

    text: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Corpus:
    """Titles to be indexed, each with its code."""

    titles: list[str]
    codes: list[str]


def folder() -> Path:
    """Where the reference data are. Stops with a sentence when nobody says."""
    given = os.environ.get("CLAUSES_REFERENCE_DIR")
    if not given:
        raise SystemExit("Dites où sont les données de référence : CLAUSES_REFERENCE_DIR=… python -m bench.quality")
    return Path(given)


def appellations(data: Path) -> list[Appellation]:
    """The 13 120 appellations of the ROME 4.0."""
    rows = _rows(data / "rome" / "unix_referentiel_appellation_v460_utf8.csv")
    return [Appellation(row["code_rome"], row["libelle_appellation_long"]) for row in rows]


def skills(data: Path) -> dict[str, list[str]]:
    """For each code, the labels of its skills and of what must be known."""
    labels = {row["code_ogr"]: row["libelle_competence"] for row in _rows(_rome(data, "referentiel_competence"))}
    labels |= {row["code_ogr_savoir"]: row["libelle_savoir"] for row in _rows(_rome(data, "referentiel_savoir"))}
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(_rome(data, "coherence_item")):
        if row["code_ogr"] in labels:
            found[row["code_rome"]].append(labels[row["code_ogr"]])
    return dict(found)


def development(data: Path, *, trivial: bool) -> list[Asked]:
    """The development titles; trivial ones stand in the ROME as they are."""
    rows = _rows(data / "matching" / "metiers-dev.csv")
    return [
        Asked(row["requete"], frozenset(row["codes_acceptes"].split("|")))
        for row in rows
        if (row["trivial"] == "1") is trivial
    ]


def corpus(rows: Sequence[Appellation]) -> Corpus:
    """The masculine and the feminine of each appellation, as two titles."""
    said = [(" ".join(words), row.code) for row in rows for words in forms(row.text)]
    kept = list(dict.fromkeys(said))
    return Corpus([text for text, _ in kept], [code for _, code in kept])


def left_out(rows: Sequence[Appellation], seed: int, share: float = 0.07) -> tuple[list[Appellation], list[Asked]]:
    """Some appellations taken out of the index to be looked for; of codes that keep others."""
    draw = random.Random(seed)
    sizes = Counter(row.code for row in rows)
    kept: list[Appellation] = []
    asked: list[Asked] = []
    for row in rows:
        if sizes[row.code] >= 3 and draw.random() < share:
            asked.append(Asked(masculine(row.text), frozenset([row.code])))
        else:
            kept.append(row)
    return kept, asked


def masculine(text: str) -> str:
    """One gender of a title, folded."""
    return " ".join(forms(text)[0])


def misspelt(text: str, draw: random.Random) -> str:
    """One letter of one long word dropped, added, changed or swapped."""
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    word = draw.choice(words)
    at = draw.randrange(word.start() + 1, word.end())
    return draw.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + draw.choice(LETTERS) + text[at:],
            text[:at] + draw.choice(LETTERS) + text[at + 1 :],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
        )
    )


def abbreviated(text: str) -> str:
    """The first word that has an abbreviation written so, and the longest word cut after five letters."""
    short = {meanings[0][0]: word for word, meanings in ours().abbreviations.items() if len(meanings[0]) == 1}
    words = masculine(text).split()
    for place, word in enumerate(words):
        if word in short:
            words[place] = f"{short[word]}."
            break
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    if len(words[longest]) > CUT + 2:
        words[longest] = f"{words[longest][:CUT]}."
    return " ".join(words)


def advertised(text: str) -> str:
    """A title as an advertisement says it."""
    return f"{masculine(text)} H/F CDI Dijon urgent"


def _rome(data: Path, name: str) -> Path:
    return data / "rome" / f"unix_{name}_v460_utf8.csv"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
