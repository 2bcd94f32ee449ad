"""How documents look: what a territory gives of its own (a template, a letterhead, a logo), else the house's own.

A territory puts them in the folder « modeles » of its data: ``document.typ`` for PDF (it reads the same content),
``entete.docx`` for DOCX (its styles, header and footer are kept), ``logo.svg``, ``logo.png`` or ``logo.jpg`` for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

TEMPLATE: Final = Path(__file__).parent / "templates" / "document.typ"
FOLDER: Final = "modeles"


@dataclass(frozen=True)
class Look:
    """The template of a PDF; the letterhead of a DOCX and the logo of both, where there are any."""

    template: Path = TEMPLATE
    letterhead: Path | None = None
    logo: Path | None = None


PLAIN: Final = Look()


def look_of(home: Path) -> Look:
    """What the territory whose data are in ``home`` gives."""
    folder = home / FOLDER
    return Look(
        template=_given(folder, "document.typ") or TEMPLATE,
        letterhead=_given(folder, "entete.docx"),
        logo=_given(folder, "logo.svg", "logo.png", "logo.jpg"),
    )


def _given(folder: Path, *names: str) -> Path | None:
    """The first of these files that is there."""
    return next((folder / name for name in names if (folder / name).is_file()), None)
