"""The services of the hosts: each function writes its configuration below a host's folder and says how to start it.

Configuration lives in `configs/` as the files the software reads, with `@NAME@` where the district fills in.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.captures.make import people_records
from tests.captures.make.needs import PYTHON
from tests.captures.make.network import run
from tests.captures.make.world import API_TOKENS, HOSTS, MQTT_USERS, PUBLIC_SITE, TUNNEL_DOMAIN, Host

CONFIGS = Path(__file__).resolve().parent / "configs"
PROGRAMS = "/opt/district"

Service = dict[str, Any]


def _config(name: str, **values: str) -> str:
    text = (CONFIGS / name).read_text()
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text


def _program(name: str, *argv: str, user: str | None = None) -> Service:
    service: Service = {"argv": [str(PYTHON), f"{PROGRAMS}/{name}", *argv]}
    return {**service, "user": user} if user else service


def _log_folder(folder: Path, name: str, uid: int) -> None:
    target = folder / "var" / "log" / name
    target.mkdir()
    os.chown(target, uid, uid)


def syslog_service(folder: Path, form: str) -> Service:
    template = {"rfc5424": "RSYSLOG_SyslogProtocol23Format", "rfc3164": "RSYSLOG_TraditionalFileFormat"}[form]
    (folder / "etc" / "rsyslog.conf").write_text(_config("rsyslog.conf", TEMPLATE=template))
    return {"argv": ["rsyslogd", "-n", "-iNONE"]}


def _sshd(folder: Path, host: Host) -> Service:
    etc = folder / "etc" / "ssh"
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", host.name, "-f", str(etc / "ssh_host_ed25519_key"))
    (etc / "sshd_config").write_text(_config("sshd_config"))
    return {"argv": ["/usr/sbin/sshd", "-D"]}


def _cron(folder: Path, host: Host) -> Service:
    (folder / "etc" / "crontab").write_text("SHELL=/bin/sh\n")
    name = {"portal": "cron-portal", "data-host": "cron-data", "jump": "cron-jump"}[host.name]
    (folder / "etc" / "cron.d" / "district").write_text(_config(name))
    return {"argv": ["cron", "-f", "-L", "1"]}


def _nginx(folder: Path, host: Host) -> Service:
    etc = folder / "etc" / "nginx"
    shutil.rmtree(etc, ignore_errors=True)
    etc.mkdir()
    shutil.copy("/etc/nginx/mime.types", etc)
    (etc / "nginx.conf").write_text(_config("nginx.conf", DATA=HOSTS["data-host"].ip, SITE=PUBLIC_SITE))
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "400",
        "-subj", f"/CN={PUBLIC_SITE}/O=Qinghe District (test)", "-addext", f"subjectAltName=DNS:{PUBLIC_SITE}",
        "-keyout", str(etc / "portal.key"), "-out", str(etc / "portal.crt"))  # fmt: skip
    (folder / "var" / "log" / "nginx").mkdir()
    return {"argv": ["nginx", "-g", "daemon off;"]}


def _portal(folder: Path, host: Host) -> Service:
    site = folder / "srv" / "portal"
    archive = site / "uploads" / "archive"
    archive.mkdir(parents=True)
    for number in range(1, 41):
        (archive / f"scan-{number:03}.txt").write_text(f"test document {number}, page of an application form\n" * 4500)
    # The configuration the web shell finds: the token of the portal's own access to the data API.
    token = API_TOKENS[0][0]
    (site / "config.ini").write_text(f"[data-api]\nurl = http://{HOSTS['data-host'].ip}:8080\ntoken = {token}\n")
    for path in (site, site / "uploads", site / "config.ini"):
        os.chown(path, 31033, 31033)
    _log_folder(folder, "portal", 31033)
    return _program("portal_app.py", user="webapp")


def _data_api(folder: Path, host: Host) -> Service:
    store = folder / "var" / "lib" / "data-api"
    store.mkdir()
    people_records.write_database(store / "public.db", API_TOKENS, random.Random(20))
    for path in (store, store / "public.db"):
        os.chown(path, 32033, 32033)
    _log_folder(folder, "data-api", 32033)
    return _program("data_api.py", user="dataapi")


def _dnsmasq(folder: Path, host: Host) -> Service:
    hosts = "".join(f"host-record={h.name}.qinghe.example,{h.ip}\n" for h in HOSTS.values() if h.zone != "wan")
    (folder / "etc" / "dnsmasq.conf").write_text(_config("dnsmasq.conf", UPSTREAM=HOSTS["internet"].ip) + hosts)
    return {"argv": ["dnsmasq", "--keep-in-foreground", "--conf-file=/etc/dnsmasq.conf"]}


def _mosquitto(folder: Path, host: Host) -> Service:
    etc = folder / "etc" / "mosquitto"
    shutil.rmtree(etc, ignore_errors=True)
    etc.mkdir()
    (etc / "mosquitto.conf").write_text(_config("mosquitto.conf"))
    (etc / "acl").write_text(_config("mosquitto.acl"))
    (etc / "passwd").touch()
    for name, password in MQTT_USERS.items():
        run("mosquitto_passwd", "-b", str(etc / "passwd"), name, password)
    for path in (etc / "acl", etc / "passwd"):
        os.chown(path, 105, 105)
        path.chmod(0o600)
    return {"argv": ["mosquitto", "-c", "/etc/mosquitto/mosquitto.conf"]}


def _pump(folder: Path, host: Host) -> Service:
    return _program("pump.py", "--log", "/var/log/modbus-gateway.jsonl")


def _internet_dns(folder: Path, host: Host) -> Service:
    return _program("internet_dns.py", host.ip, TUNNEL_DOMAIN)


def _internet_web(folder: Path, host: Host) -> Service:
    return _program("internet_web.py", host.address(80), "80", "/var/www")


def _drop(folder: Path, host: Host) -> Service:
    return _program("internet_web.py", host.address(77), "8443", "/var/www")


SERVICES: dict[str, Callable[[Path, Host], Service]] = {
    "sshd": _sshd,
    "cron": _cron,
    "nginx": _nginx,
    "portal": _portal,
    "data-api": _data_api,
    "dnsmasq": _dnsmasq,
    "mosquitto": _mosquitto,
    "pump": _pump,
    "internet-dns": _internet_dns,
    "internet-web": _internet_web,
    "drop": _drop,
}
