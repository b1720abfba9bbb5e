"""The portal behind nginx: pages, sign-in, applications and an upload form with the usual flaw.

The flaw: any file name is kept, and files ending in `.cgi` below /uploads/ are executed. It exists so that a web
shell can be recorded; the program runs inside the builder's namespaces only. Its log is JSON lines.
"""

import html
import json
import re
import subprocess
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

UPLOADS = Path("/srv/portal/uploads")
LOG = Path("/var/log/portal/app.jsonl")
STAFF = {"zhoujing": "Morning-Tea-19", "xulin": "Blue-Umbrella-3", "hetao": "River-Stone-88", "chenmin": "Quiet-Pine-6"}
PAGES = {
    "/": "清禾区政务服务",
    "/services": "办事指南",
    "/news": "通知公告",
    "/apply": "网上申请",
    "/contact": "联系我们",
    "/login": "工作人员登录",
}


class Portal(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "qinghe-portal/1.4"
    sys_version = ""

    def log_message(self, *args):
        """The default writes to standard error; the portal keeps its own log."""

    def note(self, event, **facts):
        now = datetime.now().astimezone().isoformat(timespec="milliseconds")
        line = {"ts": now, "app": "portal", "event": event, "client_ip": self.headers.get("X-Real-IP", ""), **facts}
        with LOG.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")

    def answer(self, status, body, kind="text/html; charset=utf-8", headers=()):
        data = body.encode("utf-8") if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def page(self, title, text=""):
        links = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in PAGES.items())
        body = (
            f"<!doctype html><html lang=zh><title>{title}</title><h1>{title}</h1><ul>{links}</ul><p>{text}</p></html>"
        )
        self.answer(200, body)

    def do_GET(self):
        url = urlsplit(self.path)
        path = unquote(url.path)
        if path == "/healthz":
            return self.answer(200, "ok\n", "text/plain")
        if path in PAGES:
            return self.page(PAGES[path])
        if re.fullmatch(r"/news/\d{1,4}", path):
            return self.page("通知公告 " + path[6:], "测试内容。" * 60)
        if path == "/search":
            words = parse_qs(url.query).get("q", [""])[0]
            self.note("search", words=words[:200])
            return self.page("搜索结果", html.escape(words))
        if path.startswith("/uploads/"):
            return self.uploaded(path.removeprefix("/uploads/"), url.query)
        return self.answer(404, "<h1>404</h1>")

    do_HEAD = do_GET  # noqa: N815 - the name http.server looks for

    def uploaded(self, name, query):
        target = UPLOADS / Path(name).name
        if not target.is_file():
            return self.answer(404, "<h1>404</h1>")
        if target.suffix != ".cgi":
            return self.answer(200, target.read_bytes(), "application/octet-stream")
        done = subprocess.run(
            ["/bin/sh", str(target)],
            env={"PATH": "/usr/bin:/bin", "QUERY_STRING": query},
            cwd=UPLOADS,
            capture_output=True,
            timeout=20,
            check=False,
        )
        return self.answer(200, done.stdout + done.stderr, "text/plain; charset=utf-8")

    def do_POST(self):
        size = min(int(self.headers.get("Content-Length", "0")), 8 << 20)
        body = self.rfile.read(size)
        path = urlsplit(self.path).path
        if path == "/login":
            return self.login(parse_qs(body.decode("utf-8", "replace")))
        if path == "/apply":
            self.note("application", matter=parse_qs(body.decode("utf-8", "replace")).get("matter", [""])[0][:40])
            return self.page("申请已受理")
        if path == "/apply/upload":
            return self.upload(body)
        return self.answer(404, "<h1>404</h1>")

    def login(self, form):
        user, password = form.get("user", [""])[0], form.get("password", [""])[0]
        if STAFF.get(user) == password:
            self.note("login", user=user, outcome="success")
            return self.answer(302, "", headers=[("Location", "/services"), ("Set-Cookie", "session=test; HttpOnly")])
        self.note("login", user=user[:64], outcome="failure")
        return self.answer(401, "<h1>用户名或密码错误</h1>")

    def upload(self, body):
        found = re.search(rb'filename="([^"\r\n]{1,120})"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', body, re.DOTALL)
        if not found:
            return self.answer(400, "<h1>400</h1>")
        name = Path(found.group(1).decode("utf-8", "replace")).name
        (UPLOADS / name).write_bytes(found.group(2))
        self.note("upload", file=name, bytes=len(found.group(2)))
        return self.page("材料已上传", f"/uploads/{html.escape(name)}")


ThreadingHTTPServer(("127.0.0.1", 8000), Portal).serve_forever()
