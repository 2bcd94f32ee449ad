"""Who is meant by a name, an identifier or a number."""

from __future__ import annotations

from sqlmodel import Session, col, or_, select

from clauses.dates import french_day
from clauses.errors import Misused, NotFound
from clauses.people.models import Person
from clauses.words import folded

_SHOWN = 10


def person_named(session: Session, said: str) -> int:
    """The id of the one person with this identifier, or whose names (and birth date, jj/mm/aaaa) are these words.

    Raises ``NotFound`` for nobody, ``Misused`` for several: they are listed with what tells them apart.
    """
    by_identifier = session.exec(select(col(Person.id)).where(col(Person.identifier) == said.strip())).first()
    if by_identifier is not None:
        return by_identifier
    words = folded(said).split()
    names, born = [word for word in words if not word.isdigit()], [word for word in words if word.isdigit()]
    asked = select(Person)
    for name in names:
        asked = asked.where(or_(col(Person.last_key).contains(name), col(Person.first_key).contains(name)))
    found = [
        person
        for person in (session.exec(asked.order_by(col(Person.last_key), col(Person.first_key))).all() if names else ())
        if sorted(names) == sorted(f"{person.last_key} {person.first_key}".split())
        and born in ([], folded(french_day(person.birth_date)).split())
    ]
    if not found:
        raise NotFound(f"Personne ne porte « {said} ». Donnez l'identifiant, ou nom, prénom et date de naissance.")
    if len(found) > 1:
        listed = ", ".join(
            f"{person.first_name} {person.last_name} ({person.identifier or french_day(person.birth_date)})"
            for person in found[:_SHOWN]
        )
        raise Misused(f"Plusieurs personnes portent « {said} » : {listed}. Ajoutez la date de naissance.")
    (person,) = found
    assert person.id is not None  # noqa: S101  # read from the database
    return person.id
