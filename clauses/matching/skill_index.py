"""Many skills at once: which of them answer the one asked for, without comparing it with all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from clauses.matching.rome import Rome
from clauses.matching.skills import ALMOST, LEAST, Word, almost, likeness, words


class SkillIndex:
    """Distinct skills, found by the roots of their words, or by words spelt almost alike."""

    def __init__(self, skills: Sequence[str]) -> None:
        self.skills = list(skills)
        self._by_root: defaultdict[str, list[int]] = defaultdict(list)
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_letter: defaultdict[str, list[str]] = defaultdict(list)
        for at, skill in enumerate(self.skills):
            for word in words(skill):
                self._by_root[word.root].append(at)
                if word.light not in self._by_word:
                    self._by_letter[word.light[:1]].append(word.light)
                self._by_word[word.light].append(at)

    def like(self, asked: str) -> list[tuple[int, float]]:
        """The skills that answer, by position, each with its `likeness`, which is never 0."""
        wanted = words(asked)
        enough = LEAST * sum(word.weight for word in wanted)
        most: defaultdict[int, float] = defaultdict(float)
        for word in wanted:
            for at, share in self._with(word).items():
                most[at] += word.weight * share
        # A sum of shares may miss the exact one by a rounding: what is almost enough is compared for good.
        likely = [at for at, mass in most.items() if mass >= enough - 1e-9]
        compared = [(at, likeness(asked, self.skills[at])) for at in sorted(likely)]
        return [(at, score) for at, score in compared if score]

    def _with(self, word: Word) -> dict[int, float]:
        """The skills that have a word, or one spelt almost alike, and what it is worth there."""
        alike = [other for other in self._by_letter.get(word.light[:1], ()) if almost(word.light, other)]
        found = {at: ALMOST for other in alike for at in self._by_word[other]}
        return found | dict.fromkeys(self._by_root.get(word.root, ()), 1.0)


class JobSkills:
    """The skills that the ROME lists for each job, asked one skill at a time; answers are remembered."""

    def __init__(self, rome: Rome) -> None:
        self._jobs: defaultdict[str, list[str]] = defaultdict(list)
        for code, skills in rome.skills.items():
            for skill in dict.fromkeys(skills):
                self._jobs[skill].append(code)
        self._index = SkillIndex(list(self._jobs))
        self._answers: dict[str, dict[str, tuple[float, str]]] = {}

    def of(self, asked: str) -> Mapping[str, tuple[float, str]]:
        """For each job that has such a skill: how well it answers, and its name in the ROME."""
        if asked not in self._answers:
            answer: dict[str, tuple[float, str]] = {}
            for at, score in self._index.like(asked):
                skill = self._index.skills[at]
                for code in self._jobs[skill]:
                    answer[code] = max(answer.get(code, (0.0, "")), (score, skill))
            self._answers[asked] = answer
        return self._answers[asked]
