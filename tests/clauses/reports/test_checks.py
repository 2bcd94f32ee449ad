"""What must be known before publishing: each sentence, seen said and seen silent."""

from datetime import date

from clauses.hours.rules import LineState
from clauses.pathways.rules import ExitReason, Protocol
from clauses.people.rules import Sector
from clauses.reference.rules import Decision, Nature, Sex
from clauses.reports.checks import counted, quoted
from clauses.reports.figures import Bilan
from tests.clauses.reports.territory import Territory


def plain(text: str) -> str:
    """No-break spaces as spaces, to compare."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def said(bilan: Bilan) -> dict[str, str]:
    """The sentences by code, but for the one of a year without exits."""
    return {check.code: plain(check.message) for check in bilan.checks if check.code != "exits.no_base"}


def test_a_clean_bilan_says_nothing() -> None:
    territory = Territory()
    territory.line(territory.contract(territory.person(qpv="QN02102M")), 100)
    territory.oriented(1, decision=Decision.NOT_INTEGRATED)
    territory.left(1, date(2023, 6, 5), ExitReason.NON_RESPECT)
    territory.left(1)
    assert territory.bilan().checks == ()


def test_people_in_two_sectors_do_not_add_up() -> None:
    territory = Territory()
    both = territory.contract(territory.person())
    territory.line(both, 1, nature=Nature.BTP)
    territory.line(both, 1, nature=Nature.MS)
    territory.worked()
    assert said(territory.bilan()) == {
        "people.in_two_sectors": "1 personne a travaillé dans deux secteurs : 2 + 1 = 3 pour 2 personnes."
    }


def test_people_in_three_sectors_are_in_several() -> None:
    territory = Territory()
    everywhere = territory.contract(territory.person())
    for nature in (Nature.BTP, Nature.MS, Nature.PI):
        territory.line(everywhere, 1, nature=nature)
    assert said(territory.bilan()) == {
        "people.in_two_sectors": "1 personne a travaillé dans plusieurs secteurs : 1 + 1 + 1 = 3 pour 1 personne."
    }


def test_orientations_to_two_sectors_do_not_add_up() -> None:
    territory = Territory()
    for person in (territory.person(), territory.person()):
        territory.oriented(person, sector=Sector.BTP)
        territory.oriented(person, sector=Sector.MS)
    assert said(territory.bilan())["orientations.in_two_sectors"] == (
        "2 personnes ont été orientées vers deux secteurs : 2 + 2 = 4 pour 2 personnes."
    )


def test_lines_that_do_not_count_are_said_with_their_hours() -> None:
    territory = Territory(corrections=2)
    territory.worked(1234_50, state=LineState.SUBMITTED)
    territory.worked(7_25, state=LineState.TO_CHECK, training=1)
    territory.contract(territory.person())
    territory.worked(0, training=3_00)
    assert said(territory.bilan()) == {
        "lines.submitted": "1 ligne déposée et non validée : 1 234,50 h non comptées.",
        "lines.to_check": "1 ligne à vérifier : 7,25 h non comptées.",
        "declarations.proposed": "2 corrections attendent une réponse : d'ici là, les heures déjà validées comptent.",
        "contracts.without_hours": (
            "2 contrats sans aucune heure sur la période : sans heure, personne n'est compté comme salarié."
        ),
        "hours.training": "3,00 h de formation données à part, hors des totaux.",
    }
    assert said(territory.bilan(include_submitted=True))["lines.submitted"] == (
        "1 ligne déposée et non validée : 1 234,50 h comptées ici."
    )


def test_what_is_not_known_of_people_is_said() -> None:
    territory = Territory()
    territory.line(territory.contract(territory.person(None, home=False)), 1)
    territory.line(territory.contract(territory.person(Sex.M, qpv="QN02106N")), 1)
    assert said(territory.bilan()) == {
        "people.unknown_sex": "1 salarié sans sexe renseigné : 0 femme + 1 homme pour 2 personnes.",
        "people.unknown_residence": (
            "1 salarié sans adresse connue : la part des quartiers prioritaires est peut-être plus élevée."
        ),
        "people.qpv_not_in_force": (
            "1 salarié d'un quartier qui n'était pas encore ou n'était plus prioritaire à la date retenue : "
            "Quetigny Centre (1). Le fichier des personnes a été suivi."
        ),
    }


def test_what_is_not_known_of_orientations_is_said() -> None:
    territory = Territory()
    for _ in range(2):
        territory.oriented(territory.person(qpv="QN02106N"), sector=Sector.UNKNOWN, origin=None)
    assert said(territory.bilan()) == {
        "orientations.pending": "2 personnes orientées en attente de décision à la fin de la période.",
        "orientations.unknown_origin": "2 personnes orientées sans origine renseignée (PLIE ou AUTRES).",
        "orientations.unknown_sector": "2 personnes orientées sans secteur renseigné (BTP, MS ou PI).",
        "orientations.qpv_not_in_force": (
            "2 personnes orientées d'un quartier qui n'était pas encore ou n'était plus prioritaire à la date retenue"
            " : Quetigny Centre (2). Le fichier des personnes a été suivi."
        ),
    }


def test_orientations_are_not_those_of_a_market() -> None:
    assert said(Territory().bilan(nature=Nature.BTP)) == {
        "orientations.not_filtered": (
            "Orientations de tout le dispositif : elles ne dépendent ni du marché, ni de sa nature."
        )
    }


def no_base(territory: Territory) -> str | None:
    found = {check.code: plain(check.message) for check in territory.bilan().checks}
    return found.get("exits.no_base")


def test_why_there_is_no_rate() -> None:
    territory = Territory()
    assert no_base(territory) == "Taux non calculable : aucune sortie enregistrée."
    territory.left(territory.worked())
    assert no_base(territory) == "Taux non calculable : aucune autre sortie enregistrée."
    territory.left(territory.worked(), reason=ExitReason.NON_RESPECT)
    assert no_base(territory) is None
    excluded = Territory()
    excluded.left(excluded.worked(), reason=ExitReason.SANTE)
    assert no_base(excluded) == "Taux non calculable : toutes les sorties ont un motif exclu de la base."


def test_what_must_be_known_of_exits_is_said() -> None:
    territory = Territory()
    home = territory.person(qpv="QN02106N")
    territory.line(territory.contract(home), 1)
    territory.left(home, kind=None, verdict=False)
    territory.left(territory.worked(), reason=ExitReason.NON_RESPECT, protocol=Protocol.ROUEN_2021)
    territory.left(territory.worked(), decided=False)
    territory.left(territory.person())
    found = said(territory.bilan())
    assert {code: text for code, text in found.items() if code.startswith("exits.")} == {
        "exits.other_base": (
            "Taux calculé sur les sorties : le protocole « PLIE de Rouen Normandie, 2021 à 2027 » "
            "calcule le sien sur les personnes suivies."
        ),
        "exits.undecided": "1 sortie en attente de décision, à part, hors du total.",
        "exits.verdict_differs": ("1 sortie décidée autrement que ne le dit le protocole : le motif décidé compte."),
        "exits.unknown_kind": "1 sortie en emploi sans type de contrat renseigné : à lire dans la ligne « Autre ».",
        "exits.qpv_not_in_force": (
            "1 sortie d'un quartier qui n'était pas encore ou n'était plus prioritaire à la date retenue : "
            "Quetigny Centre (1). Le fichier des personnes a été suivi."
        ),
        "exits.without_hours": "1 autre sortie de la période hors de ce bilan : aucune heure comptée avant la sortie.",
    }


def test_words_agree_with_their_number() -> None:
    assert [plain(counted(number, "ligne", "lignes")) for number in (0, 1, 2, 1234)] == [
        "0 ligne",
        "1 ligne",
        "2 lignes",
        "1 234 lignes",
    ]
    assert quoted("Autre") == "«\u00a0Autre\u00a0»"
