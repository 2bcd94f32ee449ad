"""What may be refused, in words.

A refusal is an exception; bad data in a file is a value (`imports.checks`); a bug crashes.
"""

from __future__ import annotations

import errno


class ClausesError(Exception):
    """A refusal whose message can be shown to a person as it is: what happened, to what, and what to do.

    ``code`` is stable: programs may rely on it.
    """

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class NotFound(ClausesError):
    """Absent, or outside what the reader may see: the two are never told apart."""

    code = "not_found"


class Forbidden(ClausesError):
    """Seen, but not to be done by this reader."""

    code = "forbidden"


class Unknown(ClausesError):
    """Nobody is signed in, or no longer."""

    code = "signed_out"


class TooMany(ClausesError):
    """Tried too often: come back later."""

    code = "too_many_tries"


class Conflict(ClausesError):
    """Its state forbids it today: a locked month, a validated line, a database of another version."""

    code = "conflict"


class Invalid(ClausesError):
    """A value that cannot be taken, with the name of its field."""

    code = "invalid"

    def __init__(self, message: str, *, field: str, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.field = field


class Unusable(ClausesError):
    """An input that cannot be used at all: nothing of it is stored."""

    code = "unusable"


class Misused(ClausesError):
    """The command, or one of its options, is wrong."""

    code = "misused"


_CAUSES = {
    errno.EACCES: "ce compte n'en a pas le droit",
    errno.EPERM: "ce compte n'en a pas le droit",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ENOSPC: "il n'y a plus de place sur le disque",
    errno.ENOTDIR: "un élément du chemin n'est pas un dossier",
    errno.EROFS: "le disque est en lecture seule",
}


def cause(error: OSError) -> str:
    """What the machine refused, in French; in its own words where we have none."""
    return _CAUSES.get(error.errno or 0) or error.strerror or type(error).__name__
