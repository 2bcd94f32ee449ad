"""A market in preparation, what its documents lack, why it derogates, why a company misses hours."""

from dataclasses import replace
from datetime import date

from clauses.markets.preparation import Checked, Dispensed, Dossier, Explained, not_given, notes, stage
from clauses.markets.rules import DerogationMotive, Mention, ShortfallMotive, Stage

DAY = date(2023, 6, 30)
SIGNED = Dossier(notified_on=date(2023, 1, 2), ends_on=date(2024, 6, 30))


def said(dossier: Dossier, on: date = DAY) -> str:
    return " ".join(notes(dossier, on)).replace("\u00a0", " ")


def test_a_market_is_prepared_then_runs_then_is_ended() -> None:
    days = (date(2023, 1, 1), date(2023, 1, 2), date(2024, 6, 30), date(2024, 7, 1))
    assert [stage(SIGNED, day) for day in days] == [Stage.PREPARATION, Stage.RUNNING, Stage.RUNNING, Stage.ENDED]
    assert stage(Dossier(), DAY) is Stage.PREPARATION
    assert stage(replace(SIGNED, ends_on=None), DAY) is Stage.RUNNING


def test_the_last_look_at_each_mention_holds() -> None:
    looked = [Checked(Mention.HOURS, True), Checked(Mention.PUBLICS, True), Checked(Mention.HOURS, False)]
    assert not_given(looked) == (Mention.PERIMETER, Mention.FACILITATOR, Mention.HOURS)
    assert not_given([Checked(mention, True) for mention in Mention]) == ()


def test_mentions_are_asked_for_while_a_market_is_prepared_or_once_somebody_looked() -> None:
    assert "le périmètre de la clause" in said(Dossier())
    assert said(SIGNED) == ""
    assert "le volume d'heures" in said(replace(SIGNED, mentions=(Checked(Mention.HOURS, False),)))
    assert said(replace(SIGNED, mentions=tuple(Checked(mention, True) for mention in Mention))) == ""


def test_a_market_of_after_the_law_says_its_social_condition_or_why_it_has_none() -> None:
    late = replace(SIGNED, consulted_on=date(2026, 8, 22))
    assert "art. 35" in said(late)
    assert said(replace(late, consulted_on=date(2026, 8, 21))) == ""
    assert said(replace(late, social_consideration="condition d'exécution")) == ""
    motive = Dispensed(DerogationMotive.COURT, "cinq mois", "Ana")
    assert said(replace(late, derogations=(motive,))) == (
        "Dérogation à la condition sociale : travaux de moins de six mois (cinq mois), d'après Ana."
    )


def test_the_last_explanation_of_each_company_by_that_day_is_told() -> None:
    rain = Explained("Lot 1, Bâti", date(2023, 5, 1), ShortfallMotive.PLANNING, "pluie")
    later = replace(rain, on=date(2023, 6, 1), details="gel")
    future = replace(rain, on=date(2023, 7, 1), details="grève")
    older = replace(rain, on=date(2023, 4, 1), details="crue")
    told = said(replace(SIGNED, shortfalls=(rain, later, future, older)))
    assert told == "Lot 1, Bâti, motif de l'écart au 01/06/2023 : chantier décalé ou interrompu (gel)."
