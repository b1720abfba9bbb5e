"""What the watchdog thinks: pauses a source always makes are no silence, one outage teaches nothing, lost records are told."""

from __future__ import annotations

from model.times import DAY, HOUR, MINUTE, SECOND
from pipeline.source_settings import SourceSettings
from pipeline.watchdog import LONGEST, UNLEARNED, Seen, dropped_share, judge, learned_pause
from store.source_watch import BUCKET, Bucket

START = 20_000 * DAY


def bucket(time: int, events: int = 10, dropped: int = 0) -> Bucket:
    return Bucket(time=time, events=events, bytes=0, quarantined=0, dropped=dropped, lag=None)


def nightly(nights: int) -> list[Bucket]:
    """Busy for two hours every twelve."""
    return [bucket(START + half * 12 * HOUR + n * BUCKET) for half in range(2 * nights) for n in range(24)]


SYSLOG = SourceSettings(kind="syslog", listen="udp://127.0.0.1:5514")


def test_a_source_that_pauses_for_hours_every_night_is_given_twice_as_long() -> None:
    assert learned_pause(nightly(4)) == 2 * (10 * HOUR + BUCKET)


def test_one_outage_teaches_nothing() -> None:
    steady = [bucket(START + n * BUCKET) for n in range(100)]
    after = [bucket(START + 3 * DAY + n * BUCKET) for n in range(100)]
    assert learned_pause(steady + after) == UNLEARNED


def test_nothing_is_learned_from_too_little_and_never_more_than_two_days() -> None:
    assert learned_pause([]) is None
    assert learned_pause([bucket(START), bucket(START + HOUR)]) is None
    assert learned_pause([bucket(START + n * 2 * DAY) for n in range(5)]) == LONGEST


def test_silence_begins_after_what_is_usual_or_what_was_set() -> None:
    now = START + 10 * DAY
    usual = judge("a", SYSLOG, Seen(now - 20 * MINUTE, "", nightly(4)), None, now)
    assert (usual.state, usual.learned) == ("ok", True)
    assert judge("a", SYSLOG, Seen(now - 20 * MINUTE, "", []), None, now).state == "silent"
    given = SYSLOG.model_copy(update={"silent_after_s": 3600})
    found = judge("a", given, Seen(now - 20 * MINUTE, "", []), None, now)
    assert (found.state, found.silent_after, found.learned) == ("ok", 3600 * SECOND, False)


def test_a_state_is_said_to_last_since_it_began() -> None:
    now = START
    first = judge("a", SYSLOG, Seen(now - HOUR, "", []), None, now)
    later = judge("a", SYSLOG, Seen(now - HOUR, "", []), first, now + HOUR)
    assert (first.state, later.since) == ("silent", first.since)
    failed = judge("a", SYSLOG, Seen(now - HOUR, "the file is not there", []), later, now + 2 * HOUR)
    assert (failed.state, failed.error, failed.since) == ("failed", "the file is not there", now + 2 * HOUR)


def test_more_than_one_lost_record_in_a_thousand_is_told() -> None:
    now = START + DAY
    few = [bucket(now - BUCKET, events=100_000, dropped=90)]
    many = [bucket(now - BUCKET, events=100_000, dropped=110)]
    assert judge("a", SYSLOG, Seen(now, "", few), None, now).state == "ok"
    assert judge("a", SYSLOG, Seen(now, "", many), None, now).state == "dropping"
    assert dropped_share([bucket(now - HOUR, dropped=1000)], now) == 0.0, "long ago"
    assert dropped_share([bucket(now, events=0, dropped=5)], now) == 0.0, "a handful"
