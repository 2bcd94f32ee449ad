"""Every hostile file ends in words, within 2 s of processor and 300 MB, which the kernel enforces here."""

from __future__ import annotations

from pathlib import Path

import pytest

from clauses.errors import Unusable
from imports.containers import read_sheets
from imports.reading.any_file import read_any
from imports.reading.limits import Limits
from tests.files.hostile import HOSTILE_XLSX, Hostile
from tests.files.hostile_others import HOSTILE_OTHERS

HOSTILE = (*HOSTILE_XLSX, *HOSTILE_OTHERS)

TIGHT = Limits(seconds=4, seconds_per_megabyte=0, memory=250_000_000, memory_per_byte=0)
"""The kernel ends the child past 5 s of processor or 250 MB of its own: it would then not give the code expected.
Alone, the slowest takes 1.3 s; a machine that runs the whole suite takes two or three times that."""


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
def test_a_hostile_file_ends_in_words(case: Hostile, tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(case.build())
    with pytest.raises(Unusable) as refusal:
        read_sheets(path, name=case.sent_as, limits=TIGHT)
    assert refusal.value.code == case.code
    assert refusal.value.message.startswith(f"« {case.sent_as} » : ")
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
def test_the_reader_itself_says_what_is_wrong(case: Hostile, tmp_path: Path) -> None:
    """Without the guard: no refusal is owed to the child's death or to a fault of the reader."""
    path = tmp_path / "stored"
    path.write_bytes(case.build())
    with pytest.raises(Unusable) as refusal:
        read_any(path, case.sent_as, Limits())
    assert refusal.value.code == case.code


def test_the_corpus_is_large_and_each_case_has_a_name() -> None:
    names = [case.name for case in HOSTILE]
    assert len(set(names)) == len(names) >= 120
