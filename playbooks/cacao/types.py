"""Data types of CACAO 2.0, section 10, that are not steps, commands or agents.

Models keep properties they do not know (`extra="allow"`): what was imported goes out again whole. Whether an unknown
property is a mistake is said by `playbooks.cacao.checks`, once, for all types.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
VARIABLE = r"__[a-zA-Z_][a-zA-Z0-9_-]{0,199}?__"
"""Section 10.18: two underscores on both sides, 250 characters at most; the length follows OASIS' schema."""

IDENTIFIER = re.compile(rf"^[a-z0-9][a-z0-9-]{{0,99}}--{UUID}$")
Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER.pattern, max_length=140)]
AgentName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,139}$")]
"""An identifier, or the name SOARCA gives the agents its fins bring along: one hyphen before the UUID."""
Timestamp = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$", max_length=40)]
VariableName = Annotated[str, StringConstraints(pattern=rf"^{VARIABLE}$", max_length=250)]
Text = Annotated[str, StringConstraints(max_length=65_536)]
Milliseconds = Annotated[int, Field(ge=0, le=31 * 24 * 3600 * 1000, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
"""Priority, severity, impact: 0 is undefined, else 1 to 100 (section 3.1)."""

VARIABLE_TYPES = (
    "bool",
    "dictionary",
    "float",
    "hexstring",
    "integer",
    "ipv4-addr",
    "ipv6-addr",
    "long",
    "mac-addr",
    "hash",
    "md5-hash",
    "sha256-hash",
    "string",
    "uri",
    "uuid",
)
"""variable-type-ov, section 10.18.4."""


class Part(BaseModel):
    """A part of a playbook."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)


class Variable(Part):
    """Section 10.18. value: a text also for numbers and booleans; absent and null both mean unknown, "" means empty."""

    type: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    description: Text = ""
    value: Text | dict[str, Any] | None = None
    constant: bool = False
    external: bool = False


Variables = dict[VariableName, Variable]
Extensions = dict[Annotated[str, StringConstraints(max_length=140)], Any]
"""By identifier of the extension definition. What else stands there (editors leave it behind) is kept and not read."""


class ExternalReference(Part):
    """Section 10.9. The specification requires a name; playbooks in use leave it out, which is a warning."""

    name: Text = ""
    description: Text = ""
    source: Text = ""
    url: Text = ""
    external_id: Text = ""
    reference_id: Identifier | None = None


class Contact(Part):
    """Section 10.6."""

    email: dict[str, Text] = Field(default_factory=dict)
    phone: dict[str, Text] = Field(default_factory=dict)
    contact_details: Text = ""


class CivicLocation(Part):
    """Section 10.4."""

    name: Text = ""
    description: Text = ""
    building_details: Text = ""
    network_details: Text = ""
    region: Text = ""
    country: Text = ""
    administrative_area: Text = ""
    city: Text = ""
    street_address: Text = ""
    postal_code: Text = ""
    latitude: Text = ""
    longitude: Text = ""
    precision: Text = ""


class ProcessingSummary(Part):
    """Section 10.14: what a reader must be able to do to follow the playbook."""

    manual_playbook: bool = False
    external_playbooks: bool = False
    parallel_processing: bool = False
    if_logic: bool = False
    while_logic: bool = False
    switch_logic: bool = False
    temporal_logic: bool = False
    data_markings: bool = False
    digital_signatures: bool = False
    countersigned_signatures: bool = False
    extensions: bool = False


class Signature(Part):
    """Section 10.15."""

    type: Literal["jss"]
    id: Identifier
    created_by: Identifier | None = None
    created: Timestamp
    modified: Timestamp
    revoked: bool = False
    signee: Text
    valid_from: Timestamp | None = None
    valid_until: Timestamp | None = None
    related_to: Identifier
    related_version: Timestamp
    hash_algorithm: Annotated[str, StringConstraints(max_length=40)]
    algorithm: Annotated[str, StringConstraints(max_length=40)]
    public_key: Text | None = None
    public_cert_chain: list[Text] | None = None
    cert_url: Text | None = None
    thumbprint: Text | None = None
    value: Text
    signature: dict[str, Any] | None = None


class Marking(Part):
    """Section 9. type: marking-statement, marking-tlp, marking-iep; each has properties of its own below."""

    type: Annotated[str, StringConstraints(max_length=100)]
    id: Identifier | None = None
    name: Text = ""
    description: Text = ""
    created_by: Identifier | None = None
    created: Timestamp | None = None
    revoked: bool = False
    valid_from: Timestamp | None = None
    valid_until: Timestamp | None = None
    statement: Text = ""
    tlpv2_level: Literal["TLP:RED", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:GREEN", "TLP:CLEAR"] | None = None


class ExtensionDefinition(Part):
    """Section 8."""

    type: Literal["extension-definition"] = "extension-definition"
    name: Text
    description: Text = ""
    created_by: Identifier | None = None
    schema_: Annotated[Text, Field(alias="schema")] = ""
    version: Text = ""
    external_references: list[ExternalReference] = Field(default_factory=list)
