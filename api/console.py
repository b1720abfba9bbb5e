"""The built console: files whose names carry their digest are kept for a year, the page itself is asked for each time.

`npm run build` in console/ writes the files into api/console_static. Without them the interface works on its own.
"""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

FOLDER = Path(__file__).parent / "console_static"

_YEAR = "public, max-age=31536000, immutable"
_COMPRESSED = frozenset({".js", ".css", ".svg", ".json", ".html"})
# What the system's own table says about these differs from machine to machine.
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class File:
    """packed: the gzip of `body`, where that is shorter."""

    body: bytes
    packed: bytes | None
    kind: str
    etag: str
    cache: str


def mount(app: FastAPI, folder: Path = FOLDER) -> bool:
    """Serve the console, its pages' addresses included, where it has been built.

    It answers only what no route matches, so that the interface keeps its own answers, 404 and 405 among them.
    """
    files = _read(folder)
    page = files.get("index.html")
    if page is None:
        return False
    otherwise = app.router.default

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await otherwise(scope, receive, send)
        path = scope["path"].lstrip("/")
        found = files.get(path) or (None if _never_a_page(path) else page)
        if found is None:
            return await otherwise(scope, receive, send)
        return await _answer(Request(scope), found)(scope, receive, send)

    app.router.default = serve
    return True


def _never_a_page(path: str) -> bool:
    """What the interface does not know is not turned into a page; neither is a file of an earlier build."""
    first = path.partition("/")[0]
    return first in ("api", "assets", "metrics", "openapi.json") or first.startswith(".") or "/." in path


def _answer(request: Request, file: File) -> Response:
    headers = {"ETag": file.etag, "Cache-Control": file.cache, "Vary": "Accept-Encoding"}
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = file.body
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        body = file.packed
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type=file.kind)


def _read(folder: Path) -> dict[str, File]:
    """Every file by its address: a few megabytes, read once, so that no request ever names a path."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): _file(path, folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def _file(path: Path, folder: Path) -> File:
    body = path.read_bytes()
    packed = gzip.compress(body, 6, mtime=0) if path.suffix in _COMPRESSED else None
    return File(
        body=body,
        packed=packed if packed is not None and len(packed) < len(body) else None,
        kind=_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        etag=f'"{sha256(body).hexdigest()[:24]}"',
        cache=_YEAR if path.relative_to(folder).parts[0] == "assets" else "no-cache",
    )
