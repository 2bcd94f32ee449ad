"""Jobs found from free text, over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.accounts.rules import ActorKind
from clauses.matching.nomenclature import Nomenclature, job_index
from clauses.reference.rome_compact import titles
from tests.clauses.web.browser import Browser, browsing
from tests.clauses.web.visiting import visiting


@pytest.fixture
def browser(engine: Engine, tmp_path: Path) -> Iterator[Browser]:
    with visiting(engine, tmp_path, ActorKind.R) as made:
        yield made


def test_a_title_answers_with_its_code_and_its_reason(browser: Browser) -> None:
    first, *_ = browser.get("/api/jobs?q=plaqiste").json()
    assert first["appellation"] == "Plaquiste"
    assert 0 < first["score"] <= 1
    assert "plaqiste" in first["reason"] or "Plaquiste" in first["reason"]


def test_no_more_answers_than_asked_for_each_code_once(browser: Browser) -> None:
    codes = [job["code"] for job in browser.get("/api/jobs?q=agent%20entretien&limit=5").json()]
    assert 1 < len(codes) == len(set(codes)) <= 5


@pytest.mark.parametrize("text", ["", "%F0%9F%98%80", "%3Cscript%3E", "%D8%B9%D8%A7%D9%85%D9%84", "xzqwv"])
def test_an_absurd_text_is_an_answer(browser: Browser, text: str) -> None:
    answer = browser.get(f"/api/jobs?q={text}")
    assert (answer.status_code, isinstance(answer.json(), list)) == (200, True)


@pytest.mark.parametrize("query", ["", "?q=%00", "?q=" + "x" * 301, "?q=maçon&limit=0", "?q=maçon&limit=201"])
def test_what_cannot_be_read_is_said(browser: Browser, query: str) -> None:
    assert browser.get(f"/api/jobs{query}").status_code in (400, 422)


def test_nobody_searches_without_signing_in(engine: Engine, tmp_path: Path) -> None:
    with browsing(engine, tmp_path) as browser:
        assert browser.get("/api/jobs?q=maçon").status_code == 401


def test_the_index_is_built_once_for_an_edition(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []

    def counted(session: Session, folder: Path) -> Nomenclature:
        built.append(1)
        return job_index(session, folder)

    monkeypatch.setattr("clauses.web.jobs_api.job_index", counted)
    for _, _, appellation in list(titles())[:3]:
        assert browser.get("/api/jobs", params={"q": appellation}).json()
    assert len(built) == 1
