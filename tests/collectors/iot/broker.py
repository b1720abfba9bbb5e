"""A real mosquitto on loopback for as long as a `with` block lasts."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER, PASSWORD = "fengsui", "an-example-password"


def program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@contextmanager
def mosquitto(folder: Path, port: int, *, tls: tuple[Path, Path] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Accepts only USER with PASSWORD; $SYS is told every second."""
    passwords = folder / "passwords"
    passwords.touch(mode=0o600)
    subprocess.run([program("mosquitto_passwd"), "-b", str(passwords), USER, PASSWORD], check=True, capture_output=True)
    lines = [f"listener {port} 127.0.0.1", "allow_anonymous false", f"password_file {passwords}", "sys_interval 1",
             "persistence false", "max_queued_messages 10000", "user root"]  # fmt: skip
    if tls:
        lines += [f"certfile {tls[0]}", f"keyfile {tls[1]}"]
    config = folder / "mosquitto.conf"
    config.write_text("\n".join(lines) + "\n")
    process = subprocess.Popen([program("mosquitto"), "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(60)
