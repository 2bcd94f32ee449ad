"""Where people lived at a date, and under which name each quartier is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from clauses.reference import qpv
from clauses.reference.qpv import Quartiers


def at_dates(residences: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """Each person of ``dates`` (``person_id``, ``on``) with the ``qpv_key`` of where they lived that day.

    The residence in force is the last one known on or before the day, else the earliest one known. ``known`` is false
    for people without any residence; without a QPV the key is null.
    """
    theirs = residences.join(dates, on="person_id", how="semi")
    spans = theirs.sort("since").with_columns(known=pl.lit(True))
    held = dates.sort("on").join_asof(
        spans, left_on="on", right_on="since", by="person_id", strategy="backward", check_sortedness=False
    )
    later = held.filter(pl.col("known").is_null()).select(dates.columns)
    earliest = spans.join(later, on="person_id", how="semi", maintain_order="left").unique(
        "person_id", keep="first", maintain_order=True
    )
    return pl.concat(
        [
            held.filter(pl.col("known").is_not_null()).select(*dates.columns, "qpv_key", "known"),
            later.join(earliest, on="person_id", how="left").select(
                *dates.columns, "qpv_key", pl.col("known").fill_null(value=False)
            ),
        ]
    ).sort("person_id")


def counts(lived: pl.DataFrame, names: Mapping[str, str]) -> dict[str, int]:
    """How many people of ``lived`` (as ``at_dates`` gives them) by quartier, largest first, under printed names."""
    found = dict(lived.drop_nulls("qpv_key").group_by("qpv_key").agg(pl.len()).iter_rows())
    labelled = {names[key]: int(count) for key, count in found.items()}
    return dict(sorted(labelled.items(), key=lambda row: (-row[1], row[0])))


def not_in_force(lived: pl.DataFrame, names: Mapping[str, str], quartiers: Quartiers = qpv.BUILT_IN) -> dict[str, int]:
    """Among them, those for whom no perimeter of that quartier was in force on the day, by quartier.

    They are counted as the file says (Quetigny-Centre stands in the tables of 2023, a year before its perimeter), and
    said in a check.
    """
    days = lived.drop_nulls("qpv_key").group_by("qpv_key", "on").agg(pl.len()).iter_rows()
    early: Counter[str] = Counter()
    for key, day, people in days:
        if quartiers.in_force(key, day) is False:
            early[names[key]] += people
    return dict(sorted(early.items()))


def names_of(residences: pl.DataFrame, quartiers: Quartiers = qpv.BUILT_IN) -> dict[str, str]:
    """The printed name of each quartier: the spelling that the people files give most often.

    A spelling without the name of its commune in front goes before one that has it (« Fontaine d'Ouche » before
    « Dijon- Fontaine-d'ouche »); equal ones in alphabetical order; where no file gives a name, the official one.
    Two quartiers never share a name: the commune tells them apart, else the key.
    """
    told = residences.drop_nulls("qpv_key").group_by("qpv_key", "qpv_name").agg(pl.len()).iter_rows()
    spellings: dict[str, Counter[str]] = {}
    for key, name, people in told:
        spellings.setdefault(key, Counter())
        if name is not None:
            spellings[key][name] += people
    names = {key: _name(key, given, quartiers) for key, given in sorted(spellings.items())}
    shared = Counter(names.values())
    return {key: f"{name} ({_place(key, quartiers)})" if shared[name] > 1 else name for key, name in names.items()}


def _name(key: str, given: Counter[str], quartiers: Quartiers) -> str:
    if not given:
        return quartiers.official_name(key) or key
    return min(given, key=lambda name: (not quartiers.bare(name, key), -given[name], name))


def _place(key: str, quartiers: Quartiers) -> str:
    quartier = quartiers.quartier_of(key)
    return ", ".join(quartier.communes) if quartier else key
