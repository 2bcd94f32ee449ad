"""Whatever is written, a bilan that may use the copy of locked months is that of the database: real files, real verbs.

A walk of acts drawn at random; after each one, bilans drawn at random are read both ways, from the last copy made. What
the walk must have met is asked of it at the end, so that it cannot pass by never trusting the copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from clauses import audit
from clauses.access.counted import countable
from clauses.accounts.models import Organisation
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.dates import Period
from clauses.db import reading, writing
from clauses.errors import ClausesError
from clauses.files.rules import FileKind
from clauses.hours import actions as hours
from clauses.hours.correction_undoing import undo_correction
from clauses.hours.models import Declaration, Line
from clauses.hours.undoing import undo_decision
from clauses.markets.models import Contractor, Lot
from clauses.markets.rewriting import rewrite_lot
from clauses.markets.transfers import transfer
from clauses.people.actions import change_person
from clauses.people.models import Person
from clauses.privacy import keeping
from clauses.questions import actions as questions
from clauses.questions.models import Question
from clauses.reference.rules import ContractKind, Nature, Sex
from clauses.reports import copy_belief, copy_files, copy_reading
from clauses.reports.bilan import compute
from clauses.reports.bilan_query import selected
from clauses.reports.copy_building import build
from clauses.reports.figures import Perimeter, Selection
from tests.imports.office import EXIT, HOURS, KARIM, KARIM_HOURS, LEA, MARKET, SECOND_LOT, TODAY, Office, Written

MONTHS = [date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]
PERIODS = [
    Period(date(2023, 1, 1), date(2023, 12, 31)),
    Period(date(2024, 1, 1), date(2024, 3, 31)),
    Period(date(2023, 12, 1), date(2024, 2, 29)),
    Period(date(2023, 11, 15), date(2024, 12, 31)),
]
TWINS: Sequence[Written] = ({**LEA, "Nom": "Rous"}, {**LEA, "Date de naissance": "05/05/1990"})
"""Somebody very like Léa: a doubt on two records."""
NOBODY_YET: Written = {**HOURS, "Date de naissance": "05/05/1990", "Début de contrat": "03/01/2024"}
"""Hours of somebody very like her: a doubt on a name."""

Step = Callable[["Walk"], object]


class Walk:
    """An office where things happen, and the copy of its locked months."""

    def __init__(self, office: Office, folder: Path, seed: int) -> None:
        self.office, self.folder, self.random = office, folder, Random(seed)
        self.met: Counter[str] = Counter()

    def pick(self, session: Session, table: type[SQLModel], *conditions: Any) -> Any:
        """A row drawn among those of a table; None where there is none."""
        rows = session.exec(select(table).where(*conditions).order_by(col(getattr(table, "id")))).all()  # noqa: B009
        return self.random.choice(rows) if rows else None

    def by(self) -> str:
        return self.random.choice(["Ana", "Bob"])

    def take(self, step: Step) -> None:
        """A step, which rules or constraints may refuse."""
        with suppress(ClausesError, IntegrityError):
            step(self)
            self.met[step.__name__] += 1

    def compare(self) -> None:
        """A bilan drawn at random, read both ways at one moment."""
        draw = self.random
        asked: dict[str, Any] = {
            "period": draw.choice(PERIODS),
            "perimeter": draw.choice(list(Perimeter)),
            "include_submitted": draw.random() < 0.75,
            "nature": draw.choice([None, None, None, Nature.BTP, Nature.MS]),
        }
        asked |= draw.choice(
            [{}, {}, {"buyer": "Ville d'Ouchy"}, {"market": "2024-T001", "lot": "2"}, {"company": "Maçons du Sud"}]
        )
        with reading(self.office.engine) as session:
            only = draw.choice([None, None, *map(countable, _readers(session))])
            try:
                selection = selected(session, **asked, only=only)
            except ClausesError:
                return
            whole = copy_reading.read(session, selection, only)
            quick = copy_reading.read(session, selection, only, self.folder)
            assert compute(quick, selection) == compute(whole, selection), (asked, self.met)
            held = copy_files.account(self.folder)
            trusted = copy_belief.believed(session, held) if held else copy_belief.Believed()
        serves = any(month in selection.period for month in trusted.months)
        self.met["served"] += serves
        self.met["served with people"] += serves and trusted.people
        self.met["not served"] += not serves


def _readers(session: Session) -> list[Scope]:
    """A facilitateur, the buyer, a company: who count by market, and who counts line by line."""
    bodies = {
        name: session.exec(select(Organisation.id).where(col(Organisation.name) == name)).first()
        for name in ("Ville d'Ouchy", "Maçons du Sud")
    }
    return [
        Scope(1, "x", (Standing(1, kind, organisation, 1),), TODAY)
        for kind, organisation in (
            (ActorKind.F, None),
            (ActorKind.D, bodies["Ville d'Ouchy"]),
            (ActorKind.E, bodies["Maçons du Sud"]),
        )
    ]


def copied(walk: Walk) -> None:
    build(walk.office.engine, walk.folder)


def sent(walk: Walk) -> None:
    """Hours of one or two people, in one month and lot, again and again."""
    draw = walk.random
    month, lot = draw.choice(MONTHS), draw.choice([MARKET, SECOND_LOT])
    rows = [
        {
            **who,
            "Lot": lot["Lot"],
            "SIRET attributaire": lot["SIRET attributaire"],
            "Mois": month.strftime("%m/%Y"),
            "Début de contrat": draw.choice(["02/01/2024", "15/12/2023", "01/10/2023"]),
            "Heures travaillées": str(draw.choice([0, 10, 35, 151])),
        }
        for who in draw.sample([HOURS, KARIM_HOURS, NOBODY_YET], draw.randint(1, 3))
    ]
    walk.office.hours(*rows, validate=draw.random() < 0.3, confirmed=True, by=walk.by())


def people_sent(walk: Walk) -> None:
    draw = walk.random
    since = {"Adresse depuis": "01/06/2023", "Entrée PLIE le": draw.choice(["", "01/02/2024", "01/01/2023"])}
    who = draw.choice([LEA, LEA, LEA, KARIM, KARIM, *TWINS])
    walk.office.send(FileKind.PEOPLE, {**who, **since, "QPV": draw.choice(["Les Grésilles", "Fontaine d'Ouche", ""])})


def exits_sent(walk: Walk) -> None:
    walk.office.send(FileKind.EXITS, {**EXIT, "Motif": walk.random.choice(["Emploi", "Formation"])})


def market_sent(walk: Walk) -> None:
    nature = walk.random.choice(["Travaux", "Services"])
    walk.office.send(FileKind.MARKETS, {**MARKET, "Nature": nature}, correction=True)


def decided(walk: Walk) -> None:
    verbs: list[Callable[..., object]] = [hours.validate_line, hours.reject_line, undo_decision]
    with writing(walk.office.engine) as session:
        line, verb = walk.pick(session, Line), walk.random.choice(verbs)
        why = {"reason": "Non"} if verb is hours.reject_line else {}
        verb(session, line_id=line.id, version=line.version, by=walk.by(), **why)


def corrected(walk: Walk) -> None:
    with writing(walk.office.engine) as session:
        version = walk.pick(session, Declaration, col(Declaration.state).in_(["proposed", "current", "refused"]))
        verbs: list[Callable[..., object]] = [hours.accept_correction, hours.refuse_correction, undo_correction]
        verb = walk.random.choice(verbs)
        verb(session, declaration_id=version.id, by=walk.by())


def locked(walk: Walk) -> None:
    with writing(walk.office.engine) as session:
        hours.lock_month(session, month=walk.random.choice(MONTHS), by="Ana")


def reopened(walk: Walk) -> None:
    month = walk.random.choice(MONTHS)
    with writing(walk.office.engine) as session:
        hours.ask_reopening(session, month=month, by="Ana")
        hours.reopen_month(session, month=month, by="Bob")


def answered(walk: Walk) -> None:
    verbs: list[Callable[..., object]] = [questions.accept, questions.accept, questions.refuse, questions.undo]
    verb = walk.random.choice(verbs)
    with writing(walk.office.engine) as session:
        verb(session, question_id=walk.pick(session, Question).id, by="Ana")


def lot_rewritten(walk: Walk) -> None:
    with writing(walk.office.engine) as session:
        rewrite_lot(session, walk.pick(session, Lot).id, by="Ana", nature=walk.random.choice([Nature.MS, None]))


def person_changed(walk: Walk) -> None:
    with writing(walk.office.engine) as session:
        person = walk.pick(session, Person)
        change_person(session, person.id, sex=walk.random.choice(list(Sex)))
        audit.record(session, "modify", by="Ana", subject="person", subject_id=person.id)


def contract_added(walk: Walk) -> None:
    with writing(walk.office.engine) as session:
        employer = session.exec(select(Organisation.id)).first()
        starts = date(2024, walk.random.randint(1, 3), walk.random.randint(1, 28))
        row = {"person_id": walk.pick(session, Person).id, "employer_id": employer, "kind": ContractKind.CDD}
        with suppress(ClausesError):
            hours.add_contracts(session, [row | {"starts_on": starts, "ends_on": None}])
        audit.record(session, "create", by="Ana", subject="contract")


def transferred(walk: Walk) -> None:
    with writing(walk.office.engine) as session:
        holder = walk.pick(session, Contractor)
        taker = walk.pick(session, Organisation)
        transfer(
            session, from_id=holder.id, organisation_id=taker.id, hours=100_00, effective_on=date(2024, 2, 1),
            reason="Cession", by="Ana",
        )  # fmt: skip


def made_anonymous(walk: Walk) -> None:
    with writing(walk.office.engine) as session:
        people, when = [walk.pick(session, Person).id], date(2040, 1, 1)
        keeping.ask_anonymising(session, people=people, paid=2025, today=when, by="Ana")
        keeping.anonymise(session, people=people, today=when, by="Bob")


USUAL: Sequence[Step] = (copied, copied, copied, sent, sent, sent, decided, decided, locked, locked, exits_sent)
RARE: Sequence[Step] = (
    corrected, reopened, people_sent, market_sent, answered, lot_rewritten, person_changed, contract_added, transferred,
)  # fmt: skip


def walked(office: Office, folder: Path, seed: int, steps: int) -> Walk:
    walk = Walk(office, folder, seed)
    office.send(FileKind.MARKETS, MARKET, SECOND_LOT)
    office.prepare(FileKind.HOURS)
    for _ in range(4):
        walk.take(sent)
    for number in range(steps):
        usual = walk.random.random() < 0.7
        walk.take(walk.random.choice(USUAL if usual else RARE))
        if number % 40 == 39:
            walk.take(made_anonymous)
        for _ in range(2 if usual else 6):
            walk.compare()
    return walk


def test_a_copy_never_changes_a_figure(office: Office, tmp_path: Path) -> None:
    walk = walked(office, tmp_path / "copie", seed=3, steps=15)
    assert min(walk.met[said] for said in ("served", "served with people", "not served")) > 1, walk.met


@pytest.mark.stress
@pytest.mark.parametrize("seed", [1, 2, 4, 5, 6, 7])
def test_a_copy_never_changes_a_figure_however_long_the_walk(office: Office, tmp_path: Path, seed: int) -> None:
    walk = walked(office, tmp_path / "copie", seed, steps=120)
    assert min(walk.met[said] for said in ("served", "served with people", "not served")) > 3, walk.met


# One act at a time, each of which changes a figure of a locked month


MARCH = Period(date(2024, 3, 1), date(2024, 3, 31))
TWIN: Written = {**LEA, "Nom": "Rous"}
TWIN_HOURS: Written = {**HOURS, "Nom": "Rous", "Début de contrat": "09/01/2024"}


def _person(office: Office, name: str) -> int:
    return int(office.rows(f"SELECT id FROM person WHERE last_name = '{name}'")[0][0])


def lot_of_another_nature(office: Office) -> None:
    (lot,) = office.rows("SELECT id FROM lot WHERE number = '1'")[0]
    with writing(office.engine) as session:
        rewrite_lot(session, lot, by="Ana", nature=Nature.MS)


def market_of_another_nature(office: Office) -> None:
    office.send(FileKind.MARKETS, {**MARKET, "Nature": "Services"}, correction=True)


def lives_elsewhere(office: Office) -> None:
    office.send(FileKind.PEOPLE, {**LEA, "QPV": "Les Grésilles"})


def another_sex(office: Office) -> None:
    with writing(office.engine) as session:
        number = _person(office, "Dubois")
        change_person(session, number, sex=Sex.F)
        audit.record(session, "modify", by="Ana", subject="person", subject_id=number)


def two_are_one(office: Office) -> None:
    (question,) = office.rows("SELECT id FROM question WHERE kind = 'same_person' AND subject_id IS NOT NULL")[0]
    with writing(office.engine) as session:
        questions.accept(session, question_id=question, by="Ana")


def a_contract_of_that_month_without_hours(office: Office) -> None:
    april = {**KARIM_HOURS, "Mois": "04/2024", "Début de contrat": "05/03/2024", "Type de contrat": "CDI"}
    assert office.hours(april).status == 0


def sent_again_once_reopened(office: Office) -> None:
    with writing(office.engine) as session:
        hours.ask_reopening(session, month=MARCH.starts_on, by="Ana")
        hours.reopen_month(session, month=MARCH.starts_on, by="Bob")
    again = {**HOURS, "Heures travaillées": "3"}
    office.hours(again, KARIM_HOURS, TWIN_HOURS, confirmed=True)
    with writing(office.engine) as session:
        version = session.exec(select(Declaration.id).where(col(Declaration.state) == "proposed")).one()
        hours.accept_correction(session, declaration_id=version or 0, by="Bob")
        hours.lock_month(session, month=MARCH.starts_on, by="Ana")


def left(office: Office) -> None:
    assert office.send(FileKind.EXITS, {**EXIT, "Sortie le": "31/03/2024"}).status == 0


def oriented(office: Office) -> None:
    office.send(FileKind.PEOPLE, {**KARIM, "Orienté le": "12/03/2024"})


@pytest.mark.parametrize(
    "happens",
    [
        lot_of_another_nature, market_of_another_nature, lives_elsewhere, another_sex, two_are_one,
        a_contract_of_that_month_without_hours, sent_again_once_reopened, left, oriented,
    ],
)  # fmt: skip
def test_what_changes_a_locked_month_shows_at_once(
    small_office: Office, tmp_path: Path, happens: Callable[[Office], None]
) -> None:
    office, folder, asked = small_office, tmp_path / "copie", Selection(MARCH, Perimeter.ALL, include_submitted=True)
    office.send(FileKind.MARKETS, MARKET, SECOND_LOT)
    office.send(FileKind.PEOPLE, LEA, KARIM)
    office.send(FileKind.PEOPLE, TWIN)
    assert office.hours(HOURS, KARIM_HOURS, TWIN_HOURS, validate=True, by="Ana").status == 0
    with writing(office.engine) as session:
        hours.lock_month(session, month=MARCH.starts_on, by="Ana")
    made = build(office.engine, folder).copied
    with reading(office.engine) as session:
        assert copy_belief.believed(session, made) == copy_belief.Believed(frozenset({MARCH.starts_on}), people=True)
        before = compute(copy_reading.read(session, asked, None, folder), asked)
    happens(office)
    with reading(office.engine) as session:
        after = compute(copy_reading.read(session, asked, None, folder), asked)
        assert after == compute(copy_reading.read(session, asked), asked) != before
