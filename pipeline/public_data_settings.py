"""Settings of public data: the section `public_data` of `fengsui.toml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class PublicDataSettings(BaseModel):
    """What is kept of people in records about access to data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    covered: Annotated[
        list[str],
        Field(
            description="Data sets of events (`event.dataset`) in which identifiers of people are covered before they are kept, "
            "besides the audit trails of databases, gateways, file exchanges and object stores; e.g. `nginx.access`"
        ),
    ] = []
