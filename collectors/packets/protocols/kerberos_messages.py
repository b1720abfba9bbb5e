"""Kerberos messages to facts (RFC 4120 section 5): names, realms and encryption types. What is encrypted is not kept."""

from __future__ import annotations

from typing import Any

from collectors.packets.protocols import ber
from collectors.packets.protocols.ber import Value
from model.errors import BadRecord

AS_ASKED, AS_GIVEN, TGS_ASKED, TGS_GIVEN, AP_ASKED, ERROR = 10, 11, 12, 13, 14, 30
ASKED = {AS_ASKED: "as", TGS_ASKED: "tgs"}
GIVEN = {AS_GIVEN: "as", TGS_GIVEN: "tgs"}
NAME_MOST = 16
TYPES_MOST = 32
# GSS-API (RFC 4121 section 4.1): the mechanism's identifier and the mark of an AP-REQ.
_GSS_AP_REQ = bytes.fromhex("06092a864886f7120102020100")
# IANA Kerberos encryption type numbers.
ETYPES = {
    1: "des-cbc-crc", 2: "des-cbc-md4", 3: "des-cbc-md5", 16: "des3-cbc-sha1", 17: "aes128-cts-hmac-sha1-96",
    18: "aes256-cts-hmac-sha1-96", 19: "aes128-cts-hmac-sha256-128", 20: "aes256-cts-hmac-sha384-192", 23: "rc4-hmac",
    24: "rc4-hmac-exp", 25: "camellia128-cts-cmac", 26: "camellia256-cts-cmac", -133: "rc4-hmac-old",
    -135: "rc4-hmac-old-exp", -128: "rc4-md4",
}  # fmt: skip
PREAUTHENTICATION = {
    1: "tgs_request", 2: "encrypted_timestamp", 3: "pw_salt", 11: "etype_info", 14: "pk_as_req_old", 15: "pk_as_rep_old",
    16: "pk_as_req", 17: "pk_as_rep", 19: "etype_info2", 128: "pac_request", 129: "for_user", 133: "fx_cookie",
    136: "fx_fast", 138: "encrypted_challenge", 149: "req_enc_pa_rep", 150: "as_freshness",
}  # fmt: skip
ERRORS = {
    6: "c_principal_unknown", 7: "s_principal_unknown", 8: "principal_not_unique", 12: "policy", 13: "badoption",
    14: "etype_nosupp", 18: "client_revoked", 23: "key_expired", 24: "preauth_failed", 25: "preauth_required",
    29: "svc_unavailable", 31: "bad_integrity", 32: "tkt_expired", 33: "tkt_nyv", 34: "repeat", 37: "skew",
    41: "modified", 52: "response_too_big", 60: "generic", 68: "wrong_realm",
}  # fmt: skip


def kind(data: bytes | bytearray) -> int:
    """The message type its tag says; 0 when it is none of Kerberos. RFC 4120 section 5.10."""
    number = data[0] & 0x1F if data and data[0] & 0xE0 == 0x60 else 0
    return number if number in (10, 11, 12, 13, 14, 15, 20, 21, 22, 30) else 0


def looks_like(data: bytes) -> bool:
    """One message of the size given, version 5, whose inner type is that of its tag."""
    try:
        return bool(_members(data))
    except BadRecord:
        return False


def _members(data: bytes) -> dict[int, Value]:
    number = kind(data)
    if not number:
        raise BadRecord("kerberos.message", "no Kerberos message")
    whole = ber.value(data, 0, len(data))
    if whole.end != len(data):
        raise BadRecord("kerberos.length", f"a message of {whole.end} bytes in {len(data)}")
    members = ber.by_tag(data, ber.value(data, whole.start, whole.end))
    first = 1 if number in ASKED else 0
    if first not in members or ber.integer(data, members[first]) != 5:
        raise BadRecord("kerberos.version", "no message of Kerberos 5")
    if first + 1 not in members or ber.integer(data, members[first + 1]) != number:
        raise BadRecord("kerberos.type", "a message whose tag and type disagree")
    return members


def read(data: bytes) -> tuple[int, dict[str, Any]]:
    """(message type, facts). Raises BadRecord when it is none, or disagrees with itself."""
    number, members = kind(data), _members(data)
    if number in ASKED:
        return number, _request(data, number, members)
    if number in GIVEN:
        facts = _names(data, members, realm=3, client=4)
        if 5 in members:
            facts |= ticket(data, members[5])
        if 6 in members:
            facts["fengsui.kerberos.reply_cipher"] = _etype(data, members[6])
        return number, facts
    if number == ERROR:
        code = ber.integer(data, members[6]) if 6 in members else -1
        facts = {"fengsui.kerberos.error": ERRORS.get(code, f"error_{code}"), "fengsui.kerberos.error_code": code}
        return number, facts | _names(data, members, realm=9, client=8, service=10)
    if number == AP_ASKED and 3 in members:
        return number, ticket(data, members[3])
    return number, {}


def in_token(token: bytes) -> dict[str, Any]:
    """Facts of the ticket in a GSS-API token, however wrapped; none when there is none. Raises BadRecord."""
    at = token.find(_GSS_AP_REQ)
    if at < 0:
        return {}
    at += len(_GSS_AP_REQ)
    whole = ber.value(token, at, len(token))
    number, facts = read(token[at : whole.end])
    return facts if number == AP_ASKED else {}


def ticket(data: bytes, where: Value) -> dict[str, Any]:
    """Section 5.3. `where`: the tagged ticket."""
    members = ber.by_tag(data, ber.value(data, where.start, where.end))
    facts = _names(data, members, realm=1, client=-1, service=2)
    if 3 in members:
        facts["fengsui.kerberos.ticket_cipher"] = _etype(data, members[3])
    return facts


def _request(data: bytes, number: int, members: dict[int, Value]) -> dict[str, Any]:
    facts: dict[str, Any] = {"fengsui.kerberos.request": ASKED[number]}
    if 3 in members:
        kinds = []
        for entry in ber.values(data, members[3], TYPES_MOST):
            parts = ber.by_tag(data, entry)
            if 1 in parts:
                code = ber.integer(data, parts[1])
                kinds.append(PREAUTHENTICATION.get(code, f"pa_{code}"))
        facts["fengsui.kerberos.preauthentication"] = kinds
    if 4 not in members:
        raise BadRecord("kerberos.body", "a request without its body")
    body = ber.by_tag(data, members[4])
    facts |= _names(data, body, realm=2, client=1, service=3)
    if 8 in body:
        codes = [ber.integer(data, entry) for entry in ber.values(data, body[8], TYPES_MOST)]
        facts["fengsui.kerberos.ciphers"] = [ETYPES.get(code, f"etype_{code}") for code in codes]
    if 0 in body and body[0].end - body[0].start == 5:
        options = int.from_bytes(data[body[0].start + 1 : body[0].end], "big")
        for bit, name in ((2, "forwarded"), (14, "constrained_delegation"), (30, "renew")):
            if options >> (31 - bit) & 1:
                facts[f"fengsui.kerberos.{name}"] = True
    return facts


def _names(data: bytes, members: dict[int, Value], *, realm: int, client: int, service: int = -1) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if realm in members:
        facts["fengsui.kerberos.realm"] = ber.text(data, members[realm], 256)
    if client in members:
        facts["user.name"] = _principal(data, members[client])
    if service in members:
        facts["fengsui.kerberos.service"] = _principal(data, members[service])
    return {name: value for name, value in facts.items() if value}


def _principal(data: bytes, where: Value) -> str:
    """Section 5.2.2: the strings of a name, joined with slashes."""
    members = ber.by_tag(data, where)
    if 1 not in members:
        return ""
    return "/".join(ber.text(data, part, 256) for part in ber.values(data, members[1], NAME_MOST))


def _etype(data: bytes, where: Value) -> str:
    """Section 5.2.9."""
    members = ber.by_tag(data, where)
    code = ber.integer(data, members[0]) if 0 in members else 0
    return ETYPES.get(code, f"etype_{code}")
