"""How close two names are, whichever is read first; what may be a slip, and what may be somebody else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.people.names import (
    Closeness,
    closeness,
    compact,
    same_leading_word,
    slip_of_first_name,
    slip_of_last_name,
)
from clauses.words import folded


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("martin", "martin", Closeness.SAME),
        ("de la tour", "delatour", Closeness.SAME),
        ("martin", "martin dupont", Closeness.HELD),
        ("dupont martin", "martin dupont", Closeness.HELD),
        ("dupont", "martin epouse dupont", Closeness.HELD),
        ("amrani", "el amrani", Closeness.HELD),
        ("bernard", "benard", Closeness.LETTER),
        ("bernard", "bernrad", Closeness.LETTER),
        ("bernard", "bernerd", Closeness.LETTER),
        ("bernard", "bernardd", Closeness.LETTER),
        ("alexandre", "alex", Closeness.ALIKE),
        ("jean", "j", Closeness.ALIKE),
        ("souleymane", "suleiman", Closeness.ALIKE),
        ("abdelkader", "abdulqadir", Closeness.ALIKE),
        ("oleksandr", "alexandr", Closeness.ALIKE),
        ("delatour", "la tour", Closeness.ALIKE),
        ("martin dupond", "dupont durand", Closeness.ALIKE),
        ("lefebvre", "lefvre", Closeness.ALIKE),
        ("berger", "belget", Closeness.ALIKE),  # two letters of six
        ("berge", "belgo", Closeness.OTHER),  # of five
        ("martin petit", "durand peti", Closeness.ALIKE),
        ("martin kone", "durand kane", Closeness.OTHER),  # one letter of four
        ("martin", "durand", Closeness.OTHER),
        ("ba", "beye", Closeness.OTHER),  # one consonant in common is not enough to sound alike
        ("el amrani", "el idrissi", Closeness.OTHER),  # a particle is not a word in common
        ("n diaye", "n guessan", Closeness.OTHER),  # nor is a letter
        ("el", "el idrissi", Closeness.ALIKE),
        ("ba", "ba diop", Closeness.HELD),
        ("rand", "bertrand", Closeness.OTHER),  # « bert » is not a particle
        ("rand", "lerand", Closeness.ALIKE),
        ("koffi", "kwame", Closeness.OTHER),
        ("rose", "luce", Closeness.OTHER),  # two letters of four
        ("", "martin", Closeness.ALIKE),  # nothing was said: nothing is against it
    ],
)
def test_names_are_as_close_as_people_find_them(one: str, other: str, how: Closeness) -> None:
    assert closeness(one, other) is how
    assert closeness(other, one) is how


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohamed", "muhammad"),
        ("youssef", "yusuf"),
        ("khadija", "kadidja"),
        ("cherif", "sharif"),
        ("philippe", "filip"),
        ("zinedine", "sineddin"),
        ("quentin", "kantin"),
        ("guillaume", "gilaume"),
        ("wassim", "vasim"),
        ("cecile", "sesil"),
        ("maxence", "maksance"),
        ("schneider", "chnaider"),
        ("henri", "anri"),
        ("jacqueline", "jakline"),
    ],
)
def test_names_that_sound_alike_are_asked_about(one: str, other: str) -> None:
    assert closeness(one, other) in (Closeness.LETTER, Closeness.ALIKE)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("petit", "peti", True),
        ("bernard", "bernerd", True),
        ("ben salah", "ben salha", True),
        ("kone", "kane", False),
        ("ba", "bah", False),
        ("li", "lu", False),
    ],
)
def test_a_letter_is_a_slip_in_a_last_name_long_enough(one: str, other: str, slip: bool) -> None:
    assert slip_of_last_name(one, other) is slip
    assert slip_of_last_name(other, one) is slip


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("christelle", "christlle", True),
        ("veronique", "veronqiue", True),
        ("mohamed", "mohammed", True),
        ("marie", "mariie", True),
        ("marie claude", "marie clade", True),
        ("karim", "karima", False),
        ("julie", "julia", False),
        ("christian", "christina", False),
        ("noah", "noam", False),
        ("amadou", "mamadou", False),
        ("jamal", "kamal", False),
        ("hakan", "hasan", False),
        ("marin", "martin", False),
        ("emile", "emilie", False),
        ("lea", "leo", False),
        ("lina", "linda", False),
        ("louis", "louiss", False),
    ],
)
def test_a_letter_is_a_slip_inside_a_first_name_that_makes_no_other(one: str, other: str, slip: bool) -> None:
    assert slip_of_first_name(one, other) is slip
    assert slip_of_first_name(other, one) is slip


def test_the_leading_first_name_is_the_one_people_use() -> None:
    assert same_leading_word("marie", "marie claude")
    assert not same_leading_word("marie", "jean marie")


def test_compacting_only_removes_spaces() -> None:
    assert compact("de la tour") == "delatour"


folded_names = st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=14).map(folded)


@given(folded_names, folded_names)
@settings(max_examples=1500, deadline=None)
def test_closeness_does_not_depend_on_who_is_read_first(one: str, other: str) -> None:
    assert closeness(one, other) is closeness(other, one)


@given(folded_names)
@settings(max_examples=300, deadline=None)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert closeness(name, name) is Closeness.SAME


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12), st.data())
@settings(max_examples=600, deadline=None)
def test_one_slip_is_never_another_name(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(min_value=0, max_value=len(name) - 2))
    for slipped in (
        name[:place] + name[place + 1 :],
        name[:place] + name[place] + name[place:],
        name[:place] + name[place + 1] + name[place] + name[place + 2 :],
    ):
        assert closeness(name, slipped) <= Closeness.LETTER
