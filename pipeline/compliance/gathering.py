"""All facts of one moment, from the stores and the settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from sqlalchemy.orm import Session

from compliance.mlps.facts import BackupFact, Facts, PlatformFacts, SourceFact, Subject, UnitFacts
from model.compliance import Document, SystemRecord
from model.estate import Asset
from model.inventory import Estate
from model.times import DAY, HOUR, Micros, day_of, now_us
from pipeline.compliance.counting import Counts
from pipeline.known_sources import known_sources
from pipeline.recovery.board import by_system, survey
from pipeline.settings import Settings
from store import compliance as ledgers
from store import content, ledger, rules, source_watch, sources, units
from store.identity import accounts
from store.indicators import imports, observables
from store.inventory import load_estate
from store.scope import EVERYTHING
from store.state import State

MONTH: Micros = 30 * DAY
VERIFY_EVERY: Micros = HOUR
MOST_VERIFIED = 50_000
"""Records of the ledger that are verified beside the work; a longer one is verified by `fengsui ledger verify`."""
_DAY = re.compile(r"^(?:date|modified):\s*['\"]?(\d{4})[-/](\d{2})[-/](\d{2})", re.MULTILINE)
_ADMINISTRATION = ("account.", "unit.", "source.", "settings.", "role", "rule", "exception.", "compliance.")


class Gatherer:
    """Remembers what is dear to find out again: counts by day, when the ledger was verified."""

    def __init__(self, state: State, counts: Counts, settings: Settings) -> None:
        self._state, self._counts, self._settings = state, counts, settings
        self._verified: tuple[Micros, bool | None, int, str] = (0, None, 0, "")

    def facts(self, tx: Session, at: Micros) -> Facts:
        self._counts.refresh(at)
        papers: dict[str, list[Document]] = {}
        for one in ledgers.documents(tx, EVERYTHING):
            papers.setdefault(one.system, []).append(one)
        return Facts(
            at=at,
            look=self._counts.look,
            values=self._counts.values,
            sources=source_facts(tx, self._settings),
            estate=load_estate(tx, EVERYTHING),
            units=_units(tx, at),
            platform=self._platform(tx, at),
            documents={system: tuple(held) for system, held in papers.items()},
            spans=self._counts.spans(),
            backups=_backups(tx, self._settings, at),
        )

    def _platform(self, tx: Session, at: Micros) -> PlatformFacts:
        settings = self._settings
        shipped, newest = shipped_rules()
        packs = content.find(tx)
        held: dict[str, list[str]] = {}
        people = [one for one in accounts.find(tx, EVERYTHING, limit=500).items if not one.disabled]
        for one in people:
            for role in one.roles:
                held.setdefault(role.value, []).append(one.id)
        administrators = [one for one in people if {"system_admin", "security_admin", "audit_admin"} & {*one.roles}]
        actions = ledgers.counts_of_actions(tx, EVERYTHING, since=at - MONTH)
        known = observables.counts(tx, now=at)
        imported = max((one.time for one in imports.find(tx, limit=1).items), default=0)
        ok, records, root = self._ledger(tx)
        return PlatformFacts(
            retention_days=settings.store.retention_days,
            tls=bool(settings.api.tls_certificate),
            rules=max(0, shipped + sum(pack.counts.get("active", 0) for pack in packs) - len(rules.switches(tx))),
            rules_newest=max([newest, *(day_of(pack.imported) for pack in packs)]),
            behaviour=settings.detection.behaviour.enabled,
            indicators=known.get("active", 0),
            indicators_newest=imported,
            roles={role: tuple(ids) for role, ids in held.items()},
            administrators=len(administrators),
            administrators_with_factor=sum(one.totp or one.external for one in administrators),
            ledger_ok=ok,
            ledger_records=records,
            ledger_root=root,
            admin_records=sum(n for action, n in actions.items() if action.startswith(_ADMINISTRATION)),
            audit_reads=sum(n for action, n in actions.items() if action in ("audit.read", "ledger.exported")),
            checks=actions.get("compliance.evidence_sealed", 0),
        )

    def _ledger(self, tx: Session) -> tuple[bool | None, int, str]:
        """Verified anew once an hour, by the clock."""
        when, ok, records, root = self._verified
        if now_us() - when < VERIFY_EVERY:
            return ok, records, root
        head = ledger.head(tx).sequence
        if 0 < head <= MOST_VERIFIED:
            report = ledger.verify(tx)
            ok, records, root = report.ok, report.records, report.root
        else:
            ok, records, root = None, head, ""
        self._verified = now_us(), ok, records, root
        return ok, records, root


@cache
def shipped_rules() -> tuple[int, str]:
    """How many rules come with the platform, and the day of the newest."""
    number, newest = 0, ""
    waiting = [files("detections.rules")]
    while waiting:
        for entry in waiting.pop().iterdir():
            if entry.is_dir():
                waiting.append(entry)
            elif entry.name.endswith(".yml"):
                found = _DAY.findall(entry.read_text("utf-8"))
                if found:
                    number += 1
                    newest = max(newest, *("-".join(one) for one in found))
    return number, newest


def source_facts(tx: Session, settings: Settings) -> dict[str, SourceFact]:
    """Every source that is configured, or ever delivered."""
    known = known_sources(tx, settings)
    watches = source_watch.watches(tx, EVERYTHING)
    out: dict[str, SourceFact] = {}
    for one in sources.health(tx, EVERYTHING):
        held = out.get(one.source)
        last = max(one.last_event or 0, held.last if held else 0)
        state = "gone" if one.source in watches else "recorded"
        out[one.source] = SourceFact(name=one.source, unit=one.unit, state=state, last=last)
    for name, source in known.items():
        watch = watches.get(name)
        state = "paused" if not source.enabled else watch.state if watch else "ok"
        last = out[name].last if name in out else 0
        out[name] = SourceFact(name=name, unit=source.unit, state=state, since=watch.since if watch else 0, last=last)
    return out


def _backups(tx: Session, settings: Settings, at: Micros) -> Mapping[str, tuple[BackupFact, ...]]:
    return {
        system: tuple(
            BackupFact(
                plan=one.plan.name,
                repository=one.plan.repository,
                reasons=tuple(reason.code for reason in one.reasons),
            )
            for one in plans
        )
        for system, plans in by_system(survey(tx, settings, EVERYTHING, at).plans).items()
    }


def _units(tx: Session, at: Micros) -> Mapping[str, UnitFacts]:
    return {
        unit: UnitFacts(
            alerts=one.alerts,
            judged=one.judged,
            judged_in=one.mean,
            incidents=one.incidents,
            documented=one.documented,
        )
        for unit, one in ledgers.by_unit(tx, EVERYTHING, since=at - MONTH).items()
    }


def subjects(tx: Session, estate: Estate) -> list[Subject]:
    """Every registered system as probes see it, by id."""
    records = ledgers.records(tx, EVERYTHING)
    parents = {unit.id: unit.parent for unit in estate.units}
    assets: dict[str, list[Asset]] = {}
    for asset in estate.assets:
        if asset.system:
            assets.setdefault(asset.system, []).append(asset)
    out = []
    for system in estate.systems:
        above: list[str] = []
        unit = parents.get(system.unit, "")
        while unit and unit not in above and len(above) < units.MAX_DEPTH:
            above.append(unit)
            unit = parents.get(unit, "")
        record = records.get(system.id) or SystemRecord(system=system.id, unit=system.unit)
        out.append(Subject(system, record, tuple(above), tuple(assets.get(system.id, ()))))
    return out
