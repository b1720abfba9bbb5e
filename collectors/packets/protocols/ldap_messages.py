"""LDAP messages to facts (RFC 4511 section 4): who binds how, what is searched and changed. Values are never kept."""

from __future__ import annotations

from typing import Any, NamedTuple

from collectors.packets.protocols import ber, kerberos_messages, ntlm
from collectors.packets.protocols.ber import Value
from model.errors import BadRecord

BIND, UNBIND, SEARCH, MODIFY, ADD, DELETE, RENAME, COMPARE, ABANDON, EXTENDED = (
    0x60, 0x42, 0x63, 0x66, 0x68, 0x4A, 0x6C, 0x6E, 0x50, 0x77,
)  # fmt: skip
ENTRY, REFERENCE, INTERMEDIATE = 0x64, 0x73, 0x79
ASKED = {BIND: "bind", SEARCH: "search", MODIFY: "modify", ADD: "add", DELETE: "delete", RENAME: "rename",
         COMPARE: "compare", EXTENDED: "extended"}  # fmt: skip
ANSWERED = {0x61: "bind", 0x65: "search", 0x67: "modify", 0x69: "add", 0x6B: "delete", 0x6D: "rename", 0x6F: "compare",
            0x78: "extended"}  # fmt: skip
KNOWN = frozenset({*ASKED, *ANSWERED, UNBIND, ABANDON, ENTRY, REFERENCE, INTERMEDIATE})
START_TLS = "1.3.6.1.4.1.1466.20037"
SASL_GOING_ON = 14
SCOPES = {0: "base", 1: "one", 2: "subtree", 3: "children"}
RESULTS = {
    0: "success", 1: "operations_error", 2: "protocol_error", 3: "time_limit", 4: "size_limit", 5: "compare_false",
    6: "compare_true", 7: "auth_method_not_supported", 8: "stronger_auth_required", 10: "referral", 11: "admin_limit",
    12: "unavailable_critical_extension", 13: "confidentiality_required", 14: "sasl_bind_in_progress",
    16: "no_such_attribute", 17: "undefined_attribute_type", 19: "constraint_violation", 20: "attribute_or_value_exists",
    32: "no_such_object", 34: "invalid_dn_syntax", 48: "inappropriate_authentication", 49: "invalid_credentials",
    50: "insufficient_access_rights", 51: "busy", 52: "unavailable", 53: "unwilling_to_perform", 65: "object_class_violation",
    66: "not_allowed_on_non_leaf", 68: "entry_already_exists", 80: "other",
}  # fmt: skip
ATTRIBUTES_MOST = 64
FILTER_DEPTH_MOST = 24
FILTER_PARTS_MOST = 256
NAME_MOST = 1024
_AND, _OR, _NOT = 0xA0, 0xA1, 0xA2
_NAMED = frozenset({0xA3, 0xA4, 0xA5, 0xA6, 0xA8})
_PRESENT, _EXTENSIBLE = 0x87, 0xA9


class Message(NamedTuple):
    number: int
    operation: int
    body: Value


def message(data: bytes) -> Message:
    """One LDAPMessage. Raises BadRecord."""
    whole = ber.value(data, 0, len(data))
    if whole.tag != 0x30:
        raise BadRecord("ldap.message", "an LDAP message is a SEQUENCE")
    parts = list(ber.values(data, whole, 3))
    if len(parts) < 2 or parts[0].tag != 0x02 or parts[1].tag not in KNOWN:
        raise BadRecord("ldap.message", "no LDAP operation after a message number")
    return Message(ber.integer(data, parts[0]), parts[1].tag, parts[1])


def request(data: bytes, found: Message) -> dict[str, Any]:
    """Facts of one of `ASKED`. Raises BadRecord."""
    facts: dict[str, Any] = {"fengsui.ldap.operation": ASKED[found.operation]}
    if found.operation == DELETE:
        return facts | {"fengsui.ldap.dn": ber.text(data, found.body, NAME_MOST)}
    parts = list(ber.values(data, found.body, 8))
    if found.operation == BIND:
        return facts | _bind(data, parts)
    if found.operation == EXTENDED:
        if parts and parts[0].tag == 0x80:
            facts["fengsui.ldap.extension"] = ber.text(data, parts[0], 128)
        return facts
    if not parts or parts[0].tag != 0x04:
        raise BadRecord("ldap.dn", "an operation without the entry it is about")
    facts["fengsui.ldap.dn"] = ber.text(data, parts[0], NAME_MOST)
    if found.operation == SEARCH:
        return facts | _search(data, parts)
    if found.operation == RENAME and len(parts) > 1:
        facts["fengsui.ldap.new_dn"] = ber.text(data, parts[1], NAME_MOST)
    elif found.operation in (MODIFY, ADD) and len(parts) > 1:
        names = []
        for change in ber.values(data, parts[1], ATTRIBUTES_MOST):
            inner = list(ber.values(data, change, 2))
            named = inner[0] if inner else None
            if found.operation == MODIFY:
                named = next(ber.values(data, inner[1], 1), None) if len(inner) > 1 else None
            if named is not None and named.tag == 0x04:
                names.append(ber.text(data, named, 128))
        facts["fengsui.ldap.attributes"] = list(dict.fromkeys(names))
    return facts


def _bind(data: bytes, parts: list[Value]) -> dict[str, Any]:
    if len(parts) < 3 or parts[0].tag != 0x02 or parts[1].tag != 0x04:
        raise BadRecord("ldap.bind", "a bind without version, name or proof")
    facts: dict[str, Any] = {"fengsui.ldap.version": ber.integer(data, parts[0])}
    name, proof = ber.text(data, parts[1], NAME_MOST), parts[2]
    if name:
        facts["fengsui.ldap.dn"] = facts["user.name"] = name
    if proof.tag == 0x80:
        if proof.start == proof.end:
            facts["fengsui.ldap.method"] = "unauthenticated" if name else "anonymous"
        else:
            facts["fengsui.ldap.method"] = "simple"
            facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "ldap"}
    elif proof.tag == 0xA3:
        inner = list(ber.values(data, proof, 2))
        mechanism = ber.text(data, inner[0], 64) if inner else ""
        facts["fengsui.ldap.method"], facts["fengsui.ldap.mechanism"] = "sasl", mechanism
        token = data[inner[1].start : inner[1].end] if len(inner) > 1 else b""
        if mechanism.upper() == "PLAIN":
            facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "ldap"}
            who = token.split(b"\0")
            if len(who) >= 3:
                facts["user.name"] = who[1][:256].decode("utf-8", "backslashreplace")
        else:
            facts |= ntlm.facts(token) or kerberos_messages.in_token(token)
    else:
        facts["fengsui.ldap.method"] = "ntlm"  # MS-ADTS section 5.1.1.1.3
        facts |= ntlm.facts(data[proof.start : proof.end])
    facts.pop("fengsui.ntlm.message", None)
    return facts


def _search(data: bytes, parts: list[Value]) -> dict[str, Any]:
    if len(parts) < 8:
        raise BadRecord("ldap.search", f"a search of {len(parts)} parts")
    facts: dict[str, Any] = {"fengsui.ldap.scope": SCOPES.get(ber.integer(data, parts[1]), "other")}
    limit = ber.integer(data, parts[3])
    if limit:
        facts["fengsui.ldap.size_limit"] = limit
    names: list[str] = []
    _filter(data, parts[6], names, 0)
    facts["fengsui.ldap.filter_attributes"] = list(dict.fromkeys(names))
    wanted = [ber.text(data, name, 128) for name in ber.values(data, parts[7], ATTRIBUTES_MOST)]
    if wanted:
        facts["fengsui.ldap.attributes"] = wanted
    return facts


def _filter(data: bytes, where: Value, names: list[str], depth: int) -> None:
    """The attributes a filter asks about (section 4.5.1.7); the values it compares with are left out."""
    if depth > FILTER_DEPTH_MOST:
        raise BadRecord("ldap.filter", f"a filter more than {FILTER_DEPTH_MOST} deep")
    if where.tag in (_AND, _OR, _NOT):
        for part in ber.values(data, where, FILTER_PARTS_MOST):
            _filter(data, part, names, depth + 1)
            if len(names) >= FILTER_PARTS_MOST:
                return
    elif where.tag in _NAMED:
        name = next(ber.values(data, where, 1), None)
        if name is not None:
            names.append(ber.text(data, name, 128))
    elif where.tag == _PRESENT:
        names.append(ber.text(data, where, 128))
    elif where.tag == _EXTENSIBLE:
        names += [ber.text(data, part, 128) for part in ber.values(data, where, 4) if part.tag == 0x82]


def result(data: bytes, found: Message) -> dict[str, Any]:
    """What an LDAPResult says (section 4.1.9), with what the server tells of itself in a bind."""
    parts = list(ber.values(data, found.body, 8))
    if not parts or parts[0].tag != 0x0A:
        raise BadRecord("ldap.result", "an answer without a result")
    code = ber.integer(data, parts[0])
    facts: dict[str, Any] = {"fengsui.ldap.result": RESULTS.get(code, f"result_{code}")}
    # A comparison's answer and a referral are no failures, nor is a limit that cuts a search short.
    facts["event.outcome"] = "success" if code in (0, 4, 5, 6, 10, SASL_GOING_ON) else "failure"
    if found.operation == 0x61:
        for part in parts[3:]:
            if part.tag == 0x87:
                facts |= ntlm.facts(data[part.start : part.end])
        facts |= ntlm.facts(data[parts[1].start : parts[1].end]) if len(parts) > 1 else {}
        facts.pop("fengsui.ntlm.message", None)
    return facts
