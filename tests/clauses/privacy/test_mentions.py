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


def test_half_of_a_compound_name_is_enough_beside_the_other_name_whole() -> None:
    compound = Mention.of(Name.of("de la Tour", "Anne-Sophie"))
    for text, left in (
        ("Mme DELATOUR Sophie", "Mme X"),
        ("Tour Anne-Sophie", "X"),
        ("AnneSophieTour.pdf", "X.pdf"),
        ("Tour Anne", "Tour Anne"),
        ("de la Tour", "de la Tour"),
        ("la Sophie", "la Sophie"),
    ):
        assert without(text, compound, "X") == left
    assert without("Martin Martin, Martin", Mention.of(Name.of("Martin", "Martin")), "X") == "X"


def test_what_is_the_name_of_somebody_kept_stays() -> None:
    sophie, jean = Name.of("Martin", "Sophie"), Name.of("Martin", "Jean")
    durand = Name.of("Durand", "Sophie")
    compound = Name.of("Saint-Martin", "Sophie")
    for gone, kept, text, left in (
        (compound, [sophie], "Vu Sophie Martin", "Vu Sophie Martin"),
        (compound, [sophie], "cv_SophieMartin.pdf", "cv_SophieMartin.pdf"),
        (compound, [sophie], "Vu Sophie Saint-Martin, puis Mme Martin Sophie", "Vu X, puis Mme Martin Sophie"),
        (sophie, [compound], "Sophie SAINT-MARTIN ; Sophie Martin", "Sophie SAINT-MARTIN ; X"),
        (Name.of("Martin", "Jean"), [Name.of("Martin", "Jean-Pierre")], "Jean-Pierre Martin", "Jean-Pierre Martin"),
        (sophie, [sophie], "Sophie Martin", "Sophie Martin"),
        (sophie, [jean, durand], "Vus : Jean Martin, Sophie Durand", "Vus : Jean Martin, Sophie Durand"),
        (sophie, [jean], "Vus : Jean Martin, Sophie Martin", "Vus : Jean Martin, X"),
    ):
        assert without(text, Mention.of(gone, kept=kept), "X") == left
    assert without("Martin et Sophie Durand", Mention.of(sophie, kept=[durand]), "X", alone=True) == (
        "X et Sophie Durand"
    )


def test_a_text_about_somebody_names_them_by_either_name() -> None:
    row = {"last_key": "quatremere", "first_key": "zenobie"}
    assert [names(text, row) for text in ("pour Mme Quatremère", "Zénobie", "pour la commission")] == [
        True,
        True,
        False,
    ]
