"""Suppliers, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.cii.schemas import KeyPostModel, Wanted
from api.compliance.schemas import DayText, Short
from api.wire import Moment, Plain, Read, Write

Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


class ProductModel(Write):
    """name, version: as services of the inventory and lists of components write them."""

    name: Wanted
    version: Short = ""
    custom: bool = False
    code_report: DayText = ""
    sensitive: bool = False
    review: Short = ""


class AccessModel(Write):
    account: Wanted
    target: Short = ""
    second_factor: bool = False
    bastion: bool = False
    until: DayText = ""


class ContractModel(Write):
    number: Wanted
    signed: DayText = ""
    until: DayText = ""
    security_duties: bool = False
    confidentiality: bool = False


class SupplierPut(Write):
    unit: Annotated[
        str, Field(max_length=128, pattern=Plain, description="Which buys of it; the caller's when empty")
    ] = ""
    name: Wanted
    contact: Short = ""
    systems: list[Short] = Field(default_factory=list, max_length=200)
    products: list[ProductModel] = Field(default_factory=list, max_length=200)
    access: list[AccessModel] = Field(default_factory=list, max_length=200)
    contracts: list[ContractModel] = Field(default_factory=list, max_length=100)
    people: list[KeyPostModel] = Field(default_factory=list, max_length=500)


class SupplierAdd(SupplierPut):
    id: Id


class ListRead(Read):
    """A list of components of one product. affected: components with known weaknesses."""

    product: str
    sm3: str
    components: int
    affected: int
    added: Moment
    added_by: str


class WeaknessOfProduct(Read):
    weakness: str
    products: list[str]


class SupplierRead(Read):
    id: str
    unit: str
    name: str
    contact: str
    systems: list[str]
    products: list[ProductModel]
    access: list[AccessModel]
    contracts: list[ContractModel]
    people: list[KeyPostModel]
    lists: list[ListRead]
    weaknesses: list[WeaknessOfProduct]


class SupplierList(Read):
    items: list[SupplierRead]
