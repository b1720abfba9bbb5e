from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.estate import Asset, AssetKind
from model.execution import ExecutionStatus
from model.times import now_us
from playbooks.capabilities.contract import Job, Refused, Unreachable
from playbooks.capabilities.guard import Guarded, Known, Protection, Warrant
from playbooks.capabilities.publishing import VERB, Misp, Taxii
from playbooks.capabilities.reach import Reach
from store import registers
from tests.detections.indicators.feeds.servers import serving
from tests.playbooks.capabilities.sharing import KEY, MispServer, TaxiiServer
from tests.playbooks.documents import action, playbook
from tests.playbooks.running import running, settings

REACH = Reach(("127.0.0.0/8",))
BAD = "45.155.205.233"
VALUES = f"{BAD} evil.example.net https://evil.example.net/a?b=c {'ab' * 16} {'ab' * 20} {'ab' * 32} 2606:4700::dead"


def quiet(kind: str, value: str) -> str:
    return "listed" if value == "8.8.8.8" else ""


def job(key: str = "run/1/0.0", **arguments: str) -> Job:
    given = {"title": "Brute force", "values": VALUES, "tlp": "green", "text": "seen in a district", **arguments}
    return Job(key=key, type="fengsui-cmd", text=VERB, arguments=given, timeout_s=30)


@pytest.fixture
def misp() -> Iterator[tuple[MispServer, Misp]]:
    server = MispServer()
    with serving(server.app()) as url:
        yield server, Misp("misp", REACH, quiet, url=url, token=KEY, distribution=1)


@pytest.fixture
def taxii() -> Iterator[tuple[TaxiiServer, Taxii]]:
    server = TaxiiServer()
    with serving(server.app()) as url:
        yield (
            server,
            Taxii("drop", REACH, quiet, url=f"{url}/api1/collections/drop/", token=server.token, author="区网信办"),
        )


def test_an_event_is_added_with_its_attributes_and_published_once(misp: tuple[MispServer, Misp]) -> None:
    server, capability = misp
    assert capability.find(job()) is None
    done = capability.apply(job())
    assert capability.apply(job()).outputs == done.outputs
    assert capability.find(job()) == done
    assert (server.added, len(server.events)) == (1, 1)
    event = server.events[done.outputs["result"]]
    assert event["published"] is True
    assert (event["info"], event["distribution"], event["Tag"]) == ("Brute force", "1", [{"name": "tlp:green"}])
    assert [one["type"] for one in event["Attribute"]] == ["ip-dst", "domain", "url", "md5", "sha1", "sha256", "ip-dst"]
    assert done.undo is None


def test_an_event_that_was_added_but_not_published_is_published_by_the_next_attempt(
    misp: tuple[MispServer, Misp],
) -> None:
    server, capability = misp
    server.fail_publish = 1
    with pytest.raises(Unreachable):
        capability.apply(job())
    assert capability.find(job()) is None
    capability.apply(job())
    assert [event["published"] for event in server.events.values()] == [True]


def test_a_wrong_key_is_told_and_nothing_is_added(misp: tuple[MispServer, Misp]) -> None:
    server, capability = misp
    wrong = Misp("misp", REACH, quiet, url=capability._url, token="other")
    with pytest.raises(Refused, match="403"):
        wrong.apply(job())
    assert server.events == {}


@pytest.mark.parametrize("pending", [0, 2])
def test_objects_are_added_to_a_collection_with_the_mark(taxii: tuple[TaxiiServer, Taxii], pending: int) -> None:
    server, capability = taxii
    server.pending = pending
    assert capability.find(job()) is None
    capability.apply(job())
    assert capability.find(job()) is not None
    assert [one["type"] for one in server.objects] == ["identity", *["indicator"] * 7]
    assert server.objects[0]["name"] == "区网信办"
    assert {tuple(one["object_marking_refs"]) for one in server.objects} == {
        ("marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",)
    }
    before = {one["id"] for one in server.objects}
    capability.apply(job())
    assert {one["id"] for one in server.objects} == before, "again is the same objects"


def test_a_quotation_mark_in_a_value_ends_no_pattern(taxii: tuple[TaxiiServer, Taxii]) -> None:
    with pytest.raises(Refused, match="no address, domain, URL or digest"):
        taxii[1].plan(job(values="https://evil.example.net/'x"))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ("10.1.2.3", "internal"),
        ("192.168.1.1", "internal"),
        ("100.64.0.1", "internal"),
        ("fd00::1", "internal"),
        ("127.0.0.1", "internal"),
        ("::ffff:10.0.0.1", "internal"),
        ("224.0.0.5", "internal"),
        ("oa.qinghe.internal", "internal"),
        ("printer.local", "internal"),
        ("http://10.1.2.3/x", "internal"),
        ("http://user:word@evil.example.net/", "credentials"),
        ("8.8.8.8", "listed"),
        ("nonsense", "no address"),
        ("file:///etc/passwd", "no address"),
        ("45.155.205.0/24", "no address"),
    ],
)
def test_what_must_not_go_out_does_not_and_all_of_it_is_told(
    misp: tuple[MispServer, Misp], values: str, why: str
) -> None:
    server, capability = misp
    with pytest.raises(Refused, match=why) as refused:
        capability.plan(job(values=f"{BAD} {values} 10.9.9.9"))
    assert "10.9.9.9" in str(refused.value)
    assert BAD not in str(refused.value)
    assert server.events == {}


@pytest.mark.parametrize(
    "arguments", [{"tlp": "red"}, {"tlp": "pink"}, {"title": " "}, {"values": ""}, {"values": "a.b " * 200}]
)
def test_what_is_closed_or_empty_is_not_published(misp: tuple[MispServer, Misp], arguments: dict[str, str]) -> None:
    with pytest.raises(Refused):
        misp[1].plan(job(**arguments))


def test_nothing_of_the_register_is_published_even_with_a_warrant(misp: tuple[MispServer, Misp]) -> None:
    server, capability = misp
    ours = Known(frozenset({"45.155.205.0/24", "example.net"}), "our edge")
    one = Guarded(capability, Protection(known=(ours,)))
    for values in (BAD, "www.example.net", "https://www.example.net/x"):
        asked = job(values=values)
        warrant = Warrant(capability.plan(asked).digest(asked.key), ("a", "b"), "c", now_us() + 10**9)
        with pytest.raises(Refused, match="our own"):
            one.perform(asked, warrant, now_us())
    free = Guarded(capability, Protection(free=frozenset({"misp"})))
    assert free.demand(job()).persons == 1, "publishing is always asked about"
    assert server.events == {}


def test_a_playbook_publishes_after_somebody_agreed_and_not_what_is_ours(tmp_path: Path) -> None:
    server = MispServer()
    secret = tmp_path / "key"
    secret.write_text(KEY)
    with serving(server.app()) as url:
        actuators: dict[str, Any] = {"test": {"kind": "misp", "url": url, "secret_file": str(secret)}}
        with running(tmp_path, settings(actuators=actuators)) as site:
            addresses = ("45.155.205.234",)
            asset = Asset(id="edge", unit="district", name="edge", kind=AssetKind.SERVER, addresses=addresses)
            with site.state.transaction() as tx:
                registers.put_asset(tx, asset, actor="test")
            command = {
                "type": "fengsui-cmd",
                "command": VERB,
                "arguments": {"title": "t", "values": "__values__:value"},
            }
            variables = {"__values__": {"type": "string", "external": True}}
            document = playbook(action("tell", command), playbook_variables=variables)
            run = site.start(document, {"__values__": BAD})
            assert "TLP:AMBER" in site.approval(run).text
            assert server.events == {}
            site.decide(run, "boss")
            assert site.ended(run).status is ExecutionStatus.SUCCEEDED
            assert [event["published"] for event in server.events.values()] == [True]
            ours = site.ask(document["id"], {"__values__": "45.155.205.234"})
            listed = site.ask(document["id"], {"__values__": "8.8.8.8"})
            assert site.ended(listed).status is ExecutionStatus.FAILED
            assert site.ended(ours).status is ExecutionStatus.FAILED
            assert len(server.events) == 1
