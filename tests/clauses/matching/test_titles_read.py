"""What the job search understood, kept from one day to the next."""

import json
import threading
from pathlib import Path

import pytest

from clauses.matching.jobs import JobIndex, build
from clauses.matching.titles_read import FILE_NAME, TitlesRead, mark_of

ROWS = [
    ("F1703", "Maçon", "Maçon / Maçonne"),
    ("F1701", "Coffreur", "Coffreur / Coffreuse"),
    ("G1602", "Cuisinier", "Cuisinier"),
]
INDEX = build(ROWS)


class Counting(TitlesRead):
    """Tells which texts were looked for."""

    def __init__(self, index: JobIndex, folder: Path | None = None) -> None:
        super().__init__(index, folder)
        self.looked: list[str] = []

    def _read(self, text: str) -> tuple[tuple[str, float], ...]:
        self.looked.append(text)
        return super()._read(text)


def test_a_text_is_looked_for_once_and_kept_for_the_next_day(tmp_path: Path) -> None:
    first = Counting(INDEX, tmp_path)
    answers = [first(text) for text in ("maçon", "coffreur", "maçon", "🙂", "")]
    assert (answers[0][0], answers[3], first.looked) == (("F1703", 1.0), (), ["maçon", "coffreur", "🙂", ""])
    first.keep()
    second = Counting(INDEX, tmp_path)
    assert ([second(text) for text in ("maçon", "coffreur", "maçon", "🙂", "")], second.looked) == (answers, [])


def test_what_is_no_longer_asked_leaves_the_file(tmp_path: Path) -> None:
    first = TitlesRead(INDEX, tmp_path)
    first("maçon"), first("quelqu'un d'effacé")
    first.keep()
    second = TitlesRead(INDEX, tmp_path)
    second("maçon")
    second.keep()
    assert list(json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))["read"]) == ["maçon"]
    before = (tmp_path / FILE_NAME).stat().st_mtime_ns
    second.keep()
    assert (tmp_path / FILE_NAME).stat().st_mtime_ns == before


def test_another_nomenclature_reads_everything_again(tmp_path: Path) -> None:
    first = TitlesRead(INDEX, tmp_path)
    first("maçon")
    first.keep()
    other = build([*ROWS, ("F1611", "Façadier", "Façadier")])
    skilled = build(ROWS, {"F1703": ["Monter un mur"]})
    assert len({mark_of(index.titles.corpus) for index in (INDEX, other, skilled)}) == 3
    second = Counting(other, tmp_path)
    second("maçon")
    assert second.looked == ["maçon"]


@pytest.mark.parametrize(
    "torn",
    [b"", b"\x00\xff", b"[]", b"{}", b'{"mark": 1', b'{"mark": "%s", "read": {"x": 3}}', b'{"mark": "%s", "read": 4}'],
)
def test_a_file_that_cannot_be_read_is_made_again(tmp_path: Path, torn: bytes) -> None:
    place = tmp_path / FILE_NAME
    place.write_bytes(torn.replace(b"%s", mark_of(INDEX.titles.corpus).encode()))
    read = TitlesRead(INDEX, tmp_path)
    assert read("maçon")[0] == ("F1703", 1.0)
    read.keep()
    assert Counting(INDEX, tmp_path)("maçon") == read("maçon")


def test_a_place_where_nothing_can_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    read = TitlesRead(INDEX, tmp_path / "file")
    assert read("maçon")
    read.keep()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_write_that_fails_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = TitlesRead(INDEX, tmp_path)
    read("maçon")

    def full(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(json, "dump", full)
    read.keep()
    assert list(tmp_path.iterdir()) == []


def test_two_who_write_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    def run(number: int) -> None:
        read = TitlesRead(INDEX, tmp_path)
        for text in ("maçon", f"coffreur {number}"):
            read(text)
        read.keep()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    assert "maçon" in json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))["read"]


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    read = TitlesRead(INDEX)
    assert read("maçon")
    read.keep()
    assert list(tmp_path.iterdir()) == []
