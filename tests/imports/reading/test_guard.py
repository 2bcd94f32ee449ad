"""Whatever becomes of the child, the caller gets an answer or a refusal, and nothing is left behind."""

from __future__ import annotations

import logging
import signal
import subprocess
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clauses.errors import Unusable
from imports.containers import read_sheets
from imports.reading import guard
from imports.reading.limits import Limits

REAL_START = guard._START


def child_that(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Put a child that does something else in the place of the reader."""
    monkeypatch.setattr(guard, "_START", code)


def refusal_of(path: Path, limits: Limits | None = None) -> Unusable:
    with pytest.raises(Unusable) as refusal:
        read_sheets(path, name="heures.csv", limits=limits)
    return refusal.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "stored"
    file.write_text("Nom;Heures\nZoé;7\n", encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders go, to see them gone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every child started."""
    started: list[subprocess.Popen[bytes]] = []

    class Child(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **others: object) -> None:
            super().__init__(*arguments, **others)  # type: ignore[call-overload]  # passed on as they came
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Child)
    return started


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "file.damaged"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGABRT)", "file.too_large"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "file.too_large"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "file.too_large"),
        ("raise SystemExit(3)", "file.damaged"),
        ("raise RuntimeError", "file.damaged"),
        ("print('not an answer')", "file.damaged"),
        ("print('[]')", "file.damaged"),
        ("pass", "file.damaged"),
        ("import sys; sys.stdout.buffer.write(b'\\xff')", "file.damaged"),
    ],
)
def test_a_child_that_dies_is_a_refusal(
    code: str, expected: str, path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that(monkeypatch, code)
    refusal = refusal_of(path)
    assert refusal.code == expected
    assert refusal.message.startswith("« heures.csv » : ")
    assert list(place.iterdir()) == []


def test_a_child_that_never_ends_is_ended(
    path: Path, place: Path, children: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that(monkeypatch, "import sys, time; sys.stdin.read(); time.sleep(600)")
    monkeypatch.setattr(guard, "_STARTING", 0.5)
    refusal = refusal_of(path, Limits(seconds=0.1, seconds_per_megabyte=0))
    assert refusal.code == "file.too_large"
    assert list(place.iterdir()) == []
    assert [child.returncode for child in children] == [-signal.SIGKILL]


def test_an_interrupt_ends_the_child(
    path: Path, place: Path, children: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "communicate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_sheets(path)
    assert [child.returncode for child in children] == [-signal.SIGKILL]
    assert list(place.iterdir()) == []


def test_a_child_that_grows_is_stopped_by_the_kernel(path: Path) -> None:
    path.write_bytes(b"Nom;7\n" * 3_000_000)
    refusal = refusal_of(path, Limits(memory=160_000_000, memory_per_byte=0))
    assert refusal.code == "file.too_large"


def test_a_child_that_turns_in_circles_is_stopped_by_the_kernel(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = REAL_START.replace("main(job)", "import imports.reading.child as child\nchild.examined = turn\nmain(job)")
    child_that(monkeypatch, "def turn(*_):\n    while True:\n        pass\n" + endless)
    assert refusal_of(path, Limits(seconds=0.5, seconds_per_megabyte=0)).code == "file.too_large"


@pytest.mark.parametrize(
    "act",
    [
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
    ],
)
def test_the_child_goes_nowhere_and_starts_nothing(
    act: str, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reader = f"def act(*_):\n    {act}\n"
    changed = REAL_START.replace(
        "main(job)", "import imports.reading.any_file as any_file\nany_file.read_any = act\nmain(job)"
    )
    child_that(monkeypatch, reader + changed)
    with caplog.at_level(logging.WARNING):
        assert refusal_of(path).code == "file.damaged"
    assert "PermissionError" in caplog.text


def test_a_fault_of_ours_is_logged_without_a_word_of_the_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fault = "def fail(path, *_):\n    raise ZeroDivisionError(path.read_text())\n"
    changed = REAL_START.replace(
        "main(job)", "import imports.reading.any_file as any_file\nany_file.read_any = fail\nmain(job)"
    )
    child_that(monkeypatch, fault + changed)
    with caplog.at_level(logging.WARNING):
        assert refusal_of(path).code == "file.damaged"
    assert "ZeroDivisionError" in caplog.text
    assert "Zoé" not in caplog.text


def test_nothing_of_our_environment_reaches_the_child(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSES_SECRET", "à garder")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
    names = "import json, os\nprint(json.dumps({'refused': ' '.join(sorted(os.environ)), 'code': 'x'}))"
    child_that(monkeypatch, names)
    seen = set(refusal_of(path).message.split())
    assert "CLAUSES_SECRET" not in seen
    assert seen <= {"LD_LIBRARY_PATH", "POLARS_MAX_THREADS", "TMPDIR", "LC_CTYPE"}


def test_a_file_too_large_is_refused_before_it_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that(monkeypatch, "raise SystemExit(1)")
    refusal = refusal_of(path, Limits(file_bytes=5))
    assert refusal.code == "file.too_large"
    assert "Découpez" in refusal.message


@pytest.mark.parametrize("name", ["absent.xlsx", "."])
def test_no_file_is_a_refusal(name: str, tmp_path: Path) -> None:
    assert refusal_of(tmp_path / name).code == "file.missing"


def test_no_room_for_a_child_is_a_refusal_that_says_to_try_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise BlockingIOError("no room for a process")

    monkeypatch.setattr(subprocess, "Popen", no_room)
    assert refusal_of(path).code == "file.not_now"


def test_ten_files_at_once_are_all_read_two_by_two(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running: list[int] = []
    most: list[int] = []
    real = guard._run

    def counted(main: str, job: dict[str, object], seconds: float) -> tuple[bytes, int]:
        running.append(1)
        most.append(len(running))
        try:
            return real(main, job, seconds)
        finally:
            running.pop()

    monkeypatch.setattr(guard, "_run", counted)
    monkeypatch.setattr(guard, "_AT_ONCE", threading.BoundedSemaphore(2))
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _: read_sheets(path)[0].cells.rows(), range(10)))
    assert found == [[("Nom", "Heures"), ("Zoé", "7")]] * 10
    assert max(most) == 2


def test_no_room_for_a_folder_is_a_refusal_that_says_to_try_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(path / "nowhere"))
    assert refusal_of(path).code == "file.not_now"


def test_the_frames_outlive_the_folder(path: Path, place: Path) -> None:
    sheet = read_sheets(path, name="heures mars.csv")[0]
    assert list(place.iterdir()) == []
    assert sheet.name == "heures mars"
    assert sheet.cells.rows() == [("Nom", "Heures"), ("Zoé", "7")]
    assert sheet.cells.with_columns(sheet.cells["A"].str.to_uppercase())["A"].to_list() == ["NOM", "ZOÉ"]


def test_the_name_given_by_the_path_serves_when_there_is_no_other(tmp_path: Path) -> None:
    file = tmp_path / "heures.csv"
    file.write_bytes(b"")
    assert read_sheets(file) == []
    file.write_bytes(b"\x89PNG")
    with pytest.raises(Unusable, match=r"« heures\.csv » : ce n'est pas un classeur mais une image"):
        read_sheets(file)
