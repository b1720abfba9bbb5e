"""What is taken from somebody for a while and given back: the plan of both, whatever it is."""

from __future__ import annotations

from dataclasses import dataclass

from playbooks.capabilities.contract import Job, ObjectKind, Plan, Touched
from playbooks.capabilities.guard import lasting


@dataclass(frozen=True, slots=True)
class Switch:
    """verb: of giving it back. Texts are formatted with who it is (`who`), where (`at`) and for how long (`lasts`, seconds)."""

    kind: ObjectKind
    verb: str
    back: str
    back_zh: str
    taken: str
    taken_zh: str

    def plan(self, capability: str, actuator: str, job: Job, who: str, default_s: int) -> Plan:
        """default_s: how long it is taken when the job does not say."""
        if job.text == self.verb:
            said = {"who": who, "at": actuator}
            touched = (Touched(self.kind, who),)
            return Plan(capability, actuator, self.back.format(**said), self.back_zh.format(**said), True, touched)
        lasts = lasting(job.arguments, default_s)
        told = {"who": who, "at": actuator, "lasts": lasts}
        return Plan(
            capability,
            actuator,
            self.taken.format(**told),
            self.taken_zh.format(**told),
            True,
            (Touched(self.kind, who, blocks=True),),
            lasts,
        )
