"""The supply-chain register. Lists of components come as CycloneDX files and are held against known weaknesses."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Depends, Path, Query, Request
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.access import Caller, noun, require
from api.cii.schemas import KeyPostModel
from api.compliance.router import district_of
from api.core import core_of
from api.openapi import declares
from api.suppliers.schemas import (
    AccessModel,
    ContractModel,
    ListRead,
    ProductModel,
    SupplierAdd,
    SupplierList,
    SupplierPut,
    SupplierRead,
    WeaknessOfProduct,
)
from api.transactions import Reading, Writing
from api.wire import Plain, moment
from collectors.inventory.components import read_components
from model.cii import Component, ComponentList, Supplier
from model.errors import Conflict, NotFound
from pipeline.compliance.critical import weaknesses_of
from pipeline.compliance.desk import District
from store import compliance as ledgers
from store.encoding import to_plain
from store.ledger.canonical import sm3

router = noun("suppliers")

Reader = Annotated[Caller, Depends(require("suppliers:read"))]
Changer = Annotated[Caller, Depends(require("suppliers:change"))]
SupplierId = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
ProductName = Annotated[str, Query(min_length=1, max_length=300, pattern=Plain, description="Product the list is of")]
UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("", operation_id="list_suppliers", response_model=SupplierList)
def list_suppliers(request: Request, caller: Reader, tx: Reading) -> SupplierList:
    """Suppliers of the caller's units, with known weaknesses of what they supply."""
    district = district_of(request)
    lists = ledgers.component_lists(tx, caller.scope)
    return SupplierList(items=[_view(tx, one, lists, district, caller) for one in ledgers.suppliers(tx, caller.scope)])


@router.get("/{supplier_id}", operation_id="get_supplier", response_model=SupplierRead, responses=declares(404))
def get_supplier(supplier_id: SupplierId, request: Request, caller: Reader, tx: Reading) -> SupplierRead:
    """One supplier."""
    held = _held(tx, supplier_id, caller)
    return _view(tx, held, ledgers.component_lists(tx, caller.scope), district_of(request), caller)


@router.post("", status_code=201, operation_id="add_supplier", response_model=SupplierRead, responses=declares(409))
def add_supplier(body: SupplierAdd, request: Request, caller: Changer, tx: Writing) -> SupplierRead:
    """Register a supplier."""
    if any(one.id == body.id for one in ledgers.suppliers(tx, caller.scope)):
        raise Conflict(f"there is a supplier {body.id!r}", hint="change that one, or choose another id")
    return _put(tx, body.id, body, body.unit or caller.identity.account.unit, request, caller)


@router.put("/{supplier_id}", operation_id="put_supplier", response_model=SupplierRead, responses=declares(404))
def put_supplier(
    supplier_id: SupplierId, body: SupplierPut, request: Request, caller: Changer, tx: Writing
) -> SupplierRead:
    """Replace what is known of a supplier."""
    return _put(tx, supplier_id, body, _held(tx, supplier_id, caller).unit, request, caller)


def _put(tx: Session, supplier: str, body: SupplierPut, unit: str, request: Request, caller: Caller) -> SupplierRead:
    plain = {**body.model_dump(mode="json"), "id": supplier, "unit": unit}
    wanted = msgspec.convert(plain, Supplier)
    made = ledgers.put_supplier(tx, wanted, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return _view(tx, made, ledgers.component_lists(tx, caller.scope), district_of(request), caller)


@router.delete("/{supplier_id}", operation_id="withdraw_supplier", response_model=SupplierRead, responses=declares(404))
def withdraw_supplier(supplier_id: SupplierId, request: Request, caller: Changer, tx: Writing) -> SupplierRead:
    """It supplies nothing any more; what was recorded stays in the audit trail."""
    now = core_of(request).clock()
    gone = msgspec.structs.replace(_held(tx, supplier_id, caller), withdrawn=now)
    ledgers.put_supplier(tx, gone, actor=caller.actor, scope=caller.scope, now=now)
    return _view(tx, gone, (), district_of(request), caller)


@router.post(
    "/{supplier_id}/components",
    operation_id="upload_components",
    response_model=SupplierRead,
    openapi_extra=UPLOAD,
    responses=declares(404),
)
async def upload_components(
    supplier_id: SupplierId, product: ProductName, request: Request, caller: Changer
) -> SupplierRead:
    """Replace the list of components of a product by a CycloneDX file (the body, as it is)."""
    core, data = core_of(request), await request.body()
    found = await run_in_threadpool(lambda: read_components(data, "sbom"))

    def take(tx: Session) -> SupplierRead:
        held = _held(tx, supplier_id, caller)
        if product not in {one.name for one in held.products}:
            raise NotFound(f"{held.name} supplies no {product[:80]!r}", hint="add the product first")
        made = ComponentList(
            id=f"{held.id}/{product}",
            unit=held.unit,
            supplier=held.id,
            product=product,
            sm3=sm3(data).hex(),
            components=tuple(
                Component(name=one.name, version=one.version, purl=one.purl, weaknesses=one.weaknesses) for one in found
            ),
        )
        ledgers.put_components(tx, made, actor=caller.actor, scope=caller.scope, now=core.clock())
        return _view(tx, held, ledgers.component_lists(tx, caller.scope), district_of(request), caller)

    return await core.write(take)


def _held(tx: Session, supplier: str, caller: Caller) -> Supplier:
    found = next((one for one in ledgers.suppliers(tx, caller.scope) if one.id == supplier), None)
    if found is None:
        raise NotFound(f"there is no supplier {supplier!r} within your units")
    return found


def _view(
    tx: Session, one: Supplier, lists: list[ComponentList] | tuple[()], district: District, caller: Caller
) -> SupplierRead:
    body = to_plain(one)
    weak = weaknesses_of(tx, district, one, caller.scope)
    return SupplierRead(
        id=one.id,
        unit=one.unit,
        name=one.name,
        contact=one.contact,
        systems=list(one.systems),
        products=[ProductModel(**held) for held in body["products"]],
        access=[AccessModel(**held) for held in body["access"]],
        contracts=[ContractModel(**held) for held in body["contracts"]],
        people=[KeyPostModel(**held) for held in body["people"]],
        lists=[
            ListRead(
                product=held.product,
                sm3=held.sm3,
                components=len(held.components),
                affected=sum(bool(component.weaknesses) for component in held.components),
                added=moment(held.added),
                added_by=held.added_by,
            )
            for held in lists
            if held.supplier == one.id
        ],
        weaknesses=[WeaknessOfProduct(weakness=name, products=products) for name, products in sorted(weak.items())],
    )
