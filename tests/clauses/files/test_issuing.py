"""Documents issued: once, frozen, checked by a code that says nothing else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.audit import Journal, verify
from clauses.db import reading, writing
from clauses.errors import NotFound
from clauses.files.actions import shelf_place
from clauses.files.issuing import Issued, grouped_code, is_valid, issue
from clauses.files.models import IssuedDocument
from clauses.files.rules import DocumentKind


def rendered(number: str, code: str) -> bytes:
    return f"{number} {code}".encode()


def issued(
    session: Session, shelf: Path, fingerprint: str = "a" * 64, kind: DocumentKind = DocumentKind.HOURS
) -> Issued:
    return issue(session, shelf, kind=kind, fingerprint=fingerprint, render=rendered, by="Facilitatrice")


def test_the_same_content_is_issued_once_and_comes_back_byte_for_byte(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        first = issued(session, tmp_path)
    with writing(engine) as session:
        again = issued(session, tmp_path)
        other = issued(session, tmp_path, "b" * 64)
        assert verify(session) == []
        assert session.exec(select(Journal.act)).all().count("issue") == 2
    assert first.new
    assert not again.new
    assert again.content == first.content == rendered(first.number, grouped_code(first.code))
    assert (first.number, other.number) == (f"{first.number[:8]}000001", f"{first.number[:8]}000002")
    assert first.code != other.code


def test_each_kind_has_its_own_numbers(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        numbers = [issued(session, tmp_path, kind=kind).number for kind in DocumentKind]
    assert len({number[:2] for number in numbers}) == len(DocumentKind)
    assert {number[-6:] for number in numbers} == {"000001"}


def test_a_code_is_valid_or_not(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        made = issued(session, tmp_path)
        sha256 = session.exec(select(IssuedDocument)).one()
        asked: Callable[[str], bool] = lambda code: is_valid(session, code)  # noqa: E731
        assert asked(made.code)
        assert asked(f"  {grouped_code(made.code).lower()} ")
        assert asked(made.code.replace("0", "O").replace("1", "l"))
        for wrong in ("", "0", made.code[:-1], made.code[::-1] + "0", "é" * 16, "' OR 1=1 --"):
            assert not asked(wrong)
        assert not is_valid(session, made.code, sha256="0" * 64)
        assert sha256.code == made.code


def test_the_file_itself_can_be_checked(engine: Engine, tmp_path: Path) -> None:
    import hashlib

    with writing(engine) as session:
        made = issued(session, tmp_path)
        assert is_valid(session, made.code, sha256=hashlib.sha256(made.content).hexdigest())
        assert not is_valid(session, made.code, sha256=hashlib.sha256(made.content + b" ").hexdigest())


def test_a_frozen_document_that_disappeared_is_named_not_made_again(engine: Engine, tmp_path: Path) -> None:
    import hashlib

    with writing(engine) as session:
        made = issued(session, tmp_path)
    shelf_place(tmp_path, hashlib.sha256(made.content).hexdigest()).unlink()
    with writing(engine) as session, pytest.raises(NotFound, match=made.number):
        issued(session, tmp_path)


def test_two_at_once_issue_one(engine: Engine, tmp_path: Path) -> None:
    together = Barrier(2)

    def send() -> Issued:
        together.wait(timeout=10)
        with writing(engine) as session:
            return issued(session, tmp_path)

    with ThreadPoolExecutor(2) as pool:
        one, other = [each.result(timeout=60) for each in (pool.submit(send), pool.submit(send))]
    assert one.content == other.content
    assert sorted((one.new, other.new)) == [False, True]
    with reading(engine) as session:
        assert len(session.exec(select(IssuedDocument)).all()) == 1
