"""An archive is looked over before anything trusts it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clauses.errors import Unusable
from imports.prescan import Archive
from imports.reading.limits import Budget, Limits
from tests.files.archives import STORED, Entry, deflated_zeros, raw_zip, zipped

names = st.text("abc/é", min_size=1).filter(lambda name: not name.startswith("/"))
SMALL = Limits(inflated_bytes=3_000_000, inflated_bytes_most=5_000_000, inflated_ratio=10)


def opened(data: bytes, folder: Path, limits: Limits = SMALL) -> Archive:
    path = folder / "livre.zip"
    path.write_bytes(data)
    return Archive(path, Budget(limits, len(data)))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(names, st.binary(max_size=99), max_size=9), st.sampled_from([0, 8]))
def test_honest_entries_come_back_whole(tmp_path: Path, parts: dict[str, bytes], method: int) -> None:
    with opened(zipped(parts, method=method), tmp_path) as archive:
        assert sorted(archive.names()) == sorted(parts)
        assert {name: b"".join(archive.chunks(name)) for name in parts} == parts
        assert {name: archive.size(name) for name in parts} == {name: len(data) for name, data in parts.items()}


def test_names_are_found_without_case(tmp_path: Path) -> None:
    with opened(zipped({"XL/Workbook.xml": b"a"}), tmp_path) as archive:
        assert "xl/workbook.xml" in archive
        assert "xl/styles.xml" not in archive
        assert b"".join(archive.chunks("xl/WORKBOOK.XML")) == b"a"
        assert archive.size("absent") == 0


def test_an_absent_entry_is_a_damage(tmp_path: Path) -> None:
    with opened(zipped({"a": b"a"}), tmp_path) as archive, pytest.raises(Unusable, match="manque"):
        list(archive.chunks("b"))


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry("a", b"x" * 999, size=998), "file.damaged"),
        (Entry("a", b"x" * 999, size=1000), "file.damaged"),
        (Entry("a", b"x" * 999, checksum=0), "file.damaged"),
        (Entry("a", b"x" * 999, method=STORED, checksum=0), "file.damaged"),
        (Entry("a", b"x" * 999, body=b""), "file.damaged"),
        (Entry("a", b"x" * 999, body=b"\x03\x00more"), "file.damaged"),
        (Entry("a", b"x" * 999, body=b"\xff" * 30), "file.damaged"),
    ],
)
def test_an_entry_is_held_to_what_it_announces(entry: Entry, code: str, tmp_path: Path) -> None:
    with opened(raw_zip([entry]), tmp_path) as archive, pytest.raises(Unusable) as refusal:
        list(archive.chunks("a"))
    assert refusal.value.code == code


def test_what_is_announced_counts_against_the_whole_archive(tmp_path: Path) -> None:
    body, size, checksum = deflated_zeros(2)
    entries = [Entry(name, b"", body=body, size=size, checksum=checksum) for name in "ab"]
    with pytest.raises(Unusable) as refusal:
        opened(raw_zip(entries), tmp_path)
    assert refusal.value.code == "file.bomb"


def test_no_archive_inflates_past_the_last_limit_however_large_it_is(tmp_path: Path) -> None:
    entries = [Entry(name, bytes(3_000_000), method=STORED) for name in "ab"]
    with pytest.raises(Unusable) as refusal:
        opened(raw_zip(entries), tmp_path)
    assert refusal.value.code == "file.bomb"


def test_what_comes_out_is_counted_as_it_comes(tmp_path: Path) -> None:
    """The announced sizes pass; the budget is shared with whatever else was read."""
    data = zipped({"a": bytes(2_000_000)})
    path = tmp_path / "livre.zip"
    path.write_bytes(data)
    budget = Budget(SMALL, len(data))
    budget.inflate(2_000_000)
    with Archive(path, budget) as archive, pytest.raises(Unusable) as refusal:
        list(archive.chunks("a"))
    assert refusal.value.code == "file.bomb"


def test_reading_an_entry_twice_counts_once(tmp_path: Path) -> None:
    with opened(zipped({"a": bytes(2_000_000)}), tmp_path) as archive:
        assert [sum(map(len, archive.chunks("a"))) for _ in range(3)] == [2_000_000] * 3


def test_a_file_cut_after_it_was_opened_is_a_damage(tmp_path: Path) -> None:
    with opened(raw_zip([Entry("a", b"x" * 999_999, method=STORED)]), tmp_path) as archive:
        (tmp_path / "livre.zip").write_bytes(b"PK")
        with pytest.raises(Unusable, match="tronqué"):
            list(archive.chunks("a"))


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_spoilt_archive_gives_the_same_bytes_or_a_refusal(tmp_path: Path, data: st.DataObject) -> None:
    parts = {"xl/workbook.xml": b"<workbook/>" * 20, "b": b"abc"}
    honest = bytearray(zipped(parts))
    for _ in range(data.draw(st.integers(1, 4))):
        honest[data.draw(st.integers(0, len(honest) - 1))] = data.draw(st.integers(0, 255))
    try:
        with opened(bytes(honest), tmp_path) as archive:
            found = {name: b"".join(archive.chunks(name)) for name in archive.names()}
    except Unusable:
        return
    assert set(found.values()) <= set(parts.values())
