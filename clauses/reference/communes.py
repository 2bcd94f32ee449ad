"""The communes of Dijon Métropole and of Métropole Rouen Normandie: INSEE code, postal codes, name.

A commune is found again through case, accents, hyphens, « St » for « Saint », and the name it bore before.

Source: base officielle des codes postaux et code officiel géographique 2026 (Etalab, INSEE; Licence Ouverte); each
commune checked against it by a test. Other territories load theirs from the official file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from clauses.reference.rules import Labelled
from clauses.words import folded


class Metropolis(Labelled):
    """The two territories that come with the product; the code is the SIREN."""

    DIJON = "242100410", "Dijon Métropole"
    ROUEN = "200023414", "Métropole Rouen Normandie"


@dataclass(frozen=True)
class Commune:
    """One commune: its INSEE code, its name as the INSEE writes it, its postal codes, its métropole."""

    insee: str
    name: str
    postal_codes: tuple[str, ...]
    metropolis: Metropolis


_DIJON = """
21003 21121 Ahuy
21105 21560 Bressey-sur-Tille
21106 21110 Bretenière
21166 21300 Chenôve
21171 21800 Chevigny-Saint-Sauveur
21192 21160 Corcelles-les-Monts
21223 21121 Daix
21231 21000 Dijon
21263 21600 Fénay
21270 21160 Flavignerot
21278 21121 Fontaine-lès-Dijon
21315 21121 Hauteville-lès-Dijon
21355 21600 Longvic
21370 21110 Magny-sur-Tille
21390 21160 Marsannay-la-Côte
21452 21800 Neuilly-Crimolois
21473 21600 Ouges
21481 21160 Perrigny-lès-Dijon
21485 21370 Plombières-lès-Dijon
21515 21800 Quetigny
21540 21850 Saint-Apollinaire
21605 21800 Sennecey-lès-Dijon
21617 21240 Talant
"""

_ROUEN = """
76005 76920 Amfreville-la-Mi-Voie
76020 76480 Anneville-Ambourville
76039 76520 Les Authieux-sur-le-Port-Saint-Ouen
76056 76480 Bardouville
76069 76240 Belbeuf
76088 76480 Berville-sur-Seine
76095 76420 Bihorel
76103 76240 Bonsecours
76108 76230 Bois-Guillaume
76116 76520 Boos
76131 76530 La Bouille
76157 76380 Canteleu
76165 76320 Caudebec-lès-Elbeuf
76178 76410 Cléon
76212 76160 Darnétal
76216 76250 Déville-lès-Rouen
76222 76480 Duclair
76231 76500 Elbeuf
76237 76480 Épinay-sur-Duclair
76273 76160 Fontaine-sous-Préaux
76282 76410 Freneuse
76313 76520 Gouy
76319 76530 Grand-Couronne
76322 76120 Le Grand-Quevilly
76350 76113 Hautot-sur-Seine
76354 76840 Hénouville
76366 76770 Le Houlme
76367 76770 Houppeville
76377 76230 Isneauville
76378 76480 Jumièges
76391 76500 La Londe
76402 76770 Malaunay
76410 76150 Maromme
76429 76240 Le Mesnil-Esnard
76436 76480 Le Mesnil-sous-Jumièges
76448 76520 Montmain
76451 76130 Mont-Saint-Aignan
76457 76530 Moulineaux
76464 76520 La Neuville-Chant-d'Oisel
76474 76960 Notre-Dame-de-Bondeville
76475 76520 Franqueville-Saint-Pierre
76484 76350 Oissel-sur-Seine
76486 76500 Orival
76497 76650 Petit-Couronne
76498 76140 Le Petit-Quevilly
76513 76840 Quevillon
76514 76520 Quévreville-la-Poterie
76536 76160 Roncherolles-sur-le-Vivier
76540 76000,76100 Rouen
76550 76113 Sahurs
76558 76520 Saint-Aubin-Celloville
76560 76160 Saint-Aubin-Épinay
76561 76410 Saint-Aubin-lès-Elbeuf
76575 76800 Saint-Étienne-du-Rouvray
76591 76160 Saint-Jacques-sur-Darnétal
76599 76160 Saint-Léger-du-Bourg-Denis
76608 76480 Sainte-Marguerite-sur-Duclair
76614 76840 Saint-Martin-de-Boscherville
76617 76160 Saint-Martin-du-Vivier
76631 76480 Saint-Paër
76634 76113 Saint-Pierre-de-Manneville
76636 76480 Saint-Pierre-de-Varengeville
76640 76320 Saint-Pierre-lès-Elbeuf
76681 76300 Sotteville-lès-Rouen
76682 76410 Sotteville-sous-le-Val
76705 76410 Tourville-la-Rivière
76709 76580 Le Trait
76717 76380 Val-de-la-Haye
76750 76480 Yainville
76753 76520 Ymare
76759 76530 Yville-sur-Seine
"""

_FORMER_NAMES = {"neuilly les dijon": "21452", "crimolois": "21452", "oissel": "76484"}
"""Names still on people's papers: Neuilly-lès-Dijon and Crimolois merged, Oissel became Oissel-sur-Seine."""

_SHORT = {"st": "saint", "ste": "sainte", "s": "sur"}
_ARTICLES = ("le ", "la ", "les ")


@cache
def communes() -> tuple[Commune, ...]:
    """Every commune of the two métropoles, in the order of their INSEE codes."""
    return tuple(_read(_DIJON, Metropolis.DIJON) + _read(_ROUEN, Metropolis.ROUEN))


def _read(table: str, metropolis: Metropolis) -> list[Commune]:
    rows = (line.split(" ", 2) for line in table.strip().splitlines())
    return [Commune(insee, name, tuple(codes.split(",")), metropolis) for insee, codes, name in rows]


def find(name: str, postal_code: str | None = None) -> Commune | None:
    """The commune of that name (or former name); None when it is not of these métropoles.

    A postal code that the commune does not have makes it another commune of the same name: None.
    """
    commune = _by_name().get(name_key(name))
    if commune is None or (postal_code and postal_code.strip() not in commune.postal_codes):
        return None
    return commune


def name_key(name: str) -> str:
    """The name of a commune as compared: « ST ETIENNE DU ROUVRAY » and « Saint-Étienne-du-Rouvray » have one."""
    words = " ".join(_SHORT.get(word, word) for word in folded(name).removesuffix(" cedex").split())
    for article in _ARTICLES:
        if words.startswith(article):
            return words.removeprefix(article)
    return words


@cache
def _by_name() -> dict[str, Commune]:
    named = {name_key(commune.name): commune for commune in communes()}
    by_insee = {commune.insee: commune for commune in communes()}
    return named | {former: by_insee[insee] for former, insee in _FORMER_NAMES.items()}
