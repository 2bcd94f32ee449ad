"""Leaving the provider with which one signed in, as well as this application."""

from __future__ import annotations

from sqlmodel import Session

from clauses.accounts.elsewhere import Stray
from clauses.accounts.keys import SignedIn
from clauses.web.installation import Installation
from clauses.web.visitors import now


def token_of(user_id: int | None) -> str:
    """What a token of the provider is sealed for."""
    return f"token of account {user_id}"


def token_kept(session: Session, place: Installation, session_id: int) -> str | None:
    """The token with which a session was opened elsewhere; None for one opened with a password."""
    held = session.get(SignedIn, session_id)
    if held is None or held.id_token is None:
        return None
    opened = place.seals.open(held.id_token, about=token_of(held.user_id))
    return None if opened is None else opened.secret.decode()


def farewell(place: Installation, token: str | None) -> str | None:
    """Where to leave the provider too; None without such an address, or when it does not answer."""
    if place.provider is None or token is None:
        return None
    try:
        provider = place.acquaintance.met(place.provider, now=now())
    except Stray:
        return None
    return provider.farewell(token, f"{place.settings.public_url}/connexion")
