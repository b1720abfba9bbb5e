"""The session cookie, and the token that proves a write comes from our own console.

The CSRF token is an HMAC of the session token (OWASP Cross-Site Request Forgery Prevention, signed double submit): the
console reads it from its own cookie or from the session and sends it in a header, which another site cannot do.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode

from starlette.requests import Request
from starlette.responses import Response

from api.core import Core

CSRF_HEADER = "X-CSRF-Token"
CSRF_COOKIE = "fengsui_csrf"


def session_cookie(core: Core) -> str:
    """`__Host-` makes browsers accept it only over TLS, for this host alone (RFC 6265bis, 4.1.3.2)."""
    return "__Host-fengsui" if core.tls else "fengsui"


def session_token(request: Request, core: Core) -> str:
    return request.cookies.get(session_cookie(core), "")


def csrf_of(token: str) -> str:
    mac = hmac.new(token.encode("utf-8", "replace"), b"fengsui csrf", "sha256")
    return urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def csrf_matches(token: str, given: str) -> bool:
    return hmac.compare_digest(csrf_of(token).encode(), given.encode("utf-8", "replace"))


def set_session(response: Response, core: Core, token: str) -> None:
    seconds = core.policy.absolute // 1_000_000
    secure = core.tls
    response.set_cookie(
        session_cookie(core), token, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict"
    )
    response.set_cookie(
        CSRF_COOKIE, csrf_of(token), max_age=seconds, path="/", secure=secure, httponly=False, samesite="strict"
    )


def drop_session(response: Response, core: Core) -> None:
    for name, hidden in ((session_cookie(core), True), (CSRF_COOKIE, False)):
        response.delete_cookie(name, path="/", secure=core.tls, httponly=hidden, samesite="strict")
