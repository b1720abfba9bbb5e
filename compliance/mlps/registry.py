"""Which probe is which, by the name evidence rules call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from compliance.mlps import own_probes, probes
from compliance.mlps.probes import Case
from model.compliance import Answer

PROBES: Mapping[str, Callable[[Case], Answer]] = {
    "seen": probes.seen,
    "unseen": probes.unseen,
    "share": probes.share,
    "retention": probes.retention,
    "coverage": probes.coverage,
    "sources": probes.sources,
    "lockout": probes.lockout,
    "bastion": probes.bastion,
    "shared_accounts": probes.shared_accounts,
    "unknown_devices": probes.unknown_devices,
    "detection": own_probes.detection,
    "alerts": own_probes.alerts,
    "indicators": own_probes.indicators,
    "ledger": own_probes.ledger,
    "three_roles": own_probes.three_roles,
    "audit_read": own_probes.audit_read,
    "admin_records": own_probes.admin_records,
    "judged": own_probes.judged,
    "incidents": own_probes.incidents,
    "checks": own_probes.checks,
    "second_factor": own_probes.second_factor,
    "dormant": own_probes.dormant,
    "leavers": own_probes.leavers,
    "exposures": own_probes.exposures,
    "zones": own_probes.zones,
    "management_zone": own_probes.management_zone,
    "assets": own_probes.assets,
    "filing": own_probes.filing,
    "assessment": own_probes.assessment,
    "document": own_probes.document,
    "backups": own_probes.backups,
}
