"""Probes over the inventory, the ledgers and the platform itself. The events they show are those they rest on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from compliance.catalog import catalog, holding
from compliance.mlps.facts import NOTHING, USER_ORIGIN, BackupFact, Seen
from compliance.mlps.probes import Case, shown
from model.compliance import Answer, days_between, years_after
from model.inventory import Effect, ZoneKind
from model.proof import Verdict
from model.times import DAY, HOUR, day_of

RESTORE = "restore_drill"


def _watched(case: Case) -> Seen:
    """What there is to open: the looked-for events, else any of the unit."""
    found = case.seen(case.rule.look)
    return found if found.count else case.of_unit("*", above=True)


def detection(case: Case) -> Answer:
    """Somebody looks, with rules young enough (the high-risk line is half a year)."""
    found = case.seen(case.rule.look)
    missing = case.watching(found)
    if missing is not None:
        return missing
    ours = case.facts.platform
    if not ours.rules:
        return case.answer(Verdict.NOT_MET, "no_rules", found)
    if case.rule.needs == "behaviour" and not ours.behaviour:
        return case.answer(Verdict.NOT_MET, "no_behaviour", found)
    age = _age(ours.rules_newest, case)
    if age is None or age > case.rule.rules_days:
        return case.answer(
            Verdict.NOT_MET, "rules_old", found, newest=ours.rules_newest or "?", most=case.rule.rules_days
        )
    return case.answer(case.softened(found), "detecting", found, rules=ours.rules, newest=ours.rules_newest)


def _age(day: str, case: Case) -> int | None:
    return days_between(day, day_of(case.facts.at)) if day else None


def alerts(case: Case) -> Answer:
    """Alerts always hold source, kind, target and time; so what is asked is whether detection runs and what became."""
    found = case.seen(case.rule.look)
    missing = case.watching(found)
    if missing is not None:
        return missing
    if not case.facts.platform.rules:
        return case.answer(Verdict.NOT_MET, "no_rules", found)
    held = case.facts.units.get(case.subject.system.unit)
    number = held.alerts if held else 0
    return case.answer(case.softened(found), "alerting", found, alerts=number, rules=case.facts.platform.rules)


def indicators(case: Case) -> Answer:
    found = case.seen(case.rule.look)
    missing = case.watching(found)
    if missing is not None:
        return missing
    ours = case.facts.platform
    if not ours.indicators:
        return case.answer(Verdict.NOT_MET, "no_indicators", found)
    age = (case.facts.at - ours.indicators_newest) // DAY
    fresh = age <= case.rule.age_days
    verdict = case.softened(found) if fresh else Verdict.NOT_MET
    return case.answer(verdict, "indicators", found, number=ours.indicators, days=int(age), most=case.rule.age_days)


def ledger(case: Case) -> Answer:
    found, ours = _watched(case), case.facts.platform
    if ours.ledger_ok is None:
        return case.answer(Verdict.UNKNOWN, "ledger_unverified", found)
    if not ours.ledger_ok:
        return case.answer(Verdict.NOT_MET, "ledger_broken", found, records=ours.ledger_records)
    return case.answer(Verdict.MET, "ledger_intact", found, records=ours.ledger_records, root=ours.ledger_root[:16])


def three_roles(case: Case) -> Answer:
    found, held = _watched(case), case.facts.platform.roles
    missing = sorted(role for role in ("system_admin", "security_admin", "audit_admin") if not held.get(role))
    if missing:
        return case.answer(Verdict.NOT_MET, "roles_missing", found, roles=", ".join(missing))
    people = [set(held[role]) for role in ("system_admin", "security_admin", "audit_admin")]
    if people[0] & people[1] or people[0] & people[2] or people[1] & people[2]:
        return case.answer(Verdict.NOT_MET, "roles_joined", found)
    return case.answer(Verdict.MET, "roles_apart", found, number=sum(map(len, people)))


def audit_read(case: Case) -> Answer:
    found, number = _watched(case), case.facts.platform.audit_reads
    return case.answer(
        Verdict.MET if number else Verdict.NOT_MET, "audit_read" if number else "audit_unread", found, number=number
    )


def admin_records(case: Case) -> Answer:
    found = case.seen(case.rule.look)
    missing = case.watching(found)
    if missing is not None:
        return missing
    return case.answer(
        Verdict.MET, "admin_records", found, count=found.count, records=case.facts.platform.admin_records
    )


def judged(case: Case) -> Answer:
    found = _watched(case)
    held = case.facts.units.get(case.subject.system.unit)
    if held is None or not held.alerts:
        return case.answer(Verdict.UNKNOWN, "no_alerts", found)
    percent = 100 * held.judged / held.alerts
    verdict = Verdict.MET if percent >= case.rule.least else Verdict.PARTLY_MET if held.judged else Verdict.NOT_MET
    hours = "-" if held.judged_in is None else f"{held.judged_in / HOUR:.1f}"
    return case.answer(
        verdict,
        "judged",
        found,
        percent=f"{percent:.0f}",
        least=f"{case.rule.least:g}",
        alerts=held.alerts,
        hours=hours,
    )


def incidents(case: Case) -> Answer:
    found = _watched(case)
    held = case.facts.units.get(case.subject.system.unit)
    if held is None or not held.incidents:
        return case.answer(Verdict.UNKNOWN, "no_incidents", found)
    verdict = Verdict.MET if held.documented == held.incidents else Verdict.NOT_MET
    return case.answer(verdict, "incidents", found, documented=held.documented, number=held.incidents)


def checks(case: Case) -> Answer:
    found = _watched(case)
    missing = case.watching(found)
    if missing is not None:
        return missing
    number = case.facts.platform.checks
    return case.answer(
        Verdict.MET if number else Verdict.NOT_MET, "checked" if number else "unchecked", found, number=number
    )


def second_factor(case: Case) -> Answer:
    found = _watched(case)
    admins = [one for one in case.facts.estate.accounts if one.unit == case.subject.system.unit and one.kind == "admin"]
    ours = case.facts.platform
    without = sorted(one.name for one in admins if one.enabled and not one.mfa)
    if not admins and not ours.administrators:
        return case.answer(Verdict.UNKNOWN, "no_register", found)
    lacking = len(without) + ours.administrators - ours.administrators_with_factor
    if lacking:
        return case.answer(Verdict.NOT_MET, "factor_missing", found, number=lacking, accounts=shown(without) or "-")
    return case.answer(Verdict.MET, "factor_held", found, number=len(admins) + ours.administrators)


def dormant(case: Case) -> Answer:
    found = _watched(case)
    held = [one for one in case.facts.estate.accounts if one.unit == case.subject.system.unit and one.enabled]
    if not held:
        return case.answer(Verdict.UNKNOWN, "no_register", found)
    used = case.pairs(USER_ORIGIN)
    unused = sorted(one.name for one in held if not any(name in used for name in (one.name, *one.aliases)))
    if unused:
        return case.answer(
            Verdict.NOT_MET, "dormant", found, number=len(unused), accounts=shown(unused), days=case.rule.window_days
        )
    return case.answer(Verdict.MET, "none_dormant", found, number=len(held), days=case.rule.window_days)


def leavers(case: Case) -> Answer:
    found = case.seen(case.rule.look)
    missing = case.watching(found)
    if missing is not None:
        return missing
    accounts = case.facts.estate.accounts
    if not accounts:
        return case.answer(Verdict.UNKNOWN, "no_register", found)
    ended = {right.subject for right in case.facts.estate.rights if right.expires and right.expires < case.facts.at}
    used = case.pairs(USER_ORIGIN)
    late = sorted(
        one.name
        for one in accounts
        if (not one.enabled or one.id in ended)
        and any(name in used and used[name].last > case.facts.at - DAY for name in (one.name, *one.aliases))
    )
    if late:
        return case.answer(Verdict.NOT_MET, "leavers_logged_in", found, accounts=shown(late))
    return case.answer(case.softened(found), "no_leavers", found, number=sum(not one.enabled for one in accounts))


def exposures(case: Case) -> Answer:
    found = _watched(case)
    own = {asset.id for asset in case.subject.assets}
    held = [
        one
        for one in case.facts.estate.exposures
        if one.asset in own or (not own and one.unit == case.subject.system.unit)
    ]
    if not held:
        return case.answer(Verdict.UNKNOWN, "never_scanned", found)
    opened = [one for one in held if not one.closed and one.cvss >= case.rule.cvss and one.effect is not Effect.DENIAL]
    if opened:
        late = [one for one in opened if one.first_seen < case.facts.at - case.rule.sla_days * DAY or one.exploited]
        verdict = Verdict.NOT_MET if late or "internet" in case.subject.record.exposure else Verdict.PARTLY_MET
        names = shown(sorted({one.weakness for one in opened}))
        return case.answer(verdict, "exposed", found, number=len(opened), late=len(late), weaknesses=names)
    return case.answer(Verdict.MET, "not_exposed", found, number=len(held))


def zones(case: Case) -> Answer:
    found = case.seen(case.rule.look)
    if not case.facts.estate.zones:
        return case.answer(Verdict.UNKNOWN, "no_register", found)
    own = [asset for asset in case.subject.assets if asset.addresses or asset.zone]
    placed = [asset for asset in own if asset.zone or _zone(case, asset.addresses)]
    if own and len(placed) < len(own):
        outside = sorted(asset.name for asset in own if asset not in placed)
        return case.answer(Verdict.NOT_MET, "outside_zones", found, assets=shown(outside))
    kinds = {zone.id: zone.kind for zone in case.facts.estate.zones}
    straight = [
        one
        for one in case.facts.estate.conduits
        if kinds.get(one.source) is ZoneKind.INTERNET and kinds.get(one.target) in (ZoneKind.SERVER, ZoneKind.OT)
    ]
    if straight:
        return case.answer(Verdict.NOT_MET, "internet_reaches_inside", found, number=len(straight))
    return case.answer(Verdict.MET, "zoned", found, zones=len(case.facts.estate.zones))


def _zone(case: Case, addresses: tuple[str, ...]) -> bool:
    from ipaddress import ip_address, ip_network

    for zone in case.facts.estate.zones:
        for network in zone.networks:
            try:
                held = ip_network(network, strict=False)
                if any(ip_address(address) in held for address in addresses):
                    return True
            except ValueError:
                continue
    return False


def management_zone(case: Case) -> Answer:
    found = _watched(case)
    if not case.facts.estate.zones:
        return case.answer(Verdict.UNKNOWN, "no_register", found)
    held = [zone for zone in case.facts.estate.zones if zone.kind is ZoneKind.MANAGEMENT]
    if not held:
        return case.answer(Verdict.NOT_MET, "no_management_zone", found)
    return case.answer(Verdict.MET, "management_zone", found, zones=shown([zone.name for zone in held]))


def assets(case: Case) -> Answer:
    found = _watched(case)
    if not case.subject.assets:
        return case.answer(Verdict.NOT_MET, "no_assets", found)
    lacking = sorted(one.name for one in case.subject.assets if not (one.owner and one.os and one.zone))
    if lacking:
        few = len(lacking) < len(case.subject.assets)
        verdict = Verdict.PARTLY_MET if few or all(one.unit for one in case.subject.assets) else Verdict.NOT_MET
        return case.answer(verdict, "assets_lacking", found, number=len(lacking), assets=shown(lacking))
    return case.answer(Verdict.MET, "assets_described", found, number=len(case.subject.assets))


def filing(case: Case) -> Answer:
    """The certificate holds three years from filing, at the earliest from 2025-01-01, a year longer after an assessment."""
    found, held = _watched(case), case.subject.record.filing
    today = day_of(case.facts.at)
    if not held.certificate or not held.filed:
        return case.answer(Verdict.NOT_MET, "not_filed", found)
    if held.level and held.level != case.subject.system.mlps_level:
        return case.answer(
            Verdict.NOT_MET, "filed_other_level", found, filed=held.level, level=case.subject.system.mlps_level
        )
    end = certificate_until(held.filed, case.subject.record.assessed, today)
    if end < today:
        return case.answer(Verdict.NOT_MET, "filing_expired", found, until=end)
    return case.answer(Verdict.MET, "filed", found, certificate=held.certificate, until=end)


def certificate_until(filed: str, assessed: str, today: str) -> str:
    rule = next(one for one in catalog().deadlines if one.id == "certificate")
    end = years_after(max(filed, rule.counts_from), rule.years)
    return years_after(end, rule.extended_by_assessment_years) if assessed and assessed <= today else end


def assessment(case: Case) -> Answer:
    found, today = _watched(case), day_of(case.facts.at)
    level = case.subject.system.mlps_level
    due = [
        one for one in holding(catalog().deadlines, today) if one.id.startswith("assessment") and level in one.levels
    ]
    if not due:
        return case.answer(Verdict.UNKNOWN, "no_deadline", found)
    assessed = case.subject.record.assessed
    if not assessed:
        return case.answer(Verdict.NOT_MET, "never_assessed", found, days=due[0].every_days)
    age = days_between(assessed, today)
    verdict = Verdict.MET if age <= due[0].every_days else Verdict.NOT_MET
    return case.answer(verdict, "assessed", found, day=assessed, days=age, most=due[0].every_days)


def document(case: Case) -> Answer:
    """The newest paper of a kind, young enough where that matters."""
    found, today = _watched(case), day_of(case.facts.at)
    held = _papers(case, case.rule.artefact)
    if not held:
        return case.answer(Verdict.NOT_MET, "no_document", found, artefact=case.rule.artefact)
    newest = held[-1]
    age = days_between(newest, today)
    if case.rule.age_days and age > case.rule.age_days:
        return case.answer(Verdict.NOT_MET, "document_old", found, day=newest, most=case.rule.age_days)
    return case.answer(Verdict.MET, "document_held", found, day=newest)


def _papers(case: Case, artefact: str) -> list[str]:
    today = date.fromisoformat(day_of(case.facts.at)).isoformat()
    return sorted(
        one.dated
        for one in case.facts.documents.get(case.subject.system.id, ())
        if one.artefact == artefact
        and not one.withdrawn
        and one.dated <= today
        and (not one.until or one.until >= today)
    )


_UNUSABLE: Mapping[str, str] = MappingProxyType(
    {
        "repository_corrupt": "backup_damaged",
        "repository_missing": "backup_lost",
        "repository_locked_out": "backup_lost",
        "repository_gone": "backup_lost",
        "no_snapshot": "backup_absent",
        "restore_failed": "backup_unrestorable",
    }
)
"""What takes a backup away, by what the answer says of it. The others only make it late or unsure."""
_LATE = frozenset({"rpo_missed", "repository_unsure", "repository_check_overdue"})


def _unreliable(case: Case, found: Seen) -> Answer | None:
    """What the register of backups says against those of the system."""
    plans = case.facts.backups.get(case.subject.system.id, ())
    for reason, said in _UNUSABLE.items():
        broken = [one for one in plans if reason in one.reasons]
        if broken:
            return _of_backups(case, Verdict.NOT_MET, said, found, broken)
    late = [one for one in plans if _LATE & set(one.reasons)]
    return _of_backups(case, Verdict.PARTLY_MET, "backup_late", found, late) if late else None


def _of_backups(case: Case, verdict: Verdict, said: str, found: Seen, plans: list[BackupFact]) -> Answer:
    repositories = sorted({one.repository for one in plans})
    query = f"fengsui.backup.repository:({' OR '.join(json.dumps(one) for one in repositories)})"
    names = [f"{one.plan} ({one.repository})" for one in plans]
    return case.answer(verdict, said, found, query=query, plans=shown(names))


def backups(case: Case) -> Answer:
    found = case.seen(case.rule.look)
    against = _unreliable(case, found)
    if against is not None:
        return against
    tested = _papers(case, RESTORE)
    today = day_of(case.facts.at)
    young = bool(tested) and days_between(tested[-1], today) <= case.rule.restore_days
    if not found.count:
        if not tested:
            return case.answer(Verdict.UNKNOWN, "no_backup_seen", NOTHING)
        return case.answer(Verdict.PARTLY_MET, "backup_unseen", NOTHING, day=tested[-1])
    if not young:
        return case.answer(
            Verdict.PARTLY_MET, "restore_untested", found, count=found.count, most=case.rule.restore_days
        )
    return case.watching(found) or case.answer(Verdict.MET, "backed_up", found, count=found.count, day=tested[-1])
