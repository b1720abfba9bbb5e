"""Run the targets, each for a while.

    python -m tests.fuzz [--seconds 60] [TARGET ...]     all, or those named
    python -m tests.fuzz --again TARGET FILE             one input that broke a target

Exit 0 when nothing broke; 1 with the file that did it.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.collectors.flows.exports import a_set, flow, ipfix, record, sample, sflow, template, v5, v9
from tests.collectors.packets.craft import Talk
from tests.collectors.snmp.test_traps import LINK, v1, v2c
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
SEEDS = (ROOT / "tests" / "captures", ROOT.parent / "shared" / "data" / "pcaps")
SEED_MOST = 64 << 10
BEGINNINGS = (
    b"GET / HTTP/1.1\r\n\r\n", b"SSH-2.0-x\r\n", b"\x16\x03\x01\x00\x05", b"\x00\x01\x00\x00\x00\x06\x01\x03\x00\x00\x00\x01",
    b"\x10\x0e\x00\x04MQTT\x04\x02\x00\x3c\x00\x02id", b"\x03\x00\x00\x16\x11\xe0", b"\x68\x04\x07\x00\x00\x00",
    b"\x05\x64\x05\xc9", b"##0101QN=", b"REGISTER sip:a SIP/2.0\r\n", b"\x7e\x01\x00\x00\x05", b"\xfeSMB", b"@@",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", b"\5\1\0", b"\4\1\0\x50\x0a\0\0\7u\0",
    b"PLAY rtsp://a/b RTSP/1.0\r\nCSeq: 1\r\n\r\n",
    b"\x12\1\0\x1a\0\0\1\0\0\0\x0b\0\6\1\0\x11\0\1\xff" + bytes(7), b"220 m ESMTP\r\n", b"\x38sssssss1\0\0\0\0\0",
    b"\1\0\0\0" + bytes(144), b"i" * 8 + bytes(9) + b"\x20\x22\x08" + bytes(7) + b"\x1c",
    b"FINS\0\0\0\x0c", b"AMQP\0\0\x09\x01", b"\x03\x00\x00\x16\x02\xf0\x80\x01\x00\x01\x00\x61", b"\x80\x00\x02\x00\x0a",
)  # fmt: skip
EXPORTS = (
    (v5([flow(1), flow(2)]),),
    (v9(a_set(0, template()), a_set(256, record(flow(1)))),),
    (ipfix(a_set(2, template()), a_set(256, record(flow(1)))),),
    (sflow(sample(Talk().syn().frames[0][1])),),
)
TRAPS = (v2c("1.3.6.1.6.3.1.1.5.3", *LINK), v1(2, 0, *LINK))


def seed(folder: Path, target: str) -> None:
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    if target.startswith(("capture", "kept")):
        files = sorted(
            p for base in SEEDS for p in base.rglob("*.pcap*") if p.is_file() and p.stat().st_size <= SEED_MOST
        )
        for number, path in enumerate(files):
            (corpus / f"{number}").write_bytes(path.read_bytes())
        return
    draw = random.Random(1)
    if target == "exports":
        for number, sent in enumerate(EXPORTS):
            (corpus / f"{number}").write_bytes(b"".join(len(one).to_bytes(2, "little") + one for one in sent))
        return
    if target == "traps":
        for number, trap in enumerate(TRAPS):
            (corpus / f"{number}").write_bytes(trap)
        return
    for number, beginning in enumerate(BEGINNINGS):
        length = len(beginning).to_bytes(2, "little")
        (corpus / f"{number}").write_bytes(b"\0\x50" + length + beginning + bytes(draw.randbytes(40)))


def run(target: str, seconds: int, keep: Path) -> bool:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seed(folder, target)
        command = [sys.executable, "-m", "tests.fuzz.inside", target, name, str(seconds)]
        environment = os.environ | {"NUMBA_BOUNDSCHECK": "1"}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        broken = sorted(folder.glob("broke-*"))
        executed = [line for line in done.stderr.splitlines() if "number_of_executed_units" in line]
        count = executed[0].split()[-1] if executed else "?"
        if not broken and done.returncode == 0:
            print(f"{target:20} {count:>9} inputs in {seconds} s: nothing broke")
            return True
        print(f"{target:20} broke (exit {done.returncode}):\n" + "\n".join(done.stderr.splitlines()[-25:]))
        for path in broken:
            kept = keep / path.name
            kept.write_bytes(path.read_bytes())
            print(f"again: python -m tests.fuzz --again {target} {kept}")
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--again", nargs=2, metavar=("TARGET", "FILE"))
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    if options.again:
        TARGETS[options.again[0]](Path(options.again[1]).read_bytes())
        return 0
    results = [run(target, options.seconds, options.keep) for target in options.targets or TARGETS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
