"""A repository on another machine, over a real sshd: read, checked and restored there, and told apart when it cannot be had."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from model.recovery import LookOutcome
from playbooks.recovery.restic import ResticError
from playbooks.recovery.verifying import prove
from tests.playbooks.capabilities.test_servers import sshd
from tests.playbooks.recovery.repository import Made, flip, packs

LONG_S = 120.0


@pytest.mark.skipif(os.geteuid() != 0, reason="sshd is started as root")
def test_a_repository_over_sftp_is_read_checked_restored_and_its_damage_found(made: Made, tmp_path: Path) -> None:
    here, key_file, restic = made.copy(tmp_path / "far"), tmp_path / "key", made.restic(tmp_path / "home")
    near = restic.snapshots(made.repository(), timeout_s=LONG_S)
    (tmp_path / "server").mkdir()
    with sshd(tmp_path / "server") as (port, key, known):
        key_file.write_text(key)
        key_file.chmod(0o600)
        far = replace(
            made.repository(),
            location=f"sftp://root@127.0.0.1:{port}/{here}",
            ssh_key=key_file,
            known_hosts=Path(known),
        )
        assert restic.snapshots(far, timeout_s=LONG_S) == near
        restic.check(far, 1, 1, timeout_s=LONG_S)
        restic.restore(far, near[0].id, tmp_path / "back", timeout_s=LONG_S)
        assert prove(restic, far, near[0].id, tmp_path / "back", timeout_s=LONG_S).problems == []

        nobody = tmp_path / "nobody"
        nobody.write_text("")
        for unknown in (replace(far, known_hosts=nobody), replace(far, location=f"{far.location}-gone")):
            with pytest.raises(ResticError) as away:
                restic.snapshots(unknown, timeout_s=LONG_S)
            assert away.value.outcome is LookOutcome.MISSING
        flip(packs(here)[-1])
        with pytest.raises(ResticError) as broken:
            restic.check(far, 1, 1, timeout_s=LONG_S)
        assert broken.value.outcome is LookOutcome.CORRUPT
    with pytest.raises(ResticError) as silent:
        restic.snapshots(far, timeout_s=LONG_S)
    assert silent.value.outcome is LookOutcome.MISSING
