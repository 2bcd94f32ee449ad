"""Needs and people as they are named on a command line."""

from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.errors import ClausesError, Misused, NotFound
from clauses.matching.references import need_named, person_named


@dataclass(frozen=True)
class Named:
    reference: str
    market: str = "2024-T001"

    @property
    def key(self) -> str:
        return self.reference


NEEDS = [Named("B001"), Named("B-002"), Named("B003"), Named("B003", "2024-T002")]


@pytest.mark.parametrize("text", ["B-002", "b 002", " B-002 ", "2024-T001/B-002", "2024 t001 / b 002"])
def test_a_need_is_found_as_people_write_it(text: str) -> None:
    assert need_named(text, NEEDS) is NEEDS[1]


def test_a_reference_of_two_markets_asks_which() -> None:
    with pytest.raises(Misused, match=r"2024-T001/B003.*2024-T002/B003"):
        need_named("B003", NEEDS)
    assert need_named("2024-T002/B003", NEEDS) is NEEDS[3]


def test_an_unknown_need_is_refused_with_near_ones() -> None:
    with pytest.raises(NotFound, match=r"«\xa0B01\xa0» n'existe pas\. Les plus proches\xa0: B001"):
        need_named("B01", NEEDS)
    with pytest.raises(NotFound, match="Il y en a 4 enregistrés"):
        need_named("zzzzzzzz", NEEDS)
    with pytest.raises(NotFound, match="Aucun besoin n'est enregistré"):
        need_named("B01", [])


def test_a_person_is_found_by_identifier_and_exact_spelling_comes_first() -> None:
    keys = ["P1", "p1", "P 2", "personne-3"]
    assert [person_named(text, keys) for text in ("P1", "p1", "p 2", "Personne 3")] == [0, 1, 2, 3]
    with pytest.raises(NotFound, match=r"identifiant «\xa0P12\xa0»\. Les plus proches\xa0: P1"):
        person_named("P12", keys)
    with pytest.raises(NotFound):
        person_named("", keys)


@given(st.text())
def test_whatever_is_written_is_x_in_words(text: str) -> None:
    for find in (lambda: need_named(text, NEEDS), lambda: person_named(text, ["P1"])):
        with suppress(ClausesError):
            find()
