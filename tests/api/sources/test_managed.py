"""Adding, trying, changing, pausing and removing sources over HTTP."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from model.times import HOUR
from pipeline.known_sources import known_sources
from store import sources
from store.identity import Role
from tests.api.site import Client, Site, a_site
from tests.ports import free_port

LINE = '203.0.113.9 - - [22/Nov/2026:10:00:01 +0800] "GET /a HTTP/1.1" 200 5 "-" "test"\n'


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    """With one folder sources may read."""
    (tmp_path / "logs").mkdir()
    with a_site(tmp_path / "data") as site:
        site.settings.pipeline.source_folders[:] = [tmp_path / "logs"]
        yield site


def nginx(path: Path, **more: Any) -> dict[str, Any]:
    return {"name": "portal", "kind": "nginx", "settings": {"path": str(path)}, **more}


def post(client: Client, address: str, body: Any = None) -> Any:
    return client.post(f"/api/v1/{address}", json=body)


def test_a_source_is_added_paused_resumed_changed_and_removed_each_with_a_record(here: Site, tmp_path: Path) -> None:
    admin = here.signed_in(Role.SYSTEM_ADMIN)
    log = tmp_path / "logs" / "access.log"
    made = post(admin, "sources", nginx(log))
    assert made.status_code == 201, made.text
    assert made.json()["units"][0]["state"] == "waiting"
    assert made.json()["settings"] == {"path": str(log)}
    assert post(admin, "sources", nginx(log)).json()["code"] == "conflict"
    assert post(admin, "sources/portal/pause").json()["units"][0]["state"] == "disabled"
    body = {"kind": "nginx", "settings": {"path": str(log), "silent_after_s": 3600}}
    changed = admin.put("/api/v1/sources/portal", json=body).json()
    assert changed["units"][0]["state"] == "disabled", "a change does not resume"
    assert post(admin, "sources/portal/resume").json()["units"][0]["state"] == "waiting"
    with here.state.reading() as tx:
        known = known_sources(tx, here.settings)["portal"].settings
        assert known is not None
        assert known.silent_after_s == 3600
    assert admin.delete("/api/v1/sources/portal").status_code == 204
    assert admin.get("/api/v1/sources/portal").status_code == 404
    told = [action for action in here.actions() if action.startswith("source.")]
    assert told == ["source.added", "source.paused", "source.changed", "source.resumed", "source.removed"]


def test_what_stands_outside_the_allowed_folders_cannot_be_read_even_through_a_link(here: Site, tmp_path: Path) -> None:
    admin = here.signed_in(Role.SYSTEM_ADMIN)
    secret = tmp_path / "secret.log"
    secret.write_text("root:x\n")
    link = tmp_path / "logs" / "link.log"
    link.symlink_to(secret)
    for path in (secret, link, tmp_path / "logs" / ".." / "secret.log", "/etc/shadow"):
        for address in ("sources", "sources/test"):
            answer = post(admin, address, nginx(Path(path)))
            assert answer.status_code == 422, path
            assert "not below a folder" in answer.text
            assert "root:x" not in answer.text


def test_a_test_of_a_file_shows_three_events_and_every_problem_and_stores_nothing(here: Site, tmp_path: Path) -> None:
    admin = here.signed_in(Role.SYSTEM_ADMIN)
    log = tmp_path / "logs" / "access.log"
    log.write_text(LINE * 4 + "<script>never a request\n")
    found = post(admin, "sources/test", nginx(log)).json()
    assert (found["works"], found["events"], found["refused"], len(found["samples"])) == (False, 4, 1, 3)
    assert {"name": "source.ip", "value": "203.0.113.9"} in found["samples"][0]
    assert found["problems"][0]["text"] == "<script>never a request"
    assert admin.get("/api/v1/sources").json()["items"] == []
    absent = post(admin, "sources/test", nginx(tmp_path / "logs" / "none.log")).json()
    assert (absent["works"], absent["samples"]) == (False, [])
    assert absent["error"]


def test_a_test_of_an_address_listens_there_and_shows_what_came(here: Site) -> None:
    admin = here.signed_in(Role.SYSTEM_ADMIN)
    port = free_port()
    stop = threading.Event()

    def send() -> None:
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as out:
            while not stop.is_set():
                out.sendto(b"<13>Nov 22 10:00:00 gate app: opened", ("127.0.0.1", port))
                time.sleep(0.05)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        body = {"kind": "syslog", "settings": {"listen": f"udp://127.0.0.1:{port}"}, "wait_s": 15}
        found = post(admin, "sources/test", body).json()
    finally:
        stop.set()
        sender.join()
    assert (found["works"], found["error"], len(found["samples"])) == (True, None, 3)
    assert {"name": "host.name", "value": "gate"} in found["samples"][0]


def test_pasted_records_are_parsed_as_the_kind_would(here: Site) -> None:
    admin = here.signed_in(Role.SYSTEM_ADMIN)
    body = {"kind": "jsonl", "settings": {"path": str(here.settings.pipeline.source_folders[0] / "x")}}
    found = post(admin, "sources/test", {**body, "sample": '{"a": 1}\n{broken\n'}).json()
    assert (found["events"], found["refused"]) == (1, 1)


def test_every_mistake_is_named_and_unknown_settings_are_refused(here: Site) -> None:
    admin = here.signed_in(Role.SYSTEM_ADMIN)
    for settings, word in (
        ({"listen": "udp://nowhere"}, "host:port"),
        ({"listen": "udp://127.0.0.1:1", "path": "/x"}, "either"),
        ({"listen": "udp://127.0.0.1:1", "enabled": True}, "no setting enabled"),
        ({"listen": "udp://127.0.0.1:1", "timezone": "Mars"}, "time zone"),
    ):
        answer = post(admin, "sources", {"name": "a", "kind": "syslog", "settings": settings})
        assert answer.status_code == 422
        assert word in answer.text
    assert post(admin, "sources", {"name": "a", "kind": "nothing", "settings": {}}).status_code == 422


def test_a_unit_changes_its_own_sources_only(here: Site, tmp_path: Path) -> None:
    town = here.unit("town")
    admin, local = here.signed_in(Role.SYSTEM_ADMIN), here.signed_in(Role.SYSTEM_ADMIN, unit=town)
    log = tmp_path / "logs" / "access.log"
    assert post(admin, "sources", nginx(log)).status_code == 201
    assert post(local, "sources/portal/pause").status_code == 404
    assert local.delete("/api/v1/sources/portal").status_code == 404
    assert post(local, "sources", nginx(log, name="mine")).status_code == 404, "the district is not the town's"
    assert post(local, "sources", nginx(log, name="mine", unit=town)).status_code == 201


def test_every_kind_has_a_form_in_both_languages(here: Site) -> None:
    found = here.signed_in(Role.ANALYST).get("/api/v1/source-kinds").json()
    assert {kind["name"] for kind in found["items"]} >= {"syslog", "jsonl", "nginx", "auditd", "interface"}
    for kind in found["items"]:
        for name, field in kind["settings"]["properties"].items():
            assert field["title"], name
            assert field["x-zh"]["title"], name
            assert field["x-zh"]["description"], name


def test_the_history_counts_by_five_minutes(here: Site) -> None:
    now = here.clock()
    with here.state.transaction() as tx:
        for ago, dropped in ((3 * HOUR, 0), (HOUR, 7), (HOUR, 1)):
            at = now - ago
            sources.record(tx, "fw", "district", events=5, dropped=dropped, last_event=at, first_event=at, ingested=at)
    analyst = here.signed_in(Role.ANALYST)
    found = analyst.get("/api/v1/source-history", params={"source": "fw", "hours": 2}).json()
    assert [(one["events"], one["dropped"]) for one in found["items"]] == [(10, 8)]
    other = here.signed_in(Role.ANALYST, unit=here.unit("elsewhere"))
    assert other.get("/api/v1/source-history", params={"source": "fw"}).json()["items"] == []
