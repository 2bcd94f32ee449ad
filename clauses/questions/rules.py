"""What is asked of somebody who knows: the same person, company, market? Nothing is merged otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clauses.people.rules import Name
from clauses.reference.rules import Labelled


class QuestionKind(Labelled):
    """What a doubt is about."""

    SAME_PERSON = "same_person", "Même personne"
    SAME_COMPANY = "same_company", "Même organisme"
    SAME_MARKET = "same_market", "Même marché"


class QuestionState(Labelled):
    """What became of a question; one that was undone is asked again, and stays readable."""

    OPEN = "open", "À trancher"
    ACCEPTED = "accepted", "C'est le même"
    REFUSED = "refused", "C'en est un autre"
    REVERTED = "reverted", "Décision annulée"


@dataclass(frozen=True)
class Asked:
    """A doubt: what it is about, as it was written, and who or what may be meant (ids).

    ``subject_id`` is a record that would disappear into the one chosen; None for a name in lines to check.
    """

    kind: QuestionKind
    key: str
    subject: Mapping[str, Any]
    candidates: tuple[int, ...]
    subject_id: int | None = None


@dataclass(frozen=True)
class Claimed:
    """Somebody as lines of hours named them; without a birth date, only for one employer."""

    last_name: str
    first_name: str
    birth_date: date | None = None
    employer_id: int | None = None

    @property
    def name(self) -> Name:
        """The name as compared."""
        return Name.of(self.last_name, self.first_name)

    @property
    def key(self) -> str:
        """What two files that name the same person the same way have in common."""
        told = self.birth_date.isoformat() if self.birth_date else f"employeur {self.employer_id}"
        return f"{self.name.last} / {self.name.first} / {told}"[:500]

    def asked(self, candidates: Iterable[int]) -> Asked:
        """The question: which of these people is it?"""
        subject = {
            "last_name": self.last_name,
            "first_name": self.first_name,
            "birth_date": self.birth_date.isoformat() if self.birth_date else None,
            "employer_id": None if self.birth_date else self.employer_id,
        }
        return Asked(QuestionKind.SAME_PERSON, self.key, subject, tuple(sorted(candidates)))

    @classmethod
    def of(cls, subject: Mapping[str, Any]) -> Claimed:
        """As a question keeps it."""
        born = subject.get("birth_date")
        return cls(
            subject["last_name"],
            subject["first_name"],
            date.fromisoformat(born) if born else None,
            subject.get("employer_id"),
        )


def of_record(kind: QuestionKind, record_id: int, subject: Mapping[str, Any], candidates: Iterable[int]) -> Asked:
    """The question: is this record, just added, one of those that were there?"""
    return Asked(kind, f"#{record_id}", subject, tuple(sorted(candidates)), record_id)


def already_told(asked: Asked, told: Iterable[frozenset[int]]) -> bool:
    """Whether somebody has already said of these very candidates; a candidate who is new makes a new doubt."""
    return any(set(asked.candidates) <= candidates for candidates in told)
