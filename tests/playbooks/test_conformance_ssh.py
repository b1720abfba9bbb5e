"""CACAO's `ssh` command against a real sshd, in a platform of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from model.execution import ExecutionStatus
from tests.playbooks.capabilities.test_servers import sshd
from tests.playbooks.documents import action, playbook, step_id, variable
from tests.playbooks.running import running, settings


@pytest.mark.skipif(os.geteuid() != 0, reason="sshd is started as root")
def test_an_ssh_command_runs_on_the_host_and_its_output_comes_back(tmp_path: Path) -> None:
    """5.12, in the shape of SOARCA's example: an ssh target with user-auth, a variable in the command."""
    with sshd(tmp_path) as (port, key, known):
        secret = tmp_path / "secret"
        secret.write_text(key)
        given = settings(
            secrets={"key": str(secret)},
            actuators={"test": {"kind": "ssh", "known_hosts": known, "journal": str(tmp_path / "journal")}},
        )
        host = "ssh--" + step_id("x", "host").split("--")[1]
        login = "user-auth--" + step_id("x", "login").split("--")[1]
        command = {"type": "ssh", "command": "echo seen __what__:value"}
        with running(tmp_path, given) as site:
            document = playbook(
                action("one", command, targets=[host], out_args=["__said__"]),
                target_definitions={
                    host: {"type": "ssh", "name": "h", "address": {"ipv4": ["127.0.0.1"]}, "port": str(port),
                           "authentication_info": login}
                },
                authentication_info_definitions={
                    login: {"type": "user-auth", "username": "root", "private_key": "secret:key"}
                },
                playbook_variables={"__what__": variable("$(id); x", external=True), "__said__": variable()},
                            )  # fmt: skip
            asked = site.start(document)
            site.decide(asked, "boss")
            ended = site.ended(asked)
            assert (ended.status, ended.values["__said__"]) == (ExecutionStatus.SUCCEEDED, "seen $(id); x\n")
