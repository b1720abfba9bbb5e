"""The same recordings read by tshark. Where the two differ, the difference stands here as data, with its reason."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from functools import cache

import pytest

from collectors.packets import SOURCE
from model.event import Event
from tests.collectors.packets.craft import ORIGIN
from tests.collectors.packets.test_independent_count import FILES
from tests.shared import shared

TSHARK = shutil.which("tshark")
pytestmark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")

MQTT_NAMES = {
    1: "connect",
    2: "connack",
    3: "publish",
    8: "subscribe",
    9: "suback",
    10: "unsubscribe",
    11: "unsuback",
    14: "disconnect",
}


FIELDS = (
    "frame.number", "frame.protocols", "dns.flags.response", "dns.qry.name", "http.request.method", "http.request.uri",
    "http.response.code", "tls.handshake.extensions_server_name", "tls.handshake.ja3", "tls.handshake.ja3s", "ssh.protocol",
    "ssh.kex.hassh", "ssh.kex.hasshserver", "mqtt.msgtype", "mqtt.topic", "mbtcp.trans_id", "mbtcp.unit_id", "modbus.func_code",
    "sip.Method", "sip.Call-ID", "dicom.assoc.ae.calling", "dicom.assoc.ae.called", "dicom.pdu.type", "hl7.message.type",
    "hl7.event.type", "iec60870_asdu.typeid", "dnp3.al.func", "s7comm.param.func", "s7comm.header.rosctr",
    "bacapp.type", "bacapp.confirmed_service", "bacapp.unconfirmed_service",
    "opcua.servicenodeid.numeric", "synphasor.frtype", "cip.sc", "cip.rr",
    "snmp.data", "dhcp.option.dhcp", "radius.code", "radius.id", "radius.authenticator",
    "smb2.cmd", "smb2.flags.response", "smb2.filename", "smb2.tree", "smb2.create.disposition", "ntlmssp.auth.username",
    "smb.cmd", "smb.path", "kerberos.msg_type", "kerberos.CNameString", "kerberos.SNameString", "kerberos.realm",
    "ldap.messageID", "ldap.protocolOp", "ldap.baseObject", "ldap.name", "ldap.resultCode",
    "rdp.rt_cookie", "rdp.negReq.selectedProtocol", "rdp.negFailure.failureCode", "rdp.client.name", "rdp.encryptionLevel",
    "mysql.user", "mysql.version", "mysql.command", "mysql.query",
)  # fmt: skip


@cache
def dissected(name: str) -> tuple[dict[str, str], ...]:
    """One row per packet; several values of a field are joined with `|`. tshark runs once per recording."""
    assert TSHARK is not None
    command = [TSHARK, "-n", "-r", str(shared(name)), "-T", "fields", "-E", "aggregator=|"]
    for field in FIELDS:
        command += ["-e", field]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return tuple(dict(zip(FIELDS, line.split("\t"), strict=True)) for line in done.stdout.splitlines())


def tshark(name: str, protocols: set[str], *fields: str) -> list[list[str]]:
    """The fields of every packet that carries one of the protocols; not what an ICMP error quotes."""
    rows = []
    for row in dissected(name):
        layers = set(row["frame.protocols"].split(":"))
        if layers & protocols and not layers & {"icmp", "icmpv6"}:
            rows.append([row[field] for field in fields])
    return rows


@cache
def ours(name: str) -> tuple[Event, ...]:
    with shared(name).open("rb") as stream:
        return tuple(e for e in SOURCE.events(stream, ORIGIN, 0) if isinstance(e, dict) and e["event.kind"] == "event")


def of(name: str, dataset: str) -> list[Event]:
    return [e for e in ours(name) if e["event.dataset"] == f"network.{dataset}"]


def dns(name: str) -> tuple[Counter, Counter]:
    rows = tshark(name, {"dns", "mdns", "llmnr"}, "frame.number", "dns.flags.response", "dns.qry.name")
    theirs = Counter((int(n), r in ("1", "True"), q.split("|")[0].replace("<Root>", "")) for n, r, q in rows)
    mine: Counter = Counter()
    for e in of(name, "dns"):
        asked = e.get("dns.question.name", "")
        if "fengsui.dns.query_bytes" in e:
            mine[(e["fengsui.packet.first"], False, asked)] += 1
        if "fengsui.dns.response_bytes" in e:
            mine[(e["fengsui.packet.last"], True, asked)] += 1
    return theirs, mine


def http(name: str) -> tuple[Counter, Counter]:
    rows = tshark(name, {"http"}, "http.request.method", "http.request.uri", "http.response.code")
    theirs: Counter = Counter()
    for methods, targets, codes in rows:
        paths = targets.split("|")
        for index, method in enumerate(m for m in methods.split("|") if m):
            theirs[(method, paths[index] if index < len(paths) else "")] += 1
        theirs.update(int(code) for code in codes.split("|") if code and not code.startswith("1"))
    mine: Counter = Counter()
    for e in of(name, "http"):
        if "http.request.method" in e:
            mine[(e["http.request.method"], e.get("url.original", ""))] += 1
        if "http.response.status_code" in e:
            mine[e["http.response.status_code"]] += 1
    return theirs, mine


def tls(name: str) -> tuple[Counter, Counter]:
    rows = list(
        tshark(name, {"tls"}, "tls.handshake.extensions_server_name", "tls.handshake.ja3", "tls.handshake.ja3s")
    )
    theirs = Counter((named, client) for named, client, _ in rows if client) + Counter(
        server for _, _, server in rows if server
    )
    told = [*of(name, "tls"), *of(name, "quic")]
    mine = Counter((e.get("tls.client.server_name", ""), e["tls.client.ja3"]) for e in told if "tls.client.ja3" in e)
    return theirs, mine + Counter(e["tls.server.ja3s"] for e in told if "tls.server.ja3s" in e)


def ssh(name: str) -> tuple[Counter, Counter]:
    rows = tshark(name, {"ssh"}, "ssh.protocol", "ssh.kex.hassh", "ssh.kex.hasshserver")
    theirs = Counter(value for row in rows for cell in row for value in cell.split("|") if value)
    keys = ("client.version", "server.version", "client.hassh", "server.hassh")
    return theirs, Counter(e[f"fengsui.ssh.{k}"] for e in of(name, "ssh") for k in keys if f"fengsui.ssh.{k}" in e)


def mqtt(name: str) -> tuple[Counter, Counter]:
    rows = tshark(name, {"mqtt"}, "mqtt.msgtype", "mqtt.topic")
    theirs = Counter((MQTT_NAMES[int(kind)], topic) for kind, topic in rows if int(kind) in MQTT_NAMES)
    mine = Counter(
        (e["fengsui.mqtt.type"], e.get("fengsui.mqtt.topic") or "|".join(e.get("fengsui.mqtt.filters", [])))
        for e in of(name, "mqtt")
    )
    return theirs, mine


def modbus(name: str) -> tuple[Counter, Counter]:
    rows = tshark(name, {"mbtcp"}, "mbtcp.trans_id", "mbtcp.unit_id", "modbus.func_code")
    theirs: Counter = Counter()
    for row in rows:
        theirs.update(zip(*(map(int, cell.split("|")) for cell in row if cell), strict=False))
    mine: Counter = Counter()
    for e in of(name, "modbus"):
        key = tuple(e[f"fengsui.modbus.{k}"] for k in ("transaction_id", "unit_id", "function_code"))
        answered = "fengsui.modbus.response_bytes" in e
        mine[key] += answered + ("event.duration" in e or not answered)
    return theirs, mine


def sip(name: str) -> tuple[Counter, Counter]:
    """Requests by method and call; one sent again, or a recording that repeats itself, counts once."""
    rows = tshark(name, {"sip"}, "sip.Method", "sip.Call-ID")
    theirs = Counter({(method, call) for method, call in rows if method})
    mine = {
        (e["fengsui.sip.method"], e["fengsui.sip.call_id"]) for e in of(name, "sip") if "fengsui.sip.request_uri" in e
    }
    return theirs, Counter(mine)


def dicom(name: str) -> tuple[Counter, Counter]:
    rows = tshark(name, {"dicom"}, "dicom.assoc.ae.calling", "dicom.assoc.ae.called", "dicom.pdu.type")
    theirs = Counter((calling.strip(), called.strip()) for calling, called, kind in rows if kind in ("0x01", "1"))
    mine = Counter(
        (e["fengsui.dicom.calling_ae_title"], e["fengsui.dicom.called_ae_title"])
        for e in of(name, "dicom")
        if e["event.action"] == "dicom_associate"
    )
    return theirs, mine


def hl7(name: str) -> tuple[Counter, Counter]:
    rows = tshark(name, {"hl7"}, "hl7.message.type", "hl7.event.type")
    theirs = Counter(f"{kind}^{event}" for kind, event in rows if kind and kind != "ACK")
    return theirs, Counter(e["fengsui.hl7.message_type"] for e in of(name, "hl7"))


READERS = {
    "dns": dns, "http": http, "tls": tls, "ssh": ssh, "mqtt": mqtt, "modbus": modbus,
    "sip": sip, "dicom": dicom, "hl7": hl7,
}  # fmt: skip

# (protocol, file): what only tshark has, what only we have, why. Values are the keys of the readers above.
DIFFERENCES: dict[tuple[str, str], tuple[Counter, Counter, str]] = {
    ("http", "pcaps/http/zeek--206_example_b.pcap"): (
        Counter(),
        Counter([206]),
        "the recording ends inside the answer's body; tshark shows an answer when it is whole, we show what was seen of it",
    ),
    ("http", "pcaps/http/zeek--bro.org.pcap"): (
        Counter(),
        Counter([200]),
        "the answer's body has a hole of 7,240 bytes: tshark waits for them, we count them as missing and go on",
    ),
    ("tls", "pcaps/rdp/zeek--rdp-to-ssl.pcap"): (
        Counter(),
        Counter(
            {("192.168.1.150", "eaef0d8d3d689b3adc0c46bc5b6fc95e"): 2, "18e962e106761869a61045bed0e81c2c": 2},
        ),
        "after RDP's negotiation the stream is TLS; tshark 4.0 goes on reading TPKT frames",
    ),
    ("ssh", "pcaps/ssh/zeek--ssh.pcap"): (
        Counter(),
        Counter(
            [
                "SSH-2.0-OpenSSH_6.2",
                "1f120ecfc2c57fbdeaf66b93a3bf26ee",
                "SSH-2.0-OpenSSH_5.9p1 Debian-5ubuntu1.1",
                "ce3c327f37ea2ec21f317fbc3fd1ea43",
                "SSH-2.0-OpenSSH_6.6",
                "e30029a55fea2fcd3501023fb659bfae",
                "SSH-2.0-paramiko_1.15.2",
                "d72f74b08466652d162ca02ad197b9ad",
            ]
        ),
        "two connections to ports 2200 and 41644: tshark takes SSH to be on port 22, we know it by its banner",
    ),
    ("modbus", "pcaps/modbus/zeek--modbusBig.pcap"): (
        Counter(),
        Counter([(50382, 255, 1)]),
        "packet 3150 was recorded after its own acknowledgement; tshark takes it for a repetition and does not read it",
    ),
}


@pytest.mark.parametrize("protocol", READERS)
@pytest.mark.parametrize("name", FILES)
def test_what_tshark_sees_is_seen(protocol, name):
    theirs, mine = READERS[protocol](name)
    only_theirs, only_ours, _ = DIFFERENCES.get((protocol, name), (Counter(), Counter(), ""))
    assert theirs - mine == only_theirs
    assert mine - theirs == only_ours
