"""The index of titles: what its callers may rely on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.matching.thesaurus import NONE
from clauses.matching.titles import TitleIndex
from clauses.matching.tuning import Tuning

TITLES = [
    "Maçon / Maçonne",
    "Maçon-coffreur / Maçonne-coffreuse",
    "Ouvrier / Ouvrière de la maçonnerie",
    "Coffreur / Coffreuse",
    "Coffreur-ferrailleur / Coffreuse-ferrailleuse",
    "Peintre en bâtiment",
    "Peintre décorateur / Peintre décoratrice",
    "Agent / Agente d'entretien",
    "Agent / Agente de propreté de locaux",
    "Ripeur / Ripeuse",
    "Conducteur / Conductrice d'engins de chantier",
    "Chef / Cheffe de chantier",
    "Responsable de chantier",
    "Soudeur / Soudeuse",
    "Employé / Employée de ménage",
]
CODES = ["F1703"] * 3 + ["F1701"] * 2 + ["F1606"] * 2 + ["K2204", "K2205", "K2303", "F1302", "F1202", "F1202", "H2913"]
CODES.append("K1304")
RELATED = {
    "F1302": ["Décaper la terre végétale", "Lire un plan"],
    "F1703": ["Monter un mur de briques", "Lire un plan"],
}
INDEX = TitleIndex(TITLES, CODES, RELATED)
ODD = [
    "", "   ", "\x00", "\x00maçon\x00", "🙂🙂", "👷 maçon", "مرحبا", "بنّاء", "<script>alert(1)</script>",
    "<b>Maçon</b>", "a", "de la", "/", "' OR 1=1 --", "x" * 100_000, "maçon " * 10_000, "\ud800", "ﬀ", "1234567890",
    "%s %d {0}", "É" * 500, "\n\t\r", "м" * 50, "(ne)", "H/F", "cdi", "zzzzqqqq",
]  # fmt: skip

anything = st.one_of(st.text(), st.sampled_from(ODD), st.sampled_from(TITLES))


def first(query: str, index: TitleIndex = INDEX) -> str:
    return TITLES[index.search(query, 1)[0][0]]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("maçon", "Maçon / Maçonne"),
        ("MACON", "Maçon / Maçonne"),
        ("maçonnes", "Maçon / Maçonne"),
        ("Maçon(ne) H/F", "Maçon / Maçonne"),
        ("macon H/F CDI Dijon urgent", "Maçon / Maçonne"),
        ("recherche maçon temps plein", "Maçon / Maçonne"),
        ("masson", "Maçon / Maçonne"),
        ("agt entretien", "Agent / Agente d'entretien"),
        ("Agent·e d’entretien", "Agent / Agente d'entretien"),
        ("coffreuses", "Coffreur / Coffreuse"),
    ],
)
def test_a_title_that_says_just_that_comes_first_with_a_score_of_one(query: str, title: str) -> None:
    position, score = INDEX.search(query, 1)[0]
    assert (TITLES[position], score) == (title, 1.0)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("cofreur", "Coffreur / Coffreuse"),
        ("pintre en batimant", "Peintre en bâtiment"),
        ("soudage", "Soudeur / Soudeuse"),
        ("éboueur", "Ripeur / Ripeuse"),
        ("femme de ménage", "Employé / Employée de ménage"),
        ("cond. d'engins", "Conducteur / Conductrice d'engins de chantier"),
        ("engins conducteur", "Conducteur / Conductrice d'engins de chantier"),
        ("terre végétale", "Conducteur / Conductrice d'engins de chantier"),
        ("mur de briques", "Maçon / Maçonne"),
        ("ripp", "Ripeur / Ripeuse"),
        ("fer", "Coffreur-ferrailleur / Coffreuse-ferrailleuse"),
    ],
)
def test_typos_families_synonyms_and_skills_are_understood(query: str, title: str) -> None:
    position, score = INDEX.search(query, 1)[0]
    assert CODES[position] == CODES[TITLES.index(title)]
    assert 0 < score < 1


def test_a_worker_is_not_sent_to_a_manager() -> None:
    assert first("ouvrier de chantier") != "Chef / Cheffe de chantier"
    assert first("directeur de chantier") in ("Chef / Cheffe de chantier", "Responsable de chantier")


def test_each_code_comes_once_before_any_comes_twice() -> None:
    hits = INDEX.search("maçon coffreur", len(TITLES))
    codes = [CODES[position] for position, _ in hits]
    distinct = len(set(codes))
    assert len(set(codes[:distinct])) == distinct
    assert len(hits) > distinct


def test_the_other_titles_of_the_codes_found_come_next_each_once() -> None:
    hits = INDEX.search("maçon", 100)
    positions = [position for position, _ in hits]
    assert len(positions) == len(set(positions))
    assert {0, 1, 2} <= set(positions)


def test_of_both_genders_the_one_that_was_asked_comes() -> None:
    index = TitleIndex(["maçon", "maçonne", "peintre"], ["A", "A", "B"])
    assert index.search("maçonne", 1) == [(1, 1.0)]
    assert index.search("maçon", 1) == [(0, 1.0)]
    assert index.search("maçonnes", 1) == [(0, 1.0)]


def test_of_codes_that_say_just_that_the_one_that_says_it_to_the_letter_comes() -> None:
    index = TitleIndex(["agente entretien", "agent d'entretien"], ["A", "B"])
    assert index.search("agent d'entretien", 2) == [(1, 1.0), (0, 1.0)]


def test_without_codes_each_title_stands_for_itself_and_both_genders_for_one() -> None:
    index = TitleIndex(["maçon", "peintre", "maçonne", "maçon coffreur"])
    assert [position for position, _ in index.search("macon", 2)] == [0, 3]
    assert [position for position, _ in index.search("macon", 3)] == [0, 3, 2]


def test_titles_that_are_the_same_are_all_found() -> None:
    index = TitleIndex(["maçon", "maçon", "Maçon"], ["A", "B", "A"])
    assert {position for position, _ in index.search("maçon", 5)} == {0, 1, 2}


@pytest.mark.parametrize("titles", [[], [""], ["", " ", "🙂"]])
def test_titles_without_a_word_are_never_found(titles: list[str]) -> None:
    assert TitleIndex(titles).search("maçon", 5) == []
    assert TitleIndex(titles, ["A"] * len(titles)).search_many(["maçon", ""], 5) == [[], []]


def test_one_title_is_enough() -> None:
    index = TitleIndex(["Maçon"])
    assert index.search("maçon", 3) == [(0, 1.0)]
    assert index.search("cofreur", 3) == []


def test_there_must_be_one_code_a_title() -> None:
    with pytest.raises(ValueError, match="2 intitulés pour 1 codes"):
        TitleIndex(["maçon", "peintre"], ["A"])


@pytest.mark.parametrize("limit", [0, -1])
def test_asking_for_nothing_gives_nothing(limit: int) -> None:
    assert INDEX.search("maçon", limit) == []


def test_many_queries_are_answered_as_one_by_one() -> None:
    queries = ["maçon", "", "éboueur", "maçon"]
    assert INDEX.search_many(queries, 4) == [INDEX.search(query, 4) for query in queries]


def test_answers_to_many_queries_do_not_share_a_list() -> None:
    one, other = INDEX.search_many(["maçon", "maçon"], 4)
    one.clear()
    assert other


@pytest.mark.parametrize("query", ODD)
def test_odd_texts_get_an_answer_or_none(query: str) -> None:
    hits = INDEX.search(query, 5)
    assert all(0 <= position < len(TITLES) and 0 <= score <= 1 for position, score in hits)


@pytest.mark.parametrize("query", ["zzzzqqqq", "🙂", "مرحبا", "", "x" * 1000])
def test_what_looks_like_nothing_gets_no_answer(query: str) -> None:
    assert INDEX.search(query, 5) == []


@settings(max_examples=200, deadline=None)
@given(anything, st.integers(-1, 20))
def test_any_query_is_answered_best_first_with_valid_positions(query: str, limit: int) -> None:
    hits = INDEX.search(query, limit)
    assert len(hits) <= max(0, limit)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    assert len({position for position, _ in hits}) == len(hits)
    assert all(0 <= position < len(TITLES) and 0 <= score <= 1 for position, score in hits)
    assert {type(part) for hit in hits for part in hit} <= {int, float}


@settings(max_examples=100, deadline=None)
@given(anything, st.integers(1, 10))
def test_asking_for_more_does_not_change_what_comes_first(query: str, limit: int) -> None:
    assert INDEX.search(query, limit + 3)[:limit] == INDEX.search(query, limit)


@settings(max_examples=50, deadline=None)
@given(st.lists(anything, max_size=12), st.booleans(), st.data())
def test_any_nomenclature_can_be_indexed_and_finds_its_own_titles_first(
    titles: list[str], grouped: bool, data: st.DataObject
) -> None:
    groups = data.draw(st.lists(st.sampled_from("ABC"), min_size=len(titles), max_size=len(titles)))
    index = TitleIndex(titles, groups if grouped else None, {"A": ["Lire un plan", ""]})
    again = TitleIndex(titles, groups if grouped else None, {"A": ["Lire un plan", ""]})
    for title in titles:
        hits = index.search(title, 20)
        assert again.search(title, 20) == hits
        if title in TITLES:
            assert hits[0][1] == 1.0
            assert index.search(titles[hits[0][0]], 1)[0][1] == 1.0


@pytest.mark.parametrize(
    "tuning",
    [
        Tuning(words=0),
        Tuning(likeness=0),
        Tuning(related=0),
        Tuning(synonyms=0, rewriting=0),
        Tuning(rewriting=0),
        Tuning(misspelt=2),
        Tuning(management=0),
        Tuning(families=False),
        Tuning(thesaurus=NONE),
        Tuning(power=1),
    ],
)
def test_each_signal_can_be_turned_off(tuning: Tuning) -> None:
    index = TitleIndex(TITLES, CODES, RELATED, tuning=tuning)
    assert index.search("maçon", 1) == [(0, 1.0)]
    assert CODES[index.search("peintre de bâtiments", 1)[0][0]] == "F1606"


def test_a_signal_turned_off_is_missed() -> None:
    def found(query: str, tuning: Tuning) -> str | None:
        hits = TitleIndex(TITLES, CODES, RELATED, tuning=tuning).search(query, 1)
        return CODES[hits[0][0]] if hits else None

    assert found("éboueur", Tuning(thesaurus=NONE)) != "K2303"
    assert found("terre végétale", Tuning(related=0)) != "F1302"
    assert found("cofreur", Tuning(misspelt=2, likeness=0)) != "F1701"


def test_a_large_nomenclature_is_compared_with_synonyms_in_part_only() -> None:
    titles = [f"Agent {number} de service" for number in range(300)] + ["Ripeur"]
    index = TitleIndex(titles, [str(number) for number in range(301)])
    assert index.search("éboueur", 1)[0][0] == 300


def test_scores_do_not_depend_on_the_order_of_the_titles() -> None:
    order = np.random.default_rng(3).permutation(len(TITLES)).tolist()
    shuffled = TitleIndex([TITLES[place] for place in order], [CODES[place] for place in order], RELATED)
    for query in ("maçon coffreur", "peintre", "agent de nettoyage", "éboueur"):
        ours = {CODES[position]: score for position, score in INDEX.search(query, 8)}
        theirs = {CODES[order[position]]: score for position, score in shuffled.search(query, 8)}
        assert ours == pytest.approx(theirs, abs=2e-4)
