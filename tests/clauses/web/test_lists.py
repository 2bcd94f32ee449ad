"""What an address asks of a list, and how the database folds what it looks in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import RequestFactory
from sqlalchemy import Engine, literal, select

from clauses.db import reading
from clauses.web.lists import Asked, asked, unaccented


def of(address: str) -> Asked:
    path, _, query = address.partition("?")
    parts: dict[str, Any] = dict(part.split("=", 1) for part in query.split("&") if part)
    request: Any = RequestFactory().get(path, query_params=parts)
    return asked(request, sorts=("nom", "jour"), default="nom", filters={"etat": ["ouvert", "clos"]})


def test_an_address_gives_the_same_list_back() -> None:
    wanted = of("/liste?q=maçon&etat=clos&tri=-jour&page=3")
    assert (wanted.q, wanted.sort, wanted.page, wanted.filters) == ("maçon", "-jour", 3, {"etat": "clos"})
    assert wanted.address() == "/liste?q=ma%C3%A7on&etat=clos&tri=-jour&page=3"
    assert wanted.terms == ["macon"]


def test_another_filter_starts_again_at_the_first_page() -> None:
    wanted = of("/liste?etat=clos&page=3")
    assert wanted.address(etat=None, page=None) == "/liste?tri=nom"
    assert wanted.address(page=1) == "/liste?etat=clos&tri=nom"


@pytest.mark.parametrize("page", ["0", "-1", "abc", "", "²", "1e9"])
def test_a_page_that_does_not_exist_is_the_first(page: str) -> None:
    assert of(f"/liste?page={page}").page == 1


def test_a_page_far_away_is_bounded() -> None:
    assert of("/liste?page=" + "9" * 4000).page == 100_000


def test_a_sort_or_a_filter_that_does_not_exist_is_as_if_unsaid() -> None:
    wanted = of("/liste?tri=;drop&etat=tous")
    assert (wanted.sort, wanted.filters, wanted.narrowed) == ("nom", {"etat": ""}, False)


@given(st.text(max_size=200))
def test_any_search_can_be_asked_again(text: str) -> None:
    request: Any = RequestFactory().get("/liste", query_params={"q": text})
    wanted = asked(request, sorts=(), default="", filters={})
    assert len(wanted.q) <= 80
    assert "\x00" not in wanted.q


@pytest.mark.parametrize("text", ["École d'été", "HÉLÈNE", "Saint-Étienne", "Çà et là", None])
def test_both_engines_fold_alike(engine: Engine, text: str | None) -> None:
    said = {"École d'été": "ecole d ete", "HÉLÈNE": "helene", "Saint-Étienne": "saint etienne", "Çà et là": "ca et la"}
    with reading(engine) as session:
        found = session.scalar(select(unaccented(literal(text))))
    assert (found or "") == said.get(text or "", "")
