"""Packets around an event or an alert, out of what the sensors keep on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from collectors.packets.extract import MOST_BYTES, Conversation, Found, conversation_of, extract
from collectors.packets.shelf import within
from model.errors import InputError, NotFound
from model.event import Event
from model.times import SECOND, Micros
from pipeline.sensor import packets_folder
from pipeline.settings import Settings
from store import alerts, sources
from store.contract import EventStore
from store.scope import Scope

SECONDS_MOST = 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose packets, from when until when, and the folders they may be in."""

    what: Conversation
    begin: Micros
    end: Micros
    folders: tuple[Path, ...]

    def packets(self, found: Found, most_bytes: int = MOST_BYTES) -> Iterator[bytes]:
        """One pcapng file; a section for each sensor that saw something."""
        for folder in self.folders:
            yield from extract(folder, self.begin, self.end, self.what, found, most_bytes)


def kept(asked: Asked) -> bool:
    """Whether sensors still keep packets of that time at all; says nothing of whose they are."""
    return any(True for folder in asked.folders for _ in within(folder, asked.begin, asked.end))


def around_event(tx: Session, settings: Settings, scope: Scope, event: Event, seconds: int) -> Asked:
    """Packets of the event's conversation, `seconds` before it began to `seconds` after it ended. Raises InputError when
    nothing keeps packets or the event names no address."""
    time = event["@timestamp"]
    begin = int(event.get("event.start") or time) - seconds * SECOND
    end = int(event.get("event.end") or time) + seconds * SECOND
    return Asked(conversation_of(event), begin, end + 1, _folders(tx, settings, scope))


def around_alert(
    tx: Session, store: EventStore, settings: Settings, scope: Scope, alert_id: str, seconds: int
) -> Asked:
    """The same for the newest event of an alert that names an address."""
    alert = alerts.get(tx, alert_id, scope).alert
    last: InputError | NotFound | None = None
    for event_id in reversed(alert.event_ids):
        try:
            return around_event(tx, settings, scope, store.get(event_id, scope), seconds)
        except (InputError, NotFound) as error:
            last = error
    raise last or InputError(f"alert {alert_id} has no events")


def around_flow(
    tx: Session, store: EventStore, settings: Settings, scope: Scope, community_id: str, seconds: int
) -> Asked:
    """The same for the newest event with that community id."""
    quoted = community_id.replace("\\", "\\\\").replace('"', '\\"')
    found = store.search(f'network.community_id:"{quoted}"', scope, limit=1).events
    if not found:
        raise NotFound(f"no event has the community id {community_id!r} within your units")
    return around_event(tx, settings, scope, found[0], seconds)


def _folders(tx: Session, settings: Settings, scope: Scope) -> tuple[Path, ...]:
    units = {name: source.unit for name, source in settings.sources.items() if source.kind == "interface"}
    units |= {source.name: source.unit for source in sources.find(tx, scope) if source.kind == "interface"}
    folders = _existing([packets_folder(settings, name) for name, unit in sorted(units.items()) if scope.allows(unit)])
    if not folders:
        raise InputError(
            "no sensor within your units keeps packets",
            hint="set keep_packets_bytes at a source of kind interface; see docs/how-to/capture-from-an-interface.md",
        )
    return folders


def _existing(folders: Sequence[Path]) -> tuple[Path, ...]:
    return tuple(folder for folder in folders if folder.is_dir())
