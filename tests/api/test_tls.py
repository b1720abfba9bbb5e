"""TLS of our own, and TLS of a proxy that is trusted or not."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.core import Readers
from api.server import _listen, serve_in_thread
from model.errors import InputError
from pipeline.settings import ApiSettings, Settings
from store.identity import Role
from store.state import open_state
from tests.api.site import PASSWORD, a_site


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return chain, private


def test_over_tls_cookies_are_for_this_host_and_tls_only(tmp_path: Path) -> None:
    chain, private = _certificate(tmp_path)
    with a_site(tmp_path, api={"tls_certificate": chain, "tls_key": private}) as site:
        assert site.address.startswith("https://")
        account = site.account(Role.LEADER)
        trust = ssl.create_default_context(cafile=str(chain))
        with httpx.Client(base_url=site.address, verify=trust, trust_env=False, timeout=90) as client:
            answer = client.post("/api/v1/session", json={"name": account.name, "password": PASSWORD})
            cookies = answer.headers.get_list("set-cookie")
            assert cookies[0].startswith("__Host-fengsui=")
            assert all("; Secure" in cookie for cookie in cookies)
            assert client.get("/api/v1/session").status_code == 200
            assert "max-age" in answer.headers["strict-transport-security"]


def test_behind_a_trusted_proxy_the_browsers_address_and_tls_count(tmp_path: Path) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    with a_site(tmp_path, api={"trusted_proxies": ["127.0.0.1"]}) as site:
        account = site.account(Role.LEADER)
        body = {"name": account.name, "password": PASSWORD}
        answer = site.client().post("/api/v1/session", json=body, headers=forwarded)
        assert answer.headers.get_list("set-cookie")[0].startswith("__Host-fengsui=")
        assert "strict-transport-security" in answer.headers
        assert site.records()[-1].details["address"] == "203.0.113.9"


def test_what_an_untrusted_sender_says_about_itself_is_not_believed(tmp_path: Path) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    with a_site(tmp_path) as site:
        account = site.account(Role.LEADER)
        body = {"name": account.name, "password": PASSWORD}
        answer = site.client().post("/api/v1/session", json=body, headers=forwarded)
        assert answer.headers.get_list("set-cookie")[0].startswith("fengsui=")
        assert site.records()[-1].details["address"] == "127.0.0.1"


def test_a_certificate_that_cannot_be_used_is_said_before_anything_starts(tmp_path: Path) -> None:
    chain, _ = _certificate(tmp_path)
    api = ApiSettings(listen="127.0.0.1:0", tls_certificate=chain, tls_key=chain)
    with open_state(tmp_path / "state.db") as state, pytest.raises(InputError, match="TLS certificate or key"):
        serve_in_thread(Readers(state, None), Settings(data=tmp_path, api=api))


def test_a_port_in_use_is_said_with_what_to_do(tmp_path: Path) -> None:
    with a_site(tmp_path) as site:
        api = ApiSettings(listen=site.address.removeprefix("http://"))
        with pytest.raises(InputError, match=r"api\.listen"):
            serve_in_thread(Readers(site.state, None), Settings(data=tmp_path, api=api))


def test_answers_do_not_wait_for_an_ack() -> None:
    """asyncio turns Nagle's algorithm off only for sockets that say they are TCP."""
    listener = _listen("127.0.0.1", 0)
    with listener:
        assert listener.proto == socket.IPPROTO_TCP
