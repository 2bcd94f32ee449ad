"""Names found in texts that others wrote."""

from clauses.people.rules import Name
from clauses.privacy.mentions import Mention, names, without


def test_a_name_is_found_in_any_spelling_and_what_names_nobody_stays() -> None:
    whom = Mention.of(Name.of("Quatremère", "Zénobie"))
    for text, left in (
        ("Zénobie Quatremère absente", "X absente"),
        ("M. QUATREMERE, Zénobie : vu", "M. X : vu"),
        ("Nom : Quatremère, prénom : Zénobie.", "Nom : X, prénom : X."),
        ("cv_Quatremere_Zenobie.pdf", "cv_X.pdf"),
        ("QuatremereZenobie.pdf", "X.pdf"),
        ("Quatreme\u0300re Ze\u0301nobie", "X"),
        ("Quatremère seule", "Quatremère seule"),
        ("Zénobie est venue avec la sœur de Quatremère", "Zénobie est venue avec la sœur de Quatremère"),
        ("e\u0301te\u0301", "e\u0301te\u0301"),
    ):
        assert without(text, whom, "X") == left
    assert without("Quatremère seule, puis Zénobie", whom, "X", alone=True) == "X seule, puis X"


def test_half_of_a_compound_name_is_enough_beside_the_other_name() -> None:
    compound = Mention.of(Name.of("de la Tour", "Anne-Sophie"))
    told = [without(text, compound, "X") for text in ("Mme DELATOUR Sophie", "Tour Anne", "de la Tour", "la Sophie")]
    assert told == ["Mme X", "X", "de la Tour", "la Sophie"]
    assert without("Martin Martin, Martin", Mention.of(Name.of("Martin", "Martin")), "X") == "X"


def test_a_text_about_somebody_names_them_by_either_name() -> None:
    row = {"last_key": "quatremere", "first_key": "zenobie"}
    assert [names(text, row) for text in ("pour Mme Quatremère", "Zénobie", "pour la commission")] == [
        True,
        True,
        False,
    ]
