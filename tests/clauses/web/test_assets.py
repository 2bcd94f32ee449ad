"""Style sheets and scripts, and the names they are asked by."""

import base64
import gzip
import hashlib
from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from clauses.web.assets import asset, assets, integrity, static


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient[Litestar]]:
    with TestClient(Litestar([static], openapi_config=None)) as made:
        yield made


@pytest.mark.parametrize("name", sorted(assets()))
def test_each_is_served_as_it_is_under_its_name(client: TestClient[Litestar], name: str) -> None:
    answer = client.get(asset(name), headers={"accept-encoding": "identity"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(assets()[name].media_type)
    assert "immutable" in answer.headers["cache-control"]
    assert integrity(name) == "sha384-" + base64.b64encode(hashlib.sha384(answer.content).digest()).decode()


def test_a_browser_that_unpacks_gets_less_on_the_wire(client: TestClient[Litestar]) -> None:
    answer = client.get(asset("bootstrap.css"), headers={"accept-encoding": "br, gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.content == assets()["bootstrap.css"].content


def test_all_of_them_together_weigh_less_than_a_hundred_kilobytes() -> None:
    assert sum(len(one.gzipped) for one in assets().values()) < 100_000
    assert all(gzip.decompress(one.gzipped) == one.content for one in assets().values())


@pytest.mark.parametrize("name", ["clauses.css", "clauses.0000000000000000.css", "..%2Fapp.py", "%2e%2e", "a\\b"])
def test_another_name_is_absent(client: TestClient[Litestar], name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_nothing_points_to_a_map_that_is_not_there() -> None:
    assert not [name for name, one in assets().items() if b"sourceMappingURL" in one.content]


def test_no_asset_of_that_name() -> None:
    with pytest.raises(KeyError):
        asset("jquery.js")
