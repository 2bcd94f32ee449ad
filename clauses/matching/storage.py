"""A built index in a file beside the database: arrays and texts only, nothing that could run.

The file holds the fingerprint of what it was built from (the nomenclature, the rules and the thesaurus): another
nomenclature, or another version of the search, and it is built again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clauses.errors import Unusable
from clauses.matching.corpus import Corpus, build, exact_entries
from clauses.matching.fields import Fields
from clauses.matching.spelling import Spellings
from clauses.matching.stems import listed
from clauses.matching.tuning import Tuning

Arrays = dict[str, NDArray[Any]]

_SHAPING = listed(
    "abbreviations.txt corpus.py fields.py reading.py spelling.py stems.py storage.py text.py thesaurus.py "
    "thesaurus.txt tuning.py"
)
"""What shapes an index: a change in any of these files makes the kept ones stale."""

_CORPUS_ARRAYS = listed(
    "position_groups entry_groups entry_positions entry_position_starts entry_words entry_word_starts entry_lengths "
    "group_starts word_roots word_entries managers"
)
_SPELLINGS_ARRAYS = listed("starts words weights rarity lengths")
_FIELDS_ARRAYS = listed("starts groups shares information")


@cache
def rules_fingerprint() -> str:
    """Of the files that shape an index."""
    digest = hashlib.sha256()
    here = resources.files("clauses.matching")
    for name in _SHAPING:
        digest.update(here.joinpath(name).read_bytes())
    return digest.hexdigest()


def fingerprint(
    titles: Sequence[str],
    groups: Sequence[str] | None,
    related: Mapping[str, Sequence[str]] | None,
    tuning: Tuning,
) -> str:
    """Of everything that an index depends on."""
    whole = [
        rules_fingerprint(),
        repr(tuning),
        list(titles),
        None if groups is None else list(groups),
        sorted((name, list(texts)) for name, texts in (related or {}).items()),
    ]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def save(corpus: Corpus, tuning: Tuning, path: Path, mark: str = "") -> None:
    """Writes a corpus at ``path``, whole or not at all; ``mark`` is its fingerprint when known."""
    texts = {
        "rules": rules_fingerprint(),
        "tuning": repr(tuning),
        "mark": mark,
        "titles": corpus.titles,
        "group_names": corpus.group_names,
        "words": corpus.words,
        "grams": list(corpus.spellings.gram_numbers),
        "roots": list(corpus.fields.root_numbers),
    }
    arrays: Arrays = {"texts": np.frombuffer(json.dumps(texts).encode(), np.uint8)}
    arrays |= {name: getattr(corpus, name) for name in _CORPUS_ARRAYS}
    arrays |= {f"spellings_{name}": getattr(corpus.spellings, name) for name in _SPELLINGS_ARRAYS}
    arrays |= {f"fields_{name}": getattr(corpus.fields, name) for name in _FIELDS_ARRAYS}
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def load(path: Path, tuning: Tuning) -> Corpus:
    """The corpus kept at ``path``. Raises ``Unusable`` when it is no such file, or one of another version."""
    texts, arrays = _read(path)
    if (texts.get("rules"), texts.get("tuning")) != (rules_fingerprint(), repr(tuning)):
        raise Unusable(
            f"L'index des métiers « {path.name} » a été construit par une autre version du logiciel. "
            "Supprimez-le : il sera reconstruit.",
            code="index.other_version",
        )
    return _corpus(texts, arrays)


def kept(
    path: Path,
    titles: Sequence[str],
    groups: Sequence[str] | None,
    related: Mapping[str, Sequence[str]] | None,
    tuning: Tuning,
) -> Corpus:
    """The corpus kept at ``path`` if it is of this nomenclature and these rules, else a new one, kept there."""
    mark = fingerprint(titles, groups, related, tuning)
    try:
        texts, arrays = _read(path)
        if texts.get("mark") == mark:
            return _corpus(texts, arrays)
    except Unusable:
        pass  # absent, torn or foreign: what it holds can always be built again
    corpus = build(titles, groups, related, tuning)
    save(corpus, tuning, path, mark)
    return corpus


def _read(path: Path) -> tuple[dict[str, Any], Arrays]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        texts = dict(json.loads(arrays.pop("texts").tobytes()))
    except Exception as error:  # a damaged archive fails in a dozen ways, all of which mean the same
        raise Unusable(
            f"« {path.name} » n'est pas un index des métiers lisible. Supprimez-le : il sera reconstruit.",
            code="index.unreadable",
        ) from error
    return texts, arrays


def _corpus(texts: dict[str, Any], arrays: Arrays) -> Corpus:
    try:
        words: list[str] = texts["words"]
        spellings = Spellings(
            gram_numbers={gram: number for number, gram in enumerate(texts["grams"])},
            **{name: arrays[f"spellings_{name}"] for name in _SPELLINGS_ARRAYS},
        )
        fields = Fields(
            root_numbers={root: number for number, root in enumerate(texts["roots"])},
            **{name: arrays[f"fields_{name}"] for name in _FIELDS_ARRAYS},
        )
        return Corpus(
            titles=texts["titles"],
            group_names=texts["group_names"],
            words=words,
            spellings=spellings,
            fields=fields,
            exact=exact_entries(words, arrays["entry_words"], arrays["entry_word_starts"]),
            **{name: arrays[name] for name in _CORPUS_ARRAYS},
        )
    except KeyError as error:
        raise Unusable(
            f"L'index des métiers est incomplet ({error}). Supprimez-le : il sera reconstruit.",
            code="index.unreadable",
        ) from error
