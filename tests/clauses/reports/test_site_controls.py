"""The archive of somebody drawn for a control: every proof, byte for byte, and what is lost by name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf

from clauses.files.actions import keep_bytes, shelf_place
from clauses.reference.rules import ContractKind
from clauses.reports.site_controls import Deposited, controlled
from clauses.sites.facts import FollowUpFacts, SheetFacts
from clauses.sites.rules import Level, MeetingKind
from tests.clauses.files.papers import PDF
from tests.clauses.sites.known import SIGNED, action, after_test, at, left_for, mission, somebody

DAY = date(2024, 2, 5)
PNG = b"\x89PNG\r\n\x1a\nsignature"


def test_every_proof_is_in_the_archive_and_a_lost_one_is_named(tmp_path: Path) -> None:
    kept = keep_bytes(PNG, tmp_path)
    signed = replace(SIGNED, sha256=kept.sha256)
    sheet = SheetFacts(1, DAY, DAY, (("Coffrer", Level.ALONE),), None, None, "Ana")
    person = somebody(
        replace(after_test(DAY), signature=signed), at(MeetingKind.OTHER, DAY, signature=None),
        last_name="N'Diaye / <Fils>", missions=(mission(DAY, sheets=(sheet,)),),
        follow_ups=(FollowUpFacts(1, DAY, "En mission", None, "Ana"),), exits=(left_for(ContractKind.CDI, DAY),),
    )  # fmt: skip
    facts = action(person)
    papers = (Deposited("Contrat de travail ou avenant", "CDI du 05/02/2024", DAY, keep_bytes(PDF, tmp_path).sha256),)
    made = controlled(facts, person, tmp_path, established_on=DAY, papers=papers)
    assert made == controlled(facts, person, tmp_path, established_on=DAY, papers=papers)
    assert made.name.endswith("-n-diaye-fils-lea.zip")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        names = archive.namelist()
        assert archive.read(f"02-emargements/2024-02-05-module-{kept.sha256[:12]}.png") == PNG
        told = archive.read("01-manquants.txt").decode()
        assert archive.read("00-sommaire.pdf").startswith(b"%PDF")
        summary = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(archive.read(names[0]))).pages)
    assert names == sorted(names)
    assert [name.partition("/")[0] for name in names] == [
        "00-sommaire.pdf", "01-manquants.txt", "02-emargements", "03-fiches-activites", "04-fiches-suivi", "05-pieces",
    ]  # fmt: skip
    assert "sortie positive du 05/02/2024" in told
    proven = controlled(facts, person, tmp_path, established_on=DAY, papers=[replace(papers[0], establishes=True)])
    assert len(proven.lacks) == len(made.lacks) - 1
    assert f"il manque {len(made.lacks)} pièces" in " ".join(summary.split())
    for name in names[2:]:
        assert name in "".join(summary.split()), name
    assert "L'émargement : Autre rencontre, le 05/02/2024." in told
    shelf_place(tmp_path, kept.sha256).write_bytes(b"autre chose")
    shelf_place(tmp_path, papers[0].sha256).unlink()
    lost = controlled(facts, person, tmp_path, established_on=DAY, papers=papers)
    assert [said.split(",")[0] for said in lost.lacks if "a disparu ou changé" in said] == [
        "L'image de l'émargement du 05/02/2024 : le fichier a disparu ou changé.", "La pièce du 05/02/2024",
    ]  # fmt: skip
    assert len(lost.lacks) == len(made.lacks) + 2
