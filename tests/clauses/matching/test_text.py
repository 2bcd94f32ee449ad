"""Titles as people write them, read as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clauses.matching.stems import listed
from clauses.matching.text import MAX_CHARACTERS, MAX_WORDS, content, forms


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Maçon", ["macon"]),
        ("MAÇON(NE)", ["macon"]),
        ("Maçon(ne)s H/F", ["macon"]),
        ("maçon·ne", ["macon"]),
        ("Vendeur (euse)", ["vendeur"]),
        ("technicien(s)", ["technicien"]),
        ("agent·e d'entretien", ["agent d entretien"]),
        ("employé.e.s de ménage", ["employe de menage"]),
        ("chargé-e d’études", ["charge d etudes"]),
        ("vendeur/se en boulangerie", ["vendeur en boulangerie"]),
        ("directeur.trice de site", ["directeur de site"]),
        ("infirmier·ère", ["infirmier"]),
        ("Agent / Agente d'entretien", ["agent d entretien", "agente d entretien"]),
        ("Hôte / Hôtesse de caisse", ["hote de caisse", "hotesse de caisse"]),
        ("opérateur de tri/opératrice de tri", ["operateur de tri", "operatrice de tri"]),
        ("assistant commercial/commerciale", ["assistant commercial", "assistant commerciale"]),
        ("peintre en bâtiment / peintresse", ["peintre en batiment", "peintresse en batiment"]),
        ("Accastilleur-monteur / Accastilleuse-monteuse de marine", ["accastilleur monteur de marine",
                                                                     "accastilleuse monteuse de marine"]),
        ("Maçon / Coffreur", ["macon coffreur"]),
        ("Soudeur / Soudeuse / Tuyauteur", ["soudeur tuyauteur", "soudeuse tuyauteur"]),
        ("cariste homme/femme", ["cariste"]),
        ("<b>Cariste</b> &amp; magasinier", ["cariste magasinier"]),
        ("cond. d'engins", ["cond d engins"]),
        ("œuvre d'e\u0301te\u0301", ["oeuvre d ete"]),
        ("ouvrier-ère agricole", ["ouvrier agricole"]),
        ("porte-fenêtre", ["porte fenetre"]),
        ("maçon\x00coffreur", ["macon coffreur"]),
    ],
)  # fmt: skip
def test_a_title_is_read_once_per_gender(written: str, read: list[str]) -> None:
    assert [" ".join(words) for words in forms(written)] == read


@pytest.mark.parametrize("nothing", ["", "   ", "\x00", "🙂🙂", "/ / /", "<b></b>", "…"])
def test_a_text_without_a_word_has_no_form(nothing: str) -> None:
    assert forms(nothing) == []


def test_small_words_and_repetitions_say_nothing() -> None:
    words = listed("agent agente d entretien de la voirie et des voiries")
    assert content(words) == ["agent", "entretien", "voirie"]


def test_son_is_a_trade_not_a_small_word() -> None:
    assert content(["ingenieur", "du", "son"]) == ["ingenieur", "son"]


def test_a_very_long_text_is_read_in_part() -> None:
    assert len(forms("a" * 10_000)[0][0]) == MAX_CHARACTERS
    assert len(content([f"mot{number}x" for number in range(100)])) == MAX_WORDS


@given(st.text())
def test_any_text_is_read_as_folded_words(text: str) -> None:
    for words in forms(text):
        assert words
        assert all(word == word.casefold() and not set(word) & set(" /.-'") for word in words)
