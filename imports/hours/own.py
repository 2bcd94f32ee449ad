"""What a sender may write: rows of others are refused before anything recorded is looked at.

So the answer is the same whether the market, the company or the month of somebody else exists or not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
from sqlmodel import Session

from clauses.access.depositing import Depositor, contractors_of, told_of
from clauses.accounts.models import Organisation
from clauses.files.rules import Issue, Severity
from clauses.people.queries import doubted_people
from clauses.words import folded
from imports.hours.known import Known
from imports.said import Headers, Row, Saying, say


@dataclass(frozen=True)
class Own:
    """The contractors whose units may be written, and the only employer where there is one.

    ``siret`` and ``name`` are the employer's own.
    """

    contractors: frozenset[int]
    employer_id: int | None = None
    siret: str | None = None
    name: str = ""
    people: frozenset[int] = frozenset()
    """Those doubted (`doubted_people`) whose record is not hidden from the sender: nobody else waits for a reason."""

    def narrowed(self, known: Known) -> Known:
        """What is recorded, less the markets and lots that are not the sender's: they are as if unknown.

        What is declared on them stays, so that hours claimed twice are seen (`imports.hours.doubles`): of a line whose
        contractor is not among those left, nothing is said (`imports.hours.discreet`).
        """
        held = known.contractors.filter(pl.col("contractor_id").is_in(sorted(self.contractors)))
        lots = known.lots.filter(pl.col("lot_id").is_in(held["lot_id"].unique().implode()))
        return replace(known, lots=lots, contractors=held, seen=self.people)

    def claimed(self, frame: pl.DataFrame, headers: Headers) -> tuple[pl.DataFrame, list[Issue]]:
        """The rows whose employer is the sender, or that name nobody; the others are said, and dropped."""
        if self.employer_id is None or frame.is_empty():
            return frame, []
        told = frame.select("employer_siret", "employer_name").unique()
        mine = [self._is_me(siret, name) for siret, name in told.iter_rows()]
        judged = frame.join(
            told.with_columns(pl.Series("mine", mine, dtype=pl.Boolean)),
            on=["employer_siret", "employer_name"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        own = judged.filter("mine").drop("mine")
        saying = Saying("hours.not_your_rows", "employer_name", Severity.ERROR, self._not_yours)
        return self._signed(own), say(judged.filter(~pl.col("mine")), saying, headers)

    def _is_me(self, siret: str | None, name: str | None) -> bool:
        if siret and self.siret:
            return siret == self.siret
        if name:
            return _key(name) == _key(self.name)
        return siret is None  # where the sender's own SIRET is not recorded, one alone may be anybody's

    def _signed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows that bear the sender's own name, whatever they wrote of it."""
        return frame.with_columns(
            pl.lit(self.siret, dtype=pl.String).alias("employer_siret"),
            pl.lit(self.name, dtype=pl.String).alias("employer_name"),
        )

    def _not_yours(self, row: Row) -> str:
        written = row["employer_name"] or row["employer_siret"]
        unsure = self.siret is None and row["employer_name"] is None
        help_ = " Écrivez aussi le nom de l'employeur : le SIRET du vôtre n'est pas enregistré." if unsure else ""
        return (
            f"Ligne {row['row']} : l'employeur « {written} » n'est pas « {self.name} ». Chaque employeur dépose ses "
            f"propres heures : retirez cette ligne, ou corrigez son employeur.{help_}"
        )


def _key(name: str) -> str:
    return folded(name) or name


def load(session: Session, depositor: Depositor) -> Own:
    """What a depositor may write."""
    contractors = frozenset(contractors_of(session, depositor))
    people = told_of(session, depositor, doubted_people())
    if depositor.employer_id is None:
        return Own(contractors, people=people)
    company = session.get_one(Organisation, depositor.employer_id)
    return Own(contractors, company.id, company.siret, company.name, people)
