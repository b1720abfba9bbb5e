"""Full dissection of a few packets by tshark, as a person asks for it: a process per request, bounded in every way.

tshark reads hostile bytes with a great deal of C; so it runs without privileges, without the network's names, with limits on
memory, processor time, output and files, and is never kept. Its memory grows with what it reads, which ends with it.
"""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import subprocess
import tempfile
from typing import Literal

from model.errors import InputError

Form = Literal["text", "json"]
INPUT_MOST = 32 << 20
OUTPUT_MOST = 16 << 20
PACKETS_MOST = 2000
SECONDS = 20
MEMORY = 2 << 30
_FLAGS: dict[Form, list[str]] = {"text": ["-V"], "json": ["-T", "json", "--no-duplicate-keys"]}


def available() -> bool:
    return shutil.which("tshark") is not None


def dissect(capture: bytes, form: Form = "text", packets: int = 200) -> tuple[bytes, bool]:
    """What tshark says about the first packets of a capture, and whether that was cut short. Raises InputError."""
    program = shutil.which("tshark")
    if program is None:
        raise InputError(
            "full dissection needs tshark, which is not installed", hint="on Debian: apt-get install tshark"
        )
    if len(capture) > INPUT_MOST:
        raise InputError(
            f"{len(capture)} bytes are too many to dissect at once", hint="extract fewer seconds, or one flow"
        )
    count = min(packets, PACKETS_MOST)
    with tempfile.TemporaryDirectory(prefix="fengsui-tshark-") as folder, tempfile.TemporaryFile() as out:
        user = _user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        command = [program, "-n", "-r", "-", "-c", str(count), *_FLAGS[form]]
        with tempfile.TemporaryFile() as source:
            source.write(capture)
            source.seek(0)
            try:
                process = subprocess.Popen(  # noqa: S603 - a fixed program with fixed options; the capture is its input
                    command,
                    stdin=source,
                    stdout=out,
                    stderr=subprocess.DEVNULL,
                    cwd=folder,
                    env={"HOME": folder, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": folder},
                    preexec_fn=_limits,  # noqa: PLW1509 - sets limits only
                    start_new_session=True,
                    user=user.pw_uid if user else None,
                    group=user.pw_gid if user else None,
                    extra_groups=[] if user else None,
                )
                late = False
                try:
                    process.wait(SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    late = True
            except OSError as error:
                raise InputError(f"tshark cannot be started: {error.strerror}") from error
        out.seek(0)
        text = out.read(OUTPUT_MOST + 1)
    if not text and process.returncode:
        raise InputError("tshark could not read these packets")
    return text[:OUTPUT_MOST], late or len(text) > OUTPUT_MOST or bool(process.returncode)


def _user() -> pwd.struct_passwd | None:
    """Whom tshark runs as when we are root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        return None


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_MOST + (1 << 20), OUTPUT_MOST + (1 << 20)))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
