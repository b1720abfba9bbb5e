"""Ways between networks closed with nftables, in namespaces: who is meant loses his way, and only him."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks import by_hand
from playbooks.capabilities.contract import Job, Refused
from playbooks.capabilities.guard import Guarded, Known, Protection, Warrant
from playbooks.capabilities.nftables import Nftables, local
from tests.collectors.iot.broker import program

SOURCE, TARGET, OTHER = "10.83.1.2", "10.83.2.2", "10.83.3.2"
PORT, OPEN_PORT = 8080, 8081
GATE = f"fs-w{os.getpid()}"
NAMES = {address: f"fs-w{os.getpid()}-{n}" for n, address in enumerate((SOURCE, TARGET, OTHER))}
ANSWER = (
    "import socketserver as s\n"
    "class H(s.BaseRequestHandler):\n"
    "    def handle(self):\n"
    "        while data := self.request.recv(99):\n"
    "            self.request.sendall(data)\n"
    "s.ThreadingTCPServer.allow_reuse_address = True\n"
    "s.ThreadingTCPServer(('0.0.0.0', {port}), H).serve_forever()\n"
)
ASK = (
    "import socket\n"
    "with socket.create_connection(('{address}', {port}), {patience}) as one:\n"
    "    one.settimeout({patience}); one.sendall(b'x'); assert one.recv(1) == b'x'\n"
)


def job(text: str, /, key: str = "run/1/0.0", **arguments: str) -> Job:
    return Job(key=key, type="fengsui-cmd", text=text, arguments=arguments, timeout_s=120)


def close(**changed: str) -> Job:
    given = {
        "source": "10.83.1.0/24",
        "target": "10.83.2.0/24",
        "service": f"tcp/{PORT}",
        "duration_s": "600",
    } | changed
    return job("conduit.close", **given)


@pytest.mark.parametrize(
    "changed",
    [
        {"source": ""},
        {"target": "not an address"},
        {"source": "10.83.1.0/24; flush ruleset"},
        {"service": "tcp/0"},
        {"service": "tcp/65536"},
        {"service": "443"},
        {"service": "tcp/1 drop"},
        {"source": "2001:db8::/64"},
        {"source": " ".join(f"10.0.{n}.0/24" for n in range(65))},
    ],
)
def test_no_text_but_networks_and_a_service_reaches_nft(changed: dict[str, str]) -> None:
    with pytest.raises(Refused):
        Nftables("gate", local([])).plan(close(**changed))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_any_argument_makes_a_plan_of_networks_or_is_refused(source: str, target: str, service: str) -> None:
    try:
        plan = Nftables("gate", local([])).plan(close(source=source, target=target, service=service))
    except Refused:
        return
    assert all(set(one.value) <= set("0123456789abcdef.:/") for one in plan.touches)


def guarded(*known: Known) -> Guarded:
    return Guarded(Nftables("gate", local(["false"])), Protection(known=known))


def test_the_guard_stands_in_the_actuator_for_both_sides_of_a_way() -> None:
    controller = Known(frozenset(("10.83.2.9",)), "pump", control=True)
    for known, asked in (
        ((Known(frozenset(("10.83.1.7",)), "hospital", criticality=5),), close()),
        ((controller,), close(source="10.83.1.2", target="10.83.2.9")),
    ):
        gate = guarded(*known)
        assert gate.demand(asked).persons == 2
        one = Warrant(gate.plan(asked).digest(asked.key), ("li.wei",), "correlator", 10)
        with pytest.raises(Refused, match="takes 2 person"):
            gate.perform(asked, one, 1)
    with pytest.raises(Refused, match="wider"):
        guarded().demand(close(target="10.0.0.0/8"))


def test_without_an_actuator_a_person_is_told_both_sides() -> None:
    plan = by_hand.plan(close(), "gate", "")
    assert [one.value for one in plan.touches] == ["10.83.1.0/24", "10.83.2.0/24"]
    assert "10.83.1.0/24" in plan.text_zh
    assert "10.83.2.0/24" in plan.text_zh
    assert f"服务端口：tcp/{PORT}" in plan.text_zh


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def gate() -> Iterator[list[str]]:
    """The words before a command at the gate between three networks, with two servers at the target and one at the source."""
    if os.geteuid() != 0:
        pytest.skip("namespaces are made as root")
    program("nft")
    if subprocess.run(["ip", "netns", "add", GATE], capture_output=True, check=False).returncode:
        pytest.skip("no network namespaces here")
    servers: list[subprocess.Popen[bytes]] = []
    try:
        for number, (address, name) in enumerate(NAMES.items()):
            gateway = f"{address.rpartition('.')[0]}.1"
            ip("netns", "add", name)
            ip("-n", GATE, "link", "add", f"v{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("-n", GATE, "addr", "add", f"{gateway}/24", "dev", f"v{number}")
            ip("-n", GATE, "link", "set", f"v{number}", "up")
            ip("-n", name, "link", "set", "lo", "up")
            ip("-n", name, "addr", "add", f"{address}/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")
            ip("-n", name, "route", "add", "default", "via", gateway)
        forward = ["ip", "netns", "exec", GATE, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"]
        if subprocess.run(forward, check=False, capture_output=True).returncode:
            pytest.skip("a namespace may not forward here")
        for address, port in ((TARGET, PORT), (TARGET, OPEN_PORT), (SOURCE, PORT)):
            words = ["ip", "netns", "exec", NAMES[address], "python3", "-c", ANSWER.format(port=port)]
            servers.append(subprocess.Popen(words, stderr=subprocess.DEVNULL))
        for source, target, port in ((SOURCE, TARGET, PORT), (SOURCE, TARGET, OPEN_PORT), (TARGET, SOURCE, PORT)):
            wait_for(source, target, port)
        yield ["ip", "netns", "exec", GATE]
    finally:
        for one in servers:
            one.kill()
            one.wait(60)
        for name in (GATE, *NAMES.values()):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def reaches(source: str, target: str, port: int, patience_s: int = 60) -> bool:
    """A connection is made and carries something both ways. patience_s: short only where it must fail."""
    words = ["python3", "-c", ASK.format(address=target, port=port, patience=patience_s)]
    done = subprocess.run(["ip", "netns", "exec", NAMES[source], *words], check=False, capture_output=True)
    return done.returncode == 0


def wait_for(source: str, target: str, port: int) -> None:
    end = time.monotonic() + 120
    while not reaches(source, target, port):
        assert time.monotonic() < end, f"{source} never reached {target}:{port}"


@pytest.mark.timeout(600)
def test_a_closed_way_stops_what_the_source_begins_and_nothing_else(gate: list[str]) -> None:
    firewall = Nftables("gate", local(gate))
    one = close()
    assert firewall.find(one) is None
    done = firewall.apply(one)
    assert done.undo is not None
    assert firewall.find(one) is not None, "an earlier attempt is recognised at the target"
    assert not reaches(SOURCE, TARGET, PORT, 2)
    assert reaches(SOURCE, TARGET, OPEN_PORT), "another service is let through"
    assert reaches(OTHER, TARGET, PORT), "another network is let through"
    assert reaches(TARGET, SOURCE, PORT), "the target side still gets its answers"
    longer = firewall.apply(job("conduit.close", "another", **dict(one.arguments) | {"duration_s": "60"}))
    assert longer.undo is None, "what was closed longer already is not ours to open"
    firewall.undo(done.undo)
    assert reaches(SOURCE, TARGET, PORT)
    firewall.undo(done.undo)


@pytest.mark.timeout(600)
def test_a_way_closed_for_everything_is_opened_by_a_command_and_by_the_kernel(gate: list[str]) -> None:
    firewall = Nftables("gate", local(gate))
    everything = close(service="*")
    firewall.apply(everything)
    assert not reaches(SOURCE, TARGET, PORT, 2)
    assert not reaches(SOURCE, TARGET, OPEN_PORT, 2)
    assert reaches(TARGET, SOURCE, PORT)
    opens = job("conduit.open", **{name: everything.arguments[name] for name in ("source", "target", "service")})
    assert firewall.find(opens) is None
    firewall.apply(opens)
    assert firewall.find(opens) is not None
    assert reaches(SOURCE, TARGET, PORT)
    short = close(service="*", duration_s="1")
    firewall.apply(short)
    end = time.monotonic() + 60
    while firewall.find(short) is not None:
        assert time.monotonic() < end, "the kernel never let go"
        time.sleep(0.1)
    assert reaches(SOURCE, TARGET, PORT)


@pytest.mark.timeout(600)
def test_a_connection_that_stands_is_cut_as_well(gate: list[str]) -> None:
    firewall = Nftables("gate", local(gate))
    speak = (
        "import socket, sys\n"
        f"one = socket.create_connection(('{TARGET}', {PORT}), 60)\n"
        "one.sendall(b'x'); assert one.recv(1) == b'x'\n"
        "print('stands', flush=True); sys.stdin.readline()\n"
        "one.settimeout(2); one.sendall(b'y')\n"
        "try: print(one.recv(1), flush=True)\n"
        "except TimeoutError: print('cut', flush=True)\n"
    )
    words = ["ip", "netns", "exec", NAMES[SOURCE], "python3", "-c", speak]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "stands\n"
        done = firewall.apply(close(service="*"))
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "cut\n"
    firewall.undo(done.undo or {})
