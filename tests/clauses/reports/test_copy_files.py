"""The files of the copy of locked months: whole or not believed, for their owner alone."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from clauses.errors import Conflict, Unusable
from clauses.reports import copy_files
from clauses.reports.copy_rules import Copied, CopiedYear, Stamp, written
from clauses.reports.frame_columns import COPIED_LINES, HEADS, PEOPLE

FRAME = pl.DataFrame({"person_id": [1, 2], "sex": ["F", None]}, schema=PEOPLE)


def copied(sha256: str = "0" * 64) -> Copied:
    """An account whose every part is one file."""
    return Copied(
        Stamp(1, "c" * 64, "0014"), 2, {2023: CopiedYear({}, 0, dict.fromkeys([COPIED_LINES, *HEADS], sha256))}
    )


def test_a_frame_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = copy_files.keep(tmp_path / "copie", FRAME)
    found = copy_files.frame(tmp_path / "copie", kept, PEOPLE)
    assert found is not None
    assert found.equals(FRAME)
    assert found.schema == FRAME.schema


def test_nobody_else_may_look(tmp_path: Path) -> None:
    folder = tmp_path / "copie"
    copy_files.keep_account(folder, copied(copy_files.keep(folder, FRAME)))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert copy_files.size(folder, copied()) == 0


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def turned(path: Path) -> None:
    found = bytearray(path.read_bytes())
    found[len(found) // 2] ^= 1
    path.write_bytes(found)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def swapped(path: Path) -> None:
    FRAME.reverse().write_parquet(path)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe_instead(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("harm", [Path.unlink, cut, turned, emptied, swapped, folder_instead, pipe_instead])
def test_a_file_that_is_not_what_was_written_is_not_believed(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    sha256 = copy_files.keep(tmp_path, FRAME)
    told = copied(sha256)
    assert copy_files.intact(tmp_path, told)
    harm(tmp_path / f"{sha256}.parquet")
    assert copy_files.frame(tmp_path, sha256, PEOPLE) is None
    assert not copy_files.intact(tmp_path, told)


def test_what_is_no_table_or_has_other_columns_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = copy_files.keep(tmp_path, FRAME.rename({"sex": "nom"}))
    assert copy_files.frame(tmp_path, other, PEOPLE) is None
    monkeypatch.setattr(pl.DataFrame, "write_parquet", lambda _frame, out, **_how: out.write(b"PAR1 no table"))
    assert copy_files.frame(tmp_path, copy_files.keep(tmp_path, FRAME), PEOPLE) is None


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = copy_files.keep(tmp_path, FRAME)
    monkeypatch.setattr(copy_files, "_LARGEST_FILE", 10)
    assert copy_files.frame(tmp_path, sha256, PEOPLE) is None


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"{}", written(copied())[:40].encode()])
def test_an_account_that_is_not_whole_is_no_account(tmp_path: Path, content: bytes) -> None:
    assert copy_files.account(tmp_path) is None
    (tmp_path / copy_files.ACCOUNT).write_bytes(content)
    assert copy_files.account(tmp_path) is None


def test_a_new_account_takes_the_place_of_the_former_one_and_of_its_files(tmp_path: Path) -> None:
    first, second = copy_files.keep(tmp_path, FRAME), copy_files.keep(tmp_path, FRAME.reverse())
    copy_files.keep_account(tmp_path, copied(first))
    assert {path.name for path in tmp_path.iterdir()} == {f"{first}.parquet", copy_files.ACCOUNT}
    assert copy_files.account(tmp_path) == copied(first)
    assert copy_files.frame(tmp_path, second, PEOPLE) is None


def test_a_copy_is_dropped_once(tmp_path: Path) -> None:
    folder = tmp_path / "copie"
    copy_files.keep(folder, FRAME)
    assert (copy_files.drop(folder), copy_files.drop(folder), folder.exists()) == (True, False, False)
    (tmp_path / f"copie.{'a' * 32}").mkdir()
    (tmp_path / "copie.autre").mkdir()
    assert (copy_files.drop(folder), [path.name for path in tmp_path.iterdir()]) == (True, ["copie.autre"])


def test_a_copy_is_made_by_one_at_a_time(tmp_path: Path) -> None:
    folder = tmp_path / "copie"
    with copy_files.alone(folder):
        kept = copy_files.keep(folder, FRAME)
        with pytest.raises(Conflict, match="est en train de se faire"), copy_files.alone(folder):
            raise AssertionError("two at once")
        assert copy_files.frame(folder, kept, PEOPLE) is not None
    with copy_files.alone(folder):
        copy_files.keep_account(folder, copied(kept))
    assert copy_files.intact(folder, copied(kept))


def test_a_copy_dropped_while_it_is_made_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "copie"

    def dropped(aside: Path, _name: Path) -> None:
        assert copy_files.drop(folder)
        aside.rename(_name)

    with copy_files.alone(folder), monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dropped)
        with pytest.raises(Conflict, match="effacée pendant qu'elle se faisait"):
            copy_files.keep(folder, FRAME)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_or_removed_says_so(tmp_path: Path) -> None:
    (tmp_path / "copie").write_text("un fichier à sa place")
    with pytest.raises(Unusable, match="ne peut pas s'écrire dans"):
        copy_files.keep(tmp_path / "copie", FRAME)
    with pytest.raises(Unusable, match="ne peut pas s'écrire dans"), copy_files.alone(tmp_path / "copie"):
        raise AssertionError("written all the same")
    with pytest.raises(Unusable, match="ne peut pas être effacée"):
        copy_files.drop(tmp_path / "copie")
    (tmp_path / "autre" / "dossier").mkdir(parents=True)
    with pytest.raises(Unusable, match="ne peut pas être effacé"):
        copy_files.keep_account(tmp_path / "autre", copied())
