"""For load balancers and service managers: whether the process lives, and whether it can do its work."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.access import noun, public
from api.health.schemas import HealthRead, ReadinessRead
from api.transactions import Reading
from store import units
from store.migrations import HEAD
from store.scope import EVERYTHING

router = noun("health")


@router.get("", operation_id="get_health", response_model=HealthRead)
async def get_health(_: Annotated[None, Depends(public)]) -> HealthRead:
    """Whether the process answers."""
    return HealthRead(status="ok")


@router.get("/ready", operation_id="get_readiness", response_model=ReadinessRead)
def get_readiness(_: Annotated[None, Depends(public)], tx: Reading) -> ReadinessRead:
    """Whether the state can be read; 503 when not."""
    units.get(tx, units.ROOT, EVERYTHING)
    return ReadinessRead(status="ok", schema_version=HEAD)
