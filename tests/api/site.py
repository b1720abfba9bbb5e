"""A running platform's HTTP interface with people who can sign in, on a clock the test turns."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from api.core import Readers
from api.server import Running, serving
from model.estate import Unit, UnitKind
from model.times import MINUTE, SECOND, Micros, now_us
from pipeline.platform import open_events
from pipeline.recovery_settings import RecoverySettings
from pipeline.settings import ApiSettings, IdentitySettings, Settings
from store import ledger, units
from store.identity import Role, accounts
from store.identity.who import Account
from store.scope import EVERYTHING
from store.state import State, open_state

PASSWORD = "Eagle-owl at 7 towers"


@dataclass
class Clock:
    """Starts at the real time and then stands still until it is turned."""

    now: Micros = field(default_factory=now_us)

    def __call__(self) -> Micros:
        return self.now

    def turn(self, more: Micros) -> None:
        self.now += more


class Client(httpx.Client):
    """A browser, as far as this matters: keeps cookies and sends the CSRF token it was given with every write."""

    csrf = ""

    def sign_in(self, name: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        answer = self.post("/api/v1/session", json={"name": name, "password": password, **more})
        self.learn(answer)
        return answer

    def learn(self, answer: httpx.Response) -> None:
        self.csrf = self.cookies.get("fengsui_csrf") or ""

    def request(self, method: str, url: Any, **rest: Any) -> httpx.Response:  # type: ignore[override]
        headers = dict(rest.pop("headers", None) or {})
        if self.csrf and "X-CSRF-Token" not in headers:
            headers["X-CSRF-Token"] = self.csrf
        answer = super().request(method, url, headers=headers, **rest)
        if "fengsui_csrf" in answer.cookies:
            self.csrf = answer.cookies["fengsui_csrf"]
        return answer


@dataclass
class Site:
    state: State
    settings: Settings
    clock: Clock
    running: Running
    clients: list[Client] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.running.address

    def client(self) -> Client:
        client = Client(base_url=self.address, trust_env=False, timeout=90)
        self.clients.append(client)
        return client

    def account(self, *roles: Role, unit: str = "district", name: str = "") -> Account:
        """An account that has chosen PASSWORD."""
        name = name or f"p{secrets.token_hex(4)}"
        with self.state.transaction() as tx:
            made = accounts.add(
                tx, name=name, display_name="人", unit=unit, now=self.clock(), actor="test", password=PASSWORD
            )
            accounts.grant(tx, made.id, roles, EVERYTHING, actor="test", now=self.clock())
            from store.identity.tables import AccountRow
            from store.rows import update_rows

            update_rows(tx, AccountRow, AccountRow.id == made.id, must_change=False)
            return accounts.get(tx, made.id, EVERYTHING)

    def signed_in(self, *roles: Role, unit: str = "district") -> Client:
        client = self.client()
        answer = client.sign_in(self.account(*roles, unit=unit).name)
        assert answer.status_code == 201, answer.text
        return client

    def unit(self, unit_id: str, parent: str = "district") -> str:
        with self.state.transaction() as tx:
            unit = Unit(id=unit_id, name=unit_id, name_zh="单位", kind=UnitKind.DEPARTMENT, parent=parent)
            units.add(tx, unit, actor="test")
        return unit_id

    def actions(self) -> list[str]:
        """Of the audit trail, oldest first."""
        return [record.action for record in self.records()]

    def records(self) -> list[ledger.Record]:
        with self.state.reading() as tx:
            return ledger.records(tx, EVERYTHING, limit=5_000).items[::-1]

    def wait_a_minute(self) -> None:
        self.clock.turn(MINUTE)


@contextmanager
def a_site(
    folder: Path,
    *,
    api: dict[str, Any] | None = None,
    identity: dict[str, Any] | None = None,
    recovery: dict[str, Any] | None = None,
) -> Iterator[Site]:
    settings = Settings(
        data=folder,
        api=ApiSettings(
            **{"listen": "127.0.0.1:0", "sign_ins_per_minute": 100_000, "requests_per_minute": 1_000_000, **(api or {})}
        ),
        identity=IdentitySettings(**(identity or {})),
        recovery=RecoverySettings.model_validate(recovery or {}),
    )
    clock = Clock()
    with (
        open_state(folder / "state.db") as state,
        closing(open_events(settings, state)) as store,
        serving(Readers(state, store), settings, clock=clock) as running,
    ):
        site = Site(state, settings, clock, running)
        try:
            yield site
        finally:
            for client in site.clients:
                client.close()


__all__ = ["MINUTE", "PASSWORD", "SECOND", "Client", "Clock", "Site", "a_site"]
