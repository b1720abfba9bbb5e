"""Settings of behaviour detection: the section `detection.behaviour` of `fengsui.toml`."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class BehaviourSettings(BaseModel):
    """Detectors of behaviour over time; each with its thresholds stands in docs/reference/behaviour.md."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: Annotated[bool, Field(description="Whether behaviour detectors run at all")] = True
    disabled: Annotated[list[str], Field(description="Detectors that do not run, by name")] = []
    thresholds: Annotated[
        dict[str, dict[str, float]],
        Field(description="Thresholds by detector and name, for those that differ from the shipped ones"),
    ] = {}
    own_networks: Annotated[
        list[str],
        Field(
            description="Networks that are inside besides the private ones, such as the district's part of the e-government extranet"
        ),
    ] = []
    lateness_s: Annotated[
        float,
        Field(
            ge=0, le=3600, description="Seconds a record may come after a later one and still be judged in its place"
        ),
    ] = 30.0
    geoip: Annotated[
        Path | None,
        Field(description="MaxMind DB file (.mmdb) with cities, for coordinates of addresses that come without any"),
    ] = None

    @field_validator("own_networks")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        wrong = []
        for text in value:
            try:
                ip_network(text, strict=False)
            except ValueError:
                wrong.append(text)
        if wrong:
            raise ValueError(f"expected networks such as 59.192.0.0/16: {', '.join(wrong)}")
        return value

    @model_validator(mode="after")
    def _known(self) -> BehaviourSettings:
        if not self.disabled and not self.thresholds:
            return self
        from detections.behaviour.catalogue import check  # the engines are slow to load, and most commands need none

        if problems := check(self.disabled, self.thresholds):
            raise ValueError("; ".join(problems))
        return self
