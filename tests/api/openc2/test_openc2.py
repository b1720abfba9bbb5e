"""Another OpenC2 producer over real HTTP: our own one, with a token, against a firewall in a network namespace."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest

from api.core import Readers
from api.server import serving
from model.times import DAY, now_us, to_iso
from pipeline.platform import open_events
from pipeline.response.responder import Responder
from pipeline.settings import ApiSettings, Settings
from playbooks.capabilities.contract import Job
from playbooks.capabilities.http_api import HttpApi
from playbooks.capabilities.reach import Reach
from store import approvals
from store.identity import Role
from store.scope import EVERYTHING
from store.state import open_state
from tests.api.site import Clock, Site
from tests.collectors.iot.broker import program

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces are made as root")


class Producer:
    """The platform's own OpenC2 producer, aimed at the platform."""

    def __init__(self, address: str, token: str) -> None:
        self._http = HttpApi("producer", Reach(("127.0.0.0/8",)), idempotent=True)
        self._address, self._token = address, token

    def send(self, action: str, target: dict[str, Any], request_id: str = "", **args: Any) -> dict[str, Any]:
        headers = {"request_id": request_id, "created": now_us() // 1000, "from": "other.example"}
        command = {"action": action, "target": target, "actuator": {"slpf": {}}, **({"args": args} if args else {})}
        message = {
            "headers": {name: value for name, value in headers.items() if value},
            "body": {"openc2": {"request": command}},
        }
        job = Job(
            key=f"test/{request_id or id(message)}",
            type="openc2-http",
            text="POST /api/v1/openc2 HTTP/1.1",
            content=orjson.dumps(message),
            target={"address": {"url": [self._address]}},
            authentication={"type": "oauth2", "token": self._token},
            timeout_s=60,
        )
        said: dict[str, Any] = orjson.loads(self._http.apply(job).outputs["result"])
        assert said["headers"]["to"] == "other.example"
        assert said["headers"].get("request_id", "") == request_id
        return dict(said["body"]["openc2"]["response"])

    def refused(self, action: str, target: dict[str, Any], **args: Any) -> str:
        told = self.send(action, target, **args)
        assert told["status"] >= 400, told
        return f"{told['status']} {told['status_text']}"


@pytest.fixture(scope="module")
def namespace() -> Iterator[str]:
    program("nft")
    name = f"fs-oc2-{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode:
        pytest.skip("no network namespaces here")
    try:
        yield name
    finally:
        subprocess.run(["ip", "netns", "del", name], check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, namespace: str) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("openc2")
    (folder / "lists").mkdir()
    prefix = ["ip", "netns", "exec", namespace]
    playbooks: dict[str, Any] = {
        "free": ["nftables"],
        "never_block": ["192.0.2.53"],
        "actuators": {"edge": {"kind": "nftables", "prefix": prefix, "default_s": 600}},
        "openc2_actuator": "edge",
        "openc2_files": str(folder / "lists"),
    }
    api = ApiSettings(listen="127.0.0.1:0", sign_ins_per_minute=100_000, requests_per_minute=1_000_000)
    settings = Settings.model_validate({"data": folder, "api": api.model_dump(), "playbooks": playbooks})
    with (
        open_state(folder / "state.db") as state,
        closing(open_events(settings, state)) as store,
        serving(Readers(state, store), settings) as running,
        Responder(state, settings.playbooks, folder),
    ):
        opened = Site(state, settings, Clock(), running)
        try:
            yield opened
        finally:
            for client in opened.clients:
                client.close()


@pytest.fixture(scope="module")
def producer(site: Site) -> Producer:
    body = {"name": "producer", "permissions": ["playbooks:run"], "expires": to_iso(now_us() + DAY)}
    made = site.signed_in(Role.ANALYST).post("/api/v1/tokens", json=body)
    assert made.status_code == 201, made.text
    assert urlsplit(site.address).hostname == "127.0.0.1"
    return Producer(site.address, made.json()["secret"])


def blocked(namespace: str) -> str:
    asked = ["ip", "netns", "exec", namespace, "nft", "list", "table", "inet", "fengsui"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def test_what_it_can_do_is_asked(producer: Producer) -> None:
    assert producer.send("query", {"features": []}) == {"status": 200}
    told = producer.send("query", {"features": ["versions", "profiles", "pairs"]})["results"]
    assert told["versions"] == ["1.0", "2.0"]
    assert told["profiles"] == ["slpf"]
    assert set(told["pairs"]) == {"query", "deny", "allow", "delete", "update"}


def test_an_address_is_denied_once_and_its_rule_deleted(producer: Producer, namespace: str, site: Site) -> None:
    target = {"ipv4_net": "198.51.100.7"}
    told = producer.send("deny", target, "request-1", duration=600_000)
    assert told["status"] == 200
    assert "198.51.100.7 timeout 10m" in blocked(namespace)
    again = producer.send("deny", target, "request-1", duration=600_000)
    assert again["results"] == told["results"]
    assert blocked(namespace).count("198.51.100.7 timeout") == 1
    rule = told["results"]["slpf"]["rule_number"]
    assert producer.send("delete", {"slpf:rule_number": rule})["status"] in (102, 200)
    site_actions = set(site.actions())
    assert {"execution.requested", "effect.done", "effect.ending"} <= site_actions
    while producer.send("delete", {"slpf:rule_number": rule})["status"] == 102:
        pass
    assert "198.51.100.7" not in blocked(namespace)
    assert "404" in producer.refused("delete", {"slpf:rule_number": rule + 1})
    assert "another command" in producer.refused("deny", {"ipv4_net": "198.51.100.8"}, request_id="request-1")


def test_a_block_is_lifted_by_allow(producer: Producer, namespace: str) -> None:
    assert producer.send("deny", {"ipv6_net": "2001:db8::7"}, "request-2")["status"] == 200
    assert "2001:db8::7" in blocked(namespace)
    # Lifting lasts for good, so a person is asked: taking less away than before is still a change at the edge.
    told = producer.send("allow", {"ipv6_net": "2001:db8::7"}, "request-3")
    assert (told["status"], told["status_text"]) == (102, "it waits for approval")
    assert "2001:db8::7" in blocked(namespace)


def test_a_protected_address_waits_for_two_persons_whoever_asks(producer: Producer, namespace: str, site: Site) -> None:
    told = producer.send("deny", {"ipv4_net": "192.0.2.53"}, "request-4")
    assert (told["status"], told["status_text"]) == (102, "it waits for approval")
    assert "192.0.2.53" not in blocked(namespace)
    with site.state.reading() as tx:
        asked = [one for one in approvals.find(tx, EVERYTHING, limit=100).items if "192.0.2.53" in one.text]
    assert [(one.needed, " token:" in one.requested_by) for one in asked] == [(2, True)]


def test_an_update_names_a_list_in_the_folder_for_it(producer: Producer, namespace: str, site: Site) -> None:
    folder = site.settings.playbooks.openc2_files
    assert folder is not None
    text = b"# from headquarters\n203.0.113.5\n203.0.113.16/28\n"
    (folder / "deny.txt").write_bytes(text)
    file = {"name": "deny.txt", "hashes": {"sha256": hashlib.sha256(text).hexdigest()}}
    assert producer.send("update", {"file": file}, "request-5")["status"] in (102, 200)
    while producer.send("update", {"file": file}, "request-5")["status"] == 102:
        pass
    assert "203.0.113.5" in blocked(namespace)
    assert "203.0.113.16/28" in blocked(namespace)
    (folder / "wrong.txt").write_text("203.0.113.99\nnot an address\n")
    assert "no address" in producer.refused("update", {"file": {"name": "wrong.txt"}})
    assert "another one" in producer.refused("update", {"file": {"name": "deny.txt", "hashes": {"sha256": "00"}}})
    Path(folder / "link").symlink_to("/etc/hostname")
    for name in ("link", "../state.db", "/etc/hostname", "gone", "a\0b"):
        assert "404" in producer.refused("update", {"file": {"name": name}}), name
    assert "203.0.113.99" not in blocked(namespace)


def test_who_has_no_token_for_it_is_refused_before_anything_is_read(site: Site) -> None:
    leader = site.signed_in(Role.LEADER)
    assert leader.post("/api/v1/openc2", json={"action": "query", "target": {"features": []}}).status_code == 403
    assert site.client().post("/api/v1/openc2", json={}).status_code == 401


def test_a_bare_command_is_answered_bare_and_none_is_answered_with_nothing(site: Site) -> None:
    analyst = site.signed_in(Role.ANALYST)
    answer = analyst.post("/api/v1/openc2", json={"action": "query", "target": {"features": ["profiles"]}})
    assert answer.json() == {"status": 200, "results": {"profiles": ["slpf"]}}
    assert answer.headers["content-type"] == "application/openc2-rsp+json;version=1.0"
    quiet = {"action": "deny", "target": {"ipv4_net": "198.51.100.99"}, "args": {"response_requested": "none"}}
    assert analyst.post("/api/v1/openc2", json=quiet).status_code == 204
    wrong = analyst.post("/api/v1/openc2", json={"action": "detonate", "target": {"file": {}}})
    assert (wrong.status_code, wrong.json()["status"]) == (200, 501)
