"""Records of a part + what is stored → what to add, change and take away, and what is said of it (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clauses.errors import Unusable
from clauses.files.rules import Issue, Severity
from clauses.quantities import grouped
from imports.nomenclatures.reading import PartRead
from imports.official import Place, Record

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Stored:
    """A part as it is stored: its rows by key, and the version in use (None before the first)."""

    rows: Mapping[Key, Mapping[str, Any]] = field(default_factory=dict)
    version: str | None = None
    loaded: bool = False


@dataclass
class PartPlan:
    """What a file does to one part. ``added`` and ``changed`` are whole rows."""

    read: PartRead
    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)
    unchanged: int = 0
    accepted: set[Place] = field(default_factory=set)
    repeated: int = 0
    issues: list[Issue] = field(default_factory=list)
    new_version: bool = False

    @property
    def news(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.added or self.changed or self.gone or self.new_version)


def plan(read: PartRead, stored: Stored) -> PartPlan:
    """Compares a part with what is stored, row by row.

    Raises ``Unusable`` (``….older_edition``) for a version before the one in use: nothing goes back by mistake.
    """
    _refuse_older(read, stored)
    made = PartPlan(read, new_version=not stored.loaded or (read.version or stored.version) != stored.version)
    seen: dict[Key, Record] = {}
    for record in read.records:
        key = tuple(record.values[name] for name in read.part.key)
        first = seen.setdefault(key, record)
        if first is not record:
            _repeated(made, record, first)
            continue
        made.accepted.add((record.sheet, record.row))
        before = stored.rows.get(key)
        if before is None:
            made.added.append(dict(record.values))
        elif all(before.get(name) == value for name, value in record.values.items()):
            made.unchanged += 1
        else:
            made.changed.append({**before, **record.values})
    if read.part.renewed:
        made.gone = [key for key in stored.rows if key not in seen]
    if made.gone:
        made.issues.append(_gone(made))
    return made


def _refuse_older(read: PartRead, stored: Stored) -> None:
    new, old = read.version, stored.version
    if read.part.ages and new is not None and old is not None and len(new) == len(old) and new < old:
        raise Unusable(
            f"Ce fichier ({read.part.code.label}) est de la version {new}, plus ancienne que celle enregistrée "
            f"({old}). Importez la dernière version publiée.",
            code=f"{read.part.kind.value}.older_edition",
        )


def _repeated(made: PartPlan, record: Record, first: Record) -> None:
    kind = made.read.part.kind.value
    told = "-".join(str(record.values[name]) for name in made.read.part.key)
    place = {"sheet": record.sheet, "row": record.row, "value": told}
    there = f"la ligne {first.row}" + ("" if first.sheet == record.sheet else f" de « {first.sheet} »")
    if record.values == first.values:
        made.repeated += 1
        message = f"« {told} » est déjà à {there} : cette ligne ne change rien."
        made.issues.append(Issue(f"{kind}.repeated", message, Severity.WARNING, **place))  # type: ignore[arg-type]  # places are of their types
        return
    message = f"« {told} » est déjà à {there}, avec d'autres valeurs. Gardez l'une des deux lignes."
    made.issues.append(Issue(f"{kind}.twice", message, Severity.ERROR, **place))  # type: ignore[arg-type]


def _gone(made: PartPlan) -> Issue:
    count = len(made.gone)
    said = (
        "1 ligne n'est plus dans ce fichier : elle est retirée"
        if count == 1
        else (f"{grouped(count)} lignes ne sont plus dans ce fichier : elles sont retirées")
    )
    part = made.read.part
    return Issue(f"{part.kind.value}.gone", f"{part.code.label} : {said}.", Severity.WARNING)


def counted(plans: Sequence[PartPlan]) -> tuple[int, int, int]:
    """Rows created, replaced and unchanged by a whole file."""
    return (
        sum(len(made.added) for made in plans),
        sum(len(made.changed) for made in plans),
        sum(made.unchanged for made in plans),
    )
