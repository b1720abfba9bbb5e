"""The servers: PostgreSQL with pgaudit, nginx as the gateway, the data service behind it, and the file exchange.

Clocks are set by libfaketime: every server's is the machine's plus one offset, so that a night can be recorded in the afternoon.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from tests.captures.make.public_data.people import FIELDS

BIN = Path("/usr/lib/postgresql/15/bin")
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
DATABASE, GATEWAY, SERVICE, EXCHANGE = "10.20.5.20", "10.20.5.10", "10.20.5.11", "10.20.5.30"
BEIJING = timezone(timedelta(hours=8))
_MASKED = {"id_card": (2, 2), "mobile": (3, 2)}
LOG_FORMAT = {
    "time_iso8601": "$time_iso8601", "remote_addr": "$remote_addr", "request_method": "$request_method", "request_uri": "$request_uri",
    "status": "$status", "body_bytes_sent": "$body_bytes_sent", "request_time": "$request_time", "http_user_agent": "$http_user_agent",
    "app_key": "$http_x_app_key", "data_purpose": "$http_x_data_purpose", "data_approval": "$http_x_data_approval",
    "data_rows": "$upstream_http_x_data_rows", "data_fields": "$upstream_http_x_data_fields",
    "data_sample": "$upstream_http_x_data_sample",
}  # fmt: skip
POSTGRESQL = """
listen_addresses = '*'
port = 5432
unix_socket_directories = '{folder}'
shared_preload_libraries = 'pgaudit'
pgaudit.log = 'read, write, ddl, role'
pgaudit.log_catalog = off
pgaudit.log_relation = on
pgaudit.log_rows = on
logging_collector = on
log_destination = 'csvlog'
log_directory = '{folder}/log'
log_filename = 'postgresql.log'
log_rotation_age = 0
log_rotation_size = 0
log_timezone = 'UTC'
log_connections = on
log_error_verbosity = default
log_min_duration_statement = -1
fsync = off
shared_buffers = 16MB
max_connections = 20
autovacuum = off
"""


class Clock:
    """offset: of the recorded time from the machine's."""

    def __init__(self, start: datetime) -> None:
        self.offset = round(start.timestamp() - time.time())

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.offset, UTC)

    def faked(self) -> tuple[str, ...]:
        """What stands before a command whose clock this is to be."""
        return (
            "env", f"LD_PRELOAD={FAKETIME}", f"FAKETIME={self.offset:+d}s", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1",
            "TZ=Asia/Shanghai",
        )  # fmt: skip


def make_database(folder: Path, rows: list[tuple[object, ...]]) -> None:
    """A cluster with the residents in it, stopped."""
    subprocess.run(["chown", "-R", "postgres", str(folder)], check=True)
    _as_postgres(BIN / "initdb", "-D", folder / "data", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    (folder / "data" / "postgresql.conf").write_text(POSTGRESQL.format(folder=folder))
    (folder / "data" / "pg_hba.conf").write_text("local all all trust\nhost all all 10.20.0.0/16 trust\n")
    with postgresql(folder, Clock(datetime.now(UTC))), connect("postgres", DATABASE, "postgres") as db:
        db.execute("set pgaudit.log = 'none'")
        db.execute("create database gov")
        with connect("postgres", DATABASE) as gov:
            gov.execute("set pgaudit.log = 'none'")
            gov.execute("create schema people")
            columns = (
                "id int primary key, name text, id_card text, mobile text, town text, birth_year int, subsidy bool"
            )
            for table in ("residents", "residents_2023"):
                gov.execute(f"create table people.{table} ({columns})")
                with gov.cursor().copy(f"copy people.{table} from stdin") as copy:
                    for row in rows:
                        copy.write_row(row)
            for role in ("data_service", "backup", "analyst_wang", "dba_zhao", "zhou_temp"):
                gov.execute(f"create role {role} login")
                gov.execute(f"grant usage on schema people to {role}")
                gov.execute(f"grant all on all tables in schema people to {role}")
            gov.execute("alter table people.residents_2023 owner to dba_zhao")
            gov.execute("grant create on schema people to dba_zhao")
    (folder / "log" / "postgresql.csv").unlink()


def _as_postgres(*command: object) -> None:
    argv = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *map(str, command)]
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def postgresql(folder: Path, clock: Clock) -> Iterator[None]:
    """Runs while the context lasts."""
    data = folder / "data"
    _as_postgres(*clock.faked(), BIN / "pg_ctl", "-D", data, "-w", "-l", folder / "start.log", "start")
    try:
        yield
    finally:
        _as_postgres(BIN / "pg_ctl", "-D", data, "-w", "-m", "fast", "stop")


def connect(user: str, client: str, database: str = "gov") -> psycopg.Connection[Any]:
    """From `client`: an own address reaches itself from itself. Values are written into the statement, as most programs do."""
    return psycopg.connect(
        host=client, user=user, dbname=database, autocommit=True, cursor_factory=psycopg.ClientCursor, application_name=f"{user}-app"
    )  # fmt: skip


@contextmanager
def nginx(folder: Path, clock: Clock) -> Iterator[None]:
    fields = ",".join(f'"{name}":"{value}"' for name, value in LOG_FORMAT.items())
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    hidden = "".join(f"proxy_hide_header X-Data-{name};\n" for name in ("Rows", "Fields", "Sample"))
    (folder / "nginx.conf").write_text(
        "env FAKETIME; env FAKETIME_DONT_FAKE_MONOTONIC;\n"  # else nginx drops them, and with them the clock
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        "events {}\nhttp {\n" + temporary + f"log_format gateway escape=json '{{{fields}}}';\n"
        f"access_log {folder}/gateway.jsonl gateway;\n"
        "map $http_x_app_key $known { default 0; app-health 1; app-civil 1; app-water 1; app-school 1; }\n"
        f"server {{ listen {GATEWAY}:8080;\nlocation /data/ {{ if ($known = 0) {{ return 403; }}\n"
        f"proxy_pass http://{SERVICE}:8081;\n{hidden}}} }}\n}}\n"
    )
    process = subprocess.Popen([*clock.faked(), "nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")])
    try:
        for _ in range(100):
            if (folder / "nginx.pid").exists():
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(10)


def masked(field: str, value: str) -> str:
    first, last = _MASKED[field]
    return value[:first] + "*" * (len(value) - first - last) + value[-last:]


class DataService(BaseHTTPRequestHandler):
    """`/data/residents?fields=…&size=…&page=…&id_card=…`. Masks unless the application may see all; `mask=0` forgets to ask."""

    clear = frozenset({"app-civil"})

    def log_message(self, *args: Any) -> None:
        """The gateway keeps the log."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path != "/data/residents":
            self._answer(404, [], ())
            return
        fields = tuple(f for f in asked.get("fields", "name,town,birth_year").split(",") if f in FIELDS)
        size, page = min(2000, int(asked.get("size", "50"))), int(asked.get("page", "1"))
        statement = f"select {', '.join(fields)} from people.residents"
        with connect("data_service", SERVICE) as db:
            if "id_card" in asked:
                rows = db.execute(f"{statement} where id_card = %s", (asked["id_card"],)).fetchall()
            else:
                rows = db.execute(f"{statement} order by id limit %s offset %s", (size, (page - 1) * size)).fetchall()
        records = [dict(zip(fields, row, strict=True)) for row in rows]
        if self.headers["X-App-Key"] not in self.clear and asked.get("mask") != "0":
            for record in records:
                for field in _MASKED.keys() & record.keys():
                    record[field] = masked(field, record[field])
        self._answer(200, records, fields)

    def _answer(self, status: int, records: list[dict[str, Any]], fields: tuple[str, ...]) -> None:
        body = json.dumps(records, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Data-Rows", str(len(records)))
        self.send_header("X-Data-Fields", ",".join(fields))
        self.send_header("X-Data-Sample", json.dumps(records[:2])[:600])
        self.end_headers()
        self.wfile.write(body)


class Exchange:
    """Files given, received, passed on and destroyed over HTTP; a line of JSON for each."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._files, self.log, self._clock = folder / "files", folder / "exchange.jsonl", clock
        self._files.mkdir(exist_ok=True)

    def keep(self, name: str, data: bytes) -> None:
        path = self._files / name.strip("/").replace("/", "_")
        path.write_bytes(data)

    def handle(self, verb: str, name: str, headers: Any, client: str, body: bytes) -> bytes:
        path = self._files / name.strip("/").replace("/", "_")
        if verb == "receive":
            path.write_bytes(body)
        data = path.read_bytes()
        line = {
            "time": self._clock.now().astimezone(BEIJING).isoformat(timespec="milliseconds"),
            "exchange": verb,
            "account": headers["X-Account"],
            "client_ip": client,
            "file": name,
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "status": "success",
        }
        text = data.decode().splitlines()
        if verb in ("send", "forward", "receive"):
            line |= {"rows": len(text) - 1, "fields": text[0], "sample": "\n".join(text[:3])}
        for key in ("recipient", "purpose", "approval", "proof"):
            if value := headers.get(f"X-{key}"):
                line[key] = value
        if verb == "destroy":
            path.unlink()
        with self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")
        return data if verb == "send" else b""


@contextmanager
def serving(folder: Path, clock: Clock) -> Iterator[Exchange]:
    """The data service and the exchange, in this process."""
    exchange = Exchange(folder, clock)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """The exchange keeps its own log."""

        def do_POST(self) -> None:
            _, verb, name = self.path.split("/", 2)
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            answer = exchange.handle(verb, f"/{name}", self.headers, self.client_address[0], body)
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    servers = [ThreadingHTTPServer((SERVICE, 8081), DataService), ThreadingHTTPServer((EXCHANGE, 8090), Handler)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield exchange
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def collect(folder: Path, out: Path, day: str) -> None:
    """The logs as they are, each in its host's folder. Of the database's the lines of the day: what PostgreSQL writes from a
    signal handler while it starts has the machine's own time."""
    log = folder / "log" / "postgresql.csv"
    log.write_text("".join(line for line in log.read_text().splitlines(keepends=True) if line.startswith(day)))
    for source, target in (
        (log, out / "database" / "postgresql.csv"),
        (folder / "gateway.jsonl", out / "gateway" / "access.jsonl"),
        (folder / "exchange.jsonl", out / "exchange" / "transfers.jsonl"),
    ):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
