"""A real restic repository with one backup in it, made once, copied by whoever breaks it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from playbooks.recovery.restic import Repository, Restic

LARGE = 3_000_000
"""Bytes of a file that restic cuts into several blobs (512 KiB to 8 MiB each)."""


class Made:
    """data: what was backed up; its paths in the snapshot are absolute."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("restic") is None:
            pytest.skip("restic is not installed")
        self.folder, self.data = folder, folder / "data"
        self.password = folder / "password"
        self.password.write_text("a password of a test\n", "utf-8")
        noise = random.Random(7)
        (self.data / "库 房" / "深").mkdir(parents=True)
        (self.data / "app.db").write_bytes(noise.randbytes(LARGE))
        (self.data / "库 房" / "深" / "说明.txt").write_text("重要\n", "utf-8")
        (self.data / "empty").write_bytes(b"")
        (self.data / "link").symlink_to("/etc/passwd")
        self.location = folder / "repository"
        self.run("init")
        self.back_up("--host", "app-1", "--tag", "nightly")

    def run(self, *words: str, location: Path | None = None) -> str:
        """Writing a repository, which nothing of ours does."""
        command = [
            "restic",
            "--repo",
            str(location or self.location),
            "--password-file",
            str(self.password),
            "--no-cache",
        ]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "GOMAXPROCS": "2"}
        done = subprocess.run(
            [*command, *words], env=environment, capture_output=True, text=True, timeout=120, check=True
        )
        return done.stdout

    def back_up(self, *words: str) -> None:
        self.run("backup", *words, str(self.data))

    @property
    def inside(self) -> str:
        """Where the data lies in a restored folder."""
        return str(self.data).strip("/")

    def repository(self, location: Path | None = None, password: Path | None = None) -> Repository:
        return Repository("nightly", str(location or self.location), password or self.password)

    def copy(self, to: Path) -> Path:
        shutil.copytree(self.location, to)
        for path in to.rglob("*"):
            path.chmod(0o700)
        return to

    def restic(self, home: Path) -> Restic:
        return Restic(home)


def packs(location: Path) -> list[Path]:
    """Smallest first."""
    return sorted((one for one in (location / "data").rglob("*") if one.is_file()), key=lambda one: one.stat().st_size)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
