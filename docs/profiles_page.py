"""docs/reference/sources/profiles.md, from the profiles in collectors/logs/profiles/vendors."""

from __future__ import annotations

from typing import Any

from collectors.logs.profiles import Profile, profiles

FORMS = {
    "cef": "CEF",
    "leef": "LEEF",
    "pairs": "key=value",
    "columns": "separated columns",
    "facts": "patterns",
    "json": "JSON",
}
INTRO = """# Profiles: devices and programs whose texts are known

{count} profiles, each one file in `collectors/logs/profiles/vendors/`. A profile says what a text is known by, what form it
has and what its names mean; its samples are its tests. How to add one: [how-to/add-a-device-profile.md](../../how-to/add-a-
device-profile.md).

Profiles are tried on syslog messages of programs that `syslog` does not know itself, on lines of files without a syslog
header (source `text`) and, where they name keys, on JSON records (source `jsonl`). The device's own names stay at the top
level; a name that would be one of the platform's becomes `field_<name>`. `event.dataset` and `event.module` are the
profile's; `observer.type: firewall` marks firewalls.

**verify** means: made from the vendor's documents and samples written by us, not yet compared with a device of the release
in use. Compare a device's first records with `event.original` before you rely on rules about it.
"""


def page() -> str:
    found = profiles().all
    head = "| profile | data set | form | known by | made from | |\n|---|---|---|---|---|---|\n"
    rows = "".join(
        f"| {p.document['name']} | `{p.dataset}` | {FORMS[p.form]} | {_known_by(p.document.get('known_by') or {})} "
        f"| {_plain(p.document['source'])} | {'verify' if p.verify else ''} |\n"
        for p in found
    )
    names = "\n\n".join(f"### {p.document['name']}\n\n{_names(p)}" for p in found)
    return f"{INTRO.format(count=len(found))}\n{head}{rows}\n## Names in ECS\n\n{names}\n"


def _known_by(known: dict[str, Any]) -> str:
    words = {
        "apps": "program",
        "app_starts": "tag begins with",
        "starts": "begins with",
        "holds": "holds one of",
        "needs": "holds",
        "headers": "vendor",
        "all": "keys",
        "any": "and one of",
    }
    parts = []
    for name, values in known.items():
        shown = [" ".join(v) if isinstance(v, list) else str(v) for v in values][:6]
        parts.append(f"{words[name]} " + ", ".join(f"`{_plain(v)}`" for v in shown))
    return "; ".join(parts)


def _names(profile: Profile) -> str:
    if profile.form == "facts":
        actions = dict.fromkeys(
            str(value) for fact in profile.facts for name, value in fact.plan.facts if name == "event.action"
        )
        targets = dict.fromkeys(t for fact in profile.facts for _, t, _ in fact.plan.moves)
        told = f" Tells: {', '.join(f'`{a}`' for a in actions)}." if actions else ""
        return f"Fills {', '.join(f'`{t}`' for t in targets)}.{told}"
    pairs: dict[str, list[str]] = {}
    for native, target, _ in profile.plan.moves:
        pairs.setdefault(native, []).append(target)
    return "; ".join(f"{native} → {', '.join(f'`{t}`' for t in targets)}" for native, targets in pairs.items()) + "."


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()
