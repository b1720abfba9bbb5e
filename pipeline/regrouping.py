"""People arrange incidents: two made one, some alerts made an incident of their own. An undo is the opposite arrangement.

In the caller's transaction: the incidents as they then are, their history under the person's name, one audit record. The
running correlator follows in its next round (`pipeline.correlating`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from correlator import regroup
from model.errors import ScopeError
from model.incident import Incident, IncidentChange
from model.times import Micros
from store import incidents, ledger, regrouped
from store.scope import Scope
from store.units import ROOT


def merge(tx: Session, keep: str, gone: str, scope: Scope, *, actor: str, note: str, time: Micros) -> Incident:
    """`gone` lives on in `keep`. Raises NotFound, ScopeError when either also concerns units outside the scope, InputError
    when they cannot be merged."""
    kept, ended = _whole(tx, keep, scope), _whole(tx, gone, scope)
    ids = [m.alert_id for m in (*kept.members, *ended.members)]
    changes = regroup.merged(kept, ended, regrouped.bodies(tx, ids))
    return _store(tx, changes, actor=actor, note=note, time=time, action="incident.merged", about=keep)


def split(
    tx: Session, incident_id: str, alerts: Sequence[str], scope: Scope, *, actor: str, note: str, time: Micros
) -> Incident:
    """The chosen alerts become an incident of their own, which is returned. Raises as `merge` does."""
    whole = _whole(tx, incident_id, scope)
    changes = regroup.split(whole, alerts, regrouped.bodies(tx, [m.alert_id for m in whole.members]))
    return _store(tx, changes, actor=actor, note=note, time=time, action="incident.split", about=incident_id)


def _whole(tx: Session, incident_id: str, scope: Scope) -> Incident:
    seen = incidents.get(tx, incident_id, scope)
    if seen.partial:
        raise ScopeError(f"incident {incident_id} also concerns units outside yours")
    return seen.incident


def _store(
    tx: Session,
    changes: Sequence[IncidentChange],
    *,
    actor: str,
    note: str,
    time: Micros,
    action: str,
    about: str,
) -> Incident:
    """The last change is the incident to go on with."""
    incidents.apply(tx, changes, actor=actor, note=note)
    units = {unit for change in changes for unit in change.incident.units}
    result = changes[-1].incident
    ledger.append(
        tx,
        actor=actor,
        action=action,
        object=f"incident:{about}",
        unit=units.pop() if len(units) == 1 else ROOT,
        details={"others": sorted({c.incident.id for c in changes} - {about}), "note": note},
        time=time,
    )
    return result
