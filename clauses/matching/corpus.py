"""A nomenclature made ready for search: built once, a value of plain arrays and texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clauses.matching.fields import Fields
from clauses.matching.spelling import Floats, Ints, Spellings
from clauses.matching.stems import light, listed, root
from clauses.matching.text import content, forms
from clauses.matching.tuning import Tuning
from clauses.words import folded

Starts = NDArray[np.int64]

MANAGERS = frozenset(
    root(word)
    for word in listed(
        "responsable chef directeur manager gerant dirigeant superviseur encadrant contremaitre president "
        "coordinateur coordonnateur patron cadre intendant"
    )
)
"""Who leads others: a code of such titles is not what a mason looks for, and the reverse."""


@dataclass(frozen=True)
class Corpus:
    """Titles by group; *entries* are the distinct ways to write the titles of a group, both genders being one.

    Entries are sorted by group. Where ``x_starts`` stands beside ``x``, what belongs to *i* is
    ``x[x_starts[i]:x_starts[i + 1]]``; ``group_starts`` cuts the entries themselves.
    """

    titles: list[str]
    """As given."""
    group_names: list[str]
    """One a group; empty texts when no groups were given."""
    position_groups: Ints
    """The group of each title; -1 when it holds no word."""
    entry_groups: Ints
    entry_positions: Ints
    """The titles that are written so, in the order given."""
    entry_position_starts: Starts
    entry_words: Ints
    """The words of an entry, among ``words``."""
    entry_word_starts: Starts
    entry_lengths: Floats
    """The norm of an entry as a sum of n-grams."""
    group_starts: Starts
    words: list[str]
    """The distinct words of the titles, without gender or number."""
    word_roots: Ints
    """The root of each word, among those of ``fields``."""
    word_entries: Ints
    """How many entries have each word."""
    managers: Floats
    """The share of a group's entries that lead others."""
    spellings: Spellings
    fields: Fields
    exact: dict[str, list[int]]
    """What a title says (``exact_key``) → the entries that say it."""


def exact_key(words: Sequence[str]) -> str:
    """What two titles that say the same have in common: their words in order, without gender or number."""
    return " ".join(dict.fromkeys(light(word) for word in words))


def exact_entries(words: Sequence[str], entry_words: Ints, starts: Starts) -> dict[str, list[int]]:
    """``exact_key`` → the entries that say so."""
    found: dict[str, list[int]] = {}
    numbers, bounds = entry_words.tolist(), starts.tolist()
    for entry in range(len(bounds) - 1):
        key = " ".join(words[number] for number in numbers[bounds[entry] : bounds[entry + 1]])
        found.setdefault(key, []).append(entry)
    return found


def build(
    titles: Sequence[str],
    groups: Sequence[str] | None,
    related: Mapping[str, Sequence[str]] | None,
    tuning: Tuning,
) -> Corpus:
    """Without ``groups`` each title is its own group, but a title and its other gender are one.

    Raises ``ValueError`` when there is not one group a title.
    """
    if groups is not None and len(groups) != len(titles):
        raise ValueError(f"{len(titles)} intitulés pour {len(groups)} codes : il en faut un par intitulé.")
    found = _entries(titles, groups)
    group_names = list(dict.fromkeys(entry.group for entry in found))
    numbers = {name: number for number, name in enumerate(group_names)}
    found.sort(key=lambda entry: numbers[entry.group])  # stable: the order of the titles stays within a group
    entry_groups = np.array([numbers[entry.group] for entry in found], np.int32)

    words, word_entries, word_starts, entry_words = _incidence(found)
    spellings = Spellings.of(words, word_entries, len(found))
    own: list[Counter[str]] = [Counter() for _ in group_names]
    for entry in found:
        own[numbers[entry.group]].update(tuning.root(word) for word in entry.words)
    fields = Fields.of(own, _related(group_names, related, tuning), tuning.related)

    leading = np.array([any(root(word) in MANAGERS for word in entry.words) for entry in found], float)
    sizes = np.bincount(entry_groups, minlength=len(group_names))
    position_groups = np.full(len(titles), -1, np.int32)
    for entry in found:
        position_groups[entry.positions] = numbers[entry.group]
    return Corpus(
        titles=list(titles),
        group_names=group_names if groups is not None else [""] * len(group_names),
        position_groups=position_groups,
        entry_groups=entry_groups,
        entry_positions=np.array([position for entry in found for position in entry.positions], np.int32),
        entry_position_starts=_starts([len(entry.positions) for entry in found]),
        entry_words=entry_words,
        entry_word_starts=word_starts,
        entry_lengths=_norms(word_starts, entry_words, spellings),
        group_starts=_starts(sizes.tolist()),
        words=words,
        word_roots=np.array([fields.root_numbers[tuning.family(word)] for word in words], np.int32),
        word_entries=np.array(word_entries, np.int32),
        managers=(np.bincount(entry_groups, leading, len(group_names)) / np.maximum(sizes, 1)).astype(np.float32),
        spellings=spellings,
        fields=fields,
        exact=exact_entries(words, entry_words, word_starts),
    )


@dataclass(frozen=True)
class Entry:
    """One entry of the nomenclature, ready to be compared."""

    group: str
    words: list[str]
    positions: list[int]


def _entries(titles: Sequence[str], groups: Sequence[str] | None) -> list[Entry]:
    found: dict[tuple[str, str], Entry] = {}
    for position, title in enumerate(titles):
        readings = {exact_key(words): words for form in forms(title) if (words := content(form) or form)}
        for key, words in readings.items():
            # Without groups, a title and its other gender are one group, named by the first way to read it.
            group = groups[position] if groups is not None else next(iter(readings))
            found.setdefault((group, key), Entry(group, words, [])).positions.append(position)
    return list(found.values())


def _starts(sizes: Sequence[int]) -> Starts:
    return np.concatenate(([0], np.cumsum(np.array(sizes, np.int64)))).astype(np.int64)


def _incidence(entries: Sequence[Entry]) -> tuple[list[str], list[int], Starts, Ints]:
    """Distinct words, how many entries have each, and (starts, columns) which words stand in which entry."""
    numbers: dict[str, int] = {}
    counts: Counter[int] = Counter()
    columns: list[int] = []
    sizes: list[int] = []
    for entry in entries:
        said = [numbers.setdefault(word, len(numbers)) for word in dict.fromkeys(light(word) for word in entry.words)]
        counts.update(said)
        columns.extend(said)
        sizes.append(len(said))
    entries_with = [counts[number] for number in range(len(numbers))]
    return list(numbers), entries_with, _starts(sizes), np.array(columns, np.int32)


def _related(
    group_names: Sequence[str], related: Mapping[str, Sequence[str]] | None, tuning: Tuning
) -> list[Counter[str]]:
    """The roots of what is related to each group; a text shared by many groups is read once."""
    read: dict[str, list[str]] = {}
    found = []
    for name in group_names:
        roots: Counter[str] = Counter()
        for text in (related or {}).get(name, ()):
            if text not in read:
                read[text] = [tuning.root(word) for word in content(folded(text).split())]
            roots.update(read[text])
        found.append(roots)
    return found


def _norms(starts: Starts, columns: Ints, spellings: Spellings) -> Floats:
    """The norm of each entry: the sum of the n-grams of its words."""
    size = len(spellings.lengths)
    by_entry = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, starts), (len(starts) - 1, size))
    by_word = sparse.csc_matrix((spellings.weights, spellings.words, spellings.starts), (size, len(spellings.rarity)))
    sums = by_entry @ by_word.tocsr()
    lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
    floored: Floats = np.maximum(lengths, 1e-6).astype(np.float32)
    return floored
