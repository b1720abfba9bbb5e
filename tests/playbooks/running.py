"""A platform that only carries playbooks out, for tests: its state, its responder, and a target that counts."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson

from model.execution import Approval, ApprovalStatus, Execution, ExecutionStep
from model.times import now_us
from pipeline.playbook_settings import PlaybookSettings
from pipeline.response import desk
from pipeline.response.responder import Responder
from store import approvals, effects, executions
from store.scope import EVERYTHING
from store.state import State, open_state
from tests.playbooks.documents import TARGET, action, playbook

WAIT_S = 120.0
LOOPBACK = ["127.0.0.0/8"]


class Target:
    """An HTTP service that honours Idempotency-Key: `effects` counts what it did, `requests` what it was asked."""

    def __init__(self) -> None:
        self.effects: Counter[str] = Counter()
        self.requests: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.answers: dict[str, tuple[int, bytes]] = {}
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Target:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        target = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                key = self.headers.get("Idempotency-Key", "")
                with target._lock:
                    target.requests.append((self.command, self.path, body, dict(self.headers.items())))
                    if key not in target._seen:
                        target._seen.add(key)
                        target.effects[self.path] += 1
                code, answer = target.answers.get(self.path.split("?")[0], (200, b'{"ok": true}'))
                self.send_response(code)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST  # noqa: N815
            do_PUT = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                return

        return Handler


def aimed(port: int) -> dict[str, Any]:
    """target_definitions of a playbook for a Target."""
    return {TARGET: {"type": "http-api", "name": "target", "address": {"url": [f"http://127.0.0.1:{port}"]}}}


def post(path: str, content: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "http-api", "command": f"POST {path} HTTP/1.1", "content": content, **more}


class Site:
    def __init__(self, folder: Path, settings: PlaybookSettings) -> None:
        self.folder, self.settings = folder, settings
        self.state: State = open_state(folder / "state.db")

    def bring(self, document: Mapping[str, Any]) -> str:
        with self.state.transaction() as tx:
            return desk.bring_in(
                tx, orjson.dumps(document), self.settings, unit="district", actor="tester", now=now_us()
            )

    def ask(self, identifier: str, inputs: Mapping[str, Any] | None = None, actor: str = "asker") -> str:
        with self.state.transaction() as tx:
            return desk.ask_for(tx, identifier, EVERYTHING, inputs=inputs or {}, actor=actor, now=now_us())

    def start(self, document: Mapping[str, Any], inputs: Mapping[str, Any] | None = None) -> str:
        return self.ask(self.bring(document), inputs)

    def get(self, run: str) -> Execution:
        with self.state.reading() as tx:
            return executions.get(tx, run, EVERYTHING)

    def steps(self, run: str) -> list[ExecutionStep]:
        with self.state.reading() as tx:
            return executions.steps(tx, run, EVERYTHING)

    def effects(self, run: str) -> list[Any]:
        with self.state.reading() as tx:
            return effects.of_execution(tx, run, EVERYTHING)

    def open_approvals(self, run: str) -> list[Approval]:
        with self.state.reading() as tx:
            return approvals.find(tx, EVERYTHING, status=ApprovalStatus.OPEN, execution=run).items

    def approval(self, run: str) -> Approval:
        return self.wait(lambda: self.open_approvals(run), f"{run} to ask something")[0]

    def decide(self, run: str, *persons: str, granted: bool = True, answers: Mapping[str, str] | None = None) -> None:
        asked = self.approval(run)
        for person in persons:
            with self.state.transaction() as tx:
                approvals.decide(
                    tx,
                    asked.id,
                    EVERYTHING,
                    granted=granted,
                    comment="" if granted else "no",
                    actor=person,
                    now=now_us(),
                    answers=answers,
                )

    def ended(self, run: str) -> Execution:
        return self.wait(lambda: (found := self.get(run)).status.over and found, f"{run} to end")

    def wait(self, look: Callable[[], Any], what: str) -> Any:
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            found = look()
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"waited in vain for {what}")


def settings(**more: Any) -> PlaybookSettings:
    """HTTP posts go by themselves to a target that honours keys, unless told otherwise."""
    given: dict[str, Any] = {
        "allow_networks": LOOPBACK,
        "actuators": {"test": {"kind": "http", "idempotent": True}},
        **more,
    }
    return PlaybookSettings.model_validate(given)


@contextmanager
def running(folder: Path, given: PlaybookSettings | None = None) -> Iterator[Site]:
    site = Site(folder, given or settings())
    try:
        with Responder(site.state, site.settings, folder):
            yield site
    finally:
        site.state.close()


def simple(port: int, *names: str, **more: Any) -> dict[str, Any]:
    """Posts to /NAME for each name, one after the other."""
    steps = []
    for place, name in enumerate(names):
        following = {"on_completion": action(names[place + 1])[0]} if place + 1 < len(names) else {}
        steps.append(action(name, post(f"/{name}"), **following))
    return playbook(*steps, target_definitions=aimed(port), **more)


def as_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
