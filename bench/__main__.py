"""Runs every `measure()` of this folder, prints one table and writes `bench/results.json`.

`python -m bench` runs them all, `python -m bench reading storing` those two.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import platform
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.measures import Measure

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"
HEADERS = ("Promesse", "Travail", "Nous", "Plancher", "Rapport", "Processeur", "Limite", "Choix naïf", "")


def scripts() -> list[str]:
    """The names of the scripts that measure something."""
    names = [found.name for found in pkgutil.iter_modules([str(FOLDER)])]
    return [name for name in names if hasattr(importlib.import_module(f"bench.{name}"), "measure")]


def measured(name: str) -> list[Measure]:
    """What one script measures."""
    print(f"… {name}", file=sys.stderr, flush=True)
    return list(importlib.import_module(f"bench.{name}").measure())


def table(measures: Sequence[Measure]) -> str:
    """The measures as aligned text, and ratios to the floor: by the clock, and in processor where that was told."""
    rows = [HEADERS, *(_row(one) for one in measures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADERS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _row(one: Measure) -> tuple[str, ...]:
    return (
        one.promise,
        one.work,
        _quantity(one.ours, one.unit),
        _quantity(one.floor, one.unit),
        f"× {_french(one.ratio, 2)}",
        "–" if one.processor is None else f"× {_french(one.processor, 2)}",
        f"× {_french(one.limit, 2)}",
        "–" if one.naive is None else _quantity(one.naive, one.unit),
        "tenu" if one.kept else "NON TENU",
    )


def _quantity(number: float, unit: str) -> str:
    return f"{_french(number, 3)} {unit}"


def _french(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")


def main(chosen: Sequence[str]) -> int:
    """Measures, prints, writes. 2 when a name is not that of a script, 1 when one failed: a promise not kept is a 0."""
    known = scripts()
    unknown = [name for name in chosen if name not in known]
    if unknown:
        print(f"Mesure inconnue : {', '.join(unknown)}. Il y a : {', '.join(known) or 'aucune'}.", file=sys.stderr)
        return 2
    measures: list[Measure] = []
    failed: list[str] = []
    for name in chosen or known:
        try:
            measures += measured(name)
        except Exception:  # noqa: BLE001  # one that fails after an hour does not lose the others
            traceback.print_exc()
            failed.append(name)
    print(table(measures))
    if failed:
        print(f"Sans mesure, voyez l'erreur plus haut : {', '.join(failed)}.", file=sys.stderr)
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    results = [asdict(one) | {"ratio": one.ratio, "kept": one.kept} for one in measures]
    written = json.dumps({"machine": machine, "measures": results}, ensure_ascii=False, indent=2)
    RESULTS.write_text(written + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
