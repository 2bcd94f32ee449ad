"""Skills compared by words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.matching.rome import Rome
from clauses.matching.skill_index import JobSkills, SkillIndex
from clauses.matching.skills import LEAST, almost, best, likeness, slips

_WORDS = (
    "coffrage", "cofrage", "coffreur", "lecture", "plan", "plans", "pose", "réaliser", "technique", "nettoyage",
    "vitres", "monobrosse", "monobross", "soudure", "de", "maçonnerie", "maconerie",
)  # fmt: skip
skills = st.lists(st.sampled_from(_WORDS), max_size=4).map(" ".join) | st.text(max_size=12)


@pytest.mark.parametrize(
    ("asked", "had"),
    [
        ("coffrage", "coffrage"),
        ("coffrage", "Pose de coffrages"),
        ("lecture de plan", "Lecture de plans"),
        ("lecture de plan", "Lire un plan"),
        ("nettoyage de vitres", "nettoyer les vitres"),
        ("réaliser un coffrage", "coffrage"),
        ("maçonnerie", "maconerie"),
        ("coffrage", "cofrage"),
    ],
)
def test_a_skill_answers_what_is_asked(asked: str, had: str) -> None:
    assert likeness(asked, had) >= 0.8


@pytest.mark.parametrize(
    ("asked", "had"),
    [
        ("conduite d'engins", "conduite de projet"),
        ("nettoyage de vitres en hauteur", "nettoyage"),
        ("soudure", "coffrage"),
        ("réaliser un coffrage", "réaliser une soudure"),
        ("coffrage", ""),
        ("", "coffrage"),
        ("de la", "de la"),
        ("ponçage", "fonçage"),
    ],
)
def test_a_skill_does_not_answer_another(asked: str, had: str) -> None:
    assert likeness(asked, had) == 0


def test_a_part_of_what_is_asked_is_worth_a_part() -> None:
    assert likeness("lecture de plan de coffrage", "lecture de plan") == pytest.approx(2 / 3)


@given(skills)
def test_a_skill_answers_itself_or_says_nothing(skill: str) -> None:
    assert likeness(skill, skill) in (0.0, 1.0)


@given(skills, skills)
def test_a_likeness_is_a_share_or_nothing(asked: str, had: str) -> None:
    found = likeness(asked, had)
    assert found == 0 or LEAST <= found <= 1 + 1e-9


def test_the_best_of_several_skills_is_kept() -> None:
    assert best("coffrage", ["soudure", "cofrage", "coffrage bois"]) == (1.0, "coffrage bois")
    assert best("coffrage", ["soudure"]) == (0.0, "")
    assert best("coffrage", []) == (0.0, "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("coffrag", "cofrag", True), ("coffr", "coffe", True), ("coff", "cofe", False), ("poncag", "foncag", False),
        ("monobross", "monobros", True), ("maconneri", "maconer", False), ("nettoyag", "nettoieg", False),
        ("terrassement", "terasement", True),
    ],
)  # fmt: skip
def test_a_slip_is_one_letter_or_two_in_long_words(one: str, other: str, same: bool) -> None:
    assert almost(one, other) is same
    assert almost(other, one) is same
    assert (slips(8), slips(9)) == (1, 2)


@given(skills, st.lists(skills, max_size=12))
@settings(deadline=None)
def test_the_index_finds_all_the_skills_that_answer_and_no_other(asked: str, had: list[str]) -> None:
    expected = [(at, score) for at, skill in enumerate(had) if (score := likeness(asked, skill))]
    assert SkillIndex(had).like(asked) == expected


def test_the_skills_of_jobs_are_asked_one_at_a_time() -> None:
    rome = Rome(skills={"F1703": ("Réaliser un coffrage", "Lire un plan"), "F1701": ("Réaliser un coffrage",)})
    jobs = JobSkills(rome)
    assert jobs.of("coffrage") == dict.fromkeys(("F1703", "F1701"), (1.0, "Réaliser un coffrage"))
    assert jobs.of("coffrage") is jobs.of("coffrage")
    assert jobs.of("soudure") == {}
