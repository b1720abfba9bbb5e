"""How every system would come back, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.backups.views import plan_read, repository_read
from api.core import core_of
from api.openapi import declares
from api.recovery.schemas import (
    RecoveryBlocked,
    RecoveryBoard,
    RecoveryDrill,
    RecoveryHeld,
    RecoveryMachine,
    RecoveryOrder,
    RecoveryStep,
    RecoveryWave,
    SystemRecovery,
)
from api.transactions import Reading
from api.wire import Key, moment
from model.errors import NotFound
from model.estate import Asset
from pipeline.recovery import board
from pipeline.recovery.returning import Return, returning
from playbooks.recovery.ordering import Step
from store import incidents, registers
from store.scope import Scope

router = noun("recovery")

Reader = Annotated[Caller, Depends(require("recovery:read"))]


@router.get("", operation_id="get_recovery", response_model=RecoveryBoard)
def get_recovery(caller: Reader, tx: Reading, request: Request) -> RecoveryBoard:
    """Every system of the caller's units: what its backups promise, what was measured, whether it can be relied on."""
    core = core_of(request)
    now = core.clock()
    found = board.survey(tx, core.settings, caller.scope, now)
    plans = board.by_system(found.plans)
    systems = sorted(registers.find_systems(tx, caller.scope), key=lambda one: one.id)
    return RecoveryBoard(
        at=moment(now),
        systems=[
            SystemRecovery(
                id=one.id,
                name=one.name,
                name_zh=one.name_zh,
                unit=one.unit,
                mlps_level=one.mlps_level,
                lamp=board.lamp_of(plans.get(one.id, [])),
                plans=[plan_read(plan) for plan in plans.get(one.id, [])],
            )
            for one in systems
        ],
        repositories=[repository_read(one, caller) for one in found.repositories.values()],
        drills=[
            RecoveryDrill(id=one.id, title=one.title, system=one.system, plan=one.plan, scheduled=moment(one.scheduled))
            for one in found.appointed
        ],
        probes=sorted(core.settings.recovery.probes),
        restore_test_days=core.settings.recovery.restore_test_days,
    )


@router.get("/order", operation_id="get_recovery_order", response_model=RecoveryOrder, responses=declares(404))
def get_recovery_order(
    caller: Reader,
    tx: Reading,
    request: Request,
    infected: Annotated[
        list[Key] | None, Query(max_length=100, description="Assets known to be infected, beside what incidents say")
    ] = None,
    suppose_clean: Annotated[
        bool, Query(description="For planning: as if every machine that incidents speak of were clean")
    ] = False,
) -> RecoveryOrder:
    """In which order machines come back: foundations first, compromised machines held back until their incident is over."""
    core = core_of(request)
    now = core.clock()
    wanted = infected or []
    mine = {one.id: one for one in registers.find_assets(tx, caller.scope)}
    unknown = next((one for one in wanted if one not in mine), None)
    if unknown is not None:
        raise NotFound(f"there is no asset {unknown[:80]!r} within your units")
    found = returning(tx, core.state, core.settings, now, infected=wanted, suppose_clean=suppose_clean)
    view = _View(tx, found, mine, caller.scope)
    return RecoveryOrder(
        at=moment(now),
        waves=[
            RecoveryWave(number=number, steps=steps)
            for number, wave in enumerate(found.order.waves, start=1)
            if (steps := [view.step(step) for step in wave if view.shown(step.assets)])
        ],
        held=[view.held(one) for one in found.order.held if one in mine],
        blocked=[
            RecoveryBlocked(
                machine=view.machine(one.asset),
                by=view.machines(one.by),
                by_others=view.others(one.by),
                foundation=one.foundation,
            )
            for one in found.order.blocked
            if one.asset in mine
        ],
    )


class _View:
    """Machines of other units are counted, not named."""

    def __init__(self, tx: Session, found: Return, mine: dict[str, Asset], scope: Scope) -> None:
        self._tx, self._found, self._mine, self._scope = tx, found, mine, scope

    def shown(self, assets: Iterable[str]) -> bool:
        return any(one in self._mine for one in assets)

    def machine(self, asset: str) -> RecoveryMachine:
        one = self._mine[asset]
        return RecoveryMachine(id=one.id, name=one.name, unit=one.unit, system=one.system, criticality=one.criticality)

    def machines(self, assets: Iterable[str]) -> list[RecoveryMachine]:
        return [self.machine(one) for one in assets if one in self._mine]

    def others(self, assets: Iterable[str]) -> int:
        return sum(one not in self._mine for one in assets)

    def step(self, step: Step) -> RecoveryStep:
        return RecoveryStep(
            machines=self.machines(step.assets),
            others=self.others(step.assets),
            after=self.machines(step.after),
            after_others=self.others(step.after),
            circle=step.circle,
            foundation=step.foundation,
        )

    def held(self, asset: str) -> RecoveryHeld:
        told = self._found.suspicions[asset]
        seen = [one for one in told.incidents if self._may_see(one)]
        return RecoveryHeld(machine=self.machine(asset), incidents=seen, certainty=told.certainty)

    def _may_see(self, incident: str) -> bool:
        try:
            incidents.get(self._tx, incident, self._scope)
        except NotFound:
            return False
        return True
