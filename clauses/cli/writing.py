"""A file written where the person asked, or a refusal that says why not."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import rich_click as click

from clauses.errors import Misused

_CAUSES = {
    errno.ENOENT: "le dossier n'existe pas",
    errno.ENOTDIR: "le dossier n'existe pas",
    errno.EISDIR: "c'est un dossier",
    errno.EACCES: "ce compte n'a pas le droit d'y écrire",
    errno.EPERM: "ce compte n'a pas le droit d'y écrire",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.ENAMETOOLONG: "le nom est trop long",
}


def tell(text: str) -> None:
    """Says something to a person, with the no-break spaces of French typography."""
    from imports.report import typeset

    click.echo("\n".join(typeset(line) for line in text.split("\n")))


def written(output: Path, write: Callable[[Path], object], *, said: bool = True) -> None:
    """Has ``write`` fill the file and, if asked, says so. Raises ``Misused`` when it cannot be written there."""
    try:
        with output.open("ab"):  # a workbook given up halfway complains of its own
            pass
        write(output)
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, error.strerror)
        raise Misused(f"« {output} » ne peut pas être écrit : {cause}. Choisissez un autre endroit.") from error
    if said:
        click.echo(f"{output} est écrit.", err=True)


def say(text: str, output: Path | None) -> None:
    """Prints a text, or writes it to a file."""
    if output is None:
        click.echo(text)
    else:
        written(output, lambda place: place.write_text(text + "\n", encoding="utf-8"))
