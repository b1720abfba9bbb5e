"""Tables of the inventory. A column stands for the field of the same name; `store/migrations` makes them.

References between records are no foreign keys: a register is filled from many files, in any order, and what points to
nothing is shown as such instead of being refused.
"""

from __future__ import annotations

from sqlalchemy import Float, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.scoping import Owned
from store.tables import Big, Json, Key


class ZoneRow(Owned, Base):
    __tablename__ = "zones"

    id: Mapped[Key]
    name: Mapped[str]
    name_zh: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    trust: Mapped[int]
    networks: Mapped[Json]


class ConduitRow(Owned, Base):
    __tablename__ = "conduits"

    id: Mapped[Key]
    source: Mapped[str]
    target: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    services: Mapped[Json]


class ServiceRow(Owned, Base):
    __tablename__ = "services"
    __table_args__ = (Index("ix_services_asset_port", "asset", "port"),)

    id: Mapped[Key]
    name: Mapped[str]
    asset: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    port: Mapped[int]
    transport: Mapped[str]
    protocol: Mapped[str]
    product: Mapped[str]
    version: Mapped[str]
    system: Mapped[str]
    authentication: Mapped[str]
    runs_as: Mapped[str]
    depends_on: Mapped[Json]


class DirectoryAccountRow(Owned, Base):
    __tablename__ = "directory_accounts"

    id: Mapped[Key]
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    asset: Mapped[str]
    aliases: Mapped[Json]
    member_of: Mapped[Json]
    tier: Mapped[int]
    mfa: Mapped[bool]
    enabled: Mapped[bool]


class GroupRow(Owned, Base):
    __tablename__ = "directory_groups"

    id: Mapped[Key]
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    aliases: Mapped[Json]
    member_of: Mapped[Json]


class RightRow(Owned, Base):
    __tablename__ = "rights"

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(index=True)
    verb: Mapped[str]
    target: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str] = mapped_column(index=True)
    expires: Mapped[Big]


class ExposureRow(Owned, Base):
    __tablename__ = "exposures"
    __table_args__ = (Index("ix_exposures_source_closed", "source", "closed"),)

    id: Mapped[Key]
    weakness: Mapped[str] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(Text)
    asset: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str] = mapped_column(index=True)
    service: Mapped[str]
    effect: Mapped[str]
    cvss: Mapped[float] = mapped_column(Float)
    remote: Mapped[bool]
    exploited: Mapped[bool]
    first_seen: Mapped[Big]
    last_seen: Mapped[Big]
    closed: Mapped[Big]
    source: Mapped[str]


class DataGrantRow(Owned, Base):
    __tablename__ = "data_grants"

    id: Mapped[Key]
    holder: Mapped[str] = mapped_column(index=True)
    access: Mapped[str]
    data_set: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str] = mapped_column(index=True)
    through: Mapped[str]
    approval: Mapped[str]


class ControlRow(Owned, Base):
    __tablename__ = "controls"

    id: Mapped[Key]
    controller: Mapped[str] = mapped_column(index=True)
    device: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str] = mapped_column(index=True)
    protocol: Mapped[str]
    authenticated: Mapped[bool]
    safety: Mapped[bool]
