"""The forms that values and headers take in a messy year."""

from __future__ import annotations

import random
import unicodedata
from datetime import date

from clauses.dates import MONTHS
from clauses.quantities import exact, hundredths_of_minutes
from tests.imports.messy_shapes import Shape

HEADERS = {
    "market": ("Référence marché", "N° marché", "Réf. marché", "Marché", "Réf marche", "REFERENCE\nMARCHE"),
    "lot": ("Lot", "N° lot", "N° de lot", "LOT", "Lot n°"),
    "contractor_siret": ("SIRET attributaire", "SIRET", "N° SIRET", "Siret entreprise"),
    "contractor_name": ("Attributaire", "Entreprise", "Titulaire", "Raison sociale"),
    "last_name": ("Nom", "NOM", "Nom du salarié", "Nom salarié"),
    "first_name": ("Prénom", "PRENOM", "Prénom du salarié", "Prénom  salarié"),
    "full_name": ("NOM Prénom", "Nom et prénom", "Salarié", "Nom / Prénom"),
    "birth_date": ("Date de naissance", "Né(e) le", "Date naiss.", "DDN", "DATE DE NAISSANCE"),
    "contract_kind": ("Type de contrat", "Contrat", "Nature du contrat", "Type contrat"),
    "starts_on": ("Début de contrat", "Date d'embauche", "Date d’entrée", "Date de début", "Début contrat"),
    "ends_on": ("Fin de contrat", "Date de fin", "Date de sortie", "Fin contrat"),
    "job": ("Poste", "Métier", "Emploi"),
    "month": ("Mois", "Période", "Mois de travail", "mois concerné"),
    "hours": ("Heures travaillées", "Nbre d'heures", "H. trav.", "Heures réalisées", "HEURES", "Nb heures travaillées"),
    "year": ("Année", "ANNEE"),
    "training_hours": ("Heures de formation", "Formation", "dont formation"),
}


class Forms:
    """Writes values as the shape of a file has it."""

    def __init__(self, draw: random.Random, shape: Shape) -> None:
        self.draw, self.shape = draw, shape

    def exactly(self, amount: int) -> str:
        """Hundredths as a spreadsheet stores them."""
        return exact(amount)

    def month_header(self, month: date) -> str:
        word = MONTHS[month.month - 1]
        short = f"{word[:4].rstrip('e')}-{month:%y}"
        whole = f"{word} {month.year}"
        return self.draw.choice((whole, short, month.isoformat(), f"Heures {whole}", f"{month:%m/%Y}"))

    def siret(self, siret: str) -> str:
        if self.shape.company == "number":
            return siret.lstrip("0")
        if self.shape.company == "spaced":
            return f"{siret[:3]} {siret[3:6]} {siret[6:9]}\u202f{siret[9:]}"
        return siret

    def day(self, day: date) -> str:
        return {
            "iso": day.isoformat(), "french": f"{day:%d/%m/%Y}", "short": f"{day:%d/%m/%y}",
            "words": f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}",
            "serial": str((day - date(1899, 12, 30)).days),
        }[self.shape.dates]  # fmt: skip

    def month(self, month: date) -> str:
        word = MONTHS[month.month - 1]
        if self.shape.years:
            return self.draw.choice((word, word.capitalize(), f"{month.month}", f"{month:%m}"))
        return {
            "iso": month.isoformat(), "words": f"{word} {month.year}", "short": f"{word}-{month:%y}",
            "figures": f"{month:%m/%Y}", "reversed": f"{month:%Y-%m}",
        }[self.shape.months]  # fmt: skip

    def hours(self) -> tuple[str, int]:
        """A text and the hundredths of an hour that it says."""
        if self.shape.zeros and self.draw.random() < 0.1:
            return self.draw.choice(("0", "néant", "0,00")), 0
        if self.shape.hours in {"spoken", "clock", "duration"}:
            minutes = self.draw.randrange(60, 170 * 60)
            whole, rest = divmod(minutes, 60)
            clock = f"{whole}:{rest:02d}"
            form = {"spoken": f"{whole}h{rest:02d}", "clock": clock, "duration": f"{clock}:00"}
            return form[self.shape.hours], hundredths_of_minutes(minutes)
        value = self.draw.randrange(100, 17_000)
        text = exact(value)
        return {
            "long": f"{text}{self.draw.randrange(0, 5)}",  # more digits than are kept, which round to the same
            "plain": text.rstrip("0").rstrip("."),
            "comma": text.replace(".", ","),
            "spaced": f" {text.replace('.', ',')}\u00a0h",
        }[self.shape.hours], value


def bare(text: str) -> str:
    """Without accents, as an old program writes."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
