"""The journey, on one page: what happens to every record, in this order, and nowhere else.

     raw records ──collect──► Events ──detect──► hits          `follow`, in worker processes, on all cores
                                 │
                                 └──────keep──► store (durable, not yet visible)

     hits ──in order of time──► Alerts ──correlate──► Incidents    `settle`, in the one committing process
       │                          │                      │
       └── one transaction: events visible · alerts · incidents · quarantine · engine state · checkpoints ──┘

Nothing acknowledged is lost and nothing is stored twice: a batch's checkpoint is written in the transaction that makes its
events visible, and whatever a killed process left behind is invisible and removed at the next start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from time import perf_counter

from sqlalchemy.orm import Session

from collectors.contract import Quarantined, RawRecord
from model.errors import BadRecord
from model.event import Event
from model.times import LATEST, Micros, now_us
from pipeline.batch import Batch, Followed, Hit
from pipeline.glance import schema_of
from pipeline.stages import ARRIVES_WITHIN, FollowStages, Outcome, SettleStages


def follow(batch: Batch, stages: FollowStages) -> Followed:
    """Collect, detect, keep: everything about a batch that needs no memory of other batches."""
    if stages.glance is not None and batch.kind == "jsonl":
        return glanced(batch, stages)
    started = perf_counter()
    events, quarantined = collect(batch, stages)
    collected = perf_counter()
    rule_set = stages.rule_set
    hits = [Hit(event["@timestamp"], event, matches, rule_set) for event in events if (matches := stages.detect(event))]
    observed = stages.observe(events)
    noticed = stages.notice(events)
    seen = stages.recognise(events)
    detected = perf_counter()
    pending = stages.keep(events, batch.id)
    kept = perf_counter()
    times = [event["@timestamp"] for event in events]
    return Followed(
        id=batch.id,
        lane=batch.lane,
        origin=batch.origin,
        checkpoint=batch.checkpoint,
        pending=pending,
        events=len(events),
        schemas=_named(Counter(map(schema_of, events)), batch.kind),
        first_time=min(times, default=0),
        watermark=max(times, default=0),
        hits=hits,
        quarantined=quarantined,
        size_bytes=batch.size_bytes,
        seconds={"collect": collected - started, "detect": detected - collected, "keep": kept - detected},
        kind=batch.kind,
        observed=observed,
        noticed=noticed,
        seen=seen,
        figures=stages.figures(),
    )


def glanced(batch: Batch, stages: FollowStages) -> Followed:
    """As `follow`, where nothing is stored and nothing is put in order of time: only what fires becomes an Event."""
    assert stages.glance is not None
    started = perf_counter()
    ingested = now_us()
    records: list[RawRecord] = batch.records
    quarantined = list(batch.quarantined)
    if batch.span is not None:
        records = []
        for record in batch.span.records():
            if isinstance(record, RawRecord):
                records.append(record)
            else:
                quarantined.append(record)
    read = perf_counter()
    found = stages.glance.look(records, lambda record: stages.normalise(batch.kind, record, batch.origin, ingested))
    return Followed(
        id=batch.id,
        lane=batch.lane,
        origin=batch.origin,
        checkpoint=batch.checkpoint,
        pending=None,
        events=found.events,
        schemas=_named(found.schemas, batch.kind),
        first_time=0,
        watermark=0,
        hits=[Hit(event["@timestamp"], event, matches, stages.rule_set) for event, matches in found.fired],
        quarantined=quarantined + found.quarantined,
        size_bytes=batch.size_bytes,
        seconds={"collect": read - started, "detect": perf_counter() - read, "keep": 0.0},
        kind=batch.kind,
        figures=stages.figures(),
    )


def _named(schemas: Counter[str], kind: str) -> dict[str, int]:
    """Events by what they were read as; those that do not say are of their source's only kind."""
    return {name or kind: number for name, number in schemas.items() if number}


def collect(batch: Batch, stages: FollowStages) -> tuple[list[Event], list[Quarantined]]:
    """Raw records to Events; a record that cannot be read goes to quarantine whole, and the stream goes on."""
    events = list(batch.events)
    quarantined = [stages.refuse(item) for item in batch.quarantined]
    ingested = now_us()
    for record in batch.records:
        try:
            events.extend(stages.normalise(batch.kind, record, batch.origin, ingested))
        except BadRecord as error:
            refused = Quarantined(error.reason, error.message, record.position, record.data, record.meta)
            quarantined.append(stages.refuse(refused))
    return events, quarantined


def settle(
    followed: Sequence[Followed], stages: SettleStages, tx: Session, *, watermark: Micros, now: Micros
) -> Outcome:
    """Make a round of batches count, inside one transaction. watermark: event time up to which hits are complete;
    now: what the engines take for the present when they forget, 0 when it has none (the end of a recording)."""
    published = stages.publish([f.pending for f in followed if f.pending is not None], tx)
    for f in followed:
        stages.hold(hit for hit in f.hits if hit.event["event.id"] not in published.duplicates)
        stages.watch(f, published)
        stages.sight(f, published)
        stages.note(f)
    live = watermark == LATEST and now > 0
    alerts = stages.alert(watermark, _passed(followed, watermark, now), live=live)
    alerts += stages.judge(watermark, now)
    alerts += stages.indicate(watermark, tx)
    alerts = stages.record_alerts(alerts, tx)
    stages.follow_people(tx)
    changes = stages.correlate(alerts, now)
    stages.record_changes(changes, tx)
    for f in followed:
        stages.record_quarantine(f, tx)
        stages.checkpoint(f, published, tx)
    stages.remember(tx)
    return Outcome(published.stored, len(published.duplicates), alerts, changes)


def _passed(followed: Sequence[Followed], watermark: Micros, now: Micros) -> Micros:
    """The time by which whatever was to come has come: the watermark; live, a while ago; at the end of a recording, its
    last event."""
    if watermark < LATEST:
        return watermark
    return now - ARRIVES_WITHIN if now else max((f.watermark for f in followed), default=0)
