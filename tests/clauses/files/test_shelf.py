"""Received files are kept whole, once, under the SHA-256 of what they hold."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clauses.errors import Unusable
from clauses.files import actions
from clauses.files.actions import Kept, keep_file, shelf_place


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A shelf that nobody made yet."""
    return tmp_path / "home" / "files"


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """A file as it was sent."""
    path = tmp_path / "heures avril.xlsx"
    path.write_bytes(b"PK\x03\x04 avril")
    return path


def _on(shelf: Path) -> list[Path]:
    return sorted(path for path in shelf.rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_sha256(received: Path, shelf: Path) -> None:
    kept = keep_file(received, shelf)
    sha256 = hashlib.sha256(received.read_bytes()).hexdigest()
    assert kept == Kept(shelf / sha256[:2] / sha256, sha256, 10)
    assert kept.path == shelf_place(shelf, sha256)
    assert kept.path.read_bytes() == received.read_bytes()
    assert received.exists()


def test_the_same_bytes_are_kept_once_whatever_their_names(received: Path, shelf: Path) -> None:
    other = received.with_name("renvoi.xlsx")
    shutil.copy(received, other)
    assert keep_file(received, shelf) == keep_file(other, shelf)
    assert len(_on(shelf)) == 1


def test_other_bytes_are_kept_apart(received: Path, shelf: Path) -> None:
    first = keep_file(received, shelf)
    received.write_bytes(b"PK\x03\x04 mai")
    second = keep_file(received, shelf)
    assert _on(shelf) == sorted([first.path, second.path])


def test_an_empty_file_is_kept_too(tmp_path: Path, shelf: Path) -> None:
    (tmp_path / "vide.csv").touch()
    assert keep_file(tmp_path / "vide.csv", shelf).size == 0


def test_a_file_larger_than_one_chunk_is_kept_whole(
    received: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_CHUNK", 3)
    assert keep_file(received, shelf).path.read_bytes() == received.read_bytes()


def test_a_file_damaged_on_the_shelf_is_repaired_by_sending_it_again(received: Path, shelf: Path) -> None:
    kept = keep_file(received, shelf)
    kept.path.write_bytes(b"PK")
    assert keep_file(received, shelf).path.read_bytes() == received.read_bytes()


def test_the_same_file_sent_many_times_at_once_is_kept_once(received: Path, shelf: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: keep_file(received, shelf), range(32)))
    assert len(set(kept)) == 1
    assert _on(shelf) == [kept[0].path]


def test_nobody_else_on_the_machine_may_read_it(received: Path, shelf: Path) -> None:
    assert keep_file(received, shelf).path.stat().st_mode & 0o077 == 0


# A cut in the middle


def test_the_bytes_are_on_disk_before_the_name_is(received: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File, then name, then the folders that hold the name: a power cut leaves all of it or nothing."""
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def watched_fsync(descriptor: int) -> None:
        order.append("folder" if os.path.isdir(f"/dev/fd/{descriptor}") else "file")  # noqa: PTH112
        fsync(descriptor)

    def watched_replace(self: Path, target: Path) -> Path:
        order.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    keep_file(received, shelf)
    assert order == ["file", "name", "folder", "folder"]


@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_an_interruption_leaves_nothing_under_a_full_name(
    received: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os if where == "fsync" else Path, where, interrupted)
    with pytest.raises(KeyboardInterrupt):
        keep_file(received, shelf)
    assert _on(shelf) == []


def test_a_full_disk_is_said_and_leaves_nothing(received: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the shelf that is full: the sender's file is not to blame."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unusable, match="plus de place") as refused:
        keep_file(received, shelf)
    assert refused.value.code == "file.not_kept"
    assert str(shelf) in refused.value.message
    assert _on(shelf) == []


# Refusals


def test_a_file_that_does_not_exist_is_named(tmp_path: Path, shelf: Path) -> None:
    with pytest.raises(Unusable, match=r"« .*absent\.xlsx » n'existe pas") as refused:
        keep_file(tmp_path / "absent.xlsx", shelf)
    assert refused.value.code == "file.unreadable"
    assert _on(shelf) == []


def test_a_folder_is_not_a_file(tmp_path: Path, shelf: Path) -> None:
    with pytest.raises(Unusable, match="est un dossier"):
        keep_file(tmp_path, shelf)
    assert _on(shelf) == []


def test_a_pipe_is_not_waited_for(tmp_path: Path, shelf: Path) -> None:
    os.mkfifo(tmp_path / "tuyau")
    with pytest.raises(Unusable, match="n'est pas un fichier"):
        keep_file(tmp_path / "tuyau", shelf)


def test_a_file_in_a_file_does_not_exist(received: Path, shelf: Path) -> None:
    with pytest.raises(Unusable, match="un élément du chemin n'est pas un dossier"):
        keep_file(received / "feuille.csv", shelf)


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A file that this process may not read; root must become somebody else for that."""
    folder = Path(tempfile.mkdtemp())  # not under `tmp_path`, which others may not even enter
    folder.chmod(0o777)
    (folder / "paie.xlsx").write_bytes(b"PK")
    (folder / "paie.xlsx").chmod(0o000)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    yield folder / "paie.xlsx"
    if was_root:
        os.seteuid(0)
    shutil.rmtree(folder)


def test_a_file_that_may_not_be_read_is_named(forbidden: Path) -> None:
    with pytest.raises(Unusable, match=r"paie\.xlsx » ne peut pas être lu : ce compte n'en a pas le droit"):
        keep_file(forbidden, forbidden.parent / "shelf")


def test_a_shelf_that_cannot_be_made_is_named_not_the_file(received: Path) -> None:
    with pytest.raises(Unusable, match=r"heures avril\.xlsx » n'a pas pu être gardé dans") as refused:
        keep_file(received, received / "files")
    assert refused.value.code == "file.not_kept"


def test_a_file_too_large_is_refused_as_it_is_read(
    received: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "LARGEST", 9)
    with pytest.raises(Unusable, match=r"« heures avril\.xlsx » dépasse") as refused:
        keep_file(received, shelf)
    assert refused.value.code == "file.too_large"
    assert _on(shelf) == []


def test_a_file_of_the_largest_size_is_kept(received: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LARGEST", 10)
    assert keep_file(received, shelf).size == 10


def test_the_limit_is_said_in_megabytes() -> None:
    assert actions.LARGEST == 200 * 1024 * 1024
