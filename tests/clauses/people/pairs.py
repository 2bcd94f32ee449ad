"""Pairs of people as files write them, labelled by hand: one person written twice, or two people.

Every name is invented. « Nom|Prénom », born on ``BORN`` unless said otherwise.
"""

from dataclasses import dataclass
from datetime import date

BORN = date(1988, 5, 17)


@dataclass(frozen=True)
class Pair:
    """``one`` and ``other`` are the same person or not; ``why`` is what the pair is about."""

    why: str
    one: str
    other: str
    same: bool
    born: date = BORN
    other_born: date = BORN


def _same(why: str, *pairs: str) -> tuple[Pair, ...]:
    return _labelled(why, pairs, " = ", same=True)


def _apart(why: str, *pairs: str) -> tuple[Pair, ...]:
    return _labelled(why, pairs, " ≠ ", same=False)


def _labelled(why: str, pairs: tuple[str, ...], sign: str, *, same: bool) -> tuple[Pair, ...]:
    split = [pair.split(sign) for pair in pairs]
    return tuple(Pair(why, one, other, same) for one, other in split)


def _on(one: date, other: date, pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    return tuple(Pair(pair.why, pair.one, pair.other, pair.same, one, other) for pair in pairs)


WRITTEN_OTHERWISE = (
    *_same(
        "case and accents",
        "MARTIN|JEAN = Martin|Jean",
        "Lefèvre|Hélène = LEFEVRE|HELENE",
        "GARÇON|François = garcon|francois",
        "Müller|Jörg = Muller|Jorg",
        "Núñez|José = NUNEZ|JOSE",
        "Yılmaz|Çağla = Yilmaz|Cagla",
        "Wójcik|Łukasz = Wojcik|Lukasz",
        "Đặng|Thị Hương = DANG|THI HUONG",
        "Sœur|Laëtitia = SOEUR|LAETITIA",
        "Brücknerstraß|Anna = Bruecknerstrass|Anna",
    ),
    *_same(
        "hyphens, apostrophes and spaces",
        "N'Diaye|Fatou = Ndiaye|Fatou",
        "N'Diaye|Fatou = N DIAYE|FATOU",
        "N’Diaye|Fatou = N'DIAYE|Fatou",
        "N'Guessan|Koffi = NGUESSAN|KOFFI",
        "M'Bappé|Paul = MBAPPE|Paul",
        "M'Barek|Salim = M BAREK|Salim",
        "D'Angelo|Mario = DANGELO|Mario",
        "O'Brien|Sean = OBRIEN|Sean",
        "Ben Salah|Mohamed = Bensalah|Mohamed",
        "Ben-Salah|Mohamed = BEN SALAH|Mohamed",
        "Petit-Jean|Loïc = PETITJEAN|LOIC",
        "Martin-Dupont|Marie = MARTIN DUPONT|Marie",
        "Ait Ahmed|Karim = AITAHMED|Karim",
        "Da Silva|João = DASILVA|Joao",
        "Le Goff|Yann = LEGOFF|Yann",
        "Saint-Martin|Luc = SAINT MARTIN|Luc",
        "Martin|Jean-Pierre = Martin|Jean Pierre",
        "Martin|Jean-Pierre = Martin|Jeanpierre",
        "Diallo|Mamadou Lamine = DIALLO|Mamadou-Lamine",
        "El Amrani|Léa = ELAMRANI|Lea",
        "  Martin |  Jean  = Martin|Jean",
    ),
    *_same(
        "particles",
        "de La Tour|Anne = Delatour|Anne",
        "de La Tour|Anne = La Tour|Anne",
        "Delatour|Anne = La Tour|Anne",
        "de La Tour|Anne = DE LATOUR|Anne",
        "du Bois|Marc = Dubois|Marc",
        "de Oliveira|Ana = Oliveira|Ana",
        "dos Santos|Rui = Santos|Rui",
        "da Silva|Rui = Silva|Rui",
        "El Amrani|Samir = Amrani|Samir",
        "Elamrani|Samir = Amrani|Samir",
        "El Amrani|Samir = Al Amrani|Samir",
        "Al Hassani|Nour = Alhassani|Nour",
        "Ben Ali|Sami = Benali|Sami",
        "Ben Ali|Sami = Ali|Sami",
        "Van den Berghe|Luc = Vandenberghe|Luc",
        "Ould Ahmed|Sidi = Ahmed|Sidi",
        "Le Roux|Gaël = Leroux|Gael",
    ),
    *_same(
        "last and first names exchanged",
        "Martin|Jean = Jean|Martin",
        "N'Diaye|Fatou = FATOU|NDIAYE",
        "Ben Salah|Mohamed = Mohamed|Bensalah",
        "Nguyen|Thi Hoa = Thi Hoa|Nguyen",
        "Diallo|Mamadou = MAMADOU|DIALLO",
        "Traoré|Aïssata = Aissata|Traore",
        "Yilmaz|Mehmet = Mehmet|Yilmaz",
        "Martin-Dupont|Marie = Marie|Martin Dupont",
    ),
)
"""The same letters: found without asking anybody."""

COMPOUND = (
    *_same(
        "compound and married names",
        "Martin|Marie = Martin-Dupont|Marie",
        "Dupont|Marie = Martin-Dupont|Marie",
        "Martin|Marie = Dupont-Martin|Marie",
        "Martin|Marie = Martin épouse Dupont|Marie",
        "Dupont|Marie = Martin épouse Dupont|Marie",
        "Dupont|Marie = Dupont née Martin|Marie",
        "Martin|Marie = Dupont née Martin|Marie",
        "Martin|Marie = MARTIN (DUPONT)|Marie",
        "Martin|Marie = Mme Martin|Marie",
        "Martin|Marie = MARTIN ép. DUPONT|Marie",
        "Martin Dupont|Marie = Martin épouse Dupont|Marie",
        "Martin Dupont|Marie = Dupont Martin|Marie",
        "Lopez Garcia|Ana = Lopez|Ana",
        "Ferreira da Silva|Ana = Ferreira|Ana",
        "Traoré|Aminata = Traoré veuve Koné|Aminata",
        "Benali|Fatima = Benali Haddad|Fatima",
        "Dupont|Claire = Martin dite Dupont|Claire",
    ),
    *_same(
        "compound first names",
        "Martin|Jean = Martin|Jean-Pierre",
        "Martin|Marie = Martin|Marie Claude",
        "Benali|Mohamed = Benali|Mohamed Amine",
        "Diallo|Fatoumata = Diallo|Fatoumata Binta",
        "Diallo|Mamadou = Diallo|Mamadou Lamine",
        "Martin|Anne-Sophie = Martin|Anne",
        "Da Silva|Maria = Da Silva|Maria Fernanda",
        "Traoré|Mariam = Traoré|Mariam Aïssata",
    ),
    *_same(
        "compound and exchanged",
        "Martin-Dupont|Marie = Marie|Dupont",
        "Benali|Mohamed Amine = Mohamed|Benali",
    ),
)
"""One name holds the other: found without asking anybody, the birth date being the same."""

TYPOS = (
    *_same(
        "one letter of the last name",
        "Lefebvre|Julie = Lefevre|Julie",
        "Lefebvre|Julie = Lefebre|Julie",
        "Bernard|Paul = Benard|Paul",
        "Bernard|Paul = Bernrad|Paul",
        "Bernard|Paul = Bernerd|Paul",
        "Bernard|Paul = Bernardd|Paul",
        "Fournier|Léa = Fournie|Léa",
        "Gonzalez|Ana = Gonzales|Ana",
        "Fernandes|Rui = Fernandez|Rui",
        "Ouedraogo|Issa = Ouedrago|Issa",
        "Coulibaly|Awa = Coulibali|Awa",
        "Camara|Sékou = Kamara|Sekou",
        "Traoré|Awa = Traore|Awa",
        "Nguyen|Van = Nguyeen|Van",
        "Haddad|Nadia = Hadad|Nadia",
        "Barry|Ousmane = Bary|Ousmane",
        "Schneider|Eva = Schnieder|Eva",
        "Kowalski|Adam = Kovalski|Adam",
        "Petit|Marc = Peti|Marc",
        "Rousseau|Inès = Roussseau|Ines",
        "Ben Salah|Ali = Ben Salha|Ali",
        "N'Diaye|Fatou = N'Daye|Fatou",
        "Lefebvre|Julie = Julie|Lefevre",
    ),
    *_same(
        "one letter inside the first name",
        "Martin|Véronique = Martin|Véronqiue",
        "Martin|Christelle = Martin|Christlle",
        "Martin|Christophe = Martin|Chrsitophe",
        "Diallo|Mamadou = Diallo|Mamaddou",
        "Diallo|Mamadou = Diallo|Mamdou",
        "Benali|Abdelkader = Benali|Abdelkadder",
        "Benali|Abdelkader = Benali|Abdelkaer",
        "Benali|Mohamed = Benali|Mohmed",
        "Martin|Philippe = Martin|Philipe",
        "Martin|Guillaume = Martin|Guilaume",
        "Martin|Véronique = Martin|Vronique",
        "Traoré|Aminata = Traoré|Aminatta",
        "Martin|Alexandre = Martin|Alexnadre",
        "Martin|Isabelle = Martin|Isabele",
        "Yilmaz|Mustafa = Yilmaz|Musatfa",
    ),
)
"""One letter apart, nobody else in sight: found without asking anybody."""

TO_ASK = (
    *_same(
        "one letter that may tell two people apart",
        "Martin|Sophie = Martin|Sophi",
        "Martin|Nicolas = Martin|Nicola",
        "Benali|Karima = Benali|Karim",
        "Martin|Léo = Martin|Leo n",
        "Ba|Fatou = Bah|Fatou",
        "Sow|Awa = Saw|Awa",
        "Martin|Anna = Martin|Ana",
        "Martin|Luc = Martin|Lucc",
    ),
    *_same(
        "a first name that is not the leading one",
        "Benali|Amine = Benali|Mohamed Amine",
        "Nguyen|Hoa = Nguyen|Thi Hoa",
        "Martin|Pierre Jean = Martin|Jean Pierre",
    ),
    *_same(
        "written as it is heard",
        "Benali|Mohamed = Benali|Mohammed",
        "Benali|Mohamed = Benali|Mouhamed",
        "Benali|Mohamed = Benali|Muhammad",
        "Benali|Mohammed = Benali|Mouhammad",
        "Benali|Youssef = Benali|Yousef",
        "Benali|Youssef = Benali|Yusuf",
        "Benali|Abdelkader = Benali|Abd El Kader",
        "Benali|Abdelkader = Benali|Abdulqadir",
        "Haddad|Aïcha = Haddad|Aisha",
        "Haddad|Rachid = Haddad|Rashid",
        "Haddad|Khadija = Haddad|Kadidja",
        "Diallo|Souleymane = Diallo|Suleiman",
        "Chérif|Omar = Sharif|Omar",
        "Bouazizi|Tarek = Buazizi|Tarik",
        "Coulibaly|Moussa = Koulibali|Moussa",
        "Ivanov|Sergueï = Ivanov|Sergei",
        "Petrenko|Oleksandr = Petrenko|Alexandr",
        "Nguyen|Phuong = Nguyen|Fuong",
        "Yacoub|Zakaria = Yakoub|Zakariya",
    ),
    *_same(
        "shortened",
        "Martin|Jean = Martin|J.",
        "Martin|Alexandre = Martin|Alex",
        "Diallo|Fatoumata = Diallo|Fatou",
        "Martin|Jean-Pierre = Martin|J-Pierre",
        "Benali|Abdelkrim = Benali|Abdel",
        "Martin-Dupont|Marie-Claude = Martin|Marie",
    ),
    *_same(
        "two slips at once",
        "Bernard|Guillaume = Benard|Guilaume",
        "Ouedraogo|Abdoulaye = Ouedrago|Abdoulay",
        "Schneider|Christophe = Schnieder|Cristophe",
        "Lefebvre|Julie = Lefvre|Julie",
        "Rakotomalala|Hery = Rakotomala|Hery",
        "Martin-Dupond|Marie = Dupont|Marie",
    ),
    *_on(
        date(1988, 5, 17),
        date(1988, 5, 7),
        _same(
            "one digit of the birth date",
            "Martin|Jean = MARTIN|Jean",
            "N'Diaye|Fatou = NDIAYE|Fatou",
            "Ben Salah|Ali = Ali|Bensalah",
        ),
    ),
    *_on(
        date(1990, 3, 12),
        date(1990, 12, 3),
        _same("day and month exchanged", "Traoré|Awa = TRAORE|Awa", "Da Silva|Rui = Da Silva|Rui"),
    ),
    *_same(
        "another name since a marriage, and nothing else to go by",
        "Martin|Aurélie = Fontaine|Aurélie",
        "Haddad|Nadia = Leroy|Nadia",
    ),
)
"""The same person, whom only somebody who knows them can tell: the right candidate is shown."""

TWINS = _apart(
    "twins",
    "Martin|Léa ≠ Martin|Léo",
    "Martin|Louis ≠ Martin|Louise",
    "Martin|Julie ≠ Martin|Julia",
    "Martin|Marie ≠ Martin|Maria",
    "Martin|Pascal ≠ Martin|Pascale",
    "Martin|Michel ≠ Martin|Michèle",
    "Martin|Daniel ≠ Martin|Danièle",
    "Martin|André ≠ Martin|Andrée",
    "Martin|Emma ≠ Martin|Emmy",
    "Martin|Noah ≠ Martin|Noam",
    "Martin|Marin ≠ Martin|Martin",
    "Martin|Marine ≠ Martin|Martine",
    "Martin|Karine ≠ Martin|Marine",
    "Martin|Mathis ≠ Martin|Mathias",
    "Martin|Adrien ≠ Martin|Adrian",
    "Martin|Julien ≠ Martin|Julian",
    "Martin|Christian ≠ Martin|Christina",
    "Martin|Elisa ≠ Martin|Elise",
    "Martin|Elsa ≠ Martin|Elisa",
    "Martin|Clara ≠ Martin|Klara",
    "Martin|Lina ≠ Martin|Luna",
    "Martin|Malo ≠ Martin|Milo",
    "Martin|Lina ≠ Martin|Linda",
    "Martin|Marc ≠ Martin|Marco",
    "Martin|Lola ≠ Martin|Lila",
    "Martin|Théo ≠ Martin|Léo",
    "Martin|Laura ≠ Martin|Laure",
    "Martin|Valérie ≠ Martin|Valéria",
    "Martin|Lucas ≠ Martin|Louis",
    "Martin|Lucie ≠ Martin|Lucien",
    "Martin|Jean-Pierre ≠ Martin|Jean-Paul",
    "Martin|Marie-Claude ≠ Martin|Marie-Laure",
    "Martin|Marie ≠ Martin|Jean-Marie",
    "Martin|Claude ≠ Martin|Marie-Claude",
    "Martin|Paul ≠ Martin|Paula",
    "Benali|Karim ≠ Benali|Karima",
    "Benali|Amine ≠ Benali|Amina",
    "Benali|Samir ≠ Benali|Samira",
    "Benali|Nadir ≠ Benali|Nadira",
    "Benali|Jamal ≠ Benali|Kamal",
    "Benali|Halima ≠ Benali|Salima",
    "Benali|Hassan ≠ Benali|Hussein",
    "Benali|Hassan ≠ Benali|Hassane",
    "Benali|Rachid ≠ Benali|Rachida",
    "Benali|Farid ≠ Benali|Faride",
    "Benali|Sofiane ≠ Benali|Sofia",
    "Benali|Nabil ≠ Benali|Nabila",
    "Benali|Anis ≠ Benali|Inès",
    "Diallo|Adama ≠ Diallo|Adam",
    "Diallo|Aminata ≠ Diallo|Aminatou",
    "Diallo|Fatou ≠ Diallo|Fanta",
    "Diallo|Mamadou ≠ Diallo|Amadou",
    "Diallo|Lassina ≠ Diallo|Lassana",
    "Yilmaz|Hasan ≠ Yilmaz|Hakan",
    "Benali|Wassila ≠ Benali|Wassima",
    "Benali|Samira ≠ Benali|Sabira",
    "Martin|Emile ≠ Martin|Emilie",
    "Martin|Stéphane ≠ Martin|Stéphanie",
    "Martin|Anaëlle ≠ Martin|Anabelle",
    "Traoré|Ousmane ≠ Traoré|Ousmana",
    "Yilmaz|Ali ≠ Yilmaz|Ada",
    "Da Silva|João ≠ Da Silva|Joana",
    "Da Silva|Mario ≠ Da Silva|Maria",
)

STRANGERS = (
    *_apart(
        "born the same day, same first name",
        "Diallo|Mamadou ≠ Barry|Mamadou",
        "Koné|Moussa ≠ Kané|Moussa",
        "Ba|Fatou ≠ Bah|Fatou",
        "Sarr|Awa ≠ Sall|Awa",
        "Diop|Awa ≠ Dior|Awa",
        "Fall|Awa ≠ Sall|Awa",
        "Sy|Omar ≠ Ly|Omar",
        "Li|Wei ≠ Lu|Wei",
        "Dupont|Jean ≠ Pont|Jean",
        "Leblanc|Anne ≠ Blanc|Anne",
        "Legrand|Luc ≠ Grand|Luc",
        "Martin|Jean ≠ Martinez|Jean",
        "Ben Salah|Ali ≠ Ben Ammar|Ali",
        "Ben|Ali ≠ Ben Ammar|Ali",
        "El Amrani|Sara ≠ El Idrissi|Sara",
        "El|Sara ≠ El Idrissi|Sara",
        "Da Silva|Ana ≠ Da Costa|Ana",
        "De La Tour|Anne ≠ De La Rue|Anne",
        "La|Anne ≠ De La Tour|Anne",
        "Le Goff|Yann ≠ Le Gall|Yann",
        "Lopez Garcia|Ana ≠ Garcia Ruiz|Ana",
        "Nguyen|Thi Hoa ≠ Nguyen|Thi Lan",
        "Petit|Marc ≠ Lepetit|Marc",
        "Delmas|Luc ≠ Dumas|Luc",
        "Paul|Martin ≠ Simon|Martin",
    ),
    *_apart(
        "born the same day, same last name",
        "Martin|Jean ≠ Martin|Sophie",
        "Diallo|Mamadou ≠ Diallo|Ibrahima",
        "Nguyen|Van ≠ Nguyen|Thi",
        "Da Silva|Rui ≠ Da Silva|Ana",
    ),
    *_on(
        date(1988, 5, 17),
        date(1991, 11, 2),
        _apart(
            "homonyms",
            "Martin|Jean ≠ Martin|Jean",
            "Diallo|Mamadou ≠ Diallo|Mamadou",
            "Benali|Mohamed ≠ Benali|Mohammed",
            "N'Diaye|Fatou ≠ Ndiaye|Fatou",
            "Da Silva|Maria ≠ Maria|Da Silva",
        ),
    ),
    *_on(
        date(1958, 5, 17),
        date(1988, 5, 17),
        _apart(
            "father and son",
            "Martin|Jean ≠ Martin|Jean",
            "Martin|Jean ≠ Martin|Jean-Pierre",
            "Benali|Mohamed ≠ Benali|Mohamed Amine",
            "Petit|Robert ≠ PETIT|ROBERT",
        ),
    ),
    *_on(
        date(1988, 5, 17),
        date(1988, 5, 18),
        _apart("born the day after", "Martin|Léa ≠ Martin|Léo", "Traoré|Awa ≠ Traoré|Awa"),
    ),
)

ONE_PERSON = (*WRITTEN_OTHERWISE, *COMPOUND, *TYPOS, *TO_ASK)
TWO_PEOPLE = (*TWINS, *STRANGERS)
