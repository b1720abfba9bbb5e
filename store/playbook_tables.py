"""Tables of playbooks and of what they did. Times as in `store/tables.py`."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.scoping import Owned
from store.tables import Big, Json, Key


class PlaybookRow(Owned, Base):
    """A playbook in force. digest: of its text. auto: whether it may begin by itself when an incident fits its trigger."""

    __tablename__ = "playbooks"

    id: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    name_zh: Mapped[str]
    version: Mapped[str]
    digest: Mapped[str]
    source: Mapped[str]
    trust: Mapped[str]
    auto: Mapped[bool]
    changed: Mapped[Big]
    changed_by: Mapped[str]


class PlaybookTextRow(Base):
    """Every text a playbook ever had here: a run keeps pointing at the one it follows."""

    __tablename__ = "playbook_texts"

    digest: Mapped[Key]
    playbook: Mapped[str] = mapped_column(index=True)
    version: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    kept: Mapped[Big]


class PlaybookDraftRow(Owned, Base):
    """A playbook that is being written; see `store.playbook_drafts.Draft`."""

    __tablename__ = "playbook_drafts"

    id: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    playbook: Mapped[str]
    base: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    layout: Mapped[Json]
    version: Mapped[int]
    created: Mapped[Big]
    created_by: Mapped[str]
    changed: Mapped[Big]
    changed_by: Mapped[str]


class ExecutionRow(Owned, Base):
    """stuck: why it does not get on, empty while it does. inputs, values: variables as texts. marker: what made it begin,
    unique, so that one incident begins a playbook once."""

    __tablename__ = "executions"
    __table_args__ = (Index("ix_executions_created", "created", "id"), Index("ix_executions_status", "status"))

    id: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    playbook: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str]
    name: Mapped[str]
    name_zh: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    stuck: Mapped[str] = mapped_column(Text)
    requested_by: Mapped[str]
    incident: Mapped[str] = mapped_column(index=True)
    marker: Mapped[str | None] = mapped_column(unique=True)
    inputs: Mapped[Json]
    values: Mapped[Json]
    cancel: Mapped[bool]
    created: Mapped[Big]
    updated: Mapped[Big]
    ended: Mapped[Big | None]


class ExecutionStepRow(Owned, Base):
    """A step come to. path: its place in the walk, `3`, or `3.1.2` for the second step of the first branch begun at 3."""

    __tablename__ = "execution_steps"
    __table_args__ = (Index("ix_execution_steps_execution", "execution", "began"),)

    id: Mapped[Key]
    execution: Mapped[str]
    unit: Mapped[str]
    path: Mapped[str]
    step: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    status: Mapped[str]
    began: Mapped[Big]
    ended: Mapped[Big | None]
    said: Mapped[str] = mapped_column(Text)


class ApprovalRow(Owned, Base):
    """What a person is asked. kind: approval, manual or uncertain. decisions: who said what when, in order. workflow, delivered:
    where the answer goes, and whether it got there."""

    __tablename__ = "approvals"
    __table_args__ = (Index("ix_approvals_status", "status", "created"), Index("ix_approvals_execution", "execution"))

    id: Mapped[Key]
    execution: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    step: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    text_zh: Mapped[str] = mapped_column(Text)
    why: Mapped[Json]
    touches: Mapped[Json]
    needed: Mapped[int]
    digest: Mapped[str]
    requested_by: Mapped[str]
    expected: Mapped[Json]
    created: Mapped[Big]
    expires: Mapped[Big]
    status: Mapped[str]
    decisions: Mapped[Json]
    answers: Mapped[Json]
    workflow: Mapped[str]
    delivered: Mapped[bool]


class EffectRow(Owned, Base):
    """An effect at a target. status: intended, done, failed, uncertain, undone. until: when it is taken back."""

    __tablename__ = "effects"
    __table_args__ = (Index("ix_effects_status_until", "status", "until"), Index("ix_effects_execution", "execution"))

    key: Mapped[Key]
    execution: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    step: Mapped[str]
    capability: Mapped[str]
    actuator: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    text_zh: Mapped[str] = mapped_column(Text)
    touches: Mapped[Json]
    changes: Mapped[bool]
    status: Mapped[str]
    said: Mapped[str] = mapped_column(Text)
    outputs: Mapped[Json]
    undo: Mapped[Json]
    created: Mapped[Big]
    changed: Mapped[Big]
    until: Mapped[Big | None]
