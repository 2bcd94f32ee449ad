"""An index kept in a file: the same answers, never anything that runs, never that of another nomenclature."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from clauses.errors import Unusable
from clauses.matching import storage
from clauses.matching.titles import TitleIndex
from clauses.matching.tuning import Tuning

TITLES = ["Maçon / Maçonne", "Coffreur / Coffreuse", "Agent d'entretien", "Ripeur", "\ud800", ""]
CODES = ["F1703", "F1701", "K2204", "K2303", "Z", "Z"]
RELATED = {"F1703": ["Monter un mur"]}
QUERIES = ["macon", "cofreur", "éboueur", "mur", "", "agt entretien"]


def answers(index: TitleIndex) -> list[object]:
    return [(index.search(query, 5), [index.reason(query, place) for place in range(4)]) for query in QUERIES]


@pytest.mark.parametrize("codes", [CODES, None])
def test_a_saved_index_answers_as_before(tmp_path: Path, codes: list[str] | None) -> None:
    index = TitleIndex(TITLES, codes, RELATED)
    index.save(tmp_path / "in" / "titles.npz")
    assert answers(TitleIndex.load(tmp_path / "in" / "titles.npz")) == answers(index)


def test_an_empty_index_can_be_kept(tmp_path: Path) -> None:
    TitleIndex([]).save(tmp_path / "titles.npz")
    assert TitleIndex.load(tmp_path / "titles.npz").search("maçon", 5) == []


def test_the_index_kept_is_read_again_without_being_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "titles.npz"
    built = TitleIndex.kept(path, TITLES, CODES, RELATED)
    monkeypatch.setattr(storage, "build", lambda *_: pytest.fail("built again"))
    assert answers(TitleIndex.kept(path, TITLES, CODES, RELATED)) == answers(built)


@pytest.mark.parametrize(
    ("titles", "codes", "related"),
    [
        ([*TITLES, "Peintre"], [*CODES, "F1606"], RELATED),
        (TITLES, [*CODES[:-1], "A"], RELATED),
        (TITLES, None, None),
        (TITLES, CODES, {"F1703": ["Monter un mur", "Lire un plan"]}),
        (TITLES, CODES, None),
    ],
)
def test_another_nomenclature_is_built_anew(
    tmp_path: Path, titles: list[str], codes: list[str] | None, related: dict[str, list[str]] | None
) -> None:
    path = tmp_path / "titles.npz"
    TitleIndex.kept(path, TITLES, CODES, RELATED)
    found = TitleIndex.kept(path, titles, codes, related)
    assert answers(found) == answers(TitleIndex(titles, codes, related))
    assert answers(TitleIndex.load(path)) == answers(found)


def test_other_rules_make_what_is_kept_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "titles.npz"
    TitleIndex.kept(path, TITLES, CODES)
    before = path.read_bytes()
    monkeypatch.setattr(storage, "rules_fingerprint", lambda: "of another version")
    with pytest.raises(Unusable, match="autre version") as refused:
        TitleIndex.load(path)
    assert refused.value.code == "index.other_version"
    TitleIndex.kept(path, TITLES, CODES)
    assert path.read_bytes() != before


def test_other_weights_make_what_is_kept_stale(tmp_path: Path) -> None:
    TitleIndex(TITLES).save(tmp_path / "titles.npz")
    with pytest.raises(Unusable, match="autre version"):
        TitleIndex.load(tmp_path / "titles.npz", tuning=Tuning(families=False))


@pytest.mark.parametrize("content", [b"", b"abc", b"PK\x03\x04", pickle.dumps({"titles": []}), b"\x93NUMPY"])
def test_a_file_that_is_no_index_is_refused_in_words_and_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "titles.npz"
    path.write_bytes(content)
    with pytest.raises(Unusable, match="n'est pas un index des métiers") as refused:
        TitleIndex.load(path)
    assert refused.value.code == "index.unreadable"
    assert TitleIndex.kept(path, TITLES, CODES).search("macon", 1) == [(0, 1.0)]
    assert TitleIndex.load(path).search("macon", 1) == [(0, 1.0)]


def test_a_file_that_would_run_something_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "titles.npz"
    np.savez(path, texts=np.array([{"titles": []}], dtype=object))
    with pytest.raises(Unusable, match="n'est pas un index"):
        TitleIndex.load(path)


def test_a_torn_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "titles.npz"
    TitleIndex(TITLES).save(path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Unusable):
        TitleIndex.load(path)


def test_a_file_without_all_its_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "titles.npz"
    texts = {"rules": storage.rules_fingerprint(), "tuning": repr(Tuning())}
    np.savez(path, texts=np.frombuffer(json.dumps(texts).encode(), np.uint8))
    with pytest.raises(Unusable, match="incomplet"):
        TitleIndex.load(path)


def test_an_absent_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"titles\.npz"):
        TitleIndex.load(tmp_path / "titles.npz")


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "titles.npz"
    TitleIndex(TITLES).save(path)
    before = path.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(np, "savez", fail)
    with pytest.raises(OSError, match="disk full"):
        TitleIndex(["Peintre"]).save(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["titles.npz"]
