"""A process that carries playbooks out until it is killed: `python -m tests.playbooks.carrier FOLDER PORT`."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from pipeline.playbook_settings import PlaybookSettings
from tests.playbooks.documents import AGENT, action, playbook, step_id
from tests.playbooks.running import LOOPBACK, running, settings


def with_tickets(port: int) -> PlaybookSettings:
    """`test` opens tickets at a service that honours Idempotency-Key; opening one needs nobody's approval."""
    url = f"http://127.0.0.1:{port}/tickets"
    return settings(actuators={"test": {"kind": "ticket", "url": url, "idempotent": True}}, allow_networks=LOOPBACK)


def two_tickets() -> dict[str, object]:
    """Two tickets at once and one after them."""

    def ticket(name: str) -> dict[str, object]:
        arguments = {"title": name, "text": "__run__:value"}
        return {"type": "fengsui-cmd", "command": "ticket.create", "arguments": arguments}

    left, right = action("left", ticket("left")), action("right", ticket("right"))
    after = action("after", ticket("after"))
    fork = {"type": "parallel", "next_steps": [left[0], right[0]], "on_completion": after[0]}
    variables = {"__run__": {"type": "string", "value": "", "external": True}}
    agents = {AGENT: {"type": "fengsui", "name": "test"}}
    return playbook(
        (step_id("parallel", "p"), fork), left, right, after, playbook_variables=variables, agent_definitions=agents
    )


if __name__ == "__main__":
    with running(Path(sys.argv[1]), with_tickets(int(sys.argv[2]))):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        threading.Event().wait()
