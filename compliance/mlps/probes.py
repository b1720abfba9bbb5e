"""Probes over telemetry: what was counted, by whom it was seen, whether that still goes on."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from compliance.mlps.facts import (
    BROKEN,
    HOST,
    HOST_ORIGIN,
    NOTHING,
    UNIT,
    UNIT_ORIGIN,
    USER_ORIGIN,
    Facts,
    Group,
    Seen,
    Subject,
)
from compliance.mlps.rules import GROUPS, Rule
from model.compliance import Answer
from model.proof import Verdict
from model.times import DAY, HOUR, Micros

SHOWN = 5
"""Names that are told in a reason."""
_RANK = {Verdict.NOT_MET: 0, Verdict.PARTLY_MET: 1, Verdict.MET: 2}


@dataclass(frozen=True, slots=True)
class Case:
    """One rule put to one system."""

    rule: Rule
    subject: Subject
    facts: Facts

    def seen(self, query: str) -> Seen:
        """What a query found for the system: of its assets when it has some that the rule can tell, else of its unit.

        A sensor of a unit above says nothing of a system nobody registered an address of.
        """
        groups = GROUPS[self.rule.by]
        found = NOTHING
        if groups[0] is not UNIT and self.subject.assets:
            values = {HOST: self.subject.names}
            known = False
            for group in groups:
                for value in values.get(group, self.subject.addresses):
                    known = True
                    found |= self.facts.look(query, group, self.rule.window_days, value)
            if known:
                return found
        return self.of_unit(query, above=False)

    def of_unit(self, query: str, *, above: bool) -> Seen:
        units = (self.subject.system.unit, *(self.subject.above if above else ()))
        found = NOTHING
        for unit in units:
            found |= self.facts.look(query, UNIT, self.rule.window_days, unit)
        return found

    def pairs(self, group: Group) -> dict[str, Seen]:
        return dict(self.facts.values(self.rule.look, group, self.rule.window_days))

    def answer(
        self, verdict: Verdict, reason: str, seen: Seen = NOTHING, *, query: str = "", **params: object
    ) -> Answer:
        """`best` of the rule is as good as it gets; sources are those that delivered what was looked at."""
        best = self.rule.best
        if verdict in _RANK and _RANK[verdict] > _RANK[best]:
            verdict = best
        return Answer(
            rule=self.rule.id,
            system=self.subject.system.id,
            unit=self.subject.system.unit,
            verdict=verdict,
            reason=reason,
            params=dict(params),
            query=query or self.rule.look,
            start=self.facts.at - self.rule.window_days * DAY,
            end=self.facts.at + 1,
            count=seen.count,
            event_ids=seen.ids,
            sources=tuple(sorted(one for one in seen.others if one in self.facts.sources)),
            lost=self.lost(seen),
        )

    def lost(self, seen: Seen) -> tuple[str, ...]:
        """Of the sources that delivered, those that do so no longer."""
        stale = self.facts.at - self.rule.fresh_hours * HOUR
        return tuple(
            sorted(
                name
                for name in seen.others
                if (source := self.facts.sources.get(name)) is not None
                and (source.state in BROKEN or (source.state == "recorded" and 0 < source.last < stale))
            )
        )

    def watching(self, seen: Seen) -> Answer | None:
        """What there is to say when nobody looks, or no longer; None when somebody does."""
        if not seen.count:
            return self.answer(Verdict.UNKNOWN, "not_collected")
        lost = self.lost(seen)
        if lost and len(lost) == len([one for one in seen.others if one in self.facts.sources]):
            return self.answer(Verdict.NOT_MET, "source_lost", seen, sources=shown(lost))
        if seen.last < self.facts.at - self.rule.fresh_hours * HOUR:
            return self.answer(Verdict.NOT_MET, "stale", seen, hours=int((self.facts.at - seen.last) // HOUR))
        return None

    def softened(self, seen: Seen) -> Verdict:
        """Met, or partly when one of several sources is lost."""
        return Verdict.PARTLY_MET if self.lost(seen) else Verdict.MET


def shown(names: tuple[str, ...] | list[str]) -> str:
    more = f" … +{len(names) - SHOWN}" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def seen(case: Case) -> Answer:
    found = case.seen(case.rule.look)
    return case.watching(found) or case.answer(case.softened(found), "seen", found, count=found.count)


def unseen(case: Case) -> Answer:
    watched = case.seen(case.rule.look)
    found = case.seen(case.rule.find)
    if found.count > case.rule.most:
        allowed = case.rule.unless_exposed and "internet" in case.subject.record.exposure
        verdict = Verdict.PARTLY_MET if allowed else Verdict.NOT_MET
        reason = "found_exposed" if allowed else "found"
        return case.answer(verdict, reason, found, query=case.rule.find, count=found.count, most=case.rule.most)
    return case.watching(watched) or case.answer(case.softened(watched), "not_found", watched, looked=watched.count)


def share(case: Case) -> Answer:
    whole = case.seen(case.rule.look)
    missing = case.watching(whole)
    if missing is not None:
        return missing
    part = case.seen(case.rule.find)
    percent = 100 * part.count / whole.count
    verdict = case.softened(whole) if percent >= case.rule.least else Verdict.NOT_MET
    if Verdict.NOT_MET is verdict and percent >= case.rule.least / 2:
        verdict = Verdict.PARTLY_MET
    return case.answer(
        verdict,
        "share",
        whole,
        percent=f"{percent:.1f}",
        least=f"{case.rule.least:g}",
        part=part.count,
        whole=whole.count,
    )


def retention(case: Case) -> Answer:
    """Oldest event searchable and no pause longer than `gap_hours`; a platform younger than the threshold is partly met
    when it is set to keep long enough."""
    found = case.of_unit(case.rule.look, above=False)
    missing = case.watching(found)
    if missing is not None:
        return missing
    days = (case.facts.at - found.first) // DAY
    gaps = [gap for gap in _gaps(case) if gap > case.rule.gap_hours * HOUR]
    if gaps:
        return case.answer(Verdict.NOT_MET, "log_gap", found, gaps=len(gaps), hours=int(max(gaps) // HOUR))
    if days >= case.rule.least:
        return case.answer(case.softened(found), "retained", found, days=int(days))
    kept = case.facts.platform.retention_days
    verdict = Verdict.PARTLY_MET if kept >= case.rule.least else Verdict.NOT_MET
    return case.answer(verdict, "retained_short", found, days=int(days), least=f"{case.rule.least:g}", kept=kept)


def _gaps(case: Case) -> list[Micros]:
    """Pauses between the days of a unit, up to now."""
    spans = sorted(case.facts.spans.get(case.subject.system.unit, ()))
    pauses, end = [], None
    for first, last in spans:
        if end is not None:
            pauses.append(first - end)
        end = last if end is None else max(end, last)
    return [*pauses, case.facts.at - end] if end is not None else []


def coverage(case: Case) -> Answer:
    """Share of the system's assets, which have a name, that deliver logs of their own."""
    named = [asset for asset in case.subject.assets if asset.hostnames or asset.addresses]
    if not named:
        return seen(case)
    silent: list[str] = []
    total = NOTHING
    for asset in named:
        found = NOTHING
        for name in asset.hostnames:
            found |= case.facts.look(case.rule.look, HOST, case.rule.window_days, name)
        alive = found.count and not (case.lost(found) and len(case.lost(found)) == len(found.others))
        if not alive:
            silent.append(asset.name)
        total |= found
    percent = 100 * (len(named) - len(silent)) / len(named)
    verdict = Verdict.MET if percent >= case.rule.least else Verdict.PARTLY_MET if percent >= 50 else Verdict.NOT_MET
    if not total.count:
        total = case.of_unit(case.rule.look, above=False)
    return case.answer(
        verdict, "coverage", total, percent=f"{percent:.0f}", least=f"{case.rule.least:g}", silent=shown(silent) or "-"
    )


def sources(case: Case) -> Answer:
    """Every source of the unit delivers."""
    found = case.of_unit(case.rule.look, above=False)
    own = [
        one for one in case.facts.sources.values() if one.unit == case.subject.system.unit and one.state != "recorded"
    ]
    broken = sorted(one.name for one in own if one.state in BROKEN and one.name in found.others)
    broken += sorted(one.name for one in own if one.state in BROKEN and one.name not in found.others)
    if broken:
        return case.answer(Verdict.NOT_MET, "sources_broken", found, sources=shown(broken), number=len(broken))
    return case.watching(found) or case.answer(Verdict.MET, "sources_alive", found, number=len(found.others))


def lockout(case: Case) -> Answer:
    failures, locks = case.seen(case.rule.look), case.seen(case.rule.find)
    if locks.count:
        return case.answer(Verdict.MET, "locked", locks, query=case.rule.find, count=locks.count)
    watched = case.of_unit("*", above=False)
    if not watched.count:
        return case.answer(Verdict.UNKNOWN, "not_collected")
    if failures.count >= case.rule.tries:
        return case.answer(Verdict.NOT_MET, "no_lock", failures, failures=failures.count, tries=case.rule.tries)
    return case.answer(
        Verdict.PARTLY_MET, "no_chance", failures if failures.count else watched, failures=failures.count
    )


def bastion(case: Case) -> Answer:
    """Successful logins come from an asset the record names a bastion."""
    found = case.seen(case.rule.look)
    missing = case.watching(found)
    if missing is not None:
        return missing
    wanted = set(case.subject.record.bastions)
    known = [asset for asset in case.facts.estate.assets if asset.id in wanted or asset.name in wanted]
    if not known:
        return case.answer(Verdict.UNKNOWN, "no_bastion", found)
    allowed = {one for asset in known for one in asset.addresses}
    own = {one for asset in known for one in asset.hostnames}
    pairs = case.pairs(HOST_ORIGIN)
    names = case.subject.names or tuple(pairs)
    past: dict[str, int] = {}
    for name in names:
        if name in own or name not in pairs:
            continue
        for origin, number in pairs[name].others.items():
            if origin and origin not in allowed:
                past[origin] = past.get(origin, 0) + number
    if past:
        return case.answer(
            Verdict.NOT_MET, "past_bastion", found, origins=shown(sorted(past)), count=sum(past.values())
        )
    return case.answer(case.softened(found), "through_bastion", found, count=found.count)


def shared_accounts(case: Case) -> Answer:
    """Accounts that log in from more addresses than one person has."""
    found = case.seen(case.rule.look)
    missing = case.watching(found)
    if missing is not None:
        return missing
    wide = sorted(
        name
        for name, one in case.pairs(USER_ORIGIN).items()
        if name and len([origin for origin in one.others if origin]) > case.rule.most
    )
    if wide:
        return case.answer(Verdict.NOT_MET, "shared", found, accounts=shown(wide), most=case.rule.most)
    return case.answer(case.softened(found), "not_shared", found, count=found.count, most=case.rule.most)


def unknown_devices(case: Case) -> Answer:
    """Private addresses on the wire that no asset of the register has."""
    found = case.of_unit(case.rule.look, above=False)
    missing = case.watching(found)
    if missing is not None:
        return missing
    known = {address for asset in case.facts.estate.assets for address in asset.addresses}
    if not known:
        return case.answer(Verdict.UNKNOWN, "no_register", found)
    pairs = case.pairs(UNIT_ORIGIN).get(case.subject.system.unit, NOTHING)
    strange = sorted(one for one in pairs.others if one and one not in known and _private(one))
    if strange:
        query = f"source.ip:({' OR '.join(strange[:SHOWN])})"
        return case.answer(
            Verdict.NOT_MET, "unknown_devices", found, query=query, number=len(strange), addresses=shown(strange)
        )
    return case.answer(case.softened(found), "all_known", found, number=len(known))


def _private(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return address.is_private and not (address.is_loopback or address.is_unspecified or address.is_link_local)
