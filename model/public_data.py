"""Public data (公共数据): its life cycle, who may have which of it for what, and what a record may show of people.

`Approval` and `CatalogueEntry` are what the registers say, `DataRegister` all of it as one value with the questions
detectors ask. `IdentifierFound` is all that is ever kept of an identifier: never the identifier itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

import msgspec

from model.times import Micros

Text = Annotated[str, msgspec.Meta(max_length=300)]
Many = Annotated[int, msgspec.Meta(ge=0)]
EVERY_FIELD = "*"


class LifePhase(StrEnum):
    """The ten phases of a data set's life that controls and audit events are kept by. Own list after 上海市数据条例
    (2022) chapter 3 and GB/T 37988-2019, which has six; verify with the municipal platform's list."""

    COLLECT = "collect"
    TRANSFER = "transfer"
    STORE = "store"
    USE = "use"
    SHARE = "share"
    OPEN = "open"
    OPERATE = "operate"
    ENTRUST = "entrust"
    EXPORT_ABROAD = "export_abroad"
    DESTROY = "destroy"

    @property
    def zh(self) -> str:
        return _PHASE_ZH[self]


_PHASE_ZH = {
    LifePhase.COLLECT: "采集",
    LifePhase.TRANSFER: "归集传输",
    LifePhase.STORE: "存储",
    LifePhase.USE: "加工使用",
    LifePhase.SHARE: "共享",
    LifePhase.OPEN: "开放",
    LifePhase.OPERATE: "授权运营",
    LifePhase.ENTRUST: "委托处理",
    LifePhase.EXPORT_ABROAD: "出境",
    LifePhase.DESTROY: "归档销毁",
}


class PlaceKind(StrEnum):
    """Where a data set lies or is offered, as the audit trail names it: `schema.table`, a URL path, a file path, or
    `bucket/key`. The last three stand for everything below them."""

    TABLE = "table"
    API = "api"
    FILE = "file"
    OBJECT = "object"


class DataAction(StrEnum):
    """What a record of an audit trail says was done to data; ECS `fengsui.data.action`."""

    READ = "read"
    WRITE = "write"
    EXPORT = "export"
    SHARE = "share"
    FORWARD = "forward"
    DESTROY = "destroy"


class RecipientKind(StrEnum):
    UNIT = "unit"
    ACCOUNT = "account"
    SYSTEM = "system"


class DataFinding(StrEnum):
    """What the detectors of public data find; each is the name of its detector."""

    WITHOUT_APPROVAL = "data_without_approval"
    OUTSIDE_PURPOSE = "data_outside_purpose"
    BEYOND_CATALOGUE = "data_beyond_catalogue"
    BULK_EXPORT = "data_bulk_export"
    OFF_HOURS_EXPORT = "data_off_hours_export"
    UNMASKED_IDENTIFIERS = "data_unmasked_identifiers"
    ONWARD_TRANSFER = "data_onward_transfer"
    DESTROYED_WITHOUT_PROOF = "data_destroyed_without_proof"

    @property
    def phase(self) -> LifePhase:
        """The phase whose control it speaks against."""
        return _FINDING_PHASE.get(self, LifePhase.USE)


_FINDING_PHASE = {
    DataFinding.WITHOUT_APPROVAL: LifePhase.SHARE,
    DataFinding.OUTSIDE_PURPOSE: LifePhase.SHARE,
    DataFinding.BEYOND_CATALOGUE: LifePhase.SHARE,
    DataFinding.ONWARD_TRANSFER: LifePhase.SHARE,
    DataFinding.DESTROYED_WITHOUT_PROOF: LifePhase.DESTROY,
}


class IdentifierKind(StrEnum):
    RESIDENT_ID = "resident_id"
    CREDIT_CODE = "credit_code"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    PLATE = "plate"
    PASSPORT = "passport"

    @property
    def zh(self) -> str:
        return _IDENTIFIER_ZH[self]


_IDENTIFIER_ZH = {
    IdentifierKind.RESIDENT_ID: "居民身份证号",
    IdentifierKind.CREDIT_CODE: "统一社会信用代码",
    IdentifierKind.BANK_CARD: "银行卡号",
    IdentifierKind.MOBILE: "手机号",
    IdentifierKind.PLATE: "机动车号牌",
    IdentifierKind.PASSPORT: "护照号",
}


class IdentifierFound(msgspec.Struct, frozen=True, kw_only=True):
    """digest: HMAC-SM3 of the value under the installation's key, 64 hex digits: the same person is the same digest, and
    nobody without the key can try values. mask: what people may see. count: how often it stood in one record."""

    kind: IdentifierKind
    digest: str
    mask: str
    count: Many = 1


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """Who may have a data set, for what, until when.

    recipient: id of the unit, account or system. names: what the recipient is called in audit trails (database account,
    application key, exchange account), compared without case. purposes: words of the purpose an access must name; empty
    asks none. fields: those it may get, empty for all the catalogue lists. valid_to: 0 for no end. max_rows: of one
    access, 0 for no bound. revoked: when it ended early, 0 while it stands.
    """

    id: str
    data_set: str
    unit: str
    recipient: str
    recipient_kind: RecipientKind = RecipientKind.UNIT
    names: tuple[str, ...] = ()
    purposes: tuple[Text, ...] = ()
    fields: tuple[str, ...] = ()
    valid_from: Micros = 0
    valid_to: Micros = 0
    masked: bool = True
    max_rows: Many = 0
    onward: bool = False
    revoked: Micros = 0

    def stands(self, at: Micros) -> bool:
        ended = min(self.valid_to or at + 1, self.revoked or at + 1)
        return self.valid_from <= at < ended

    def is_for(self, name: str) -> bool:
        """Whether `name` of an audit trail is its recipient."""
        wanted = name.casefold()
        return wanted == self.recipient.casefold() or any(wanted == known.casefold() for known in self.names)

    def allows_purpose(self, purpose: str) -> bool:
        return not self.purposes or purpose.casefold() in {one.casefold() for one in self.purposes}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    kind: PlaceKind
    name: str


class CatalogueEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A data set as the catalogue describes it. fields: every one it has; empty when the catalogue does not say.
    keepers: names in audit trails of accounts that keep the data set for its owner (its own application, backup): they
    need no approval. A keeper that exports or forwards is judged like everybody."""

    data_set: str
    unit: str
    places: tuple[Place, ...] = ()
    fields: tuple[str, ...] = ()
    keepers: tuple[str, ...] = ()
    personal: bool = False


class DestructionProof(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate that data was destroyed. reference: the number an audit trail or a person gives it."""

    reference: str
    data_set: str
    time: Micros


@dataclass(frozen=True)
class DataRegister:
    """Everything known of public data at one moment; detectors are handed it as a value."""

    catalogue: tuple[CatalogueEntry, ...] = ()
    approvals: tuple[Approval, ...] = ()
    proofs: tuple[DestructionProof, ...] = ()
    _places: Mapping[tuple[str, str], CatalogueEntry] = field(init=False, repr=False, compare=False)
    _by_set: Mapping[str, CatalogueEntry] = field(init=False, repr=False, compare=False)
    _approvals: Mapping[str, tuple[Approval, ...]] = field(init=False, repr=False, compare=False)
    _by_id: Mapping[str, Approval] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {(p.kind.value, _folded(p.kind, p.name)): e for e in self.catalogue for p in e.places}
        by_data_set: dict[str, list[Approval]] = {}
        for approval in self.approvals:
            by_data_set.setdefault(approval.data_set, []).append(approval)
        object.__setattr__(self, "_places", places)
        object.__setattr__(self, "_by_set", {entry.data_set: entry for entry in self.catalogue})
        object.__setattr__(self, "_approvals", {name: tuple(found) for name, found in by_data_set.items()})
        object.__setattr__(self, "_by_id", {approval.id: approval for approval in self.approvals})

    def entry(self, data_set: str) -> CatalogueEntry | None:
        return self._by_set.get(data_set)

    def entry_at(self, kind: str, name: str) -> CatalogueEntry | None:
        """The data set that lies there; of nested places the innermost one's. A name of more than 64 parts has none."""
        try:
            wanted = _folded(PlaceKind(kind), name)
        except ValueError:
            return None
        found = self._places.get((kind, wanted))
        if found is not None or kind == PlaceKind.TABLE:
            return found
        for _ in range(64):
            wanted, slash, _rest = wanted.rpartition("/")
            if not slash:
                break
            if (found := self._places.get((kind, wanted))) is not None:
                return found
        return None

    def approval(self, approval_id: str) -> Approval | None:
        return self._by_id.get(approval_id)

    def approvals_for(self, data_set: str, names: Iterable[str], at: Micros) -> tuple[Approval, ...]:
        """Those that stand at that time for any of the names."""
        asked = [name for name in names if name]
        return tuple(
            approval
            for approval in self._approvals.get(data_set, ())
            if approval.stands(at) and any(approval.is_for(name) for name in asked)
        )

    def proof(self, reference: str, data_set: str) -> DestructionProof | None:
        return next((p for p in self.proofs if p.reference == reference and p.data_set == data_set), None)


def _folded(kind: PlaceKind, name: str) -> str:
    """Tables without case; of paths no closing slash."""
    return name.casefold() if kind is PlaceKind.TABLE else name.rstrip("/")
