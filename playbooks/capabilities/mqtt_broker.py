"""Putting a client off a Mosquitto broker: the dynamic security plugin's `disableClient`, which also ends its connection.

Topics and commands: mosquitto, plugins/dynamic-security. Nothing is ever published to a topic devices listen to.
"""

from __future__ import annotations

import json
import queue
import re
import secrets
from collections.abc import Mapping
from typing import Any, ClassVar

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from playbooks.capabilities.contract import Job, ObjectKind, Plan, Refused, Result, Uncertain, Unreachable
from playbooks.capabilities.reach import Reach
from playbooks.capabilities.switching import Switch

_ASK, _ANSWER = "$CONTROL/dynamic-security/v1", "$CONTROL/dynamic-security/v1/response"
_SWITCH = Switch(
    ObjectKind.CLIENT,
    "client.enable",
    "let the client {who} onto the broker {at} again",
    "恢复客户端 {who} 接入“{at}”",
    "put the client {who} off the broker {at} for {lasts} s",
    "将客户端 {who} 从“{at}”断开并禁止接入，持续 {lasts} 秒",
)


class MqttBroker:
    kind: ClassVar[str] = "mqtt"
    verbs: ClassVar[frozenset[str]] = frozenset({"client.disable", "client.enable"})

    def __init__(
        self,
        name: str,
        reach: Reach,
        *,
        host: str,
        port: int,
        user: str,
        password: str,
        ca_file: str | None = None,
        default_s: int = 3600,
    ) -> None:
        self.name, self._reach, self._host, self._port = name, reach, host, port
        self._user, self._password, self._ca_file, self._default_s = user, password, ca_file, default_s

    def plan(self, job: Job) -> Plan:
        return _SWITCH.plan(self.kind, self.name, job, _client(job), self._default_s)

    def find(self, job: Job) -> Result | None:
        client = _client(job)
        disabled = self._disabled(client, job.timeout_s)
        if job.text == "client.disable" and disabled:
            return _off(client)
        return None

    def apply(self, job: Job) -> Result:
        client = _client(job)
        disabled = self._disabled(client, job.timeout_s)
        if job.text == "client.enable":
            if disabled:
                self._command("enableClient", client, job.timeout_s)
            return Result(f"{client} may connect")
        if disabled:
            return Result(f"{client} was off already")
        self._command("disableClient", client, job.timeout_s)
        return _off(client)

    def undo(self, undo: Mapping[str, Any]) -> None:
        self._command("enableClient", str(undo["client"]), 30.0)

    def _disabled(self, client: str, timeout_s: float) -> bool:
        answer = self._command("getClient", client, timeout_s)
        return bool(answer.get("data", {}).get("client", {}).get("disabled"))

    def _command(self, command: str, client: str, timeout_s: float) -> dict[str, Any]:
        self._reach.check(self._host, self._port)
        answers: queue.Queue[dict[str, Any]] = queue.Queue()
        ready: queue.Queue[int] = queue.Queue()
        mark = secrets.token_hex(8)
        peer = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=f"fengsui-{mark}")
        peer.username_pw_set(self._user, self._password)
        if self._ca_file:
            peer.tls_set(self._ca_file)
        peer.on_connect = lambda _c, _u, _f, reason, _p: (
            ready.put(1) if reason.is_failure else peer.subscribe(_ANSWER, qos=1) and None
        )
        peer.on_subscribe = lambda *_: ready.put(0)
        peer.on_message = lambda _c, _u, message: _collect(message.payload, mark, answers)
        try:
            peer.connect(self._host, self._port, keepalive=60)
        except OSError as error:
            raise Unreachable(f"{self._host}:{self._port}: {error}") from None
        peer.loop_start()
        try:
            if ready.get(timeout=timeout_s):
                raise Refused("mqtt.sign_in", f"{self.name} does not let us in", f"“{self.name}”登录失败")
            asked = {"commands": [{"command": command, "username": client, "correlationData": mark}]}
            peer.publish(_ASK, json.dumps(asked), qos=1)
            answer = answers.get(timeout=timeout_s)
        except queue.Empty:
            raise Uncertain(f"{self.name} did not answer in time") from None
        finally:
            peer.disconnect()
            peer.loop_stop()
        if answer.get("error"):
            raise Refused("mqtt.refused", f"{self.name}: {answer['error']}", f"“{self.name}”：{answer['error']}")
        return answer


def _collect(payload: bytes | bytearray, mark: str, answers: queue.Queue[dict[str, Any]]) -> None:
    try:
        for one in json.loads(payload).get("responses", []):
            if one.get("correlationData") == mark:
                answers.put(one)
    except (ValueError, AttributeError):
        return


def _off(client: str) -> Result:
    return Result(f"{client} is off the broker", {"result": client}, {"client": client})


def _client(job: Job) -> str:
    client = job.arguments.get("client", "").strip()
    if job.text not in MqttBroker.verbs or not re.fullmatch(r"[^\x00-\x1f\x7f]{1,256}", client):
        raise Refused("argument.wrong", f"{job.text}: `client` is a user name of the broker", "client 应为代理用户名")
    return client
