"""Agents, targets and how to authenticate to them: CACAO 2.0, sections 6 and 7."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from playbooks.cacao.types import CivicLocation, Contact, Extensions, ExternalReference, Identifier, Part, Text

AddressKind = Literal["dname", "ipv4", "ipv6", "l2mac", "vlan", "url"]
Port = Annotated[Text, StringConstraints(max_length=250)]
"""A text, because it may be a variable."""


class AgentTarget(Part):
    """Section 7.2. Also what stands for types of other products (`soarca`, `caldera`)."""

    type: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    name: Text = ""
    description: Text = ""
    location: CivicLocation | None = None
    external_references: list[ExternalReference] = Field(default_factory=list)
    agent_target_extensions: Extensions = Field(default_factory=dict)


class Addressed(AgentTarget):
    """What can be reached over a network. address: by kind, each a list of texts that may hold variables."""

    address: dict[AddressKind, list[Text]] = Field(default_factory=dict)
    port: Port = ""
    authentication_info: Identifier | None = None
    category: list[Text] = Field(default_factory=list)


class HttpApiTarget(Addressed):
    type: Literal["http-api"]


class LinuxTarget(Addressed):
    type: Literal["linux"]


class NetAddressTarget(Addressed):
    type: Literal["net-address"]


class SshTarget(Addressed):
    type: Literal["ssh"]


class SecurityCategoryTarget(AgentTarget):
    type: Literal["security-category"]
    category: list[Text] = Field(default_factory=list)


class GroupTarget(AgentTarget):
    type: Literal["group"]
    contact: Contact | None = None


class IndividualTarget(AgentTarget):
    type: Literal["individual"]
    contact: Contact | None = None


class OrganizationTarget(AgentTarget):
    type: Literal["organization"]
    contact: Contact | None = None


class LocationTarget(AgentTarget):
    type: Literal["location"]
    logical: list[Text] = Field(default_factory=list)


class SectorTarget(AgentTarget):
    type: Literal["sector"]
    sector: Text = ""


TARGET_TYPES = (
    "group",
    "individual",
    "location",
    "organization",
    "sector",
    "http-api",
    "linux",
    "net-address",
    "security-category",
    "ssh",
)
"""agent-target-type-ov, section 7.1."""


def _kind(value: Any) -> str:
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return kind if kind in TARGET_TYPES else "other"


Agent = Annotated[
    Annotated[GroupTarget, Tag("group")]
    | Annotated[IndividualTarget, Tag("individual")]
    | Annotated[LocationTarget, Tag("location")]
    | Annotated[OrganizationTarget, Tag("organization")]
    | Annotated[SectorTarget, Tag("sector")]
    | Annotated[HttpApiTarget, Tag("http-api")]
    | Annotated[LinuxTarget, Tag("linux")]
    | Annotated[NetAddressTarget, Tag("net-address")]
    | Annotated[SecurityCategoryTarget, Tag("security-category")]
    | Annotated[SshTarget, Tag("ssh")]
    | Annotated[Addressed, Tag("other")],
    Discriminator(_kind),
]


class AuthenticationInfo(Part):
    """Section 6: http-basic, oauth2, user-auth. kms: the secret lies elsewhere, `kms_key_identifier` names it there.

    Secrets in playbooks are in the clear for everyone who may read the playbook: a warning says so.
    """

    type: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    name: Text = ""
    description: Text = ""
    authentication_info_extensions: Extensions = Field(default_factory=dict)
    username: Text = ""
    user_id: Text = ""
    password: Text = ""
    private_key: Text = ""
    token: Text = ""
    oauth_header: Text = ""
    kms: bool = False
    kms_key_identifier: Text = ""
