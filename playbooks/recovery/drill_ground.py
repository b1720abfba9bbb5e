"""The test estate: what a drill may change. Everything else is refused while a drill runs, whatever its playbook says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playbooks.capabilities.contract import Plan
from playbooks.capabilities.guard import network
from playbooks.capabilities.restic import ResticRestore


@dataclass(frozen=True, slots=True)
class DrillGround:
    """networks: CIDR texts. objects: accounts, clients and names, compared without case."""

    networks: Sequence[str] = ()
    objects: Sequence[str] = ()

    def outside(self, plan: Plan) -> list[str]:
        """What the plan would change that does not belong to the test estate."""
        if not plan.changes or plan.capability == ResticRestore.kind:
            return []
        if not plan.touches:
            return [plan.text]
        return [one.value for one in plan.touches if not self._holds(one.value)]

    def _holds(self, value: str) -> bool:
        asked = network(value)
        if asked is None:
            return value.strip().lower() in {one.strip().lower() for one in self.objects}
        known = [found for one in self.networks if (found := network(one)) is not None]
        return any(asked.version == one.version and asked.subnet_of(one) for one in known)  # type: ignore[arg-type]
