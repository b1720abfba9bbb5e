"""Capabilities against the real thing: nftables in a namespace, sshd, slapd, mosquitto."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from playbooks.capabilities.contract import Job, Refused, Uncertain
from playbooks.capabilities.directory import Directory
from playbooks.capabilities.mqtt_broker import MqttBroker
from playbooks.capabilities.nftables import Nftables, local
from playbooks.capabilities.reach import Reach
from playbooks.capabilities.ssh import Ssh, runner
from tests.collectors.iot.broker import program
from tests.ports import free_port

REACH = Reach(("127.0.0.0/8",))
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="servers and namespaces are started as root")


def job(text: str, /, key: str = "run/1/0.0", **arguments: str) -> Job:
    return Job(key=key, type="fengsui-cmd", text=text, arguments=arguments, timeout_s=120)


def answers(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


def wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while not answers(port):
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def namespace() -> Iterator[list[str]]:
    program("nft")
    name = f"fs-nft-{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode:
        pytest.skip("no network namespaces here")
    try:
        yield ["ip", "netns", "exec", name]
    finally:
        subprocess.run(["ip", "netns", "del", name], check=False)


def blocked(prefix: list[str]) -> str:
    return subprocess.run(
        [*prefix, "nft", "list", "table", "inet", "fengsui"], capture_output=True, text=True, check=False
    ).stdout


@pytest.mark.parametrize("address", ["198.51.100.7", "198.51.100.0/28", "2001:db8::7", "2001:db8:1::/64"])
def test_an_address_is_blocked_once_for_a_while_and_let_go(namespace: list[str], address: str) -> None:
    firewall = Nftables("edge", local(namespace))
    one = job("firewall.deny", key=f"run/{address}", address=address, duration_s="600")
    assert firewall.find(one) is None
    done = firewall.apply(one)
    assert done.undo is not None
    assert address in blocked(namespace)
    assert firewall.find(one) is not None, "an earlier attempt is recognised at the target"
    firewall.apply(one)
    assert blocked(namespace).count(f"{address} timeout") == 1
    again = firewall.apply(job("firewall.deny", key="another", address=address, duration_s="60"))
    assert again.undo is None, "what was blocked longer already is not ours to let go"
    firewall.undo(done.undo)
    assert address not in blocked(namespace)
    firewall.undo(done.undo)


def test_the_kernel_lets_go_by_itself(namespace: list[str]) -> None:
    firewall = Nftables("edge", local(namespace))
    one = job("firewall.deny", address="198.51.100.9", duration_s="1")
    firewall.apply(one)
    end = time.monotonic() + 60
    while firewall.find(one) is not None:
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("address", ["", "not an address", "198.51.100.7; flush ruleset", "{ 10.0.0.1 }"])
def test_no_text_but_an_address_reaches_nft(namespace: list[str], address: str) -> None:
    with pytest.raises(Refused):
        Nftables("edge", local(namespace)).plan(job("firewall.deny", address=address))


@contextmanager
def sshd(folder: Path) -> Iterator[tuple[int, str, str]]:
    """(port, private key, known_hosts file)."""
    server = program("sshd")
    for name in ("host", "user"):
        subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    port = free_port()
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    (folder / "authorized").chmod(0o600)
    Path("/run/sshd").mkdir(exist_ok=True)
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nAuthorizedKeysFile {folder / 'authorized'}\n"
        f"PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
        "Subsystem sftp internal-sftp\n"
    )
    known = folder / "known_hosts"
    key = (folder / "host.pub").read_text().split()[:2]
    known.write_text(f"[127.0.0.1]:{port} {' '.join(key)}\n")
    process = subprocess.Popen([server, "-D", "-e", "-f", str(config)], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port, (folder / "user").read_text(), str(known)
    finally:
        process.terminate()
        process.wait(60)


def test_a_command_over_ssh_runs_once_and_only_where_the_host_is_known(tmp_path: Path, namespace: list[str]) -> None:
    with sshd(tmp_path) as (port, key, known):
        target = {"address": {"ipv4": ["127.0.0.1"]}, "port": str(port)}
        about = {"username": "root", "private_key": key}
        counter = tmp_path / "counter"
        one = Job(
            key="run/1/0.0", type="ssh", text=f"echo x >> {counter}; echo 'said $HOME'; exit 0", target=target,
            authentication=about, timeout_s=120,
        )  # fmt: skip
        ssh = Ssh("ssh", REACH, known_hosts=known, journal=str(tmp_path / "journal"))
        for _ in range(3):
            assert ssh.apply(one).outputs["result"] == "said $HOME\n"
        assert counter.read_text() == "x\n"

        begun = Job(key="begun", type="ssh", text="true", target=target, authentication=about, timeout_s=120)
        import hashlib

        (tmp_path / "journal" / hashlib.sha256(b"begun").hexdigest()[:32]).mkdir()
        with pytest.raises(Uncertain, match="begun earlier"):
            ssh.apply(begun)

        failing = Job(key="f", type="ssh", text="echo bad >&2; exit 3", target=target, authentication=about)
        with pytest.raises(Refused, match="3: bad"):
            ssh.apply(failing)

        (tmp_path / "nobody").write_text("")
        with pytest.raises(Refused) as refused:
            Ssh("ssh", REACH, known_hosts=str(tmp_path / "nobody")).apply(one)
        assert refused.value.code == "ssh.host_key"

        far = Nftables("far", runner("127.0.0.1", port, "root", {"private_key": key}, known, REACH, namespace))
        done = far.apply(job("firewall.deny", key="far", address="198.51.100.77", duration_s="60"))
        assert "198.51.100.77" in blocked(namespace)
        assert done.undo is not None
        far.undo(done.undo)
        assert "198.51.100.77" not in blocked(namespace)


@contextmanager
def slapd(folder: Path) -> Iterator[int]:
    server, port = program("slapd"), free_port()
    (folder / "db").mkdir()
    config = folder / "slapd.conf"
    config.write_text(
        "include /etc/ldap/schema/core.schema\ninclude /etc/ldap/schema/cosine.schema\n"
        "include /etc/ldap/schema/nis.schema\ninclude /etc/ldap/schema/inetorgperson.schema\n"
        f"modulepath /usr/lib/ldap\nmoduleload back_mdb\nmoduleload ppolicy\npidfile {folder / 'pid'}\n"
        "database mdb\nsuffix dc=example\nrootdn cn=admin,dc=example\nrootpw secret\n"
        f"directory {folder / 'db'}\noverlay ppolicy\nppolicy_default cn=policy,dc=example\n"
    )
    people = folder / "people.ldif"
    people.write_text(
        "dn: dc=example\nobjectClass: dcObject\nobjectClass: organization\no: example\ndc: example\n\n"
        "dn: uid=zhang,dc=example\nobjectClass: inetOrgPerson\nobjectClass: posixAccount\nuid: zhang\ncn: z\nsn: z\n"
        "userPassword: word\nuidNumber: 1000\ngidNumber: 1000\nhomeDirectory: /home/z\nloginShell: /bin/zsh\n\n"
        "dn: cn=policy,dc=example\nobjectClass: device\nobjectClass: pwdPolicy\ncn: policy\n"
        "pwdAttribute: userPassword\npwdLockout: TRUE\n"
    )
    subprocess.run([program("slapadd"), "-f", str(config), "-l", str(people)], check=True, capture_output=True)
    process = subprocess.Popen(
        [server, "-d", "0", "-f", str(config), "-h", f"ldap://127.0.0.1:{port}"], stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(60)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_account_in_a_directory_is_closed_and_opened_as_it_was(tmp_path: Path) -> None:
    with slapd(tmp_path) as port:

        def signs_in() -> bool:
            tool = [
                program("ldapwhoami"),
                "-x",
                "-H",
                f"ldap://127.0.0.1:{port}",
                "-D",
                "uid=zhang,dc=example",
                "-w",
                "word",
            ]
            return subprocess.run(tool, capture_output=True, check=False).returncode == 0

        def directory(way: str) -> Directory:
            return Directory(
                "directory", REACH, host="127.0.0.1", port=port, base="dc=example", user="cn=admin,dc=example",
                password="secret", way=way, tls=False,
            )  # fmt: skip

        assert signs_in()
        close = job("account.disable", account="zhang", duration_s="60")
        lockout = directory("lockout")
        assert lockout.find(close) is None
        done = lockout.apply(close)
        assert not signs_in()
        assert lockout.find(close) is not None
        assert lockout.apply(close).undo is None, "closing it again leaves nothing to take back"
        assert done.undo is not None
        lockout.undo(json.loads(json.dumps(done.undo)))
        assert signs_in()

        shell = directory("shell")
        done = shell.apply(close)
        assert done.undo is not None
        shell.undo(done.undo)
        asked = [
            program("ldapsearch"),
            "-LLL",
            "-x",
            "-H",
            f"ldap://127.0.0.1:{port}",
            "-D",
            "cn=admin,dc=example",
            "-w",
            "secret",
        ]
        shown = subprocess.run(
            [*asked, "-b", "dc=example", "(uid=zhang)", "loginShell"], capture_output=True, text=True, check=True
        )
        assert "loginShell: /bin/zsh" in shown.stdout

        for account in ("nobody", "*", "zhang)(uid=*"):
            with pytest.raises(Refused) as refused:
                lockout.apply(job("account.disable", account=account))
            assert refused.value.code == "account.unknown"


@contextmanager
def broker(folder: Path) -> Iterator[int]:
    plugin = Path("/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so")
    if not plugin.exists():
        pytest.skip("the dynamic security plugin of mosquitto is not installed")
    port = free_port()
    control = [program("mosquitto_ctrl"), "dynsec"]
    subprocess.run([*control, "init", str(folder / "dynsec.json"), "admin", "secret"], check=True, capture_output=True)
    config = folder / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous false\nplugin {plugin}\nuser root\npersistence false\n"
        f"plugin_opt_config_file {folder / 'dynsec.json'}\n"
    )
    process = subprocess.Popen([program("mosquitto"), "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        ask = [program("mosquitto_ctrl"), "-h", "127.0.0.1", "-p", str(port), "-u", "admin", "-P", "secret", "dynsec"]
        subprocess.run([*ask, "createClient", "meter-7", "-p", "word"], check=True, capture_output=True, input=b"")
        yield port
    finally:
        process.terminate()
        process.wait(60)


def test_a_client_is_put_off_the_broker_and_let_on_again(tmp_path: Path) -> None:
    if shutil.which("mosquitto_ctrl") is None:
        pytest.skip("mosquitto_ctrl is not installed")
    with broker(tmp_path) as port:

        def connects() -> bool:
            from paho.mqtt.client import Client
            from paho.mqtt.enums import CallbackAPIVersion

            client = Client(CallbackAPIVersion.VERSION2)
            client.username_pw_set("meter-7", "word")
            reasons: list[bool] = []
            client.on_connect = lambda _c, _u, _f, reason, _p: reasons.append(reason.is_failure)
            client.connect("127.0.0.1", port)
            end = time.monotonic() + 90
            while not reasons and time.monotonic() < end:
                client.loop(0.1)
            client.disconnect()
            client.loop(0.1)
            return reasons == [False]

        assert connects()
        mqtt = MqttBroker("broker", REACH, host="127.0.0.1", port=port, user="admin", password="secret")
        one = job("client.disable", client="meter-7", duration_s="60")
        assert mqtt.find(one) is None
        done = mqtt.apply(one)
        assert not connects()
        assert mqtt.find(one) is not None
        assert done.undo is not None
        mqtt.undo(done.undo)
        assert connects()
        with pytest.raises(Refused, match=r"not found|error"):
            mqtt.apply(job("client.disable", client="nobody"))
