"""The town's IoT devices: each is a real mosquitto client with its own address, kept connected and fed line by line.

argv: seconds, pattern, broker, password, addresses (the first half environment sensors, then smoke, then cameras).
"""

import json
import random
import subprocess
import sys
import threading
import time

from pace import Pace

KINDS = ("env", "env", "env", "env", "env", "smoke", "smoke", "smoke", "camera", "camera", "camera", "camera")
GAPS = {"env": 5.0, "smoke": 8.0, "camera": 6.0}


def client(tool, broker, password, address, name, *more):
    base = [tool, "-h", broker, "-A", address, "-i", name, "-u", "sensor", "-P", password, "-q", "0", "-k", "30"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*base, *more], stdin=subprocess.PIPE, **quiet)


def reading(kind, rng, n):
    if kind == "env":
        return {"n": n, "pm25": rng.randint(12, 70), "pm10": rng.randint(20, 110), "temp": round(rng.uniform(8, 19), 1)}
    if kind == "smoke":
        return {"n": n, "smoke": 0, "battery": rng.randint(80, 99)}
    return {"n": n, "up": True, "fps": rng.choice((24, 25))}


def device(index, address, broker, password, seconds):
    kind = KINDS[index % len(KINDS)]
    name = f"nanqiao-{kind}-{index + 1:02}"
    rng = random.Random(index)
    topic = f"nanqiao/{kind}/{index + 1:02}"
    time.sleep(rng.uniform(0, 3))
    publisher = client("mosquitto_pub", broker, password, address, name, "-t", f"{topic}/data", "-l")
    listener = None
    if kind != "env":
        listener = client("mosquitto_sub", broker, password, address, f"{name}-cmd", "-t", f"{topic}/cmd")
    end = time.monotonic() + seconds
    n = 0
    while time.monotonic() < end:
        n += 1
        publisher.stdin.write((json.dumps(reading(kind, rng, n)) + "\n").encode())
        publisher.stdin.flush()
        time.sleep(min(GAPS[kind] * rng.uniform(0.9, 1.1), max(0.1, end - time.monotonic())))
    publisher.stdin.close()
    publisher.wait(timeout=5)
    if listener:
        listener.terminate()


def firmware_check(addresses, pace):
    """Cameras ask their maker for firmware, rarely; clocks are set more often."""
    rng = random.Random(5)
    while pace.wait(25):
        address = rng.choice(addresses)
        dns = ["dig", "-b", address, "@10.20.2.53", "+tries=1", "+time=2", "firmware.sensor-maker.example"]
        url = ["curl", "-s", "-m", "10", "--interface", address, "-A", "camera-fw/3.1",
               "-H", "Host: firmware.sensor-maker.example", "http://203.0.113.80/firmware/latest.json"]  # fmt: skip
        for argv in (dns, url):
            subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20, check=False)


def main():
    seconds, pattern, broker, password, *addresses = sys.argv[1:]
    span = float(seconds)
    threads = [
        threading.Thread(target=device, args=(index, address, broker, password, span))
        for index, address in enumerate(addresses)
    ]
    for thread in threads:
        thread.start()
    firmware_check(addresses[-4:], Pace(span, pattern))
    for thread in threads:
        thread.join()


main()
