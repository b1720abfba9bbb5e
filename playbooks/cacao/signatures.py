"""JSON signatures of playbooks: CACAO 2.0, section 10.15 and appendix A.

What is signed is the digest of the playbook as it stands with exactly this signature and without the signature's `value`, in
canonical form (JCS, RFC 8785). The `value` is the base64url text of a signature as JWS makes it (RFC 7518, 3.3 to 3.5;
RFC 8037 for Ed25519 and Ed448), taken over the digest's bytes.

A key that travels inside the playbook shows that nobody changed it since; only a key known from the settings shows who made it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from playbooks.cacao.canonical import canonical
from playbooks.cacao.playbook import Playbook
from playbooks.cacao.types import Signature

DIGESTS = {"sha-256": hashlib.sha256, "sha-384": hashlib.sha384, "sha-512": hashlib.sha512, "sha256": hashlib.sha256}
_HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
MAX_SIGNATURES = 10
MIN_RSA_BITS = 2048


class Trust(StrEnum):
    UNSIGNED = "unsigned"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    """The signature holds, by a key nobody here vouches for."""
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """why: of an invalid one, in English."""

    trust: Trust
    signee: str = ""
    key: str = ""
    why: str = ""


class _Wrong(Exception):
    pass


def verify(playbook: Playbook, document: Mapping[str, Any], trusted: Mapping[str, str], now: str) -> list[Verdict]:
    """One verdict per signature; none means unsigned. document: as it was read. trusted: names by key fingerprint.

    now: as timestamps of playbooks are written.
    """
    out = []
    for number, signature in enumerate(playbook.signatures[:MAX_SIGNATURES]):
        try:
            key = _key(signature)
            _valid(playbook, signature, now)
            _holds(key, signature, _signed(document, number))
        except _Wrong as error:
            out.append(Verdict(Trust.INVALID, signature.signee, why=str(error)))
            continue
        name = fingerprint(key)
        out.append(Verdict(Trust.TRUSTED if name in trusted else Trust.UNKNOWN, signature.signee, name))
    return out


def overall(verdicts: Sequence[Verdict]) -> Trust:
    """One that does not hold spoils the others: somebody changed what was signed."""
    found = {verdict.trust for verdict in verdicts}
    for trust in (Trust.INVALID, Trust.TRUSTED, Trust.UNKNOWN):
        if trust in found:
            return trust
    return Trust.UNSIGNED


def fingerprint(key: Any) -> str:
    """SHA-256 of the public key (DER, SubjectPublicKeyInfo), as hexadecimal digits."""
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def sign(document: Mapping[str, Any], signature: Mapping[str, Any], key: ed25519.Ed25519PrivateKey) -> dict[str, Any]:
    """The document with a signature added. signature: its metadata without key, algorithm and value."""
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    made = {
        **signature,
        "type": "jss",
        "hash_algorithm": "sha-256",
        "algorithm": "Ed25519",
        "public_key": base64.b64encode(der).decode(),
    }
    signed = deepcopy(dict(document))
    signed["signatures"] = [*signed.get("signatures", []), made]
    number = len(signed["signatures"]) - 1
    value = key.sign(hashlib.sha256(_signed(signed, number)).digest())
    made["value"] = base64.urlsafe_b64encode(value).decode().rstrip("=")
    return signed


def _signed(document: Mapping[str, Any], number: int) -> bytes:
    given = document["signatures"][number]
    without = {name: value for name, value in given.items() if name not in ("value", "signature")}
    try:
        return canonical({**document, "signatures": [without]})
    except (RecursionError, ValueError) as error:
        raise _Wrong(f"the playbook has no canonical form: {error}") from None


def _valid(playbook: Playbook, signature: Signature, now: str) -> None:
    if signature.revoked:
        raise _Wrong("it was revoked")
    if signature.related_to != playbook.id or signature.related_version != playbook.modified:
        raise _Wrong("it belongs to another playbook or version")
    if signature.valid_from and now < signature.valid_from:
        raise _Wrong(f"it is valid from {signature.valid_from}")
    if signature.valid_until and now > signature.valid_until:
        raise _Wrong(f"it was valid until {signature.valid_until}")


def _key(signature: Signature) -> Any:
    try:
        if signature.public_key:
            return serialization.load_der_public_key(_bytes(signature.public_key))
        if signature.public_cert_chain:
            return x509.load_der_x509_certificate(_bytes(signature.public_cert_chain[0])).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _Wrong(f"its key cannot be read: {error}") from None
    raise _Wrong("its key is not inside; keys are not fetched")


def _bytes(text: str) -> bytes:
    lines = [line for line in text.split() if not line.startswith("-")]
    return base64.b64decode("".join(lines), validate=True)


def _holds(key: Any, signature: Signature, signed: bytes) -> None:
    digest = DIGESTS.get(signature.hash_algorithm.lower())
    if digest is None:
        raise _Wrong(f"the digest {signature.hash_algorithm[:40]} is not known")
    message = digest(signed).digest()
    text = signature.value.rstrip("=")
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        _check(key, signature.algorithm, value, message)
    except (ValueError, InvalidSignature):
        raise _Wrong("the playbook was changed after it was signed") from None


def _check(key: Any, algorithm: str, value: bytes, message: bytes) -> None:
    family, bits = algorithm[:2], algorithm[2:]
    if algorithm in ("Ed25519", "Ed448", "EdDSA") and isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        key.verify(value, message)
    elif family in ("RS", "PS") and bits in _HASHES and isinstance(key, rsa.RSAPublicKey):
        if key.key_size < MIN_RSA_BITS:
            raise _Wrong(f"an RSA key of {key.key_size} bits is too short")
        pss = padding.PSS(padding.MGF1(_HASHES[bits]), _HASHES[bits].digest_size)
        key.verify(value, message, padding.PKCS1v15() if family == "RS" else pss, _HASHES[bits])
    elif family == "ES" and bits in _HASHES and isinstance(key, ec.EllipticCurvePublicKey):
        size = (key.curve.key_size + 7) // 8
        if len(value) != 2 * size:
            raise InvalidSignature
        r, s = int.from_bytes(value[:size]), int.from_bytes(value[size:])
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(_HASHES[bits]))
    else:
        raise _Wrong(f"the algorithm {algorithm[:40]} is not accepted, or its key is of another kind")
