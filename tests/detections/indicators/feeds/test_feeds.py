"""Feed clients against real servers: everything that was added comes once, and nothing is fetched from where it must not be."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from detections.indicators.feeds import folder, http, misp_feed, taxii
from detections.indicators.feeds.http import Access, FeedError, Fetcher, Guard
from model.errors import InputError
from tests.detections.indicators.feeds.servers import Taxii, files, indicator, misp_event, serving

HERE = Guard(["127.0.0.0/8"])
ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def test_taxii_collections_are_found_from_discovery_root_and_collection_and_read_page_by_page() -> None:
    server = Taxii(
        [(f"2026-11-0{n}T00:00:00.000000Z", indicator(n, f"[ipv4-addr:value = '45.1.2.{n}']")) for n in range(1, 6)]
    )
    with serving(server.app()) as address, Fetcher(address, Access(), HERE) as fetch:
        for place in ("/taxii2/", "/taxii2", "/api1/"):
            found = taxii.collections(fetch, f"{address}{place}")
            assert [(one.id, one.can_read) for one in found] == [("c-1", True), ("c-2", False)]
        chosen = taxii.choose(found, "Indicators")
        assert chosen == taxii.choose(found, "") == taxii.choose(found, "c-1")
        pages = list(taxii.pages(fetch, chosen))
        assert [a.observable.value for page in pages for a in page.parsed.assertions] == [
            f"45.1.2.{n}" for n in range(1, 6)
        ]
        assert [page.more for page in pages] == [True, True, False]
        assert pages[-1].added_after == "2026-11-05T00:00:00.000000Z"
        server.objects.append(("2026-11-06T00:00:00.000000Z", indicator(6, "[ipv4-addr:value = '45.1.2.6']")))
        later = list(taxii.pages(fetch, chosen, pages[-1].added_after))
        assert [a.observable.value for page in later for a in page.parsed.assertions] == ["45.1.2.6"]
    with pytest.raises(FeedError, match="no collection"):
        taxii.choose(found, "other")
    with pytest.raises(FeedError, match="may not be read"):
        taxii.choose(found, "Drop")


@pytest.mark.parametrize(
    ("server", "access"),
    [
        (Taxii(user="feed", password="geheim"), Access(user="feed", password="geheim")),
        (Taxii(token="abc"), Access(token="abc")),
    ],
)
def test_credentials_are_sent_and_wrong_ones_are_said_to_be_wrong(server: Taxii, access: Access) -> None:
    with serving(server.app()) as address:
        with Fetcher(address, access, HERE) as fetch:
            assert taxii.collections(fetch, f"{address}/taxii2/")
        with (
            Fetcher(address, Access(token="wrong"), HERE) as fetch,
            pytest.raises(FeedError, match="refuses") as refused,
        ):
            taxii.collections(fetch, f"{address}/taxii2/")
        assert not refused.value.temporary
        assert "wrong" not in str(refused.value)


def test_a_server_that_names_another_server_gets_no_credentials_sent_there() -> None:
    with serving(Taxii().app()) as address, Fetcher(address, Access(token="abc"), HERE) as fetch:
        with pytest.raises(FeedError, match="another server"):
            fetch.get("http://127.0.0.1:1/x")
        with pytest.raises(FeedError, match="another server"):
            fetch.get(address.replace("http:", "https:"))


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "169.254.169.254", "0.0.0.0", "::ffff:127.0.0.1", "fe80::1", "224.0.0.1"]
)
def test_addresses_of_the_machine_itself_are_refused_unless_allowed(address: str) -> None:
    with pytest.raises(FeedError, match="not an address"):
        Guard().check(address)
    Guard(["127.0.0.0/8", "::1/128", "169.254.0.0/16", "0.0.0.0/32", "fe80::/10", "224.0.0.0/4"]).check(address)


def test_a_name_that_points_at_this_machine_is_refused_when_connecting() -> None:
    with serving(Taxii().app()) as address:
        place = address.replace("127.0.0.1", "localhost")
        with Fetcher(place, Access(), Guard()) as fetch, pytest.raises(FeedError, match="not an address"):
            fetch.get(f"{place}/taxii2/", accept=taxii.MEDIA)


def test_private_networks_of_the_district_may_be_feeds() -> None:
    Guard().check("10.1.2.3")
    Guard().check("192.168.1.1")


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "http://", "http://a:b@c.example/", "gopher://x/"]
)
def test_what_is_no_feed_address_is_refused(url: str) -> None:
    with pytest.raises(FeedError):
        Fetcher(url, Access(), HERE)


def test_redirects_are_not_followed_and_answers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MAX_BYTES", 1_000_000)
    with serving(files({"x": b"1"})) as address, Fetcher(address, Access(), HERE) as fetch:
        with pytest.raises(FeedError, match="has moved"):
            fetch.get(f"{address}/moved/x")
        with pytest.raises(FeedError, match="longer than"):
            fetch.get(f"{address}/endless")
        with pytest.raises(FeedError, match="answered 404"):
            fetch.get(f"{address}/feed/y")


def test_nobody_listening_is_a_temporary_failure() -> None:
    with (
        Fetcher("http://127.0.0.1:9", Access(), HERE) as fetch,
        pytest.raises(FeedError, match="cannot be asked") as failed,
    ):
        fetch.get("http://127.0.0.1:9/")
    assert failed.value.temporary


def test_an_answer_that_is_no_taxii_is_said_to_be_none() -> None:
    with serving(files({"x": b'{"a": 1}', "y": b"no"})) as address, Fetcher(address, Access(), HERE) as fetch:
        with pytest.raises(FeedError, match="has moved"):
            taxii.collections(fetch, f"{address}/feed/x")
        with pytest.raises(InputError, match="not JSON"):
            taxii._ask(fetch, f"{address}/feed/y")


FEED = {
    "manifest.json": orjson.dumps({ONE: {"timestamp": "100", "info": "a"}, "../../etc/passwd": {"timestamp": "1"}}),
    "hashes.csv": f"d41d8cd98f00b204e9800998ecf8427e,{TWO}\nbroken\n".encode(),
    f"{ONE}.json": misp_event(ONE, ("ip-dst", "45.1.2.3")),
    f"{TWO}.json": misp_event(TWO, ("domain", "evil.com")),
}


def test_a_misp_feed_is_read_over_http_and_from_a_folder_alike(tmp_path: Path) -> None:
    for name, content in FEED.items():
        (tmp_path / name).write_bytes(content)
    with serving(files(dict(FEED))) as address, Fetcher(address, Access(), HERE) as fetch:
        for read in (misp_feed.over_http(fetch, f"{address}/feed"), misp_feed.in_folder(tmp_path)):
            assert misp_feed.listing(read) == {ONE: 100, TWO: 0}
            found = list(misp_feed.changed(read, {}))
            assert [(uuid, stamp, parsed.assertions[0].observable.value) for uuid, stamp, parsed in found] == [
                (TWO, 0, "evil.com"),
                (ONE, 100, "45.1.2.3"),
            ]
            assert list(misp_feed.changed(read, {ONE: 100, TWO: 0})) == []
            assert [uuid for uuid, _, _ in misp_feed.changed(read, {ONE: 99, TWO: 0})] == [ONE]


def test_an_event_the_feed_lists_and_lacks_is_reported(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(FEED["manifest.json"])
    ((_, _, parsed),) = misp_feed.changed(misp_feed.in_folder(tmp_path), {})
    assert [r.reason for r in parsed.rejects] == ["event.missing"]


def test_a_folder_gives_each_document_once_and_says_which_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("45.1.2.3\n")
    (tmp_path / "b.json").write_text("{broken")
    (tmp_path / ".hidden.csv").write_text("45.1.2.4\n")
    (tmp_path / "c.exe").write_text("45.1.2.5\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    found = {name: (stamp, parsed) for name, stamp, parsed in folder.changed(tmp_path, {})}
    assert found.keys() == {"a.csv", "b.json"}
    assert found["b.json"][1].rejects[0].reason == "document.unusable"
    known = {name: stamp for name, (stamp, _) in found.items()}
    assert list(folder.changed(tmp_path, known)) == []
    (tmp_path / "a.csv").write_text("45.1.2.3\n45.1.2.6\n")
    assert [name for name, _, _ in folder.changed(tmp_path, known)] == ["a.csv"]
