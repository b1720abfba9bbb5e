"""Request targets: path and query beside the URL as it was sent."""

from __future__ import annotations

from model.event import Event


def add_url(event: Event) -> None:
    """`url.path` and `url.query` from `url.original`, undecoded, since what an attacker encoded is a fact."""
    original = event.get("url.original")
    if type(original) is not str or "url.path" in event:
        return
    target = original
    if event.get("http.request.method") == "CONNECT":
        event.setdefault("url.domain", original.rpartition(":")[0].strip("[]").lower() or original.lower())
        return
    if "://" in target[:12]:
        host, slash, rest = target.partition("://")[2].partition("/")
        target = slash + rest
        domain = host.rpartition("@")[2].partition(":")[0].lower()
        if domain:
            event.setdefault("url.domain", domain)
    path, mark, query = target.partition("?")
    if path:
        event["url.path"] = path
        extension = path.rpartition("/")[2].rpartition(".")
        if extension[1] and 0 < len(extension[2]) <= 16:
            event.setdefault("url.extension", extension[2].lower())
    if mark:
        event.setdefault("url.query", query)
