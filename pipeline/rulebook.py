"""Which rules run: files of the settings and imported packs, taken in again while running when they change.

The committing process asks `turn()` between rounds. What people decide (switches, exceptions) counts from the next round
on. Changed files are loaded by a process of their own into one compiled file, which this process and every worker then
read: all use the very same rules, a long compile stops nothing, and a set that cannot be loaded leaves the one in use.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from detections.sigma import RuleSet
from detections.sigma.compiled import load_compiled
from model.errors import FengsuiError
from model.times import MINUTE, Micros, now_us
from pipeline.behaviour import config_of
from pipeline.compiled import forget_compiled, write_compiled
from pipeline.intel.index import index_path
from pipeline.pool import CONTEXT
from pipeline.settings import Settings
from pipeline.stages import SHIPPED_RULES, StageSpec, cache_folder, rules_of
from store import content, rules
from store.state import State

CHECK_S = 1.0
LOOK_AGAIN = MINUTE
"""Exceptions end by the clock as well, so what people decided is read again at least so often."""

log = structlog.get_logger("fengsui.rules")


@dataclass(frozen=True, slots=True)
class Status:
    """problem: why the last attempt to take in changes failed; empty when it did not."""

    version: str
    loaded: Micros
    loading: bool
    problem: str


def roots_of(settings: Settings, tx: Session) -> tuple[Path, ...]:
    """The folders and archives rules come from: own ones first, so that an imported rule never replaces one of ours."""
    own = tuple(settings.detection.rules) or (SHIPPED_RULES,)
    return (*own, *(settings.content_folder / pack.file for pack in content.find(tx)))


def spec_of(settings: Settings, state: State) -> StageSpec:
    with state.reading() as tx:
        return StageSpec(
            rules=roots_of(settings, tx),
            pipelines=tuple(settings.detection.pipelines),
            events_folder=settings.events_folder,
            off=frozenset(rules.switches(tx)),
            behaviour=config_of(settings.detection),
            indicators=index_path(settings.data),
            notice=True,
            own_networks=tuple(settings.detection.behaviour.own_networks),
            identifiers=settings.identifiers_key_file,
            covered=tuple(settings.public_data.covered),
        )


def keep_texts(state: State, rule_set: RuleSet) -> None:
    """Keep the text of every rule that can make alerts from now on."""
    report = rule_set.report
    versions = {rule.id: rule.version for rule in rule_set.rules}
    texts = {e.version: (e.id, e.text) for e in report.active if versions.get(e.id) == e.version}
    with state.transaction() as tx:
        rules.keep_set(
            tx,
            report.version,
            texts,
            active=len(report.active),
            inactive=len(report.inactive),
            rejected=len(report.rejected),
        )


class Rulebook:
    """Owned by the committing process. swap: called with a spec and its rules when they are to be used from now on."""

    def __init__(
        self,
        settings: Settings,
        state: State,
        spec: StageSpec,
        rule_set: RuleSet,
        *,
        swap: Callable[[StageSpec, RuleSet], None],
        decided: Callable[[Session, Micros], None],
    ) -> None:
        """decided: called with a transaction when what people decided about rules has to be read again."""
        self.spec = spec
        self._settings, self._state = settings, state
        self._swap, self._decided = swap, decided
        self._folder = settings.data / "rulesets"
        forget_compiled(self._folder)
        self._roots = spec.rules  # those to be in use, also while they are being loaded
        self._seen = self._wanted = fingerprint(spec.rules)
        self._generation = -1
        self._read_at: Micros = 0
        self._check_at = self._watch_at = 0.0
        self._requests = 0
        self._loader: _Loader | None = None
        self._status = Status(rule_set.report.version, now_us(), loading=False, problem="")

    @property
    def status(self) -> Status:
        return replace(self._status, loading=self._loader is not None)

    def turn(self) -> bool:
        """Take in what changed, if it is time to look; whether anything did."""
        now = time.monotonic()
        if self._loader is not None and self._loader.done():
            return self._finish()
        if now < self._check_at:
            return False
        self._check_at = now + CHECK_S
        changed = self._read_decisions()
        if self._settings.detection.watch_s and now >= self._watch_at:
            self._watch_at = now + self._settings.detection.watch_s
            self._watch()
        return changed

    def _read_decisions(self) -> bool:
        with self._state.reading() as tx:
            generation, now = rules.generation(tx), now_us()
            if generation == self._generation and now - self._read_at < LOOK_AGAIN:
                return False
            self._decided(tx, now)
            off = frozenset(rules.switches(tx))
            roots = roots_of(self._settings, tx)
            requests = rules.reload_requests(tx)
        first = self._generation < 0
        self._generation, self._read_at = generation, now
        if off != self.spec.off:
            self.spec = replace(self.spec, off=off)
            self._swap(self.spec, rules_of(self.spec))
        if roots != self._roots or (requests != self._requests and not first):
            self._start(roots)
        self._requests = requests
        return True

    def _watch(self) -> None:
        """Load files that changed, once they have stayed as they are from one look to the next."""
        found = fingerprint(self._roots)
        if found == self._seen and found != self._wanted:
            self._start(self._roots)
        self._seen = found

    def _start(self, roots: tuple[Path, ...]) -> None:
        if self._loader is not None:
            self._loader.stop()
        self._roots, self._wanted = roots, fingerprint(roots)
        self._loader = _Loader(replace(self.spec, rules=roots, compiled=None), self._folder)

    def _finish(self) -> bool:
        assert self._loader is not None
        spec, outcome = self._loader.spec, self._loader.outcome
        self._loader = None
        if isinstance(outcome, str):
            self._status = replace(self._status, problem=outcome)
            log.error("rules could not be loaded; those in use stay", reason=outcome)
            return False
        self.spec = replace(spec, compiled=outcome, off=self.spec.off)
        rule_set = rules_of(self.spec)
        if rule_set.report.version != self._status.version:
            keep_texts(self._state, rule_set)
            self._swap(self.spec, rule_set)
            counts = rule_set.report.counts
            shown = {name: counts[name] for name in ("active", "inactive", "rejected")}
            log.info("rules taken in", version=rule_set.report.version, **shown)
        self._status = Status(rule_set.report.version, now_us(), loading=False, problem="")
        return True

    def close(self) -> None:
        if self._loader is not None:
            self._loader.stop()


class _Loader:
    """One loading, in a process of its own. outcome: the compiled file, or what was wrong."""

    def __init__(self, spec: StageSpec, folder: Path) -> None:
        self.spec = spec
        self.outcome: Path | str = "the process loading the rules ended early"
        self._conn, theirs = CONTEXT.Pipe(duplex=False)
        self._process: BaseProcess = CONTEXT.Process(
            target=_load, args=(theirs, spec, folder), daemon=True, name="fengsui-rules"
        )
        self._process.start()
        theirs.close()

    def done(self) -> bool:
        if not self._conn.poll():
            return False
        with contextlib.suppress(EOFError):
            self.outcome = self._conn.recv()
        self.stop()
        return True

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()
        self._conn.close()


def _load(conn: Connection, spec: StageSpec, folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    try:
        outcome: Path | str = write_compiled(load_compiled(spec.rules, spec.pipelines, cache_folder()), folder)
    except (FengsuiError, OSError) as error:
        outcome = str(error)
    except Exception as error:  # noqa: BLE001 - the edge of a process: the parent must hear of anything
        outcome = f"{type(error).__name__}: {error}"
    conn.send(outcome)


def fingerprint(roots: Sequence[Path]) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of every rule file, without reading any."""
    return tuple(sorted(_files(roots)))


def _files(roots: Sequence[Path]) -> Iterator[tuple[str, int, int]]:
    for root in roots:
        files = (Path(at) / name for at, _, names in os.walk(root) for name in names) if root.is_dir() else (root,)
        for file in files:
            if file == root or file.suffix.lower() in (".yml", ".yaml"):
                try:
                    stat = file.stat()
                except OSError:
                    continue
                yield str(file), stat.st_mtime_ns, stat.st_size
