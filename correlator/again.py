"""An incident that begins again is two: a second attack of the same kind on the same hosts is another story.

It shows by several of the unusual rules it began with coming back together after a silence. The first of them is still
taken in; the incident is remembered as it stood, so that what came since can be taken out of it whole.
"""

from __future__ import annotations

from correlator.linking import Link
from correlator.memory import Memory
from correlator.settings import CorrelatorSettings
from correlator.state import Again, Moved, OpenIncident
from model.alert import Alert


def begins_again(
    home: OpenIncident, alert: Alert, link: Link | None, background: bool, settings: CorrelatorSettings
) -> bool:
    """Whether with this alert enough of what the incident began with has come back to call it another attack. Never for
    what a strong link holds: the same attacker is the same story."""
    again = home.again
    if again is not None and abs(alert.time - again.began) > settings.again_within:
        again = home.again = None
    if background or link is None or link.strong:
        return False
    if home.recurs(alert.rule.id, alert.time, settings):
        if again is None:
            again = home.again = Again(alert.time, {}, home.copied(), {}, [])
        again.rules[alert.rule.id] = None
    elif again is not None and again.before.recurs(alert.rule.id, alert.time, settings):
        again.rules[alert.rule.id] = None
    return again is not None and len(again.rules) >= settings.again_rules


def remember(again: Again, memory: Memory, incident: str, moved: Moved) -> None:
    """Before the alert is entered: what its entities said of the incident until now."""
    again.moved.append(moved)
    for part in moved.parts:
        if part.key not in again.postings:
            record = memory.index.seen.get(part.key)
            again.postings[part.key] = record.postings.get(incident) if record else None


def restored(again: Again, memory: Memory) -> OpenIncident:
    """The incident as it stood before it began again, in its place in the memory."""
    old = again.before
    memory.open[old.id] = old
    for key, posting in again.postings.items():
        record = memory.index.seen.get(key)
        if record is not None and posting is None:
            record.postings.pop(old.id, None)
        elif record is not None and posting is not None:
            record.postings[old.id] = posting
    return old
