"""The parts that pages are made of."""

import re
from pathlib import Path
from typing import Any

import pytest

from clauses.reports.documents.pictures import Bar, BarChart
from clauses.web import rendering

FOLDER = Path(rendering.__file__).parent / "templates"
HOSTILE = "<script>alert(1)</script> \"'&"
ENVIRONMENT = rendering.environment(FOLDER)


def part(file: str, call: str, **given: Any) -> str:
    """What a macro writes, its blanks collapsed."""
    text = ENVIRONMENT.from_string("{% import 'parts/" + file + ".html' as part %}{{ part." + call + " }}").render(
        **given
    )
    return re.sub(r"\s+", " ", text).strip()


def address(**changes: Any) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in changes.items() if value is not None)


@pytest.mark.parametrize("code", ["missing", "to_check", "validated", "late", "missed", "exclu", "no_obligation"])
def test_a_state_has_a_word_a_shape_and_a_colour(code: str) -> None:
    shown = re.search(
        r'class="state state-(\w+)"><span aria-hidden="true">(\S)</span> (.+?)</span>',
        part("states", "state(c)", c=code),
    )
    assert shown
    assert all(shown.groups())


def test_a_state_that_is_not_known_shows_as_it_is() -> None:
    assert HOSTILE not in part("states", "state(c)", c=HOSTILE)
    assert "&lt;script&gt;" in part("states", "state(c)", c=HOSTILE)


@pytest.mark.parametrize(
    ("due", "done", "projected", "widths"),
    [(1000, 640, 980, (980, 640)), (500, 1000, 1000, (1000, 1000)), (0, 0, 0, (0, 0))],
)
def test_a_gauge_is_drawn_to_scale(due: int, done: int, projected: int, widths: tuple[int, int]) -> None:
    drawn = part("figures", "progress(due, done, projected, 'Phrase.')", due=due, done=done, projected=projected)
    found = [int(width) for width in re.findall(r'gauge-(?:projected|done)" x="0" y="4" width="(\d+)"', drawn)]
    assert tuple(found) == widths
    assert ("gauge-due" in drawn) == bool(due)
    assert "<figcaption>Phrase.</figcaption>" in drawn


def test_a_picture_has_its_words_and_its_table() -> None:
    chart = BarChart("Heures", (Bar(HOSTILE, 2, "2"), Bar("CTTI", 1, "1")))
    shown = part("figures", "picture(c, ['Type', 'Heures'], [[n, '2'], ['CTTI', '1']])", c=chart, n=HOSTILE)
    assert HOSTILE not in shown
    assert '<svg aria-hidden="true" focusable="false"' in shown
    assert shown.count("<tr>") == 3


def test_an_error_stands_beside_its_field_and_is_tied_to_it() -> None:
    shown = part(
        "forms", "field('nom', 'Nom', v, errors=e, help='Comme sur le contrat.')", v=HOSTILE, e={"nom": HOSTILE}
    )
    assert HOSTILE not in shown
    assert 'aria-describedby="nom-erreur nom-aide" aria-invalid="true"' in shown
    assert "(facultatif)" in shown
    plain = part("forms", "field('nom', 'Nom', required=true)")
    assert "aria-" not in plain
    assert " required" in plain


def test_errors_are_summed_up_with_links_to_their_fields() -> None:
    shown = part("forms", "summary(e)", e={"nom": "Écrivez le nom.", "mois": HOSTILE})
    assert "2 réponses sont à corriger" in shown
    assert '<a href="#nom">Écrivez le nom.</a>' in shown
    assert part("forms", "summary(e)", e={}) == ""
    assert "Une réponse est à corriger" in part("forms", "summary(e)", e={"nom": "Écrivez le nom."})


def test_a_choice_keeps_what_was_chosen() -> None:
    shown = part("forms", "choice('lot', 'Lot', [(1, 'Lot 1'), (2, h)], '2', blank=none)", h=HOSTILE)
    assert shown.count("<option") == 2
    assert '<option value="2" selected>' in shown


def test_areas_and_ticks_have_their_labels() -> None:
    assert ">&lt;/textarea&gt;</textarea>" in part("forms", "area('motif', 'Motif', '</textarea>')")
    shown = part("forms", "tick('accord', 'Il accepte', true)")
    assert 'value="oui" checked>' in shown
    assert 'for="accord"' in shown


def test_a_header_sorts_one_way_then_the_other() -> None:
    given = {"address": address}
    assert 'aria-sort="none"><!--' not in part("lists", "sortable('Nom', 'nom', 'nom', address)", **given)
    assert 'aria-sort="ascending"' in part("lists", "sortable('Nom', 'nom', 'nom', address)", **given)
    assert 'href="?tri=-nom"' in part("lists", "sortable('Nom', 'nom', 'nom', address)", **given)
    assert 'href="?tri=nom"' in part("lists", "sortable('Nom', 'nom', '-nom', address)", **given)
    assert 'aria-sort="none"' in part("lists", "sortable('Nom', 'nom', 'date', address)", **given)


@pytest.mark.parametrize(
    ("page", "total", "words", "links"),
    [
        (1, 45, "1 à 20 sur 45 lignes", ["?page=2"]),
        (3, 45, "41 à 45 sur 45 lignes", ["?page=2"]),
        (1, 3, "1 à 3 sur 3", []),
    ],
)
def test_pages_say_where_one_stands(page: int, total: int, words: str, links: list[str]) -> None:
    shown = part("lists", "pages(p, t, 20, address)", p=page, t=total, address=address)
    assert words in shown
    assert re.findall(r'href="([^"]+)"', shown) == links


def test_no_row_has_no_pages_but_a_first_step() -> None:
    assert part("lists", "pages(1, 0, 20, address)", address=address) == ""
    assert "sur" not in part("lists", "pages(1, 1, 20, address)", address=address)
    shown = part("lists", "empty('Aucun marché', 'Créez le premier.', '/marches/nouveau', 'Créer un marché')")
    assert 'href="/marches/nouveau">Créer un marché</a>' in shown
    assert "<a" not in part("lists", "empty('Rien', 'Attendez.')")
