"""Who signs in, with what, for how long: the closed lists and limits of accounts, and passwords worth having."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import Final

from clauses.reference.rules import Labelled
from clauses.words import folded

_SIGNED: Final = re.compile(r"(?:(?P<program>.+) \(jeton \d+, )?(?P<name>.*) \(compte \d+\)\)?")


def signer(author: str) -> str:
    """Who signed, as people read it: a name, without the number of the account, which tells homonyms apart in the
    journal (`clauses.accounts.models.User.author`). A program says whose it is; what signed otherwise stays as it is.
    """
    signed = _SIGNED.fullmatch(author)
    if signed is None:
        return author
    name = signed["name"].strip() or "compte supprimé"
    return f"{signed['program']}, programme de {name}" if signed["program"] else name


class ActorKind(Labelled):
    """The eight kinds of actors; each letter is a column of the permission matrix (`clauses.accounts.matrix`)."""

    F = "F", "Facilitateur"
    S = "S", "Structure d'animation"
    E = "E", "Entreprise ou employeur"
    O = "O", "Opérateur chantier"  # noqa: E741  # a letter of the matrix
    D = "D", "Donneur d'ordre"
    P = "P", "Référent PLIE"
    R = "R", "Prescripteur"
    A = "A", "Administrateur"


OF_A_TERRITORY: Final = frozenset({ActorKind.F, ActorKind.S})
"""Actors whose reach is a territory; the others act for an organisation, but the administrator."""

WITH_SECOND_FACTOR: Final = frozenset({ActorKind.F, ActorKind.P, ActorKind.D, ActorKind.A})
"""Actors who must enrol a second factor before they see anything, outside the demonstration."""


class LinkKind(Labelled):
    """A link that works once, sent by mail."""

    INVITATION = "invitation", "Invitation"
    RESET = "reset", "Nouveau mot de passe"


class TokenScope(Labelled):
    """What a program may do in the name of an entity."""

    READ = "read", "Lecture"
    DEPOSIT = "deposit", "Lecture et dépôt"


IDLE: Final = timedelta(hours=1)
ABSOLUTE: Final = timedelta(hours=12)
RECENT: Final = timedelta(minutes=10)
"""How long a password just given opens validation, export and rights without being asked again."""

SEEN_EVERY: Final = timedelta(minutes=1)
"""A session's last use is written at most this often: reading pages is not writing rows."""

LINK_LIFE: Final = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(hours=1)}
TOKEN_LIFE: Final = timedelta(days=365)
GLASS_LIFE: Final = timedelta(minutes=30)
"""How long personal data stay open to an administrator who said why."""

SHORTEST_MOTIVE, LONGEST_MOTIVE = 15, 300
TRIES: Final = 10
TRIES_WINDOW: Final = timedelta(minutes=5)
RECOVERY_CODES: Final = 10
FIRST_TERRITORY: Final = 1
"""The territory of what no territory is said of: most installations have only this one."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 14, 128

_COMMON: Final = frozenset(
    [
        "motdepasse",
        "motdepasse",
        "motdepassemotdepasse",
        "azertyuiop",
        "azertyuiopqsdfghjklm",
        "qwertyuiop",
        "qwertyuiopasdfghjkl",
        "bonjour",
        "bienvenue",
        "changezmoi",
        "changeme",
        "administrateur",
        "administrator",
        "password",
        "passwordpassword",
        "letmein",
        "iloveyou",
        "jetaime",
        "soleil",
        "doudou",
        "loulou",
        "marseille",
        "chocolat",
        "clauses",
        "clausesociale",
        "clausessociales",
        "insertion",
        "facilitateur",
        "correcthorsebatterystaple",
    ]
)
"""What is tried first: a password that is one of these, whatever its digits and punctuation, is refused."""


def password_fault(password: str, *, email: str, name: str) -> str | None:
    """Why a password is refused, in French, or None. Length first (14 to 128 signs), then what is tried first."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Choisissez un mot de passe d'au moins {SHORTEST_PASSWORD} caractères : une phrase convient."
    if len(password) > LONGEST_PASSWORD:
        return f"Un mot de passe a {LONGEST_PASSWORD} caractères au plus."
    letters = "".join(sign for sign in folded(password) if sign.isalpha())
    if letters in _COMMON or len(set(password)) < 5 or _is_a_run(password):
        return "Ce mot de passe est parmi les premiers essayés. Choisissez une phrase à vous."
    own = [part for part in (*folded(email.partition("@")[0]).split(), *folded(name).split()) if len(part) > 2]
    rest = letters
    for part in own:
        rest = rest.replace(part, "")
    if own and len(rest) < 4 and rest != letters:
        return "Ce mot de passe est fait de votre nom ou de votre adresse. Choisissez une phrase à vous."
    return None


def _is_a_run(password: str) -> bool:
    """« 12345678901234 », « abcdefghijklmn »: each sign follows the one before (9 → 0 too)."""
    steps = {(ord(after) - ord(before)) % 10 for before, after in pairwise(password)}
    return steps in ({1}, {9}, {0})


def tidy_email(text: str) -> str:
    """An address as compared: without spaces around, in lower case."""
    return text.strip().lower()


def email_fault(email: str) -> str | None:
    """Why an address cannot be written to, in French, or None."""
    local, at, domain = email.partition("@")
    known = bool(local and at and "." in domain.strip(".") and "@" not in domain)
    odd = any(sign.isspace() or not sign.isprintable() or sign in '<>,;"' for sign in email)
    if not known or odd or len(email) > 200:
        return f"« {email[:80]} » n'est pas une adresse électronique. Écrivez par exemple prenom.nom@exemple.fr."
    return None
