"""What happens to a market recorded by hand: shown before it is kept, said at its field, taken back."""

import re
from datetime import date
from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.hours.models import Allocation, CountingRule, Signature
from clauses.hours.rules import LineState
from clauses.markets.holding_models import ContractorBefore
from clauses.markets.models import (
    Amendment,
    Closing,
    Contractor,
    Derogation,
    FormalNotice,
    Grouping,
    Invoice,
    Market,
    MentionCheck,
    Obligation,
    PenaltyRule,
    Shortfall,
)
from tests import accounts, factories
from tests.clauses.web.browser import Browser
from tests.clauses.web.visiting import ABSENT, said, visiting
from tests.factories import id_of

AMENDED = {"sorte": "tranche", "lot": "1", "date": "2023-09-01", "objet": "Tranche 2", "heures": "250"}
CLOSED = {"lot": "1", "date": "2023-09-01", "objet": "Réception"}
BILLED = {"attributaire": "1", "numero": "F-1", "date": "2023-09-01", "montant": "1 000,50"}
HANDED = {"attributaire": "1", "entreprise": "Toits du Nord", "heures": "400", "date": "2023-09-01", "objet": "Retrait"}


def market(session: Session) -> None:
    """A market of one lot, held by one company that owes 1 000 hours."""
    made = factories.market(session, notified_on=date(2023, 1, 2), ends_on=date(2024, 12, 31), reference="2023-T1")
    lot = factories.lot(session, market_id=id_of(made), number="1")
    body = factories.organisation(session, name="Bâti Test")
    held = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(body))
    factories.obligation(session, lot_id=id_of(lot), contractor_id=id_of(held))


@pytest.fixture
def ready(engine: Engine) -> Engine:
    with writing(engine) as session:
        market(session)
    return engine


def send(browser: Browser, form: str, given: dict[str, str], *, confirmed: bool = False) -> Response:
    """What would change; then, once ``confirmed``, the form that the answer gives, unless a field is to be mended."""
    page = f"/marches/1/{form}"
    shown = browser.send(page, given, page=page)
    if not confirmed or shown.status_code != 200:
        return shown
    return browser.send(page, {**given, "cle": key_of(shown), "confirme": "oui"}, page=page)


def key_of(shown: Response) -> str:
    """The key that the form to confirm carries."""
    (key,) = re.findall(r'name="cle" value="([\w-]+)"', shown.text)
    return str(key)


def undoing(browser: Browser, page: str) -> str:
    """Where the only undoing of a page is sent: what is only tried takes numbers too."""
    found = re.findall(r'action="(/\w+/\d+/retrait)"', browser.get(page).text)
    assert len(found) == 1, page
    return str(found[0])


def count(engine: Engine, table: type[SQLModel]) -> int:
    with reading(engine) as session:
        return len(session.exec(select(table)).all())


def test_an_amendment_shows_what_it_changes_is_kept_and_withdrawn(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        assert 'href="/marches/1/avenant"' in browser.get("/marches/1").text
        shown = said(send(browser, "avenant", AMENDED))
        assert "Rien n'est encore enregistré" in shown
        assert "1 000,00 h" in shown
        assert "1 250,00 h" in shown
        assert (count(ready, Amendment), count(ready, Obligation)) == (0, 1)
        assert send(browser, "avenant", AMENDED, confirmed=True).headers["location"] == "/marches/1"
        assert "1 250,00 h dues" in said(browser.get("/marches/1"))
        assert "Tranche affermie du 01/09/2023" in said(browser.get("/marches/1/avenant"))
        back = undoing(browser, "/marches/1/avenant")
        gone = browser.send(back, {}, page="/marches/1/avenant")
        assert gone.status_code == 303
        assert "1 000,00 h dues" in said(browser.get("/marches/1"))
        assert browser.send(back, {}, page="/marches/1/avenant").status_code == 409
    with reading(ready) as session:
        acts = session.exec(
            select(Journal.act).where(col(Journal.subject) == "amendment").order_by(col(Journal.number))
        )
        assert list(acts) == ["amend", "withdraw"]


@pytest.mark.parametrize(
    ("form", "given", "table"),
    [
        ("avenant", AMENDED, Amendment),
        ("facture", BILLED, Invoice),
        ("transfert", HANDED, Amendment),
        ("cloture", CLOSED, Closing),
        ("derogation", {"motif": "court", "details": "Quatre mois"}, Derogation),
        ("mention", {"mention": "hours", "donnee": "oui", "endroit": ""}, MentionCheck),
    ],
)
def test_a_form_confirmed_twice_acts_once(
    ready: Engine, tmp_path: Path, form: str, given: dict[str, str], table: type[SQLModel]
) -> None:
    page = f"/marches/1/{form}"
    with visiting(ready, tmp_path) as browser:
        shown = browser.send(page, given, page=page)
        sent = {**given, "cle": key_of(shown), "confirme": "oui"}
        answers = [browser.send(page, sent, page=page) for _ in range(2)]
        assert [(each.status_code, each.headers["location"]) for each in answers] == [(303, "/marches/1")] * 2
        assert count(ready, table) == 1
        first = next(iter(given))
        other = browser.send(page, {**sent, first: f"{given[first]}0"}, page=page)
        assert other.status_code == 409
        assert "Rouvrez la page" in said(other)
        assert count(ready, table) == 1


def test_what_is_confirmed_without_having_been_shown_is_shown_first(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        answer = browser.send("/marches/1/avenant", {**AMENDED, "confirme": "oui"}, page="/marches/1/avenant")
        assert "Rien n'est encore enregistré" in said(answer)
    assert count(ready, Amendment) == 0


def test_hours_of_a_lot_are_never_those_of_a_company_of_another_lot(ready: Engine, tmp_path: Path) -> None:
    with writing(ready) as session:
        lot = factories.lot(session, market_id=1, number="2")
        other = id_of(factories.contractor(session, lot_id=id_of(lot)))
    with visiting(ready, tmp_path) as browser:
        answer = send(browser, "avenant", {**AMENDED, "attributaire": str(other)}, confirmed=True)
    assert answer.status_code == 422
    assert 'id="attributaire-erreur"' in answer.text
    assert "n'est pas sur ce lot" in said(answer)
    assert (count(ready, Amendment), count(ready, Obligation)) == (0, 1)


@pytest.mark.parametrize(
    ("form", "given", "field", "longest"),
    [
        ("avenant", AMENDED, "numero", 80),
        ("avenant", AMENDED, "objet", 300),
        ("facture", BILLED, "numero", 80),
        ("transfert", HANDED, "entreprise", 300),
        ("cloture", CLOSED, "objet", 300),
    ],
)
def test_a_text_is_no_longer_than_what_is_kept_of_it(  # noqa: PLR0917
    ready: Engine, tmp_path: Path, form: str, given: dict[str, str], field: str, longest: int
) -> None:
    with visiting(ready, tmp_path) as browser:
        assert re.search(rf'id="{field}"[^>]*maxlength="{longest}"', browser.get(f"/marches/1/{form}").text)
        assert send(browser, form, {**given, field: "A" * longest}).status_code == 200
        answer = send(browser, form, {**given, field: "A" * (longest + 1)}, confirmed=True)
    assert answer.status_code == 422
    assert f'id="{field}-erreur"' in answer.text
    assert f"{longest} signes" in said(answer)


def test_what_no_column_holds_is_refused_in_words(ready: Engine, tmp_path: Path) -> None:
    """A name may grow once folded: SQLite measures nothing, PostgreSQL refuses, and neither is an incident."""
    with visiting(ready, tmp_path) as browser:
        answer = send(browser, "transfert", {**HANDED, "entreprise": "ß" * 300})
    assert answer.status_code == (200 if ready.dialect.name == "sqlite" else 422)
    if ready.dialect.name != "sqlite":
        assert "trop long" in said(answer)


def test_a_new_end_is_shown_before_and_after(ready: Engine, tmp_path: Path) -> None:
    given = {**AMENDED, "sorte": "avenant", "heures": "", "fin": "2025-06-30"}
    with visiting(ready, tmp_path) as browser:
        shown = said(send(browser, "avenant", given))
        assert "31/12/2024" in shown
        assert "30/06/2025" in shown


def test_an_invoice_is_kept_once_and_withdrawn(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        assert "aucun chiffre ne change" in said(send(browser, "facture", BILLED))
        assert send(browser, "facture", {**BILLED, "montant": "-1 000,50 €"}, confirmed=True).status_code == 303
        again = send(browser, "facture", BILLED)
        assert again.status_code == 422
        assert 'id="numero-erreur"' in again.text
        assert "Facture F-1 du 01/09/2023" in said(browser.get("/marches/1/facture"))
        browser.send(undoing(browser, "/marches/1/facture"), {}, page="/marches/1/facture")
        assert "Facture F-1" not in said(browser.get("/marches/1/facture"))
    with reading(ready) as session:
        assert session.exec(select(Invoice)).one().cents == -100_050


def test_hours_are_handed_over_to_a_company_that_comes_in(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        shown = said(send(browser, "transfert", HANDED))
        assert "600,00 h" in shown
        assert "Toits du Nord, lot 1" in shown
        assert count(ready, Contractor) == 1
        assert send(browser, "transfert", HANDED, confirmed=True).status_code == 303
        assert "Toits du Nord" in said(browser.get("/marches/1"))
        too_many = send(browser, "transfert", {**HANDED, "heures": "601", "entreprise": "Autre"})
        assert too_many.status_code == 422
        assert 'id="heures-erreur"' in too_many.text


def test_a_lot_is_closed_and_opened_again(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        assert "01/09/2023" in said(send(browser, "cloture", CLOSED))
        assert send(browser, "cloture", CLOSED, confirmed=True).status_code == 303
        again = send(browser, "cloture", CLOSED)
        assert "Ce lot est déjà clos" in said(again)
        assert 'id="lot-erreur"' in again.text
        assert browser.send("/lots/1/reouverture", {}, page="/marches/1/cloture").status_code == 303
        assert browser.send("/lots/1/reouverture", {}, page="/marches/1/cloture").status_code == 409
    assert count(ready, Closing) == 1


def test_a_derogation_and_a_mention_are_recorded(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        given = {"motif": "court", "details": "Travaux de quatre mois"}
        assert send(browser, "derogation", given, confirmed=True).status_code == 303
        told = {"mention": "hours", "donnee": "non", "endroit": "CCAP, article 1.4"}
        assert send(browser, "mention", told, confirmed=True).status_code == 303
    with reading(ready) as session:
        assert session.exec(select(Derogation)).one().details == "Travaux de quatre mois"
        assert session.exec(select(MentionCheck)).one().given is False


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sorte": "transfert"}, "sorte"),
        ({"lot": "2"}, "lot"),
        ({"date": "hier"}, "date"),
        ({"date": "0001-01-01"}, "date"),
        ({"objet": ""}, "objet"),
        ({"objet": "***"}, "objet"),
        ({"heures": "beaucoup"}, "heures"),
        ({"montant": "cher"}, "montant"),
        ({"attributaire": "9"}, "attributaire"),
        ({"fin": "2023-08-31"}, "fin"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    ready: Engine, tmp_path: Path, changed: dict[str, str], field: str
) -> None:
    with visiting(ready, tmp_path) as browser:
        answer = send(browser, "avenant", {**AMENDED, "numero": "AV-77", **changed}, confirmed=True)
    assert answer.status_code == 422
    assert f'id="{field}-erreur"' in answer.text
    assert "AV-77" in answer.text
    assert count(ready, Amendment) == 0


def test_what_belongs_to_another_territory_is_absent(ready: Engine, tmp_path: Path) -> None:
    with writing(ready) as session:
        far = factories.market(session)
        elsewhere = accounts.territory(session, name="Ailleurs")
        accounts.territory_market(session, market_id=id_of(far), territory_id=id_of(elsewhere))
        lot = factories.lot(session, market_id=id_of(far))
        held = factories.contractor(session, lot_id=id_of(lot))
        billed = id_of(factories.invoice(session, contractor_id=id_of(held)))
        other = id_of(factories.amendment(session, market_id=id_of(far)))
        closed = id_of(lot)
    with visiting(ready, tmp_path) as browser:
        for path in (
            f"/modifications/{other}/retrait", f"/modifications/{ABSENT}/retrait", f"/factures/{billed}/retrait",
            f"/factures/{ABSENT}/retrait", f"/lots/{closed}/reouverture", f"/lots/{ABSENT}/reouverture",
        ):  # fmt: skip
            assert browser.send(path, {}, page="/marches/1/avenant").status_code == 404, path


def test_a_buyer_withdraws_what_it_signed_and_nothing_else(ready: Engine, tmp_path: Path) -> None:
    with reading(ready) as session:
        buyer = session.exec(select(Market)).one().buyer_id
    with visiting(ready, tmp_path / "F") as browser:
        assert send(browser, "transfert", HANDED, confirmed=True).status_code == 303
        theirs = undoing(browser, "/marches/1/transfert")
    with visiting(ready, tmp_path / "D", ActorKind.D, organisation_id=buyer) as browser:
        assert theirs not in browser.get("/marches/1/avenant").text
        refused = browser.send(theirs, {}, page="/marches/1/avenant")
        assert refused.status_code == 403
        assert send(browser, "avenant", {**AMENDED, "attributaire": "1"}, confirmed=True).status_code == 303
        own = undoing(browser, "/marches/1/avenant")
        assert own != theirs
        assert browser.send(own, {}, page="/marches/1/avenant").status_code == 303
    with reading(ready) as session:
        rows = session.exec(select(Amendment).order_by(col(Amendment.id))).all()
        assert [row.withdrawn_at is None for row in rows] == [True, False]


def test_a_buyer_amends_its_own_market_and_does_nothing_else(ready: Engine, tmp_path: Path) -> None:
    with reading(ready) as session:
        buyer = session.exec(select(Market)).one().buyer_id
        company = session.exec(select(Contractor)).one().organisation_id
    with visiting(ready, tmp_path, ActorKind.D, organisation_id=buyer) as browser:
        page = browser.get("/marches/1").text
        assert 'href="/marches/1/avenant"' in page
        assert 'href="/marches/1/cloture"' not in page
        assert browser.get("/marches/1/avenant").status_code == 200
        assert browser.get("/marches/1/facture").status_code == 403
    with visiting(ready, tmp_path, ActorKind.E, organisation_id=company) as browser:
        assert "/marches/1/avenant" not in browser.get("/marches/1").text
        assert browser.get("/marches/1/avenant").status_code == 403


SAID = {"date": "2023-09-01", "source": "CCAP, article 16.1"}
COUNTED = {
    **SAID, "formation": "oui", "piece": "non", "eligibilite": "24", "personne": "36 mois", "heures": "1 000",
    "contrats": "CDI 48 ; CPRO 24",
}  # fmt: skip
TERMS: list[tuple[str, dict[str, str], type[SQLModel], str]] = [
    ("groupement", {**SAID, "lot": "1", "sorte": "solidaire"}, Grouping, "groupement solidaire, depuis le 01/09/2023"),
    ("comptage", COUNTED, CountingRule, "Formation comptée, éligibilité 24 mois, 36 mois par personne, 1 000,00 h"),
    ("comptage", {**SAID, "formation": "non", "piece": "oui"}, CountingRule, "à établir par une pièce, depuis le"),
    ("comptage", {**SAID, "formation": "non", "piece": "non", "publics": "QPV RSA"}, CountingRule,
     "publics : Bénéficiaire du RSA, ou ayant droit ; Habitant d'un quartier prioritaire, éloigné de l'emploi, depuis"),
    ("penalite", {**SAID, "attributaire": "1", "heure": "60", "jour": "75", "plafond": "9 000"}, PenaltyRule,
     "60,00 € l'heure, 75,00 € par jour de retard, au plus 9 000,00 €"),
    ("penalite", {**SAID, "attributaire": "1", "multiple": "3", "taux": "smic_horaire_brut", "date": "2024-01-01"},
     PenaltyRule,
     "3,00 fois smic horaire brut l'heure, 75,00 € par jour de retard"),
    ("mise-en-demeure", {"attributaire": "1", "date": "2023-10-02", "objet": "Bulletins"}, FormalNotice,
     "mise en demeure du 02/10/2023, pas encore reçus"),
    ("entreprise", {"attributaire": "1", "role": "cotraitant", "date": "2023-09-01", "correction": "non"},
     ContractorBefore, "titulaire jusqu'au 01/09/2023, puis cotraitant"),
    ("ecart", {"attributaire": "1", "date": "2023-10-02", "motif": "planning", "details": "Échafaudages"}, Shortfall,
     "chantier décalé ou interrompu (Échafaudages)"),
]  # fmt: skip


def test_what_a_market_says_of_its_hours_is_recorded_told_and_journalised(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        for form, given, table, told in TERMS:
            before = count(ready, table)
            assert send(browser, form, given, confirmed=True).status_code == 303, form
            assert count(ready, table) == before + 1
            assert told in said(browser.get(f"/marches/1/{form}"))
        with reading(ready) as session:
            notice = session.exec(select(FormalNotice)).one().id  # what is only tried takes numbers too
        given = {"mise_en_demeure": str(notice), "date": "2023-10-01"}
        assert 'id="date-erreur"' in send(browser, "justificatifs", given).text
        send(browser, "justificatifs", {**given, "date": "2023-10-20"}, confirmed=True)
        assert "reçus le 20/10/2023" in said(browser.get("/marches/1/justificatifs"))
    with reading(ready) as session:
        acts = set(session.exec(select(Journal.act)))
        (told,) = session.exec(select(Journal.details).where(col(Journal.act) == "rewrite"))
        assert '"before": {"role": "titulaire"}' in told
        assert acts >= {"group", "set_counting", "set_penalty", "serve_notice", "receive_proofs", "state_shortfall"}


def test_a_lot_is_written_over_and_the_journal_keeps_what_it_said(ready: Engine, tmp_path: Path) -> None:
    given = {"lot": "1", "titre": "Toiture", "secteur": "", "nature": "MS"}
    with visiting(ready, tmp_path) as browser:
        assert "aucun chiffre ne change" in said(send(browser, "lot", given))
        assert send(browser, "lot", given, confirmed=True).status_code == 303
        assert "Lot 1, Toiture" in said(browser.get("/marches/1"))
    with reading(ready) as session:
        (told,) = session.exec(select(Journal.details).where(col(Journal.act) == "rewrite"))
    assert '"before": {"nature": null, "title": "Gros œuvre"}' in told
    assert "Toiture" in told


def test_what_cannot_stand_in_a_term_is_said_at_its_field(ready: Engine, tmp_path: Path) -> None:
    priced = {**SAID, "attributaire": "1"}
    with visiting(ready, tmp_path) as browser:
        for form, given, field in [
            ("comptage", {**COUNTED, "contrats": "CDI longtemps"}, "contrats"),
            ("comptage", {**COUNTED, "contrats": "CDI 0"}, "contrats"),
            ("comptage", {**COUNTED, "personne": "0"}, "personne"),
            ("comptage", {**COUNTED, "source": ""}, "source"),
            ("comptage", {**COUNTED, "publics": "RSA TOUS"}, "publics"),
            ("penalite", priced, "heure"),
            ("penalite", {**priced, "heure": "60", "multiple": "3", "taux": "smic_horaire_brut"}, "heure"),
            ("penalite", {**priced, "multiple": "3"}, "heure"),
            ("penalite", {**priced, "heure": "-60"}, "heure"),
            ("penalite", {**priced, "multiple": "3", "taux": "autre"}, "taux"),
            (
                "entreprise",
                {**SAID, "attributaire": "1", "role": "sous_traitant", "correction": "non", "pour": "1"},
                "pour",
            ),
            ("avenant", {**AMENDED, "heures": "", "seuil": "1 000"}, "par"),
            ("avenant", {**AMENDED, "par": "2 000"}, "par"),
        ]:
            answer = send(browser, form, given, confirmed=True)
            assert (answer.status_code, f'id="{field}-erreur"' in answer.text) == (422, True), (form, given)
        shown = said(send(browser, "avenant", {**AMENDED, "sorte": "avenant", "heures": "", "par": "2 000"}))
        assert "0,00 h" in shown


LENT = {
    "reference": "GLOB-2023", "document": "Délibération du 12 mars", "attributaire": "1", "marche": "2023-t2",
    "mois": "2023-04", "heures": "40", "signe": "2023-01-10", "signe_autre": "2023-02-01",
}  # fmt: skip


@pytest.fixture
def lending(ready: Engine) -> Engine:
    """Beside it, a market of another buyer, whose only company has 100 validated hours of April and 30 of May."""
    with writing(ready) as session:
        made = factories.market(session, notified_on=date(2023, 1, 2), ends_on=date(2024, 12, 31), reference="2023-T2")
        lot = factories.lot(session, market_id=id_of(made), number="1")
        held = factories.contractor(session, lot_id=id_of(lot))
        for month, hours in ((4, 10_000), (5, 3_000)):
            values = {"contractor_id": id_of(held), "month": date(2023, month, 1)}
            declared = factories.declaration(session, **values)
            signed = {"validated_by": "Ana", "validated_at": factories.NOON, "state": LineState.VALIDATED}
            factories.line(session, declaration_id=id_of(declared), hours=hours, **signed)
    return ready


def test_hours_of_another_market_count_under_a_convention_seen_and_withdrawn(lending: Engine, tmp_path: Path) -> None:
    with visiting(lending, tmp_path) as browser:
        shown = said(send(browser, "convention", LENT))
        assert "40,00 h" in shown
        assert "2023-T2, Lot 1" in shown
        assert "90,00 h" in shown
        assert count(lending, Allocation) == 0
        for mended, field in (
            ({"marche": "2023-T9"}, "marche"),
            ({"prete": "Personne"}, "marche"),
            ({"lot_prete": "2"}, "marche"),
            ({"heures": "101"}, "heures"),
            ({"signe_autre": ""}, "signe_autre"),
            ({"jusqu": "2023-03"}, "jusqu"),
            ({"jusqu": "2023-05"}, "heures"),
            ({"mois": "avril"}, "mois"),
        ):
            refused = send(browser, "convention", {**LENT, **mended}, confirmed=True)
            assert (refused.status_code, f'id="{field}-erreur"' in refused.text) == (422, True), mended
        sent = {**LENT, "heures": "30", "jusqu": "2023-05"}
        assert send(browser, "convention", sent, confirmed=True).status_code == 303
        assert "reçues" in said(browser.get("/marches/1"))
        other = said(browser.get("/marches/2"))
        assert "prêtées" in other
        assert "Délibération du 12 mars" in other
        # The convention is known now: its other hours need no signature said again, and an hour counts once.
        again = {**LENT, "heures": "71", "signe": "", "signe_autre": ""}
        assert "il en reste 70,00 h" in said(send(browser, "convention", again, confirmed=True))
        back = re.findall(r'action="(/prets/\d+/retrait)"', browser.get("/marches/1/convention").text)
        assert len(back) == 2
        assert browser.send(back[0], {}, page="/marches/1/convention").headers["location"] == "/marches/1/convention"
        assert browser.send(back[0], {}, page="/marches/1/convention").status_code == 409
        assert browser.send("/prets/999999/retrait", {}, page="/marches/1/convention").status_code == 404
        assert "retirées" in said(browser.get("/marches/1"))
    with reading(lending) as session:
        acts = list(session.exec(select(Journal.act).order_by(col(Journal.number))))
        assert [act for act in acts if act in ("open_convention", "sign_convention", "lend", "take_back")] == [
            "open_convention", "sign_convention", "sign_convention", "lend", "lend", "take_back"
        ]  # fmt: skip


def test_a_signature_is_corrected_by_a_form_of_its_own(lending: Engine, tmp_path: Path) -> None:
    with visiting(lending, tmp_path) as browser:
        send(browser, "convention", LENT, confirmed=True)
        other = send(browser, "convention", {**LENT, "heures": "1", "signe": "2023-01-12"}, confirmed=True)
        assert (other.status_code, 'id="signe-erreur"' in other.text) == (422, True)
        right = {"reference": "GLOB-2023", "signe": "2023-01-12"}
        for mended, field in (({"reference": "GLOB-2024"}, "reference"), ({"signe": ""}, "signe")):
            refused = send(browser, "signature", {**right, **mended}, confirmed=True)
            assert (refused.status_code, f'id="{field}-erreur"' in refused.text) == (422, True), mended
        assert send(browser, "signature", right, confirmed=True).status_code == 303
        assert send(browser, "convention", {**LENT, "lot_prete": "Lot 01", "heures": "1", "signe": "2023-01-12"},
                    confirmed=True).status_code == 303  # fmt: skip
    with reading(lending) as session:
        assert {each.signed_on for each in session.exec(select(Signature))} == {date(2023, 1, 12), date(2023, 2, 1)}


def test_a_company_reads_the_hours_that_it_lends_without_the_name_of_who_receives(
    lending: Engine, tmp_path: Path
) -> None:
    with visiting(lending, tmp_path) as browser:
        send(browser, "convention", LENT, confirmed=True)
        with writing(lending) as session:
            lender = session.exec(select(Contractor).where(Contractor.id == 2)).one().organisation_id
        accounts_of = {"organisation_id": lender}
    with visiting(lending, tmp_path, ActorKind.E, **accounts_of) as browser:
        page = said(browser.get("/marches/2"))
        assert "GLOB-2023" in page
        assert "un autre marché" in page
        assert "Bâti Test" not in page
        assert browser.get("/marches/2/convention").status_code == 403
