"""A fault at each write of an import in turn: nothing of it is stored, the next one completes. On both engines."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, event

from clauses.files.rules import FileKind
from clauses.hours import actions
from tests.imports.office import EXIT, FILES, HOURS, KARIM_HOURS, LEA, MARKET, MEETING, NEED, STRANGER, Office, Written

CHANGED: Mapping[FileKind, tuple[Written, ...]] = {
    FileKind.MARKETS: (
        {**MARKET, "Intitulé marché": "École", "Heures d'insertion": "900", "Pénalité (€/h)": "75"},
        {**MARKET, "Lot": "3", "Attributaire": "Nouvelle", "SIRET attributaire": "55210055400013"},
    ),
    FileKind.PEOPLE: (
        {**LEA, "RSA": "oui", "QPV": "Les Grésilles", "Entrée PLIE le": "09/01/2023", "Décision": "non intégré"},
        {**LEA, "Nom": "Nouvelle", "Date de naissance": "02/02/1992"},
    ),
    FileKind.HOURS: (
        {**HOURS, "Heures travaillées": "140", "Fin de contrat": "30/06/2024"},
        {**KARIM_HOURS, "Employeur": "Ouche Intérim", "Type d'employeur": "ETTI", "Type de contrat": "CTTI"},
        {**STRANGER, "Mois": "04/2024"},
    ),
    FileKind.NEEDS: ({**NEED, "Nombre de postes": "3"}, {**NEED, "Référence besoin": "B002"}),
    FileKind.EXITS: ({**EXIT, "Motif": "Déménagement"}, {**EXIT, "Sortie le": "31/05/2022"}),
    FileKind.MEETINGS: (
        {**MEETING, "Date": "12/02/2024", "Test passé le": "12/02/2024"},
        {
            **MEETING,
            "Objet": "Entretien de motivation",
            "Date": "19/02/2024",
            "Test passé le": "",
            "Résultat du test": "",
        },
    ),
}
"""A file of each kind that changes what is recorded, and adds to it."""


class Fault(Exception):
    """What a full disk, or a bug, would raise."""


@contextmanager
def fault_at(engine: Engine, number: int) -> Iterator[list[str]]:
    """Raises at the n-th statement that writes, or at the commit when there are fewer; the statements that passed."""
    passed: list[str] = []

    def on_statement(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            if len(passed) + 1 == number:
                raise Fault(statement)
            passed.append(statement)

    def do_commit(connection: Any) -> None:
        if len(passed) + 1 == number:
            engine.dialect.do_rollback(connection)  # as both engines do of what they cannot commit
            raise Fault("COMMIT")
        passed.append("COMMIT")
        commit(connection)

    commit = engine.dialect.do_commit
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine.dialect, "do_commit", do_commit)
        event.listen(engine, "before_cursor_execute", on_statement)
        try:
            yield passed
        finally:
            event.remove(engine, "before_cursor_execute", on_statement)


def faults_in_turn(office: Office, kind: FileKind) -> list[tuple[int, str]]:
    """The writes after which a fault left something half stored, until an import meets none and completes."""
    before = office.recorded(), office.shelved()
    torn = []
    for number in count(1):
        with fault_at(office.engine, number) as passed:
            try:
                report = office.send(kind, *CHANGED[kind], confirmed=True)
            except Fault as fault:
                after = office.recorded(), office.shelved()
                # A commit that fails leaves the file alone on its shelf: the same bytes sent again find their place.
                if after[0] != before[0] or (after[1] != before[1] and str(fault) != "COMMIT") or office.faults():
                    torn.append((number, str(fault)))
                continue
        assert report.status == 0
        assert number > len(passed) > 3  # as many as there were, unless a fault left something behind
        break
    assert office.faults() == []
    return torn


def test_a_fault_at_any_write_leaves_nothing_half_stored(office: Office) -> None:
    office.prepare()
    office.hours(*FILES[FileKind.HOURS])
    assert faults_in_turn(office, FileKind.HOURS) == []


@pytest.mark.parametrize("kind", [kind for kind in FILES if kind is not FileKind.HOURS])
def test_whatever_the_kind_of_file(small_office: Office, kind: FileKind) -> None:
    small_office.prepare(kind)
    small_office.send(kind, *FILES[kind])
    assert faults_in_turn(small_office, kind) == []


@pytest.mark.stress
@pytest.mark.parametrize("kind", list(FILES))
def test_whatever_the_kind_of_file_and_the_engine(office: Office, kind: FileKind) -> None:
    office.prepare(kind)
    office.send(kind, *FILES[kind])
    assert faults_in_turn(office, kind) == []


def test_without_its_one_transaction_an_import_is_seen_torn(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The harness itself: what it must report when there is something to report."""
    monkeypatch.setattr(actions, "declare", committing(actions.declare))
    office.prepare()
    office.hours(HOURS)
    assert faults_in_turn(office, FileKind.HOURS) != []


def committing(verb: Callable[..., list[int]]) -> Callable[..., list[int]]:
    """The same verb, that commits what was done so far."""

    def and_commit(session: Any, rows: Any) -> list[int]:
        done = verb(session, rows)
        session.commit()
        return done

    return and_commit
