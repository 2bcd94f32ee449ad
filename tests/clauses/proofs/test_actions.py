"""Documents attached, read and withdrawn, on both engines."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.errors import Conflict, NotFound, Unusable
from clauses.files.actions import shelf_place
from clauses.files.models import StoredFile
from clauses.people.publics import Criterion
from clauses.proofs.actions import attach, read, withdraw
from clauses.proofs.models import Proof
from clauses.proofs.rules import ProofKind, Subject
from clauses.reports.integrity import faults
from tests import factories
from tests.clauses.files.papers import PDF, png
from tests.factories import id_of

TODAY = date(2024, 6, 15)


def joined(session: Session, shelf: Path, number: int, about: Subject = Subject.CONTRACT, **values: Any) -> Proof:
    usual = {
        "content": PDF, "file_name": "Attestation é.pdf", "kind": ProofKind.RIGHTS, "dated_on": TODAY, "today": TODAY,
        "by": "Ana",
    }  # fmt: skip
    return session.get_one(Proof, attach(session, shelf, about=about, number=number, **{**usual, **values}))


def test_a_document_is_kept_under_its_hash_read_and_withdrawn_each_time_journalised(
    engine: Engine, tmp_path: Path
) -> None:
    with writing(engine) as session:
        proof = joined(session, tmp_path, id_of(factories.contract(session)))
        assert (proof.file_name, proof.form.value) == ("Attestation é.pdf", "pdf")
        assert read(session, tmp_path, proof, by="Bob") == PDF
        withdraw(session, proof, by="Ana")
        with pytest.raises(Conflict, match="retirée"):
            read(session, tmp_path, proof, by="Bob")
        with pytest.raises(Conflict, match="déjà été retirée"):
            withdraw(session, proof, by="Ana")
    with reading(engine) as session:
        assert faults(session, tmp_path) == []
        acts = session.exec(select(Journal).where(col(Journal.subject) == "proof").order_by(col(Journal.number))).all()
    assert [(act.act, act.author) for act in acts] == [("attach", "Ana"), ("read_proof", "Bob"), ("withdraw", "Ana")]


def test_the_same_document_is_attached_once_and_again_after_it_was_withdrawn(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = id_of(factories.contract(session))
        proof = joined(session, tmp_path, number)
        with pytest.raises(Conflict, match="déjà jointe"):
            joined(session, tmp_path, number)
        joined(session, tmp_path, number, content=png())
        withdraw(session, proof, by="Ana")
        joined(session, tmp_path, number)
        assert len(session.exec(select(StoredFile)).all()) == 2


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"number": 999}, NotFound, "pas enregistré"),
        ({"content": b"<html>"}, Unusable, "PDF"),
        ({"dated_on": date(2024, 6, 16)}, Conflict, "à venir"),
        ({"valid_until": date(2024, 6, 14)}, Conflict, "avant sa propre date"),
    ],
)
def test_what_cannot_be_kept_leaves_nothing_behind(
    engine: Engine, tmp_path: Path, values: dict[str, Any], error: type[Exception], words: str
) -> None:
    with writing(engine) as session:
        number = id_of(factories.contract(session))
        with pytest.raises(error, match=words):
            joined(session, tmp_path / "shelf", **{"number": number, **values})
    assert not (tmp_path / "shelf").exists()


def test_a_paper_of_justice_is_never_kept(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        known = id_of(factories.evidence(session, criterion=Criterion.JUSTICE))
        with pytest.raises(Conflict, match="Aucune pièce de justice"):
            joined(session, tmp_path, known, Subject.EVIDENCE)
        joined(session, tmp_path, id_of(factories.evidence(session)), Subject.EVIDENCE)


def test_names_of_files_are_told_without_their_folders(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = id_of(factories.contract(session))
        assert joined(session, tmp_path, number, file_name="C:\\a\\..\\b/../x\r\ny.pdf").file_name == "x y.pdf"
        assert joined(session, tmp_path, number, file_name="", content=png()).file_name == "piece.png"


def test_a_document_that_left_its_shelf_is_said(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        proof = joined(session, tmp_path, id_of(factories.contract(session)))
        kept = session.get_one(StoredFile, proof.stored_file_id)
        shelf_place(tmp_path, kept.sha256).unlink()
        with pytest.raises(Unusable, match="étagère"):
            read(session, tmp_path, proof, by="Bob")
