"""Drills that really restore: carried out by the platform's own executor, measured, scored, and proof for the gates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from compliance.three_sync import gates
from model.compliance import SystemRecord
from model.errors import Conflict, InputError
from model.estate import System
from model.recovery import BackupPlan, Drill, DrillKind, DrillMode, DrillStatus
from model.times import MINUTE, SECOND, day_of, now_us
from pipeline.recovery import drilling
from pipeline.recovery_settings import RecoverySettings
from pipeline.response import desk
from pipeline.response.equipped import performing_with
from pipeline.response.responder import Responder
from playbooks.capabilities.contract import ObjectKind, Plan, Touched
from playbooks.recovery.drill_ground import DrillGround
from store import backups, compliance, drills, ledger, registers
from store.ledger.canonical import sm3
from store.scope import EVERYTHING
from tests.playbooks.documents import action, playbook
from tests.playbooks.recovery.conftest import made as made  # the fixture
from tests.playbooks.recovery.repository import LARGE, Made, flip, packs
from tests.playbooks.running import Site, Target, aimed, post, settings


class Drills(Site):
    """A site with a system whose backup is drilled."""

    def __init__(self, folder: Path, recovery: RecoverySettings) -> None:
        super().__init__(folder, settings())
        self.recovery = recovery
        desk.bring_library(self.state)
        system = System(id="portal", name="Portal", name_zh="门户", unit="district", mlps_level=3)
        with self.state.transaction() as tx:
            registers.put_system(tx, system, actor="tester")

    def back_up(self, **more: Any) -> str:
        plan = BackupPlan(
            id="", name="Portal data", unit="", system="portal", repository="nightly", host="app-1", **more
        )
        with self.state.transaction() as tx:
            return backups.put_plan(tx, plan, actor="tester", scope=EVERYTHING, now=now_us()).id

    def planned(self, kind: DrillKind = DrillKind.RESTORE, **more: Any) -> str:
        drill = Drill(
            id="", title="Portal comes back", unit="district", kind=kind, mode=more.pop("mode", DrillMode.EXERCISE),
            playbook=more.pop("playbook", ""), **more,
        )  # fmt: skip
        with self.state.transaction() as tx:
            return drilling.plan_drill(tx, drill, self.recovery, actor="planner", scope=EVERYTHING, now=now_us()).id

    def begun(self, drill: str) -> Drill:
        performing = performing_with(self.state, self.settings, self.folder, self.recovery)
        would = drilling.rehearsed(self.state, performing, drill, EVERYTHING)
        with self.state.transaction() as tx:
            return drilling.begin(tx, drill, would, actor="director", scope=EVERYTHING, now=now_us())

    def settled(self, drill: str) -> Drill:
        def look() -> Drill | None:
            drilling.settle_all(self.state)
            with self.state.reading() as tx:
                found = drills.get(tx, drill, EVERYTHING)
            return found if found.status.over else None

        found: Drill = self.wait(look, "the drill to end")
        return found

    def restored(self, plan: str) -> Drill:
        drill = self.begun(self.planned(plan=plan))
        self.decide(drill.execution, "approver")
        return self.settled(drill.id)


@contextmanager
def site(folder: Path, location: Path, password: Path, **more: Any) -> Iterator[Drills]:
    recovery = RecoverySettings.model_validate(
        {"repositories": {"nightly": {"location": str(location), "password_file": str(password)}}, **more}
    )
    opened = Drills(folder, recovery)
    try:
        with Responder(opened.state, opened.settings, folder, recovery):
            yield opened
    finally:
        opened.state.close()


def test_a_restore_drill_measures_how_long_and_how_old_and_proves_the_gate(made: Made, tmp_path: Path) -> None:
    probe = {"command": ["grep", "-rq", "重要", "{folder}"]}
    with site(tmp_path, made.location, made.password, probes={"holds-the-note": probe}) as here:
        plan = here.back_up(required=(f"{made.data}/app.db",), probe="holds-the-note")
        drill = here.restored(plan)
        assert drill.status is DrillStatus.PASSED, drill
        restored, sheet = drill.restored, drill.sheet
        assert restored is not None
        assert sheet is not None
        assert (restored.files, restored.size_bytes) == (3, LARGE + len("重要\n".encode()))
        assert restored.problems == ()
        assert 0 < restored.restore < restored.rto
        assert restored.verify > 0
        assert restored.restore + restored.verify <= restored.rto
        assert 0 < restored.rpo < 60 * MINUTE
        assert abs(restored.newest_data - restored.rpo) < 60 * SECOND
        assert [one.id for one in sheet.phases] == ["approval", "recovery"]
        assert sheet.phases[1].took == restored.rto
        assert sheet.score == 100
        scratch = tmp_path / "recovery" / "scratch"
        assert list(scratch.iterdir()) == [], "nothing restored stays"
        with here.state.reading() as tx:
            record = drills.record_of(tx, drill.id, EVERYTHING)
            papers = compliance.documents(tx, EVERYTHING, system="portal")
            told = [one for one in ledger.records(tx, EVERYTHING, limit=200).items if one.action == "drill.passed"]
            last = drills.restored_last(tx, EVERYTHING)
        assert sm3(record.encode()).hex() == drill.sm3
        assert [(one.artefact, one.sm3, one.id) for one in papers] == [("restore_drill", drill.sm3, drill.documents[0])]
        assert told[0].details["restored"]["rto"] == restored.rto
        assert last[plan].id == drill.id
        today = day_of(now_us())
        system = System(id="portal", name="", name_zh="", unit="district", mlps_level=3)
        project = gates.Project(system, SystemRecord(system="portal", unit="district"), papers)
        trial = next(one for one in gates.board(project, today).gates if one.gate.id == "G5")
        assert {one.artefact.id: one.fault for one in trial.artefacts}["restore_drill"] is None


@pytest.mark.parametrize("wrong", ["missing file", "probe"])
def test_what_does_not_work_after_the_restore_fails_the_drill(made: Made, tmp_path: Path, wrong: str) -> None:
    with site(tmp_path, made.location, made.password, probes={"no": {"command": ["false"]}}) as here:
        plan = here.back_up(required=("/data/gone",)) if wrong == "missing file" else here.back_up(probe="no")
        drill = here.restored(plan)
        assert drill.status is DrillStatus.FAILED
        assert drill.restored is not None
        assert len(drill.restored.problems) == 1
        assert drill.sheet is not None
        assert {one.rule for one in drill.sheet.deductions} == {"not_verified"}
        assert drill.documents == ()


def test_a_damaged_repository_fails_the_drill_and_not_the_day_it_is_needed(made: Made, tmp_path: Path) -> None:
    broken = made.copy(tmp_path / "broken")
    flip(packs(broken)[-1])
    with site(tmp_path / "site", broken, made.password) as here:
        drill = here.restored(here.back_up())
        assert drill.status is DrillStatus.FAILED
        assert drill.sheet is not None
        assert {one.rule for one in drill.sheet.deductions} & {"not_restored", "not_verified"}
        assert drill.documents == ()
        scratch = tmp_path / "site" / "recovery" / "scratch"
        assert not scratch.exists() or list(scratch.iterdir()) == [], "a restore that broke leaves nothing"


def test_a_rehearsal_does_nothing_and_proves_nothing(made: Made, tmp_path: Path) -> None:
    with site(tmp_path, made.location, made.password) as here:
        drill = here.begun(here.planned(plan=here.back_up(), mode=DrillMode.REHEARSAL))
        assert drill.status is DrillStatus.PASSED
        assert [one["kind"] for one in drill.would] == ["effect"] * 3
        assert drill.execution == ""
        assert drill.documents == ()
        with pytest.raises(InputError, match="no probe"):
            here.planned(plan=here.back_up(probe="nobody-knows"))


def test_a_drill_is_called_off_and_one_that_is_over_never_changes(made: Made, tmp_path: Path) -> None:
    with site(tmp_path, made.location, made.password) as here:
        begun = here.begun(here.planned(plan=here.back_up()))
        with here.state.transaction() as tx:
            drilling.cancel(tx, begun.id, reason="rain", actor="director", scope=EVERYTHING, now=now_us())
        over = here.settled(begun.id)
        assert over.status is DrillStatus.CANCELLED
        assert over.documents == ()
        with here.state.transaction() as tx, pytest.raises(Conflict):
            drilling.note(tx, begun.id, findings="later", incident="", actor="director", scope=EVERYTHING, now=now_us())
        with pytest.raises(InputError):
            here.planned()


def test_an_exercise_changes_nothing_outside_the_test_estate(made: Made, tmp_path: Path) -> None:
    with Target() as target, site(tmp_path, made.location, made.password) as here:
        document = playbook(action("block", post("/block")), target_definitions=aimed(target.port))
        identifier = here.bring(document)
        begun = here.begun(here.planned(kind=DrillKind.RESPONSE, playbook=identifier, system="portal"))
        here.decide(begun.execution, "approver")
        drill = here.settled(begun.id)
        said = [one.said for one in here.effects(begun.execution)]
        assert drill.status is DrillStatus.FAILED
        assert said
        assert all("outside the test estate" in one for one in said), said
        assert target.requests == []
        ordinary = here.ask(identifier)
        here.decide(ordinary, "approver")
        here.ended(ordinary)
        assert len(target.requests) == 1, "the same playbook outside of a drill"


def test_the_test_estate_holds_what_is_listed_and_nothing_else() -> None:
    ground = DrillGround(["10.99.0.0/16"], ["drill-user"])

    def plan(value: str, kind: ObjectKind = ObjectKind.ADDRESS) -> Plan:
        return Plan("nftables", "fw", "block", "封禁", True, (Touched(kind, value, True),))

    assert ground.outside(plan("10.99.1.2")) == []
    assert ground.outside(plan("10.99.1.0/24")) == []
    assert ground.outside(plan("10.0.0.0/8")) == ["10.0.0.0/8"]
    assert ground.outside(plan("::ffff:10.99.1.2")) == []
    assert ground.outside(plan("Drill-User", ObjectKind.ACCOUNT)) == []
    assert ground.outside(plan("director", ObjectKind.ACCOUNT)) == ["director"]
    assert ground.outside(Plan("http", "h", "does something", "", True)) == ["does something"]
    assert ground.outside(Plan("smtp", "m", "tells", "", False)) == []
