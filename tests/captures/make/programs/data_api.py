"""The public-data API on the data host: data sets, pages of records, a token per unit, a JSON line per request."""

import json
import re
import sqlite3
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

DATABASE = "/var/lib/data-api/public.db"
LOG = Path("/var/log/data-api/access.jsonl")
SETS = {
    "resident-services": ("resident_services", "L3", True),
    "air-quality": ("air_quality", "L1", False),
}


class DataApi(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "qinghe-data-api/0.9"
    sys_version = ""

    def log_message(self, *args):
        """The API keeps its own log."""

    def answer(self, status, value, **facts):
        data = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        line = {
            "ts": datetime.now().astimezone().isoformat(timespec="milliseconds"),
            "app": "data-api",
            "event": "request",
            "client_ip": self.headers.get("X-Real-IP", self.client_address[0]),
            "method": self.command,
            "path": self.path[:300],
            "status": status,
            "bytes": len(data),
            **facts,
        }
        with LOG.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path.rstrip("/") == "/api/v1/datasets":
            return self.answer(
                200, [{"id": name, "grade": grade, "personal": pi} for name, (_, grade, pi) in SETS.items()]
            )
        found = re.fullmatch(r"/api/v1/datasets/([a-z-]{1,40})/records", url.path)
        if not found or found.group(1) not in SETS:
            return self.answer(404, {"error": "no such data set"})
        name = found.group(1)
        table, grade, personal = SETS[name]
        with sqlite3.connect(DATABASE) as db:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            owner = db.execute("select label, unit from tokens where token = ?", (token,)).fetchone()
            if owner is None:
                return self.answer(401, {"error": "token required"}, dataset=name)
            query = parse_qs(url.query)
            page = max(1, int((query.get("page", ["1"])[0])[:6]))
            size = min(500, max(1, int((query.get("size", ["20"])[0])[:4])))
            db.row_factory = sqlite3.Row
            rows = db.execute(f"select * from {table} limit ? offset ?", (size, (page - 1) * size)).fetchall()
        records = [dict(row) for row in rows]
        facts = {"token": owner[0], "unit": owner[1], "dataset": name, "grade": grade, "personal": personal}
        return self.answer(200, {"page": page, "records": records}, rows=len(records), **facts)


ThreadingHTTPServer(("0.0.0.0", 8080), DataApi).serve_forever()
