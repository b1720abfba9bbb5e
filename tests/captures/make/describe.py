"""recording.yml and README.md of a recording, from what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.captures.make.needs import versions
from tests.captures.make.record import Story
from tests.captures.make.world import ASSETS, UNITS

LABEL = (
    "Synthetic activity of real software in an isolated test network (Linux network namespaces). "
    "No real person, organisation, address or secret is in it."
)
LABEL_ZH = "真实软件在隔离测试网络（Linux 网络命名空间）中产生的模拟活动，不含任何真实的人员、单位、地址或密钥。"
SPEAKERS = ("nginx-light", "openssh-server", "sudo", "cron", "rsyslog", "auditd", "dnsmasq", "mosquitto",
            "mosquitto-clients", "nmap", "curl", "bind9-dnsutils", "tcpdump", "python3")  # fmt: skip


def write(story: Story, folder: Path) -> None:
    recording: dict[str, Any] = {
        "title": story.title,
        "title_zh": story.title_zh,
        "label": LABEL,
        "label_zh": LABEL_ZH,
        "licence": "Apache-2.0",
        "recorded": {"start": story.start, "end": story.end},
        "compression": story.compression,
        "units": UNITS,
        "assets": ASSETS,
        "inputs": story.inputs,
        "truth": [
            {
                "step": number,
                "name": step.name,
                "technique": step.technique,
                "start": step.start,
                "end": step.end,
                "hosts": step.hosts,
                "seen_in": [name for name in step.seen_in if any(entry["file"] == name for entry in story.inputs)],
                "description": step.description,
                "description_zh": step.description_zh,
            }
            for number, step in enumerate(story.steps, start=1)
        ],
    }
    text = yaml.safe_dump(recording, allow_unicode=True, sort_keys=False, width=110)
    (folder / "recording.yml").write_text(text, encoding="utf-8")
    (folder / "README.md").write_text(_readme(story, folder), encoding="utf-8")


def _readme(story: Story, folder: Path) -> str:
    installed = versions()
    lines = [f"# {story.title}", "", story.title_zh, "", story.about, "", LABEL, ""]
    lines += [f"- Recorded {story.start} to {story.end}. Time compression: {story.compression}."]
    lines += [
        "- Licence: Apache-2.0, like the rest of the project.",
        "- Made by `make captures` (`tests/captures/make`).",
        "",
    ]
    lines += ["## What is real and what is not", "", REAL, ""]
    lines += ["## Software that speaks in it", ""]
    lines += [f"- {name} {installed[name]}" for name in SPEAKERS if name in installed]
    lines += ["", "## Files", "", "| file | kind | unit | bytes |", "|---|---|---|---:|"]
    lines += [
        f"| `{entry['file']}` | {entry['kind']} | {entry['unit']} | {(folder / entry['file']).stat().st_size} |"
        for entry in story.inputs
    ]
    if story.steps:
        lines += ["", "## Ground truth", "", "Times are the clock's when each step began and ended.", ""]
        lines += ["| step | from | to | technique | what happened |", "|---:|---|---|---|---|"]
        lines += [
            f"| {number} | {step.start[11:23]} | {step.end[11:23]} | {step.technique} | **{step.name}.** {step.description} |"
            for number, step in enumerate(story.steps, start=1)
        ]
    lines += ["", "## Notes of the recorder", "", *(f"- {note}" for note in story.notes), ""]
    return "\n".join(lines)


REAL = """Real: nginx, sshd, PAM, sudo, cron, rsyslog, auditd, dnsmasq, mosquitto and its clients, curl, dig, ssh, nmap;
every log line was written by the program it names, every packet was sent by a kernel. Written for the recording (in
`tests/captures/make/programs`): the portal's application and its upload flaw, the public-data API, the pump station and
the Modbus client, the name and web servers outside, the citizens' and staff's habits. Names, records, tokens and
passwords are made up; ID numbers carry a wrong check character, telephone numbers are of an unassigned block.

A packet is recorded once: `extranet` has what crosses the server, DMZ and office zones, `iot` everything that touches
the IoT zone. Addresses outside are of RFC 5737; the portal's public address 198.51.100.10 is translated before the
extranet sensor, which therefore sees 10.20.1.10. The hosts' clocks are set to Asia/Shanghai. One kernel has one audit:
`portal/audit.log` holds the kernel records of the portal's user ids, `data-host/audit.log` all others and the
user-space records, which only the data host's programs may write."""
