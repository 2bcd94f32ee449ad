"""The page that says whether a document is a true one, to anybody, and nothing more."""

from pathlib import Path

from sqlalchemy import Engine

from clauses.db import writing
from clauses.files.issuing import issue
from clauses.files.rules import DocumentKind
from tests.clauses.web.browser import browsing
from tests.clauses.web.visiting import said


def test_anybody_learns_whether_a_code_is_valid_and_nothing_else(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        made = issue(
            session, tmp_path / "files", kind=DocumentKind.HOURS, fingerprint="a" * 64,
            render=lambda number, code: f"{number} {code}".encode(), by="Ana",
        )  # fmt: skip
    with browsing(engine, tmp_path) as nobody:
        assert "Vérifier un document" in said(nobody.get("/verifier"))
        spaced = f"{made.code[:4]} {made.code[4:8].lower()}-{made.code[8:]}"
        answer = nobody.get("/verifier", params={"code": spaced})
        assert answer.status_code == 200
        assert "Ce code est valide" in said(answer)
        assert made.number not in answer.text
        for wrong in ("0" * 16, made.code[:15], made.code * 3, "<script>", "É"):
            refused = nobody.get("/verifier", params={"code": wrong})
            assert (refused.status_code, "Ce code n'est pas valide" in said(refused)) == (200, True), wrong
            assert "<script>" not in refused.text.split("<main", 1)[1]
