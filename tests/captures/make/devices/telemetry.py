"""Environmental, hydrological, vehicle and fire devices with their platforms (HJ 212, SL 651, JT/T 808, GB 26875.3)."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta, timezone

from collectors.packets.protocols import gb26875, hj212, jt808, sl651
from tests.captures.make.devices.sockets import Answer, between, connected, served, sized

ZONE = timezone(timedelta(hours=8))
STATION = "310114A890001600000169DC"
HYDRO = "0031140017"
VEHICLE = "00000000014418650031"
HJ_CUT = sized(6, lambda held: 6 + int(held[2:6]) + 6)
SL_CUT = sized(14, lambda held: 17 + (int.from_bytes(held[11:13], "big") & 0xFFF))
JT_CUT = between(b"\x7e", b"\x7e")
GB_CUT = sized(27, lambda held: 30 + int.from_bytes(held[24:26], "little"))


def now() -> datetime:
    return datetime.now(ZONE)


def hj(command: int, content: str = "", *, flag: int = 5, at: datetime | None = None) -> bytes:
    stamp = (at or now()).strftime("%Y%m%d%H%M%S%f")[:17]
    return hj212.build(f"QN={stamp};ST=32;CN={command};PW=123456;MN={STATION};Flag={flag};CP=&&{content}&&")


def environment(platform: str, device: str, stranger: str) -> None:
    """A waste-water station reports; then somebody else sets its clock and interval, and forges a report."""

    def centre() -> Answer:
        return lambda frame: [hj(9014)] if b"CN=20" in frame else []

    def station() -> Answer:
        return lambda frame: [hj(9011, "QnRtn=1"), hj(9012, "ExeRtn=1")] if b"CN=10" in frame else []

    with served(platform, 8212, HJ_CUT, centre), served(device, 8213, HJ_CUT, station):
        with connected(device, platform, 8212, HJ_CUT) as link:
            for value in (21.4, 21.7, 21.6):
                stamp = now().strftime("%Y%m%d%H%M%S")
                link.ask(hj(2011, f"DataTime={stamp};w01018-Rtd={value},w01018-Flag=N;w01001-Rtd=7.2,w01001-Flag=N"))
            link.ask(hj(2051, "DataTime=20261122100000;w01018-Avg=21.5,w01018-Min=21.1,w01018-Max=21.9"))
        with connected(stranger, device, 8213, HJ_CUT) as link:
            link.ask(hj(1012, "SystemTime=20260101000000", at=now() - timedelta(days=300)))
            link.receive()
            link.ask(hj(1062, "RtdInterval=3600"))
            link.receive()
        with connected(stranger, platform, 8212, HJ_CUT) as link:
            forged = bytearray(hj(2011, "w01018-Rtd=1.0,w01018-Flag=N"))
            forged[-6:-2] = b"0000"
            link.ask(bytes(forged))


def hydrology(platform: str, device: str, stranger: str) -> None:
    """A rain gauge reports by the hour; then a factory reset comes from where no centre is."""

    def centre() -> Answer:
        return lambda frame: [sl651.build(frame[3:8].hex(), frame[10], frame[14:22], down=True, password=b"\x20\x14")]

    def station() -> Answer:
        return lambda frame: [sl651.build(HYDRO, frame[10], b"\0\1" + bytes(6), password=b"\x20\x14")]

    report = (
        b"\x00\x01" + bytes.fromhex("261122100000") + b"\xf1\xf1" + bytes.fromhex(HYDRO) + b"\x50\x20\x19\x00\x00\x12"
    )
    with served(platform, 9000, SL_CUT, centre), served(device, 9001, SL_CUT, station):
        with connected(device, platform, 9000, SL_CUT) as link:
            link.ask(sl651.build(HYDRO, 0x2F, b"\0\1" + bytes(6), password=b"\x20\x14"))
            for _ in range(3):
                link.ask(sl651.build(HYDRO, 0x34, report, password=b"\x20\x14"))
        with connected(stranger, device, 9001, SL_CUT) as link:
            link.ask(sl651.build(HYDRO, 0x4A, bytes(8), down=True, password=b"\x12\x34"))
            link.ask(sl651.build(HYDRO, 0x48, bytes(8), down=True, password=b"\x12\x34"))


def position(east: float, north: float, alarms: int = 0) -> bytes:
    clock = bytes.fromhex(now().strftime("%y%m%d%H%M%S"))
    return struct.pack(">IIIIHHH", alarms, 3, int(north * 1e6), int(east * 1e6), 4, 520, 90) + clock


def vehicles(platform: str, device: str, stranger: str) -> None:
    """A sanitation lorry registers and drives; a stranger uses its number from elsewhere and is 600 km away."""

    def centre() -> Answer:
        def speak(frame: bytes) -> list[bytes]:
            facts, _, message = jt808.read(frame)
            raw = jt808.unescape(frame)
            serial = raw[15:17]
            if message == 0x0100:
                body = serial + b"\0" + b"auth-7"
                return [jt808.build(0x8100, VEHICLE, body, version=1)]
            good = facts["fengsui.jt808.checksum_valid"]
            body = serial + message.to_bytes(2, "big") + (b"\0" if good else b"\2")
            out = [jt808.build(0x8001, VEHICLE, body, version=1)]
            if message == 0x0002:
                out.append(jt808.build(0x8104, VEHICLE, version=1))
            return out

        return speak

    def drive(source: str, east: float, north: float, alarms: int) -> None:
        with connected(source, platform, 6808, JT_CUT) as link:
            register = (
                struct.pack(">HH", 31, 114) + b"FENGSUI0001" + bytes(49) + b"\x02" + "沪A-D0031".encode("gb18030")
            )
            for serial, (message, body) in enumerate(
                (
                    (0x0100, register),
                    (0x0102, b"\x06auth-7" + bytes(15) + bytes(20)),
                    (0x0200, position(east, north)),
                    (0x0200, position(east + 0.00005, north, alarms)),
                )
            ):
                link.ask(jt808.build(message, VEHICLE, body, serial=serial, version=1))
            link.ask(jt808.build(0x0002, VEHICLE, serial=9, version=1))
            link.ask(jt808.build(0x0104, VEHICLE, b"\0\5\0", serial=10, version=1))

    with served(platform, 6808, JT_CUT, centre):
        drive(device, 121.240, 31.370, 0)
        drive(stranger, 115.850, 28.680, 1)


def fire(platform: str, device: str, stranger: str) -> None:
    """A transmission device reports a fire and a fault; a stranger initialises it."""

    def frame(command: int, data: bytes, serial: int) -> bytes:
        return gb26875.build(command, data, serial=serial, moment=now().replace(tzinfo=None))

    def centre() -> Answer:
        return lambda told: [frame(3, b"", int.from_bytes(told[2:4], "little"))]

    def object_(state: int) -> bytes:
        moment = now()
        when = bytes((moment.second, moment.minute, moment.hour, moment.day, moment.month, moment.year % 100))
        return bytes((1, 0)) + struct.pack("<H", state) + when

    with served(platform, 5100, GB_CUT, centre), served(device, 5101, GB_CUT, centre):
        with connected(device, platform, 5100, GB_CUT) as link:
            for serial, state in enumerate((1, 1, 0b10, 0b100)):
                link.ask(frame(2, b"\x01\x01" + object_(state), serial))
        with connected(stranger, device, 5101, GB_CUT) as link:
            link.ask(frame(1, b"\x59\x01", 77))
