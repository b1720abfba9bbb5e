"""Our identification of protocols beside nDPI's, on recordings.

    python -m benchmarks.labels [FOLDER OR FILE ...]      default: ../shared/data/pcaps

For every TCP and UDP flow both name: the same, a word for the same thing (`SAME`), or another. Prints agreement, and the
differences with how often each occurs; those that are understood stand in `WHY`. nDPI's guesses from ports alone are left out.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from collectors.packets import SOURCE
from collectors.packets.labels import Labels, read_labels
from model.errors import FengsuiError
from model.event import Event, Origin

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "pcaps"

# nDPI's word → ours.
SAME = {
    "mdns": "mdns", "llmnr": "llmnr", "mail_smtp": "smtp", "mail_smtps": "smtp", "mail_pop": "pop3", "mail_imap": "imap",
    "ftp_control": "ftp", "ftp_data": "ftp-data", "smbv1": "smb", "smbv23": "smb", "cotp": "cotp", "iec60870": "iec104",
    "ethernetip": "enip", "dnp3": "dnp3", "opc-ua": "opcua", "http_connect": "http", "http_proxy": "http", "socks": "socks",
    "synchrophasor": "c37118", "ieee-c37118": "c37118", "hl7": "hl7", "dicom": "dicom", "wsd": "ws_discovery", "tls": "tls",
    "resp": "redis", "iso9506-1-mms": "mms", "s7commplus": "s7comm",
}  # fmt: skip

# (nDPI's word or -, ours or -): why they differ.
WHY = {
    ("-", "hj212"): "HJ 212 is unknown to nDPI",
    ("-", "jt808"): "JT/T 808 is unknown to nDPI",
    ("-", "c37118"): "C37.118 is unknown to this version of nDPI",
    ("rdp", "tls"): "after RDP's negotiation the stream is TLS, and we name what it has become",
    ("socks", "http"): "we name what the proxy carries once it has connected; the SOCKS request is an Event of its own",
    ("ftp_data", "-"): "a data connection has nothing of its own to be known by; the transfer's Event names its port",
    ("kerberos", "-"): "recorded without its beginning",
    (
        "-",
        "http",
    ): "unusual methods, and single requests of scanners: we ask for a whole request line, nDPI for known methods",
    ("-", "ws_discovery"): "WS-Discovery is not among nDPI's certain labels",
    ("-", "mms"): "recorded from the middle; we tell MMS by its own messages",
    ("-", "mdns"): "too few packets for nDPI to be certain",
    ("mdns", "dns"): "an mDNS name asked over ordinary DNS: we go by the port of the exchange",
    ("netbios", "smb"): "SMB on port 139: nDPI names the session service below it",
    ("netbios", "-"): "NetBIOS name and datagram services on UDP are not read here",
    ("nfs", "-"): "NFS is not read here",
    ("spotify", "-"): "an application's own discovery, not read here",
    ("tls", "-"): "recorded from the middle of a session: nothing but encrypted records",
}


def words(label: str) -> set[str]:
    return {SAME.get(part, part) for part in label.lower().split(".")}


def compare(path: Path, verdicts: Counter[str], differences: Counter[tuple[str, str]]) -> tuple[float, float]:
    """Seconds nDPI's process and ours took."""
    begun = time.perf_counter()
    labels: Labels = read_labels(path)
    labelled = time.perf_counter()
    with path.open("rb") as stream:
        events = SOURCE.events(stream, Origin(source="bench", fingerprint="0" * 32), 0)
        flows: list[Event] = [e for e in events if isinstance(e, dict) and e["event.dataset"] == "network.flow"]
    done = time.perf_counter()
    for flow in flows:
        if flow.get("network.transport") not in ("tcp", "udp"):
            continue
        mine = str(flow.get("network.protocol", "")) or "-"
        label = labels.of(flow)
        theirs = label.name if label is not None and not label.guessed else "-"
        if mine == theirs == "-":
            verdicts["neither knows it"] += 1
        elif mine in words(theirs):
            verdicts["agree"] += 1
        else:
            kind = "only ours" if theirs == "-" else "only nDPI's" if mine == "-" else "differ"
            verdicts[kind] += 1
            differences[theirs.lower(), mine] += 1
    return labelled - begun, done - labelled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", type=Path, default=[SHARED])
    options = parser.parse_args()
    found = [p for one in options.inputs for p in (sorted(one.rglob("*.pcap*")) if one.is_dir() else [one])]
    verdicts, differences, seconds = Counter[str](), Counter[tuple[str, str]](), [0.0, 0.0]
    for path in found:
        try:
            spent = compare(path, verdicts, differences)
        except FengsuiError as error:
            print(f"{path.name}: {error}")
            continue
        seconds = [seconds[0] + spent[0], seconds[1] + spent[1]]
    total = sum(verdicts.values())
    print(
        f"{len(found)} recordings, {total:,} flows; nDPI {seconds[0]:.0f} s (a process for each), ours {seconds[1]:.0f} s"
    )
    for verdict, count in verdicts.most_common():
        print(f"  {verdict:18} {count:7,} {count / max(1, total):7.1%}")
    print("differences (nDPI's, ours):")
    for (theirs, mine), count in differences.most_common():
        why = WHY.get((theirs.partition(".")[0], mine)) or WHY.get((theirs, mine)) or ""
        print(f"  {theirs:28} {mine:14} {count:6,}  {why}")


if __name__ == "__main__":
    main()
