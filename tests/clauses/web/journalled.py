"""Whoever writes through the pages or the API leaves an act in the journal, and writes nothing that the form or the
body did not name: heard at every request of a test."""

from threading import current_thread
from typing import Any

from httpx import Client, Request, Response
from sqlalchemy import Engine, event

from tests.clauses.web.intruders import INTRUDER

KEPT_APART = {
    "journal": "the journal itself",
    "journal_head": "its seal",
    "signed_in": "a session is seen, not acted upon; opening and ending one are acts",
    "tries": "tries are counted, the sign-in is the act",
    "mail": "what is sent by somebody is an act of that somebody, elsewhere",
    "answered": "that a creation was answered already",
    "client_entry": "the same, of a telephone",
    "stored_file": "bytes alone; what they are for is the act",
}
"""The tables that may be written without an act, each with why."""
_WRITES = ("INSERT", "UPDATE", "DELETE")


def listens(client: Client, engine: Engine) -> None:
    """Refuses from now on, in the test itself, a request that wrote and signed nothing."""
    written: list[str] = []

    assigned: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *rest: object) -> None:
        words = statement.split(maxsplit=3)
        beside = current_thread().name.startswith(("deposit", "batch"))  # done beside the requests
        if not beside and words and words[0].upper() in _WRITES:
            table = words[1] if words[0].upper() == "UPDATE" else words[2]
            written.append(table.strip('"').split("(")[0])
            assigned.extend([statement] if INTRUDER in str(rest[0]) else [])

    def forget(_request: Request) -> None:
        written.clear()
        assigned.clear()

    def judge(answer: Response) -> None:
        if assigned:
            raise AssertionError(f"{answer.request.method} {answer.request.url.path} wrote an intruder: {assigned}")
        unsigned = sorted(set(written) - set(KEPT_APART))
        if answer.status_code < 400 and unsigned and "journal" not in written:
            asked = answer.request
            raise AssertionError(f"{asked.method} {asked.url.path} wrote {unsigned} and left no act in the journal")

    event.listen(engine, "before_cursor_execute", hear)
    hooks: dict[str, list[Any]] = {"request": [forget], "response": [judge]}
    client.event_hooks = hooks
