"""Every component of a CycloneDX file, for the supply-chain register; the inventory itself takes programs only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from collectors.inventory.cyclonedx import MAX_NESTING, SETTLED, recognised
from collectors.inventory.documents import part, parts, read_json, text
from model.errors import InputError

MOST: Final = 5_000
MOST_WEAKNESSES: Final = 50


@dataclass(frozen=True, slots=True)
class ListedComponent:
    """weaknesses: ids of vulnerabilities the file says it is affected by, settled ones left out."""

    name: str
    version: str
    purl: str
    weaknesses: tuple[str, ...] = ()


def read_components(data: bytes, where: str) -> list[ListedComponent]:
    """Raises InputError for what is no CycloneDX JSON, or holds more than MOST components."""
    document = read_json(data, where)
    if not recognised(document):
        raise InputError("no CycloneDX document: bomFormat is missing", where=where)
    held: list[tuple[str, ListedComponent]] = []
    _walk(document, held, 0, where)
    affected: dict[str, list[str]] = {}
    for one in parts(document, "vulnerabilities"):
        weakness = text(one, "id", 200)
        if weakness and text(part(one, "analysis"), "state") not in SETTLED:
            for target in parts(one, "affects"):
                affected.setdefault(text(target, "ref", 500), []).append(weakness)
    return [
        ListedComponent(one.name, one.version, one.purl, tuple(dict.fromkeys(affected.get(ref, ())))[:MOST_WEAKNESSES])
        for ref, one in held
    ]


def _walk(holder: Mapping[str, Any], held: list[tuple[str, ListedComponent]], depth: int, where: str) -> None:
    if depth > MAX_NESTING:
        raise InputError(f"components are nested deeper than {MAX_NESTING}", where=where)
    for one in parts(holder, "components"):
        name = text(one, "name", 200)
        if name:
            if len(held) >= MOST:
                raise InputError(f"more than {MOST} components", where=where)
            ref = text(one, "bom-ref", 500) or "\0"
            held.append((ref, ListedComponent(name, text(one, "version", 100), text(one, "purl", 300))))
        _walk(one, held, depth + 1, where)
