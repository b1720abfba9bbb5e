"""The bundled attack, replayed once for all tests that read it, behind the real HTTP interface.

Beside the recording it holds a few records by somebody who would harm whoever looks at them, owned by the town.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson

from api.core import Readers
from api.server import serving
from pipeline.lanes import Reading
from pipeline.platform import Platform, open_existing
from pipeline.recordings import load_recording
from pipeline.settings import ApiSettings, MetricsSettings, Settings
from pipeline.source_settings import SourceSettings
from store import ledger
from store.events.store import ParquetEventStore
from store.identity import Role
from tests.api.site import Client, Clock, Site

RECORDING = Path(__file__).parent.parent / "captures" / "district-attack"
TOWN = "nanqiao-town"
LONG = "A" * 1_000_000
HOSTILE: dict[str, str] = {
    "html": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert('x')</script>",
    "override": "invoice\u202egpj.exe",
    "formula": '=HYPERLINK("http://evil.example","ok")',
    "control": "bell\x07 escape\x1b[31m nul",
    "quotes": 'a","b\n=1+1',
    "long": LONG,
}
BROKEN = b'{"message": "never closed\xff\xfe <script>alert(1)</script>\n'


@dataclass
class District(Site):
    store: ParquetEventStore = field(kw_only=True)
    known: dict[tuple[Any, ...], Client] = field(default_factory=dict)

    def person(self, *roles: Role, unit: str = "district") -> Client:
        """Signed in, the same client every time."""
        if (roles, unit) not in self.known:
            self.known[roles, unit] = self.signed_in(*roles, unit=unit)
        return self.known[roles, unit]

    def audited(self, action: str) -> list[ledger.Record]:
        """Records of an action, oldest first."""
        return [record for record in self.records() if record.action == action]

    @property
    def analyst(self) -> Client:
        return self.person(Role.ANALYST)

    @property
    def town(self) -> Client:
        """An analyst who sees the town only."""
        return self.person(Role.ANALYST, unit=TOWN)


def read(client: Client, address: str, **params: Any) -> Any:
    """The JSON of an answer that must succeed."""
    answer = client.get(f"/api/v1/{address}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def all_pages(client: Client, address: str, **params: Any) -> list[Any]:
    """Every item, page by page; no page but the last is short."""
    items: list[Any] = []
    cursor = None
    while True:
        page = read(client, address, **params, **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        cursor = page["cursor"]
        if cursor is None:
            return items
        assert len(page["items"]) == params["limit"]


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def refused_without(district: District, method: str, address: str, *without: Role, json: Any = None) -> None:
    """Nobody without an account, and none of these roles, gets an answer."""
    assert code(district.client().request(method, f"/api/v1/{address}", json=json)) == (401, "auth.required")
    for role in without:
        answer = district.person(role).request(method, f"/api/v1/{address}", json=json)
        assert code(answer) == (403, "permission.missing"), role


@contextmanager
def a_district(folder: Path) -> Iterator[District]:
    settings = Settings(
        data=folder / "data",
        metrics=MetricsSettings(listen=""),
        api=ApiSettings(listen="127.0.0.1:0", sign_ins_per_minute=100_000, requests_per_minute=1_000_000),
        sources={
            "town-firewall": SourceSettings(kind="syslog", listen="udp://127.0.0.1:5514", unit="district"),
            "old-portal": SourceSettings(kind="nginx", path=folder / "access.log", unit="district", enabled=False),
        },
    )
    hostile = folder / "hostile.jsonl"
    records = [{"time": "2026-11-22T22:05:00Z", "message": text, "kind": name} for name, text in HOSTILE.items()]
    hostile.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records) + BROKEN)
    recording = load_recording(RECORDING)
    with Platform(settings) as platform:
        platform.add_units(recording.units)
        platform.add_assets(recording.assets)
        platform.replay(
            [*recording.readings, Reading(path=str(hostile), kind="jsonl", source="town/hostile", unit=TOWN)]
        )
    state, store = open_existing(settings)
    clock = Clock()
    with state, serving(Readers(state, store), settings, clock=clock) as running:
        district = District(state, settings, clock, running, store=store)
        try:
            yield district
        finally:
            for client in district.clients:
                client.close()
    store.close()
