"""Words of critical information infrastructure (关基): its file, assessments, permits to scan, and the supply chain.

That a system is critical says `SystemRecord.cii`; the list itself is sensitive.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from model.compliance import Day, Name, Sm3, Text
from model.times import Micros

Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class MajorChange(msgspec.Struct, frozen=True, kw_only=True):
    """reported: the day the protection department was told."""

    day: Day
    what: Text
    reported: Day = ""


class KeyPost(msgspec.Struct, frozen=True, kw_only=True):
    """checked: the day of the background check."""

    name: Name
    post: Name
    checked: Day = ""


class CiiFile(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator keeps on file. business: the key business; depends: on what; outage: what happens without it."""

    system: str
    unit: str
    sector: Name = ""
    department: Name = ""
    business: Text = ""
    depends: Text = ""
    outage: Text = ""
    head: Name = ""
    body: Name = ""
    posts: tuple[KeyPost, ...] = ()
    changes: tuple[MajorChange, ...] = ()


class AssessmentKind(StrEnum):
    OWN = "own"
    COMMISSIONED = "commissioned"
    INSPECTION = "inspection"


class CiiAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """A test and risk assessment. findings: how many, mended: how many of them; due: when all have to be."""

    id: str
    system: str
    unit: str
    kind: AssessmentKind
    dated: Day
    assessor: Name
    sm3: Sm3 = ""
    findings: Count = 0
    mended: Count = 0
    due: Day = ""
    submitted: Day = ""
    added: Micros = 0
    added_by: str = ""


class ScanPermit(msgspec.Struct, frozen=True, kw_only=True):
    """Allows active scanning of hosts of a system (Regulation art. 31). number: of the approving document; approved_by: whose
    it is; hosts: addresses and names, all of the system's when empty."""

    id: str
    system: str
    unit: str
    number: Name
    approved_by: Name
    tester: Name
    purpose: Text = ""
    hosts: tuple[Name, ...] = ()
    start: Day
    until: Day
    revoked: Micros = 0
    added: Micros = 0
    added_by: str = ""

    def holds(self, today: str) -> bool:
        return not self.revoked and self.start <= today <= self.until


class SuppliedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """name, version: as services of the inventory and lists of components write them. custom: written for the operator;
    code_report: day of the report on its source code; sensitive: its purchase may affect national security; review: number of
    the review it passed."""

    name: Name
    version: Name = ""
    custom: bool = False
    code_report: Day = ""
    sensitive: bool = False
    review: Name = ""


class RemoteAccess(msgspec.Struct, frozen=True, kw_only=True):
    """target: asset or zone; until: the last day it is allowed."""

    account: Name
    target: Name
    second_factor: bool = False
    bastion: bool = False
    until: Day = ""


class SupplyContract(msgspec.Struct, frozen=True, kw_only=True):
    number: Name
    signed: Day = ""
    until: Day = ""
    security_duties: bool = False
    confidentiality: bool = False


class Supplier(msgspec.Struct, frozen=True, kw_only=True):
    """unit: which buys of it; systems: what it supplies for."""

    id: str
    unit: str
    name: Name
    contact: Name = ""
    systems: tuple[str, ...] = ()
    products: tuple[SuppliedProduct, ...] = ()
    access: tuple[RemoteAccess, ...] = ()
    contracts: tuple[SupplyContract, ...] = ()
    people: tuple[KeyPost, ...] = ()
    withdrawn: Micros = 0
    system: str = ""


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list of components (SBOM). weaknesses: ids the list itself says it is affected by."""

    name: Name
    version: Name = ""
    purl: Name = ""
    weaknesses: tuple[Name, ...] = ()


class ComponentList(msgspec.Struct, frozen=True, kw_only=True):
    """Of one product of a supplier; sm3: of the file. id: `supplier/product`."""

    id: str
    unit: str
    supplier: str
    product: str
    sm3: Sm3
    components: tuple[Component, ...]
    added: Micros = 0
    added_by: str = ""
    system: str = ""
