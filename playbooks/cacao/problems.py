"""What can be wrong with a playbook, in both languages. Codes are stable; `docs/reference` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning"]
"""error: it cannot be run as it is. warning: the specification says otherwise, but what is meant is clear."""

TEXTS: Mapping[str, tuple[Severity, str, str]] = MappingProxyType(
    {
        "document.unreadable": ("error", "the document cannot be read: {why}", "文档无法读取：{why}"),
        "document.too_large": ("error", "the document is larger than {limit} bytes", "文档超过 {limit} 字节"),
        "document.too_deep": ("error", "values are nested deeper than {limit}", "嵌套层数超过 {limit}"),
        "property.invalid": ("error", "{why}", "属性值不合规范：{why}"),
        "property.unknown": (
            "warning",
            "the specification knows no property {name!r} here; use an extension",
            "规范中此处没有属性 {name!r}，应使用扩展",
        ),
        "vocabulary.unknown": (
            "warning",
            "{value!r} is not in the vocabulary {name}",
            "{value!r} 不在词汇表 {name} 中",
        ),
        "reference.missing": ("error", "{name} names {id}, which is not defined", "{name} 指向未定义的 {id}"),
        "reference.kind": ("error", "{name} must name {expected}, not {id}", "{name} 应指向 {expected}，而不是 {id}"),
        "identifier.type": (
            "warning",
            "the identifier begins with {found!r}, its object has the type {expected!r}",
            "标识符以 {found!r} 开头，而对象类型为 {expected!r}",
        ),
        "workflow.no_action": ("error", "there is no action step", "没有任何动作步骤"),
        "workflow.no_end": ("error", "there is no end step", "没有结束步骤"),
        "workflow.start": (
            "error",
            "workflow_start must name the only start step",
            "workflow_start 应指向唯一的开始步骤",
        ),
        "step.unreachable": ("warning", "no path leads to this step", "没有路径能到达此步骤"),
        "step.no_next": ("error", "the step leads nowhere", "此步骤没有后续步骤"),
        "step.next_of_end": ("error", "an end step leads nowhere", "结束步骤不能有后续步骤"),
        "step.completion_and_success": (
            "error",
            "on_completion stands beside on_success or on_failure; use one way or the other",
            "on_completion 不能与 on_success、on_failure 同时使用",
        ),
        "step.outcome_of_start": ("error", "a start step has on_completion only", "开始步骤只能使用 on_completion"),
        "step.loops": (
            "error",
            "the path comes back to this step without a while-condition, so it never ends",
            "路径绕回此步骤且没有循环条件，永远不会结束",
        ),
        "step.shared_by_branches": (
            "warning",
            "two parallel branches lead to this step; it runs once in each",
            "两条并行分支都到达此步骤，将在每条分支中各执行一次",
        ),
        "variable.undefined": (
            "error",
            "the variable {name} is used but defined neither here nor in the playbook",
            "使用了变量 {name}，但本步骤和剧本都没有定义它",
        ),
        "variable.unbound": (
            "warning",
            "the variable {name} has no value, is not external, and no step sets it",
            "变量 {name} 没有值，不由外部传入，也没有步骤为它赋值",
        ),
        "variable.shadowed": (
            "warning",
            "the step variable {name} hides the playbook's variable of the same name",
            "步骤变量 {name} 遮盖了剧本的同名变量",
        ),
        "variable.constant_assigned": (
            "error",
            "the constant {name} is set by out_args",
            "常量 {name} 被 out_args 赋值",
        ),
        "variable.type": ("error", "{why}", "变量的值与类型不符：{why}"),
        "variable.raced": (
            "warning",
            "parallel branches both set {name}; the later branch in the list wins",
            "多条并行分支都为 {name} 赋值，以列表中靠后的分支为准",
        ),
        "condition.wrong": ("error", "the condition is wrong: {why}", "条件有误：{why}"),
        "command.start_line": (
            "error",
            "an HTTP command begins with a method and a path, as in `POST /path HTTP/1.1`; found {text!r}",
            "HTTP 命令应以方法和路径开头，例如 `POST /path HTTP/1.1`；实际为 {text!r}",
        ),
        "command.empty": ("error", "neither command nor command_b64 is given", "command 与 command_b64 均为空"),
        "command.both": (
            "warning",
            "command and command_b64 are both given; command is used",
            "command 与 command_b64 同时给出，以 command 为准",
        ),
        "command.base64": ("error", "{name} is not Base64", "{name} 不是 Base64 编码"),
        "command.unsupported": (
            "warning",
            "commands of type {kind!r} are not run here; a person is asked to",
            "此处不执行 {kind!r} 类型的命令，将转为人工处理",
        ),
        "command.target": (
            "error",
            "a command of type {kind!r} cannot be aimed at a target of type {target!r}",
            "{kind!r} 类型的命令不能用于 {target!r} 类型的目标",
        ),
        "command.no_target": ("error", "a command of type {kind!r} needs a target", "{kind!r} 类型的命令需要目标"),
        "agent.none": (
            "warning",
            "the playbook defines no agent {id}; what runs the command follows from its type",
            "剧本没有定义代理 {id}，将按命令类型确定由谁执行",
        ),
        "agent.missing": (
            "warning",
            "the step names no agent; what runs its commands follows from their types",
            "此步骤没有指定代理，将按命令类型确定由谁执行",
        ),
        "time.modified": ("warning", "modified is before created", "modified 早于 created"),
        "time.order": ("error", "{later} is before {earlier}", "{later} 早于 {earlier}"),
        "time.precision": (
            "warning",
            "times have exactly three digits after the decimal point",
            "时间的小数部分应为三位",
        ),
        "reference.unnamed": ("warning", "an external reference has a name", "外部引用应有名称"),
        "secret.inside": (
            "warning",
            "a secret stands in the playbook for everyone who reads it; name one from the settings instead",
            "剧本中含有明文口令，凡能查看剧本者均可见；应改为引用系统设置中的凭据",
        ),
        "playbook.revoked": ("warning", "its author revoked this playbook", "作者已撤销此剧本"),
        "playbook.expired": ("warning", "it was valid until {when}", "此剧本有效期至 {when}"),
        "playbook.summary": (
            "warning",
            "playbook_processing_summary says {name} is {said}, the workflow shows {found}",
            "playbook_processing_summary 声明 {name} 为 {said}，而流程实际为 {found}",
        ),
        "marking.missing": ("error", "the marking {id} is not defined", "未定义标记 {id}"),
        "extension.undefined": (
            "warning",
            "the extension {id} is not defined in the playbook",
            "剧本没有定义扩展 {id}",
        ),
        "extension.malformed": (
            "warning",
            "no extension of this step: an extension has an identifier and is an object; it is kept and not read",
            "此处不是规范的扩展（应以标识符为名、以对象为值），予以保留但不读取",
        ),
        "signature.invalid": ("error", "the signature of {signee} does not hold: {why}", "{signee} 的签名无效：{why}"),
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """place: a path into the document, `workflow.action--….commands[0].command`; empty for the whole."""

    code: str
    place: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return TEXTS[self.code][0]

    @property
    def message(self) -> str:
        return TEXTS[self.code][1].format(**self.parameters)

    @property
    def message_zh(self) -> str:
        return TEXTS[self.code][2].format(**self.parameters)

    def __str__(self) -> str:
        return f"{self.place or 'playbook'}: {self.message} [{self.code}]"
