"""MITRE ATT&CK of the pinned version: tactics in matrix order, techniques, and what a Sigma rule's tags mean in it.

The pack (`attack.json`) is built by `model/build_attack.py` and read on first use. ATT&CK is a trademark of The MITRE
Corporation; the notice to show beside it is `notice()`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

_PACK = Path(__file__).parent / "attack.json"

# Version 19 split this tactic and left its number, TA0005, to Stealth; see docs/decisions/0002.
DEFENSE_EVASION = "defense-evasion"
_ITS_HEIRS = ("stealth", "defense-impairment")

# Groups, software, campaigns, mitigations, data sources.
_OTHER_OBJECT = re.compile(r"(?:g|s|c|m|ds)[0-9]{4}")


class Domain(StrEnum):
    ENTERPRISE = "enterprise"
    ICS = "ics"


class Tactic(msgspec.Struct, frozen=True, kw_only=True):
    """shortname: `lateral-movement`; the two matrices share nine of them, the `id` tells them apart."""

    id: str
    shortname: str
    name: str
    name_zh: str
    domain: Domain


class Technique(msgspec.Struct, frozen=True, kw_only=True):
    """tactics: short names within its own domain. text: first sentence of MITRE's description, empty when unknown."""

    id: str
    name: str
    domain: Domain
    tactics: tuple[str, ...]
    text: str = ""

    @property
    def parent(self) -> str:
        """`T1059` for `T1059.001`; empty for a technique that is not a sub-technique."""
        head, dot, _ = self.id.partition(".")
        return head if dot else ""

    @property
    def label(self) -> str:
        """The name with its technique's before it: `Unauthorized Message: Command Message`. Alone, a sub-technique's
        name is often ambiguous."""
        above = technique(self.parent) if self.parent else None
        return f"{above.name}: {self.name}" if above else self.name

    @property
    def url(self) -> str:
        return f"https://attack.mitre.org/techniques/{self.id.replace('.', '/')}"


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    version: str
    sources: tuple[str, ...]
    notice: str
    tactics: tuple[Tactic, ...]
    techniques: tuple[Technique, ...]
    retired: dict[str, str]


@cache
def pack() -> Pack:
    return msgspec.json.decode(_PACK.read_bytes(), type=Pack)


def version() -> str:
    return pack().version


def notice() -> str:
    """MITRE's terms require this line wherever their content is shown."""
    return pack().notice


def tactics(domain: Domain = Domain.ENTERPRISE) -> tuple[Tactic, ...]:
    """In the order of the matrix, left to right."""
    return tuple(t for t in pack().tactics if t.domain is domain)


def techniques(domain: Domain | None = None) -> tuple[Technique, ...]:
    """Sub-techniques included, by id; of both domains for None."""
    return tuple(t for t in pack().techniques if domain is None or t.domain is domain)


@cache
def _tactic_index() -> dict[str, Tactic]:
    """By id and by short name; a shared short name means Enterprise."""
    index: dict[str, Tactic] = {}
    for found in pack().tactics:  # Enterprise first
        index.setdefault(found.shortname, found)
        index[found.id] = found
    return index


@cache
def _technique_index() -> dict[str, Technique]:
    by_id = {t.id: t for t in pack().techniques}
    return by_id | {old: by_id[current] for old, current in pack().retired.items()}


def tactic(name: str, domain: Domain | None = None) -> Tactic | None:
    """By id (`TA0005`) or name (`stealth`, `Initial Access`, `credential_access`), upper or lower case.

    A name both matrices have means Enterprise unless `domain` says otherwise. None when there is no such tactic; the
    retired `defense-evasion` is none, because what became of it depends on the technique (see `from_sigma_tags`).
    """
    found = _tactic_index().get(name.upper()) or _tactic_index().get(_shortname(name))
    if found is not None and domain is not None and found.domain is not domain:
        return next((t for t in tactics(domain) if t.shortname == found.shortname), None)
    return found


def technique(number: str) -> Technique | None:
    """By id, upper or lower case. A retired id gives the technique that took its place (whose `id` then differs)."""
    return _technique_index().get(number.upper())


def from_sigma_tags(tags: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Technique ids and tactic short names that a rule's `attack.` tags stand for, in this version's words.

    Techniques come in the order of the tags, tactics in the order of the matrix (Enterprise, then those only ICS has),
    both without repetition. Retired technique ids become the current ones. What the pack does not know is left out;
    `unresolved_sigma_tags` names it. A rule that names techniques but no tactic gets the tactic of every technique that
    has just one.

    `defense-evasion` becomes whichever of `stealth` and `defense-impairment` the rule's techniques belong to. When they
    belong to neither, it goes: version 19 says those techniques do not evade. Without any technique it becomes
    `stealth`, which kept the number TA0005.
    """
    found: dict[str, Technique] = {}
    named: set[str] = set()
    evasion = False
    for tag in tags:
        word = _attack_word(tag)
        if not word:
            continue
        if (meant := technique(word)) is not None:
            found[meant.id] = meant
        elif (place := tactic(word)) is not None:
            named.add(place.shortname)
        elif _shortname(word) == DEFENSE_EVASION:
            evasion = True
    implied = {t for meant in found.values() for t in meant.tactics}
    if evasion:
        named |= {heir for heir in _ITS_HEIRS if heir in implied} if found else {_ITS_HEIRS[0]}
    if not named:
        named = {meant.tactics[0] for meant in found.values() if len(meant.tactics) == 1}
    return tuple(found), tuple(name for name in _matrix_order() if name in named)


def unresolved_sigma_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The `attack.` tags that name neither a tactic nor a technique of this version: typing errors and withdrawn ids.

    Tags of other objects (groups `attack.g0016`, software `attack.s0002`) are not in the pack and not listed.
    """
    return tuple(
        tag
        for tag in tags
        if (word := _attack_word(tag))
        and technique(word) is None
        and tactic(word) is None
        and _shortname(word) != DEFENSE_EVASION
        and not _OTHER_OBJECT.fullmatch(word)
    )


@cache
def _matrix_order() -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.shortname for t in pack().tactics))


def _shortname(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(" ", "-")


def _attack_word(tag: str) -> str:
    """`t1110.001` from `attack.T1110.001`; empty for a tag of another name space."""
    space, dot, word = tag.strip().lower().partition(".")
    return word if dot and space == "attack" else ""
