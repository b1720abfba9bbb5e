"""The session cookie, and the token that proves a write comes from our own console.

The CSRF token is an HMAC of the session token (OWASP Cross-Site Request Forgery Prevention, signed double submit): the
console reads it from its own cookie or from the session and sends it in a header, which another site cannot do.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode

from starlette.requests import Request
from starlette.responses import Response

from api.core import core_of

CSRF_HEADER = "X-CSRF-Token"
CSRF_COOKIE = "fengsui_csrf"


def secure(request: Request) -> bool:
    """Whether the browser came over TLS: ours, or that of a proxy named in `api.trusted_proxies`."""
    return request.url.scheme == "https"


def session_cookie(request: Request) -> str:
    """`__Host-` makes browsers accept it only over TLS, for this host alone (RFC 6265bis, 4.1.3.2)."""
    return "__Host-fengsui" if secure(request) else "fengsui"


def session_token(request: Request) -> str:
    return request.cookies.get(session_cookie(request), "")


def csrf_of(token: str) -> str:
    mac = hmac.new(token.encode("utf-8", "replace"), b"fengsui csrf", "sha256")
    return urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def csrf_matches(token: str, given: str) -> bool:
    return hmac.compare_digest(csrf_of(token).encode(), given.encode("utf-8", "replace"))


def set_session(response: Response, request: Request, token: str) -> None:
    seconds = core_of(request).policy.absolute // 1_000_000
    for name, value, hidden in ((session_cookie(request), token, True), (CSRF_COOKIE, csrf_of(token), False)):
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=secure(request), httponly=hidden, samesite="strict"
        )


def drop_session(response: Response, request: Request) -> None:
    for name, hidden in ((session_cookie(request), True), (CSRF_COOKIE, False)):
        response.delete_cookie(name, path="/", secure=secure(request), httponly=hidden, samesite="strict")
