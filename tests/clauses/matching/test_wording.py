"""Pieces of sentences."""

from clauses.matching.wording import LONGEST, explained, kilometres, listed, quoted, sentence


def test_words_of_others_are_quoted_and_shortened() -> None:
    assert quoted("  maçon \n coffreur ") == "«\u00a0maçon coffreur\u00a0»"
    assert quoted("x" * 500) == f"«\u00a0{'x' * (LONGEST - 1)}…\u00a0»"


def test_a_list_ends_with_and() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a et b"
    assert listed(["a", "b", "c"]) == "a, b et c"


def test_a_sentence_has_its_spaces_its_capital_and_its_full_stop() -> None:
    assert sentence(["permis B\u00a0: manque", "", "SST"]) == "Permis B\u00a0: manque\u00a0; SST."
    assert explained("Noms proches", "a") == "Noms proches\u00a0: a"
    assert kilometres(12) == "12\u00a0km"
