"""Tables of what people decide about rules, and of what rules did. Times and levels as in `store/tables.py`."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.scoping import Owned
from store.tables import Big, Json, Key


class RuleSwitchRow(Base):
    """A rule somebody switched off; switching it on again removes the row (the ledger remembers)."""

    __tablename__ = "rule_switches"

    rule: Mapped[Key]
    reason: Mapped[str] = mapped_column(Text)
    actor: Mapped[str]
    time: Mapped[Big]


class RuleTextRow(Base):
    """Every text a rule ever had while alerts could be made from it."""

    __tablename__ = "rule_texts"

    version: Mapped[Key]
    rule: Mapped[str] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text)
    first_loaded: Mapped[Big]


class RuleSetRow(Base):
    """Rule sets in the order they were first loaded."""

    __tablename__ = "rule_sets"

    version: Mapped[Key]
    loaded: Mapped[Big]
    active: Mapped[int]
    inactive: Mapped[int]
    rejected: Mapped[int]


class RuleHourRow(Owned, Base):
    """What a rule did in an hour of event time on the events of a unit. hour: hours since 1970."""

    __tablename__ = "rule_hours"

    rule: Mapped[Key]
    unit: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    hits: Mapped[Big]
    alerts: Mapped[Big]
    hidden: Mapped[Big]
    last: Mapped[Big]


class RuleExceptionRow(Owned, Base):
    """hidden, last_hidden: counted in the transaction that hides."""

    __tablename__ = "rule_exceptions"

    id: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    rules: Mapped[Json]
    filter: Mapped[str] = mapped_column(Text)
    entities: Mapped[Json]
    reason: Mapped[str] = mapped_column(Text)
    owner: Mapped[str]
    created: Mapped[Big]
    created_by: Mapped[str]
    expires: Mapped[Big]
    ended: Mapped[Big | None]
    ended_by: Mapped[str]
    hidden: Mapped[Big]
    last_hidden: Mapped[Big | None]


class HiddenAlertRow(Owned, Base):
    """An alert an exception kept back; body: `model.alert.Alert` as JSON."""

    __tablename__ = "hidden_alerts"
    __table_args__ = (Index("ix_hidden_alerts_exception_time", "exception", "time", "id"),)

    id: Mapped[Key]
    unit: Mapped[str]
    time: Mapped[Big]
    rule: Mapped[str]
    exception: Mapped[str]
    level: Mapped[int]
    body: Mapped[str] = mapped_column(Text)


class ContentPackRow(Base):
    """An imported set of rule files. file: inside the content folder. counts: of the load report at import."""

    __tablename__ = "content_packs"

    name: Mapped[Key]
    version: Mapped[str]
    digest: Mapped[str]
    file: Mapped[str]
    size: Mapped[Big]
    counts: Mapped[Json]
    imported: Mapped[Big]
    imported_by: Mapped[str]
