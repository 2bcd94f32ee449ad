"""Names, streets and birth dates to make people of: common in France, put together by counting, nobody's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from clauses.reference.rules import Sex

_LAST_NAMES: Final = (
    "Abdallah", "Aubertin", "Bakayoko", "Barbosa", "Baudouin", "Belkacem", "Ben Salah", "Bérard", "Bertolini",
    "Boisselier", "Bouchard", "Bouzid", "Camara", "Carvalho", "Chapuis", "Charpentier", "Chenu", "Cissé", "Collinet",
    "Cornu", "Da Costa", "D'Almeida", "De Oliveira", "Delacroix", "Desbois", "Diarra", "Diop", "Dos Reis", "Duchêne",
    "Dufour-Petit", "El Amrani", "El Khatib", "Faivre", "Fassi", "Fournier-Lopes", "Gaillot", "Garnier", "Gonçalves",
    "Guénot", "Haddad", "Hamidi", "Hugonnet", "Ibrahimi", "Jacquinot", "Jeannin", "Kaya", "Keïta", "Khelifi", "Konaté",
    "Kovacs", "Lachenal", "Lamirault", "Le Goff", "Lebreton", "Lefèvre", "Lhomme", "Machado", "Maïga", "Mansouri",
    "Marchetti", "Marlot", "Mbaye", "Mendès", "Meunier", "Moisson", "Morel-Diallo", "Muñoz", "N'Diaye", "N'Guessan",
    "Naudin", "Nikolov", "Novak", "Ouattara", "Ould Ahmed", "Özdemir", "Pageaux", "Pereira", "Perrot", "Petitjean",
    "Poinsot", "Quillot", "Rabier", "Ramdani", "Renaudin", "Rodríguez", "Rossignol", "Saïdi", "Sanogo", "Santoro",
    "Sauvageot", "Schmitt", "Seguin", "Sahin", "Tainturier", "Tchoumi", "Tessier", "Thévenin", "Traoré", "Vacher",
    "Van Daele", "Vuillemin", "Weiss", "Yildirim", "Zerrouki", "Zimmermann",
)  # fmt: skip
_WOMEN: Final = (
    "Aïcha", "Amandine", "Anne-Sophie", "Béatrice", "Chloé", "Dounia", "Élodie", "Fatoumata", "Françoise", "Gaëlle",
    "Hélène", "Inès", "Jennifer", "Karima", "Laëtitia", "Leïla", "Maëva", "Maria", "Marie-Thérèse", "Nadège", "Nour",
    "Océane", "Priscilla", "Rachida", "Ségolène", "Solène", "Tatiana", "Valérie", "Yasmina", "Zoé",
)  # fmt: skip
_MEN: Final = (
    "Abdelkader", "Adrien", "Alassane", "Anthony", "Benoît", "Cédric", "Christophe", "Dylan", "Édouard", "Emre",
    "Fabrice", "Fernando", "François", "Frédéric", "Gaël", "Goran", "Grégory", "Hamza", "Hervé", "Ibrahima",
    "Jean-Baptiste", "Jean-Luc", "Jérémie", "João", "José", "Karim", "Kévin", "Laurent", "Loïc", "Mamadou", "Mathéo",
    "Mehdi", "Mickaël", "Mohamed Amine", "Moussa", "Nicolas", "Noël", "Olivier", "Oumar", "Pascal", "Rachid",
    "Raphaël", "Samir", "Sébastien", "Slimane", "Stéphane", "Théo", "Thierry", "Vincent", "Yannick", "Youssef",
    "Yvan", "Zoran",
)  # fmt: skip
_STREETS: Final = (
    "rue des Tilleuls", "rue du Vieux Lavoir", "avenue des Acacias", "impasse du Colombier", "rue des Vignes Basses",
    "allée des Mésanges", "boulevard de la Fontaine Noire", "rue de la Croix Blanche", "place du Petit Marché",
    "rue des Cordiers", "allée du Rucher", "chemin de la Combe", "rue du Four Banal",
)  # fmt: skip

_YOUNGEST_OLDEST: Final = (date(1961, 2, 3), date(2003, 3, 30))


def name(index: int, sex: Sex) -> tuple[str, str]:
    """Surname and first name of the ``index``-th person: two people bear both alike from 210 apart only."""
    first_names = _WOMEN if sex is Sex.F else _MEN
    return _LAST_NAMES[index * 38 % len(_LAST_NAMES)], first_names[index * 7 % len(first_names)]


def birth_date(index: int) -> date:
    """A birth date, different for each person, from 19 to 62 years old at the end of 2023."""
    oldest, youngest = _YOUNGEST_OLDEST
    return oldest + timedelta(days=index * 6151 % (youngest - oldest).days)


def address(index: int) -> str:
    """A number and a street."""
    return f"{index * 17 % 89 + 1} {_STREETS[index % len(_STREETS)]}"
