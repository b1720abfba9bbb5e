"""Logs of other sensors, made from a fixed seed in the proportions of an office network: Suricata's EVE and Zeek's JSON."""

from __future__ import annotations

import random
from typing import Any

import orjson

_DOMAINS = [f"{name}.example{n}.cn" for n in range(40) for name in ("www", "mail", "update", "api", "cdn")]
_AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"


class _Network:
    def __init__(self) -> None:
        self.pick = random.Random(7)

    def inside(self) -> str:
        return f"10.0.{self.pick.randrange(16)}.{self.pick.randrange(1, 250)}"

    def outside(self) -> str:
        return f"203.0.{self.pick.randrange(256)}.{self.pick.randrange(1, 250)}"

    def number(self, most: int) -> int:
        return self.pick.randrange(most)


def eve(rows: int = 20_000) -> bytes:
    """Half flows, a quarter DNS, the rest TLS, HTTP, files and alerts."""
    net = _Network()
    return b"\n".join(orjson.dumps(_eve(net, i)) for i in range(rows)) + b"\n"


def _eve(net: _Network, i: int) -> dict[str, Any]:
    stamp = f"2026-11-22T08:{i // 6000 % 60:02d}:{i // 100 % 60:02d}.{net.number(10**6):06d}+0800"
    kind = net.pick.choices(("flow", "dns", "tls", "http", "fileinfo", "alert"), (50, 25, 10, 9, 4, 2))[0]
    row: dict[str, Any] = {
        "timestamp": stamp,
        "flow_id": net.number(2**50),
        "in_iface": "eth1",
        "event_type": kind,
        "src_ip": net.inside(),
        "src_port": net.number(65536),
        "dest_ip": net.outside(),
        "dest_port": 443,
        "proto": "UDP" if kind == "dns" else "TCP",
        "community_id": "1:" + net.pick.randbytes(14).hex(),
    }
    if kind == "flow":
        flow = {
            name: net.number(10**4) for name in ("pkts_toserver", "pkts_toclient", "bytes_toserver", "bytes_toclient")
        }
        row |= {
            "app_proto": "tls",
            "flow": flow | {"start": stamp, "end": stamp, "age": 12, "state": "closed", "reason": "timeout", "alerted": False},
            "tcp": {"tcp_flags": "1b", "tcp_flags_ts": "1b", "tcp_flags_tc": "1b", "syn": True, "fin": True, "psh": True,
                    "ack": True, "state": "closed"},
        }  # fmt: skip
    elif kind == "dns":
        name = net.pick.choice(_DOMAINS)
        answer = {"rrname": name, "rrtype": "A", "ttl": 60, "rdata": net.outside()}
        row["dns"] = {"version": 2, "type": "answer", "id": net.number(65536), "flags": "8180", "qr": True, "rd": True,
                      "ra": True, "rrname": name, "rrtype": "A", "rcode": "NOERROR", "answers": [answer],
                      "grouped": {"A": [answer["rdata"]]}}  # fmt: skip
    elif kind == "tls":
        row["tls"] = {"sni": net.pick.choice(_DOMAINS), "version": "TLS 1.3", "ja3": {"hash": net.pick.randbytes(16).hex()},
                      "ja3s": {"hash": net.pick.randbytes(16).hex()}}  # fmt: skip
    else:
        row["http"] = {"hostname": net.pick.choice(_DOMAINS), "url": f"/item/{net.number(10**6)}?page=2",
                       "http_user_agent": _AGENT, "http_method": "GET", "protocol": "HTTP/1.1", "status": 200,
                       "length": net.number(10**5), "http_content_type": "text/html"}  # fmt: skip
    if kind == "fileinfo":
        row["fileinfo"] = {"filename": f"/files/{net.number(999)}.zip", "gaps": False, "state": "CLOSED",
                           "md5": net.pick.randbytes(16).hex(), "size": net.number(10**7), "tx_id": 0}  # fmt: skip
    elif kind == "alert":
        row["alert"] = {"action": "allowed", "gid": 1, "signature_id": 2000000 + net.number(900), "rev": 3,
                        "signature": "ET POLICY outdated client", "category": "Potential Corporate Privacy Violation",
                        "severity": 1}  # fmt: skip
    return row


def zeek(rows: int = 20_000) -> bytes:
    """conn, dns, ssl, http and files in one stream, as Zeek's JSON streaming writes them."""
    net = _Network()
    return b"\n".join(orjson.dumps(_zeek(net, i)) for i in range(rows)) + b"\n"


def _zeek(net: _Network, i: int) -> dict[str, Any]:
    kind = net.pick.choices(("conn", "dns", "ssl", "http"), (50, 27, 12, 11))[0]
    row: dict[str, Any] = {
        "_path": kind,
        "ts": 1_795_000_000 + i / 100,
        "uid": "C" + net.pick.randbytes(8).hex(),
        "id.orig_h": net.inside(),
        "id.orig_p": net.number(65536),
        "id.resp_h": net.outside(),
        "id.resp_p": 443,
    }
    if kind == "conn":
        row |= {"proto": "tcp", "service": "ssl", "duration": net.number(10**6) / 1000, "orig_bytes": net.number(10**5),
                "resp_bytes": net.number(10**6), "conn_state": "SF", "local_orig": True, "local_resp": False,
                "missed_bytes": 0, "history": "ShADadFf", "orig_pkts": 12, "orig_ip_bytes": 2000, "resp_pkts": 20,
                "resp_ip_bytes": 22000}  # fmt: skip
    elif kind == "dns":
        row |= {"proto": "udp", "trans_id": net.number(65536), "rtt": 0.02, "query": net.pick.choice(_DOMAINS), "qclass": 1,
                "qclass_name": "C_INTERNET", "qtype": 1, "qtype_name": "A", "rcode": 0, "rcode_name": "NOERROR",
                "AA": False, "TC": False, "RD": True, "RA": True, "Z": 0, "answers": [net.outside()], "TTLs": [60.0],
                "rejected": False}  # fmt: skip
    elif kind == "ssl":
        row |= {"version": "TLSv13", "cipher": "TLS_AES_128_GCM_SHA256", "curve": "x25519", "resumed": False,
                "server_name": net.pick.choice(_DOMAINS), "established": True, "ssl_history": "CsiI"}  # fmt: skip
    else:
        row |= {"trans_depth": 1, "method": "GET", "host": net.pick.choice(_DOMAINS), "uri": f"/item/{net.number(10**6)}?p=2",
                "version": "1.1", "user_agent": _AGENT, "request_body_len": 0, "response_body_len": net.number(10**5),
                "status_code": 200, "status_msg": "OK", "resp_fuids": ["F" + net.pick.randbytes(8).hex()],
                "resp_mime_types": ["text/html"]}  # fmt: skip
    return row
