"""The process of one target: `python -m tests.fuzz.inside TARGET FOLDER SECONDS`. Never returns.

What reads untrusted bytes is imported here first, by atheris, so that it sees which lines an input reaches.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["collectors"]):
    import collectors.delivery.beats  # noqa: F401
    from collectors.registry import source
    from tests.collectors.packets.craft import Talk, pcap
    from tests.fuzz.targets import LOGS, TARGETS

    for kind in (*LOGS, "netflow", "snmptrap"):
        source(kind)

INPUT_SECONDS, MEMORY_MB = 10, 2048


def main(target: str, folder: Path, seconds: int) -> None:
    # Compiled before the clock of the first input runs.
    for compiles in ("capture-both-ways", "filters", "kept-segments"):
        TARGETS[compiles](Talk().syn().frames[0][1] if compiles != "capture-both-ways" else pcap([]))
    atheris.Setup(
        [
            target, str(folder / "corpus"), f"-max_total_time={seconds}", f"-timeout={INPUT_SECONDS}",
            f"-rss_limit_mb={MEMORY_MB}", f"-artifact_prefix={folder}/broke-{target}-", "-print_final_stats=1", "-max_len=8192",
        ],
        TARGETS[target],
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
