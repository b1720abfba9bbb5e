"""What a command of ours asks of a person when nothing is configured that could do it.

In:  the job and the name of the actuator it was meant for.
Out: what to do, in words of both languages, and what it would touch, so that the guard can judge it like any other effect.
Not: the guard's judgement (`capabilities.guard`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from playbooks.capabilities.contract import Job, ObjectKind, Plan, Touched
from playbooks.capabilities.guard import Reason, network

KIND = "person"
"""`Plan.capability` of what a person does."""


@dataclass(frozen=True, slots=True)
class _Words:
    """about: the argument that names what is touched; to: one that names what is touched as well. blocks: whether that
    loses something."""

    text: str
    text_zh: str
    about: str = ""
    kind: ObjectKind = ObjectKind.ADDRESS
    blocks: bool = False
    to: str = ""


_VERBS: Mapping[str, _Words] = MappingProxyType(
    {
        "firewall.deny": _Words("Block {} at the firewall", "在防火墙封禁 {}", "address", blocks=True),
        "firewall.allow": _Words("Let {} through at the firewall again", "在防火墙解除对 {} 的封禁", "address"),
        "conduit.close": _Words(
            "Close the way from {} to {} at the firewall",
            "在防火墙阻断从 {} 到 {} 的访问",
            "source",
            blocks=True,
            to="target",
        ),
        "conduit.open": _Words(
            "Open the way from {} to {} at the firewall again", "在防火墙恢复从 {} 到 {} 的访问", "source", to="target"
        ),
        "blocklist.add": _Words("Put {} on the block list", "将 {} 加入封禁名单", "value", blocks=True),
        "account.disable": _Words("Close the account {}", "停用账号 {}", "account", ObjectKind.ACCOUNT, blocks=True),
        "account.enable": _Words("Open the account {} again", "恢复账号 {}", "account", ObjectKind.ACCOUNT),
        "client.disable": _Words(
            "Put the device {} off the message broker",
            "将设备 {} 从消息代理断开并禁止接入",
            "client",
            ObjectKind.CLIENT,
            blocks=True,
        ),
        "client.enable": _Words(
            "Let the device {} onto the message broker again", "恢复设备 {} 接入消息代理", "client", ObjectKind.CLIENT
        ),
        "mail.send": _Words("Send a mail to {}", "向 {} 发送邮件", "to", ObjectKind.PERSON),
        "message.send": _Words("Tell the group of the duty officers", "在值班群发送消息"),
        "syslog.send": _Words("Write this down in the log", "登记以下日志"),
        "indicator.publish": _Words("Publish the indicators {}", "对外发布威胁情报 {}", "values", ObjectKind.DOMAIN),
        "ticket.create": _Words("Open a ticket", "创建工单"),
        "backup.restore": _Words("Restore the newest backup into a scratch folder", "将最新备份恢复到演练目录"),
        "backup.verify": _Words("Compare what was restored with the backup", "比对恢复数据与备份"),
        "backup.discard": _Words("Remove what was restored", "清除演练恢复的数据"),
    }
)
VERBS = frozenset(_VERBS)

_ARGUMENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("Title", "标题"),
        "subject": ("Subject", "主题"),
        "text": ("Text", "内容"),
        "severity": ("Severity", "级别"),
        "service": ("Service", "服务端口"),
        "tlp": ("TLP", "TLP 标记"),
    }
)
_COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bash": ("Run in a shell", "在命令行执行"),
        "powershell": ("Run in PowerShell", "在 PowerShell 执行"),
        "elastic": ("Run this Elastic query", "执行 Elastic 查询"),
        "sigma": ("Search with this Sigma rule", "使用 Sigma 规则检索"),
        "yara": ("Scan with this YARA rule", "使用 YARA 规则扫描"),
        "jupyter": ("Run this Jupyter notebook", "运行 Jupyter 笔记本"),
        "kestrel": ("Run this Kestrel hunt", "运行 Kestrel 狩猎"),
        "caldera-cmd": ("Run in Caldera", "在 Caldera 执行"),
    }
)


def plan(job: Job, actuator: str, manual: str) -> Plan:
    """manual: what the playbook itself says to people; kept for commands that are not of ours."""
    words = _VERBS.get(job.text) if job.type == "fengsui-cmd" else None
    if words is None:
        text, text_zh = _foreign(job.type, manual)
        return Plan(KIND, actuator, text, text_zh, changes=False)
    value, other = (" ".join(job.arguments.get(name, "").split()) for name in (words.about, words.to))
    text, text_zh = words.text.format(value, other), words.text_zh.format(value, other)
    lasts_s = _seconds(job.arguments.get("duration_s", "")) if words.blocks else None
    if lasts_s is not None:
        text += f" for {_lasting(lasts_s, _UNITS)}, then take it back"
        text_zh += f"，持续 {_lasting(lasts_s, _UNITS_ZH)}，到期人工恢复"
    text, text_zh = f"{text} ({actuator} is not configured here).", f"{text_zh}（“{actuator}”未配置，请人工执行）。"
    for name, given in job.arguments.items():
        if name not in (words.about, words.to, "duration_s") and given:
            label, label_zh = _ARGUMENTS.get(name, (name, name))
            text, text_zh = f"{text}\n{label}: {given}", f"{text_zh}\n{label_zh}：{given}"
    touched: tuple[Touched, ...] = ()
    if words.to:
        both = f"{value} {other}".replace(",", " ").split()
        touched = tuple(Touched(words.kind, one, blocks=words.blocks) for one in both)
    elif words.about and value:
        domain = words.about == "value" and network(value) is None
        touched = (Touched(ObjectKind.DOMAIN if domain else words.kind, value, blocks=words.blocks),)
    return Plan(KIND, actuator, text, text_zh, changes=words.blocks, touches=touched, lasts_s=lasts_s)


def warned(text: str, reasons: Sequence[Reason], *, zh: bool) -> str:
    """The text, with what has to be known before anybody does it."""
    if not reasons:
        return text
    if zh:
        return f"注意：{'；'.join(one.text_zh for one in reasons)}。须经两人审批后方可执行。\n{text}"
    return f"Careful: {'; '.join(one.text for one in reasons)}. Two persons have to approve it first.\n{text}"


def _foreign(kind: str, manual: str) -> tuple[str, str]:
    words = _COMMANDS.get(kind)
    if kind == "manual":
        return manual, manual
    text, text_zh = words or (f"Run by hand ({kind})", f"人工执行（{kind}）")
    return (f"{text}:\n{manual}", f"{text_zh}：\n{manual}") if manual else (text, text_zh)


def _seconds(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) else None


_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
_UNITS_ZH = ((86_400, "天"), (3_600, "小时"), (60, "分钟"), (1, "秒"))


def _lasting(seconds: int, units: Sequence[tuple[int, str]]) -> str:
    """In the largest unit that leaves nothing over; a single day is told in hours."""
    size, unit = next(one for one in units if seconds % one[0] == 0 and (seconds > one[0] or one[0] < 86_400))
    return f"{seconds // size} {unit}"
