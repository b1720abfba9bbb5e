"""Exposure paths to a data set, and the choke points of the district."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from api.access import Caller, noun, require
from api.core import core_of
from api.exposure import views
from api.exposure.keeping import outlooks
from api.exposure.schemas import ChokePointsRead, ExposurePaths
from api.openapi import declares
from api.transactions import Reading
from api.wire import Key
from correlator.capability.telling import named
from correlator.capability.words import Origin
from model.estate import DataSet
from store import inventory

router = noun("exposure-paths")
points_router = noun("choke-points")

Reader = Annotated[Caller, Depends(require("registers:read"))]


@router.get("", operation_id="find_exposure_paths", response_model=ExposurePaths, responses=declares(404))
def find_exposure_paths(
    caller: Reader,
    request: Request,
    tx: Reading,
    data_set: Key,
    origin: Annotated[
        list[Origin] | None, Query(max_length=3, description="Where from; everywhere when left out")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=10, description="Paths per origin at most")] = 3,
) -> ExposurePaths:
    """The likeliest ways an attack could take to a data set, from the Internet, from suppliers, from offices."""
    record = inventory.get(tx, DataSet, data_set, caller.scope)
    keeper = outlooks(request.app)
    with keeper.lock:
        found = keeper.exposure(tx, record.id, tuple(dict.fromkeys(origin or Origin)), limit, core_of(request).clock())
        register = keeper.register
        assert register is not None
        return ExposurePaths(
            data_set=views.about(named(register, "data_set", record.id), caller.scope),
            origins=[views.exposure(register, one, caller.scope) for one in found],
        )


@points_router.get("", operation_id="get_choke_points", response_model=ChokePointsRead)
def get_choke_points(
    caller: Reader,
    request: Request,
    tx: Reading,
    limit: Annotated[int, Query(ge=1, le=40, description="Points at most")] = 20,
) -> ChokePointsRead:
    """Which single action keeps most sources apart from classified data and dangerous devices, over the whole district.

    Counts are of the whole district; names are of what the caller sees.
    """
    found = outlooks(request.app).choke_points(tx, core_of(request).clock())
    return ChokePointsRead(
        pairs=found.pairs,
        considered=found.considered,
        points=[views.choke_point(one, found.pairs, caller.scope) for one in found.points[:limit]],
    )
