"""`clauses match`, `clauses needs`, `clauses proposals` and their reports, held to the contract."""

import itertools
import json
from datetime import date
from typing import Any

import pytest

import clauses.cli.fairness
import clauses.cli.matching
import clauses.cli.proposing
from clauses.files.rules import FileKind
from tests.clauses.cli.conftest import CommandLine
from tests.imports.office import EXIT, HOURS, KARIM, LEA, MARKET, NEED, SECOND_LOT, Written

SPACE = "\u00a0"
TODAY = date(2024, 6, 15)
SHOWN = ("name", "score", "weight", "reason")

MASON: Written = {
    **LEA, "Identifiant": "P001", "Métiers recherchés": "Maçon", "Compétences": "coffrage ; lecture de plan",
    "Habilitations": "CACES R482 A ; Permis B", "Mobilité (km)": "20", "Niveau de français": "B1",
    "Disponible le": "01/06/2024",
}  # fmt: skip
HELPER: Written = {
    **KARIM, "Identifiant": "P002", "Métiers recherchés": "Aide maçon", "Habilitations": "", "Commune": "Quetigny",
}  # fmt: skip
COOK: Written = {
    **MASON, "Identifiant": "P003", "Nom": "Cuisine", "Métiers recherchés": "Cuisinier", "Compétences": "HACCP",
    "Date de naissance": "02/02/1980",
}  # fmt: skip
UNLICENSED: Written = {
    **MASON, "Identifiant": "P004", "Nom": "Sans-Permis", "Habilitations": "aucune", "Date de naissance": "03/03/1983",
}  # fmt: skip
UNDECIDED: Written = {
    **MASON, "Identifiant": "P005", "Nom": "Attente", "Décision": "", "Date de naissance": "04/04/1994",
    "Métiers recherchés": "Coffreur", "Habilitations": "CACES R482 A",
}  # fmt: skip
NAMELESS: Written = {
    **MASON,
    "Identifiant": "",
    "Nom": "Anonyme",
    "Date de naissance": "05/05/1995",
    "Commune": "Talant",
}
PEOPLE = (MASON, HELPER, COOK, UNLICENSED, UNDECIDED, NAMELESS)


@pytest.fixture(autouse=True)
def _some_day_of_june(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (clauses.cli.matching, clauses.cli.proposing, clauses.cli.fairness):
        monkeypatch.setattr(module, "today", lambda: TODAY)


@pytest.fixture
def ready(clauses: CommandLine) -> CommandLine:
    """A need of two masons with a CACES, and six people."""
    clauses.bring(FileKind.MARKETS)
    clauses("import", "people", clauses.write("people.csv", *PEOPLE), status=0)
    clauses.bring(FileKind.NEEDS)
    return clauses


def candidates(clauses: CommandLine, need: str = "B001", *options: str) -> list[dict[str, Any]]:
    [answer] = clauses("match", need, "--json", *options, status=0).objects
    assert set(answer) == {"need", "candidates"}
    assert answer["need"] == need
    found: list[dict[str, Any]] = answer["candidates"]
    return found


# --- the contract -----------------------------------------------------------------------------------------------------


def test_candidates_come_best_first_in_the_shape_of_the_contract(ready: CommandLine) -> None:
    found = candidates(ready)
    assert found[0]["person"] == "P001"
    assert {each["person"] for each in found} == {"P001", "P002", "P003", "P004", "P005", "personne-6"}
    for each in found:
        assert {"person", "score", "verdict", "criteria", "blocking"} <= set(each)
        assert 0 <= each["score"] <= 1
        assert all(set(criterion) == set(SHOWN) for criterion in each["criteria"])
        assert sum(criterion["weight"] for criterion in each["criteria"]) == pytest.approx(1, abs=0.001)
        weighed = sum(criterion["score"] * criterion["weight"] for criterion in each["criteria"])
        assert each["score"] == pytest.approx(weighed, abs=0.001)
        assert all(criterion["reason"].endswith(".") for criterion in each["criteria"])
        assert bool(each["blocking"]) is (each["verdict"] != "proposable")
        assert all({"criterion", "reason"} <= set(said) for said in each["blocking"])


def test_verdicts_say_what_is_known_and_ask_for_what_is_not(ready: CommandLine) -> None:
    found = {each["person"]: each for each in candidates(ready)}
    assert found["P001"]["verdict"] == "proposable"
    assert (found["P004"]["verdict"], found["P004"]["blocking"][0]["criterion"]) == ("exclu", "caces")
    assert found["P002"]["verdict"] == "a_verifier"
    assert {said["criterion"] for said in found["P002"]["blocking"]} == {"caces"}
    assert [said["criterion"] for said in found["P005"]["blocking"]] == ["eligibilite"]


def test_whoever_is_excluded_stands_after_everyone_else_and_only_where_there_is_room(ready: CommandLine) -> None:
    found = candidates(ready)
    gone = [each["verdict"] == "exclu" for each in found]
    assert gone == sorted(gone)
    assert sum(gone) == 1
    able = [each for each in found if each["verdict"] != "exclu"]
    assert [each["score"] for each in able] == sorted((each["score"] for each in able), reverse=True)
    for top in range(1, len(found) + 1):
        assert candidates(ready, "B001", "--top", str(top)) == found[:top]


def test_one_person_is_told_with_everything_that_is_said_of_them(ready: CommandLine) -> None:
    [alone] = candidates(ready, "B001", "--person", "P004")
    assert alone == candidates(ready)[-1]
    assert "n'existe pas" not in ready("match", "B001", "--person", "P004", status=0).out
    assert "« P9 »" in ready("match", "B001", "--person", "P9", status=2).err.replace(SPACE, " ")


def test_a_need_is_found_with_its_market_and_an_unknown_one_suggests_others(ready: CommandLine) -> None:
    assert json.loads(ready("match", "2024-T001/B001", "--json", status=0).out)["need"] == "B001"
    told = ready("match", "B01", "--json", status=2)
    assert told.out == ""
    assert f"Les plus proches{SPACE}: B001" in told.err


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀", "بناء", "<b>B001</b>", "B" * 5000, "'; DROP TABLE need; --"])
def test_absurd_references_are_refused_in_words(ready: CommandLine, text: str) -> None:
    told = ready("match", text, status=2)
    assert told.err.startswith("Refusé")
    assert len(told.err) < 500


@pytest.mark.parametrize("options", [(), ("B001", "--all"), ("--all", "--person", "P001"), ("B001", "--top", "0")])
def test_a_wrong_use_ends_with_2(ready: CommandLine, options: tuple[str, ...]) -> None:
    assert ready("match", *options, status=2).out == ""


def test_for_a_person_the_list_speaks_french(ready: CommandLine) -> None:
    lines = ready("match", "B001", status=0).out.splitlines()
    assert lines[0].startswith("B001 – Maçon (F1703), 2 postes, Chenôve, du 01/07/2024 au 31/12/2024")
    assert lines[1].startswith("  1. P001 Léa Roux – 0,9")
    assert any(f"Métier{SPACE}: Recherche ce métier" in line for line in lines)
    assert any("! Habilitation demandée" in line for line in lines)


def test_nobody_recorded_is_said(clauses: CommandLine) -> None:
    clauses.bring(FileKind.MARKETS, FileKind.NEEDS)
    assert "Personne n'est enregistré" in clauses("match", "B001", status=0).out
    assert candidates(clauses) == []
    assert "Aucun besoin n'est enregistré" not in clauses("match", "--all", status=0).out


def test_without_any_need_nothing_is_proposed(clauses: CommandLine) -> None:
    assert "Aucun besoin ouvert" in clauses("match", "--all", status=0).out
    assert "Aucun besoin n'est enregistré" in clauses("match", "B001", status=2).err
    assert "Aucun besoin." in clauses("needs", "list", status=0).out


# --- what is recorded elsewhere ---------------------------------------------------------------------------------------


def test_someone_at_work_or_gone_is_excluded_with_the_day(ready: CommandLine) -> None:
    ready("import", "hours", ready.write("h.csv", {**HOURS, "Type de contrat": "CDI"}), status=0)
    found = {each["person"]: each for each in candidates(ready)}
    assert (found["P001"]["verdict"], found["P001"]["blocking"][0]["criterion"]) == ("exclu", "contrat")
    ready("import", "exits", ready.write("e.csv", {**EXIT, "Nom": "Dubois", "Prénom": "Karim",
                                                   "Date de naissance": "01/01/1985"}), status=0)  # fmt: skip
    found = {each["person"]: each for each in candidates(ready)}
    assert (found["P002"]["verdict"], found["P002"]["blocking"][0]["criterion"]) == ("exclu", "sortie")


def test_a_need_for_residents_takes_who_is_known_to_be_one(ready: CommandLine) -> None:
    ready("import", "needs", ready.write("n.csv", {**NEED, "QPV uniquement": "oui"}), status=0)
    unsaid = {name: text for name, text in HELPER.items() if name != "QPV"}
    silent = {**unsaid, "Identifiant": "P007", "Nom": "Muet", "Date de naissance": "06/06/1996", "Commune": "Dijon"}
    ready("import", "people", ready.write("p.csv", silent), status=0)
    found = {each["person"]: each for each in candidates(ready)}
    assert found["P001"]["verdict"] == "proposable"
    assert (found["P002"]["verdict"], found["P002"]["blocking"][0]["criterion"]) == ("exclu", "qpv")
    assert found["P007"]["verdict"] == "a_verifier"
    assert "qpv" in {said["criterion"] for said in found["P007"]["blocking"]}


# --- what must never weigh --------------------------------------------------------------------------------------------

PROTECTED: dict[str, tuple[str, str]] = {
    "Sexe": ("F", "M"),
    "Date de naissance": ("04/05/1990", "01/01/2001"),
    "RQTH": ("oui", "non"),
    "RSA": ("non", "oui"),
    "Nom": ("Abdelkader", "Zimmermann"),
    "Prénom": ("Mohamed", "Marie-Christine"),
    "Niveau de formation": ("1", "7"),
    "Origine": ("PLIE", "AUTRES"),
    "Prescripteur": ("CCAS", "France Travail"),
}


def _drawn(number: int, column: str | None) -> Written:
    """Somebody whose protected values are the first ones, or for one column the second, by turns."""
    person = {**(MASON, HELPER, COOK, UNDECIDED)[number % 4], "Identifiant": f"P{number:03d}", "QPV": ""}
    for name, values in PROTECTED.items():
        person[name] = values[(number // 2) % 2 if name == column else 0]
    return person | {"Nom": f"{person['Nom']}{'abcdefgh'[number]}"}


def _ranked(clauses: CommandLine, column: str | None) -> list[tuple[Any, ...]]:
    clauses("import", "people", clauses.write("p.csv", *(_drawn(at, column) for at in range(8))), status=0)
    return [
        (each["person"], each["score"], [tuple(one.values()) for one in each["criteria"]])
        for each in candidates(clauses, "B001", "--top", "8")
    ]


@pytest.mark.parametrize("column", list(PROTECTED))
def test_a_protected_value_changes_no_score_and_no_order(clauses: CommandLine, column: str) -> None:
    empty = clauses.database.read_bytes()
    ranked = []
    for changed in (None, column):
        for left in clauses.home.glob("clauses.db*"):
            left.unlink()
        clauses.database.write_bytes(empty)
        clauses.bring(FileKind.MARKETS, FileKind.NEEDS)
        ranked.append(_ranked(clauses, changed))
    assert ranked[0] == ranked[1]


# --- everyone at once -------------------------------------------------------------------------------------------------


def whole(clauses: CommandLine) -> dict[str, Any]:
    [answer] = clauses("match", "--all", "--json", status=0).objects
    return dict(answer)


def test_the_whole_assignment_places_each_person_once_and_decides_nothing(ready: CommandLine) -> None:
    second = {**NEED, "Référence besoin": "B002", "Lot": "2", "SIRET attributaire": SECOND_LOT["SIRET attributaire"]}
    over = {**NEED, "Référence besoin": "B003", "Début": "01/01/2024", "Fin": "01/06/2024"}
    ready("import", "needs", ready.write("n.csv", second, over), status=0)
    found = whole(ready)
    people = [each["person"] for each in found["proposals"]]
    assert len(people) == len(set(people)) == found["filled"]
    assert all(each["over"] is (each["need"] == "B003") for each in found["proposals"])
    assert {"B001", "B002"} <= {each["need"] for each in found["proposals"]}
    assert all(each["verdict"] != "exclu" for each in found["proposals"])
    assert (found["posts"], found["decided"]) == (6, False)
    assert found["filled"] + sum(each["posts"] for each in found["vacant"]) == 6
    assert found["gain"] == pytest.approx(found["score"] - found["one_by_one"]["score"])
    assert found["sentence"].startswith(f"{found['filled']} postes sur 6")
    assert json.loads(ready("proposals", "list", "--json", status=0).out) == []
    assert "Aucune mise en relation." in ready("proposals", "list", status=0).out
    assert "terminé depuis le 01/06/2024" in ready("match", "B003", status=0).err
    text = ready("match", "--all", status=0).out
    assert "Rien n'est décidé." in text
    assert "sans proposition" in text


def test_a_need_that_is_over_takes_nobody_from_the_others(ready: CommandLine) -> None:
    before = {(each["need"], each["person"]) for each in whole(ready)["proposals"]}
    over = {**NEED, "Référence besoin": "B003", "Début": "01/01/2024", "Fin": "01/06/2024", "Nombre de postes": "9"}
    ready("import", "needs", ready.write("n.csv", over), status=0)
    after = {(each["need"], each["person"]) for each in whole(ready)["proposals"] if not each["over"]}
    assert after == before
    assert ", terminé) :" in ready("match", "--all", status=0).out.replace(SPACE, " ")
    ready("needs", "close", "B001", "--by", "Ana", status=0)
    assert {each["need"] for each in whole(ready)["proposals"]} == {"B003"}
    assert json.loads(ready("report", "equity", "--json", status=0).out)["needs"] == 1


def test_closed_needs_await_nobody(ready: CommandLine) -> None:
    ready("needs", "close", "B001", "--by", "Ana", status=0)
    assert whole(ready)["posts"] == 0
    assert "fermé" in ready("match", "B001", status=0).err
    assert ready("proposals", "propose", "B001", "P001", "--by", "Ana", status=3).out == ""
    ready("needs", "reopen", "B001", "--by", "Ana", status=0)
    assert whole(ready)["posts"] == 2


# --- decisions --------------------------------------------------------------------------------------------------------


def decide(clauses: CommandLine, verb: str, person: str = "P001", *more: str, status: int = 0) -> str:
    told = clauses("proposals", verb, "B001", person, "--by", "Ana Roux", *more, status=status)
    return (told.out + told.err).replace(SPACE, " ")


def states(clauses: CommandLine, *options: str) -> list[tuple[str, str, str | None]]:
    found = json.loads(clauses("proposals", "list", "--json", *options, status=0).out)
    return [(each["person"], each["state"], each["reason"]) for each in found]


def test_a_proposal_goes_its_way_signed_and_is_undone(ready: CommandLine) -> None:
    assert "est proposé(e) pour B001" in decide(ready, "propose")
    assert "transmise" in decide(ready, "send")
    assert "entretien" in decide(ready, "interview")
    assert "retenue" in decide(ready, "retain")
    assert states(ready) == [("P001", "retained", None)]
    assert {each["person"]: each["proposal"] for each in candidates(ready)}["P001"] == "retained"
    assert "déjà retenue" in ready("match", "B001", status=0).out
    [need] = json.loads(ready("needs", "list", "--json", status=0).out)
    assert (need["retained"], need["state"]) == (1, "open")
    decide(ready, "undo")
    assert states(ready) == [("P001", "interview", None)]
    [told] = json.loads(ready("proposals", "list", "--json", "--need", "B001", status=0).out)
    assert (told["decided_by"], told["machine"]["weights"], told["machine"]["verdict"]) == (
        "Ana Roux", "initiale", "proposable",
    )  # fmt: skip


def test_what_is_refused_leaves_no_cv_on_the_shelf(ready: CommandLine) -> None:
    for verb in ("propose", "send"):
        decide(ready, verb)
    shelf = ready.home / "files"
    before = sorted(shelf.rglob("*"))
    assert "elle ne peut pas devenir" in decide(ready, "send", "P001", "--cv", "pdf", status=3)
    assert sorted(shelf.rglob("*")) == before
    decide(ready, "undo")
    decide(ready, "send", "P001", "--cv", "pdf")
    assert len(sorted(shelf.rglob("*"))) > len(before)


def test_whoever_is_retained_is_taken_and_their_post_too(ready: CommandLine) -> None:
    for verb in ("propose", "send", "retain"):
        decide(ready, verb)
    [alone] = candidates(ready, "B001", "--person", "P001")
    assert (alone["verdict"], alone["blocking"][0]["criterion"]) == ("exclu", "contrat")
    assert "B001" in alone["blocking"][0]["reason"]
    assert whole(ready)["posts"] == 1


def test_a_refusal_changes_no_score_but_asks_to_look(ready: CommandLine) -> None:
    [before] = candidates(ready, "B001", "--person", "P001")
    decide(ready, "propose")
    assert "Il manque --reason" in decide(ready, "refuse", status=2)
    decide(ready, "refuse", "P001", "--reason", "trajet", "--comment", "deux bus")
    [after] = candidates(ready, "B001", "--person", "P001")
    assert (after["score"], after["criteria"]) == (before["score"], before["criteria"])
    assert (after["verdict"], after["blocking"][-1]["criterion"]) == ("a_verifier", "mise_en_relation")
    assert "P001" not in {each["person"] for each in whole(ready)["proposals"]}
    assert states(ready, "--state", "refused") == [("P001", "refused", "trajet")]
    assert "Trajet trop long" in ready("proposals", "list", status=0).out
    decide(ready, "undo")
    assert "P001" in {each["person"] for each in whole(ready)["proposals"]}


def test_an_excluded_person_is_proposed_only_with_a_comment(ready: CommandLine) -> None:
    assert "exclue pour ce besoin" in decide(ready, "propose", "P004", status=3)
    decide(ready, "propose", "P004", "--comment", "CACES passé hier")
    assert states(ready) == [("P004", "proposed", None)]


@pytest.mark.parametrize(
    ("verb", "person", "status", "words"),
    [
        ("send", "P001", 2, "n'est pas proposé(e)"),
        ("undo", "P001", 2, "n'est pas proposé(e)"),
        ("propose", "P999", 2, "Personne n'a l'identifiant"),
        ("retain", "personne-6", 2, "n'est pas proposé(e)"),
    ],
)
def test_what_cannot_be_decided_is_said(ready: CommandLine, verb: str, person: str, status: int, words: str) -> None:
    assert words in decide(ready, verb, person, status=status)


def test_a_step_too_far_ends_with_3(ready: CommandLine) -> None:
    decide(ready, "propose")
    assert "ne peut pas devenir" in decide(ready, "retain", status=3)
    assert "déjà proposée" in decide(ready, "propose", status=3)


def test_a_need_that_changed_is_matched_as_it_now_is(ready: CommandLine) -> None:
    decide(ready, "propose")
    ready(
        "import", "needs", ready.write("n.csv", {**NEED, "Métier": "Cuisinier", "Habilitations exigées": ""}), status=0
    )
    assert candidates(ready)[0]["person"] == "P003"
    [need] = json.loads(ready("needs", "list", "--json", "--state", "open", status=0).out)
    assert need["version"] == 2
    assert "version" not in ready("needs", "list", status=0).out


# --- reports ----------------------------------------------------------------------------------------------------------


def test_the_first_ranks_are_told_beside_the_population(ready: CommandLine) -> None:
    [found] = ready("report", "equity", "--json", "--top", "5", status=0).objects
    assert (found["first"], found["needs"]) == (5, 1)
    assert {each["group"]: each["people"] for each in found["sex"]} == {"Femme": 5, "Homme": 1}
    assert sum(each["ranked"] for each in found["sex"]) == 5
    assert {each["group"] for each in found["qpv"]} >= {"En quartier prioritaire"}
    assert "exposition" in ready("report", "equity", status=0).out


def test_without_needs_the_exposure_is_not_calculable(clauses: CommandLine) -> None:
    clauses.bring(FileKind.PEOPLE)
    assert "exposition non calculable (rapport non calculable)" in clauses("report", "equity", status=0).out


def test_reasons_of_refusal_are_counted(ready: CommandLine) -> None:
    assert "Aucun refus." in ready("report", "refusals", status=0).out
    for person, reason in (("P001", "trajet"), ("P002", "absence"), ("P005", "trajet")):
        decide(ready, "propose", person)
        decide(ready, "refuse", person, "--reason", reason)
    [found] = ready("report", "refusals", "--json", status=0).objects
    assert [(each["reason"], each["numerator"], each["base"], each["percent"]) for each in found["refusals"]] == [
        ("trajet", 2, 3, "66.7"), ("absence", 1, 3, "33.3"),
    ]  # fmt: skip
    assert (found["total"], found["by_state"]) == (3, {"refused": 3})
    assert f"2 sur 3 (66,7{SPACE}%)" in ready("report", "refusals", status=0).out


def test_two_markets_may_use_one_reference(ready: CommandLine) -> None:
    other = {**MARKET, "Référence marché": "2024-T002"}
    ready("import", "markets", ready.write("m.csv", other), status=0)
    ready("import", "needs", ready.write("n.csv", {**NEED, "Référence marché": "2024-T002"}), status=0)
    assert "Plusieurs marchés" in ready("match", "B001", status=2).err
    assert candidates(ready, "2024-T002/B001")
    placed = [(each["need"], each["person"]) for each in whole(ready)["proposals"]]
    assert {need for need, _ in placed} == {"2024-T001/B001", "2024-T002/B001"}
    assert all(one[1] != other_one[1] for one, other_one in itertools.combinations(placed, 2))


# --- candidates for a market that is being prepared -------------------------------------------------------------------

TENDER = ("calibrate", "--amount", "1000000", "--share", "50", "--rate", "5", "--cost", "30", "--on", "2024-06-15")


def test_hours_to_ask_for_come_with_the_candidates_for_their_jobs(ready: CommandLine) -> None:
    found = json.loads(ready(*TENDER, "--job", "maçon", "--job", "Cuisinière", "--json", status=0).out)
    mason, cook = found["candidates"]
    assert (mason["job"], mason["rome"][0]) == ("maçon", "F1703")
    # The mason, who has no licence too, who waits for a decision, and who has no number; the coffreur is beside.
    assert mason["people"] + mason["near"] == 5
    assert mason["people"] >= 3
    assert (cook["people"], cook["near"]) == (1, 0)
    said = ready(*TENDER, "--job", "Cuisinière", status=0).out.replace(SPACE, " ")
    assert "Candidats pour « Cuisinière » : 1 personne disponible, et 0 pour un métier voisin." in said


def test_who_works_elsewhere_or_has_left_is_not_a_candidate(ready: CommandLine) -> None:
    ready("import", "hours", ready.write("hours.csv", {**HOURS, "Fin de contrat": "31/12/2024"}), status=0)
    before = json.loads(ready(*TENDER, "--job", "cuisinier", "--json", status=0).out)["candidates"][0]["people"]
    left = {**EXIT, "Nom": "Cuisine", "Date de naissance": "02/02/1980"}
    ready("import", "exits", ready.write("exits.csv", left), status=0)
    assert before == 1
    assert json.loads(ready(*TENDER, "--job", "cuisinier", "--json", status=0).out)["candidates"][0]["people"] == 0


def test_a_job_that_nobody_understands_is_said_and_without_a_job_nothing_is_read(clauses: CommandLine) -> None:
    assert "métier non reconnu" in clauses(*TENDER, "--job", "zzzzqqq", status=0).out
    assert "candidates" not in json.loads(clauses(*TENDER, "--json", status=0).out)
    trade = ("calibrate", "--trade", "peinture=10", "--rate", "5", "--cost", "30", "--json")
    (painter,) = json.loads(clauses(*trade, status=0).out)["candidates"]
    assert (painter["job"], painter["people"], painter["near"]) == ("peinture", 0, 0)
    assert "F1606" in painter["rome"]
