"""Field maps: under which names events carry a Sigma field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from detections.sigma.conversions import CONVERSIONS
from model.event import Event


@dataclass(frozen=True, slots=True)
class Alternate:
    """One place a field may stand: a name, or a conversion of several."""

    names: tuple[str, ...]
    conversion: str = ""

    def read(self, event: Event) -> Any:
        if not self.conversion:
            return event.get(self.names[0])
        values = [event.get(name) for name in self.names]
        if self.names and all(v is None for v in values):
            return None
        return CONVERSIONS[self.conversion](values, event)


@dataclass(frozen=True, slots=True)
class FieldMap:
    """`names`: per Sigma field what to try first; `templates`: name patterns tried for every field after that."""

    name: str
    templates: tuple[str, ...] = ("{field}",)
    names: dict[str, tuple[Alternate, ...]] = field(default_factory=dict)
    _known: dict[str, tuple[Alternate, ...]] = field(default_factory=dict, compare=False, repr=False)

    def alternates(self, name: str) -> tuple[Alternate, ...]:
        """Where a Sigma field may stand, in order. Rules written with spaces in names mean the name without them."""
        known = self._known.get(name)
        if known is None:
            own = self.names.get(name, ())
            stripped = name.replace(" ", "")
            spaced = self.names.get(stripped, ()) if stripped != name else ()
            templated = [
                Alternate((t.replace("{field}", n),)) for n in dict.fromkeys((name, stripped)) for t in self.templates
            ]
            known = self._known[name] = tuple(dict.fromkeys((*own, *spaced, *templated)))
        return known

    def read(self, event: Event, name: str) -> tuple[Any, ...]:
        """The values of the first alternate the event carries; () when it carries none."""
        return self.read_known(event, name) or self.read_known(without_spaces(event), name)

    def read_known(self, event: Event, name: str) -> tuple[Any, ...]:
        """As `read`, for an event whose names are as rules write them."""
        for alternate in self.alternates(name):
            value = alternate.read(event)
            if value is None:
                continue
            if not isinstance(value, list | tuple):
                return (value,)
            present = tuple(v for v in value if v is not None)
            if present:
                return present
        return ()


def without_spaces(event: Event) -> Event:
    """The fields whose names hold spaces, under the names rules know them by (`Source Name` → `SourceName`)."""
    return {name.replace(" ", ""): value for name, value in event.items() if " " in name}


PLAIN = FieldMap("plain")
