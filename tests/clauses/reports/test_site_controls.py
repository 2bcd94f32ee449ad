"""The archive of somebody drawn for a control: every proof, byte for byte, and what is lost by name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from clauses.files.actions import keep_bytes, shelf_place
from clauses.reports.site_controls import controlled
from clauses.sites.facts import FollowUpFacts, SheetFacts
from clauses.sites.rules import Level, MeetingKind
from tests.clauses.sites.known import SIGNED, action, after_test, at, mission, somebody

DAY = date(2024, 2, 5)
PNG = b"\x89PNG\r\n\x1a\nsignature"


def test_every_proof_is_in_the_archive_and_a_lost_one_is_named(tmp_path: Path) -> None:
    kept = keep_bytes(PNG, tmp_path)
    signed = replace(SIGNED, sha256=kept.sha256)
    sheet = SheetFacts(1, DAY, DAY, (("Coffrer", Level.ALONE),), None, None, "Ana")
    person = somebody(
        replace(after_test(DAY), signature=signed), at(MeetingKind.OTHER, DAY, signature=None),
        last_name="N'Diaye / <Fils>", missions=(mission(DAY, sheets=(sheet,)),),
        follow_ups=(FollowUpFacts(1, DAY, "En mission", None, "Ana"),),
    )  # fmt: skip
    facts = action(person)
    made = controlled(facts, person, tmp_path, established_on=DAY)
    assert made == controlled(facts, person, tmp_path, established_on=DAY)
    assert made.name.endswith("-n-diaye-fils-lea.zip")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        names = archive.namelist()
        assert archive.read(f"emargements/2024-02-05-module-{kept.sha256[:12]}.png") == PNG
        told = archive.read("manquants.txt").decode()
        assert archive.read("synthese.pdf").startswith(b"%PDF")
    assert {name.partition("/")[0] for name in names} == {"synthese.pdf", "fiches", "emargements", "manquants.txt"}
    assert "L'émargement : Autre rencontre, le 05/02/2024." in told
    shelf_place(tmp_path, kept.sha256).write_bytes(b"autre chose")
    lost = controlled(facts, person, tmp_path, established_on=DAY)
    assert any("a disparu ou changé" in said for said in lost.lacks)
    assert len(lost.lacks) == len(made.lacks) + 1
