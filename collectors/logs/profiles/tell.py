"""Which profile a text is of, and what it says: added to an Event that may already carry a header's facts."""

from __future__ import annotations

import re
from datetime import tzinfo
from typing import Any

import orjson

from collectors.logs.access import add_access
from collectors.logs.keys import settle
from collectors.logs.mapping import Plan, apply
from collectors.logs.nginx.request import add_url
from collectors.logs.profiles import forms
from collectors.logs.profiles.catalogue import Profile, profiles
from collectors.logs.profiles.times import written_us
from model.errors import BadRecord
from model.event import Event, flatten
from model.times import Micros

MATCHED_CHARS = 16 * 1024  # of a text that patterns look at
LOOKED_AT = 2048  # characters in which a text's marks are looked for
_NAME = re.compile(r"[^\W\d][\w\-\[\]]{0,63}")
_OURS = frozenset({"message", "tags", "labels"})  # ECS names without a dot, of the platform's type


class Told:
    """A text read. native: its own names and values; more: what its pattern or values mean besides."""

    __slots__ = ("cases", "native", "plans", "profile")

    def __init__(self, profile: Profile, native: dict[str, Any], plans: tuple[Plan, ...]) -> None:
        self.profile = profile
        self.native = native
        self.plans = plans


def recognise(app: str, text: str) -> Told | None:
    """The first profile that knows the program (a syslog header's, "" without one) or the text, and can read it."""
    catalogue = profiles()
    head = text[:LOOKED_AT]
    if "CEF:" in head and (found := forms.cef(text)) is not None:
        return _headed("cef", found)
    if "LEEF:" in head and (found := forms.leef(text)) is not None:
        return _headed("leef", found)
    name = app.lower()
    for profile in catalogue.by_app.get(name, ()):
        if (told := _read(profile, text)) is not None:
            return told
    if app:
        for beginning, profile in catalogue.by_beginning:
            if app.startswith(beginning) and (told := _read(profile, text, app)) is not None:
                return told
    for profile in catalogue.by_text:
        if profile.marks(head) and (told := _read(profile, text)) is not None:
            return told
    return None


def tell(event: Event, told: Told, tz: tzinfo) -> tuple[Micros, str] | None:
    """Add what a text says to `event`; gives its own time and the name that holds it, when it has one."""
    profile, native = told.profile, told.native
    event["event.dataset"] = profile.dataset
    for plan in told.plans:
        apply(plan, event, native)
    for case in reversed(profile.cases):
        if case.holds(native):
            apply(case.plan, event, native)
    apply(profile.plan, event, native)
    if profile.form != "facts":  # the groups of a pattern are our names, not the device's
        _keep(event, native, nested=profile.form == "json")
    add_url(event)
    add_access(event)
    event.setdefault("event.category", ["network"] if "observer.type" in event else ["host"])
    return _time(profile, native, tz)


def tell_json(event: Event, profile: Profile) -> None:
    """ECS names of a JSON record whose own names already stand in `event`."""
    event["event.dataset"] = profile.dataset
    for case in reversed(profile.cases):
        if case.holds(event):
            apply(case.plan, event)
    apply(profile.plan, event)
    add_url(event)
    add_access(event)


def _keep(event: Event, native: dict[str, Any], *, nested: bool) -> None:
    """The text's own names beside ours, where they cannot be taken for one of the platform's."""
    for name, value in native.items():
        if value == "":
            continue
        if name in _OURS or not (nested or _NAME.fullmatch(name)):
            name = f"field_{name.replace('.', '_')[:64]}"
        event.setdefault(name, value)


def _time(profile: Profile, native: dict[str, Any], tz: tzinfo) -> tuple[Micros, str] | None:
    for name in profile.times:
        parts = [native.get(part) for part in name.split("+")]
        if None in parts:
            continue
        try:
            return written_us(" ".join(str(part) for part in parts), tz), name
        except (ValueError, OverflowError):
            continue
    return None


def _headed(form: str, native: dict[str, Any]) -> Told:
    """CEF and LEEF name their device; a vendor's profile says more than the common one."""
    catalogue = profiles()
    vendor, product = native["deviceVendor"].lower(), native["deviceProduct"].lower()
    common = catalogue.common[form]
    known = catalogue.headers.get((form, vendor, product)) or catalogue.headers.get((form, vendor, ""))
    plans = () if known is None else (*(c.plan for c in known.cases if c.holds(native)), known.plan)
    cases = tuple(c.plan for c in common.cases if c.holds(native))
    return Told(known or common, native, plans + cases + (common.plan,))


def _read(profile: Profile, text: str, app: str = "") -> Told | None:
    options = profile.options
    native: dict[str, Any] | None = None
    if profile.form == "facts":
        return _facts(profile, text, app)
    if "after" in options:
        before, mark, text = text.partition(options["after"])
        if not mark:
            return None
        if options.get("before") and before:
            before = before.rpartition(" ")[2]
    if profile.form == "pairs":
        native = forms.pairs(text, assign=options.get("assign", "="), between=options.get("between", ""),
                             numbered=bool(options.get("numbered")))  # fmt: skip
    elif profile.form == "columns":
        names = options["names"]
        if "first" in options and not re.match(options["first"] + re.escape(options.get("between", ",")), text):
            return None
        native = forms.columns(text, names, between=options.get("between", ","), quote=options.get("quote", '"'),
                               by=options.get("by", 0))  # fmt: skip
    elif profile.form == "json":
        native = _json(text)
    if native is None or not all(name in native for name in options.get("must", ())):
        return None
    if app:
        native["tag"] = app
    if options.get("before") and options.get("after") and before:
        native.setdefault(options["before"], before)
    return Told(profile, native, ())


def _facts(profile: Profile, text: str, app: str) -> Told | None:
    text = text[:MATCHED_CHARS]
    if app and profile.app_starts and not text.startswith(app):
        text = f"{app}: {text}"
    for fact in profile.facts:
        if (fact.starts and not text.startswith(fact.starts)) or (fact.holds and fact.holds not in text):
            continue
        found = fact.pattern.match(text)
        if found is not None:
            native = {name: value for name, value in found.groupdict().items() if value is not None}
            more = tuple(case.plan for case in fact.cases if case.holds(native))
            return Told(profile, native, (*more, fact.plan))
    return None


def _json(text: str) -> dict[str, Any] | None:
    text = text.strip()
    if text[:1] != "{" or len(text) > forms.MAX_TEXT:
        return None
    try:
        document = orjson.loads(text)
        if type(document) is not dict:
            return None
        native = flatten(document)
        settle(native)
    except (ValueError, RecursionError, BadRecord):
        return None
    return native
