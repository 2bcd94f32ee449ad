"""What the child does once started, in this process: its limits are only looked at."""

from __future__ import annotations

import ctypes
import io
import json
import os
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import polars as pl
import pytest

from imports.reading import any_file, child
from imports.reading.limits import Limits
from tests.files import xlsx


class Left(Exception):
    """The process would have ended."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What is asked of the kernel and of the interpreter, without it being done."""
    seen: dict[str, object] = {}
    calls: list[int] = []
    seen["unshare"] = calls

    class Libc:
        def unshare(self, flags: int) -> int:
            calls.append(flags)
            return -1

    monkeypatch.setattr(resource, "setrlimit", lambda what, most: seen.update({str(what): most}))
    monkeypatch.setattr(signal, "alarm", lambda seconds: seen.update(alarm=seconds))
    monkeypatch.setattr(sys, "addaudithook", lambda hook: seen.update(hook=hook))
    monkeypatch.setattr(ctypes, "CDLL", lambda _: Libc())
    return seen


def left(_: int) -> NoReturn:
    raise Left


def test_a_file_is_read_and_described_on_the_standard_output(
    tmp_path: Path, asked: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stored"
    path.write_bytes(xlsx.xlsx(xlsx.Tab(xlsx.row(1, xlsx.cell("A1", "é"))), xlsx.Tab(name="vide")))
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    monkeypatch.setattr(os, "_exit", left)
    job = {"path": str(path), "folder": str(tmp_path), "name": "x.xlsx", "limits": asdict(Limits())}
    with pytest.raises(Left):
        child.main(job)
    answer = json.loads(said.getvalue())
    assert [(sheet["name"], sheet["frame"]) for sheet in answer["sheets"]] == [("Feuil1", "0.arrow"), ("vide", None)]
    assert pl.read_ipc(tmp_path / "0.arrow").rows() == [("é",)]
    assert answer["peak_bytes"] > 1_000_000


def test_the_limits_are_asked_of_the_kernel(asked: dict[str, object]) -> None:
    child.confine(Limits(seconds=1, memory=2_000_000, memory_per_byte=1), 500_000)
    assert asked[str(resource.RLIMIT_CPU)] == (3, 3)
    assert asked[str(resource.RLIMIT_DATA)] == (2_500_000, 2_500_000)
    assert asked[str(resource.RLIMIT_CORE)] == (0, 0)
    assert asked["alarm"] == 22
    assert asked["hook"] is child._refuse_to_go_out


def test_a_stricter_limit_already_there_stays(asked: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (10, 10))
    child.confine(Limits(), 0)
    assert asked[str(resource.RLIMIT_DATA)] == (10, 10)


@pytest.mark.parametrize(("user", "calls"), [(0, [0x4000_0000]), (1000, [0x4000_0000, 0x5000_0000])])
def test_another_user_than_root_may_take_a_user_of_its_own(
    user: int, calls: list[int], asked: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(sys, "platform", "linux")
    child.leave_the_network()
    assert asked["unshare"] == calls


def test_other_systems_have_no_such_thing(asked: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    child.leave_the_network()
    assert asked["unshare"] == []


def test_what_would_go_out_is_refused_and_the_rest_is_not() -> None:
    for event in ("socket.connect", "subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn"):
        with pytest.raises(PermissionError):
            child._refuse_to_go_out(event, ())
    child._refuse_to_go_out("open", ("x",))


@pytest.mark.parametrize(
    ("error", "code", "fault"),
    [(MemoryError(), "file.too_large", False), (KeyError("x"), "file.damaged", True), (Left(), "file.damaged", True)],
)
def test_a_fault_is_an_answer(
    error: Exception, code: str, fault: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(any_file, "read_any", fail)
    answer = child.examined(tmp_path, "x.xlsx", tmp_path, Limits())
    assert answer["code"] == code
    assert ("fault" in answer) is fault


def test_a_parent_that_is_gone_is_no_fault(
    tmp_path: Path, asked: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    monkeypatch.setattr(os, "_exit", left)
    path = tmp_path / "vide"
    path.write_bytes(b"")
    with pytest.raises(Left):
        child.main({"path": str(path), "folder": str(tmp_path), "name": "x", "limits": {}})
