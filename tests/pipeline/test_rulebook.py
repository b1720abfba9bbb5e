"""Rules change while the platform runs: no event is lost, correlations go on counting, one bad file harms nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from model.rule_exception import RuleException
from model.times import DAY, MINUTE, now_us, to_iso
from pipeline import content
from pipeline.live import serve
from pipeline.platform import Platform
from pipeline.settings import ApiSettings, DetectionSettings, MetricsSettings, PipelineSettings, Settings
from pipeline.source_settings import SourceSettings
from store import alerts, exceptions, rules
from store.scope import EVERYTHING

SINGLE = """
title: {title}
id: {id}
logsource: {{product: linux, service: sshd}}
detection:
  selection:
    message|contains: '{word}'
  condition: selection
level: {level}
"""
COUNTED = """
title: Failed sign-in
id: 11111111-1111-4111-8111-000000000001
name: failed
logsource: {product: linux, service: sshd}
detection:
  selection:
    message|contains: 'Failed password'
  condition: selection
level: low
---
title: Four failures from one address
id: 11111111-1111-4111-8111-000000000002
correlation:
  type: event_count
  rules: [failed]
  group-by: [source.ip]
  timespan: 1h
  condition: {gte: 4}
level: high
"""
WORDY = "22222222-2222-4222-8222-000000000001"
BURST = "11111111-1111-4111-8111-000000000002"


class Running:
    """A platform following one log with two workers, in this process."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.rules, self.log = folder / "rules", folder / "sshd.jsonl"
        self.rules.mkdir()
        self.log.write_text("")
        self.written = 0
        self.start = now_us() - 5 * MINUTE
        self.settings = Settings(
            data=folder / "data",
            api=ApiSettings(listen="127.0.0.1:0"),
            metrics=MetricsSettings(listen=""),
            detection=DetectionSettings(rules=[self.rules], watch_s=0.2),
            pipeline=PipelineSettings(workers=workers),
            sources={"ssh": SourceSettings(kind="jsonl", path=self.log)},
        )

    def rule(self, word: str, *, title: str = "Word", level: str = "medium") -> None:
        (self.rules / "word.yml").write_text(SINGLE.format(id=WORDY, word=word, title=title, level=level))

    def write(self, *messages: str, ip: str = "192.0.2.7") -> None:
        with self.log.open("a") as log:
            for message in messages:
                self.written += 1
                at = to_iso(self.start + self.written * 1_000_000)
                log.write(
                    f'{{"@timestamp": "{at}", "event": {{"dataset": "system.auth"}}, "process": {{"name": "sshd"}},'
                    f' "source": {{"ip": "{ip}"}}, "message": "{message} {self.written}"}}\n'
                )

    def alerts(self, rule: str) -> list[alerts.StoredAlert]:
        with self.platform.state.reading() as tx:
            return alerts.find(tx, EVERYTHING, alerts.Filter(rule=rule), limit=1000).items

    def eventually(self, holds: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + 60
        while not holds():
            if time.monotonic() > deadline:
                pytest.fail(f"waited in vain for: {what}")
            time.sleep(0.05)

    def reloaded(self, change: Callable[[], None]) -> None:
        before = self.platform.rulebook.status.version
        change()
        self.eventually(lambda: self.platform.rulebook.status.version != before, "the changed rules")


@contextmanager
def running(folder: Path, prepare: Callable[[Running], None], workers: int = 2) -> Iterator[Running]:
    run = Running(folder, workers)
    prepare(run)
    stop = threading.Event()
    with Platform(run.settings) as platform:
        run.platform = platform
        thread = threading.Thread(target=serve, args=(platform, stop, lambda _: None))
        thread.start()
        try:
            yield run
        finally:
            stop.set()
            thread.join()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_changed_rule_counts_from_then_on_and_alerts_keep_the_text_they_were_made_with(
    tmp_path: Path, workers: int
) -> None:
    with running(tmp_path, lambda run: run.rule("first"), workers) as run:
        run.write("first", "second")
        run.eventually(lambda: len(run.alerts(WORDY)) == 1, "the alert of the first rule")
        run.reloaded(lambda: run.rule("second", title="Other word"))
        run.write("first", "second")
        run.eventually(lambda: len(run.alerts(WORDY)) == 2, "the alert of the second rule")
        newest, oldest = (stored.alert for stored in run.alerts(WORDY))
        assert (oldest.rule.title, newest.rule.title) == ("Word", "Other word")
        assert oldest.rule_set != newest.rule_set == run.platform.rules.report.version
        with run.platform.state.reading() as tx:
            assert "'first'" in rules.text_of(tx, oldest.rule.version).text
            assert "'second'" in rules.text_of(tx, newest.rule.version).text
        assert run.platform.store.count(None, EVERYTHING) == 4


def test_a_correlation_that_did_not_change_goes_on_counting_while_others_come_and_go(tmp_path: Path) -> None:
    def prepare(run: Running) -> None:
        (run.rules / "zz_counted.yml").write_text(COUNTED)

    with running(tmp_path, prepare) as run:
        run.write("Failed password", "Failed password")
        run.eventually(lambda: run.platform.store.count(None, EVERYTHING) == 2, "two events")
        run.reloaded(lambda: run.rule("anything"))  # shifts the place of every rule after it
        run.write("Failed password", "Failed password")
        run.eventually(lambda: len(run.alerts(BURST)) == 1, "the correlation over both rule sets")
        assert len(run.alerts(BURST)[0].alert.event_ids) == 4


def test_a_bad_file_is_reported_and_the_others_go_on(tmp_path: Path) -> None:
    with running(tmp_path, lambda run: run.rule("first")) as run:
        run.reloaded(lambda: (run.rules / "broken.yml").write_text("title: [\n") and None)
        assert [entry.cause for entry in run.platform.rules.report.rejected] == ["unreadable"]
        run.write("first")
        run.eventually(lambda: len(run.alerts(WORDY)) == 1, "the alert of the good rule")
        run.reloaded((run.rules / "broken.yml").unlink)
        assert run.platform.rules.report.rejected == []


def test_rules_that_cannot_be_loaded_at_all_leave_those_in_use(tmp_path: Path) -> None:
    with running(tmp_path, lambda run: run.rule("first")) as run:
        run.write("something else")
        run.eventually(lambda: run.platform.store.count(None, EVERYTHING) == 1, "workers that have begun")
        run.rules.rename(tmp_path / "away")
        run.eventually(lambda: run.platform.rulebook.status.problem != "", "the reason")
        run.write("first")
        run.eventually(lambda: len(run.alerts(WORDY)) == 1, "the alert of the rule in use")


def test_a_rule_switched_off_gives_nothing_until_it_is_switched_on(tmp_path: Path) -> None:
    with running(tmp_path, lambda run: run.rule("first")) as run:
        with run.platform.state.transaction() as tx:
            rules.switch_off(tx, WORDY, reason="tested", actor="test")
        run.eventually(lambda: WORDY in run.platform.spec.off, "the switch")
        run.write("first")
        run.eventually(lambda: run.platform.store.count(None, EVERYTHING) == 1, "the event")
        assert run.alerts(WORDY) == []
        with run.platform.state.transaction() as tx:
            rules.switch_on(tx, WORDY, actor="test")
        run.eventually(lambda: WORDY not in run.platform.spec.off, "the switch")
        run.write("first")
        run.eventually(lambda: len(run.alerts(WORDY)) == 1, "the alert")


def hides(run: Running, ip: str, *, expires: int = 0) -> RuleException:
    text = (
        "title: The scanner\nlogsource: {product: linux, service: sshd}\n"
        f"filter:\n  rules: [{WORDY}]\n  selection: {{source.ip: {ip}}}\n  condition: not selection\n"
    )
    made = RuleException(
        id="",
        title="The scanner",
        rules=(WORDY,),
        filter=text,
        unit="district",
        entities=(),
        reason="it is ours",
        owner="test",
        created=0,
        created_by="",
        expires=expires or now_us() + DAY,
    )
    with run.platform.state.transaction() as tx:
        kept = exceptions.add(tx, made, EVERYTHING, actor="test", now=now_us())
    judging = run.platform.stages.judging
    run.eventually(lambda: len(judging._exceptions) == 1, "the exception")
    return kept


def test_an_exception_keeps_back_what_it_hides_and_counts_it_and_ends_by_the_clock(tmp_path: Path) -> None:
    with running(tmp_path, lambda run: run.rule("first")) as run:
        kept = hides(run, "192.0.2.7", expires=now_us() + 4_000_000)
        run.write("first", "first")
        run.write("first", ip="192.0.2.8")
        run.eventually(lambda: len(run.alerts(WORDY)) == 1, "the alert about another address")
        with run.platform.state.reading() as tx:
            assert exceptions.get(tx, kept.id, EVERYTHING).hidden == 2
            hidden = exceptions.hidden_alerts(tx, kept.id, EVERYTHING).items
            done = rules.activity(tx, EVERYTHING, now=now_us())[WORDY]
        assert {one.alert.rule.id for one in hidden} == {WORDY}
        assert (done.hits, done.alerts, done.hidden, done.noise) == (3, 1, 2, None)
        run.eventually(lambda: now_us() > kept.expires, "its end")
        run.write("first")
        run.eventually(lambda: len(run.alerts(WORDY)) == 2, "the alert after its end")


def test_a_critical_alert_is_never_hidden(tmp_path: Path) -> None:
    with running(tmp_path, lambda run: run.rule("first")) as run:
        hides(run, "192.0.2.7")
        run.write("first")
        run.reloaded(lambda: run.rule("first", level="critical"))
        run.write("first")
        run.eventually(lambda: len(run.alerts(WORDY)) == 1, "the critical alert")
        assert run.alerts(WORDY)[0].alert.rule.level == "critical"


def test_an_imported_pack_is_taken_in_and_given_up_again(tmp_path: Path) -> None:
    pack = tmp_path / "pack-1.0.yml"
    pack.write_text(SINGLE.format(id="33333333-3333-4333-8333-000000000001", title="Packed", word="x", level="low"))
    with running(tmp_path, lambda run: run.rule("first")) as run:

        def packed() -> list[str]:
            return [rule.title for rule in run.platform.rules.rules if rule.title == "Packed"]

        arguments = {"name": "p", "version": "", "counts": {}, "actor": "test"}
        run.reloaded(lambda: content.install(run.settings, run.platform.state, pack, **arguments) and None)
        assert packed() == ["Packed"]
        run.reloaded(lambda: content.uninstall(run.settings, run.platform.state, "p", actor="test"))
        assert packed() == []
