"""A need, or someone, as a person names them on a command line: found, or refused with what is near. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from rapidfuzz import fuzz, process

from clauses.errors import Misused, NotFound
from clauses.words import folded

MOST_NEAR = 5
NEAR_ENOUGH = 55
"""Below this likeness (rapidfuzz ratio, 0-100) a reference reminds of nothing."""

LONGEST_SHOWN = 60


class Referenced(Protocol):
    """What a need is told by."""

    @property
    def reference(self) -> str: ...
    @property
    def market(self) -> str: ...
    @property
    def key(self) -> str: ...


N = TypeVar("N", bound=Referenced)


def need_named(text: str, needs: Sequence[N]) -> N:
    """The need of that reference, or of « market/reference ».

    Raises ``NotFound`` with near references, `Misused` when several markets have it.
    """
    said = folded(text)
    whole = [need for need in needs if said and said == folded(f"{need.market}/{need.reference}")]
    found = whole or [need for need in needs if said and said == folded(need.reference)]
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(f"«\u00a0{need.market}/{need.reference}\u00a0»" for need in found)
        raise Misused(f"Plusieurs marchés ont un besoin {_quoted(text)}. Écrivez l'un de\u00a0: {keys}.")
    raise NotFound(f"Le besoin {_quoted(text)} n'existe pas. {_near(said, [need.key for need in needs], 'besoin')}")


def person_named(text: str, keys: Sequence[str]) -> int:
    """The position of that identifier among ``keys``. Raises ``NotFound`` with near ones."""
    exact = [at for at, key in enumerate(keys) if key == text.strip()]
    found = exact or [at for at, key in enumerate(keys) if folded(text) and folded(key) == folded(text)]
    if len(found) == 1:
        return found[0]
    raise NotFound(f"Personne n'a l'identifiant {_quoted(text)}. {_near(folded(text), keys, 'identifiant')}")


def _near(said: str, known: Sequence[str], what: str) -> str:
    if not known:
        return f"Aucun {what} n'est enregistré."
    like = process.extract(
        said, {key: folded(key) for key in known}, scorer=fuzz.ratio, limit=MOST_NEAR, score_cutoff=NEAR_ENOUGH
    )
    if not like:
        return f"Il y en a {len(known)} enregistrés."
    return f"Les plus proches\u00a0: {', '.join(key for _, _, key in like)}."


def _quoted(text: str) -> str:
    short = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return f"«\u00a0{short}\u00a0»"
