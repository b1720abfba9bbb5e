"""Two recorded campaigns against LSASS (OTRF): Sysmon of the victim, Zeek logs and packets of the same minutes.

The recordings name the victim in two ways: the host's logs by its full name, the network by an address no host log's alert
carries. Only a register can say that both are one machine. The exporter printed a 12-hour clock of another zone as UTC;
Sysmon's `UtcTime` is right, and what has no other time (Security, System, PowerShell) lies nineteen hours before it.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from collectors import registry
from collectors.contract import Quarantined, RawRecord
from correlator import Correlator
from correlator.known import known
from detections.sigma import load
from detections.sigma.alerts import alert_of
from model.alert import Alert
from model.estate import Asset, AssetKind
from model.event import Event, Origin
from model.incident import Incident
from model.times import HOUR, MINUTE, Micros, parse_iso
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
            for match in [*matches, *correlations.feed(event, matches)]:
                if match.rule.reports:
                    where = str(event.get("Channel") or event.get("event.dataset"))
                    found.append((alert_of(match, event, event["@timestamp"]), where))
    return sorted(found, key=lambda one: (one[0].time, one[0].id))


def escalated(campaign: Campaign, alerts: list[tuple[Alert, str]], *, register: bool) -> list[Incident]:
    victim = Asset(
        id="victim",
        name=campaign.host,
        kind=AssetKind.WORKSTATION,
        unit="lab",
        hostnames=(campaign.host,),
        addresses=(campaign.address,),
    )
    correlator = Correlator(known=known([victim]) if register else None)
    correlator.feed_all(alert for alert, _ in alerts)
    return [i for i in correlator.incidents() if i.escalated]


def in_time(campaign: Campaign, incident: Incident) -> bool:
    begins, ends = parse_iso(campaign.begins), parse_iso(campaign.ends)
    return begins <= incident.first_event and incident.last_event <= ends


def of_network(where: str) -> bool:
    return where.startswith(("zeek.", "network."))


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda c: str(c.folder))
def test_a_campaign_is_one_incident_of_host_and_network_when_the_register_knows_the_address(
    campaign: Campaign,
) -> None:
    alerts = alerts_of(campaign)
    found = [i for i in escalated(campaign, alerts, register=True) if in_time(campaign, i)]
    assert len(found) == 1
    where = {alert.id: place for alert, place in alerts}
    sources = Counter(of_network(where[m.alert_id]) for m in found[0].members)
    assert sources[True] >= 3
    assert sources[False] >= 100
    assert {ATTACKER, f"ip:{campaign.address}"} <= {e.key for e in found[0].entities}
    titles = {alert.rule.title for alert, _ in alerts if alert.id in {m.alert_id for m in found[0].members}}
    assert any("LSASS" in title for title in titles)


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda c: str(c.folder))
def test_without_a_register_no_incident_claims_that_name_and_address_are_one(campaign: Campaign) -> None:
    alerts = alerts_of(campaign)
    where = {alert.id: place for alert, place in alerts}
    for incident in escalated(campaign, alerts, register=False):
        assert len({of_network(where[m.alert_id]) for m in incident.members}) == 1


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda c: str(c.folder))
def test_what_sysmon_timed_is_told_at_its_true_time_and_the_rest_of_the_export_is_half_a_day_off(
    campaign: Campaign,
) -> None:
    """What stops the Security log from joining: nothing in its records tells the true time."""
    alerts = alerts_of(campaign)
    begins: Micros = parse_iso(campaign.begins)
    for alert, where in alerts:
        if "Sysmon" in where or of_network(where):
            assert alert.time >= begins
        else:
            assert 19 * HOUR - 15 * MINUTE < begins - alert.time + 15 * MINUTE < 19 * HOUR + 30 * MINUTE
