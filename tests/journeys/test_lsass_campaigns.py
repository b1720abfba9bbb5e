"""Two recorded campaigns against LSASS (OTRF): Sysmon of the victim, Zeek logs and packets of the same minutes.

The recordings name the victim in two ways: the host's logs by its full name, the network by an address. A register can say
that both are one machine; in the first campaign a connection the Security log tells of says it as well. The exporter printed
a 12-hour clock of another zone as UTC; Sysmon's `UtcTime` is right, and what has no other time (Security, System,
PowerShell) is told nineteen hours before it. Sysmon's pairs of both times tell how far the exporter's clock is off.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from collectors import registry
from collectors.contract import Quarantined, RawRecord
from correlator import Correlator
from correlator.known import known
from detections.sigma import CorrelationMatch, Match, load
from detections.sigma.alerts import alert_of
from model.alert import Alert
from model.clocks import Witness
from model.estate import Asset, AssetKind
from model.event import Event, Origin
from model.incident import Incident
from model.times import HOUR, MINUTE, SECOND, Micros, parse_iso
from tests.corpus.test_sigmahq import RULES, corpus
from tests.journeys.recorded import RULES as OWN_RULES
from tests.shared import shared

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@dataclass(frozen=True)
class Campaign:
    """begins, ends: by the packets, whose clock is right."""

    folder: str
    name: str
    host: str
    address: str
    begins: str
    ends: str
    packets: bool


CAMPAIGNS = (
    Campaign(
        "lsass_campaign_01",
        "metasploit_logonpasswords_lsass_memory_dump",
        "MKT01.pandalab.com",
        "192.168.1.41",
        "2023-08-16T04:53:30Z",
        "2023-08-16T05:00:30Z",
        True,
    ),
    Campaign(
        "lsass_campaign_02",
        "metasploit_procdump_lsass_memory_dump",
        "ACCT01.pandalab.com",
        "192.168.1.43",
        "2023-08-16T00:33:30Z",
        "2023-08-16T00:43:30Z",
        False,
    ),
)
ATTACKER = "ip:10.0.5.13"
BEHIND = 19 * HOUR


def read(kind: str, data: bytes, name: str) -> list[Event]:
    origin = Origin(source=kind, fingerprint=name, unit="lab", observer=kind, path=name, timezone="UTC")
    source: Any = registry.source(kind)
    if hasattr(source, "events"):
        return [e for e in source.events(io.BytesIO(data), origin, 0) if not isinstance(e, Quarantined)]
    records = [r for r in source.records(io.BytesIO(data)) if isinstance(r, RawRecord)]
    return [event for record in records for event in source.normalise(record, origin, 0)]


@cache
def alerts_of(campaign: Campaign) -> list[tuple[Alert, str]]:
    """In order of time, each with the channel or data set it was found in."""
    stem = f"otrf/{campaign.folder}/{campaign.name}"
    with zipfile.ZipFile(shared(f"{stem}.zip")) as archive:
        events = read("jsonl", archive.read(f"{campaign.name}.json"), "host.json")
    with zipfile.ZipFile(shared(f"{stem}_zeek_logs.zip")) as archive:
        for name in archive.namelist():
            events += read("zeek", archive.read(name), name)
    if campaign.packets:
        with zipfile.ZipFile(shared(f"{stem}_pcapng.zip")) as archive:
            events += read("pcap", archive.read(f"{campaign.name}.pcapng"), "packets.pcapng")
    shared(RULES)
    events.sort(key=lambda event: event["@timestamp"])
    found = []
    for rules in (corpus(), load([OWN_RULES])):
        correlations = rules.correlator()
        for event in events:
            matches = rules.match(event)
            every: list[Match | CorrelationMatch] = [*matches, *correlations.feed(event, matches)]
            for match in every:
                if match.rule.reports:
                    where = str(event.get("Channel") or event.get("event.dataset"))
                    found.append((alert_of(match, event, event["@timestamp"]), where))
    return sorted(found, key=lambda one: (one[0].time, one[0].id))


def correlated(campaign: Campaign, alerts: Iterable[Alert], *, register: bool) -> Correlator:
    victim = Asset(
        id="victim",
        name=campaign.host,
        kind=AssetKind.WORKSTATION,
        unit="lab",
        hostnames=(campaign.host,),
        addresses=(campaign.address,),
    )
    correlator = Correlator(known=known([victim]) if register else None)
    correlator.feed_all(alerts)
    return correlator


def escalated(correlator: Correlator) -> list[Incident]:
    return [i for i in correlator.incidents() if i.escalated]


def of_network(where: str) -> bool:
    return where.startswith(("zeek.", "network."))


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda c: str(c.folder))
@pytest.mark.parametrize("order", ["of the times told", "of arrival"])
def test_a_campaign_is_one_incident_of_host_and_network_in_its_true_time(campaign: Campaign, order: str) -> None:
    """In the order of the times told, all that is wrongly stamped comes before the first pair that proves it wrong."""
    alerts = alerts_of(campaign)
    if order == "of arrival":
        alerts = sorted(
            alerts, key=lambda one: (one[0].clock.stamp + BEHIND if one[0].clock else one[0].time, one[0].id)
        )
    found = escalated(correlated(campaign, (alert for alert, _ in alerts), register=True))
    assert len(found) == 1
    incident = found[0]
    slack = 5 * MINUTE  # the host's log goes on after the packets
    assert parse_iso(campaign.begins) - slack <= incident.first_event
    assert incident.last_event <= parse_iso(campaign.ends) + slack
    where = {alert.id: place for alert, place in alerts}
    held = {m.alert_id for m in incident.members}
    sources = Counter("network" if of_network(where[one]) else where[one] for one in held)
    assert sources["network"] >= 3
    assert sources["Security"] == sum(place == "Security" for _, place in alerts), "all of the Security log"
    assert sources["Microsoft-Windows-Sysmon/Operational"] >= 100
    assert {ATTACKER, f"ip:{campaign.address}"} <= {e.key for e in incident.entities}
    titles = {alert.rule.title for alert, _ in alerts if alert.id in held}
    assert any("LSASS" in title for title in titles)


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda c: str(c.folder))
def test_without_a_register_only_the_hosts_own_word_makes_name_and_address_one(campaign: Campaign) -> None:
    alerts = alerts_of(campaign)
    found = escalated(correlated(campaign, (alert for alert, _ in alerts), register=False))
    assert len(found) == 1
    told = any(
        {f"host:{campaign.host.lower()}", f"ip:{campaign.address}"} <= {e.key.lower() for e in alert.entities}
        for alert, _ in alerts
    )
    where = {alert.id: place for alert, place in alerts}
    assert any(of_network(where[m.alert_id]) for m in found[0].members) == told


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda c: str(c.folder))
def test_the_exporters_clock_is_found_nineteen_hours_behind_and_no_event_changes_its_time(campaign: Campaign) -> None:
    alerts = alerts_of(campaign)
    begins: Micros = parse_iso(campaign.begins)
    off = correlated(campaign, (alert for alert, _ in alerts), register=True).clocks_off()
    assert [(one.host, one.witness) for one in off] == [(campaign.host.lower(), Witness.RECORD)]
    assert abs(off[0].behind - BEHIND) < 5 * SECOND
    assert off[0].agreeing >= off[0].pairs * 2 // 3
    for alert, where in alerts:
        if "Sysmon" not in where and not of_network(where):
            assert 19 * HOUR - 15 * MINUTE < begins - alert.time + 15 * MINUTE < 19 * HOUR + 30 * MINUTE
