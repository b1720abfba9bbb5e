"""Supplied software against what is known of it: components listed by suppliers, services and exposures of the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from model.cii import ComponentList, Supplier
from model.inventory import Exposure, Service


def known_weaknesses(
    suppliers: Iterable[Supplier],
    lists: Sequence[ComponentList],
    services: Sequence[Service],
    exposures: Sequence[Exposure],
) -> dict[str, list[str]]:
    """Weakness → products it stands against. What the register says is closed on every asset counts as closed, also when a
    list still names it; a weakness only a list names is open."""
    open_ones = {one.weakness for one in exposures if not one.closed}
    closed = {one.weakness for one in exposures if one.closed} - open_ones
    by_service: dict[str, list[Exposure]] = {}
    for one in exposures:
        if not one.closed and one.service:
            by_service.setdefault(one.service, []).append(one)
    running: Mapping[str, list[Service]] = _by_product(services)
    found: dict[str, list[str]] = {}
    for supplier in suppliers:
        for product in supplier.products:
            for service in running.get(product.name.casefold(), ()):
                if not product.version or not service.version or service.version == product.version:
                    for exposure in by_service.get(service.id, ()):
                        found.setdefault(exposure.weakness, []).append(product.name)
            for held in lists:
                if (held.supplier, held.product) == (supplier.id, product.name):
                    for component in held.components:
                        for weakness in component.weaknesses:
                            if weakness not in closed:
                                found.setdefault(weakness, []).append(f"{product.name}: {component.name}")
    return {name: sorted(set(held)) for name, held in found.items()}


def _by_product(services: Iterable[Service]) -> dict[str, list[Service]]:
    out: dict[str, list[Service]] = {}
    for one in services:
        if one.product:
            out.setdefault(one.product.casefold(), []).append(one)
    return out
