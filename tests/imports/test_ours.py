"""What the product added to a file is not read again; what looks like it and is the sender's is."""

import pytest

from imports.annotating.text import marked_text
from imports.ours import SIGNATURE, TO_CORRECT, without_ours
from imports.reading.csv_text import text_of
from tests.imports.sheets import HEADER, hours, line, sheet


def test_the_sheet_of_remarks_is_left_out() -> None:
    ours = sheet((SIGNATURE,), ("12 remarques",), name=TO_CORRECT)
    theirs = sheet(HEADER, line(), name=TO_CORRECT)
    assert without_ours([ours, theirs]) == [theirs]
    assert without_ours([sheet((SIGNATURE,), name=f"{TO_CORRECT} (2)"), sheet(name=TO_CORRECT)])[0].cells.is_empty()


def test_a_last_column_of_remarks_is_left_out_wherever_the_header_stands() -> None:
    marked = sheet(("Titre",), (), ("Nom", "Heures", "A CORRIGER"), ("Roux", "7", "Mois – Refusé : illisible."))
    assert without_ours([marked])[0].cells.rows()[3] == ("Roux", "7")


def test_a_column_of_that_name_between_others_is_the_sender_s() -> None:
    between = sheet(("Nom", TO_CORRECT, "Heures"), ("Roux", "x", "7"))
    assert without_ours([between]) == [between]


@pytest.mark.parametrize("where", [1, 2, 4])
def test_a_cell_that_says_so_loses_nobody_s_hours(where: int) -> None:
    rows = [HEADER, line(hours="7"), line(last="Roux", hours="8"), line(last="Camara", hours="9"), line(hours="10")]
    rows[where] = (*rows[where][:-1], "à corriger")
    read = hours(sheet(*rows))
    assert sorted(read.frame["hours"]) == sorted(
        100 * value for row, value in enumerate((7, 8, 9, 10), 1) if row != where
    )
    assert [issue.value for issue in read.issues if issue.row == where + 1] == ["à corriger"]


def test_hours_under_that_header_are_the_sender_s() -> None:
    """A second header lower down, or figures: not the remarks of a copy."""
    theirs = sheet(("Nom", TO_CORRECT), ("Roux", "Mois – Refusé : illisible."), ("Nom", "Heures"), ("Roux", "7"))
    assert without_ours([theirs]) == [theirs]
    below = sheet(*[("Titre", None)] * 61, ("Nom", TO_CORRECT))
    assert without_ours([below]) == [below]


def test_a_marked_copy_keeps_a_last_column_with_a_cell_that_says_so() -> None:
    copy = marked_text("Nom;Heures\nRoux;à corriger\nDiallo;8\n".encode(), {2: "Heures – Refusé : illisible."}, 1)
    again = marked_text(copy, {2: "Heures – Refusé : toujours illisible."}, 1)
    assert text_of(again).records == [
        ["Nom", "Heures", TO_CORRECT], ["Roux", "à corriger", "Heures – Refusé : toujours illisible."],
        ["Diallo", "8", ""],
    ]  # fmt: skip
