"""Settings of compliance: the section `compliance` of `fengsui.toml`. What the report template leaves open is decided here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from pipeline.source_settings import Section

_TEMPLATE = "template_2025"


class ComplianceSettings(Section):
    """How the template of 2025 concludes where its text is silent."""

    rate_formula: Annotated[
        Literal["met_only", "half_credit"],
        Field(description="Whether a partly met item counts nothing or half in the rate of 2025"),
    ] = "met_only"
    upper: Annotated[
        float, Field(ge=0, le=100, description="Rate of 2025 above which a system without major risk is conformant")
    ] = 90
    lower: Annotated[float, Field(ge=0, le=100, description="Rate of 2025 below which a system is not conformant")] = 60
    at_upper_is_conformant: Annotated[bool, Field(description="Whether exactly the upper rate is conformant")] = False
    at_lower_is_basic: Annotated[bool, Field(description="Whether exactly the lower rate is basically conformant")] = (
        True
    )
    risk_method_file: Annotated[
        Path | None,
        Field(
            description="YAML file that takes the place of the shipped method of risk assessment (matrices, thresholds)"
        ),
    ] = None

    @property
    def changed(self) -> dict[str, Any]:
        """As `compliance.mlps.scoring.settings_of` takes them."""
        return self.model_dump(exclude={"risk_method_file"})

    @property
    def template(self) -> str:
        return _TEMPLATE
