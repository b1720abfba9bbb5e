"""Keeping, renaming and deleting one's own saved views."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from api.access import Caller, noun, require
from api.core import core_of
from api.openapi import declares
from api.transactions import Reading, Writing
from api.views.schemas import ViewAdd, ViewChange, ViewRead, Views
from api.wire import moment
from store.identity import views

router = noun("views")

Own = Annotated[Caller, Depends(require("views:own"))]


def _view(view: views.View) -> ViewRead:
    return ViewRead(
        id=view.id,
        page=view.page,
        name=view.name,
        search=view.search,
        created=moment(view.created),
        updated=moment(view.updated),
    )


@router.get("", operation_id="list_views", response_model=Views)
def list_views(caller: Own, tx: Reading) -> Views:
    """One's own saved views, by page and name."""
    return Views(items=[_view(view) for view in views.of_account(tx, caller.id)])


@router.post("", status_code=201, operation_id="add_view", response_model=ViewRead, responses=declares(409))
def add_view(body: ViewAdd, caller: Own, request: Request, response: Response, tx: Writing) -> ViewRead:
    """Keep a search under a name. Opening it later asks again, with what its owner may see then."""
    view = views.add(
        tx, caller.identity, page=body.page, name=body.name, search=body.search, now=core_of(request).clock()
    )
    response.headers["Location"] = f"/api/v1/views/{view.id}"
    return _view(view)


@router.put("/{view_id}", operation_id="change_view", response_model=ViewRead, responses=declares(409))
def change_view(view_id: str, body: ViewChange, caller: Own, request: Request, tx: Writing) -> ViewRead:
    """Give one's own view another name or another search."""
    return _view(
        views.change(tx, caller.identity, view_id, name=body.name, search=body.search, now=core_of(request).clock())
    )


@router.delete("/{view_id}", status_code=204, operation_id="remove_view", response_model=None)
def remove_view(view_id: str, caller: Own, request: Request, tx: Writing) -> None:
    """Delete one's own view."""
    views.remove(tx, caller.identity, view_id, now=core_of(request).clock())
