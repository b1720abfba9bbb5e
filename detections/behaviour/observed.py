"""The facts detectors look at, taken from an event where it is read, so that only they travel between processes.

One event gives at most one observation of each kind. Names of other sensors (Zeek, Suricata, Windows) are understood here and
nowhere else. Texts are cut to MAX_TEXT characters: a detector's memory is bounded by entries, and entries by this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from detections.behaviour.names import folded_path
from model.event import Event
from model.times import EARLIEST, LATEST, Micros

MAX_TEXT = 256


class Observation(msgspec.Struct, array_like=True, frozen=True):
    """time: when the fact was known (the end of a flow), which orders observations. source: the configured source."""

    time: Micros
    id: str
    unit: str
    source: str


class Connection(Observation, tag="connection", array_like=True, frozen=True):
    """answered: None when the sensor saw too little of it to say. out, back: payload bytes where known, else bytes."""

    start: Micros
    client: str
    server: str
    port: int
    transport: str
    protocol: str
    answered: bool | None
    out: int
    back: int
    part: int
    client_port: int


class Query(Observation, tag="query", array_like=True, frozen=True):
    """A name asked for, lower case. record: type asked for. code: response code by name; empty when the event shows the question only."""

    client: str
    name: str
    record: str
    code: str


class Login(Observation, tag="login", array_like=True, frozen=True):
    """An attempt to sign in. host: where; dataset: which log told it, because two logs may tell the same attempt.

    place: latitude and longitude of the address in degrees, and what to call it; None when unknown.
    """

    dataset: str
    client: str
    host: str
    account: str
    success: bool
    place: tuple[float, float, str] | None


class Process(Observation, tag="process", array_like=True, frozen=True):
    """A program started, with paths folded (`names.folded_path`). parent: empty when the log does not tell."""

    host: str
    program: str
    parent: str
    account: str


class Sighting(Observation, tag="sighting", array_like=True, frozen=True):
    """A machine showed its hardware address. zone: the sensor that saw it."""

    zone: str
    mac: str
    address: str


class Message(Observation, tag="message", array_like=True, frozen=True):
    """A device said something."""

    device: str
    address: str


class Access(Observation, tag="access", array_like=True, frozen=True):
    """Somebody got at data (`fengsui.data.*`). place: kind of place; thing: its name. leaving: identifiers, other than of
    organisations, that stood in what was given; digest: of the file that was given."""

    place: str
    thing: str
    data_set: str
    action: str
    actor: str
    recipient: str
    client: str
    rows: int
    size: int
    fields: tuple[str, ...]
    purpose: str
    approval: str
    proof: str
    leaving: int
    kinds: tuple[str, ...]
    digest: str


AnyObservation = Connection | Query | Login | Process | Sighting | Message | Access
KINDS: tuple[type[Observation], ...] = (Connection, Query, Login, Process, Sighting, Message, Access)

# Zeek's conn_state words (Zeek manual, conn.log). Those in neither set tell of a connection seen in part.
_ANSWERED = frozenset({"SF", "S1", "S2", "S3", "RSTO", "RSTR"})
_FAILED = frozenset({"S0", "REJ", "RSTOS0", "SH"})
_MQTT_PORTS = frozenset({1883, 8883})


def text(event: Event, name: str, *others: str) -> str:
    """The first of the fields that holds something, as text; of a list its first value."""
    value = event.get(name)
    if type(value) is str and value:  # nearly always
        return value if len(value) <= MAX_TEXT else value[:MAX_TEXT]
    if isinstance(value, list):
        value = value[0] if value else None
    if value is not None and value != "":
        return str(value)[:MAX_TEXT]
    return text(event, *others) if others else ""


def words(event: Event, name: str) -> tuple[Any, ...]:
    """The first few values of a field that holds several."""
    value = event.get(name)
    if type(value) is list:
        return tuple(value[:4])
    return () if value is None else (value,)


def moment(event: Event, name: str, otherwise: Micros) -> Micros:
    value = event.get(name)
    return value if type(value) is int and EARLIEST <= value < LATEST else otherwise


def number(event: Event, *names: str) -> int:
    for name in names:
        value = event.get(name)
        if type(value) is int:
            return max(0, min(value, 1 << 53))
    return 0


def _head(event: Event) -> tuple[Micros, str, str, str]:
    return event["@timestamp"], event["event.id"], text(event, "fengsui.unit"), text(event, "fengsui.source")


def connection(event: Event) -> Connection | None:
    client, server = text(event, "source.ip"), text(event, "destination.ip")
    port, transport = event.get("destination.port"), text(event, "network.transport").lower()
    if not client or not server or transport not in ("tcp", "udp") or type(port) is not int or not 0 <= port <= 65535:
        return None
    stamp, event_id, unit, source = _head(event)
    return Connection(
        max(stamp, moment(event, "event.end", stamp)),
        event_id,
        unit,
        source,
        moment(event, "event.start", stamp),
        client,
        server,
        port,
        transport,
        text(event, "network.protocol"),
        _answered(event),
        number(event, "fengsui.flow.source_payload_bytes", "orig_bytes", "source.bytes"),
        number(event, "fengsui.flow.destination_payload_bytes", "resp_bytes", "destination.bytes"),
        number(event, "fengsui.flow.part"),
        number(event, "source.port"),
    )


def _answered(event: Event) -> bool | None:
    state = text(event, "fengsui.flow.state", "conn_state", "zeek.connection.state")
    if state:
        return True if state in _ANSWERED else False if state in _FAILED else None
    if event.get("event.outcome") == "failure" or "denied" in words(event, "event.type"):
        return False
    packets = event.get("destination.packets")
    return packets > 0 if type(packets) is int else None


def query(event: Event) -> Query | None:
    name = event.get("dns.question.name")
    if type(name) is not str or not name or event.get("event.action") in _DNS_OTHER:
        return None
    # Suricata tells an answer from the server's side.
    side = "destination.ip" if event.get("source.port") == 53 and event.get("destination.port") != 53 else "source.ip"
    client = text(event, side)
    if not client or event.get("destination.port") in (5353, 5355):
        return None
    name = name.rstrip(".").lower()
    if not name or name.endswith((".arpa", ".local")) or "." not in name:
        return None
    return Query(
        *_head(event),
        client,
        name[:MAX_TEXT],
        text(event, "dns.question.type").upper(),
        text(event, "dns.response_code").upper(),
    )


# dnsmasq's other lines about the same question
_DNS_OTHER = frozenset({"dns_forwarded", "dns_reply", "dns_cached_reply", "dns_local_reply"})
# Told of a session that begins, not of somebody who proves who they are.
_NO_ATTEMPT = frozenset({"changed_login_id"})
_UNATTENDED_LOGONS = frozenset({"4", "5"})  # Windows logon types batch and service


def login(event: Event) -> Login | None:
    outcome = event.get("event.outcome")
    kinds = words(event, "event.type")
    if outcome not in ("success", "failure") or (kinds and "start" not in kinds):
        return None
    account = text(event, "user.name", "TargetUserName", "winlog.event_data.TargetUserName").lower()
    if event.get("event.action") in _NO_ATTEMPT or account in ("-", "(unknown)") or account.endswith("$"):
        return None
    if text(event, "LogonType", "winlog.event_data.LogonType", "winlog.logon.type") in _UNATTENDED_LOGONS:
        return None
    client = text(event, "source.ip", "client.ip", "IpAddress", "winlog.event_data.IpAddress")
    if not account and not client:
        return None
    return Login(
        *_head(event),
        text(event, "event.dataset"),
        "" if client == "-" else client,
        text(event, "host.name", "destination.ip", "observer.name").lower(),
        account,
        outcome == "success",
        place_of(event),
    )


def place_of(event: Event) -> tuple[float, float, str] | None:
    """ECS geo_point in each of its forms: an object, "lat,lon", or [lon, lat] (GeoJSON order)."""
    point = event.get("source.geo.location")
    latitude, longitude = event.get("source.geo.location.lat"), event.get("source.geo.location.lon")
    if isinstance(point, str) and point.count(",") == 1:
        latitude, longitude = point.split(",")
    elif isinstance(point, list) and len(point) == 2:
        longitude, latitude = point
    try:
        north, east = float(latitude), float(longitude)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return None
    return north, east, text(event, "source.geo.city_name", "source.geo.region_name", "source.geo.country_iso_code")


def process(event: Event) -> Process | None:
    program = text(event, "process.executable", "Image", "NewProcessName", "winlog.event_data.Image", "exe")
    host = text(event, "host.name", "Computer", "winlog.computer_name").lower()
    if not program or not host or event.get("event.outcome") == "failure":
        return None
    parent = text(
        event, "process.parent.executable", "ParentImage", "ParentProcessName", "winlog.event_data.ParentImage"
    )
    account = text(event, "user.name", "User", "user.id").lower()
    return Process(*_head(event), host, folded_path(program), folded_path(parent) if parent else "", account)


def sighting(event: Event) -> Sighting | None:
    mac = text(event, "source.mac", "client.mac")
    if not _is_mac(mac) or int(mac[:2], 16) & 1:  # the group bit: no machine's own address
        return None
    address = text(event, "source.ip", "client.ip")
    zone = text(event, "observer.name", "fengsui.source")
    return Sighting(*_head(event), zone, mac.upper().replace(":", "-"), "" if address == "0.0.0.0" else address)  # noqa: S104


def _is_mac(mac: str) -> bool:
    parts = mac.replace(":", "-").split("-")
    return len(parts) == 6 and all(len(p) == 2 and set(p.lower()) <= set("0123456789abcdef") for p in parts)


def message(event: Event) -> Message | None:
    device = text(event, "fengsui.iot.device_id", "device.id")
    if not device and event.get("event.action") == "mqtt_publish" and event.get("destination.port") in _MQTT_PORTS:
        device = text(event, "fengsui.mqtt.client_id")
    if not device:
        return None
    return Message(*_head(event), device, text(event, "source.ip"))


_GIVEN = ("fengsui.data.sample", "response.body", "http.response.body.content")
_MOST_FIELDS = 128


def access(event: Event) -> Access | None:
    place = text(event, "fengsui.data.place")
    if not place or event.get("event.outcome") == "failure":
        return None
    fields = event.get("fengsui.data.fields")
    kinds = event.get("fengsui.data.identifier.kind")
    counts = event.get("fengsui.data.identifier.count")
    told = dict(zip(kinds, counts, strict=False)) if type(kinds) is list and type(counts) is list else {}
    told.pop("credit_code", None)
    stood = event.get("fengsui.data.identifier.field")
    given = type(stood) is list and any(str(name).startswith(_GIVEN) for name in stood)
    return Access(
        *_head(event),
        place,
        text(event, "fengsui.data.object"),
        text(event, "fengsui.data.set"),
        text(event, "fengsui.data.action"),
        text(event, "fengsui.data.actor", "user.name"),
        text(event, "fengsui.data.recipient"),
        text(event, "source.ip"),
        number(event, "fengsui.data.rows"),
        number(event, "fengsui.data.bytes"),
        tuple(str(one)[:MAX_TEXT].lower() for one in fields[:_MOST_FIELDS]) if type(fields) is list else (),
        text(event, "fengsui.data.purpose"),
        text(event, "fengsui.data.approval"),
        text(event, "fengsui.data.proof"),
        sum(told.values()) if given else 0,
        tuple(map(str, told)) if given else (),
        text(event, "file.hash.sha256"),
    )


_MAKERS: dict[type[Observation], Callable[[Event], Any]] = {
    Connection: connection,
    Query: query,
    Login: login,
    Process: process,
    Sighting: sighting,
    Message: message,
    Access: access,
}


_DATA_CATEGORIES = frozenset({"database", "file", "web"})


class Extractor:
    """Observations of the kinds somebody wants. What an event may give is decided once per data set and category."""

    def __init__(self, wanted: frozenset[type[Observation]]) -> None:
        self._wanted = wanted
        self._routes: dict[Any, tuple[Callable[[Event], Any], ...]] = {}

    def of(self, event: Event) -> Iterator[AnyObservation]:
        route_key = (text(event, "event.dataset"), words(event, "event.category"), words(event, "event.type"))
        route = self._routes.get(route_key)
        if route is None:
            if len(self._routes) > 10_000:  # values are untrusted
                self._routes.clear()
            route = self._routes[route_key] = self._route(*route_key)
        for make in route:
            made = make(event)
            if made is not None:
                yield made

    def _route(
        self, dataset: str, categories: tuple[str, ...], kinds: tuple[str, ...]
    ) -> tuple[Callable[[Event], Any], ...]:
        found: list[type[Observation]] = []
        if dataset == "network.flow" or ("network" in categories and "connection" in kinds and "end" in kinds):
            found.append(Connection)
        if "network" in categories and "protocol" in kinds:
            found.append(Query)
        if "authentication" in categories:
            found.append(Login)
        if "process" in categories and (not kinds or "start" in kinds):
            found.append(Process)
        if dataset == "network.arp" or "dhcp" in dataset:
            found.append(Sighting)
        if dataset == "network.mqtt" or dataset.startswith("iot"):
            found.append(Message)
        if not _DATA_CATEGORIES.isdisjoint(categories):
            found.append(Access)
        return tuple(_MAKERS[kind] for kind in found if kind in self._wanted)
