"""Profiles compiled from `vendors/*.yml`: what a text is known by, what form it has, what its names mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from collectors.logs.mapping import Plan, load, plan

FOLDER = Path(__file__).with_name("vendors")
FORMS = ("cef", "leef", "pairs", "columns", "facts", "json")
_ABOUT = {"name", "vendor", "product", "kind", "source", "version", "verify", "licence", "dataset", "module"}
_KEYS = _ABOUT | {"form", "known_by", "options", "time", "set", "fields", "when", "facts", "samples"}


@dataclass(frozen=True, slots=True)
class Case:
    """What more is so where native names have certain values. wanted: name → lower-case values, of which the text has
    one; a value that ends in `*` is a beginning, `*` alone whatever is there."""

    wanted: tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]
    plan: Plan

    def holds(self, native: Mapping[str, Any]) -> bool:
        for name, values, beginnings in self.wanted:
            value = str(native.get(name, "")).lower()
            if not value or (value not in values and not value.startswith(beginnings)):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Fact:
    """A text it describes begins with one of `starts` and holds `holds`."""

    starts: tuple[str, ...]
    holds: str
    pattern: re.Pattern[str]
    plan: Plan
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """apps, app_starts: the program or tag a syslog header names; starts, holds: what the text begins with or holds one
    of; needs: what it must hold besides; headers: vendor of CEF and LEEF. verify: made from documents, not yet compared with a device.
    every, some: of JSON records: names that must all be there at the top level, and names of which one must."""

    name: str
    vendor: str
    product: str
    dataset: str
    module: str
    form: str
    document: Mapping[str, Any]
    plan: Plan
    cases: tuple[Case, ...]
    facts: tuple[Fact, ...]
    times: tuple[str, ...]
    apps: frozenset[str] = frozenset()
    app_starts: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    every: frozenset[str] = frozenset()
    some: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    verify: bool = False

    def marks(self, text: str) -> bool:
        """Whether the text has what its texts are known by, wherever it came from."""
        if self.starts:
            if not text.startswith(self.starts):
                return False
        elif self.holds:
            if not any(mark in text for mark in self.holds):
                return False
        elif not self.needs:
            return False
        return all(mark in text for mark in self.needs)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """by_app: those a header's program name means; by_beginning: (beginning of a name, profile); by_text: those known by
    what the text holds; headers: vendor and product (lower case, "" for any) of CEF and LEEF; by_names:
    profiles of JSON records, by name."""

    all: tuple[Profile, ...]
    by_app: Mapping[str, tuple[Profile, ...]]
    by_beginning: tuple[tuple[str, Profile], ...]
    by_text: tuple[Profile, ...]
    headers: Mapping[tuple[str, str, str], Profile]
    by_names: Mapping[str, Profile]
    common: Mapping[str, Profile]


@cache
def profiles() -> Catalogue:
    """Everything in `vendors/`. Raises ValueError naming the file when one is wrong."""
    found = tuple(compiled(path.stem, load(path)) for path in sorted(FOLDER.glob("*.yml")))
    by_app: dict[str, list[Profile]] = {}
    for profile in found:
        for app in profile.apps:
            by_app.setdefault(app, []).append(profile)
    return Catalogue(
        all=found,
        by_app={app: tuple(of) for app, of in by_app.items()},
        by_beginning=tuple((start, p) for p in found for start in p.app_starts),
        by_text=tuple(
            p for p in found if (p.starts or p.holds or p.needs) and not (p.form in ("cef", "leef") and p.headers)
        ),
        headers={(p.form, *header): p for p in found for header in p.headers},
        by_names={p.name: p for p in found if p.every},
        common={p.name: p for p in found if p.name in ("cef", "leef")},
    )


def compiled(name: str, document: Mapping[str, Any]) -> Profile:
    """Raises ValueError for what a profile may not say."""
    strange = document.keys() - _KEYS
    form = document.get("form")
    if strange or form not in FORMS:
        raise ValueError(f"profile {name}: unknown {', '.join(sorted(strange)) or f'form {form!r}'}")
    known = document.get("known_by") or {}
    unknown = known.keys() - {"apps", "app_starts", "starts", "holds", "needs", "headers", "all", "any"}
    if unknown:
        raise ValueError(f"profile {name}: known_by may not say {', '.join(sorted(unknown))}")
    times = document.get("time") or ()
    about: dict[str, Any] = {
        "event.module": document["module"],
        "observer.vendor": document["vendor"],
        "observer.product": document["product"],
    }
    if document.get("kind"):
        about["observer.type"] = document["kind"]
    return Profile(
        name=name,
        vendor=document["vendor"],
        product=document["product"],
        dataset=document["dataset"],
        module=document["module"],
        form=form,
        document=document,
        plan=Plan(tuple(about.items())) + plan(document),
        cases=_cases(document.get("when") or ()),
        facts=tuple(_fact(name, entry) for entry in document.get("facts") or ()),
        times=tuple([times] if isinstance(times, str) else times),
        apps=frozenset(app.lower() for app in known.get("apps") or ()),
        app_starts=tuple(known.get("app_starts") or ()),
        starts=tuple(known.get("starts") or ()),
        holds=tuple(known.get("holds") or ()),
        needs=tuple(known.get("needs") or ()),
        headers=tuple((h[0].lower(), (h[1] if len(h) > 1 else "").lower()) for h in known.get("headers") or ()),
        every=frozenset(known.get("all") or ()),
        some=tuple(known.get("any") or ()),
        options=document.get("options") or {},
        verify=bool(document.get("verify")),
    )


def _fact(profile: str, entry: Mapping[str, Any]) -> Fact:
    starts = entry.get("starts") or ()
    try:
        pattern = re.compile(entry["pattern"], re.DOTALL)
    except re.error as error:
        raise ValueError(f"profile {profile}: {entry['pattern']!r}: {error}") from error
    return Fact(
        starts=tuple([starts] if isinstance(starts, str) else starts),
        holds=entry.get("holds", ""),
        pattern=pattern,
        plan=plan(entry),
        cases=_cases(entry.get("when") or ()),
    )


def _cases(entries: Any) -> tuple[Case, ...]:
    cases = []
    for entry in entries:
        wanted = []
        for name, values in entry["if"].items():
            texts = [str(v).lower() for v in (values if isinstance(values, list) else [values])]
            beginnings = tuple(t[:-1] for t in texts if t.endswith("*"))
            wanted.append((name, frozenset(t for t in texts if not t.endswith("*")), beginnings))
        cases.append(Case(tuple(wanted), plan(entry)))
    return tuple(cases)
