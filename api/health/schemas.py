"""Health, over the wire."""

from __future__ import annotations

from typing import Literal

from api.wire import Read


class HealthRead(Read):
    status: Literal["ok"]


class ReadinessRead(Read):
    status: Literal["ok"]
    schema_version: str
