"""How good job search is, beside what one would use otherwise, and what each of its signals brings.

    CLAUSES_REFERENCE_DIR=… python -m bench.quality [--ablation] [--json FILE]

hit@1, hit@5: the share of titles whose first, or one of whose five first codes is accepted; MRR: the mean of one over
the rank of the first accepted code. Three measures stand side by side, for gains fitted to 273 titles do not hold:

- the development titles (`metiers-dev.csv`), those that do not stand in the ROME, as they are and with one typo;
- the other way round, on another nomenclature: the development titles are those of the index, each alone, without a
  code, and official appellations are looked for among them, one of each code that they may mean;
- the cross-check, which does not use them: official appellations left out of the index, then looked for as they are,
  with one typo, abbreviated, and as an advertisement says them.

How the search was derived. Scoring the code rather than the title (BM25 over all its appellations), with derivational
stems, is the largest gain; character n-grams stand for what stems miss; skills count as title words of weight 0.2 in
the same BM25 (one saturation for both fields beat a second score added); absolute scores (the share of what the query
says) beat scores divided by their maximum, for a typo then weighs on the words and not on the letters; the power *sum*
of a code's cosines beats their power mean; unknown words are corrected (slips of the pen, sounds); synonyms are ours;
codes of managers step back when nobody asked for one. Each was kept because both measures moved the same way.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import perf_counter

from bench.title_baselines import rankings
from bench.title_corpora import (
    Appellation,
    Asked,
    Corpus,
    abbreviated,
    advertised,
    appellations,
    corpus,
    development,
    folder,
    left_out,
    masculine,
    misspelt,
    skills,
)
from clauses.matching.thesaurus import NONE
from clauses.matching.titles import TitleIndex
from clauses.matching.tuning import Tuning
from clauses.words import folded

DEPTH = 20
FOLDS = (1, 2)
TYPO_SEED = 5
OTHER_SEED = 3


@dataclass(frozen=True)
class Quality:
    """What a ranking is worth over ``titles`` titles; shares in 0..1."""

    hit1: float
    hit5: float
    mrr: float
    titles: int

    def __str__(self) -> str:
        return f"{self.hit1:.3f} / {self.hit5:.3f} / {self.mrr:.3f}"


@dataclass(frozen=True)
class Bench:
    """The data of a run."""

    rows: list[Appellation]
    related: dict[str, list[str]]
    hard: list[Asked]
    easy: list[Asked]


def quality(ranked: Iterable[Sequence[str]], asked: Sequence[Asked]) -> Quality:
    """``ranked``: codes for each title asked, best first."""
    ranks = [
        next((rank for rank, code in enumerate(codes, 1) if code in one.codes), 0)
        for codes, one in zip(ranked, asked, strict=True)
    ]
    size = max(1, len(ranks))
    return Quality(
        sum(rank == 1 for rank in ranks) / size,
        sum(0 < rank <= 5 for rank in ranks) / size,
        sum(1 / rank for rank in ranks if rank) / size,
        len(ranks),
    )


def index_of(
    rows: Sequence[Appellation], bench: Bench, tuning: Tuning, *, grouped: bool = True
) -> Callable[[str], list[str]]:
    """The function that gives the codes of a text, best first."""
    indexed = corpus(rows)
    index = TitleIndex(indexed.titles, indexed.codes if grouped else None, bench.related, tuning=tuning)
    return lambda text: list(dict.fromkeys(indexed.codes[place] for place, _ in index.search(text, DEPTH)))


def on_development(find: Callable[[str], list[str]], bench: Bench) -> dict[str, Quality]:
    """On development."""
    draw = random.Random(TYPO_SEED)
    typos = [replace(one, text=misspelt(one.text, draw)) for one in bench.hard]
    return {
        "développement": quality((find(one.text) for one in bench.hard), bench.hard),
        "avec une faute": quality((find(one.text) for one in typos), typos),
    }


def on_left_out(bench: Bench, tuning: Tuning, *, grouped: bool = True, every: bool = True) -> dict[str, Quality]:
    """The cross-check, over ``FOLDS``."""
    ways: dict[str, Callable[[str, random.Random], str]] = {
        "retirées": lambda text, _: text,
        "retirées, une faute": misspelt,
        "retirées, abrégées": lambda text, _: abbreviated(text),
        "retirées, en annonce": lambda text, _: advertised(text),
    }
    ranked: dict[str, list[list[str]]] = {way: [] for way in ways}
    asked: list[Asked] = []
    for seed in FOLDS:
        kept, out = left_out(bench.rows, seed)
        find = index_of(kept, bench, tuning, grouped=grouped)
        draw = random.Random(seed)
        asked += out
        for way, said in list(ways.items())[: None if every else 2]:
            ranked[way] += [find(said(one.text, draw)) for one in out]
    return {way: quality(codes, asked) for way, codes in ranked.items() if codes}


def the_other_way(bench: Bench) -> dict[str, Quality]:
    """Official appellations looked for among the development titles, beside the same baselines.

    Two appellations of each code, in the masculine; those that are one of the titles, letter for letter, are left out.
    """
    titles = [*bench.hard, *bench.easy]
    there = {folded(one.text) for one in titles}
    of_code: dict[str, list[str]] = defaultdict(list)
    for row in bench.rows:
        if masculine(row.text) not in there:
            of_code[row.code].append(masculine(row.text))
    draw = random.Random(OTHER_SEED)
    named = [
        (code, text) for code in sorted(of_code) for text in draw.sample(of_code[code], min(2, len(of_code[code])))
    ]
    asked = [
        Asked(text, frozenset(str(place) for place, one in enumerate(titles) if code in one.codes))
        for code, text in named
        if any(code in one.codes for one in titles)
    ]
    index = TitleIndex([one.text for one in titles])
    ours = [[str(place) for place, _ in index.search(one.text, DEPTH)] for one in asked]
    other = Corpus([one.text for one in titles], [str(place) for place in range(len(titles))])
    found = {"clauses": quality(ours, asked)}
    return found | {name: quality(codes, asked) for name, codes in rankings([one.text for one in asked], other)}


def first_when_exact(bench: Bench) -> float:
    """The share of the development titles that stand in the ROME for which that very title comes first."""
    indexed = corpus(bench.rows)
    index = TitleIndex(indexed.titles, indexed.codes, bench.related)
    first = [index.search(one.text, 1) for one in bench.easy]
    said = [{masculine(part) for part in (one.text, *one.text.split("/"))} for one in bench.easy]
    same = [bool(hits) and indexed.titles[hits[0][0]] in texts for hits, texts in zip(first, said, strict=True)]
    return statistics.mean(same)


def median_time(bench: Bench) -> tuple[float, float]:
    """Seconds to build the index, and the median seconds of a query met for the first time."""
    indexed = corpus(bench.rows)
    began = perf_counter()
    index = TitleIndex(indexed.titles, indexed.codes, bench.related)
    built = perf_counter() - began
    times = []
    for one in bench.hard:
        began = perf_counter()
        index.search(one.text, 10)
        times.append(perf_counter() - began)
    return built, statistics.median(times)


ABLATIONS: dict[str, Tuning] = {
    "tout": Tuning(),
    "sans les mots (BM25)": Tuning(words=0),
    "sans les lettres (n-grammes)": Tuning(likeness=0),
    "sans dérivation (soudage ≠ soudeur)": Tuning(families=False),
    "sans compétences": Tuning(related=0),
    "sans thésaurus ni abréviations": Tuning(thesaurus=NONE),
    "sans réécriture des lettres": Tuning(rewriting=0),
    "sans correction des mots": Tuning(misspelt=2),
    "sans égard aux responsables": Tuning(management=0),
    "meilleur titre (puissance 64)": Tuning(power=64),
    "titres additionnés (puissance 2)": Tuning(power=2),
}


def ablation(bench: Bench) -> dict[str, dict[str, Quality]]:
    """What is left without each signal, and without the codes."""
    found: dict[str, dict[str, Quality]] = {}
    for name, tuning in ABLATIONS.items():
        find = index_of(bench.rows, bench, tuning)
        found[name] = on_development(find, bench) | on_left_out(bench, tuning, every=False)
        print(f"… {name}", file=sys.stderr, flush=True)
    find = index_of(bench.rows, bench, Tuning(), grouped=False)
    found["sans les codes"] = on_development(find, bench) | on_left_out(bench, Tuning(), grouped=False, every=False)
    return found


def table(rows: dict[str, dict[str, Quality]]) -> str:
    """Qualities side by side: hit@1 / hit@5 / MRR."""
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    lines = [["hit@1 / hit@5 / MRR", *columns]]
    lines += [[name, *(str(row[column]) if column in row else "–" for column in columns)] for name, row in rows.items()]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns) + 1)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def main(arguments: Sequence[str]) -> int:
    """Main."""
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description="Qualité de la recherche de métiers.")
    parser.add_argument("--ablation", action="store_true", help="ce qui reste sans chaque signal")
    parser.add_argument("--json", type=Path, metavar="FICHIER", help="écrit aussi les mesures dans ce fichier")
    chosen = parser.parse_args(arguments)
    data = folder()
    bench = Bench(appellations(data), skills(data), development(data, trivial=False), development(data, trivial=True))
    ours = on_development(index_of(bench.rows, bench, Tuning()), bench) | on_left_out(bench, Tuning())
    rows = {"clauses": ours}
    for name, ranked in rankings([one.text for one in bench.hard], corpus(bench.rows)):
        rows[name] = {"développement": quality(ranked, bench.hard)}
    for name, other in the_other_way(bench).items():
        rows[name]["autre nomenclature"] = other
    print(table(rows))
    exact = first_when_exact(bench)
    built, taken = median_time(bench)
    print(f"\nIntitulés du ROME qui viennent en premier : {exact:.3f} (de {len(bench.easy)})")
    print(f"Construction : {built:.2f} s ; une recherche : {taken * 1000:.2f} ms (médiane)")
    removed = ablation(bench) if chosen.ablation else {}
    if removed:
        print(f"\n{table(removed)}")
    if chosen.json:
        written = {
            "quality": {name: {on: asdict(one) for on, one in row.items()} for name, row in rows.items()},
            "ablation": {name: {on: asdict(one) for on, one in row.items()} for name, row in removed.items()},
            "exact_first": exact,
            "seconds": {"build": built, "query": taken},
        }
        chosen.json.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
