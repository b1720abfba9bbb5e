"""From an attack to a block and back: a web server, an attacker and a citizen in namespaces of their own.

The attacker calls a web shell; an incident opens; the playbook begins by itself and asks; one person approves; nftables blocks;
the attacker's next connection fails while the citizen's does not; the block ends by itself; all of it stands in the ledger.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest

from model.execution import ApprovalStatus, EffectStatus, ExecutionStatus
from model.times import now_us
from pipeline.playbook_settings import PlaybookSettings
from pipeline.response import desk
from playbooks.library import EXTENSION
from store import approvals, effects, executions, incidents, ledger
from store import playbooks as kept
from store.scope import EVERYTHING
from store.state import State, open_state
from tests.collectors.iot.broker import program
from tests.journeys.platform_runs import ROOT, command, environment
from tests.playbooks.documents import AGENT, action, playbook, variable
from tests.ports import free_port

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="namespaces are made as root")

WAIT_S = 120.0
BLOCK_S = 12
GATE, ATTACKER, CITIZEN = (f"fs-r{os.getpid()}-{name}" for name in ("gate", "bad", "good"))
SERVER, BAD, GOOD = "10.77.1.1", "10.77.1.2", "10.77.2.2"


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, timeout=60)


@contextmanager
def network() -> Iterator[None]:
    program("nft")
    try:
        ip("netns", "add", GATE)
    except subprocess.CalledProcessError:
        pytest.skip("no network namespaces here")
    try:
        ip("-n", GATE, "link", "set", "lo", "up")
        for name, number in ((ATTACKER, 1), (CITIZEN, 2)):
            ip("netns", "add", name)
            ip("-n", GATE, "link", "add", f"v{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("-n", GATE, "addr", "add", f"10.77.{number}.1/24", "dev", f"v{number}")
            ip("-n", GATE, "link", "set", f"v{number}", "up")
            ip("-n", name, "addr", "add", f"10.77.{number}.2/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")
            ip("-n", name, "route", "add", "default", "via", f"10.77.{number}.1")
        yield
    finally:
        for name in (GATE, ATTACKER, CITIZEN):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


@contextmanager
def web_server(folder: Path) -> Iterator[Path]:
    """nginx at the gate; its access log."""
    pages = folder / "pages"
    (pages / "uploads").mkdir(parents=True)
    (pages / "index.html").write_text("portal")
    (pages / "uploads" / "a.php").write_text("uid=33(www-data)")
    for path in (folder, pages, pages / "uploads"):
        path.chmod(0o755)
    log = folder / "access.log"
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; user root; events {{}}\n"
        f"http {{ access_log {log} combined; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;\n"
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"server {{ listen {SERVER}:80; root {pages}; keepalive_timeout 0; }} }}\n"
    )
    process = subprocess.Popen(["ip", "netns", "exec", GATE, program("nginx"), "-c", str(config)])
    try:
        yield log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


@dataclass
class Visitor:
    """Asks for a page again and again and remembers when it got one."""

    namespace: str
    path: str
    seen: list[tuple[int, bool]] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Visitor:
        self._thread = threading.Thread(target=self._visit)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _visit(self) -> None:
        ask = ["ip", "netns", "exec", self.namespace, program("curl"), "-sf", "-m", "2", "-o", "/dev/null"]
        while not self._stop.is_set():
            began = now_us()
            done = subprocess.run([*ask, f"http://{SERVER}{self.path}"], check=False, capture_output=True)
            self.seen.append((began, done.returncode == 0))
            self._stop.wait(0.3)

    def between(self, start: int, end: int) -> list[bool]:
        return [got for began, got in self.seen if start < began < end]


def answer() -> dict[str, Any]:
    """A playbook that blocks whoever calls a web shell, for a little while."""
    deny = {
        "type": "fengsui-cmd",
        "command": "firewall.deny",
        "arguments": {"address": "__source__:value", "duration_s": str(BLOCK_S)},
    }
    return playbook(
        action("block", deny),
        playbook_variables={"__source__": variable(None, "ipv4-addr", external=True)},
        agent_definitions={AGENT: {"type": "fengsui", "name": "firewall-edge"}},
        playbook_extensions={
            EXTENSION: {
                "name_zh": "封禁攻击源",
                "trigger": {"level": "high", "techniques": ["T1505.003"]},
                "bind": {"__source__": {"entity": "ip", "role": "actor"}},
            }
        },
        extension_definitions={
            EXTENSION: {"type": "extension-definition", "name": "fengsui", "schema": "x", "version": "1"}
        },
    )


def wait(look: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}")


def configured(folder: Path, log: Path) -> dict[str, str]:
    env = environment(folder / "data")
    prefix = json.dumps(["ip", "netns", "exec", GATE])
    with (folder / "fengsui.toml").open("a", encoding="utf-8") as file:
        file.write(
            f'[api]\nlisten = "127.0.0.1:{free_port()}"\n[metrics]\nlisten = ""\n'
            f'[sources.portal]\nkind = "nginx"\npath = "{log}"\nunit = "district"\n'
            f'[playbooks]\nnever_block = ["10.77.2.0/24"]\n'
            f'[playbooks.actuators.firewall-edge]\nkind = "nftables"\nprefix = {prefix}\n'
        )
    return env


@contextmanager
def platform(folder: Path, env: dict[str, str]) -> Iterator[State]:
    state = open_state(folder / "data" / "state.db")
    with state.transaction() as tx:
        made = desk.bring_in(
            tx, orjson.dumps(answer()), PlaybookSettings(), unit="district", actor="tester", now=now_us()
        )
        kept.set_auto(tx, made, EVERYTHING, auto=True, actor="tester", now=now_us())
    with (folder / "platform.log").open("wb") as said:
        process = subprocess.Popen(command("serve"), env=env, cwd=ROOT, stdout=said, stderr=said)
        try:
            yield state
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            state.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_an_attacker_is_blocked_after_approval_and_let_go_by_itself(tmp_path: Path) -> None:
    folder = tmp_path
    with ExitStack() as stack:
        stack.enter_context(network())
        log = stack.enter_context(web_server(folder / "web"))
        state = stack.enter_context(platform(folder, configured(folder, log)))
        citizen = stack.enter_context(Visitor(CITIZEN, "/"))
        attacker = stack.enter_context(Visitor(ATTACKER, "/uploads/a.php?cmd=id"))

        def asked() -> Any:
            with state.reading() as tx:
                return approvals.find(tx, EVERYTHING, status=ApprovalStatus.OPEN).items

        question = wait(asked, "the playbook to ask")[0]
        assert question.touches == [{"kind": "address", "value": BAD, "blocks": True}]
        assert question.requested_by == "trigger"
        assert question.needed == 1
        with state.reading() as tx:
            run = executions.get(tx, question.execution, EVERYTHING)
            incident = incidents.get(tx, run.incident, EVERYTHING).incident
        assert any(entity.value == BAD for entity in incident.entities)
        before = now_us()
        assert all(attacker.between(0, before - 2_000_000)), "nothing is blocked before somebody approved"
        with state.transaction() as tx:
            approvals.decide(
                tx, question.id, EVERYTHING, granted=True, comment="go", actor="duty-officer", now=now_us()
            )

        def effect(status: EffectStatus) -> Any:
            with state.reading() as tx:
                return next((one for one in effects.of_execution(tx, run.id, EVERYTHING) if one.status is status), None)

        done = wait(lambda: effect(EffectStatus.DONE) or effect(EffectStatus.UNDONE), "the block")
        undone = wait(lambda: effect(EffectStatus.UNDONE), "the block to end by itself")
        wait(lambda: any(attacker.between(undone.changed, now_us())), "the attacker to get through again")
        wait(lambda: any(citizen.between(undone.changed, now_us())), "the citizen to have been there all the time")
    assert not any(attacker.between(done.changed, done.changed + (BLOCK_S - 2) * 1_000_000)), "blocked means blocked"
    assert attacker.between(done.changed, undone.changed), "the attacker tried meanwhile"
    assert all(citizen.between(before, undone.changed)), "nobody else notices"
    with open_state(folder / "data" / "state.db") as state, state.reading() as tx:
        assert executions.get(tx, run.id, EVERYTHING).status is ExecutionStatus.SUCCEEDED
        records = ledger.records(tx, EVERYTHING, limit=500).items
        told = [
            record.action for record in reversed(records) if run.id in record.object or run.id in str(record.details)
        ]
        assert told == [
            "execution.requested",
            "approval.asked",
            "approval.decided",
            "effect.done",
            "execution.ended",
            "effect.undone",
        ]
        assert [record.actor for record in records if record.action == "approval.decided"] == ["duty-officer"]
