"""A pump station that speaks Modbus/TCP (MODBUS Messaging on TCP/IP V1.0b; Application Protocol V1.1b3), with a log.

Function codes 1–6, 15, 16; everything else and every address outside the map is answered with an exception.
"""

import argparse
import asyncio
import json
import math
import struct
import time
from datetime import datetime
from pathlib import Path

COILS = [True, False, False, True, False, False, False, False]  # pump 1, pump 2, valve, auto, alarm inhibit, …
HOLDING = [300, 1450, 120, 450, 80, 0, 0, 0] + [0] * 32  # level set point (mm), speed (rpm), low, high, …
ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE = 1, 2, 3


def inputs():
    level = 300 + 40 * math.sin(time.monotonic() / 40)
    return [int(level), HOLDING[1] if COILS[0] else 0, 231, 17, int(level / 3), 0, 0, 0] + [0] * 8


def bits(values):
    packed = bytearray((len(values) + 7) // 8)
    for n, value in enumerate(values):
        packed[n // 8] |= value << n % 8
    return bytes([len(packed)]) + bytes(packed)


def words(values):
    return bytes([2 * len(values)]) + struct.pack(f">{len(values)}H", *values)


def serve(pdu):
    """Answer PDU and what the log says of it."""
    code = pdu[0]
    if code not in (1, 2, 3, 4, 5, 6, 15, 16) or len(pdu) < 5:
        return bytes([code | 0x80, ILLEGAL_FUNCTION]), {"exception": ILLEGAL_FUNCTION}
    address, count = struct.unpack_from(">HH", pdu, 1)
    table = {1: COILS, 2: COILS, 3: HOLDING, 4: inputs(), 5: COILS, 6: HOLDING, 15: COILS, 16: HOLDING}[code]
    facts = {"address": address, "quantity": 1 if code in (5, 6) else count}
    if address + facts["quantity"] > len(table):
        return bytes([code | 0x80, ILLEGAL_ADDRESS]), {**facts, "exception": ILLEGAL_ADDRESS}
    if code in (1, 2):
        return bytes([code]) + bits(table[address : address + count]), facts
    if code in (3, 4):
        return bytes([code]) + words(table[address : address + count]), facts
    if code == 5:
        COILS[address] = count == 0xFF00
        return pdu[:5], {**facts, "value": int(COILS[address])}
    if code == 6:
        HOLDING[address] = count
        return pdu[:5], {**facts, "value": count}
    if code == 15:
        COILS[address : address + count] = [bool(pdu[6 + n // 8] >> n % 8 & 1) for n in range(count)]
    else:
        HOLDING[address : address + count] = struct.unpack_from(f">{count}H", pdu, 6)
    return pdu[:5], facts


class Station:
    def __init__(self, log):
        self.log = log

    def note(self, event, peer, **facts):
        now = datetime.now().astimezone().isoformat(timespec="milliseconds")
        line = {
            "ts": now,
            "app": "modbus-gateway",
            "device": "pump-station-1",
            "event": event,
            "client_ip": peer,
            **facts,
        }
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")

    async def client(self, reader, writer):
        peer = writer.get_extra_info("peername")[0]
        self.note("connect", peer)
        try:
            while True:
                transaction, protocol, length, unit = struct.unpack(">HHHB", await reader.readexactly(7))
                if protocol != 0 or not 2 <= length <= 254:
                    break
                pdu = await reader.readexactly(length - 1)
                answer, facts = serve(pdu)
                self.note("request", peer, unit=unit, function=pdu[0], **facts)
                writer.write(struct.pack(">HHHB", transaction, 0, len(answer) + 1, unit) + answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, struct.error, IndexError):
            pass
        finally:
            self.note("disconnect", peer)
            writer.close()


async def main():
    options = argparse.ArgumentParser()
    options.add_argument("--log", type=Path, required=True)
    server = await asyncio.start_server(Station(options.parse_args().log).client, "0.0.0.0", 502)
    async with server:
        await server.serve_forever()


asyncio.run(main())
