"""Why a title answers a query, in French."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clauses.matching.corpus import Corpus, exact_key
from clauses.matching.ranking import Ranker
from clauses.matching.reading import Unit, readings
from clauses.matching.stems import light
from clauses.matching.text import MAX_CHARACTERS
from clauses.matching.thesaurus import Phrase
from clauses.quantities import NO_BREAK_SPACE
from clauses.words import folded, tidy

LONGEST_QUOTE = 60
MOST_REASONS = 3

_RAW_WORD = re.compile(r"[^\W_]+")


def explain(ranker: Ranker, query: str, position: int) -> str:
    """One sentence; ``position`` is that of a title of the ranker's corpus."""
    query = query[:MAX_CHARACTERS]
    corpus = ranker.corpus
    title = corpus.titles[position]
    group = int(corpus.position_groups[position])
    code = corpus.group_names[group] if group >= 0 else ""
    where = f"appellation de {code}" if code else "intitulé de la nomenclature"
    said = _TitleWords.of(ranker, position)
    for words in readings(query):
        keys = ranker.exact_keys(words)
        if keys[0] in said.keys:
            return f"{quoted(query)} est " + (f"une {where}" if code else "un intitulé de la nomenclature")
        if said.keys.intersection(keys):
            return f"{quoted(query)} se lit {quoted(title)}, {where}"
    shared = [part for words in readings(query)[:1] for part in _shared(ranker, query, words, said, group)]
    if not shared:
        return f"{quoted(title)}, {where}, s'écrit un peu comme {quoted(query)}"
    return f"{quoted(title)}, {where}{NO_BREAK_SPACE}: " + f"{NO_BREAK_SPACE}; ".join(shared[:MOST_REASONS])


def quoted(text: str) -> str:
    """« text », cut when it is long."""
    short = tidy(text)
    if len(short) > LONGEST_QUOTE:
        short = short[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f"«{NO_BREAK_SPACE}{short}{NO_BREAK_SPACE}»"


@dataclass(frozen=True)
class _TitleWords:
    """The words of one title: what it says whole (``keys``), each word (``lights``) and each family → a word."""

    keys: frozenset[str]
    lights: frozenset[str]
    families: dict[int, str]

    @classmethod
    def of(cls, ranker: Ranker, position: int) -> _TitleWords:
        said = readings(ranker.corpus.titles[position])
        written = _as_written(ranker.corpus.titles[position])
        numbers = ranker.corpus.fields.root_numbers
        families = {
            numbers[root]: written.get(word, word)
            for words in reversed(said)
            for word in reversed(words)
            if (root := ranker.tuning.root(word)) in numbers
        }
        return cls(
            frozenset(exact_key(words) for words in said),
            frozenset(light(word) for words in said for word in words),
            families,
        )


def _as_written(text: str) -> dict[str, str]:
    """Folded word → the same as written, with its accents."""
    return {folded(word): word.lower() for word in _RAW_WORD.findall(text)}


def _span(query: str, words: Phrase, written: dict[str, str]) -> str:
    """Words of the query as they stand in it, small words between them included."""
    said = [written.get(word, word) for word in words]
    bounds = [re.escape(said[0])] + ([re.escape(said[-1])] if len(said) > 1 else [])
    found = re.search(r"(?<!\w)" + r"\b.*?\b".join(bounds) + r"(?!\w)", query.lower(), re.DOTALL)
    return found.group() if found else " ".join(said)


def _shared(ranker: Ranker, query: str, words: list[str], title: _TitleWords, group: int) -> list[str]:
    """What the query and the title, or its code, have in common: same words first, then synonyms, then the rest."""
    written = _as_written(query)
    same: list[str] = []
    synonyms: list[str] = []
    others: list[str] = []
    for unit in ranker.units(words):
        missing = []
        for word in unit.words:
            if light(word) in title.lights:
                same.append(quoted(written.get(word, word)))
            else:
                missing.append(word)
        if all(_family(ranker, word) in title.families for word in missing):
            synonym = None
        else:
            synonym = _synonym(ranker, unit, title, group, {_family(ranker, word) for word in words})
        if synonym is not None:
            other, whole = synonym
            short = unit.words[0] in ranker.tuning.thesaurus.abbreviations
            verb = ("se lit" if short else "se dit aussi") if whole else "fait penser à"
            synonyms.append(f"{quoted(_span(query, unit.words, written))} {verb} {quoted(other)}")
        else:
            others += [
                reason for word in missing if (reason := _near(ranker, word, written.get(word, word), title, group))
            ]
    common = [" et ".join([", ".join(same[:-1]), same[-1]] if len(same) > 1 else same) + " en commun"] if same else []
    return common + synonyms + others


def _synonym(
    ranker: Ranker, unit: Unit, title: _TitleWords, group: int, said: set[int | None]
) -> tuple[str, bool] | None:
    """The synonym of a unit that the title says, or else its code, and True; or one that it says in part, and False.

    ``said``: the families that the query says itself, which a part of a synonym does not say again.
    """
    numbers = ranker.corpus.fields.root_numbers
    phrases = {phrase: [numbers.get(ranker.tuning.root(word)) for word in phrase] for phrase, _ in unit.alternatives}
    for known in (title.families.keys(), _title_families(ranker.corpus, group)):
        for phrase, roots in phrases.items():
            if all(root in known for root in roots):
                return ranker.tuning.thesaurus.written.get(phrase, " ".join(phrase)), True
    new = title.families.keys() - said
    shared = {phrase: sum(root in new for root in roots) for phrase, roots in phrases.items()}
    best = max(shared, key=lambda phrase: shared[phrase], default=())
    if not shared.get(best):
        return None
    return ranker.tuning.thesaurus.written.get(best, " ".join(best)), False


def _near(ranker: Ranker, word: str, written: str, title: _TitleWords, group: int) -> str | None:
    """How a word of the query that the title does not say is near it all the same."""
    code = ranker.corpus.group_names[group] if group >= 0 else ""
    likely = ranker.likely(word)
    own = _family(ranker, word)
    if own is not None and own in title.families:
        return f"{quoted(written)} est de la famille de {quoted(title.families[own])}"
    like = [number for number in likely.roots if number in title.families]
    if like:
        best = max(like, key=lambda number: likely.roots[number])
        return f"{quoted(written)} ressemble à {quoted(title.families[best])}"
    if own is None or not code:
        return None
    if own in _title_families(ranker.corpus, group):
        return f"{quoted(written)} figure dans une autre appellation de {code}"
    if group in ranker.corpus.fields.of_root(own)[0]:
        return f"{quoted(written)} figure dans les compétences de {code}"
    return None


def _family(ranker: Ranker, word: str) -> int | None:
    return ranker.corpus.fields.root_numbers.get(ranker.tuning.root(word))


def _title_families(corpus: Corpus, group: int) -> frozenset[int]:
    """The roots that the titles of a group say."""
    if group < 0:
        return frozenset()
    entries = slice(corpus.group_starts[group], corpus.group_starts[group + 1])
    start, end = corpus.entry_word_starts[entries.start], corpus.entry_word_starts[entries.stop]
    return frozenset(corpus.word_roots[corpus.entry_words[start:end]].tolist())
