"""Commands of CACAO 2.0, section 5. Types beyond the vocabulary are kept as `OtherCommand`: the vocabulary is open."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from playbooks.cacao.types import ExternalReference, Part, Text

COMMAND_TYPES = (
    "manual",
    "bash",
    "caldera-cmd",
    "elastic",
    "http-api",
    "jupyter",
    "kestrel",
    "openc2-http",
    "powershell",
    "sigma",
    "ssh",
    "yara",
)
"""command-type-ov, section 5.1."""

OURS = "fengsui-cmd"
"""A verb of one of the platform's own actuators: `firewall.deny`, `account.disable`; named after `caldera-cmd`."""

Base64 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/=\s]*$", max_length=700_000)]
Headers = dict[Annotated[str, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$")], list[Text]]


class CommandBase(Part):
    """Section 5.2. All commands: `command` as text, `command_b64` when it is not ASCII."""

    type: str
    description: Text = ""
    version: Text = ""
    playbook_activity: Text = ""
    external_references: list[ExternalReference] = Field(default_factory=list)
    command: Text = ""
    command_b64: Base64 = ""


class ManualCommand(CommandBase):
    type: Literal["manual"]


class BashCommand(CommandBase):
    """Runs on the agent. Ours never runs a shell on the platform itself; see decision 0194."""

    type: Literal["bash"]


class CalderaCommand(CommandBase):
    type: Literal["caldera-cmd"]


class ElasticCommand(CommandBase):
    type: Literal["elastic"]


class HttpCommand(CommandBase):
    """command: an HTTP start line, `POST /path HTTP/1.1`."""

    type: Literal["http-api"]
    headers: Headers = Field(default_factory=dict)
    content: Text = ""
    content_b64: Base64 = ""


class JupyterCommand(CommandBase):
    type: Literal["jupyter"]


class KestrelCommand(CommandBase):
    type: Literal["kestrel"]


class OpenC2Command(CommandBase):
    """content_b64: an OpenC2 command. `openc2` is the name SOARCA's example uses for it."""

    type: Literal["openc2-http", "openc2"]
    headers: Headers = Field(default_factory=dict)
    content: Text = ""
    content_b64: Base64 = ""


class PowershellCommand(CommandBase):
    type: Literal["powershell"]


class SigmaCommand(CommandBase):
    type: Literal["sigma"]


class SshCommand(CommandBase):
    type: Literal["ssh"]


class YaraCommand(CommandBase):
    type: Literal["yara"]


class ActuatorCommand(CommandBase):
    """command: the verb; arguments: texts, variables in them are filled in."""

    type: Literal["fengsui-cmd"]
    arguments: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")], Text] = Field(
        default_factory=dict
    )


class OtherCommand(CommandBase):
    type: Annotated[str, StringConstraints(min_length=1, max_length=100)]


_KNOWN = {*COMMAND_TYPES, "openc2", OURS}


def _kind(value: Any) -> str:
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    kind = "openc2-http" if kind == "openc2" else kind
    return kind if isinstance(kind, str) and kind in _KNOWN else "other"


Command = Annotated[
    Annotated[ManualCommand, Tag("manual")]
    | Annotated[BashCommand, Tag("bash")]
    | Annotated[CalderaCommand, Tag("caldera-cmd")]
    | Annotated[ElasticCommand, Tag("elastic")]
    | Annotated[HttpCommand, Tag("http-api")]
    | Annotated[JupyterCommand, Tag("jupyter")]
    | Annotated[KestrelCommand, Tag("kestrel")]
    | Annotated[OpenC2Command, Tag("openc2-http")]
    | Annotated[PowershellCommand, Tag("powershell")]
    | Annotated[SigmaCommand, Tag("sigma")]
    | Annotated[SshCommand, Tag("ssh")]
    | Annotated[YaraCommand, Tag("yara")]
    | Annotated[ActuatorCommand, Tag("fengsui-cmd")]
    | Annotated[OtherCommand, Tag("other")],
    Discriminator(_kind),
]
