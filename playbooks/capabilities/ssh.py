"""Commands over SSH: CACAO `ssh`, and nft on another machine.

Host keys are known beforehand (`known_hosts`); an unknown one is refused, never learned. On a target with a POSIX shell the
command runs at most once: a folder named after the effect's key is made first, atomically, and its answer is kept there.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

import paramiko

from playbooks.capabilities.contract import (
    MAX_OUTPUT,
    Job,
    ObjectKind,
    Plan,
    Refused,
    Result,
    Touched,
    Traceless,
    Uncertain,
    Unreachable,
)
from playbooks.capabilities.reach import Reach

MAX_READ = 1_048_576
_BUSY, _LOST = 97, 98


class Ssh(Traceless):
    kind: ClassVar[str] = "ssh"
    verbs: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, name: str, reach: Reach, *, known_hosts: str, journal: str = ".fengsui") -> None:
        """journal: folder at the target, below the account's home unless absolute; empty for devices without a shell."""
        self.name, self._reach, self._known_hosts, self._journal = name, reach, known_hosts, journal

    def plan(self, job: Job) -> Plan:
        host, port, user = _where(job)
        if not job.text.strip():
            raise Refused("command.wrong", "there is no command to run", "没有要执行的命令")
        scans = job.activity in ("scan-system", "scan-vulnerabilities", "map-network")
        return Plan(
            self.kind,
            self.name,
            f"run on {user}@{host}:{port}: {job.text[:500]}",
            f"在 {user}@{host}:{port} 上执行：{job.text[:500]}",
            True,
            (Touched(ObjectKind.HOST, host),),
            None,
            scans,
            writes=True,
        )

    def find(self, job: Job) -> Result | None:
        if not self._journal:
            raise Uncertain("this target keeps no journal of what ran")
        return super().find(job)  # `apply` asks the journal itself

    def apply(self, job: Job) -> Result:
        command = self._journalled(job) if self._journal else job.text
        with self._connected(job) as client:
            code, out, errors = execute(client, command, "", job.timeout_s)
        if self._journal and code == _BUSY:
            raise Uncertain("the command was begun earlier and no answer of it is kept")
        if self._journal and code == _LOST:
            raise Refused(
                "ssh.journal", f"the journal cannot be written: {errors[:200]}", f"无法写入执行记录：{errors[:200]}"
            )
        if code:
            text = (errors or out).strip()[:300]
            raise Refused("ssh.status", f"it ended with {code}: {text}", f"命令返回 {code}：{text}")
        return Result(f"it ended with 0 after {len(out)} characters", {"result": out[:MAX_OUTPUT], "status": "0"})

    def _journalled(self, job: Job) -> str:
        folder = f"{self._journal.rstrip('/')}/{hashlib.sha256(job.key.encode()).hexdigest()[:32]}"
        at, words = shlex.quote(folder), base64.b64encode(job.text.encode()).decode()
        return (
            f"umask 077; mkdir -p {shlex.quote(self._journal)} || exit {_LOST}; "
            f"if [ -f {at}/code ]; then cat {at}/out; cat {at}/errors >&2; exit $(cat {at}/code); fi; "
            f"mkdir {at} 2>/dev/null || exit {_BUSY}; "
            f"printf %s {words} | base64 -d >{at}/command || exit {_LOST}; "
            f"sh {at}/command >{at}/out 2>{at}/errors </dev/null; code=$?; "
            f"echo $code >{at}/code.new && mv {at}/code.new {at}/code; cat {at}/out; cat {at}/errors >&2; exit $code"
        )

    @contextmanager
    def _connected(self, job: Job) -> Iterator[paramiko.SSHClient]:
        host, port, user = _where(job)
        self._reach.check(host, port)
        with connected(host, port, user, job.authentication, self._known_hosts, job.timeout_s) as client:
            yield client


@contextmanager
def connected(
    host: str, port: int, user: str, about: Mapping[str, Any], known_hosts: str, timeout_s: float
) -> Iterator[paramiko.SSHClient]:
    """about: password or private_key (PEM), both optional. Raises Unreachable or Refused."""
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    try:
        try:
            client.load_host_keys(known_hosts)
        except OSError:
            raise Refused("ssh.known_hosts", f"{known_hosts} cannot be read", f"无法读取 {known_hosts}") from None
        try:
            key = _private_key(str(about["private_key"])) if about.get("private_key") else None
            client.connect(
                host,
                port,
                user,
                password=about.get("password") or None,
                pkey=key,
                timeout=timeout_s,
                auth_timeout=timeout_s,
                banner_timeout=timeout_s,
                allow_agent=False,
                look_for_keys=False,
            )
        except paramiko.AuthenticationException:
            raise Refused("ssh.sign_in", f"{user}@{host} does not let us in", f"{user}@{host} 登录失败") from None
        except paramiko.BadHostKeyException:
            raise Refused("ssh.host_key", f"{host} shows another host key", f"{host} 的主机密钥不一致") from None
        except paramiko.SSHException as error:
            if "not found in known_hosts" in str(error):
                raise Refused(
                    "ssh.host_key", f"{host} is not in {known_hosts}", f"{host} 不在 {known_hosts} 中"
                ) from None
            raise Unreachable(f"{host}:{port}: {error}") from None
        except (OSError, EOFError) as error:
            raise Unreachable(f"{host}:{port}: {error}") from None
        yield client
    finally:
        client.close()


def execute(client: paramiko.SSHClient, command: str, stdin: str, timeout_s: float) -> tuple[int, str, str]:
    """(exit code, output, errors). Raises Uncertain when no exit code came in time."""
    try:
        into, out, errors = client.exec_command(command, timeout=timeout_s)
        if stdin:
            into.write(stdin)
        into.channel.shutdown_write()
        kept = out.read(MAX_READ).decode("utf-8", "replace")
        wrong = errors.read(MAX_READ).decode("utf-8", "replace")
        if not out.channel.status_event.wait(timeout_s):
            raise Uncertain("the command did not end in time")
        return out.channel.recv_exit_status(), kept, wrong
    except (TimeoutError, paramiko.SSHException, EOFError, OSError) as error:
        raise Uncertain(f"the connection broke before an answer came: {error}") from None


def runner(
    host: str, port: int, user: str, about: Mapping[str, Any], known_hosts: str, reach: Reach, prefix: list[str]
) -> Any:
    """Runs nft on another machine; see `nftables.Runner`."""

    def run(arguments: list[str], stdin: str, timeout_s: float) -> tuple[int, str, str]:
        reach.check(host, port)
        with connected(host, port, user, about, known_hosts, timeout_s) as client:
            return execute(client, shlex.join([*prefix, *arguments]), stdin, timeout_s)

    return run


def _private_key(text: str) -> paramiko.PKey:
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text))
        except (paramiko.SSHException, ValueError):
            continue
    raise Refused("ssh.key", "the private key cannot be read", "无法读取私钥")


def _where(job: Job) -> tuple[str, int, str]:
    address = job.target.get("address") or {}
    hosts = [text for kind in ("ipv4", "ipv6", "dname") for text in address.get(kind) or ()]
    user = str(job.authentication.get("username") or job.authentication.get("user_id") or "")
    port = str(job.target.get("port") or "22")
    if not hosts or not user or not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise Refused(
            "target.wrong", "an SSH target has an address, a port and a user name", "SSH 目标应有地址、端口和用户名"
        )
    return str(hosts[0]), int(port), user
