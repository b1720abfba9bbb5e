"""What kinds of sources there are, which settings each has, and what those are called: the form is made from this.

The types, bounds and English descriptions are those of `pipeline.settings.SourceSettings`; this adds which of them belong
to a kind, and the names people see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from pipeline.source_settings import FILED, SCHEMES, SourceSettings

Input = Literal["path", "listen", "interface"]


@dataclass(frozen=True, slots=True)
class Kind:
    """inputs: where its records may come from, one at a time. schemes: of `listen`."""

    title: str
    title_zh: str
    inputs: tuple[Input, ...]
    schemes: tuple[str, ...] = ()


def _kind(name: str, title: str, title_zh: str) -> Kind:
    inputs: list[Input] = ["listen"] if name in SCHEMES else []
    if name in FILED:
        inputs.append("path")
    return Kind(title, title_zh, tuple(inputs), SCHEMES.get(name, ()))


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "syslog": _kind("syslog", "Syslog", "Syslog 日志"),
        "jsonl": _kind("jsonl", "JSON lines", "JSON 日志"),
        "nginx": _kind("nginx", "nginx access log", "nginx 访问日志"),
        "auditd": _kind("auditd", "Linux audit log", "Linux 审计日志"),
        "netflow": _kind("netflow", "NetFlow, IPFIX, sFlow", "流量记录（NetFlow / IPFIX / sFlow）"),
        "snmptrap": _kind("snmptrap", "SNMP traps", "SNMP Trap 告警"),
        "http": _kind("http", "HTTP, Elasticsearch bulk", "HTTP 推送（兼容 Elasticsearch Bulk）"),
        "lumberjack": _kind("lumberjack", "Beats (Lumberjack)", "Beats 推送（Lumberjack）"),
        "kafka": _kind("kafka", "Kafka topics", "Kafka 主题"),
        "mqtt": _kind("mqtt", "MQTT broker", "MQTT 消息代理"),
        "interface": Kind("Network interface", "网卡流量", ("interface",)),
    }
)

_OF_INPUT: Mapping[Input, tuple[str, ...]] = MappingProxyType(
    {
        "path": (),
        "listen": (),
        "interface": ("promiscuous", "capture_filter", "ring_bytes", "keep_packets_bytes", "keep_packets_hours"),
    }
)
_TLS = ("tls_certificate", "tls_key", "tls_client_ca")
# What belongs to a kind that listens; what belongs to a kind without an input stands here too.
_OF_KIND: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "syslog": _TLS,
        "lumberjack": _TLS,
        "kafka": ("topics", "group", "user", "password_file", "sasl", "tls_ca", "tls_certificate", "tls_key"),
        "mqtt": ("topics", "user", "password_file", "tls_ca", "devices"),
        "http": ("token_sha256",),
    }
)
_ALWAYS = ("observer", "timezone", "silent_after_s")

TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "path": ("File", "日志文件"),
        "listen": ("Listening address", "监听地址"),
        "interface": ("Interface", "网卡"),
        "observer": ("Device or host name", "设备或主机名称"),
        "timezone": ("Time zone", "时区"),
        "silent_after_s": ("Alert after silence (s)", "无数据告警时限（秒）"),
        "tls_certificate": ("TLS certificate file", "TLS 证书文件"),
        "tls_key": ("TLS private key file", "TLS 私钥文件"),
        "tls_client_ca": ("CA of client certificates", "客户端证书的 CA 文件"),
        "topics": ("Topic filters", "订阅主题"),
        "user": ("User name", "用户名"),
        "group": ("Consumer group", "消费组"),
        "sasl": ("SASL mechanism", "SASL 认证机制"),
        "token_sha256": ("Digest of the token", "令牌摘要（SHA-256）"),
        "password_file": ("Password file", "口令文件"),
        "tls_ca": ("CA of the broker", "消息代理证书的 CA 文件"),
        "devices": ("Device register", "设备台账文件"),
        "promiscuous": ("All packets", "混杂模式"),
        "capture_filter": ("Capture filter", "抓包过滤条件"),
        "ring_bytes": ("Ring memory (bytes)", "抓包缓冲（字节）"),
        "keep_packets_bytes": ("Packets kept (bytes)", "报文留存上限（字节）"),
        "keep_packets_hours": ("Packets kept (hours)", "报文留存时长（小时）"),
    }
)

HELP_ZH: Mapping[str, str] = MappingProxyType(
    {
        "path": "持续读取的文件，支持轮转",
        "listen": "写作 协议://主机:端口",
        "interface": "抓包的网卡名称",
        "observer": "写入 observer.name，留空则用数据源名称",
        "timezone": "日志未写时区时按此解释，例如 Asia/Shanghai",
        "silent_after_s": "超过该时长没有数据即告警；0 表示按其自身的间歇学习",
        "tls_certificate": "PEM 证书链（仅 tls://）",
        "tls_key": "PEM 私钥（仅 tls://）",
        "tls_client_ca": "给出后，发送方必须出示由其签发的证书（仅 tls://）",
        "topics": "要读取的主题；MQTT 可用通配符 + 与 #",
        "user": "登录消息代理的用户名",
        "group": "消费位置按此名称保存在 Kafka 中",
        "sasl": "向 Kafka 证明用户身份的方式",
        "token_sha256": "发送方所持令牌的 SHA-256（十六进制）；为空时不接收任何数据",
        "password_file": "存放口令的文件",
        "tls_ca": "PEM 文件；留空用系统信任的 CA（mqtts、kafkas）",
        "devices": "CSV 或 YAML 设备台账，其内容并入消息",
        "promiscuous": "也接收发给其他主机的报文",
        "capture_filter": "tcpdump 语法，由内核执行",
        "ring_bytes": "等待处理的报文可占用的内存",
        "keep_packets_bytes": "磁盘上最多保留的报文字节数，先删最旧的；0 表示不保留",
        "keep_packets_hours": "报文最多保留的小时数",
    }
)


def schema(name: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a kind's settings. `x-zh` holds what stands in Chinese; `oneOf` the inputs to choose from."""
    kind = KINDS[name]
    every = SourceSettings.model_json_schema()["properties"]
    belongs = {one: _OF_KIND.get(name, ()) if one == "listen" else _OF_INPUT[one] for one in kind.inputs}
    own = [field for one in kind.inputs for field in belongs[one]] or [*_OF_KIND.get(name, ())]
    fields = [*kind.inputs, *own, *_ALWAYS]
    out: dict[str, Any] = {
        "type": "object",
        "title": kind.title,
        "x-zh": {"title": kind.title_zh},
        "properties": {field: _property(field, every[field]) for field in fields},
        "additionalProperties": False,
    }
    if kind.inputs:
        out["oneOf"] = [
            {"title": TITLES[one][0], "x-zh": {"title": TITLES[one][1]}, "required": [one], "x-with": [*belongs[one]]}
            for one in kind.inputs
        ]
    return out


def _property(name: str, described: Mapping[str, Any]) -> dict[str, Any]:
    flat = dict(described)
    choices = [one for one in flat.pop("anyOf", []) if one.get("type") != "null"]
    if choices:
        flat |= choices[0]
    if flat.get("default") is None:
        flat.pop("default", None)
    title, title_zh = TITLES[name]
    return {**flat, "title": title, "x-zh": {"title": title_zh, "description": HELP_ZH[name]}}
