"""Settings of public data: the section `public_data` of `fengsui.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class PublicDataSettings(BaseModel):
    """What is kept of people in records about access to data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key_file: Annotated[
        Path | None,
        Field(
            description="File with the key under which digests of people's identifiers are made; none means `identifiers.key` in the "
            "data folder. It is made when it is not there"
        ),
    ] = None
    covered: Annotated[
        list[str],
        Field(
            description="Data sets of events (`event.dataset`) in which identifiers of people are covered before they are kept, "
            "besides the audit trails of databases, gateways, file exchanges and object stores; e.g. `nginx.access`"
        ),
    ] = []
