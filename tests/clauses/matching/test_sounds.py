"""Words that sound the same."""

import pytest

from clauses.matching.sounds import sound


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("chofeur", "chauffeur"),
        ("plonbier", "plombier"),
        ("electrissien", "electricien"),
        ("carelleur", "carreleur"),
        ("manevre", "manoeuvre"),
        ("jardinie", "jardinier"),
        ("netoyage", "nettoyage"),
        ("magazinier", "magasinier"),
        ("quariste", "cariste"),
        ("elageur", "elagueur"),
        ("fotografe", "photographe"),
    ],
)
def test_a_word_written_by_ear_sounds_the_same(heard: str, written: str) -> None:
    assert sound(heard) == sound(written)


@pytest.mark.parametrize(
    ("one", "other"), [("cariste", "carreleur"), ("peintre", "peine"), ("macon", "masseur"), ("grutier", "greffier")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)
