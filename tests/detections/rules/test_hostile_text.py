"""An attacker writes the text our patterns run on: whatever it is, one event costs bounded time."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest

from detections.sigma import RuleSet, load
from tests.detections.rules.test_rules import RULES

LENGTH = 8_000  # nginx takes request lines up to 8 KiB
BOUND_S = 5.0  # of processor time; a pattern that is cubic in the text needs ten and more

SEEDS = [
    "union/**/", "union+select+", "a=", "../", "' or ", "${", "/uploads/a.", "rm ", "rm /var/log ", "chmod +", "curl -T ",
    "python socket ", "perl socket exec ", "nc -e ", "/tmp/", "socat exec:", "mkfifo nc ", ";cat", "1.1.1.1", " ", "(", "a",
    "cp /dev/null ", "systemctl stop ", "journalctl --vacuum-time=", "cmd=", "%2f..", ">", "crontab -u ", "/cmd", "env ",
]  # fmt: skip


def events(text: str) -> list[dict[str, Any]]:
    base: dict[str, Any] = {"@timestamp": 0, "event.id": "e"}
    return [
        {
            **base,
            "event.dataset": "nginx.access",
            "url.original": f"/?{text}",
            "url.path": f"/{text}",
            "url.query": text,
            "user_agent.original": text,
            "http.request.method": "POST",
            "http.response.status_code": 200,
        },
        {**base, "event.dataset": "linux.auditd", "type": "EXECVE", "process.command_line": text, "exe": text},
        {**base, "event.dataset": "syslog", "process.name": "sudo", "process.command_line": text, "message": text},
        {**base, "event.dataset": "network.http", "file.name": text, "url.domain": text, "url.path": text},
        {**base, "event.dataset": "network.mqtt", "fengsui.mqtt.type": "publish", "fengsui.mqtt.topic": text},
        {**base, "event.dataset": "network.dns", "dns.question.name": text},
    ]


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load([RULES])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_long_repetition_costs_bounded_time(rules: RuleSet, seed: str) -> None:
    for event in events((seed * (LENGTH // len(seed) + 1))[:LENGTH]):
        began = process_time()
        rules.match(event)
        assert process_time() - began < BOUND_S, event["event.dataset"]
