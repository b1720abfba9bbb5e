"""Looks at real repositories become history, events and alerts; what a plan promises is held against what is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from model.estate import System, Unit, UnitKind
from model.proof import Verdict
from model.recovery import BackupPlan, Drill, DrillKind, DrillMode, Lamp, LookKind, LookOutcome
from model.times import DAY, HOUR, MINUTE, Micros, now_us
from pipeline.compliance.desk import desk_of
from pipeline.platform import Platform
from pipeline.recovery import board, drilling
from pipeline.recovery.looking import Found, Looks, look_at, next_look
from pipeline.recovery.repositories import repositories_of, restic_of
from pipeline.recovery_settings import RecoverySettings
from pipeline.settings import DetectionSettings, Settings
from store import alerts, backups, registers, units
from store.scope import EVERYTHING, Scope
from tests.playbooks.recovery.conftest import made as made  # the fixture
from tests.playbooks.recovery.repository import Made, flip, packs
from tests.shared import ROOT

RULES = ROOT / "detections" / "rules" / "platform"


@pytest.fixture
def platform(made: Made, tmp_path: Path) -> Iterator[Platform]:
    location = made.copy(tmp_path / "repository")
    recovery = RecoverySettings.model_validate(
        {
            "repositories": {
                "nightly": {"location": str(location), "password_file": str(made.password), "check_parts": 1}
            }
        }
    )
    settings = Settings(data=tmp_path / "data", recovery=recovery, detection=DetectionSettings(rules=[RULES]))
    with Platform(settings) as opened:
        yield opened


def look(platform: Platform, kind: LookKind = LookKind.SNAPSHOTS) -> Found:
    recovery = platform.settings.recovery
    restic = restic_of(recovery, platform.settings.data)
    return look_at(restic, repositories_of(recovery)["nightly"], kind, recovery)


def raised(platform: Platform, scope: Scope = EVERYTHING) -> list[str]:
    with platform.state.reading() as tx:
        return sorted(one.alert.rule.title for one in alerts.find(tx, scope, alerts.Filter(), limit=50).items)


def rely_on_nightly(platform: Platform, unit: str) -> None:
    """A system of a unit below, whose data the district's repository keeps."""
    with platform.state.transaction() as tx:
        below = Unit(id=unit, name=unit, name_zh="单位", kind=UnitKind.DEPARTMENT, parent=units.ROOT)
        units.add(tx, below, actor="tester")
        system = System(id="records", name="Records", name_zh="档案", unit=unit, mlps_level=3, level_is_proposal=False)
        registers.put_system(tx, system, actor="tester")
        plan = BackupPlan(id="", name="Records data", unit="", system="records", repository="nightly", host="app-1")
        backups.put_plan(tx, plan, actor="tester", scope=EVERYTHING, now=now_us())


def judged(platform: Platform, at: Micros) -> tuple[Verdict, str]:
    desk = desk_of(platform.state, platform.store, platform.settings)
    answer = desk.district(at).postures["records"].answers["backups"]
    return answer.verdict, answer.reason


def test_a_backup_becomes_one_event_however_often_it_is_looked_at(platform: Platform) -> None:
    looks = Looks(platform)
    first = looks.keep(look(platform), now_us())
    assert [event["event.action"] for event in first] == ["backup_done"]
    assert first[0]["host.name"] == "app-1"
    assert looks.keep(look(platform), now_us()) == []
    with platform.state.reading() as tx:
        held = backups.looks(tx, EVERYTHING, "nightly").items
        assert [one.outcome for one in held] == [LookOutcome.OK] * 2
        assert held[0].snapshots == 1
        assert held[0].size_bytes > 0
        assert backups.looks(tx, Scope(frozenset({"elsewhere"})), "nightly").items == []
    assert platform.store.count('event.action:"backup_done"', EVERYTHING) == 1


def test_damage_raises_an_alert_before_anybody_needs_the_backup_and_only_once(platform: Platform) -> None:
    looks = Looks(platform)
    looks.keep(look(platform), now_us())
    assert looks.keep(look(platform, LookKind.CHECK), now_us()) == []
    location = Path(platform.settings.recovery.repositories["nightly"].location)
    flip(packs(location)[-1])
    damaged = look(platform, LookKind.CHECK)
    assert damaged.look.outcome is LookOutcome.CORRUPT
    said = looks.keep(damaged, now_us())
    assert [event["event.action"] for event in said] == ["backup-corrupt"]
    assert "Pack ID does not match" in said[0]["error.message"]
    assert looks.keep(look(platform, LookKind.CHECK), now_us()) == []
    looks.keep(look(platform), now_us())
    assert raised(platform) == ["Backup Repository Damaged"]


def test_a_repository_that_vanishes_and_a_newest_backup_that_is_removed_are_alerts(platform: Platform) -> None:
    looks = Looks(platform)
    looks.keep(look(platform), now_us())
    location = Path(platform.settings.recovery.repositories["nightly"].location)
    kept = next((location / "snapshots").iterdir())
    moved = location / kept.name
    kept.rename(moved)
    looks.keep(look(platform), now_us())
    location.rename(location.with_name("gone"))
    looks.keep(look(platform), now_us())
    assert {"Newest Backup Removed", "Backup Repository Gone or Locked"} <= set(raised(platform))


def test_a_damaged_repository_lowers_the_item_of_backups_and_tells_the_unit_whose_data_it_keeps(
    platform: Platform,
) -> None:
    rely_on_nightly(platform, "health")
    health = Scope(frozenset({"health"}))
    looks = Looks(platform)
    looks.keep(look(platform), now_us())
    looks.keep(look(platform, LookKind.CHECK), now_us())
    assert judged(platform, now_us())[1] not in ("backup_damaged", "backup_lost", "backup_late")
    location = Path(platform.settings.recovery.repositories["nightly"].location)
    flip(packs(location)[-1])
    looks.keep(look(platform, LookKind.CHECK), now_us())
    assert judged(platform, now_us()) == (Verdict.NOT_MET, "backup_damaged")
    assert raised(platform, health) == ["Backup Repository Damaged"]
    assert raised(platform).count("Backup Repository Damaged") == 2
    location.rename(location.with_name("gone"))
    looks.keep(look(platform), now_us())
    looks.keep(look(platform, LookKind.CHECK), now_us())
    assert judged(platform, now_us()) == (Verdict.NOT_MET, "backup_lost")
    assert "Backup Repository Gone or Locked" in raised(platform, health)


def test_backups_that_fall_silent_lower_the_item_and_new_ones_lift_it(platform: Platform) -> None:
    rely_on_nightly(platform, "health")
    looks = Looks(platform)
    looks.keep(look(platform), now_us())
    looks.keep(look(platform, LookKind.CHECK), now_us())
    late = now_us() + 2 * DAY
    assert [event["event.action"] for event in looks.keep(None, late)] != []
    assert judged(platform, late) == (Verdict.PARTLY_MET, "backup_late")
    assert raised(platform, Scope(frozenset({"health"}))) == ["Backups Have Stopped"]
    assert judged(platform, now_us())[1] != "backup_late"


def test_a_planned_drill_that_is_due_is_an_alert_of_its_unit_once_and_gone_when_it_is_called_off(
    platform: Platform,
) -> None:
    rely_on_nightly(platform, "health")
    looks = Looks(platform)
    now = now_us()
    with platform.state.transaction() as tx:
        plan = backups.plans(tx, EVERYTHING)[0].id
        drill = Drill(
            id="", title="Restore", unit="", kind=DrillKind.RESTORE, mode=DrillMode.EXERCISE, playbook="", plan=plan,
            scheduled=now + HOUR,
        )  # fmt: skip
        made = drilling.plan_drill(tx, drill, platform.settings.recovery, actor="tester", scope=EVERYTHING, now=now)
    looks.keep(look(platform), now)
    assert "Planned Drill Due" not in raised(platform)
    actions = [event["event.action"] for event in looks.keep(None, now + HOUR)]
    assert actions.count("backup-drill-due") == 1
    assert "backup-drill-due" not in [event["event.action"] for event in looks.keep(None, now + HOUR + MINUTE)]
    assert "Planned Drill Due" in raised(platform, Scope(frozenset({"health"})))
    with platform.state.transaction() as tx:
        drilling.cancel(tx, made.id, reason="rain", actor="tester", scope=EVERYTHING, now=now + 2 * HOUR)
        assert board.survey(tx, platform.settings, EVERYTHING, now + 2 * HOUR).appointed == []


def test_what_people_ask_for_comes_first_and_a_plan_is_held_to_its_goal(platform: Platform) -> None:
    looks = Looks(platform)
    now = now_us()
    with platform.state.transaction() as tx:
        registers.put_system(tx, System(id="portal", name="Portal", name_zh="门户", unit="district"), actor="tester")
        plan = BackupPlan(
            id="", name="Portal data", unit="", system="portal", repository="nightly", host="app-1", rpo_minutes=60
        )
        backups.put_plan(tx, plan, actor="tester", scope=EVERYTHING, now=now)
        assert next_look(tx, platform.settings.recovery, now) == ("nightly", LookKind.SNAPSHOTS, "")
        backups.request_look(tx, "nightly", LookKind.CHECK, unit="district", actor="asker", scope=EVERYTHING, now=now)
        assert next_look(tx, platform.settings.recovery, now) == ("nightly", LookKind.CHECK, "asker")
    looks.keep(look(platform), now)
    with platform.state.reading() as tx:
        standing = board.survey(tx, platform.settings, EVERYTHING, now).plans[0]
    assert standing.snapshots == 1
    assert standing.lamp is Lamp.AMBER
    assert "never_restored" in {one.code for one in standing.reasons}
    late = now + 2 * HOUR
    said = looks.keep(None, late)
    assert [event["event.action"] for event in said] == ["backup-rpo-missed"]
    assert said[0]["fengsui.backup.system"] == "portal"
    assert looks.keep(None, late + MINUTE) == []
    assert raised(platform) == ["Backups Have Stopped"]
