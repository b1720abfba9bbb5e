from __future__ import annotations

import socket
import threading
from pathlib import Path

from model.execution import ExecutionStatus
from tests.playbooks.documents import action, playbook
from tests.playbooks.running import aimed, post, running, settings


def test_an_effect_whose_answer_was_lost_is_asked_about_and_not_repeated(tmp_path: Path) -> None:
    """A service that does not honour keys and hangs up without an answer: it may have happened."""
    listener = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def hang_up() -> None:
        peer, _ = listener.accept()
        with peer:
            heard.append(peer.recv(65_536))

    thread = threading.Thread(target=hang_up)
    thread.start()
    with running(tmp_path, settings(actuators={}, free=["http"])) as site:
        run = site.start(playbook(action("one", post("/x")), target_definitions=aimed(listener.getsockname()[1])))
        site.decide(run, "boss")
        asked = site.wait(lambda: [one for one in site.open_approvals(run) if one.kind == "uncertain"], "the question")[
            0
        ]
        assert "POST" in asked.text
        site.decide(run, "boss", granted=True)
        assert site.ended(run).status is ExecutionStatus.SUCCEEDED
    thread.join()
    listener.close()
    assert len(heard) == 1
