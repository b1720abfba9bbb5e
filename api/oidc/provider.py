"""Talking to the identity provider: discovery, the code's exchange, and what an ID token must be to be believed.

OpenID Connect Core 1.0 (3.1.3.7 for the ID token), Discovery 1.0, PKCE with S256 (RFC 7636). The authorization code flow
is the only one; tokens are asked for over the provider's own TLS connection and never kept.
"""

from __future__ import annotations

import threading
import time
from typing import Any
from urllib.parse import quote_plus

import httpx
import orjson
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.oidc.claims import claims_of
from model.errors import NotFound, SignInRefused, StoreError
from model.times import SECOND, Micros
from pipeline.settings import OidcSettings
from store.identity.external import Attempt, Claims

TIMEOUT_S = 10.0
MAX_ANSWER_BYTES = 1 << 20
METADATA_LASTS_S = 3600.0
LEEWAY_S = 60
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with the provider's public keys only: no `none`, and no HMAC with a secret that others share."""


class Provider:
    """Metadata and keys are kept for an hour; an unknown key id asks for the keys again."""

    def __init__(self, settings: OidcSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._asked = 0.0

    def authorization_endpoint(self) -> str:
        return str(self._known()["authorization_endpoint"])

    def authorization_url(self, endpoint: str, attempt: Attempt) -> str:
        wanted = self._settings
        query = {
            "response_type": "code",
            "client_id": wanted.client_id,
            "redirect_uri": wanted.redirect_url,
            "scope": " ".join(wanted.scopes),
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": create_s256_code_challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return str(add_params_to_uri(endpoint, list(query.items())))

    def claims(self, code: str, attempt: Attempt, now: Micros) -> Claims:
        """Exchange the code and check what comes back. Raises SignInRefused, or StoreError when nobody answers."""
        metadata = self._known()
        wanted = self._settings
        secret = wanted.client_secret_file.read_text("utf-8").strip() if wanted.client_secret_file else None
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": wanted.redirect_url,
            "code_verifier": attempt.verifier,
        }
        # RFC 6749, 2.3.1: name and secret are form-encoded before they become a Basic header.
        basic = (quote_plus(wanted.client_id), quote_plus(secret)) if secret else None
        if basic is None:
            form["client_id"] = wanted.client_id
        answer = _fetch(metadata["token_endpoint"], form=form, basic=basic)
        return claims_of(self._verified(str(answer.get("id_token", "")), attempt, now), wanted)

    def _verified(self, token: str, attempt: Attempt, now: Micros) -> dict[str, Any]:
        try:
            try:
                claims = jwt.decode(token, self._key_set(), algorithms=ALGORITHMS).claims
            except (JoseError, ValueError):
                claims = jwt.decode(token, self._key_set(again=True), algorithms=ALGORITHMS).claims
        except (JoseError, ValueError) as error:
            raise SignInRefused("the identity provider's answer is not signed as it should be") from error
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        seconds = now // SECOND
        expires, issued = claims.get("exp"), claims.get("iat")
        right = (
            claims.get("iss") == self._settings.issuer
            and self._settings.client_id in audiences
            and (len(audiences) == 1 or claims.get("azp") == self._settings.client_id)
            and claims.get("nonce") == attempt.nonce
            and isinstance(expires, int | float)
            and expires + LEEWAY_S > seconds
            and isinstance(issued, int | float)
            and issued - LEEWAY_S <= seconds
            and isinstance(claims.get("sub"), str)
            and 0 < len(claims["sub"]) <= 255
        )
        if not right:
            raise SignInRefused("the identity provider's answer is not for this sign-in", hint="begin again")
        return dict(claims)

    def _known(self) -> dict[str, Any]:
        with self._lock:
            if not self._metadata or time.monotonic() - self._asked > METADATA_LASTS_S:
                issuer = self._settings.issuer
                metadata = _fetch(issuer.rstrip("/") + "/.well-known/openid-configuration")
                if metadata.get("issuer") != issuer:
                    raise StoreError("the identity provider says it is another one", where=issuer)
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if not isinstance(metadata.get(name), str):
                        raise StoreError(f"the identity provider does not say its {name}", where=issuer)
                self._metadata, self._keys, self._asked = metadata, None, time.monotonic()
            return self._metadata

    def _key_set(self, *, again: bool = False) -> KeySet:
        metadata = self._known()
        with self._lock:
            if self._keys is None or again:
                self._keys = KeySet.import_key_set(_fetch(metadata["jwks_uri"]))  # type: ignore[arg-type]
            return self._keys


def _fetch(address: str, *, form: dict[str, str] | None = None, basic: tuple[str, str] | None = None) -> dict[str, Any]:
    """Only what the settings or the provider's own metadata name is ever asked; no proxy from the environment.

    Raises SignInRefused when the provider refuses the form (RFC 6749, 5.2), StoreError when it does not answer.
    """
    try:
        with (
            httpx.Client(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False) as client,
            client.stream("GET" if form is None else "POST", address, data=form, auth=basic) as answer,
        ):
            if form is not None and answer.status_code in (400, 401):
                raise SignInRefused("the identity provider refused the code", hint="begin again")
            answer.raise_for_status()
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > MAX_ANSWER_BYTES:
                    raise ValueError("too long")
        document = orjson.loads(body)
    except (httpx.HTTPError, ValueError) as error:
        raise _silent(error) from error
    if not isinstance(document, dict):
        raise StoreError("the identity provider answers with something else", where=address)
    return document


def _silent(error: Exception) -> StoreError:
    return StoreError(f"the identity provider does not answer as it should: {type(error).__name__}")


def check_enabled(settings: OidcSettings) -> None:
    if not settings.issuer:
        raise NotFound("no identity provider is configured")
