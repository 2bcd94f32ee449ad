"""How much each word says for each group (a code of the nomenclature): BM25 over two fields, all its titles and
the words related to it.

All the titles of a code are scored together, as one text: a code is rarely named twice the same way, and its titles
complete one another ("soudeur à l'arc", "soudeur-assembleur", "ouvrier soudeur").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SATURATION = 0.4
"""k1: saying a word once is nearly enough."""

TITLE_LENGTH, RELATED_LENGTH = 0.3, 0.5
"""b: how much long texts are discounted."""


@dataclass(frozen=True)
class Fields:
    """Roots by number; for each, the groups that say it (``starts``, ``groups``) and how much (``shares``, in 0..1).

    ``information`` is what a root tells apart (its idf); ``unknown`` is that of a word never met.
    """

    root_numbers: dict[str, int]
    starts: NDArray[np.int64]
    groups: NDArray[np.int32]
    shares: NDArray[np.float32]
    information: NDArray[np.float32]

    @property
    def unknown(self) -> float:
        return float(self.information.max()) if len(self.information) else 1.0

    @classmethod
    def of(cls, titles: Sequence[Counter[str]], related: Sequence[Counter[str]], related_weight: float) -> Fields:
        """``titles`` and ``related``: for each group, how many times each root stands in its titles, in the rest."""
        size = len(titles)
        numbers: dict[str, int] = {}
        root_of: list[int] = []
        group_of: list[int] = []
        weight_of: list[float] = []
        title_lengths, related_lengths = _lengths(titles, TITLE_LENGTH), _lengths(related, RELATED_LENGTH)
        in_titles: Counter[int] = Counter()
        in_related: Counter[int] = Counter()
        for group, (own, others) in enumerate(zip(titles, related, strict=True)):
            for root in {**own, **others} if related_weight else own:
                number = numbers.setdefault(root, len(numbers))
                weight = own[root] / title_lengths[group]
                if related_weight and root in others:
                    weight += related_weight * others[root] / related_lengths[group]
                    in_related[number] += 1
                in_titles[number] += root in own
                root_of.append(number)
                group_of.append(group)
                weight_of.append(weight)
        # A word of no title is rare by where else it stands; half of that, for skills are wordy.
        spread = np.array([in_titles[number] or max(1.0, in_related[number] / 2) for number in range(len(numbers))])
        information = np.maximum(np.log(1 + (size - spread + 0.5) / (spread + 0.5)), 0.01).astype(np.float32)
        by_root, weights = np.array(root_of, np.int64), np.array(weight_of)
        order = np.lexsort((np.array(group_of, np.int64), by_root))
        starts = np.zeros(len(numbers) + 1, np.int64)
        np.cumsum(np.bincount(by_root, minlength=len(numbers)), out=starts[1:])
        shares = (weights / (weights + SATURATION)).astype(np.float32)[order]
        return cls(numbers, starts, np.array(group_of, np.int32)[order], shares, information)

    def of_root(self, number: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The groups that say a root, and how much."""
        start, end = self.starts[number], self.starts[number + 1]
        return self.groups[start:end], self.shares[start:end]


def _lengths(texts: Sequence[Counter[str]], discount: float) -> list[float]:
    """The relative length of each text, softened: 1 for a text of average length."""
    sizes = [text.total() for text in texts]
    mean = sum(sizes) / len(sizes) if sizes and sum(sizes) else 1.0
    return [1 - discount + discount * size / mean for size in sizes]
