"""Words compared as people read them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clauses.words import file_stem, folded, tidy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("N'Diaye-Élodie", "n diaye elodie"),
        ("N’DIAYE", "n diaye"),
        ("N´Diaye", "n diaye"),
        ("  Heures   travaillées ", "heures travaillees"),
        ("Réf.\u00a0marché", "ref marche"),
        ("Fontaine-d’Ouche", "fontaine d ouche"),
        ("ŒUVRE", "oeuvre"),
        ("Læticia", "laeticia"),
        ("Łukasz Øster Þór Straße Đặng", "lukasz oster thor strasse dang"),
        ("Garçon", "garcon"),
        ("ﬁchier", "fichier"),
        ("№ marché", "no marche"),  # one sign whose letters are capitals
        ("Nº marché", "no marche"),
        ("CACES® R482 A", "caces r482 a"),
        ("R482\u2009A", "r482 a"),
        ("Ⅷ", "viii"),
        ("İstanbul", "istanbul"),
        ("…", ""),
        ("", ""),
        ("Лука Петров", "лука петров"),
        ("Лука/Петров", "лука петров"),
    ],
)
def test_case_accents_and_punctuation_do_not_tell_words_apart(text: str, words: str) -> None:
    assert folded(text) == words


@given(st.text(max_size=40))
@settings(max_examples=1500, deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=40))
@settings(max_examples=1000, deadline=None)
def test_folded_words_stand_one_space_apart(text: str) -> None:
    assert folded(text).split() == folded(text).split(" ") or folded(text) == ""
    assert all(sign.isalnum() or sign == " " for sign in folded(text))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæ' -", max_size=40))
@settings(max_examples=1000, deadline=None)
def test_capitals_fold_like_small_letters(text: str) -> None:
    assert folded(text.upper()) == folded(text)
    assert folded(text).isascii()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Bâti\u00a0\u202fBourgogne \n SARL\t", "Bâti Bourgogne SARL"),
        ("N'Diaye", "N'Diaye"),
        ("", ""),
        (" \u00a0 ", ""),
    ],
)
def test_tidying_only_touches_spaces(text: str, clean: str) -> None:
    assert tidy(text) == clean


@pytest.mark.parametrize(
    ("text", "stem"),
    [("N'Diaye & fils", "n-diaye-fils"), ("  ../../Été\x00 ", "ete"), ("", "sans-nom"), ("«  »", "sans-nom")],
)
def test_a_text_becomes_a_part_of_a_file_s_name(text: str, stem: str) -> None:
    assert file_stem(text) == stem


@given(st.text(max_size=200))
def test_no_name_of_a_file_leaves_its_folder(text: str) -> None:
    stem = file_stem(text)
    assert 1 <= len(stem) <= 60
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not stem.startswith("-")
