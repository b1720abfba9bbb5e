"""Write the generated pages of docs/reference, or check that they are what the code says.

    python docs/generate.py            write every page
    python docs/generate.py --check    write nothing; exit 1 and name each page that is stale

A page is a function without arguments that returns Markdown, and a line in PAGES. It must not depend on the machine, the
time or the settings, or `--check` would fail elsewhere.
"""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from api.problems import codes
from model import attack
from model.ecs import catalogue
from model.errors import FengsuiError
from model.event import REQUIRED
from store.query.mistakes import MISTAKES

DOCS = DOCS_SOURCE = Path(__file__).resolve().parent


def fields() -> str:
    """Every field of the catalogue, one table per field set."""
    known = catalogue()
    parts = [
        "# Event fields",
        f"""Every name an event may carry besides the names its source uses itself: {len(known)} fields. Names, types and
array rules are those of the Elastic Common Schema unless the last column names another source. What an event is, and why
it looks like this, is in [explanation/event.md](../explanation/event.md).""",
        """- **Type** is the ECS type. `date` is an integer of microseconds since 1970 UTC inside the platform and ISO 8601
  text outside. Below a `flattened` field any name may follow (`winlog.event_data.Image`).
- **[]** marks a field that always holds a list, even of one value.
- A fact that is not known has no key. There is no null.""",
        "Every event has " + ", ".join(f"`{name}`" for name in REQUIRED) + ".",
    ]
    for name, members in groupby(
        sorted(known.values(), key=lambda f: (_set_of(f.name), f.name)), lambda f: _set_of(f.name)
    ):
        rows = [
            (
                f"`{f.name}`",
                f.type + (" []" if f.array else ""),
                f.unit,
                f.meaning,
                "" if f.source.startswith("ECS ") else f.source,
            )
            for f in members
        ]
        parts += [f"## {name}", _table(("Field", "Type", "Unit", "Meaning", "Source"), rows)]
    return _page(parts)


def _set_of(name: str) -> str:
    head, dot, _ = name.partition(".")
    return head if dot else "base"


def attack_page() -> str:
    """The tactics in matrix order, and what became of retired technique numbers."""
    parts = [
        "# ATT&CK",
        f"The platform speaks MITRE ATT&CK {attack.version()}, Enterprise and ICS. {attack.notice()}",
        "Built from:\n\n" + "\n".join(f"- {source}" for source in attack.pack().sources),
    ]
    for domain, title in ((attack.Domain.ENTERPRISE, "Enterprise"), (attack.Domain.ICS, "ICS")):
        known = attack.techniques(domain)
        rows = [
            (t.id, f"`{t.shortname}`", t.name, t.name_zh, str(sum(t.shortname in k.tactics for k in known)))
            for t in attack.tactics(domain)
        ]
        parts += [
            f"## {title}: {len(attack.tactics(domain))} tactics, {len(known)} techniques and sub-techniques",
            _table(("Tactic", "In rules and alerts", "Name", "中文", "Techniques"), rows),
        ]
    parts += [
        "## Retired technique numbers",
        """A rule tagged with a retired number raises alerts under the number that took its place. The retired tactic
`defense-evasion` becomes `stealth` or `defense-impairment` by the rule's techniques; see
[decision 0002](../decisions/0002-attack-pack.md).""",
        _table(
            ("Retired", "Now", "Name now"),
            ((old, new, _label(new)) for old, new in attack.pack().retired.items()),
        ),
    ]
    return _page(parts)


def _label(number: str) -> str:
    found = attack.technique(number)
    return found.label if found else ""


def errors() -> str:
    """Every error code, with the meaning the tree at the top of model/errors.py gives it."""
    said = _said_of_errors()
    return _page(
        [
            "# Error codes",
            """A code is stable and part of the contract; the message beside it is for people and may change. Scripts and
clients branch on the code.""",
            _table(
                ("Code", "Class", "Meaning"),
                ((f"`{c.code}`", c.__name__, said[c.__name__]) for c in _tree(FengsuiError)),
            ),
            "## Over HTTP",
            """Every error is a problem document (RFC 9457, `application/problem+json`) with `code`, `detail`, `request_id`, and
where it helps `where`, `hint` and `reasons`.""",
            _table(("Code", "Status", "Meaning"), ((f"`{c}`", str(n), title) for c, (n, title) in codes().items())),
            "## Mistakes in a query",
            """With `query.invalid` a problem carries `mistake`: a stable slug, its parameters, the character, and what to do.""",
            _table(
                ("Slug", "Message", "中文", "Hint", "提示"),
                (
                    (f"`{slug}`", words.message, words.message_zh, words.hint, words.hint_zh)
                    for slug, words in MISTAKES.items()
                ),
            ),
        ]
    )


def openapi() -> str:
    """The HTTP interface as a machine reads it: what the console's client is generated from."""
    from api.app import describe
    from api.openapi import text

    return text(describe())


def permissions() -> str:
    """Who may do what: roles against permissions, and the operations each permission opens."""
    from api.app import describe
    from store.identity.permissions import EVERYONE, NEVER_IN_TOKENS, PERMISSIONS, ROLE_NAMES, ROLE_PERMISSIONS, Role

    opened: dict[str, list[str]] = {}
    for path, operations in describe().openapi()["paths"].items():
        for method, operation in operations.items():
            opened.setdefault(operation["x-permission"], []).append(
                f"`{method.upper()} {path.removeprefix('/api/v1')}`"
            )
    held = {role: ROLE_PERMISSIONS[role] | EVERYONE for role in Role}
    return _page(
        [
            "# Roles and permissions",
            """What a role may do, within the units its holder belongs to. The program enforces this table as it stands here.
Why the three administrators are apart, and what they cannot do to each other, is in
[explanation/identity.md](../explanation/identity.md).""",
            _table(
                ("Role", "中文", "Permissions"),
                (
                    (f"`{role}` {en}", zh, " ".join(f"`{p}`" for p in PERMISSIONS if p in held[role]))
                    for role, (en, zh) in ROLE_NAMES.items()
                ),
            ),
            "## Permissions",
            "Those marked * cannot be put into an API token. Addresses begin with `/api/v1`.",
            _table(
                ("Permission", "Meaning", "中文", "Operations"),
                (
                    (f"`{p}`{'*' if p in NEVER_IN_TOKENS else ''}", en, zh, " ".join(opened.get(p, [])))
                    for p, (en, zh) in PERMISSIONS.items()
                ),
            ),
            "Without signing in: " + " ".join(opened["public"]) + ".",
        ]
    )


def _tree(cls: type[FengsuiError]) -> list[type[FengsuiError]]:
    """Classes of model/errors.py only: a page must not depend on what else happens to be imported."""
    below = [c for c in cls.__subclasses__() if c.__module__ == FengsuiError.__module__]
    return [cls, *(found for c in below for found in _tree(c))]


def _said_of_errors() -> dict[str, str]:
    doc = inspect.getdoc(sys.modules[FengsuiError.__module__]) or ""
    drawn = (line.lstrip(" │├└─").partition(" ") for line in doc.splitlines() if line.startswith("    "))
    return {name: text.strip() for name, _, text in drawn}


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(["<!-- Generated by docs/generate.py; edit the code or data it describes. -->", *parts]) + "\n"


# Output path below docs/, and the function that writes it. New pages go here.
def _beside(module: str) -> Callable[[], str]:
    """The `page` function of a file in this folder, which is no package."""

    def page() -> str:
        spec = importlib.util.spec_from_file_location(f"docs_{module}", DOCS_SOURCE / f"{module}.py")
        assert spec is not None
        assert spec.loader is not None
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
        return str(loaded.page())

    return page


PAGES: dict[str, Callable[[], str]] = {
    "reference/fields.md": fields,
    "reference/attack.md": attack_page,
    "reference/errors.md": errors,
    "reference/openapi.json": openapi,
    "reference/permissions.md": permissions,
    "reference/rules.md": _beside("rules_page"),
    "reference/attack-model.md": _beside("capability_page"),
    "reference/behaviour.md": _beside("behaviour_page"),
    "reference/cli.md": _beside("cli_page"),
    "reference/settings.md": _beside("settings_page"),
    "reference/sources/kinds.md": _beside("source_kinds_page"),
    "reference/sources/profiles.md": _beside("profiles_page"),
}


def stale() -> list[str]:
    """Paths of pages that differ from what their function says now, missing ones included."""
    return [
        relative
        for relative, page in PAGES.items()
        if not (DOCS / relative).is_file() or (DOCS / relative).read_text("utf-8") != page()
    ]


def main() -> int:
    check = "--check" in sys.argv[1:]
    outdated = stale()
    for relative in outdated:
        if check:
            sys.stderr.write(f"docs/{relative} is stale: run `make docs` and commit the result\n")
        else:
            (DOCS / relative).parent.mkdir(parents=True, exist_ok=True)
            (DOCS / relative).write_text(PAGES[relative](), "utf-8")
            sys.stdout.write(f"wrote docs/{relative}\n")
    return 1 if check and outdated else 0


if __name__ == "__main__":
    raise SystemExit(main())
