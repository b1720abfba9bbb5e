"""What people decided that the correlator has to follow: how incidents were arranged, which rules were right."""

from __future__ import annotations

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from model.alert import Alert
from model.incident import Adopted
from store import incidents
from store.alerts import AlertVerdict
from store.encoding import chunks
from store.scope import EVERYTHING
from store.scoping import scoped
from store.tables import AlertChangeRow, AlertRow, IncidentChangeRow

ARRANGED = ("merged", "split", "opened")
_ALERT = msgspec.json.Decoder(Alert)


def since(tx: Session, number: int) -> tuple[int, list[Adopted]]:
    """The newest change of any incident, and, as they stand now, the incidents people rearranged after change `number`."""
    last = tx.scalar(scoped(select(func.max(IncidentChangeRow.number)), EVERYTHING)) or 0
    if last <= number:
        return last, []
    statement = (
        select(IncidentChangeRow.incident)
        .where(
            IncidentChangeRow.number > number,
            IncidentChangeRow.actor != incidents.CORRELATOR,
            IncidentChangeRow.kind.in_(ARRANGED),
        )
        .order_by(IncidentChangeRow.number)
    )
    ids = list(dict.fromkeys(tx.scalars(scoped(statement, EVERYTHING))))
    arranged = []
    for incident_id in ids:
        incident = incidents.get(tx, incident_id, EVERYTHING).incident
        alerts = bodies(tx, [m.alert_id for m in incident.members])
        apart = () if incident.merged_into else tuple(i for i in ids if i != incident_id)
        held = tuple(alerts[m.alert_id] for m in incident.members if m.alert_id in alerts)
        arranged.append(Adopted(incident=incident, alerts=held, apart=apart))
    return last, sorted(arranged, key=lambda a: not a.incident.merged_into)


def bodies(tx: Session, ids: list[str]) -> dict[str, Alert]:
    """Alerts by id, whole."""
    found: dict[str, Alert] = {}
    for some in chunks(ids):
        for row in tx.execute(scoped(select(AlertRow.id, AlertRow.body).where(AlertRow.id.in_(some)), EVERYTHING)):
            found[row.id] = _ALERT.decode(row.body)
    return found


def verdicts_since(tx: Session, number: int) -> tuple[int, dict[str, tuple[int, int]] | None]:
    """The newest decision over an alert; and, if it is newer than `number`, per rule how many of its alerts were judged
    true, and how many benign or false."""
    last = tx.scalar(scoped(select(func.max(AlertChangeRow.id)), EVERYTHING)) or 0
    if last <= number:
        return last, None
    statement = select(AlertRow.rule, AlertRow.verdict, func.count()).where(AlertRow.verdict.is_not(None))
    said: dict[str, tuple[int, int]] = {}
    for rule, verdict, times in tx.execute(scoped(statement.group_by(AlertRow.rule, AlertRow.verdict), EVERYTHING)):
        right, wrong = said.get(rule, (0, 0))
        said[rule] = (right + times, wrong) if verdict == AlertVerdict.TRUE_POSITIVE else (right, wrong + times)
    return last, dict(sorted(said.items()))
