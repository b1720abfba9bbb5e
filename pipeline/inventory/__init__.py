"""The register meets files and observations: what an import would change, and doing it; what was seen beside what is registered."""

from pipeline.inventory.imports import apply, preview
from pipeline.inventory.plans import Action, Change, Plan, plan_of

__all__ = ["Action", "Change", "Plan", "apply", "plan_of", "preview"]
