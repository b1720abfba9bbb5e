"""Which registered machine something seen is: by identifier, then address, then name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from model.estate import Asset


class Register:
    """The assets of a register by what they go by. Names fold: case, and a full name finds the short one and back when
    that is one machine only."""

    def __init__(self, assets: Iterable[Asset]) -> None:
        self.assets: dict[str, Asset] = {}
        self._identifiers: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._short: dict[str, set[str]] = {}
        for asset in assets:
            self.add(asset)

    def add(self, asset: Asset) -> None:
        self.assets[asset.id] = asset
        for identifier in asset.identifiers:
            self._identifiers.setdefault(identifier.lower(), asset.id)
        for address in asset.addresses:
            self._addresses.setdefault(address.lower(), asset.id)
        for name in (asset.id, asset.name, *asset.hostnames):
            folded = name.lower().rstrip(".")
            self._names.setdefault(folded, asset.id)
            self._short.setdefault(folded.partition(".")[0], set()).add(asset.id)

    def find(
        self, *, identifiers: Iterable[str] = (), addresses: Iterable[str] = (), names: Iterable[str] = ()
    ) -> str | None:
        """Id of the asset, or None. An address beats a name: names are copied from old reports, addresses answer."""
        for known, wanted in ((self._identifiers, identifiers), (self._addresses, addresses), (self._names, names)):
            for one in wanted:
                found = known.get(one.lower().rstrip("."))
                if found is not None:
                    return found
        for name in names:
            short = self._short.get(name.lower().partition(".")[0], set())
            if len(short) == 1 and not name.replace(".", "").isdigit():
                return next(iter(short))
        return None

    def of(self, values: Mapping[str, Any]) -> str | None:
        """As `find`, from the plain fields of an asset; its id counts as a name."""
        return self.find(
            identifiers=_texts(values.get("identifiers")),
            addresses=_texts(values.get("addresses")),
            names=[*_texts(values.get("hostnames")), *_texts([values.get("name"), values.get("id")])],
        )


def _texts(values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list | tuple) else []
