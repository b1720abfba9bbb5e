"""Reading real repositories: what is there, and every way one can be broken is found before it is needed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from model.recovery import LookOutcome
from model.times import MINUTE, now_us
from playbooks.recovery.restic import ResticError, location_problem, matching, meaning, sftp_words
from playbooks.recovery.verifying import Probe, missing, probed, prove
from tests.playbooks.recovery.repository import LARGE, Made, flip, packs

LONG_S = 120.0


def test_snapshots_are_told_with_their_time_host_paths_and_tags(made: Made, tmp_path: Path) -> None:
    found = made.restic(tmp_path).snapshots(made.repository(), timeout_s=LONG_S)
    assert len(found) == 1
    newest = found[0]
    assert (newest.host, newest.tags, newest.paths) == ("app-1", ("nightly",), (str(made.data),))
    assert abs(now_us() - newest.time) < 60 * MINUTE
    assert matching(found, host="app-1", path=f"{made.data}/app.db", tag="nightly") == found
    assert matching(found, host="app-2") == []
    assert matching(found, path="/elsewhere") == []


def test_sizes_are_those_of_what_is_stored_and_of_what_comes_back(made: Made, tmp_path: Path) -> None:
    restic = made.restic(tmp_path)
    assert restic.size_bytes(made.repository(), timeout_s=LONG_S) >= LARGE
    snapshot = restic.snapshots(made.repository(), timeout_s=LONG_S)[0].id
    size, _ = restic.restore_size(made.repository(), snapshot, timeout_s=LONG_S)
    assert size == LARGE + len("重要\n".encode())


def test_a_good_repository_passes_a_check_of_all_its_parts(made: Made, tmp_path: Path) -> None:
    for part in (1, 2):
        made.restic(tmp_path).check(made.repository(), part, 2, timeout_s=LONG_S)


def _flip_data(at: Path) -> None:
    flip(packs(at)[-1])


def _cut_pack(at: Path) -> None:
    largest = packs(at)[-1]
    largest.write_bytes(largest.read_bytes()[:-100])


def _lose_index(at: Path) -> None:
    for one in (at / "index").iterdir():
        one.unlink()


def _flip_snapshot(at: Path) -> None:
    flip(next((at / "snapshots").iterdir()))


@pytest.mark.parametrize("damage", [_flip_data, _cut_pack, _lose_index, _flip_snapshot])
def test_a_damaged_repository_is_found_by_a_check(made: Made, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    broken = made.copy(tmp_path / "broken")
    damage(broken)
    with pytest.raises(ResticError) as caught:
        made.restic(tmp_path / "home").check(made.repository(broken), 1, 1, timeout_s=LONG_S)
    assert caught.value.outcome is LookOutcome.CORRUPT, str(caught.value)


def test_a_lost_pack_is_found_whichever_part_is_read(made: Made, tmp_path: Path) -> None:
    """restic would try for a minute to read the pack itself; the structure tells at once."""
    broken = made.copy(tmp_path / "broken")
    lost = packs(broken)[-1]
    lost.unlink()
    other = (int(lost.name[:2], 16) + 1) % 256 + 1
    with pytest.raises(ResticError, match="does not exist") as caught:
        made.restic(tmp_path / "home").check(made.repository(broken), other, 256, timeout_s=LONG_S)
    assert caught.value.outcome is LookOutcome.CORRUPT


def test_a_flipped_byte_in_any_pack_is_found_when_every_part_was_read_once(made: Made, tmp_path: Path) -> None:
    broken = made.copy(tmp_path / "broken")
    flip(packs(broken)[-1])
    outcomes = []
    for part in (1, 2, 3):
        try:
            made.restic(tmp_path / "home").check(made.repository(broken), part, 3, timeout_s=LONG_S)
            outcomes.append(LookOutcome.OK)
        except ResticError as error:
            outcomes.append(error.outcome)
    assert LookOutcome.CORRUPT in outcomes


def test_a_repository_that_is_not_there_is_missing_and_a_wrong_password_locks_out(made: Made, tmp_path: Path) -> None:
    restic = made.restic(tmp_path / "home")
    wrong = tmp_path / "wrong"
    wrong.write_text("another\n", "utf-8")
    nowhere = tmp_path / "nowhere"
    for repository, outcome in (
        (made.repository(nowhere), LookOutcome.MISSING),
        (made.repository(password=wrong), LookOutcome.LOCKED_OUT),
        (made.repository(password=nowhere), LookOutcome.LOCKED_OUT),
    ):
        with pytest.raises(ResticError) as caught:
            restic.snapshots(repository, timeout_s=LONG_S)
        assert caught.value.outcome is outcome, str(caught.value)


def test_what_takes_too_long_is_ended_and_says_nothing_of_the_repository(made: Made, tmp_path: Path) -> None:
    with pytest.raises(ResticError, match="longer than") as caught:
        made.restic(tmp_path).check(made.repository(), 1, 1, timeout_s=0.001)
    assert caught.value.outcome is LookOutcome.UNSURE


def test_reading_leaves_the_repository_as_it_was(made: Made, tmp_path: Path) -> None:
    def listing() -> dict[str, str]:
        files = [one for one in made.location.rglob("*") if one.is_file()]
        return {str(one): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}

    before = listing()
    restic = made.restic(tmp_path)
    restic.snapshots(made.repository(), timeout_s=LONG_S)
    restic.check(made.repository(), 1, 1, timeout_s=LONG_S)
    assert listing() == before


@pytest.fixture
def restored(made: Made, tmp_path: Path) -> tuple[Path, str]:
    restic = made.restic(tmp_path / "home")
    snapshot = restic.snapshots(made.repository(), timeout_s=LONG_S)[0].id
    restic.restore(made.repository(), snapshot, tmp_path / "out", timeout_s=LONG_S)
    return tmp_path / "out", snapshot


def test_what_came_back_is_proved_file_by_file(made: Made, restored: tuple[Path, str], tmp_path: Path) -> None:
    folder, snapshot = restored
    restic = made.restic(tmp_path / "home")
    proof = prove(restic, made.repository(), snapshot, folder, timeout_s=LONG_S)
    assert proof.problems == []
    assert (proof.files, proof.size_bytes) == (3, LARGE + len("重要\n".encode()))
    assert proof.newest == pytest.approx((made.data / "empty").stat().st_mtime, abs=2)
    again = prove(restic, made.repository(), snapshot, folder, timeout_s=LONG_S)
    assert again.digest == proof.digest
    inner = f"{made.inside}/库 房"
    assert prove(restic, made.repository(), snapshot, folder, include=f"/{inner}", timeout_s=LONG_S).files == 1


def test_a_file_that_differs_is_gone_or_was_added_is_named(
    made: Made, restored: tuple[Path, str], tmp_path: Path
) -> None:
    folder, snapshot = restored
    at = folder / made.inside
    flip(at / "app.db")
    (at / "empty").unlink()
    (at / "ransom.txt").write_text("pay", "utf-8")
    (at / "link").unlink()
    (at / "link").symlink_to("/etc/shadow")
    proof = prove(made.restic(tmp_path / "home"), made.repository(), snapshot, folder, timeout_s=LONG_S)
    told = "\n".join(proof.problems)
    assert proof.wrong == 4
    for part in ("app.db: other content", "empty: not restored", "ransom.txt: not in the snapshot", "link: points"):
        assert part in told


def test_no_link_leads_the_comparison_out_of_the_folder(made: Made, restored: tuple[Path, str], tmp_path: Path) -> None:
    folder, snapshot = restored
    at = folder / made.inside
    shutil.rmtree(at / "库 房")
    (at / "库 房").symlink_to(made.data / "库 房")
    proof = prove(made.restic(tmp_path / "home"), made.repository(), snapshot, folder, timeout_s=LONG_S)
    assert any("leads out of the folder" in one for one in proof.problems), proof.problems
    assert missing(folder, ["/../../etc/passwd"])[0].endswith("not there")


def test_a_repository_that_broke_after_the_restore_is_said(
    made: Made, restored: tuple[Path, str], tmp_path: Path
) -> None:
    folder, snapshot = restored
    broken = made.copy(tmp_path / "broken")
    flip(packs(broken)[-1])
    proof = prove(made.restic(tmp_path / "home"), made.repository(broken), snapshot, folder, timeout_s=LONG_S)
    assert any("cannot be read" in one for one in proof.problems)
    assert not any("not in the snapshot" in one for one in proof.problems)


def test_required_files_must_be_there_and_hold_something(made: Made, restored: tuple[Path, str]) -> None:
    wanted = [f"{made.data}/app.db", f"{made.data}/empty", f"{made.data}/gone"]
    assert missing(restored[0], wanted) == [f"{made.data}/empty: empty", f"{made.data}/gone: not there"]


@pytest.mark.parametrize(
    ("probe", "problem"),
    [
        (Probe(("test", "-s", "{folder}/a")), ""),
        (Probe(("test", "-s", "{folder}/b")), "ended with 1"),
        (Probe(("echo", "integrity ok"), expect="^integrity ok$"), ""),
        (Probe(("echo", "$(id)"), expect="uid="), "the probe said"),
        (Probe(("sleep", "60"), timeout_s=0.2), "longer than"),
        (Probe(("no-such-program",)), "cannot be started"),
        (Probe(("head", "-c", "3000000", "/dev/zero")), "wrote more than"),
    ],
)
def test_a_probe_vouches_or_says_why_not(tmp_path: Path, probe: Probe, problem: str) -> None:
    (tmp_path / "a").write_text("content", "utf-8")
    said = probed(probe, tmp_path, {"PATH": os.environ["PATH"]})
    assert problem in said if problem else said == ""


@pytest.mark.parametrize(
    ("location", "good"),
    [
        ("/srv/backup", True),
        ("sftp:backup@nas.example.org:/srv", True),
        ("sftp://backup@nas.example.org:2222//srv", True),
        ("rest:https://nas.example.org:8000/district", True),
        ("rest:https://user:secret@nas.example.org/district", False),
        ("rclone:remote:x", False),
        ("--password-command=id", False),
        ("relative", False),
        ("sftp:-oProxyCommand=id:/x", False),
    ],
)
def test_only_places_that_run_no_program_are_repositories(location: str, good: bool) -> None:
    assert (location_problem(location) == "") is good


def test_sftp_asks_nothing_and_knows_its_host(made: Made) -> None:
    repository = made.repository()
    words = sftp_words(
        type(repository)("n", "sftp://backup@nas.example.org:2222//srv", made.password, known_hosts=Path("/k h"))
    )
    assert words[0] == "-o"
    command = words[1]
    for part in ("BatchMode=yes", "StrictHostKeyChecking=yes", "'UserKnownHostsFile=/k h'", "-p 2222", "backup@nas"):
        assert part in command
    assert sftp_words(repository) == []


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Fatal: wrong password or no key found", LookOutcome.LOCKED_OUT),
        ("Fatal: unable to open config file: Get http: connection refused\nIs there a repository", LookOutcome.MISSING),
        ("pack ab: does not exist\nFatal: repository contains errors", LookOutcome.CORRUPT),
        ("Fatal: config cannot be loaded: ciphertext verification failed", LookOutcome.CORRUPT),
        ("something else", LookOutcome.UNSURE),
    ],
)
def test_what_restic_says_is_understood(said: str, outcome: LookOutcome) -> None:
    assert meaning(said) is outcome
